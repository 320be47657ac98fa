"""What is promised, what was measured, and which misses are owned up to in missed.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from bench.batch import BARE, WITH_REASONS, Race
from bench.household import One
from bench.measure import ROOT

MISSED = ROOT / "bench" / "missed.yaml"
GIBIBYTE = 2**30


@dataclass(frozen=True, slots=True)
class Target:
    """One promise. `measured` None: not measured, which is a miss."""

    id: str
    text: str
    bound: Literal["at least", "at most"]
    limit: float
    unit: str
    measured: float | None

    @property
    def met(self) -> bool:
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.bound == "at least" else self.measured <= self.limit


def targets(ten_million: Race, one: One, hundred_million: dict[str, Any] | None) -> list[Target]:
    """Every target with its figure."""
    fresh = hundred_million is not None and not hundred_million["stale"]
    memory = hundred_million["memory_of_largest_process"] / GIBIBYTE if hundred_million and fresh else None
    race = ten_million
    return [
        Target(
            "batch-cpu",
            f"CPU of {WITH_REASONS}, by ours, 10 million people",
            "at least",
            5,
            "×",
            race.cpu(WITH_REASONS),
        ),
        Target("batch-memory", f"memory of {WITH_REASONS}, by ours", "at least", 7, "×", race.memory(WITH_REASONS)),
        Target("batch-cpu-bare", f"CPU of {BARE}, by ours", "at least", 5, "×", race.cpu(BARE)),
        Target("batch-memory-bare", f"memory of {BARE}, by ours", "at least", 7, "×", race.memory(BARE)),
        Target(
            "batch-floor",
            "our CPU by that of reading the columns and writing the result",
            "at most",
            4,
            "×",
            race.above_floor(),
        ),
        Target(
            "hundred-million", "100 million people, 2 processes: memory of the larger", "at most", 1.2, "GiB", memory
        ),
        Target(
            "household-verdicts", "one household of four, every programme: verdicts", "at most", 0.3, "ms", one.verdicts
        ),
        Target("household-ratio", "the same in OpenFisca, by ours", "at least", 20, "×", one.times),
        Target("household-answer", "one household: the full answer as JSON", "at most", 3, "ms", one.answer),
        Target("household-shell", "`ansinh decide` from the shell, CPU", "at most", 0.5, "s", one.shell.cpu),
        Target("household-light", "heavy packages that it imports", "at most", 0, "", float(len(one.heavy))),
    ]


def owned_up() -> dict[str, str]:
    """The targets that missed.yaml lists as missed, with the reason."""
    listed = yaml.safe_load(MISSED.read_text(encoding="utf-8")) or {}
    return {str(name): str(reason) for name, reason in listed.items()}


def unexplained(found: Sequence[Target], listed: dict[str, str]) -> list[str]:
    """What is wrong: targets that are missed and not listed, listed ones that are no targets."""
    known = {target.id for target in found}
    missed = [
        f"{target.id} is missed and not listed in missed.yaml"
        for target in found
        if not target.met and target.id not in listed
    ]
    return missed + [f"missed.yaml lists {name}, which is no target" for name in listed if name not in known]
