"""Fields: of each fact, only what the law can tell apart. People whose fields have equal digits are judged alike.

No numpy here: the same fields are what a signature in SQL is made of.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Literal

from lawengine.catalogue import DerivedFact, Fact
from lawengine.cel.tree import Compare, Field, In, ListLit, Lit, Name
from lawengine.closure import in_month, month_number
from lawengine.dates import FIRST_YEAR, LAST_YEAR, Span, completed_months, completed_years, months_back, years_back
from lawengine.household import NONE_DATE

FALSE: Final = 0
UNKNOWN: Final = 1
TRUE: Final = 2
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

Test = Name | Field | Compare | In
Day = Literal[0, 1]
"""Which of the plan's two days: 0 the day judged, 1 the eve of the month."""

OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Inexpressible(Exception):  # noqa: N818 - not an error: the plan is then judged household by household
    """Something that no signature can hold exactly."""


def literals(node: In) -> list[Any]:
    """The values of the list behind `in`."""
    assert isinstance(node.items, ListLit)
    return [item.value for item in node.items.items if isinstance(item, Lit)]


def against(test: Test) -> Compare:
    """A test of a number derived from a date, which can only be a comparison."""
    assert isinstance(test, Compare)
    return test


def literal(test: Test) -> int:
    """The number on the right of a comparison."""
    right = against(test).right
    assert isinstance(right, Lit)
    return int(right.value)


def holds(test: Test, value: Any) -> bool:
    """The value of a test of one fact against literals, on one known value of that fact."""
    if isinstance(test, Compare):
        assert isinstance(test.right, Lit)
        return OPS[test.op](value, test.right.value)
    return value in literals(test) if isinstance(test, In) else bool(value)


@dataclass(slots=True, eq=False)
class PlainField:
    """A truth value, a code or a number. Digits: one for each class of values that tests can tell apart, then unknown.

    `values` holds one value of each class; a class of numbers reaches from its value up to the next one's. `certain`: a
    blank has a value, so nobody's is unknown.
    """

    fact: Fact
    tests: list[Compare | In] = field(default_factory=list)
    tables: list[Mapping[str, int]] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    digit_of: dict[Any, int] = field(default_factory=dict)
    certain: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.fact.name,)

    @property
    def unknown(self) -> int:
        return len(self.values)

    @property
    def radix(self) -> int:
        return len(self.values) + (not self.certain)

    def freeze(self) -> None:
        """Fix the classes, once every test is known."""
        if self.fact.type == "bool":
            self.values = [False, True]
            self.digit_of = {False: 0, True: 1}
        elif self.fact.type == "int":
            cuts = {cut for test in self.tests for cut in _cuts(test)}
            cuts.update(cut for table in self.tables for key in table for cut in _cuts_of_key(key))
            self.values = [0, *sorted(cut for cut in cuts if 0 < cut <= self.fact.max)]
        else:
            self._freeze_codes()

    def _freeze_codes(self) -> None:
        seen: dict[tuple[object, ...], int] = {}
        for code in self.fact.codes:
            tests = tuple(holds(test, code) for test in self.tests)
            digit = seen.setdefault((*tests, *(table.get(code) for table in self.tables)), len(seen))
            self.digit_of[code] = digit
            if digit == len(self.values):
                self.values.append(code)

    def digit(self, value: Any) -> int:
        """The digit of a known value."""
        return bisect_right(self.values, value) - 1 if self.fact.type == "int" else self.digit_of[value]

    def truths(self, test: Test) -> bytes:
        """FALSE, UNKNOWN or TRUE by digit."""
        return bytes([*(TRUE if holds(test, value) else FALSE for value in self.values), UNKNOWN])

    def cells(self, table: Mapping[str, int]) -> list[int | None]:
        """The cell of a table by digit."""
        return [*(table.get(str(value)) for value in self.values), None]


def _cuts(test: Compare | In) -> Iterator[int]:
    """Where a number's values begin to answer a test differently."""
    if isinstance(test, In):
        for value in literals(test):
            yield from (value, value + 1)
    else:
        yield from (literal(test) + step for step in _STEPS[test.op])


_STEPS: Mapping[str, tuple[int, ...]] = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "==": (0, 1), "!=": (0, 1)}


def _cuts_of_key(key: str) -> Iterator[int]:
    if key.isdecimal() and str(int(key)) == key:
        yield from (int(key), int(key) + 1)


@dataclass(slots=True, eq=False)
class DateField:
    """A date that may be known only to lie between two days.

    `starts` are the days on which a new stretch begins: within one, all tests on both days of the plan agree. Digits:
    one for each stretch, then (for partial dates) one for each pair of stretches that the date may span, then "never
    comes", then unknown.
    """

    fact: Fact
    days: tuple[date, date]
    starts: list[date] = field(default_factory=list)
    counted: bool = False
    numbers: dict[tuple[str, date], Sequence[tuple[int, int]]] = field(default_factory=dict)
    certain: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.fact.name,)

    @property
    def pairs(self) -> int:
        return len(self.starts) * (len(self.starts) - 1) // 2 if self.fact.partial else 0

    @property
    def never(self) -> int:
        return len(self.starts) + self.pairs

    @property
    def unknown(self) -> int:
        return self.never + 1

    @property
    def radix(self) -> int:
        return self.never + 1 + (not self.certain)

    def need(self, derived: DerivedFact, test: Test, day: Day) -> None:
        """Ask for the stretches that `test` tells apart."""
        on = self.days[day]
        if derived.how == "reached":
            self.starts.append(on + timedelta(days=1))
            return
        if derived.how == "in_month":
            self.starts += [on.replace(day=1), on + timedelta(days=1)]
            return
        self.counted = True
        for step in _STEPS[against(test).op]:
            self.starts.extend(_birthday(derived, on, literal(test) + step))

    def need_day(self, day: date) -> None:
        """Ask for a stretch that begins on a day."""
        self.starts.append(day)

    def need_month(self, number: int) -> None:
        """Ask for the first day of a month (counted from year 0)."""
        year, month = divmod(number, 12)
        self.starts.append(date(year, month + 1, 1))

    def freeze(self) -> None:
        """Fix the stretches, once every test is known."""
        self.starts = [FIRST_DAY, *sorted({day for day in self.starts if FIRST_DAY < day <= LAST_DAY})]

    def digit(self, value: Any) -> int:
        """The digit of "none"; days are looked up by the encoder."""
        assert value == NONE_DATE
        return self.never

    def stretch(self, day: date) -> int:
        """The digit of an exact date."""
        return bisect_right(self.starts, day) - 1

    def pair(self, first: int, last: int) -> int:
        """The digit of a date that begins in one stretch and may end in a later one."""
        return len(self.starts) + last * (last - 1) // 2 + first

    def spans(self) -> Iterator[tuple[date, date]]:
        """An earliest and a latest day for each digit below `never`."""
        yield from ((day, day) for day in self.starts)
        if self.fact.partial:
            yield from ((self.starts[a], self.starts[b]) for b in range(len(self.starts)) for a in range(b))

    def truths(self, derived: DerivedFact, test: Test, day: Day) -> bytes:
        """FALSE, UNKNOWN or TRUE by digit."""
        on = self.days[day]
        if derived.how == "reached":
            values = [TRUE if hi <= on else FALSE if lo > on else UNKNOWN for lo, hi in self.spans()]
            return bytes([*values, FALSE, UNKNOWN])
        if derived.how == "in_month":
            places = [in_month(Span(lo, hi), on) for lo, hi in self.spans()]
            return bytes([*(UNKNOWN if x is None else TRUE if x else FALSE for x in places), FALSE, UNKNOWN])
        op, n = against(test).op, literal(test)
        values = [_between(op, low, high, n) for low, high in self._numbers(derived, on)]
        return bytes([*values, UNKNOWN, UNKNOWN])

    def _numbers(self, derived: DerivedFact, on: date) -> Sequence[tuple[int, int]]:
        """The lowest and highest completed years or months by digit."""
        if (derived.how, on) not in self.numbers:
            count = completed_years if derived.how == "years_since" else completed_months
            self.numbers[derived.how, on] = [(count(hi, on), count(lo, on)) for lo, hi in self.spans()]
        return self.numbers[derived.how, on]

    def standing(self, number: int, governs: Callable[[date], bool]) -> bytes:
        """By digit: FALSE where a start rule does not govern the date, UNKNOWN where it is in time, TRUE where late.

        Late is a date in month `number` (counted from year 0) or after.
        """
        values = [
            FALSE if not governs(lo) else TRUE if month_number(lo) >= number else UNKNOWN for lo, _ in self.spans()
        ]
        return bytes([*values, FALSE, FALSE])


def _birthday(derived: DerivedFact, on: date, n: int) -> Iterator[date]:
    """The first birth date that has not completed `n` years or months on a day."""
    back = years_back if derived.how == "years_since" else months_back
    try:
        yield back(on, n) + timedelta(days=1)
    except (ValueError, OverflowError):
        return  # before year 1 or after 9999: everybody is on the same side


def _between(op: str, low: int, high: int, n: Any) -> int:
    """A comparison of a number known to lie in `[low, high]`."""
    first, last = OPS[op](low, n), OPS[op](high, n)
    if op in ("==", "!=") and low < n < high:
        return UNKNOWN
    return UNKNOWN if first != last else TRUE if first else FALSE


@dataclass(slots=True, eq=False)
class OpenField:
    """A value computed beforehand. Digits: one for each known class, then one for each set of facts that keep it open.

    Bit `i` of that set is `names[i]`; a field that is never unknown has no names.
    """

    known: int
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.names) > 12:
            raise Inexpressible("a value computed from more than 12 facts")

    @property
    def radix(self) -> int:
        return self.known + (1 << len(self.names)) - 1

    def open_truths(self, known: Sequence[int]) -> bytes:
        """Truth by digit, given that of the known classes."""
        return bytes([*known, *[UNKNOWN] * (self.radix - self.known)])
