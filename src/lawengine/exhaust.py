"""Exhaustive check of a programme's table: for every distinguishable combination of facts exactly one row wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, product
from math import prod
from typing import Any

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import And, Compare, Field, In, ListLit, Lit, Members, Name, Node, Not, Or, Size, walk
from lawengine.closure import pick_row
from lawengine.codegen import compile_expressions
from lawengine.errors import LawConflictError
from lawengine.model import Edition, Window
from lawengine.plan import Plan, PlannedProgramme, Question
from lawengine.planner import make_plan

MOST_COMBINATIONS = 400_000


def undecided_rows(plan: Plan, seen: set[object]) -> Iterator[str]:
    """Each programme of the plan for which some known facts satisfy every condition and not exactly one row wins.

    `seen` holds the tables already gone through (same expressions, same exceptions) and is added to.
    """
    for programme in plan.programmes:
        if not programme.in_force or not programme.law.rows or _one_always_wins(programme):
            continue
        conditions = tuple(plan.expressions[item.test] for item in programme.conditions)
        rows = tuple((None if row.test is None else plan.expressions[row.test], row.beats) for row in programme.rows)
        key = (programme.id, conditions, rows)
        if key not in seen:
            seen.add(key)
            fault = _undecided(programme, plan)
            if fault:
                yield fault


def _one_always_wins(programme: PlannedProgramme) -> bool:
    """Is it plain without trying: one `otherwise`, and each named row beats all that come after it?"""
    spare = [number for number, row in enumerate(programme.rows) if row.test is None]
    named = [number for number in range(len(programme.rows)) if number not in spare]
    later = (frozenset(named[place + 1 :]) <= programme.rows[number].beats for place, number in enumerate(named))
    earlier = (any(other < number for other in programme.rows[number].beats) for number in named)
    return len(spare) == 1 and all(later) and not any(earlier)


def _undecided(programme: PlannedProgramme, plan: Plan) -> str | None:
    tests = [item.test for item in programme.conditions] + [row.test for row in programme.rows if row.test is not None]
    nodes = [plan.expressions[test] for test in tests]
    compiled = compile_expressions(nodes, plan.catalogue)
    axes = _axes(nodes, compiled.slots, plan.catalogue)
    aggregates: list[list[Any]] = [
        [True, False] if not isinstance(node, Size) else [0, 1, 2, 3] for node in _aggregates(nodes)
    ]
    choices = [*axes, *aggregates]
    if prod(map(len, choices)) > MOST_COMBINATIONS:
        return f"{programme.id}: more than {MOST_COMBINATIONS} combinations of facts; split the programme"
    for combination in islice(product(*choices), MOST_COMBINATIONS):
        slots = _spread(combination[: len(axes)], compiled.slots)
        values = compiled.run(slots, combination[len(axes) :])
        full: dict[int, Any] = dict(zip(tests, values, strict=True))
        if any(full[item.test] is not True for item in programme.conditions):
            continue
        try:
            pick_row(programme, full)  # type: ignore[arg-type]
        except LawConflictError as error:
            return str(error)
    return None


def _axes(nodes: Sequence[Node], slots: Sequence[Any], catalogue: Catalogue) -> list[list[Any]]:
    """Values to try per distinct fact, in the order of first slot."""
    names = list(dict.fromkeys(slot.name for slot in slots))
    return [_values(name, nodes, catalogue) for name in names]


def _spread(combination: Sequence[Any], slots: Sequence[Any]) -> list[Any]:
    names = list(dict.fromkeys(slot.name for slot in slots))
    chosen = dict(zip(names, combination, strict=True))
    return [chosen[slot.name] for slot in slots]


def _values(name: str, nodes: Sequence[Node], catalogue: Catalogue) -> list[Any]:
    fact = catalogue.facts.get(name)
    if fact is not None and fact.type == "code":
        return list(fact.codes)
    derived = catalogue.derived.get(name)
    if (fact is not None and fact.type == "bool") or (derived is not None and derived.type == "bool"):
        return [True, False]
    cuts = {0}
    for node in nodes:
        for item in walk(node):
            if (
                isinstance(item, Compare)
                and isinstance(item.left, Name)
                and item.left.name == name
                and isinstance(item.right, Lit)
            ):
                cuts.update(int(item.right.value) + step for step in (-1, 0, 1))
            elif (
                isinstance(item, In)
                and isinstance(item.item, Name)
                and item.item.name == name
                and isinstance(item.items, ListLit)
            ):
                cuts.update(int(value.value) for value in item.items.items if isinstance(value, Lit))
    return sorted(cut for cut in cuts if cut >= 0)


def _aggregates(nodes: Sequence[Node]) -> list[Node]:
    """Household parts in the order in which the generated code numbers them."""
    found: dict[Node, None] = {}
    for node in nodes:
        for item in _outer(node):
            found.setdefault(item)
    return list(found)


def _outer(node: Node) -> Iterator[Node]:
    if isinstance(node, (Members, Size)):
        yield node
        return
    parts: tuple[Node, ...] = ()
    match node:
        case And() | Or() | Compare():
            parts = (node.left, node.right)
        case Not():
            parts = (node.arg,)
        case In():
            parts = (node.item,)
        case Field() | _:
            parts = ()
    for part in parts:
        yield from _outer(part)


def change_dates(edition: Edition) -> list[date]:
    """Every day on which something of the book begins, ends or becomes known."""
    rules = edition.concurrence
    windows = [rule.window for rule in rules] + [pair.window for rule in rules for pair in rule.both]
    return sorted(_days([*windows, *_windows(edition, frozenset(edition.programmes), frozenset(edition.parameters))]))


def _days(windows: Iterable[Window]) -> set[date]:
    days = {day for window in windows for day in (window.start, window.until, window.in_law)}
    return {day for day in days if day is not None}


def _windows(edition: Edition, programmes: frozenset[str], parameters: frozenset[str]) -> Iterator[Window]:
    """The periods of some programmes and parameters, and of what the provinces change."""
    for name in parameters:
        yield from (value.window for value in edition.parameters[name].values)
    for name in programmes:
        law = edition.programmes[name]
        yield from (item.window for item in law.in_force)
        yield from (item.window for item in law.conditions)
        yield from (item.window for item in law.rows)
        yield from (item.window for item in law.start)
    for overlay in edition.overlays:
        yield from (item.window for item in overlay.rates)
        yield from (item.window for item in overlay.supplements)
        yield from (item.window for item in overlay.unread)


def _asked_parameters(edition: Edition, programmes: frozenset[str]) -> frozenset[str]:
    """The parameters that some programmes mention."""
    found: set[str | None] = set()
    for law in (edition.programmes[name] for name in programmes):
        found.update((law.amount.parameter, law.amount.at_least, law.amount.at_most))
        found.update(row.parameter for row in law.rows)
        nodes = [item.node for item in law.conditions] + [row.node for row in law.rows if row.node is not None]
        nodes += [law.amount.per] if law.amount.per is not None else []
        found.update(part.name for node in nodes for part in walk(node) if isinstance(part, Name))
    return frozenset(name for name in found if name is not None and name in edition.parameters)


def questions_at_changes(edition: Edition) -> Iterator[Question]:
    """One question just before and one on each date of change: the nation, and each province with rules of its own.

    A province is asked when something changes of what its own rules touch.
    """
    provinces = {overlay.territory for overlay in edition.overlays}
    provinces.update(code for law in edition.programmes.values() for code in law.territory)
    end = date(9999, 12, 31)
    every = frozenset(edition.readings)
    local = local_programmes(edition)
    local_days = _days(_windows(edition, local, _asked_parameters(edition, local)))
    for day in change_dates(edition):
        places = (None, *sorted(provinces)) if day in local_days else (None,)
        for on in (day - timedelta(days=1), day):
            for province in places:
                for readings in (frozenset[str](), every) if every else (every,):
                    yield Question(on, end, month=False, province=province, readings=readings)


def check_tables(edition: Edition) -> list[str]:
    """Undecided tables at every date of change; empty when the book is sound.

    A province is asked only for what its own programmes and rates can change: conditions and rows know no province.
    """
    seen: set[object] = set()
    local = local_programmes(edition)
    questions = questions_at_changes(edition)
    asked = (q if q.province is None else replace(q, programmes=local) for q in questions)
    return [f"{q.on}: {fault}" for q in asked for fault in undecided_rows(make_plan(edition, q), seen)]


def local_programmes(edition: Edition) -> frozenset[str]:
    """Programmes that some province has by itself, or pays more for."""
    found = {law.id for law in edition.programmes.values() if law.territory}
    for overlay in edition.overlays:
        found.update(extra.programme for extra in overlay.supplements)
        for rate in overlay.rates:
            found |= rate.covers
    return frozenset(found)
