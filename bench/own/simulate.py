"""The what-if of `bench.simulate` without a cube, person by person: `python -m bench.own.simulate NAME=VALUE FILE…`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.own.question import monthly_plan
from lawengine.batch.read import read_parquet
from lawengine.batch.whatif import Whatif
from lawengine.planner import make_plan
from lawengine.scenario import with_amounts


def main(setting: str, *files: str) -> None:
    """Print what both plans pay and who gains, as JSON."""
    name, _, value = setting.partition("=")
    before = monthly_plan()
    after = make_plan(with_amounts(before.edition, before.question, {name: int(value)}), before.question)
    whatif = Whatif(before, after)
    for file in files:
        for columns, starts in read_parquet(Path(file), whatif.engines[0].layout, frozenset()):
            whatif.add(columns, starts)
    sums = [int(table[:, :, 3].sum()) for table in (whatif.tally.before, whatif.tally.after)]
    shift = whatif.tally.shift("person")
    print(json.dumps({"before": sums[0], "after": sums[1], "gainers": shift.gainers, "people": whatif.tally.people}))


if __name__ == "__main__":
    main(*sys.argv[1:])
