"""Three-valued circuits: the steps into which an expression is taken apart, each computed for many people at once.

A truth is an array of FALSE (0), UNKNOWN (1), TRUE (2): Kleene's "and" is the lesser, "or" the greater, "not" is 2
minus it. A number is an array of values with an array that says which are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.fields import FALSE, OPS, TRUE, UNKNOWN, DateField, Day, OpenField, PlainField, Test
from lawengine.catalogue import DerivedFact

Truth = NDArray[np.uint8]
Digits = NDArray[Any]
"""8 or 16 bits."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Number:
    """Values (32 or 64 bits, or Python integers where products may be larger) and which of them are known."""

    value: NDArray[Any]
    known: Mask


Value = Truth | Number
AnyField = PlainField | DateField | OpenField


class Space(Protocol):
    """Where steps are computed: the members of households, the households, or distinct signatures."""

    length: int

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field, one for each place."""
        ...

    def number(self, name: str) -> Number:
        """The values of a number fact, or of a code fact as places in the sorted vocabulary."""
        ...

    def size(self, group: OpenField) -> Number:
        """How many members the household has, or how many of them answer a test."""
        ...


Flags = dict[str, Mask]


@dataclass(frozen=True, slots=True)
class Constant:
    """A truth that is the same for everybody. An unknown one names the fact that nobody can give."""

    truth: int
    names: tuple[str, ...] = ()

    def read(self, space: Space) -> Value:
        return np.full(space.length, self.truth, np.uint8)


@dataclass(slots=True, eq=False)
class Look:
    """A test of one field: the truth stands in a table by digit, once all fields are frozen."""

    field: AnyField
    test: Test | None
    day: Day
    derived: DerivedFact | None = None
    known: tuple[int, ...] = (FALSE, TRUE)
    _table: Truth | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return self.field.names

    def read(self, space: Space) -> Value:
        if self._table is None:
            self._table = np.frombuffer(self.truths(), np.uint8)
        return self._table.take(space.digits(self.field))

    def truths(self) -> bytes:
        """FALSE, UNKNOWN or TRUE by digit."""
        if isinstance(self.field, OpenField):
            return self.field.open_truths(self.known)
        assert self.test is not None
        if isinstance(self.field, DateField):
            assert self.derived is not None
            return self.field.truths(self.derived, self.test, self.day)
        return self.field.truths(self.test)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number (or the place of a code in the vocabulary) that is the same for everybody."""

    value: int
    names: tuple[str, ...] = ()

    def read(self, space: Space) -> Value:
        return Number(np.full(space.length, self.value), np.ones(space.length, np.bool_))


@dataclass(frozen=True, slots=True)
class Absent:
    """A number that nobody can give."""

    names: tuple[str, ...]

    def read(self, space: Space) -> Value:
        return Number(np.zeros(space.length, np.int64), np.zeros(space.length, np.bool_))


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a number or code fact."""

    names: tuple[str, ...]

    def read(self, space: Space) -> Value:
        return space.number(self.names[0])


@dataclass(frozen=True, slots=True)
class Count:
    """How many members there are, or answer a test."""

    field: OpenField

    @property
    def names(self) -> tuple[str, ...]:
        return self.field.names

    def read(self, space: Space) -> Value:
        return space.size(self.field)


@dataclass(frozen=True, slots=True)
class Invert:
    """Not."""

    args: tuple[int]

    def join(self, truth: Truth) -> Value:
        return np.uint8(TRUE) - truth


@dataclass(frozen=True, slots=True)
class Least:
    """And."""

    args: tuple[int, int]

    def join(self, one: Truth, other: Truth) -> Value:
        return np.minimum(one, other)


@dataclass(frozen=True, slots=True)
class Most:
    """Or."""

    args: tuple[int, int]

    def join(self, one: Truth, other: Truth) -> Value:
        return np.maximum(one, other)


@dataclass(frozen=True, slots=True)
class Choose:
    """`test ? then : other`, of truths or of numbers; unknown when the test is."""

    args: tuple[int, int, int]

    def join(self, test: Truth, then: Value, other: Value) -> Value:
        if isinstance(then, Number):
            assert isinstance(other, Number)
            known = np.where(test == TRUE, then.known, other.known) & (test != UNKNOWN)
            return Number(np.where(test == TRUE, then.value, other.value), known)
        assert not isinstance(other, Number)
        return np.where(test == UNKNOWN, np.uint8(UNKNOWN), np.where(test == TRUE, then, other))


@dataclass(frozen=True, slots=True)
class AsNumber:
    """A truth as 0 or 1, so that truths can be compared."""

    args: tuple[int]

    def join(self, truth: Truth) -> Value:
        return Number((truth == TRUE).astype(np.int32), truth != UNKNOWN)


@dataclass(frozen=True, slots=True)
class Negate:
    """Minus."""

    args: tuple[int]

    def join(self, number: Number) -> Value:
        return Number(-number.value, number.known)


@dataclass(frozen=True, slots=True)
class Calculate:
    """`+ - * / %`; division cuts toward zero, by a literal that is not zero."""

    op: str
    args: tuple[int, int]

    def join(self, one: Number, other: Number) -> Value:
        a, b = one.value, other.value
        if self.op in "/%":
            quotient = np.abs(a) // np.abs(b)
            quotient = np.where((a < 0) == (b < 0), quotient, -quotient)
            result = quotient if self.op == "/" else a - b * quotient
        else:
            result = a + b if self.op == "+" else a - b if self.op == "-" else a * b
        return Number(result, one.known & other.known)


@dataclass(frozen=True, slots=True)
class Against:
    """A comparison of two numbers."""

    op: str
    args: tuple[int, int]

    def join(self, one: Number, other: Number) -> Value:
        return truth_of(np.asarray(OPS[self.op](one.value, other.value)), one.known & other.known)


@dataclass(frozen=True, slots=True)
class Among:
    """Is a number one of a list?"""

    values: tuple[int, ...]
    args: tuple[int]

    def join(self, number: Number) -> Value:
        found = np.zeros(len(number.value), np.bool_)
        for value in self.values:
            found |= number.value == value
        return truth_of(found, number.known)


Leaf = Constant | Look | Literal | Absent | Read | Count
Inner = Invert | Least | Most | Choose | AsNumber | Negate | Calculate | Against | Among


def truth_of(value: NDArray[Any], known: Mask) -> Truth:
    """A truth from a condition and where it is known."""
    return np.where(known, np.where(value, np.uint8(TRUE), np.uint8(FALSE)), np.uint8(UNKNOWN))


def is_open(value: Value) -> Mask:
    """Where a truth or number is unknown."""
    return ~value.known if isinstance(value, Number) else value == UNKNOWN


@dataclass(slots=True)
class Circuit:
    """Steps in order of computation. No number in it is further from zero than `bound`."""

    steps: list[Leaf | Inner] = field(default_factory=list)
    bound: int = 0

    def run(self, space: Space) -> list[Any]:
        """The value of every step. Numbers have 32 bits where that is enough, and no limit where 64 are not."""
        kind = np.int32 if self.bound < 2**31 else np.int64 if self.bound < 2**62 else object
        values: list[Any] = []
        for step in self.steps:
            if isinstance(step, Leaf):
                value = step.read(space)
                if isinstance(value, Number):
                    value = Number(value.value.astype(kind, copy=False), value.known)
            else:
                value = step.join(*(values[place] for place in step.args))
            values.append(value)
        return values

    def names(self, places: Sequence[int]) -> tuple[str, ...]:
        """The facts behind some steps, in order of first use."""
        found: dict[str, None] = {}
        for place in places:
            step = self.steps[place]
            found.update(dict.fromkeys(step.names if isinstance(step, Leaf) else self.names(step.args)))
        return tuple(found)

    def missing(self, place: int, where: Mask, values: Sequence[Any], space: Space, flags: Flags) -> None:
        """Mark in `flags`, by name, the facts that keep a step unknown at the places `where`."""
        where = where & is_open(values[place])
        if not where.any():
            return
        step = self.steps[place]
        if isinstance(step, (Look, Count)):
            _mark_field(step.field, where, space, flags)
        elif isinstance(step, Leaf):
            _mark(step.names, where, flags)
        elif isinstance(step, Choose):
            test = values[step.args[0]]
            for arg, part in zip(step.args, (test == UNKNOWN, test == TRUE, test == FALSE), strict=True):
                self.missing(arg, where & part, values, space, flags)
        else:
            for arg in step.args:
                self.missing(arg, where, values, space, flags)

    def missing_sets(self, place: int, values: Sequence[Any], space: Space) -> NDArray[np.int64]:
        """Which facts keep a step unknown, as bits in the order of its names; 0 where it is known."""
        where = is_open(values[place])
        flags: Flags = {}
        self.missing(place, where, values, space, flags)
        result = np.zeros(len(where), np.int64)
        for bit, name in enumerate(self.names([place])):
            if name in flags:
                result |= flags[name].astype(np.int64) << bit
        return result


def _mark(names: Sequence[str], where: Mask, flags: Flags) -> None:
    for name in names:
        flags[name] = flags[name] | where if name in flags else where


def _mark_field(field: AnyField, where: Mask, space: Space, flags: Flags) -> None:
    if not isinstance(field, OpenField):
        _mark(field.names, where, flags)
        return
    sets = open_set(field, space.digits(field))
    for bit, name in enumerate(field.names):
        _mark([name], where & (sets >> bit & 1 == 1), flags)


def open_set(field: OpenField, digits: Digits) -> NDArray[np.int64]:
    """Which facts keep each place unknown, as bits; 0 where it is known."""
    return np.maximum(digits.astype(np.int64) - (field.known - 1), 0)
