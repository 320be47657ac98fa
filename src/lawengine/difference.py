"""Two rolls compared: every person added, stopped, raised or lowered, and the proof that nothing else moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["new", "stopped", "raised", "lowered"]


@dataclass(frozen=True, slots=True)
class Line:
    """One paid line of a roll. `reason` identifies the reasoning (row and articles), `facts` what it rested on."""

    person: str
    programme: str
    amount: int
    reason: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Movement:
    """One difference. `before` and `after` are in đồng (0 when absent); `causes` are codes with their detail."""

    kind: Kind
    person: str
    programme: str
    before: int
    after: int
    causes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All movements with the control sums; `balanced` says last roll + changes = this roll."""

    movements: tuple[Movement, ...]
    before: int
    after: int

    @property
    def change(self) -> int:
        return sum(item.after - item.before for item in self.movements)

    @property
    def balanced(self) -> bool:
        return self.before + self.change == self.after


def compare(before: Iterable[Line], after: Iterable[Line]) -> Difference:
    """Compare two rolls by person and programme.

    Raises:
        ValueError: a roll holds a person and programme twice.
    """
    old, new = _by_key(before), _by_key(after)
    movements = [_movement(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    kept = tuple(item for item in movements if item is not None)
    return Difference(kept, sum(line.amount for line in old.values()), sum(line.amount for line in new.values()))


def _by_key(lines: Iterable[Line]) -> dict[tuple[str, str], Line]:
    result: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = (line.person, line.programme)
        if key in result:
            raise ValueError(f"{line.person} stands twice for {line.programme}")
        result[key] = line
    return result


def _movement(old: Line | None, new: Line | None) -> Movement | None:
    if old is None and new is not None:
        return Movement("new", new.person, new.programme, 0, new.amount, ())
    if new is None and old is not None:
        return Movement("stopped", old.person, old.programme, old.amount, 0, ())
    assert old is not None
    assert new is not None
    if old.amount == new.amount:
        return None
    kind: Kind = "raised" if new.amount > old.amount else "lowered"
    return Movement(kind, new.person, new.programme, old.amount, new.amount, _causes(old, new))


def _causes(old: Line, new: Line) -> tuple[tuple[str, str], ...]:
    """What explains a changed amount: facts that differ, another row, or – neither – the rate itself."""
    causes = [
        ("fact", name)
        for name in sorted(old.facts.keys() | new.facts.keys())
        if old.facts.get(name) != new.facts.get(name)
    ]
    if old.reason != new.reason:
        causes.append(("reason", f"{old.reason} → {new.reason}"))
    return tuple(causes) or (("rate", ""),)
