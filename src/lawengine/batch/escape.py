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
from lawengine.closure import Verdict
from lawengine.dates import Span
from lawengine.decide import Decider
from lawengine.household import NONE_DATE, Household, Member, Value
from lawengine.model import Fact
from lawengine.plan import Plan, Status

_NEVER = date(9999, 12, 31)


def read_rows(columns: Columns, facts: Sequence[Fact], blanks: Blanks, start: int, stop: int) -> Household:
    """The rows of one household as the closure reads them. Every value was checked when it was encoded."""
    ids = [str(value) for value in columns.arrays[PERSON].slice(start, stop - start).to_pylist()]
    values = {fact.name: list(_values(columns, fact, blanks, start, stop)) for fact in facts}
    members = []
    for place, name in enumerate(ids):
        own = {fact.name: values[fact.name][place] for fact in facts if fact.of != "household"}
        members.append(Member(name, _known(own)))
    return Household(tuple(members), _known({fact.name: values[fact.name][0] for fact in facts if fact.of != "person"}))


def _known(facts: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value is not None}


def _values(columns: Columns, fact: Fact, blanks: Blanks, start: int, stop: int) -> Iterator[Value | None]:
    array, blank = columns.get(fact.name), blanks.value(fact)
    if array is None:
        yield from [blank] * (stop - start)
        return
    latest = columns.get(fact.name + LATEST) if fact.type == "date" else None
    ends = [None] * (stop - start) if latest is None else latest.slice(start, stop - start).to_pylist()
    for value, end in zip(array.slice(start, stop - start).to_pylist(), ends, strict=True):
        yield blank if value is None else _value(fact, value, end)


def _value(fact: Fact, value: Any, end: date | None) -> Value:
    if fact.type == "date":
        return NONE_DATE if value == _NEVER else Span(value, end or value)
    plain: bool | int | str = str(value) if fact.type == "member" else value
    return plain


class ByHand:
    """Judges households with the closure and enters what it finds into the book."""

    def __init__(
        self, plan: Plan, book: Book, blanks: Blanks, columns: Sequence[str], names: Mapping[int, Sequence[str]]
    ) -> None:
        self._decider = Decider(plan)
        self._plan = plan
        self._book = book
        self._blanks = blanks
        self._facts = [plan.catalogue.facts[name] for name in columns]
        self._names = names

    def decide(self, columns: Columns, start: int, stop: int) -> tuple[NDArray[np.int32], int]:
        """The decision of each member, and of the household (-1 when no programme judges households)."""
        household = read_rows(columns, self._facts, self._blanks, start, stop)
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
