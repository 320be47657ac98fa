"""The smallest change that would qualify: fewest facts, all ties shown, age only as the day it comes true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import Compare, In, ListLit, Lit, Name, Node, walk
from lawengine.closure import Closure, Facts, judge_programme, static
from lawengine.dates import Span, month_bounds
from lawengine.fold import is_interval
from lawengine.household import Household, Value
from lawengine.plan import Plan, PlannedProgramme, Status
from lawengine.reasons import plain

MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One fact and the value that would help. `when` is set instead for a number that only time brings."""

    fact: str
    now: object
    then: object
    when: date | None = None


def smallest_changes(
    plan: Plan, household: Household, member: str | None, programme_id: str, *, closure: Closure | None = None
) -> list[tuple[Change, ...]]:
    """All smallest sets of changes after which `member` is entitled; empty when three facts are not enough.

    Args:
        plan: may hold only the programme in question (fastest). member: an id, or None for the household's programme.
        closure: the plan's, when the caller asks for many people.
    """
    programme = plan.programmes[plan.index[programme_id]]
    if not programme.in_force or programme.amount.blocked:
        return []
    search = _Search(closure or Closure(plan), programme, household, member)
    options = _options(plan, programme, search.facts)
    for size in range(1, MOST_FACTS + 1):
        sets = (
            chosen for names in combinations(options, size) for chosen in product(*(options[name] for name in names))
        )
        found = [chosen for chosen in sets if search.qualifies(chosen)]
        if found:
            return found
    return []


def apply_changes(facts: Facts, changes: tuple[Change, ...]) -> Facts:
    """The facts after the changes; a change that only time brings changes none."""
    return {**facts, **{change.fact: _value(change.then) for change in changes if change.when is None}}


def _value(then: object) -> Value:
    assert isinstance(then, (bool, int, str))
    return then


class _Search:
    """One programme for one person of a household (or for the household), under changed facts."""

    def __init__(self, closure: Closure, programme: PlannedProgramme, household: Household, member: str | None) -> None:
        self.closure = closure
        self.programme = programme
        self.people: list[Facts] = [{**household.shared, **item.facts} for item in household.members]
        self.place = next((n for n, item in enumerate(household.members) if item.id == member), None)
        self.facts: Facts = household.shared if self.place is None else self.people[self.place]

    def qualifies(self, changes: tuple[Change, ...]) -> bool:
        """Entitled after the changes, on the day when the last of them has come true?"""
        day = max((change.when for change in changes if change.when), default=self.closure.plan.question.on)
        changed = apply_changes(self.facts, changes)
        people = [changed if n == self.place else item for n, item in enumerate(self.people)]
        tests = self.closure.tests_on(changed, people, day)
        return judge_programme(self.programme, tests, day, changed).status is Status.ENTITLED


def _options(plan: Plan, programme: PlannedProgramme, facts: Facts) -> dict[str, list[Change]]:
    """For each fact that the programme reads, the other values that it can tell apart."""
    catalogue, on = plan.catalogue, plan.question.on
    result: dict[str, dict[object, Change]] = {}
    tests = [item.test for item in programme.conditions] + [row.test for row in programme.rows if row.test is not None]
    tests += [programme.amount.per] if programme.amount.per is not None else []
    for test in tests:
        for fact, change in _changes(plan.expressions[test], catalogue, facts, on):
            result.setdefault(fact, {}).setdefault(change.then if change.when is None else change.when, change)
    return {fact: list(changes.values()) for fact, changes in result.items()}


def _changes(node: Node, catalogue: Catalogue, facts: Facts, on: date) -> Iterator[tuple[str, Change]]:
    for item in walk(node):
        if (
            isinstance(item, Compare)
            and isinstance(item.right, Lit)
            and is_interval(item.left, catalogue)
            and isinstance(item.left, Name)
        ):
            yield from _by_waiting(item.left.name, item.right.value, catalogue, facts, on)
        elif isinstance(item, Compare) and isinstance(item.left, Name) and isinstance(item.right, Lit):
            yield from _to_values(item.left.name, _near(item.right.value), catalogue, facts, on)
        elif isinstance(item, In) and isinstance(item.item, Name) and isinstance(item.items, ListLit):
            yield from _to_values(
                item.item.name,
                [value.value for value in item.items.items if isinstance(value, Lit)],
                catalogue,
                facts,
                on,
            )
        elif isinstance(item, Name):
            yield from _to_values(item.name, [], catalogue, facts, on)


def _near(value: object) -> list[object]:
    if isinstance(value, bool) or not isinstance(value, int):
        return [value]
    return [number for number in (value - 1, value, value + 1) if number >= 0]


def _to_values(
    name: str, near: list[Any], catalogue: Catalogue, facts: Facts, on: date
) -> Iterator[tuple[str, Change]]:
    fact = catalogue.facts.get(name)
    if fact is None or fact.type in ("date", "member"):
        return
    now = static(facts, name, on)
    every: list[object] = [True, False] if fact.type == "bool" else list(fact.codes) if fact.type == "code" else near
    for value in every:
        if value != now:
            yield name, Change(name, plain(now), value)


def _by_waiting(name: str, bound: object, catalogue: Catalogue, facts: Facts, on: date) -> Iterator[tuple[str, Change]]:
    derived = catalogue.derived[name]
    born = static(facts, derived.source, on)
    if not isinstance(born, Span) or not isinstance(bound, int):
        return
    when = later_day(
        born.hi, bound if derived.how == "years_since" else 0, bound if derived.how == "months_since" else 0
    )
    if when > on:
        yield name, Change(name, None, bound, when)


def later_day(day: date, years: int, months: int) -> date:
    """`day` plus whole years and months; 29 February becomes 1 March, when the year is completed."""
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    _, last = month_bounds(f"{year:04d}-{month + 1:02d}")
    return last.replace(day=day.day) if day.day <= last.day else date.fromordinal(last.toordinal() + 1)


def described(changes: tuple[Change, ...]) -> list[Mapping[str, object]]:
    """Changes as plain JSON values."""
    return [
        {"fact": c.fact, "now": c.now, "then": c.then, "when": c.when.isoformat() if c.when else None} for c in changes
    ]
