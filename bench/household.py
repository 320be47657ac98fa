"""One household of four, every programme: verdicts, the full answer, the command from the shell."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import ROOT, Cost, middle, ours, ratio, run, theirs
from bench.people import say

FILE = ROOT / "bench" / "household.json"
ROUNDS = 5
_COMMAND = ("decide", "--month", "2026-11", "--closed", "--json", str(FILE))


@dataclass(frozen=True, slots=True)
class One:
    """CPU milliseconds; `shell` is the whole command. `heavy` are packages that it should not have imported."""

    programmes: int
    compared: int
    verdicts: float
    verdicts_compared: float
    openfisca: float
    times: float
    answer: float
    answer_bytes: int
    shell: Cost
    heavy: list[str]


def one_household() -> One:
    """Measure both sides in turn.

    Raises:
        SystemExit: they give different amounts, or the command failed.
    """
    say("one household")
    mine = [ours("bench.own.household", "verdicts", str(FILE)).found]
    other = [theirs("household", str(FILE)).found]
    if mine[0]["amounts"] != {name: other[0]["amounts"][name] for name in mine[0]["amounts"]}:
        raise SystemExit(f"bench: the household differs: {mine[0]['amounts']} {other[0]['amounts']}")
    answers = [ours("bench.own.household", "answer", str(FILE)).found]
    for _ in range(ROUNDS - 1):
        mine.append(ours("bench.own.household", "verdicts", str(FILE)).found)
        other.append(theirs("household", str(FILE)).found)
        answers.append(ours("bench.own.household", "answer", str(FILE)).found)
    compared, slow = [each["compared"] for each in mine], [each["milliseconds"] for each in other]
    return One(
        programmes=mine[0]["programmes"],
        compared=len(mine[0]["amounts"]),
        verdicts=median(each["every"] for each in mine),
        verdicts_compared=median(compared),
        openfisca=median(slow),
        times=ratio(slow, compared),
        answer=median(each["milliseconds"] for each in answers),
        answer_bytes=answers[0]["bytes"],
        shell=_shell(),
        heavy=_heavy(),
    )


def _shell() -> Cost:
    command = [str(Path(sys.executable).with_name("ansinh")), *_COMMAND]
    run(command, {})  # compiles the book of law, if it has changed
    return middle([run(command, {}) for _ in range(ROUNDS)])


def _heavy() -> list[str]:
    found = ours("bench.own.imports", *_COMMAND).found
    if found["status"] != 0:
        raise SystemExit("bench: ansinh decide failed")
    return list(found["heavy"])
