"""The batch engine: a plan made ready once, then any number of rows judged by signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.columns import PERSON, Columns
from lawengine.batch.couples import Pairs, find_pairs, twice_in_household
from lawengine.batch.encode import Blanks, Encoder, Fault, Faults
from lawengine.batch.escape import ByHand
from lawengine.batch.findings import Judge
from lawengine.batch.keys import KeyMap, distinct_words
from lawengine.batch.layout import Layout, PassLayout, ProgrammeLayout, make_layout
from lawengine.batch.outcomes import NO_AMOUNT, Book
from lawengine.batch.radix import Packer, Words
from lawengine.batch.settle import Settler, row_amounts
from lawengine.batch.spaces import Houses, Picked, Rows, Tables
from lawengine.batch.steps import AnyField, Mask, Space
from lawengine.concurrence import Concurrence, Settlement
from lawengine.errors import N_
from lawengine.plan import Plan

MOST_SIGNATURES = 4_000_000
"""So many signatures are remembered; then the memory begins anew."""
_BLOCK = 1 << 15
"""So many are looked up at a time: what that needs fits the processor's cache."""

Numbers = NDArray[np.int32]
Integers = NDArray[np.int64]
Aside = Mapping[int, Mapping[int, Settlement]]


@dataclass(frozen=True, slots=True)
class Decided:
    """Some households with their decisions.

    `person` has a decision for each row, `household` one for each household (None: no programme judges households);
    `by_hand` households were judged by the closure.
    """

    rows: Rows
    person: Numbers
    houses: Houses
    household: Numbers | None
    by_hand: int


class _Signatures:
    """Signatures of some fields, each with a number."""

    def __init__(self, fields: Sequence[AnyField]) -> None:
        self._fields = fields
        self._packer = Packer([field.radix for field in fields])
        self._map = KeyMap(self._packer.words)

    def numbers(self, space: Space, make: Callable[[Integers], Numbers], keep: Mask | None = None) -> Numbers:
        """The number of the signature at each place, -1 outside `keep`.

        Args:
            make: given one place for each new signature, its number.
        """
        if self._map.count > MOST_SIGNATURES:
            self._map = KeyMap(self._packer.words)
        digits = [space.digits(field) for field in self._fields]
        numbers = np.empty(space.length, np.int32)
        fresh: list[tuple[Integers, Words]] = []
        for start in range(0, space.length, _BLOCK):
            stop = min(start + _BLOCK, space.length)
            words = self._packer.pack([part[start:stop] for part in digits], stop - start)
            numbers[start:stop] = self._map.find(words)
            new = np.flatnonzero(numbers[start:stop] < 0)
            if keep is not None:
                new = new[keep[start:stop][new]]
            if new.size:
                fresh.append((new + start, [word[new] for word in words]))
        if keep is not None:
            numbers[~keep] = -1
        if fresh:
            places = np.concatenate([block for block, _ in fresh])
            words = [np.concatenate([block[word] for _, block in fresh]) for word in range(self._packer.words)]
            own, first, same = distinct_words(words)
            made = make(places[first])
            self._map.add(own, made)
            numbers[places] = made[same]
        return numbers


class _Pass:
    """The programmes of one kind of subject, judged together."""

    def __init__(self, layout: PassLayout, concurrence: Concurrence, book: Book) -> None:
        self.layout = layout
        self._judges = [Judge(programme) for programme in layout.programmes]
        self._parts = [_Signatures(programme.fields) for programme in layout.programmes]
        self._whole = _Signatures(layout.fields)
        self.settler = Settler(layout.subject, self._judges, concurrence, book)

    def decide(self, space: Space, keep: Mask | None) -> Numbers:
        """The decision of each place by its signature alone, -1 outside `keep`."""
        return self._whole.numbers(space, partial(self._judge, space), keep)

    def _judge(self, space: Space, places: Integers) -> Numbers:
        picked = Picked(space, places)
        findings = [
            part.numbers(picked, partial(_judged, judge, picked))
            for judge, part in zip(self._judges, self._parts, strict=True)
        ]
        return self.settler.decide(np.stack(findings, axis=1) if findings else np.zeros((len(places), 0), np.int32))


def _judged(judge: Judge, space: Space, places: Integers) -> Numbers:
    return judge.judge(Picked(space, places))


class Engine:
    """A plan ready to judge tables. Create once per plan; it remembers every signature it has met."""

    def __init__(
        self, plan: Plan, *, closed: bool = False, vouched: frozenset[str] = frozenset(), layout: Layout | None = None
    ) -> None:
        blanks = Blanks(closed, vouched)
        blanks.check(plan.catalogue)
        self.plan = plan
        self.layout: Layout = layout or make_layout(plan)
        self.book = Book(plan)
        for field in self.layout.fields.facts.values():
            field.certain = blanks.value(field.fact) is not None
        self._tables = Tables(self.layout.fields)
        self._encoder = Encoder(plan.catalogue, blanks, self.layout.fields.vocabulary)
        concurrence = Concurrence(plan)
        self._person = _Pass(self.layout.person, concurrence, self.book)
        self._household = _Pass(self.layout.household, concurrence, self.book) if self.layout.household else None
        layouts = [*self.layout.person.programmes, *(self.layout.household.programmes if self.layout.household else ())]
        names = {item.place: item.names for item in layouts}
        self._by_hand = ByHand(plan, self.book, blanks, self.layout.columns, names)

    def judge(self, columns: Columns, starts: Integers) -> tuple[Decided | None, list[Fault]]:
        """Judge whole households. Those with a faulty row are left out and their faults returned.

        Args:
            columns: at least one row. starts: the places where another household begins.

        Returns:
            The decisions, None when every household is faulty.

        Raises:
            QuestionError: a column is of another type than its fact.
            LawConflictError: the law is undecided on the facts of somebody.
        """
        rows, houses, pairs = self.open(columns, starts)
        if rows.faults.found:
            left = without(columns, starts, rows.faults.places)
            return self.judge(*left)[0] if left else None, list(rows.faults.found)
        hand = self._escaped(rows, houses)
        by_row = np.repeat(hand, rows.sizes)
        person = self._person.decide(rows, ~by_row if hand.any() else None)
        household = None
        if self._household is not None:
            household = self._household.decide(houses, ~hand if hand.any() else None)
        for house in np.flatnonzero(hand).tolist():
            part = slice(starts[house], starts[house] + rows.sizes[house])
            person[part], whole = self._by_hand.decide(columns, part)
            if household is not None:
                household[house] = whole
        aside = self._aside(rows, person, pairs, by_row)
        self._refine(self._person.settler, rows, person, aside)
        if self._household is not None and household is not None:
            self._refine(self._household.settler, houses, household, {})
        return Decided(rows, person, houses, household, int(hand.sum())), []

    def open(self, columns: Columns, starts: Integers) -> tuple[Rows, Houses, dict[str, Pairs]]:
        """Read whole households as places where circuits are computed; `rows.faults` says what cannot be.

        Raises:
            QuestionError: a column is of another type than its fact.
        """
        rows = Rows(columns, starts, self._tables, self._encoder, Faults(columns.first))
        houses = Houses(rows)
        return rows, houses, self._read(rows, houses)

    def decide(self, space: Space, subject: str, aside: Aside | None = None) -> Numbers:
        """The decision of each place of a space whose digits are all known: a cube, or the places of one.

        Args:
            subject: "person" or "household". aside: what is set aside beforehand, by place and programme.

        Raises:
            LawConflictError: the law is undecided on some place.
        """
        own = self._person if subject == "person" else self._household
        assert own is not None
        decisions = own.decide(space, None)
        self._refine(own.settler, space, decisions, aside or {})
        return decisions

    def _read(self, rows: Rows, houses: Houses) -> dict[str, Pairs]:
        """Encode everything, so that every fault is found before anything is judged."""
        twice = twice_in_household(rows)
        if twice.any():
            rows.faults.add(PERSON, twice, N_("stands twice in one household"))
        for fact in self.layout.fields.facts.values():
            rows.digits(fact)
        for name in sorted(self.layout.person.numbers):
            rows.number(name)
        if self.layout.household is not None:
            for name in sorted(self.layout.household.numbers):
                houses.number(name)
            for field in self.layout.household.fields:
                houses.digits(field)
        return {pair: find_pairs(rows, pair) for pair, _, _ in self.layout.couples}

    def _escaped(self, rows: Rows, houses: Houses) -> Mask:
        """The households that no signature can hold."""
        if self.layout.by_hand:
            return np.ones(houses.length, np.bool_)
        for field in self.layout.person.fields:
            rows.digits(field)
        hand = np.zeros(houses.length, np.bool_) if houses.escaped is None else houses.escaped
        if rows.escaped is not None:
            hand = hand | np.logical_or.reduceat(rows.escaped, rows.starts)
        return hand

    def amounts(self, programme: ProgrammeLayout, space: Space, decisions: Numbers) -> tuple[Mask, Mask, Integers]:
        """Of one programme, by place: who is entitled, whose amount is computed row by row, the amounts."""
        outcomes = self.book.rows[decisions, programme.place]
        row_valued = self.book.column("row_valued")[outcomes] == 1
        amounts = self.book.column("amount")[outcomes]
        where = np.flatnonzero(row_valued)
        if where.size:
            own = outcomes[where]
            base, quantity = self.book.column("base")[own], self.book.column("quantity")[own]
            amounts[where] = row_amounts(programme, space, where, base, quantity)
        return self.book.column("entitled")[outcomes] == 1, row_valued, np.where(amounts == NO_AMOUNT, 0, amounts)

    def _aside(
        self, rows: Rows, decisions: Numbers, pairs: Mapping[str, Pairs], by_row: Mask
    ) -> dict[int, dict[int, Settlement]]:
        """Once per couple: what is set aside beforehand, by row and programme."""
        result: dict[int, dict[int, Settlement]] = {}
        for pair, rule, programme in self.layout.couples:
            if programme is None or not pairs[pair].rows.size:
                continue
            entitled, _, amounts = self.amounts(programme, rows, decisions)
            for row in pairs[pair].losers(entitled & ~by_row, amounts).tolist():
                result.setdefault(row, {})[programme.place] = Settlement(False, rule, programme.place)
        return result

    def _refine(self, settler: Settler, space: Space, decisions: Numbers, aside: Aside) -> None:
        """Put right the decisions of those whose rights depend on more than their signature."""
        special = set(aside)
        found = []
        for programme in settler.row_valued:
            _, row_valued, amounts = self.amounts(programme, space, decisions)
            found.append((programme.place, row_valued, amounts))
            special.update(np.flatnonzero(row_valued).tolist())
        known: dict[tuple[object, ...], int] = {}
        for row in sorted(special):
            own = tuple((place, int(amounts[row])) for place, row_valued, amounts in found if row_valued[row])
            before = aside.get(row, {})
            key = (int(decisions[row]), own, tuple((place, item.rule) for place, item in before.items()))
            if key not in known:
                known[key] = settler.decide_one(int(decisions[row]), before, dict(own))
            decisions[row] = known[key]


def without(columns: Columns, starts: Integers, places: set[int]) -> tuple[Columns, Integers] | None:
    """The households that have no row among `places`; None when there are none left."""
    faulty = np.zeros(len(starts), np.bool_)
    faulty[np.searchsorted(starts, sorted(places), side="right") - 1] = True
    if faulty.all():
        return None
    sizes = np.diff(np.append(starts, columns.length))
    keep = pa.array(np.repeat(~faulty, sizes))
    arrays = {name: array.filter(keep) for name, array in columns.arrays.items()}
    kept = sizes[~faulty]
    return Columns(arrays, int(kept.sum()), columns.first), np.cumsum(kept) - kept
