"""Outcomes and decisions: every distinct reasoning once, whoever shares it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.findings import Finding
from lawengine.concurrence import Settlement
from lawengine.plan import Plan, PlannedProgramme, Status

Integers = NDArray[np.int64]
NOTHING = -1
NO_AMOUNT = -(2**63)
PAID, ASIDE, OPEN = 0, 1, 2
STATUSES = ("paid", "set_aside", "undetermined")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one programme comes to for everybody who shares a decision. `settlement` None: there is no right to settle.

    `day` is the day it was judged on. `amount` is None for a class, or where it is computed row by row.
    """

    programme: PlannedProgramme
    finding: Finding
    settlement: Settlement | None
    day: date

    @property
    def status(self) -> Status:
        return self.finding.status

    @property
    def amount(self) -> int | None:
        return self.finding.amount

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that keep it open; `members.x` is some member's `x`."""
        return self.finding.missing

    @property
    def row(self) -> str | None:
        """The id of the row that won."""
        return self.programme.rows[self.finding.row].id if self.finding.row >= 0 else None

    @property
    def conditions(self) -> Mapping[str, bool | None]:
        """Each condition's value, None: unknown."""
        finding = self.finding
        return {
            item.id: bool(finding.holds >> bit & 1) if finding.known >> bit & 1 else None
            for bit, item in enumerate(self.programme.conditions)
        }

    @property
    def open_rows(self) -> tuple[str, ...]:
        """The rows that unknown facts leave possible."""
        rows = self.programme.rows
        return tuple(row.id for bit, row in enumerate(rows) if self.finding.open_rows >> bit & 1)

    @property
    def late_start(self) -> str | None:
        """The date fact of the start rule that puts it off to a later month."""
        return self.programme.start[self.finding.late].fact if self.finding.late >= 0 else None

    @property
    def payment(self) -> int:
        """PAID, ASIDE, OPEN, or NOTHING for a refusal."""
        if self.settlement is not None:
            return PAID if self.settlement.paid else ASIDE
        return OPEN if self.status is Status.UNDETERMINED else NOTHING


class Growing:
    """An array that grows by doubling."""

    def __init__(self, kind: type[np.generic], *shape: int) -> None:
        self._values: NDArray[Any] = np.empty((64, *shape), kind)
        self.count = 0

    @property
    def filled(self) -> NDArray[Any]:
        return self._values[: self.count]

    def append(self, more: NDArray[Any]) -> None:
        """Put values behind those that are there."""
        need = self.count + len(more)
        if need > len(self._values):
            bigger = np.empty((max(need, 2 * len(self._values)), *self._values.shape[1:]), self._values.dtype)
            bigger[: self.count] = self.filled
            self._values = bigger
        self._values[self.count : need] = more
        self.count = need


class Book:
    """All outcomes and decisions met so far. An outcome's and a decision's number is its place here.

    A decision is one outcome for each programme of the plan, -1 where the programme judges another kind of subject.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.outcomes: list[Outcome] = []
        self._numbers: dict[tuple[int, Finding, Settlement | None], int] = {}
        self._places: list[int] = []
        self._decisions = Growing(np.int32, len(plan.programmes))
        self._known: dict[bytes, int] = {}
        self._columns: dict[str, Growing] = {}

    @property
    def count(self) -> int:
        return self._decisions.count

    @property
    def rows(self) -> NDArray[np.int32]:
        """The outcome of each programme by decision: decisions × programmes."""
        return self._decisions.filled

    def outcome(self, place: int, finding: Finding, settlement: Settlement | None) -> int:
        """The number of an outcome, the same for equal ones."""
        key = (place, finding, settlement)
        if key not in self._numbers:
            on, eve = self.plan.question.on, self.plan.eve
            day = on if finding.day == 0 or eve is None else eve
            self._numbers[key] = len(self.outcomes)
            self.outcomes.append(Outcome(self.plan.programmes[place], finding, settlement, day))
            self._places.append(place)
        return self._numbers[key]

    def decide(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """The number of each decision, the same for equal rows of outcomes."""
        known, found, fresh = self._known, [], []
        following = self.count
        for place, key in enumerate(as_keys(rows)):
            number = known.setdefault(key, following)
            if number == following:
                fresh.append(place)
                following += 1
            found.append(number)
        self._decisions.append(rows[fresh])
        return np.array(found, np.int32)

    def column(self, name: str) -> Integers:
        """A property of every outcome as an array; `amount` is NO_AMOUNT where there is none."""
        column = self._columns.setdefault(name, Growing(np.int64))
        fresh = len(self.outcomes) - column.count
        if fresh:
            new = map(_PROPERTIES[name], self._places[column.count :], self.outcomes[column.count :])
            column.append(np.fromiter(new, np.int64, fresh))
        return column.filled


_PROPERTIES: Mapping[str, Callable[[int, Outcome], int]] = {
    "place": lambda place, _: place,
    "payment": lambda _, item: item.payment,
    "amount": lambda _, item: NO_AMOUNT if item.amount is None else item.amount,
    "row_valued": lambda _, item: item.finding.row_valued,
    "provisional": lambda _, item: item.settlement is not None and bool(item.settlement.provisional),
    "entitled": lambda _, item: item.status is Status.ENTITLED,
    "base": lambda _, item: item.finding.base or 0,
    "quantity": lambda _, item: item.finding.quantity,
}


def as_keys(rows: NDArray[np.int32]) -> Sequence[bytes]:
    """Each row of a matrix as bytes."""
    if not rows.shape[1]:
        return [b""] * len(rows)
    whole = np.ascontiguousarray(rows)
    keys: Any = whole.view(np.dtype((np.void, whole.dtype.itemsize * whole.shape[1]))).ravel().tolist()
    return cast("list[bytes]", keys)
