"""What a signature cannot hold goes to the closure, household by household: exactness always wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawengine.answers import Judged
from lawengine.batch.columns import LATEST, PERSON, Columns
from lawengine.batch.encode import Blanks
from lawengine.batch.fields import Day
from lawengine.batch.findings import Finding
from lawengine.batch.outcomes import Book
from lawengine.catalogue import Fact, Scope
from lawengine.closure import Verdict
from lawengine.dates import Span
from lawengine.decide import Decider
from lawengine.household import NONE_DATE, Household, Member, Value, add_implied
from lawengine.plan import Plan, Status

_NEVER = date(9999, 12, 31)


def read_rows(columns: Columns, plan: Plan, names: Sequence[str], blanks: Blanks, rows: slice) -> Household:
    """The rows of one household as the closure reads them. Every value was checked when it was encoded."""
    ids = [str(value) for value in columns.arrays[PERSON].slice(rows.start, rows.stop - rows.start).to_pylist()]
    facts = [plan.catalogue.facts[name] for name in names]
    values = {fact.name: list(_values(columns, fact, rows)) for fact in facts}

    def given(scope: Scope, place: int) -> dict[str, Value]:
        own = [fact for fact in facts if fact.of == scope]
        found = {fact.name: value for fact in own if (value := values[fact.name][place]) is not None}
        add_implied(plan.catalogue, found, scope)
        blank = {fact.name: value for fact in own if (value := blanks.value(fact)) is not None}
        return {**blank, **found}

    members = (Member(name, {**given("person", place), **given("case", place)}) for place, name in enumerate(ids))
    return Household(tuple(members), {**given("household", 0), **given("case", 0)})


def _values(columns: Columns, fact: Fact, rows: slice) -> Iterator[Value | None]:
    array, length = columns.get(fact.name), rows.stop - rows.start
    if array is None:
        yield from [None] * length
        return
    latest = columns.get(fact.name + LATEST) if fact.type == "date" else None
    ends = [None] * length if latest is None else latest.slice(rows.start, length).to_pylist()
    for value, end in zip(array.slice(rows.start, length).to_pylist(), ends, strict=True):
        yield None if value is None else _value(fact, value, end)


def _value(fact: Fact, value: Any, end: date | None) -> Value:
    if fact.type == "date":
        return NONE_DATE if value == _NEVER else Span(value, end or value)
    plain: bool | int | str = str(value) if fact.type == "member" else value
    return plain


class ByHand:
    """Judges households with the closure and enters what it finds into the book."""

    def __init__(
        self, plan: Plan, book: Book, blanks: Blanks, facts: Sequence[str], names: Mapping[int, Sequence[str]]
    ) -> None:
        self._decider = Decider(plan)
        self._plan = plan
        self._book = book
        self._blanks = blanks
        self._facts = facts
        self._names = names

    def decide(self, columns: Columns, rows: slice) -> tuple[NDArray[np.int32], int]:
        """The decision of each member, and of the household (-1 when no programme judges households)."""
        household = read_rows(columns, self._plan, self._facts, self._blanks, rows)
        *members, whole = (self._decision(judged, household) for judged in self._decider.judge(household))
        return np.array(members, np.int32), whole

    def _decision(self, judged: Judged, household: Household) -> int:
        if not judged.verdicts and judged.member is None:
            return -1
        row = np.full((1, len(self._plan.programmes)), -1, np.int32)
        for verdict in judged.verdicts:
            place = self._plan.index[verdict.programme.id]
            finding = self._finding(verdict, judged, household)
            row[0, place] = self._book.outcome(place, finding, judged.settled.get(place))
        return int(self._book.decide(row)[0])

    def _finding(self, verdict: Verdict, judged: Judged, household: Household) -> Finding:
        if verdict.status is Status.NOT_IN_FORCE:
            return Finding(verdict.status)
        tests = [verdict.tests[item.test] for item in verdict.programme.conditions]
        day: Day = 0 if verdict.day == self._plan.question.on else 1
        missing: tuple[str, ...] = ()
        if verdict.status is Status.UNDETERMINED:
            missing = self._missing(verdict, self._decider.answers.missing(verdict, judged.facts, household))
        return Finding(
            verdict.status,
            day,
            _bits(test is True for test in tests),
            _bits(test is not None for test in tests),
            -1 if verdict.row is None else verdict.row,
            verdict.amount,
            sum(1 << row for row in verdict.open_rows),
            -1 if verdict.late_start is None else verdict.late_start,
            missing,
        )

    def _missing(self, verdict: Verdict, found: Sequence[str]) -> tuple[str, ...]:
        """The facts as a signature names them: a member's fact without the member, in the order of the programme."""
        place = self._plan.index[verdict.programme.id]
        order = {name: number for number, name in enumerate(self._names.get(place, ()))}
        names = dict.fromkeys(self._shared_name(name) for name in found)
        return tuple(sorted(names, key=lambda name: order.get(name, len(order))))

    def _shared_name(self, name: str) -> str:
        known = name in self._plan.catalogue.facts or name in self._plan.parameters or "." not in name
        return name if known else f"members.{name.rpartition('.')[2]}"


def _bits(truths: Iterator[bool]) -> int:
    return sum(1 << bit for bit, truth in enumerate(truths) if truth)
