"""From a column of facts to digits, blanks and impossible values included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.types as kinds
from numpy.typing import NDArray

from lawengine.batch.columns import LATEST, Columns, Raw, booleans, dates, integers, validity, words, wrong_type
from lawengine.batch.fields import FIRST_DAY, LAST_DAY, DateField, PlainField
from lawengine.batch.steps import Digits, Mask
from lawengine.catalogue import Catalogue, Fact
from lawengine.errors import N_, QuestionError
from lawengine.household import NONE_DATE

EPOCH = date(1970, 1, 1).toordinal()
NEVER = date(9999, 12, 31).toordinal() - EPOCH
_FIRST = FIRST_DAY.toordinal() - EPOCH
_LAST = LAST_DAY.toordinal() - EPOCH
_SMALL_RANGE = 4096
_FEW_CUTS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be: `row` counts from 1 in `source` (a file), `template` has `{places}` for `params`."""

    column: str
    row: int
    template: str
    params: tuple[tuple[str, object], ...] = ()
    source: str = ""

    def error(self) -> QuestionError:
        """The fault as an error."""
        where = f"{self.source}:" if self.source else ""
        return QuestionError(f"{where}{self.column}[{self.row}]", self.template, **dict(self.params))


@dataclass(slots=True)
class Faults:
    """Faults of one set of rows. `places` are the places of the rows among them."""

    first: int
    found: dict[Fault, None] = field(default_factory=dict)
    places: set[int] = field(default_factory=set)

    def add(self, column: str, where: Mask, template: str, **params: object) -> None:
        """Note every place in `where`."""
        for place in np.flatnonzero(where).tolist():
            self.found[Fault(column, self.first + place, template, tuple(params.items()))] = None
            self.places.add(place)


@dataclass(frozen=True, slots=True)
class Blanks:
    """What a blank means: unknown, but for events, in a `closed` register, in columns that the list vouches for."""

    closed: bool
    vouched: frozenset[str]

    def check(self, catalogue: Catalogue) -> None:
        """Refuse to vouch for what is no fact, or has no value that means "no".

        Raises:
            QuestionError: names the fact.
        """
        for name in sorted(self.vouched):
            if name not in catalogue.facts:
                raise QuestionError(name, N_("unknown fact"))
            if catalogue.facts[name].no is None:
                raise QuestionError(name, N_("no value of this fact means “no”, so a blank cannot stand for it"))

    def value(self, fact: Fact) -> Any:
        """The value of a blank; None: unknown."""
        return fact.no if fact.event or fact.name in self.vouched or (self.closed and fact.closed) else None

    def digit(self, field: PlainField | DateField) -> int:
        """The digit of a blank."""
        value = self.value(field.fact)
        return field.unknown if value is None else field.digit(value)


def kind_of(radix: int) -> type[np.uint8] | type[np.uint16]:
    """The narrowest type for digits below `radix`, with one place left for what cannot be."""
    return np.uint8 if radix < 2**8 else np.uint16


class Encoder:
    """Encodes facts; keeps what it looks values up in. Faulty values are noted and have any digit."""

    def __init__(self, catalogue: Catalogue, blanks: Blanks, vocabulary: Mapping[str, int]) -> None:
        self.blanks = blanks
        self._implying = {name: implying(catalogue, name) for name in catalogue.facts}
        ages = (item for item in catalogue.derived.values() if item.how in ("years_since", "months_since"))
        self._births = {item.source for item in ages}
        self._vocabulary = vocabulary
        self._tables: dict[str, NDArray[Any]] = {}

    def digits(self, field: PlainField | DateField, columns: Columns, faults: Faults) -> Digits:
        """The digits of one fact.

        Raises:
            QuestionError: the column is of another type than the fact.
        """
        digits = self._given(field, columns, faults)
        if isinstance(field, DateField):
            self._check_order(field, columns, faults)
            return digits
        given = _given(columns, field.fact.name)
        for fact, value in self._implying[field.fact.name]:
            said = _says_more(fact, columns)
            if said.any():
                digits = np.where(said & ~given, digits.dtype.type(field.digit(value)), digits)
                given = given | said
                contrary = N_("contradicts {name}; one of the two is wrong")
                faults.add(field.fact.name, said & (digits != field.digit(value)), contrary, name=fact.name)
        return digits

    def _check_order(self, field: DateField, columns: Columns, faults: Faults) -> None:
        """Nobody is born after the day that is judged, nobody dies before birth."""
        fact = field.fact
        array, earlier = columns.get(fact.name), columns.get(fact.not_before or "")
        if array is None:
            return
        first = dates(array)
        if fact.name in self._births:
            late = first.values > field.days[0].toordinal() - EPOCH
            if late.any():
                unborn = N_("this lies after {day}, the day that is judged")
                faults.add(fact.name, late & first.known() & (first.values <= _LAST), unborn, day=field.days[0])
        if earlier is not None and kinds.is_date32(earlier.type):
            latest, before = columns.get(fact.name + LATEST), dates(earlier)
            last = first.values
            if latest is not None:
                last = np.where(dates(latest).known(), dates(latest).values, last)
            wrong = (last < before.values) & (before.values <= _LAST)
            if wrong.any():
                order = N_("this date lies before {other}")
                faults.add(fact.name, wrong & first.known() & before.known(), order, other=fact.not_before)

    def _given(self, field: PlainField | DateField, columns: Columns, faults: Faults) -> Digits:
        name, blank = field.fact.name, self.blanks.digit(field)
        array = columns.get(name)
        if array is None:
            if columns.get(name + LATEST) is not None:
                raise QuestionError(name, N_("the earliest day is missing beside {latest}"), latest=name + LATEST)
            return np.broadcast_to(np.array(blank, kind_of(field.radix)), (columns.length,))
        if isinstance(field, DateField):
            return self._date(field, array, columns.get(name + LATEST), blank, faults)
        if field.fact.type == "bool":
            if not kinds.is_boolean(array.type):
                raise wrong_type(name, "bool", array)
            return _filled(booleans(array), validity(array), blank)
        if field.fact.type == "int":
            return self._int(field, array, blank, faults)
        return _code(field, array, blank, faults)

    def _int(self, field: PlainField, array: pa.Array[Any], blank: int, faults: Faults) -> Digits:
        raw = _numbers(field.fact, array, faults)
        cuts = field.values[1:]
        kind = kind_of(field.radix)
        if field.fact.max <= _SMALL_RANGE:
            if field.fact.name not in self._tables:
                every = np.arange(field.fact.max + 1)
                self._tables[field.fact.name] = np.searchsorted(cuts, every, side="right").astype(kind)
            digits = self._tables[field.fact.name].take(raw.values, mode="clip")
        elif len(cuts) <= _FEW_CUTS:
            digits = np.zeros(len(raw.values), kind)
            for cut in cuts:
                digits += raw.values >= cut
        else:
            digits = np.searchsorted(cuts, raw.values, side="right").astype(kind)
        return _filled(digits, raw.valid, blank)

    def _date(
        self, field: DateField, array: pa.Array[Any], latest: pa.Array[Any] | None, blank: int, faults: Faults
    ) -> Digits:
        first = _days(field.fact.name, array)
        bad = field.radix
        table = self._stretches(field)
        digits = table.take(first.values - np.int32(_FIRST - 1), mode="clip")
        beyond = digits == bad
        if beyond.any():
            if field.fact.no == NONE_DATE:
                never = first.values == NEVER
                digits[never] = field.never
                beyond &= ~never
            outside = N_("expected a date from {first} to {last}")
            faults.add(field.fact.name, beyond & first.known(), outside, first=FIRST_DAY, last=LAST_DAY)
        if field.counted:
            unborn = first.known() & (first.values > field.days[0].toordinal() - EPOCH) & (first.values != NEVER)
            faults.add(field.fact.name, unborn, N_("this lies after {day}, the day that is judged"), day=field.days[0])
        if latest is not None:
            wide = _wide(field, first, _days(field.fact.name + LATEST, latest), faults)
            if wide.size:
                limit = len(field.starts) - 1
                ends = table.take(fixed_days(latest)[wide] - np.int32(_FIRST - 1), mode="clip")
                digits[wide] = self._pairs(field)[np.minimum(digits[wide], limit), np.minimum(ends, limit)]
        return _filled(digits, first.valid, blank)

    def _stretches(self, field: DateField) -> NDArray[Any]:
        """The stretch of every day that can be, between two places for what lies outside."""
        if field.fact.name not in self._tables:
            days = np.arange(_FIRST - 1, _LAST + 2)
            starts = [day.toordinal() - EPOCH for day in field.starts]
            table = (np.searchsorted(starts, days, side="right") - 1).astype(kind_of(field.radix))
            table[0] = table[-1] = field.radix
            self._tables[field.fact.name] = table
        return self._tables[field.fact.name]

    def _pairs(self, field: DateField) -> NDArray[Any]:
        """The digit of a date that begins in one stretch and may end in another, which is never an earlier one."""
        name = field.fact.name + LATEST
        if name not in self._tables:
            count = len(field.starts)
            table = np.zeros((count, count), kind_of(field.radix))
            for a in range(count):
                table[a, a:] = [a, *(field.pair(a, b) for b in range(a + 1, count))]
            self._tables[name] = table
        return self._tables[name]

    def numbers(self, fact: Fact, columns: Columns) -> Raw:
        """The values of a number fact, or of a code fact as places in the vocabulary; checked by `digits` before."""
        array = columns.get(fact.name)
        if array is not None and fact.type == "int" and array.null_count == 0 and not self._implying[fact.name]:
            return integers(array)
        if array is None:
            values, known = np.zeros(columns.length, np.int64), np.zeros(columns.length, np.bool_)
        elif fact.type == "int":
            raw = integers(array)
            values, known = raw.values.astype(np.int32 if fact.max < 2**31 else np.int64), raw.known()
        else:
            raw, codes = _codes(fact, array)
            places = [-1 if code is None else self._vocabulary.get(code, -1) for code in codes] or [-1]
            values = np.array(places).take(raw.values, mode="clip")
            known = raw.known() & (values >= 0)
        for other, value in self._implying[fact.name]:
            values, known = self._filled(values, known, _says_more(other, columns), value)
        blank = self.blanks.value(fact)
        if blank is not None:
            values, known = self._filled(values, known, np.ones(columns.length, np.bool_), blank)
        return Raw(np.where(known, values, values.dtype.type(0)), known)

    def _filled(self, values: NDArray[Any], known: Mask, where: Mask, value: Any) -> tuple[NDArray[Any], Mask]:
        """A value put in the blanks of some places."""
        number = self._vocabulary[value] if isinstance(value, str) else int(value)
        return np.where(where & ~known, values.dtype.type(number), values), known | where


def implying(catalogue: Catalogue, name: str) -> list[tuple[Fact, bool | int | str]]:
    """The facts that imply a value of fact `name`, with that value."""
    return [(fact, fact.implies[name]) for fact in catalogue.facts.values() if name in fact.implies]


def _given(columns: Columns, name: str) -> Mask:
    """Where a column is not blank."""
    array = columns.get(name)
    if array is None:
        return np.zeros(columns.length, np.bool_)
    valid = validity(array)
    if isinstance(array, pa.DictionaryArray) and array.dictionary.null_count:
        valid = array.is_valid().to_numpy(zero_copy_only=False)
    return np.ones(columns.length, np.bool_) if valid is None else valid


def _says_more(fact: Fact, columns: Columns) -> Mask:
    """Where a fact is given and says more than "no"."""
    array, given = columns.get(fact.name), _given(columns, fact.name)
    if array is None or fact.no is None:
        return given
    more: Mask
    if fact.type == "bool":
        more = booleans(array).view(np.bool_) != fact.no
    elif fact.type == "int":
        more = integers(array).values != fact.no
    elif fact.type == "date":
        more = dates(array).values != NEVER
    else:
        raw, codes = _codes(fact, array)
        more = np.array([code != fact.no for code in codes] or [False]).take(raw.values, mode="clip")
    return given & more


def _filled(digits: NDArray[Any], valid: Mask | None, blank: int) -> NDArray[Any]:
    if valid is None:
        return digits
    if digits.dtype != np.uint8:
        return np.where(valid, digits, digits.dtype.type(blank))
    mask = np.negative(valid.view(np.uint8))  # 255 where there is a value
    return digits & mask | ~mask & np.uint8(blank)


def _code(field: PlainField, array: pa.Array[Any], blank: int, faults: Faults) -> Digits:
    bad = field.radix
    raw, codes = _codes(field.fact, array)
    table = [blank if code is None else field.digit_of.get(code, bad) for code in codes] or [blank]
    digits = _filled(np.array(table, kind_of(bad)).take(raw.values, mode="clip"), raw.valid, blank)
    if bad in table:
        allowed = ", ".join(field.fact.codes)
        faults.add(field.fact.name, digits == bad, N_("expected one of: {allowed}"), allowed=allowed)
    return digits


def _codes(fact: Fact, array: pa.Array[Any]) -> tuple[Raw, list[str | None]]:
    kind = array.type.value_type if kinds.is_dictionary(array.type) else array.type
    if not (kinds.is_string(kind) or kinds.is_large_string(kind)):
        raise wrong_type(fact.name, "text", array)
    return words(array)


def _numbers(fact: Fact, array: pa.Array[Any], faults: Faults) -> Raw:
    if not kinds.is_integer(array.type):
        raise wrong_type(fact.name, "whole numbers", array)
    raw = integers(array)
    if raw.values.min() < 0 or raw.values.max() > fact.max:
        wrong = ((raw.values < 0) | (raw.values > fact.max)) & raw.known()
        faults.add(fact.name, wrong, N_("expected a number from 0 to {max}"), max=fact.max)
    return raw


def _days(name: str, array: pa.Array[Any]) -> Raw:
    if not kinds.is_date32(array.type):
        raise wrong_type(name, "days (date32)", array)
    return dates(array)


def fixed_days(array: pa.Array[Any]) -> NDArray[np.int32]:
    """A column of days as days since 1970, whatever stands in blanks."""
    return dates(array).values


def _wide(field: DateField, first: Raw, last: Raw, faults: Faults) -> NDArray[np.int64]:
    """The rows whose latest day differs from the earliest, faulty ones left out."""
    name = field.fact.name + LATEST
    given = last.known()
    if not field.fact.partial:
        faults.add(name, given & (last.values != first.values), N_("expected a whole date, no latest day"))
        return np.zeros(0, np.int64)
    faults.add(name, given & ~first.known(), N_("a latest day needs an earliest one"))
    wide = given & first.known() & (last.values != first.values)
    wrong = wide & ((last.values < first.values) | (last.values > _LAST))
    if wrong.any():
        faults.add(name, wrong, N_("expected a day from {earliest} to {last}"), earliest=field.fact.name, last=LAST_DAY)
    return np.flatnonzero(wide & ~wrong)
