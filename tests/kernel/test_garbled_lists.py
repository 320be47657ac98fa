"""Hundreds of garbled lists: a named error, or every row accounted for; whoever is intact is read as before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random
from string import Formatter

import pytest

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import (
    ListMapping,
    MappingError,
    Person,
    adapt_mapping,
    load_mapping,
    mapping_path,
    propose,
    propose_register,
    rows_to_facts,
)
from ansinh.kernel.sheets import SheetError, Table, parse_table, read_table
from ansinh.kernel.sheets.notes import read_notes
from ansinh.kernel.text import fold
from tests.kernel.books import ROOT, declared_facts
from tests.kernel.garble import (
    BYTE_FAULTS,
    FIRST_DATA,
    GRID_FAULTS,
    Grid,
    in_tcvn3,
    to_csv,
    to_open_document,
    to_workbook,
)

FACTS = declared_facts()
SAMPLE = ROOT / "samples" / "danh-sach-xa-an-binh.xlsx"
TODAY = date(2026, 11, 24)
ROWS = 70
GRIDS, FILES = 220, 180
Outcome = tuple[Table, ListMapping | None] | AnSinhError


@cache
def _mapping() -> ListMapping:
    return load_mapping(mapping_path(SAMPLE), FACTS)


@cache
def _sample() -> tuple[tuple[object, ...], ...]:
    """The first rows of the sample as a plain grid: titles, both rows of the header, numbers, a village, people."""
    table = read_table(SAMPLE)
    names = [column.name.split(" › ") for column in table.columns]
    groups = [name[0] if len(name) > 1 else "" for name in names]
    upper = [group if group not in groups[:place] else None for place, group in enumerate(groups)]
    width = len(names)
    head: list[list[object]] = [["UBND XÃ AN BÌNH"], [], ["DANH SÁCH"], [], [], []]
    head.append([name[0] if len(name) == 1 else upper[place] for place, name in enumerate(names)])
    head.append([name[1] if len(name) > 1 else None for name in names])
    head.append(list(range(1, width + 1)))
    body = [list(row.cells) for row in table.rows[:ROWS]]
    return tuple((*row, *[None] * (width - len(row))) for row in [*head, *body])


def _grid() -> Grid:
    return [list(row) for row in _sample()]


def _check(content: bytes) -> list[Person] | None:
    """Read a file as the roll does; asserts that nothing is lost. None when it ended in a named error."""
    try:
        table = parse_table(content, headings=_mapping().headings())
    except SheetError as error:
        _assert_named(error)
        return None
    numbers = [row.number for row in table.rows] + [aside.number for aside in table.asides]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    _assert_register(table)
    proposed = propose(table, FACTS)
    _assert_accounted(table, proposed)
    adapted = adapt_mapping(_mapping(), list(table.index()))
    if adapted is not None:
        return _assert_accounted(table, adapted)
    with pytest.raises(MappingError) as caught:
        rows_to_facts(table, _mapping(), FACTS, today=TODAY)
    _assert_named(caught.value)
    return _assert_accounted(table, proposed)


def _assert_named(error: AnSinhError) -> None:
    assert error.code
    assert error.template.format(**error.params)


def _assert_accounted(table: Table, mapping: ListMapping) -> list[Person]:
    people, problems = rows_to_facts(table, mapping, FACTS, today=TODAY)
    wrong = {problem.row for problem in problems}
    assert sorted([*(person.row for person in people), *wrong]) == [row.number for row in table.rows]
    assert len({person.id for person in people}) == len(people)
    for problem in problems:
        named = {name for _, name, _, _ in Formatter().parse(problem.template) if name}
        assert named <= set(problem.params)
        assert problem.reason
        assert problem.column in table.index()
    for person in people:
        assert all(_is_value(fact, value) for fact, value in person.facts.items()), person
    return people


def _assert_register(table: Table) -> None:
    """The register's columns, the fonts and the remarks: nothing in silence, nothing twice."""
    mapping = propose_register(table)
    placed = [each.column for each in mapping.columns]
    assert sorted([*placed, *mapping.unplaced]) == sorted(table.index())
    assert all(doubt.sentence for doubt in mapping.doubts)
    for row in table.rows:
        cells = mapping.cells(table, row)
        assert None not in cells.values()
        note = cells.get("note")
        if isinstance(note, str):
            assert all(finding.text in note for finding in read_notes(note))
    touched = [(each.column, each.before) for each in table.fonts.restored]
    assert len(touched) == len(set(touched))
    assert all(each.before != each.after and each.count > 0 for each in table.fonts.restored)


def _is_value(name: str, value: object) -> bool:
    fact = FACTS[name]
    match fact.type:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return type(value) is int and 0 <= value <= fact.max
        case "code":
            return value in fact.codes
        case _:
            return isinstance(value, str)


@pytest.mark.parametrize("write", [to_workbook, to_open_document])
def test_the_grid_itself_is_a_good_list(write: Callable[[Grid], bytes]) -> None:
    people = _check(write(_grid()))
    assert people is not None
    assert len(people) > ROWS - 8


@pytest.mark.parametrize("write", [to_workbook, to_open_document])
def test_the_same_list_in_tcvn3_says_the_same(write: Callable[[Grid], bytes]) -> None:
    grid = _grid()
    before = _check(write(grid))
    in_tcvn3(Random(0), grid)
    after = _check(write(grid))
    assert before is not None
    assert after is not None
    assert [(each.row, each.id, fold(each.name), each.facts) for each in after] == [
        (each.row, each.id, fold(each.name), each.facts) for each in before
    ]


@pytest.mark.parametrize("seed", range(GRIDS))
def test_garbled_tables(seed: int) -> None:
    random = Random(seed)
    grid = _grid()
    for fault in random.choices(GRID_FAULTS, k=random.randint(1, 3)):
        fault(random, grid)
    writers = (to_workbook, to_workbook, to_open_document, lambda each: to_csv(random, each))
    _check(random.choice(writers)(grid))


@pytest.mark.parametrize("seed", range(FILES))
def test_garbled_files(seed: int) -> None:
    random = Random(seed)
    chance = random.random()
    content = (to_workbook if chance < 0.6 else to_open_document)(_grid()) if chance < 0.8 else to_csv(random, _grid())
    _check(random.choice(BYTE_FAULTS)(random, content))


@pytest.mark.parametrize("seed", range(40))
def test_whoever_is_intact_is_read_as_before(seed: int) -> None:
    """Spoiling some rows changes what is known of nobody else, but through what members say of their household."""
    random = Random(seed)
    grid = _grid()
    before = {person.row: person for person in _check(to_workbook(grid)) or []}
    spoiled = set(random.sample(range(FIRST_DATA, len(grid)), 12))
    for place in spoiled:
        grid[place] = [*random.sample(grid[place], len(grid[place]))]
    after = _check(to_workbook(grid)) or []
    households = {before[place + 1].household for place in spoiled if place + 1 in before}
    untouched = [person for person in after if person.row - 1 not in spoiled and person.household not in households]
    assert len(untouched) > 10
    assert [person for person in untouched if person != before.get(person.row)] == []
