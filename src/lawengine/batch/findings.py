"""One programme judged for many distinct signatures at once: conditions, the row, the money, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.builder import RowValue
from lawengine.batch.fields import FALSE, TRUE, UNKNOWN, Day
from lawengine.batch.layout import DayLayout, ProgrammeLayout
from lawengine.batch.spaces import Picked
from lawengine.batch.steps import Flags, Mask, Number, Truth, open_set
from lawengine.errors import N_, LawConflictError
from lawengine.model import Rounding
from lawengine.plan import PlannedAmount, Status

Integers = NDArray[np.int64]
NONE = -1
ENTITLED, REFUSED, OPEN = int(Status.ENTITLED), int(Status.REFUSED), int(Status.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the law says of one programme, before rights are set against each other.

    `day` 0 is the day judged, 1 the eve. `holds` and `known` have a bit for each condition, `open_rows` one for each
    row that is still possible. `row` and `late` (the start rule that puts it off) are -1 where there is none. `missing`
    are the facts that keep it open (`members.x`: some member's `x`). `amount` is None for a class, for what is not
    known, and where `base` and `quantity` say from what the amount is computed row by row.
    """

    status: Status
    day: Day = 0
    holds: int = 0
    known: int = 0
    row: int = NONE
    amount: int | None = None
    open_rows: int = 0
    late: int = NONE
    missing: tuple[str, ...] = ()
    row_valued: bool = False
    base: int | None = None
    quantity: int = 1


@dataclass(slots=True)
class _Columns:
    """Findings as arrays; -1 in `amount` and `base`: None."""

    status: Integers
    day: Integers
    holds: Integers
    known: Integers
    row: Integers
    amount: Integers
    open_rows: Integers
    late: Integers
    missing: Integers
    base: Integers
    quantity: Integers

    def where(self, other: _Columns, chosen: Mask) -> _Columns:
        """These findings, the other's where `chosen`."""
        return _Columns(
            *(np.where(chosen, getattr(other, name), getattr(self, name)) for name in self.__dataclass_fields__)
        )


@dataclass(slots=True)
class Judge:
    """Judges one programme; keeps every distinct finding it has come to."""

    layout: ProgrammeLayout
    findings: list[Finding] = field(default_factory=list)
    numbers: dict[Finding, int] = field(default_factory=dict)

    def number(self, finding: Finding) -> int:
        """The number of a finding, the same for equal ones."""
        number = self.numbers.setdefault(finding, len(self.findings))
        if number == len(self.findings):
            self.findings.append(finding)
        return number

    def judge(self, space: Picked) -> NDArray[np.int32]:
        """The number of the finding for each place.

        Raises:
            LawConflictError: two rows win somewhere, or none does.
        """
        found = self._on(0, space, np.ones(space.length, np.bool_))
        if len(self.layout.days) > 1:
            refused = found.status == REFUSED
            if refused.any():
                before = self._on(1, space, refused)
                found = found.where(before, refused & (before.status != REFUSED))
        self._start(found, space)
        table: dict[tuple[int, ...], int] = {}
        columns = [getattr(found, name).tolist() for name in _Columns.__dataclass_fields__]
        result = np.empty(space.length, np.int32)
        for place, key in enumerate(zip(*columns, strict=True)):
            if key not in table:
                table[key] = self.number(self._finding(dict(zip(_Columns.__dataclass_fields__, key, strict=True))))
            result[place] = table[key]
        return result

    def _finding(self, found: Mapping[str, int]) -> Finding:
        row_valued = self.layout.row_valued and found["status"] == ENTITLED
        return Finding(
            Status(found["status"]),
            1 if found["day"] else 0,
            found["holds"],
            found["known"],
            found["row"],
            None if found["amount"] < 0 else found["amount"],
            found["open_rows"],
            found["late"],
            self._names(found["missing"]),
            row_valued,
            found["base"] if row_valued and found["base"] >= 0 else None,
            found["quantity"] if row_valued else 1,
        )

    def _names(self, bits: int) -> tuple[str, ...]:
        return tuple(name for bit, name in enumerate(self.layout.names) if bits >> bit & 1) if bits else ()

    def _start(self, found: _Columns, space: Picked) -> None:
        """A right that begins in a later month is refused now."""
        standings = [
            (
                number,
                np.frombuffer(start.dated.standing(start.number, start.governs), np.uint8).take(
                    space.digits(start.dated)
                ),
            )
            for number, start in enumerate(self.layout.starts)
            if start.dated is not None
        ]
        pending = (found.status == ENTITLED) | (found.status == OPEN)
        for _, standing in standings:
            pending &= standing != UNKNOWN  # in time by one rule is in time
        for number, standing in standings:
            late = pending & (standing == TRUE) & (found.status != REFUSED)
            found.status[late] = REFUSED
            found.late[late] = number
            for column in (found.row, found.amount, found.base):
                column[late] = NONE
            found.open_rows[late] = 0
            found.missing[late] = 0
            found.quantity[late] = 1

    def _on(self, day: Day, space: Picked, relevant: Mask) -> _Columns:
        return _DayJudge(self.layout, day, space).judge(relevant)


class _DayJudge:
    """One programme on one day for some signatures."""

    def __init__(self, layout: ProgrammeLayout, day: Day, space: Picked) -> None:
        self.layout = layout
        self.number = day
        self.day: DayLayout = layout.days[day]
        self.space = space
        self.values: list[Any] = self.day.circuit.run(space)
        self.missing = np.zeros(space.length, np.int64)
        self.possible = np.zeros(space.length, np.int64)
        self.bit = {name: place for place, name in enumerate(layout.names)}

    def judge(self, relevant: Mask) -> _Columns:
        length = self.space.length
        tests: list[Truth] = [self.values[place] for place in self.day.conditions]
        held = np.minimum.reduce(tests) if tests else np.full(length, TRUE, np.uint8)
        winner, open_rows, count = self._rows()
        open_rows = np.where(held == TRUE, open_rows, 0)
        self._conflict(relevant & (held == TRUE) & (open_rows == 0) & (count != 1))
        decided = (held == TRUE) & (open_rows == 0)
        row = np.where(decided, winner, NONE)
        amount, base, quantity, given = self._money(decided, row)
        status = np.where(held == FALSE, REFUSED, np.where(decided & given, ENTITLED, OPEN))
        self._missing_tests(held == UNKNOWN, self.day.conditions)
        for place, test in enumerate(self.day.rows):
            if test is not None:
                self._missing_tests(open_rows >> place & 1 == 1, (test,))
        blank = np.where(status == ENTITLED, amount, NONE)
        return _Columns(
            status.astype(np.int64),
            np.full(length, self.number, np.int64),
            _bits([test == TRUE for test in tests], length),
            _bits([test != UNKNOWN for test in tests], length),
            row,
            blank,
            open_rows,
            np.full(length, NONE, np.int64),
            self.missing,
            np.where(status == ENTITLED, base, NONE),
            np.where(status == ENTITLED, quantity, 1),
        )

    def _rows(self) -> tuple[Integers, Integers, Integers]:
        """The winning row, the rows still possible while some of them is unknown, and how many rows win."""
        rows = self.layout.planned.rows
        length = self.space.length
        yes = np.full(length, TRUE, np.uint8)
        values = [yes if test is None else self.values[test] for test in self.day.rows]
        spare = [number for number, row in enumerate(rows) if row.test is None and len(rows) > 1]
        named = [number for number in range(len(rows)) if number not in spare]
        beaten = [np.zeros(length, np.bool_) for _ in rows]
        for number in named:
            for loser in rows[number].beats:
                beaten[loser] |= values[number] == TRUE
        possible = {number: (values[number] != FALSE) & ~beaten[number] for number in named}
        unknown = np.zeros(length, np.bool_)
        for number, mask in possible.items():
            unknown |= mask & (values[number] == UNKNOWN)
        winner, count = _only(possible, length)
        other, others = _only(dict.fromkeys(spare, np.ones(length, np.bool_)), length)
        winner, count = np.where(count == 0, other, winner), np.where(count == 0, others, count)
        self.possible = _bits([possible.get(number, np.zeros(length, np.bool_)) for number in range(len(rows))], length)
        return winner, np.where(unknown, self.possible, 0), count

    def _conflict(self, where: Mask) -> None:
        if where.any():
            possible = int(self.possible[np.flatnonzero(where)[0]])
            rows = self.layout.planned.rows
            winners = [row.id for number, row in enumerate(rows) if possible >> number & 1]
            raise LawConflictError(
                N_("{programme}: exactly one row must win, here: {rows}"),
                programme=self.layout.planned.id,
                rows=", ".join(winners or [row.id for row in rows if row.test is None]) or "–",
            )

    def _money(self, decided: Mask, row: Integers) -> tuple[Integers, Integers, Integers, Mask]:
        """Amount (-1: none), base and quantity where a row has won, and where the money is known."""
        planned, length = self.layout.planned, self.space.length
        amount, form = planned.amount, planned.amount.form
        units = np.array([NONE if item.unit is None else item.unit for item in planned.rows] or [NONE], np.int64)
        base = units.take(row, mode="clip")
        one = np.ones(length, np.int64)
        if amount.blocked:
            self._mark(amount.blocked, decided)
            return base, base, one, np.zeros(length, np.bool_)
        if form.kind == "none":
            return base, base, one, np.ones(length, np.bool_)
        given = np.ones(length, np.bool_)
        for name in (form.fact, form.less, form.key):
            if name is not None:
                there = self._given(name)
                self._mark((name,), decided & given & ~there)
                given &= there
        if form.kind == "table":
            base = self._cells()
            self._mark((form.key or "",), decided & given & (base < 0))
            given &= base >= 0
        quantity = self._quantity(decided & given)
        given &= quantity >= 0
        if self.layout.row_valued:
            none = np.full(length, NONE, np.int64)
            return none, none if form.kind == "fact" and form.level_cap is None else base, quantity, given
        return finish(amount, np.maximum(base, 0) * np.maximum(quantity, 0), None), base, quantity, given

    def _given(self, name: str) -> Mask:
        """Where an input of the amount is known."""
        field = self.layout.key if name == self.layout.planned.amount.form.key else self.layout.inputs.get(name)
        if field is None:
            return np.zeros(self.space.length, np.bool_)
        return np.asarray(self.space.digits(field) != field.unknown)

    def _cells(self) -> Integers:
        """The cell of the table, -1 where it has none."""
        table, key = self.layout.planned.amount.form.table, self.layout.key
        assert table is not None
        if key is None:
            return np.full(self.space.length, NONE, np.int64)
        cells = [NONE if cell is None else cell for cell in key.cells(table)]
        return np.array(cells, np.int64).take(self.space.digits(key))

    def _quantity(self, wanted: Mask) -> Integers:
        """The quantity, -1 where it is unknown."""
        field = self.day.quantity
        if not isinstance(field, RowValue):
            return np.full(self.space.length, field, np.int64)
        digits = self.space.digits(field)
        sets = open_set(field, digits)
        for bit, name in enumerate(field.names):
            self._mark((name,), wanted & (sets >> bit & 1 == 1))
        return np.where(sets > 0, NONE, digits.astype(np.int64))

    def _missing_tests(self, where: Mask, places: Sequence[int]) -> None:
        flags: Flags = {}
        for place in places:
            self.day.circuit.missing(place, where, self.values, self.space, flags)
        for name, mask in flags.items():
            self._mark((name,), mask)

    def _mark(self, names: Sequence[str], where: Mask) -> None:
        for name in names:
            self.missing |= where.astype(np.int64) << self.bit[name]


def _bits(masks: Sequence[Mask], length: int) -> Integers:
    result = np.zeros(length, np.int64)
    for bit, mask in enumerate(masks):
        result |= mask.astype(np.int64) << bit
    return result


def _only(masks: dict[int, Mask], length: int) -> tuple[Integers, Integers]:
    """The last of the rows that hold, and how many hold."""
    last, count = np.full(length, NONE, np.int64), np.zeros(length, np.int64)
    for number, mask in masks.items():
        last = np.where(mask, number, last)
        count += mask
    return last, count


def finish(amount: PlannedAmount, base: Integers, less: Number | None) -> Integers:
    """What follows quantity: difference (never below 0), floor, cap, rounding."""
    if less is not None:
        base = np.maximum(0, base - less.value)
    base = base if amount.at_least is None else np.maximum(base, amount.at_least)
    base = base if amount.at_most is None else np.minimum(base, amount.at_most)
    return base if amount.rounding is None else rounded(amount.rounding, base, 1)


def rounded(rounding: Rounding, base: Integers, parts: int) -> Integers:
    """`base / parts` to a multiple of `rounding.to`: exact, in whole numbers."""
    whole, rest = np.divmod(base, rounding.to * parts)
    if rounding.mode == "half_up":
        whole += rest * 2 >= rounding.to * parts
    elif rounding.mode == "up":
        whole += rest > 0
    return whole * rounding.to
