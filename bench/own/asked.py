"""What is asked: programmes with their conditions, and the columns they need. `python -m bench.own.asked FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

from bench.own.question import monthly_plan
from lawengine.batch.engine import Engine
from lawengine.batch.read import wanted


def main(file: str) -> None:
    """Print programmes and columns as JSON."""
    plan = monthly_plan()
    names = pq.read_schema(Path(file)).names
    found = {
        "programmes": {item.id: [condition.id for condition in item.conditions] for item in plan.programmes},
        "columns": wanted(names, Engine(plan, closed=True, vouched=frozenset()).layout, frozenset()),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
