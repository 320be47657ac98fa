"""Planted faults in the law: change, drop or invert any row, condition, amount, and a story must break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lawengine.cel.tree import Lit, Not
from lawengine.errors import LawEngineError
from lawengine.model import Condition, Edition, Overlay, Programme, Row, Story
from lawengine.stories import Teller, all_stories

Mutant = tuple[str, Programme]


def _changed_value(row: Row) -> Row:
    if isinstance(row.value, Decimal):
        return replace(row, value=row.value + Decimal("0.5"))
    if row.parameter is not None:
        return replace(row, parameter=None, value=1)
    return replace(row, value=row.value + 1 if isinstance(row.value, int) else f"{row.value}_x")


def _with_row(law: Programme, number: int, *rows: Row) -> Programme:
    return replace(law, rows=(*law.rows[:number], *rows, *law.rows[number + 1 :]))


def _with_condition(law: Programme, number: int, condition: Condition) -> Programme:
    return replace(law, conditions=(*law.conditions[:number], condition, *law.conditions[number + 1 :]))


def mutants(law: Programme) -> Iterator[Mutant]:
    """Every single fault in the rows and conditions of a programme, and in its start and stop rules."""
    for number, row in enumerate(law.rows):
        yield f"{law.id} row {row.id}: another value", _with_row(law, number, _changed_value(row))
        yield f"{law.id} row {row.id}: dropped", _with_row(law, number)
        if row.node is not None:
            yield f"{law.id} row {row.id}: inverted", _with_row(law, number, replace(row, node=Not(row.node)))
        if row.over:
            yield f"{law.id} row {row.id}: beats nothing", _with_row(law, number, replace(row, over=()))
    for number, condition in enumerate(law.conditions):
        always, inverted = replace(condition, node=Lit(value=True)), replace(condition, node=Not(condition.node))
        yield f"{law.id} condition {condition.id}: always true", _with_condition(law, number, always)
        yield f"{law.id} condition {condition.id}: inverted", _with_condition(law, number, inverted)
    if law.amount.times is not None:
        amount = replace(law.amount, times=law.amount.times + 1)
        yield f"{law.id} amount: another coefficient", replace(law, amount=amount)
    if law.amount.per is not None:
        yield f"{law.id} amount: no quantity", replace(law, amount=replace(law.amount, per=None))
    if law.keeps_month:
        yield f"{law.id} stop: in the same month", replace(law, keeps_month=False)


def _a_story_breaks(edition: Edition, law: Programme) -> bool:
    return _breaks(replace(edition, programmes={**edition.programmes, law.id: law}), law.stories)


def _breaks(edition: Edition, stories: tuple[Story, ...]) -> bool:
    teller = Teller(edition)
    for story in stories:
        try:
            if teller.tell(story).faults:
                return True
        except LawEngineError:
            return True
    return False


@pytest.mark.slow
def test_a_fault_in_any_row_or_condition_breaks_a_story(edition: Edition) -> None:
    found = [
        (name, _a_story_breaks(edition, law))
        for original in edition.programmes.values()
        for name, law in mutants(original)
    ]
    assert len(found) > 300
    survivors = [name for name, broken in found if not broken]
    assert survivors == [], f"{len(survivors)} of {len(found)} faults went unnoticed"


def _loose_stories_break(edition: Edition) -> bool:
    teller = Teller(edition)
    try:
        return any(teller.tell(story).faults for story in all_stories(edition))
    except LawEngineError:  # a share of the other amount leaves a fraction of a đồng
        return True


@pytest.mark.slow
def test_a_fault_in_any_national_amount_breaks_a_story(edition: Edition) -> None:
    survivors = []
    for parameter in edition.parameters.values():
        for number, value in enumerate(parameter.values):
            values = (
                *parameter.values[:number],
                replace(value, amount=(value.amount or 0) + 1000),
                *parameter.values[number + 1 :],
            )
            changed = {**edition.parameters, parameter.id: replace(parameter, values=values)}
            mutant = replace(edition, parameters=changed)
            if not _own_stories_break(mutant, parameter.id) and not _loose_stories_break(mutant):
                survivors.append(f"{parameter.id} from {value.window.start}")
    assert survivors == []


def _own_stories_break(edition: Edition, parameter: str) -> bool:
    """Do those of a programme whose money it is? Told first, for there are hundreds of amounts and thousands of stories."""
    users = [
        law
        for law in edition.programmes.values()
        if parameter in (law.amount.parameter, law.amount.at_least, law.amount.at_most)
        or any(row.parameter == parameter for row in law.rows)
    ]
    return any(_a_story_breaks(edition, law) for law in users)


@pytest.mark.slow
def test_a_fault_in_any_annexed_table_breaks_a_story(edition: Edition) -> None:
    """Its cells one by one are the business of the transcription; here a table that is another, or that came late."""
    survivors = []
    for law in edition.programmes.values():
        tables = law.amount.tables
        for number, table in enumerate(tables):
            other = replace(table, cells={key: cell + 1000 for key, cell in table.cells.items()})
            changed = (*tables[:number], other, *tables[number + 1 :])
            if not _a_story_breaks(edition, replace(law, amount=replace(law.amount, tables=changed))):
                survivors.append(f"{law.id} table {number}: other cells")
            fewer = (*tables[:number], *tables[number + 1 :])
            again = number > 0 and tables[number - 1].cells == table.cells  # a decree that confirmed the amounts
            if (
                fewer
                and not again
                and not _a_story_breaks(edition, replace(law, amount=replace(law.amount, tables=fewer)))
            ):
                survivors.append(f"{law.id} table {number}: gone")
    assert survivors == []


def _overlay_mutants(overlay: Overlay) -> Iterator[tuple[str, Overlay]]:
    for kind, field in (("rates", "amount"), ("supplements", "plus")):
        rows: Any = getattr(overlay, kind)
        for number, row in enumerate(rows):
            if getattr(row, field) is None:
                continue  # a resolution that nobody has read
            other = replace(row, **{field: getattr(row, field) + 1_000_000})
            yield f"{overlay.id} {row.id}", replace(overlay, **{kind: (*rows[:number], other, *rows[number + 1 :])})


@pytest.mark.slow
def test_a_fault_in_any_provincial_amount_breaks_a_story(edition: Edition) -> None:
    survivors = []
    for place, overlay in enumerate(edition.overlays):
        for name, mutant in _overlay_mutants(overlay):
            overlays = (*edition.overlays[:place], mutant, *edition.overlays[place + 1 :])
            changed = replace(edition, overlays=overlays)
            if not _breaks(changed, mutant.stories) and not _loose_stories_break(changed):
                survivors.append(name)
    assert survivors == []
