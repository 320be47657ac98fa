"""Where circuits are computed: the members of households (rows), the households, and distinct signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.builder import Fields, Group, RowValue
from lawengine.batch.columns import Columns, Raw
from lawengine.batch.encode import Encoder, Faults, kind_of
from lawengine.batch.fields import TRUE, UNKNOWN, DateField, OpenField, PlainField
from lawengine.batch.grid import Grid, Table, inputs_of
from lawengine.batch.steps import AnyField, Digits, Mask, Number, Space
from lawengine.errors import N_

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What each household answers: its digit, and for counts the number."""

    digits: Digits
    count: Number


class Rows:
    """The members of whole households. Every field is encoded once."""

    def __init__(self, columns: Columns, starts: Indices, tables: Tables, encoder: Encoder, faults: Faults) -> None:
        self.columns = columns
        self.tables = tables
        self.length = columns.length
        self.starts = starts
        self.sizes: Indices = np.diff(np.append(starts, columns.length))
        self.fields = tables.fields
        self.encoder = encoder
        self.faults = faults
        self.escaped: Mask | None = None
        self._digits: dict[int, Digits] = {}
        self._raw: dict[str, Raw] = {}
        self._answers: dict[int, _Answer] = {}

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field for every member."""
        key = id(field)
        if key not in self._digits:
            self._digits[key] = self._encoded(field)
        return self._digits[key]

    def _encoded(self, field: AnyField) -> Digits:
        if isinstance(field, (PlainField, DateField)):
            digits = self.encoder.digits(field, self.columns, self.faults)
            if field.fact.of == "household":
                self.same_in_household(field.fact.name, digits)
            return digits
        if isinstance(field, Group):
            return np.repeat(self.answer(field).digits, self.sizes)
        assert isinstance(field, RowValue)
        digits, beyond = self.tables.digits(field, self)
        if beyond is not None:
            self.escaped = beyond if self.escaped is None else self.escaped | beyond
        return digits

    def same_in_household(self, name: str, values: NDArray[Any]) -> None:
        """Note a fault where a fact of the household differs from the row before."""
        differs = np.zeros(self.length, np.bool_)
        np.not_equal(values[1:], values[:-1], out=differs[1:])
        differs[self.starts] = False
        if differs.any():
            self.faults.add(name, differs, N_("differs within one household"))

    def _values(self, name: str) -> Raw:
        """The values of a number or code fact, which was checked when it was encoded."""
        if name not in self._raw:
            field = self.fields.plain(name)
            self.digits(field)
            self._raw[name] = self.encoder.numbers(field.fact, self.columns)
            if field.fact.of == "household":
                self.same_in_household(name, self._raw[name].values)
        return self._raw[name]

    def number(self, name: str) -> Number:
        """The values of a number fact, or of a code fact as places in the vocabulary."""
        raw = self._values(name)
        return Number(raw.values, raw.known())

    def code(self, item: str | AnyField) -> NDArray[Any]:
        """A small number fact as its value, or one more than its maximum where it is unknown; a field as its digit."""
        if not isinstance(item, str):
            return self.digits(item)
        raw = self._values(item)
        unknown = np.uint8(self.fields.catalogue.facts[item].max + 1)
        values = raw.values.astype(np.uint8)
        return values if raw.valid is None or raw.valid.all() else np.where(raw.valid, values, unknown)

    def answer(self, group: Group) -> _Answer:
        """What each household answers."""
        key = id(group)
        if key not in self._answers:
            self._answers[key] = self._answered(group)
        return self._answers[key]

    def _answered(self, group: Group) -> _Answer:
        if group.body is None:
            return _counted(group, self.sizes, np.zeros(len(self.starts), np.int64))
        values = group.body.run(self)
        truth = values[group.place]
        sets = np.bitwise_or.reduceat(group.body.missing_sets(group.place, values, self), self.starts)
        if group.kind == "filter":
            return _counted(group, np.add.reduceat(truth == TRUE, self.starts, dtype=np.int64), sets)
        if group.kind == "exists_one":
            one = np.add.reduceat(truth == TRUE, self.starts, dtype=np.int64) == 1
            together = np.where(sets > 0, UNKNOWN, np.where(one, TRUE, 0))
        elif group.kind == "exists":
            together = np.maximum.reduceat(truth, self.starts)
        else:
            together = np.minimum.reduceat(truth, self.starts)
        digits = np.where(together == UNKNOWN, group.known - 1 + sets, together == TRUE)
        return _Answer(digits.astype(kind_of(group.radix)), _nothing(len(self.starts)))

    def size(self, group: OpenField) -> Number:
        """A household's count, for each of its members."""
        assert isinstance(group, Group)
        count = self.answer(group).count
        return Number(np.repeat(count.value, self.sizes), np.repeat(count.known, self.sizes))


def _nothing(length: int) -> Number:
    return Number(np.zeros(length, np.int64), np.zeros(length, np.bool_))


def _counted(group: Group, counts: Indices, sets: Indices) -> _Answer:
    digits = np.where(sets > 0, group.known - 1 + sets, np.searchsorted(group.cuts, counts, side="right"))
    return _Answer(digits.astype(kind_of(group.radix)), Number(counts, sets == 0))


def computed(field: RowValue, space: Space) -> tuple[Digits, Mask | None]:
    """The digits of a row-wise value, and where a quantity is too large (or below zero) for one."""
    values = field.circuit.run(space)
    value = values[field.place]
    kind = kind_of(field.radix)
    beyond: Mask | None = None
    if isinstance(value, Number):
        known, fits = value.known, (value.value >= 0) & (value.value < field.limit)
        digits = np.where(known & fits, value.value, 0).astype(np.int64)
        outside = known & ~fits
        beyond = outside if outside.any() else None
    else:
        known = value != UNKNOWN
        digits = (value == TRUE).astype(np.int64)
    if not known.all():
        sets = field.circuit.missing_sets(field.place, values, space)
        digits = np.where(known, digits, field.known - 1 + sets)
    return digits.astype(kind), beyond


class Tables:
    """Tables of row-wise values, made when they are first asked for."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self._tables: dict[int, Table | None] = {}

    def digits(self, field: RowValue, space: Rows | Houses) -> tuple[Digits, Mask | None]:
        """As `computed`, by looking up where there is a table."""
        if id(field) not in self._tables:
            self._tables[id(field)] = self._made(field)
        table = self._tables[id(field)]
        if table is None:
            return computed(field, space)
        digits = table.look_up([space.code(item) for item in table.inputs])
        beyond = digits == field.radix
        return digits, beyond if beyond.any() else None

    def _made(self, field: RowValue) -> Table | None:
        """A combination that no digit can hold has the digit `radix`."""
        found = inputs_of(field, self.fields)
        if found is None:
            return None
        digits, beyond = computed(field, Grid(self.fields, *found))
        if beyond is not None:
            digits[beyond] = field.radix
        return Table(*found, digits)


class Houses:
    """The households themselves: only facts that all members share, and what the members answer together."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.length = len(rows.starts)
        self.escaped: Mask | None = None
        self._digits: dict[int, Digits] = {}

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field for every household."""
        key = id(field)
        if key not in self._digits:
            self._digits[key] = self._encoded(field)
        return self._digits[key]

    def _encoded(self, field: AnyField) -> Digits:
        if isinstance(field, Group):
            return self.rows.answer(field).digits
        if isinstance(field, RowValue):
            digits, beyond = self.rows.tables.digits(field, self)
            if beyond is not None:
                self.escaped = beyond if self.escaped is None else self.escaped | beyond
            return digits
        assert isinstance(field, (PlainField, DateField))
        digits = self.rows.digits(field)
        if field.fact.of == "case":
            self.rows.same_in_household(field.fact.name, digits)
        return digits[self.rows.starts]

    def number(self, name: str) -> Number:
        """The values of a number fact."""
        every = self.rows.number(name)
        if self.rows.fields.plain(name).fact.of == "case":
            self.rows.same_in_household(name, every.value)
        return Number(every.value[self.rows.starts], every.known[self.rows.starts])

    def code(self, item: str | AnyField) -> NDArray[Any]:
        """A small number fact or a field as a code, for every household."""
        if not isinstance(item, str):
            return self.digits(item)
        self.number(item)  # notes where members differ
        return self.rows.code(item)[self.rows.starts]

    def size(self, group: OpenField) -> Number:
        """A household's count."""
        assert isinstance(group, Group)
        return self.rows.answer(group).count


class Picked:
    """Some places of another space: one for each new signature."""

    def __init__(self, source: Space, places: Indices) -> None:
        self.length = len(places)
        self._source = source
        self._places = places
        self._digits: dict[int, Digits] = {}

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field that the source has encoded."""
        key = id(field)
        if key not in self._digits:
            self._digits[key] = self._source.digits(field)[self._places]
        return self._digits[key]

    def number(self, name: str) -> Number:
        """Not in a signature."""
        raise NotImplementedError(name)

    def size(self, group: OpenField) -> Number:
        """Not in a signature."""
        raise NotImplementedError(group)
