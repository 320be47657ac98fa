"""The batch, against OpenFisca and against the floor; first of all, whether both sides say the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import DATA, Cost, middle, ours, ratio, theirs
from bench.people import files, known, population, say

ROUNDS = {"1m": 5, "10m": 3}
WITH_REASONS, BARE = "OpenFisca, a variable for each condition", "OpenFisca, bare"
OURS, FLOOR = "An Sinh", "floor"


@dataclass(frozen=True, slots=True)
class Race:
    """Several rounds of the same work; each round has one run of each side, in the same order."""

    people: int
    runs: dict[str, list[Cost]]
    floors: list[float]

    def middle(self, side: str) -> Cost:
        """The medians of a side."""
        return middle(self.runs[side])

    def cpu(self, above: str, below: str = OURS) -> float:
        """How many times more CPU one side takes."""
        return ratio([cost.cpu for cost in self.runs[above]], [cost.cpu for cost in self.runs[below]])

    def memory(self, above: str, below: str = OURS) -> float:
        """How many times more memory one side takes at its peak."""
        return ratio([cost.memory for cost in self.runs[above]], [cost.memory for cost in self.runs[below]])

    def above_floor(self) -> float:
        """Our CPU by that of the floor."""
        return ratio([cost.cpu for cost in self.runs[OURS]], self.floors)


def compare() -> dict[str, Any]:
    """Both sides on a million people with nothing unknown, row for row.

    Raises:
        SystemExit: they ask for different programmes or conditions, or differ in a row.
    """
    say("do both sides say the same?")
    folder = known("1m")
    results, rows = DATA / "result-known", DATA / "rows-known.parquet"
    asked = ours("bench.own.asked", str(files(folder)[0])).found
    mine = _decide(folder, results).found
    other = theirs("rows", str(folder), str(rows)).found
    if asked["programmes"] != {name: other["programmes"][name] for name in sorted(other["programmes"])}:
        raise SystemExit(f"bench: other programmes or conditions: {asked['programmes']} {other['programmes']}")
    found = ours("bench.own.equal", str(results), str(rows)).found
    if not found["equal"] or found["undetermined"]:
        raise SystemExit(f"bench: the two sides differ: {found['programmes']} {found['differences']}")
    bare_rows = DATA / "rows-bare.parquet"
    theirs("rows", str(folder), str(bare_rows), "bare")
    if not ours("bench.own.equal", str(results), str(bare_rows)).found["equal"]:
        raise SystemExit("bench: the bare peer differs")
    nothing = {"entitled": 0, "amount": 0, "paid": 0, "paid_amount": 0}
    found["programmes"] = {name: found["programmes"].get(name, [nothing] * 2) for name in asked["programmes"]}
    return {**found, "people": mine["people"], "edition": mine["edition"], "versions": other["versions"]}


def unknowns() -> dict[str, Any]:
    """What becomes of rights that cannot be decided where there is no unknown."""
    folder, results, rows = population("1m"), DATA / "result-1m", DATA / "rows-1m.parquet"
    _decide(folder, results)
    theirs("rows", str(folder), str(rows))
    return ours("bench.own.equal", str(results), str(rows)).found


def race(size: str) -> Race:
    """Rounds of a population: ours, OpenFisca in both ways, the floor, one after the other."""
    folder = population(size, processes=2)
    results = DATA / f"result-{size}"
    columns = ours("bench.own.asked", str(files(folder)[0])).found["columns"]
    sides: dict[str, Callable[[], Cost]] = {
        OURS: lambda: _decide(folder, results),
        WITH_REASONS: lambda: theirs("batch", str(folder)),
        BARE: lambda: theirs("bare", str(folder)),
        FLOOR: lambda: ours("bench.own.floor", str(results), str(folder), *columns),
    }
    runs: dict[str, list[Cost]] = {side: [] for side in sides}
    for number in range(ROUNDS[size]):
        for side, work in sides.items():
            runs[side].append(work())
            say(f"{size}, round {number + 1} of {ROUNDS[size]}: {side}: {runs[side][-1]}")
    people = runs[OURS][0].found["people"]
    if people != runs[WITH_REASONS][0].found["people"]:
        raise SystemExit("bench: the two sides counted different people")
    shutil.rmtree(results)
    return Race(people, runs, [cost.found["cpu"] for cost in runs[FLOOR]])


def _decide(folder: Path, results: Path) -> Cost:
    return ours("bench.own.batch", "1", str(results), *(str(path) for path in files(folder)))
