"""The cube: how many people of each commune have each distinct signature. What-if is asked of it, not of the people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.columns import Columns, words
from lawengine.batch.couples import Pairs
from lawengine.batch.engine import Engine
from lawengine.batch.fields import Inexpressible, OpenField
from lawengine.batch.keys import KeyMap, distinct_words
from lawengine.batch.layout import Layout, PassLayout, make_layouts
from lawengine.batch.radix import Packer, Words
from lawengine.batch.spaces import Houses, Picked, Rows
from lawengine.batch.steps import AnyField, Digits, Number, Space
from lawengine.batch.translate import CubeLacksError, Kept, kept_fields, keys_of, translation
from lawengine.errors import N_, LawEngineError
from lawengine.plan import Plan

Integers = NDArray[np.int64]
Subject = Literal["person", "household"]
_COMMUNE = "commune"
_NOT_HELD = N_("the cube does not hold a fact or an expression that this asks")


class CubeRefusedError(LawEngineError):
    """No cube holds these people or this law exactly; they must be judged one by one."""


@dataclass(frozen=True, slots=True)
class Side:
    """The distinct signatures of one kind of subject, and who has them.

    Attributes:
        fields: what the columns of `digits` mean. digits: signatures × fields. numbers: values of facts that no digit
            holds, by signature (-1: not known).
        signature, commune, count: cells: so many of that commune (its place in the cube's list) have that signature.
    """

    fields: Sequence[Kept]
    digits: NDArray[np.uint16]
    numbers: Mapping[str, Integers]
    signature: Integers
    commune: Integers
    count: Integers


@dataclass(frozen=True, slots=True)
class Cube:
    """Everything that a what-if needs of some people; `household` None: no programme judges households.

    `couples` are those of whom one names the other: pairs × (signature of the first in the list, of the last, commune
    of the first, of the last, how many).
    """

    communes: tuple[str, ...]
    people: int
    households: int
    person: Side
    household: Side | None
    couples: Integers

    def side(self, subject: Subject) -> Side:
        """The signatures of a kind of subject.

        Raises:
            CubeLacksError: the cube holds no households.
        """
        found = self.person if subject == "person" else self.household
        if found is None:
            raise CubeLacksError(N_("the cube holds no households"))
        return found


class CubeSpace:
    """The signatures of a cube as places where a plan's circuits are computed."""

    def __init__(self, side: Side, layout: PassLayout, shared: Layout) -> None:
        self.length = len(side.digits)
        place = {str(kept["key"]): number for number, kept in enumerate(side.fields)}
        self._digits: dict[int, Digits] = {}
        for key, item in zip(keys_of(shared.fields, layout.fields), layout.fields, strict=True):
            if key not in place:
                raise CubeLacksError(_NOT_HELD)
            table = translation(side.fields[place[key]], item)
            self._digits[id(item)] = table.take(side.digits[:, place[key]])
        if not {name for item in layout.programmes for name in item.inputs} <= side.numbers.keys():
            raise CubeLacksError(_NOT_HELD)
        self._numbers = side.numbers

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field, one for each signature."""
        return self._digits[id(field)]

    def number(self, name: str) -> Number:
        """The value of a number fact that amounts are computed from."""
        values = self._numbers[name]
        return Number(np.maximum(values, 0), values >= 0)

    def size(self, group: OpenField) -> Number:
        """Not in a cube: counts are in its digits."""
        raise NotImplementedError(group)


class Chosen(Picked):
    """Some places of a cube, numbers too."""

    def __init__(self, source: Space, places: Integers) -> None:
        super().__init__(source, places)
        self._whole, self._chosen = source, places

    def number(self, name: str) -> Number:
        """The value of a number fact."""
        every = self._whole.number(name)
        return Number(every.value[self._chosen], every.known[self._chosen])


@dataclass(slots=True)
class _Side:
    """Collects the signatures of one kind of subject."""

    fields: tuple[AnyField, ...]
    numbers: tuple[str, ...]
    packer: Packer = field(init=False)
    known: KeyMap = field(init=False)
    digits: list[NDArray[np.uint16]] = field(default_factory=list)
    values: list[Integers] = field(default_factory=list)
    cells: list[tuple[Integers, Integers]] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.packer = Packer([item.radix for item in self.fields])
        self.known = KeyMap(self.packer.words + len(self.numbers))

    def add(self, space: Space, communes: Integers) -> Integers:
        """Note the places of a space; the number of each one's signature."""
        digits = [space.digits(item) for item in self.fields]
        values = [_plain(space.number(name)) for name in self.numbers]
        key: Words = [*self.packer.pack(digits, space.length), *(value + 1 for value in values)]
        numbers = self.known.find(key)
        new = np.flatnonzero(numbers < 0)
        if new.size:
            own, first, same = distinct_words([word[new] for word in key])
            self.known.add(own, np.arange(self.count, self.count + len(first), dtype=np.int32))
            numbers[new] = self.count + same
            places = new[first]
            self.count += len(first)
            columns = [column[places].astype(np.uint16) for column in digits]
            self.digits.append(np.stack(columns, axis=1) if columns else np.zeros((len(places), 0), np.uint16))
            self.values.append(
                np.stack([value[places] for value in values] or [np.zeros(len(places), np.int64)], axis=1)
            )
        cells, counts = np.unique(numbers.astype(np.int64) << 32 | communes, return_counts=True)
        self.cells.append((cells, counts))
        return numbers.astype(np.int64)

    def side(self, kept: Sequence[Kept]) -> Side:
        """What was collected."""
        none = np.zeros(0, np.int64)
        cells, places = np.unique(np.concatenate([none, *(cell for cell, _ in self.cells)]), return_inverse=True)
        counts = np.zeros(len(cells), np.int64)
        np.add.at(counts, places, np.concatenate([none, *(count for _, count in self.cells)]))
        digits = np.concatenate([np.zeros((0, len(self.fields)), np.uint16), *self.digits])
        values = np.concatenate([np.zeros((0, max(1, len(self.numbers))), np.int64), *self.values])
        numbers = {name: values[:, place] for place, name in enumerate(self.numbers)}
        return Side(kept, digits, numbers, cells >> 32, cells & 0xFFFFFFFF, counts)


def _plain(number: Number) -> Integers:
    """Values with -1 where they are not known."""
    return np.where(number.known, number.value.astype(np.int64), -1)


class CubeBuilder:
    """Builds a cube that tells apart what any of some plans does: of one book, and of what-ifs of it.

    Raises:
        CubeRefusedError: there is something in the law that no signature can hold.
    """

    def __init__(self, plans: Sequence[Plan], *, closed: bool = False, vouched: frozenset[str] = frozenset()) -> None:
        try:
            self.layouts = make_layouts(plans)
        except Inexpressible as error:
            raise CubeRefusedError(N_("no signature can hold this law exactly")) from error
        self.engine = Engine(plans[0], closed=closed, vouched=vouched, layout=self.layouts[0])
        if len({pair for layout in self.layouts for pair, _, _ in layout.couples}) > 1:
            raise CubeRefusedError(N_("the law pairs people in more than one way"))
        self._person = _Side(*_wanted([layout.person for layout in self.layouts]))
        households = [layout.household for layout in self.layouts if layout.household is not None]
        self._household = _Side(*_wanted(households)) if households else None
        self._communes: dict[str, int] = {}
        self._pairs: list[tuple[Integers, Integers]] = []
        self.people = self.households = 0

    @property
    def layout(self) -> Layout:
        """What of the people's files is read."""
        return self.layouts[0]

    def add(self, columns: Columns, starts: Integers) -> None:
        """Take in whole households.

        Raises:
            QuestionError: a value cannot be. CubeRefusedError: a household that no signature can hold.
        """
        rows, houses, pairs = self.engine.open(columns, starts)
        _refuse_faults(rows)
        self._refuse_escaped(rows, houses)
        _refuse_faults(rows)
        communes = self._places(columns)
        numbers = self._person.add(rows, communes)
        if self._household is not None:
            self._household.add(houses, communes[starts])
        for found in pairs.values():
            self._pair(found, numbers, communes)
        self.people += rows.length
        self.households += houses.length

    def _refuse_escaped(self, rows: Rows, houses: Houses) -> None:
        for item in self._person.fields:
            rows.digits(item)
        for item in self._household.fields if self._household is not None else ():
            houses.digits(item)
        if rows.escaped is not None or houses.escaped is not None:
            raise CubeRefusedError(N_("a household has a quantity that no signature can hold"))

    def _places(self, columns: Columns) -> Integers:
        """The place of each row's commune among all that were met; a blank is the commune ''."""
        array = columns.get(_COMMUNE)
        if array is None:
            return np.full(columns.length, self._communes.setdefault("", len(self._communes)))
        raw, names = words(array.cast(pa.string()) if not isinstance(array, pa.DictionaryArray) else array)
        table = [self._communes.setdefault(name or "", len(self._communes)) for name in names] or [0]
        places = np.array(table).take(raw.values, mode="clip")
        if raw.valid is None:
            return places
        return np.where(raw.valid, places, self._communes.setdefault("", len(self._communes)))

    def _pair(self, found: Pairs, numbers: Integers, communes: Integers) -> None:
        """Each couple once, whoever of the two names the other."""
        first, last = np.minimum(found.rows, found.partners), np.maximum(found.rows, found.partners)
        couples = np.unique(np.stack([first, last], axis=1), axis=0)
        one, other = couples[:, 0], couples[:, 1]
        table = np.stack([numbers[one], numbers[other], communes[one], communes[other]], axis=1)
        self._pairs.append(_counted(table, np.ones(len(table), np.int64)))

    def cube(self) -> Cube:
        """What was taken in."""
        layouts = self.layouts
        person = self._person.side(kept_fields(layouts[0].fields, self._person.fields))
        household = None
        if self._household is not None:
            household = self._household.side(kept_fields(layouts[0].fields, self._household.fields))
        tables = np.concatenate([np.zeros((0, 4), np.int64), *(table for table, _ in self._pairs)])
        counts = np.concatenate([np.zeros(0, np.int64), *(count for _, count in self._pairs)])
        table, summed = _counted(tables, counts)
        couples = np.concatenate([table, summed[:, None]], axis=1)
        return Cube(tuple(self._communes), self.people, self.households, person, household, couples)


def _refuse_faults(rows: Rows) -> None:
    """Once all is read that the first plan reads, and again when all is read that any of them does."""
    for fault in rows.faults.found:
        raise fault.error()


def _counted(table: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Distinct rows with the sums of their counts."""
    rows, places = np.unique(table, axis=0, return_inverse=True)
    summed = np.zeros(len(rows), np.int64)
    np.add.at(summed, places.reshape(-1), counts)
    return rows, summed


def _wanted(layouts: Sequence[PassLayout]) -> tuple[tuple[AnyField, ...], tuple[str, ...]]:
    """Every field of some layouts once, and every number that an amount is computed from."""
    fields = {id(item): item for layout in layouts for item in layout.fields}
    numbers = {name for layout in layouts for item in layout.programmes for name in item.inputs}
    return tuple(fields.values()), tuple(sorted(numbers))


def spaces_of(cube: Cube, layout: Layout) -> Iterator[tuple[Subject, CubeSpace]]:
    """The cube's signatures as a plan reads them, for each kind of subject that it judges.

    Raises:
        CubeLacksError: the cube does not tell apart what the plan does.
    """
    passes = [("person", layout.person), *([("household", layout.household)] if layout.household else [])]
    for subject, own in passes:
        kind = cast("Subject", subject)
        yield kind, CubeSpace(cube.side(kind), own, layout)
