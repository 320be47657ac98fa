"""One household: `verdicts` or `answer` in CPU milliseconds, or `shell`: is anything heavy imported by the command?

`python -m bench.own.household WHAT FILE`.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.own.question import full_plan, monthly_plan
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.plan import Plan

ROUNDS, TIMES = 15, 50


def main(what: str, file: str) -> None:
    """Print the measurement as JSON."""
    payload = json.loads(Path(file).read_text(encoding="utf-8"))
    print(json.dumps({"verdicts": verdicts, "answer": answer}[what](payload)))


def verdicts(payload: Any) -> dict[str, Any]:
    """From the parsed JSON to verdicts with each condition's value, settled; every programme, and the compared ones."""
    every, monthly = full_plan(), monthly_plan()
    compared = Decider(monthly).judge(read_household(monthly.catalogue, payload, closed=True))
    amounts = {
        programme.id: [judged.verdicts[place].amount or 0 for judged in compared if judged.member is not None]
        for place, programme in enumerate(monthly.programmes)
    }
    return {
        "programmes": len(every.programmes),
        "every": _milliseconds(_judging(every, payload)),
        "compared": _milliseconds(_judging(monthly, payload)),
        "amounts": amounts,
    }


def answer(payload: Any) -> dict[str, Any]:
    """From the parsed JSON to the full answer as text."""
    plan = full_plan()
    decider = Decider(plan)

    def work() -> str:
        return decider.text(read_household(plan.catalogue, payload, closed=True))

    return {"milliseconds": _milliseconds(work), "bytes": len(work().encode())}


def _judging(plan: Plan, payload: Any) -> Callable[[], object]:
    decider = Decider(plan)
    return lambda: decider.judge(read_household(plan.catalogue, payload, closed=True))


def _milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one piece of work: the median of rounds."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(TIMES):
            work()
        rounds.append((time.process_time() - before) / TIMES * 1000)
    return statistics.median(rounds)


if __name__ == "__main__":
    main(*sys.argv[1:])
