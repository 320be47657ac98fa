"""One part of a result: the rows that are paid or open, everybody's decision, and the head-count of every decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.columns import CARRIED, HOUSEHOLD, PERSON, Columns
from lawengine.batch.encode import Fault
from lawengine.batch.engine import Decided, Engine
from lawengine.batch.keys import distinct
from lawengine.batch.layout import PassLayout
from lawengine.batch.outcomes import NO_AMOUNT, NOTHING, PAID, STATUSES, Growing
from lawengine.batch.settle import row_amounts
from lawengine.batch.steps import Space

Numbers = NDArray[np.int32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ProgrammeTotal:
    """How many are paid, set aside, undetermined under one programme; `amount` is what is paid, in its unit."""

    programme: str
    paid: int
    set_aside: int
    undetermined: int
    amount: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows of the result: the row of the person, the outcome, the amount (or NO_AMOUNT), the decision."""

    where: Integers
    outcomes: Numbers
    amounts: Integers
    decisions: Numbers


class Part:
    """Collects what an engine decides, with decisions numbered from 0 in order of first appearance."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.people = 0
        self.households = 0
        self.by_hand = 0
        self._local = np.zeros(0, np.int32)
        self._order = Growing(np.int64)
        self._household = Growing(np.bool_)
        self._heads = np.zeros(0, np.int64)
        self._entries = _Entries(engine)
        self._totals = np.zeros((len(engine.plan.programmes), len(STATUSES) + 1), np.int64)

    def judge(
        self, columns: Columns, starts: Integers, faults: list[Fault] | None
    ) -> tuple[pa.RecordBatch, pa.RecordBatch] | None:
        """Judge some households: rows of the result, and people; None when all of them are faulty.

        Raises:
            QuestionError: a value cannot be, and there is no list of `faults` to put it in.
        """
        decided, found = self.engine.judge(columns, starts)
        if found and faults is None:
            raise found[0].error()
        if faults is not None:
            faults.extend(found)
        return None if decided is None else self.add(decided)

    def add(self, decided: Decided) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """The rows of the result, and the people, for some households."""
        self.people += decided.rows.length
        self.households += decided.houses.length
        self.by_hand += decided.by_hand
        person = self._numbered(decided.person, household=False)
        household: Numbers | None = None
        lines = self._lines(self.engine.layout.person, decided.rows, decided.person, person)
        if decided.household is not None and self.engine.layout.household is not None:
            household = self._numbered(decided.household, household=True)
            more = self._lines(self.engine.layout.household, decided.houses, decided.household, household)
            lines = _merged(lines, more, decided.rows.starts)
        arrays = decided.rows.columns.arrays
        whole = None if household is None else np.repeat(household, decided.rows.sizes)
        return self._results(arrays, lines), _people(arrays, person, whole)

    def _numbered(self, decisions: Numbers, *, household: bool) -> Numbers:
        """Decisions by their number in this part."""
        if len(self._local) < self.engine.book.count:
            more = self.engine.book.count - len(self._local)
            self._local = np.append(self._local, np.full(more, -1, np.int32))
        numbers: Numbers = self._local.take(decisions)
        fresh = np.flatnonzero(numbers < 0)
        if fresh.size:
            own = decisions if len(fresh) == len(decisions) else decisions[fresh]
            first = np.full(self.engine.book.count, -1)
            first[own[::-1]] = np.arange(len(own) - 1, -1, -1)  # the last to write is the first to stand
            new = np.flatnonzero(first >= 0)
            new = new[np.argsort(first[new])]
            self._local[new] = np.arange(self._order.count, self._order.count + len(new))
            numbers[fresh] = self._local.take(own)
            self._order.append(new)
            self._household.append(np.full(len(new), household))
            self._heads = np.append(self._heads, np.zeros(len(new), np.int64))
        self._heads += np.bincount(numbers, minlength=self._order.count)
        return numbers

    def _lines(self, layout: PassLayout, space: Space, decisions: Numbers, numbers: Numbers) -> _Lines:
        where, outcomes = self._entries.expand(decisions)
        book = self.engine.book
        places, payments = book.column("place")[outcomes], book.column("payment")[outcomes]
        amounts = book.column("amount")[outcomes]
        row_valued = book.column("row_valued")[outcomes] == 1
        for programme in layout.programmes:
            if programme.row_valued:
                own = np.flatnonzero(row_valued & (places == programme.place))
                base, quantity = book.column("base")[outcomes[own]], book.column("quantity")[outcomes[own]]
                amounts[own] = row_amounts(programme, space, where[own], base, quantity)
        np.add.at(self._totals, (places, payments), 1)
        paid = payments == PAID
        money = np.where(amounts == NO_AMOUNT, 0, amounts)
        np.add.at(self._totals, (places[paid], len(STATUSES)), money[paid])
        return _Lines(where, outcomes, amounts, numbers[where])

    def _results(self, arrays: Mapping[str, pa.Array[Any]], lines: _Lines) -> pa.RecordBatch:
        book = self.engine.book
        columns: dict[str, pa.Array[Any]] = {name: arrays[name].take(lines.where) for name in (PERSON, HOUSEHOLD)}
        columns.update((name, arrays[name].take(lines.where)) for name in CARRIED if name in arrays)
        ids = [programme.id for programme in self.engine.plan.programmes]
        columns["programme"] = _coded(book.column("place")[lines.outcomes], np.int16, ids)
        columns["status"] = _coded(book.column("payment")[lines.outcomes], np.int8, STATUSES)
        columns["amount"] = pa.array(lines.amounts, mask=lines.amounts == NO_AMOUNT)
        columns["decision_id"] = pa.array(lines.decisions)
        columns["provisional"] = pa.array(book.column("provisional")[lines.outcomes] == 1)
        return pa.RecordBatch.from_pydict(columns)

    def empty(self, schema: pa.Schema) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """No rows and no people, for a list that holds nobody (or only faulty rows)."""
        none = np.zeros(0, np.int64)
        names = [name for name in (PERSON, HOUSEHOLD, *CARRIED) if name in schema.names]
        arrays = {name: pa.nulls(0, schema.field(name).type) for name in names}
        lines = _Lines(none, none.astype(np.int32), none, none.astype(np.int32))
        return self._results(arrays, lines), _people(arrays, none.astype(np.int32), None)

    def compact(self) -> tuple[Numbers, list[int]]:
        """The decisions of this part with their outcomes numbered in order of first appearance, and those outcomes."""
        rows = self.engine.book.rows[self._order.filled]
        new, places = distinct(rows[rows >= 0].astype(np.int64))
        compact = np.full(rows.shape, -1, np.int32)
        compact[rows >= 0] = places
        return compact, new.tolist()

    @property
    def decisions(self) -> Integers:
        """The engine's number of each decision of this part."""
        return self._order.filled

    @property
    def of_household(self) -> NDArray[np.bool_]:
        """Which decisions are about a household."""
        return self._household.filled

    @property
    def heads(self) -> Integers:
        """How many share each decision."""
        return self._heads

    def totals(self) -> tuple[ProgrammeTotal, ...]:
        """Totals of every programme of the plan, in its order."""
        rows = self._totals.tolist()
        return tuple(ProgrammeTotal(item.id, *row) for item, row in zip(self.engine.plan.programmes, rows, strict=True))


def _people(arrays: Mapping[str, pa.Array[Any]], person: Numbers, household: Numbers | None) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            PERSON: arrays[PERSON],
            HOUSEHOLD: arrays[HOUSEHOLD],
            "decision_id": pa.array(person),
            "household_decision_id": pa.nulls(len(person), pa.int32()) if household is None else pa.array(household),
        }
    )


def _coded(codes: Integers, kind: Any, words: Sequence[str]) -> pa.Array[Any]:
    return pa.DictionaryArray.from_arrays(codes.astype(kind), pa.array(list(words), pa.string()))


def _merged(lines: _Lines, houses: _Lines, starts: Integers) -> _Lines:
    """Lines of persons with those of their households, which stand behind the first member's own."""
    where = np.concatenate([lines.where, starts[houses.where]])
    order = np.argsort(where, kind="stable")
    return _Lines(
        where[order],
        np.concatenate([lines.outcomes, houses.outcomes])[order],
        np.concatenate([lines.amounts, houses.amounts])[order],
        np.concatenate([lines.decisions, houses.decisions])[order],
    )


class _Entries:
    """For each decision, the outcomes that make a row of the result."""

    def __init__(self, engine: Engine) -> None:
        self._book = engine.book
        self._counts = Growing(np.int16)
        self._starts = Growing(np.int64)
        self._outcomes = Growing(np.int32)

    def _catch_up(self) -> None:
        rows = self._book.rows[self._counts.count :]
        payments = np.append(self._book.column("payment"), NOTHING)  # outcome -1: another kind of subject
        shown = payments[rows] != NOTHING
        counts = shown.sum(axis=1)
        self._starts.append(self._outcomes.count + np.cumsum(counts) - counts)
        self._counts.append(counts)
        self._outcomes.append(rows[shown])

    def expand(self, decisions: Numbers) -> tuple[Integers, Numbers]:
        """For each row of the result: the place in `decisions`, and the outcome."""
        if self._counts.count < self._book.count:
            self._catch_up()
        counts = self._counts.filled.take(decisions)
        some = np.flatnonzero(counts)
        counts = counts[some]
        first = self._starts.filled[decisions[some]] - (np.cumsum(counts) - counts)
        places = np.repeat(first, counts) + np.arange(counts.sum())
        return np.repeat(some, counts), self._outcomes.filled[places]
