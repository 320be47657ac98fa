"""The batch: Parquet in, results and reasons out. `python -m bench.own.batch PROCESSES OUT FILE…`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.own.question import monthly_plan
from lawengine.batch import run


def main(processes: str, out: str, *inputs: str) -> None:
    """Judge the files and print the totals as JSON."""
    summary = run(monthly_plan(), [Path(name) for name in inputs], Path(out), closed=True, processes=int(processes))
    found = {
        "people": summary.people,
        "reasonings": summary.reasonings,
        "by_hand": summary.by_hand,
        "edition": summary.edition,
        "totals": [asdict(total) for total in summary.totals],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
