"""The closure executor: one household, every programme, with each condition's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import And, Lit, Node
from lawengine.codegen import Compiled, Slot, compile_expressions
from lawengine.dates import Span, completed_months, completed_years
from lawengine.errors import N_, LawConflictError, QuestionError
from lawengine.household import NONE_DATE, Dated, Household, Value
from lawengine.plan import Plan, PlannedAmount, PlannedProgramme, PlannedRow, Status, round_to

Facts = Mapping[str, Value]
# A member of an enum is looked up on its class each time, which takes as long as the judging.
_ENTITLED, _REFUSED, _UNDETERMINED = Status.ENTITLED, Status.REFUSED, Status.UNDETERMINED
_Place = tuple[int, PlannedProgramme, bool]
"""Where the value of all conditions together stands, the programme, whether a right lasts to the end of the month."""


@dataclass(slots=True)
class Verdict:
    """One programme for one person (or for the household). Not frozen: a frozen one takes twice as long to make.

    `tests` are the values of the plan's expressions on `day`; `row` is the winning row's index; `amount` is None where
    the value is a class or is not known. `open_rows` are rows that an unknown fact leaves possible.
    """

    programme: PlannedProgramme
    status: Status
    day: date
    tests: Sequence[Any]
    row: int | None = None
    amount: int | None = None
    missing: tuple[str, ...] = ()
    open_rows: tuple[int, ...] = ()
    late_start: int | None = None


class Closure:
    """A plan compiled to Python code. Create once per plan, then `judge` any number of households."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        held = [
            _conjunction([plan.expressions[item.test] for item in programme.conditions])
            for programme in plan.programmes
        ]
        self.compiled: Compiled = compile_expressions([*plan.expressions, *held], plan.catalogue)
        self._read = _Reader(self.compiled.slots, plan.catalogue)
        self._read_member = _Reader(self.compiled.member_slots, plan.catalogue)
        self._days = [plan.question.on, plan.eve] if plan.eve else [plan.question.on]
        derived = plan.catalogue.derived.values()
        self._births = sorted({item.source for item in derived if item.how in ("years_since", "months_since")})
        places = list(enumerate(plan.programmes, start=len(plan.expressions)))
        self._own = [(place, item, item.law.keeps_month) for place, item in places if item.law.subject == "person"]
        self._whole = [(place, item, item.law.keeps_month) for place, item in places if item.law.subject == "household"]

    def judge(self, household: Household) -> list[list[Verdict]]:
        """Verdicts per member in order, then one list for the household's own programmes.

        Raises:
            LawConflictError: the law file is undecided on these facts.
        """
        shared = household.shared
        people: list[Facts] = [{**shared, **member.facts} for member in household.members]
        for member, facts in zip(household.members, people, strict=True):
            self._refuse_unborn(member.id, facts)
        groups = [self._aggregate(people, day) for day in self._days]
        result = [self._judge_one(facts, groups, self._own) for facts in people]
        result.append(self._judge_one(shared, groups, self._whole) if self._whole else [])
        return result

    def _refuse_unborn(self, member: str, facts: Facts) -> None:
        """A birth after the day that is judged is a slip of the pen; a negative age would be under every limit.

        Raises:
            QuestionError: names the date.
        """
        on = self.plan.question.on
        for name in self._births:
            value = static(facts, name, on)
            if isinstance(value, Span) and value.lo > on:
                raise QuestionError(f"{member}.{name}", N_("this lies after {day}, the day that is judged"), day=on)

    def tests_on(self, facts: Facts, people: Sequence[Facts], day: date) -> tuple[Any, ...]:
        """The value of every expression of the plan for one person on one day."""
        values = self._read.on(facts, day)
        return self.compiled.run(values, self._aggregate(people, day))

    def _aggregate(self, people: Sequence[Facts], day: date) -> list[Any]:
        if not self.compiled.aggregates:
            return []
        values = [self._read_member.on(facts, day) for facts in people]
        return [aggregate(values) for aggregate in self.compiled.aggregates]

    def _judge_one(self, facts: Facts, groups: Sequence[list[Any]], programmes: Sequence[_Place]) -> list[Verdict]:
        """`groups` are the household's parts on each of the days."""
        on = self._days[0]
        values, *eve_values = self._read.on_days(facts, self._days)
        tests = self.compiled.run(values, groups[0])
        earlier: tuple[Any, ...] | None = None
        if eve_values and (eve_values[0] != values or groups[1] != groups[0]):
            earlier = self.compiled.run(eve_values[0], groups[1])
        # Most programmes are refused to most people; one that is not in force has no condition that could fail.
        return [
            Verdict(programme, _REFUSED, on, tests)
            if tests[place] is False and (earlier is None or not keeps_month or earlier[place] is False)
            else self._live(place, programme, tests, earlier, facts)
            for place, programme, keeps_month in programmes
        ]

    def _live(
        self,
        place: int,
        programme: PlannedProgramme,
        tests: Sequence[Any],
        earlier: Sequence[Any] | None,
        facts: Facts,
    ) -> Verdict:
        """What is not refused outright: judged on the day, or on the eve where only the eve's conditions hold."""
        if earlier is not None and tests[place] is False:
            verdict = judge_held(programme, earlier[place], earlier, self._days[1], facts)
        else:
            verdict = judge_held(programme, tests[place], tests, self._days[0], facts)
        return self._not_before_start(verdict, facts) if programme.start else verdict

    def _not_before_start(self, verdict: Verdict, facts: Facts) -> Verdict:
        """A right that begins in a later month is refused now; an unknown date of beginning is left to the reader."""
        question, late = self.plan.question, None
        for number, start in enumerate(verdict.programme.start):
            value = static(facts, start.fact, question.on)
            if not isinstance(value, Span) or not start.window.active(value.lo, question.decided, question.readings):
                continue
            if month_number(value.lo) + start.after <= month_number(question.on):
                return verdict
            late = number if late is None else late
        if late is None:
            return verdict
        return Verdict(verdict.programme, Status.REFUSED, verdict.day, verdict.tests, late_start=late)


def month_number(day: date) -> int:
    """Months since year 0, for comparing months."""
    return day.year * 12 + day.month - 1


class _Reader:
    """Reads the slots of generated code from a person's facts on a day: all at once, then those derived from a date."""

    __slots__ = ("_derived", "_sources")

    def __init__(self, slots: Sequence[Slot], catalogue: Catalogue) -> None:
        self._sources = [catalogue.base_of(slot.name) for slot in slots]
        self._derived: list[tuple[int, str, bool]] = []
        for place, slot in enumerate(slots):
            derived = catalogue.derived.get(slot.name)
            if derived is not None:
                self._derived.append((place, derived.how, slot.part == "lo"))

    def on(self, facts: Facts, day: date) -> list[Any]:
        """One value per slot; None is unknown."""
        return self.on_days(facts, [day])[0]

    def on_days(self, facts: Facts, days: Sequence[date]) -> list[list[Any]]:
        """The values of each day: what no day changes is read once."""
        given: list[Any] = list(map(facts.get, self._sources))
        dated = [place for place, value in enumerate(given) if value.__class__ is Dated]
        result = []
        for day in days:
            values = given.copy()
            for place in dated:
                values[place] = given[place].on(day)
            for place, how, low in self._derived:
                value = values[place]
                if value is not None:
                    values[place] = _derive(value, how, low, day)
            result.append(values)
        return result


def _derive(value: object, how: str, low: bool, day: date) -> bool | int | None:
    """A number or truth derived from a date; the low bound of an age comes from the latest possible birth."""
    if how == "reached":
        return reached(value, day)
    if how == "in_month":
        return in_month(value, day)
    assert isinstance(value, Span)
    birth = value.hi if low else value.lo
    return completed_years(birth, day) if how == "years_since" else completed_months(birth, day)


def read_slots(slots: Sequence[Slot], facts: Facts, day: date, catalogue: Catalogue) -> list[Any]:
    """The values of a few slots, for explanations."""
    return _Reader(slots, catalogue).on(facts, day)


def _conjunction(nodes: Sequence[Node]) -> Node:
    """All of them; true when there is none."""
    result: Node = Lit(True)
    for number, node in enumerate(nodes):
        result = node if number == 0 else And(result, node)
    return result


def reached(value: object, day: date) -> bool | None:
    """Has a date come? "none" never comes; a partial date may be open."""
    if value == NONE_DATE:
        return False
    assert isinstance(value, Span)
    return True if value.hi <= day else False if value.lo > day else None


def in_month(value: object, day: date) -> bool | None:
    """Does a date lie in the month of `day`, not after it? "none" never does; a partial date may be open."""
    if value == NONE_DATE:
        return False
    assert isinstance(value, Span)
    first = day.replace(day=1)
    if value.hi < first or value.lo > day:
        return False
    return True if first <= value.lo and value.hi <= day else None


def judge_programme(programme: PlannedProgramme, tests: Sequence[Any], day: date, facts: Facts) -> Verdict:
    """Conditions, then the row, then the amount; unknown travels to the end."""
    values = [tests[condition.test] for condition in programme.conditions]
    held = False if False in values else None if None in values else True
    return judge_held(programme, held, tests, day, facts)


def judge_held(
    programme: PlannedProgramme, held: bool | None, tests: Sequence[Any], day: date, facts: Facts
) -> Verdict:
    """As `judge_programme`, when it is already known whether all conditions hold."""
    if not programme.in_force:
        return Verdict(programme, Status.NOT_IN_FORCE, day, tests)
    if held is False:
        return Verdict(programme, _REFUSED, day, tests)
    if held is None:
        return Verdict(programme, _UNDETERMINED, day, tests)
    winner, open_rows = pick_row(programme, tests)
    if open_rows:
        return Verdict(programme, _UNDETERMINED, day, tests, open_rows=open_rows)
    row = programme.rows[winner]
    if programme.amount.blocked:
        return Verdict(programme, _UNDETERMINED, day, tests, winner, missing=programme.amount.blocked)
    if programme.amount.form.kind == "none":
        return Verdict(programme, _ENTITLED, day, tests, winner, row.unit)
    amount, missing = money(programme.amount, row, tests, facts, day)
    status = _ENTITLED if amount is not None else _UNDETERMINED
    return Verdict(programme, status, day, tests, winner, amount, missing)


def pick_row(programme: PlannedProgramme, tests: Sequence[Any]) -> tuple[int, tuple[int, ...]]:
    """The winning row, and the rows that unknown facts leave possible (then there is no winner yet).

    Raises:
        LawConflictError: two rows win, or none does.
    """
    rows = programme.rows
    if len(rows) == 1 and rows[0].test is None:
        return 0, ()
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
        raise LawConflictError(
            N_("{programme}: exactly one row must win, here: {rows}"), programme=programme.id, rows=names
        )
    return winners[0], ()


def money(
    amount: PlannedAmount, row: PlannedRow, tests: Sequence[Any], facts: Facts, day: date
) -> tuple[int | None, tuple[str, ...]]:
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
        assert form.table is not None
        assert form.key is not None
        base = form.table.get(str(static(facts, form.key, day)))
    cap = row.unit if form.level_cap is not None else None
    if base is None or (form.level_cap is not None and cap is None):
        return None, (form.key or "",)
    if amount.per is not None:
        quantity = tests[amount.per]
        if quantity is None:
            return None, ()
        base *= quantity
    if form.kind == "fact" and form.times is not None:
        assert form.rounding is not None
        base = round_to(base * form.times, form.rounding)
    if form.less is not None:
        base = max(0, base - int(static(facts, form.less, day)))
    base = base if amount.at_least is None else max(base, amount.at_least)
    base = base if amount.at_most is None else min(base, amount.at_most)
    base = base if cap is None else min(base, cap)
    return (base if amount.rounding is None else round_to(Decimal(base), amount.rounding)), ()


def static(facts: Facts, name: str, day: date) -> Any:
    """A fact's value on a day, dated series resolved; None is unknown."""
    value = facts.get(name)
    return value.on(day) if isinstance(value, Dated) else value
