"""The closure executor: one household, every programme, with each condition's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lawengine.codegen import Compiled, Slot, compile_expressions
from lawengine.dates import Span, completed_months, completed_years
from lawengine.errors import LawConflictError, N_
from lawengine.household import NONE_DATE, Dated, Household, Value
from lawengine.model import Catalogue
from lawengine.plan import Plan, PlannedAmount, PlannedProgramme, PlannedRow, Status, round_to

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One programme for one person (person "" when the household is judged).

    `tests` are the values of the plan's expressions on `day`; `row` is the winning row's index; `amount` is None where the
    value is a class or is not known. `open_rows` are rows that an unknown fact leaves possible.
    """

    programme: PlannedProgramme
    status: Status
    day: date
    tests: tuple[Any, ...]
    row: int | None = None
    amount: int | None = None
    missing: tuple[str, ...] = ()
    open_rows: tuple[int, ...] = ()
    late_start: int | None = None


class Closure:
    """A plan compiled to Python code. Create once per plan, then `judge` any number of households."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.compiled: Compiled = compile_expressions(plan.expressions, plan.catalogue)
        derived = plan.catalogue.derived
        self._readers = [Reader(slot, plan.catalogue) for slot in self.compiled.slots]
        self._member_readers = [Reader(slot, plan.catalogue) for slot in self.compiled.member_slots]
        self._dated = {name for name, item in derived.items() if item.how != "expr"}

    def judge(self, household: Household) -> list[list[Verdict]]:
        """Verdicts per member in order, then one list for the household's own programmes.

        Raises:
            LawConflictError: the law file is undecided on these facts.
        """
        shared = dict(household.shared)
        people: list[Facts] = [{**shared, **member.facts} for member in household.members]
        days = [self.plan.question.on] + ([self.plan.eve] if self.plan.eve else [])
        groups = {day: self._aggregate(people, day) for day in days}
        own = [item for item in self.plan.programmes if item.law.subject == "person"]
        whole = [item for item in self.plan.programmes if item.law.subject == "household"]
        result = [self._judge_one(facts, groups, own) for facts in people]
        result.append(self._judge_one(shared, groups, whole) if whole else [])
        return result

    def tests_on(self, facts: Facts, people: Sequence[Facts], day: date) -> tuple[Any, ...]:
        """The value of every expression of the plan for one person on one day."""
        return self.compiled.run([reader.read(facts, day) for reader in self._readers], self._aggregate(people, day))

    def _aggregate(self, people: Sequence[Facts], day: date) -> list[Any]:
        if not self.compiled.aggregates:
            return []
        values = [[reader.read(facts, day) for reader in self._member_readers] for facts in people]
        return [aggregate(values) for aggregate in self.compiled.aggregates]

    def _judge_one(self, facts: Facts, groups: Mapping[date, list[Any]], programmes: Sequence[PlannedProgramme]) -> list[Verdict]:
        on, eve = self.plan.question.on, self.plan.eve
        values = [reader.read(facts, on) for reader in self._readers]
        tests = self.compiled.run(values, groups[on])
        earlier: tuple[Any, ...] | None = None
        if eve is not None:
            eve_values = [reader.read(facts, eve) for reader in self._readers]
            if eve_values != values or groups[eve] != groups[on]:
                earlier = self.compiled.run(eve_values, groups[eve])
        verdicts = []
        for programme in programmes:
            verdict = judge_programme(programme, tests, on, facts)
            if verdict.status is Status.REFUSED and earlier is not None and eve is not None and programme.law.keeps_month:
                before = judge_programme(programme, earlier, eve, facts)
                verdict = verdict if before.status is Status.REFUSED else before
            verdicts.append(self._not_before_start(verdict, facts))
        return verdicts

    def _not_before_start(self, verdict: Verdict, facts: Facts) -> Verdict:
        """A right that begins in a later month is refused now; an unknown date of beginning is left to the reader."""
        if verdict.status not in (Status.ENTITLED, Status.UNDETERMINED):
            return verdict
        for number, start in enumerate(verdict.programme.start):
            first = first_month(facts.get(start.fact), start.after, self.plan.question.on)
            if first is not None and month_number(self.plan.question.on) < first:
                return Verdict(verdict.programme, Status.REFUSED, verdict.day, verdict.tests, late_start=number)
        return verdict


def month_number(day: date) -> int:
    """Months since year 0, for comparing months."""
    return day.year * 12 + day.month - 1


def first_month(value: Value | None, after: int, on: date) -> int | None:
    """The month number from which a start date pays; None when the date is not known."""
    if isinstance(value, Dated):
        value = value.on(on)
    return month_number(value.lo) + after if isinstance(value, Span) else None


class Reader:
    """Reads one slot from a person's facts on a day."""

    __slots__ = ("name", "source", "how", "low")

    def __init__(self, slot: Slot, catalogue: Catalogue) -> None:
        derived = catalogue.derived.get(slot.name)
        self.name = slot.name
        self.source = derived.source if derived else slot.name
        self.how = derived.how if derived else "plain"
        self.low = slot.part == "lo"

    def read(self, facts: Facts, day: date) -> Any:
        value = facts.get(self.source)
        if isinstance(value, Dated):
            value = value.on(day)
        if self.how == "plain" or value is None:
            return value
        if self.how == "reached":
            return reached(value, day)
        if not isinstance(value, Span):
            return None
        birth = value.hi if self.low else value.lo
        return completed_years(birth, day) if self.how == "years_since" else completed_months(birth, day)


def reached(value: object, day: date) -> bool | None:
    """Has a date come? "none" never comes; a partial date may be open."""
    if value == NONE_DATE:
        return False
    assert isinstance(value, Span)
    return True if value.hi <= day else False if value.lo > day else None


def judge_programme(programme: PlannedProgramme, tests: tuple[Any, ...], day: date, facts: Facts) -> Verdict:
    """Conditions, then the row, then the amount; unknown travels to the end."""
    if not programme.in_force:
        return Verdict(programme, Status.NOT_IN_FORCE, day, tests)
    held: bool | None = True
    for condition in programme.conditions:
        value = tests[condition.test]
        if value is False:
            return Verdict(programme, Status.REFUSED, day, tests)
        if value is None:
            held = None
    if held is None:
        return Verdict(programme, Status.UNDETERMINED, day, tests)
    winner, open_rows = pick_row(programme, tests)
    if open_rows:
        return Verdict(programme, Status.UNDETERMINED, day, tests, open_rows=open_rows)
    row = programme.rows[winner]
    if programme.amount.blocked:
        return Verdict(programme, Status.UNDETERMINED, day, tests, winner, missing=programme.amount.blocked)
    if programme.amount.form.kind == "none":
        return Verdict(programme, Status.ENTITLED, day, tests, winner, row.unit)
    amount, missing = money(programme.amount, row, tests, facts, day)
    status = Status.ENTITLED if amount is not None else Status.UNDETERMINED
    return Verdict(programme, status, day, tests, winner, amount, missing)


def pick_row(programme: PlannedProgramme, tests: tuple[Any, ...]) -> tuple[int, tuple[int, ...]]:
    """The winning row, and the rows that unknown facts leave possible (then there is no winner yet).

    Raises:
        LawConflictError: two rows win, or none does.
    """
    rows = programme.rows
    values = [True if row.test is None else tests[row.test] for row in rows]
    spare = [number for number, row in enumerate(rows) if row.test is None and len(rows) > 1]
    named = [number for number in range(len(rows)) if number not in spare]
    beaten = {loser for number in named if values[number] is True for loser in rows[number].beats}
    possible = [number for number in named if values[number] is not False and number not in beaten]
    if any(values[number] is None for number in possible):
        return -1, tuple(possible)
    winners = possible or spare
    if len(winners) != 1:
        names = ", ".join(rows[number].id for number in winners) or "–"
        raise LawConflictError(N_("{programme}: exactly one row must win, here: {rows}"), programme=programme.id, rows=names)
    return winners[0], ()


def money(amount: PlannedAmount, row: PlannedRow, tests: tuple[Any, ...], facts: Facts, day: date) -> tuple[int | None, tuple[str, ...]]:
    """The amount in whole units, or None with the facts that are missing."""
    base = row.unit
    form = amount.form
    for name in (form.fact, form.less, form.key):
        if name is not None and static(facts, name, day) is None:
            return None, (name,)
    if form.kind == "fact":
        assert form.fact is not None
        base = int(static(facts, form.fact, day))
    elif form.kind == "table":
        assert form.table is not None and form.key is not None
        base = form.table.get(str(static(facts, form.key, day)))
    if base is None:
        return None, (form.key or "",)
    if amount.per is not None:
        quantity = tests[amount.per]
        if quantity is None:
            return None, ()
        base *= quantity
    if form.less is not None:
        base = max(0, base - int(static(facts, form.less, day)))
    base = base if amount.at_least is None else max(base, amount.at_least)
    base = base if amount.at_most is None else min(base, amount.at_most)
    return (base if amount.rounding is None else round_to(Decimal(base), amount.rounding)), ()


def static(facts: Facts, name: str, day: date) -> Any:
    """A fact's value on a day, dated series resolved; None is unknown."""
    value = facts.get(name)
    return value.on(day) if isinstance(value, Dated) else value
