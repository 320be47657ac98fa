"""Hundreds of garbled lists: a named error, or every row accounted for; whoever is intact is read as before."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random
from string import Formatter

import pytest

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import ListMapping, MappingError, Person, load_mapping, mapping_path, propose, rows_to_facts
from ansinh.kernel.sheets import SheetError, Table, parse_table, read_table
from tests.kernel.books import ROOT, declared_facts
from tests.kernel.garble import BYTE_FAULTS, FIRST_DATA, GRID_FAULTS, Grid, to_csv, to_workbook

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
    proposed = propose(table, FACTS)
    _assert_accounted(table, proposed)
    try:
        return _assert_accounted(table, _mapping())
    except MappingError as error:
        _assert_named(error)
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


def test_the_grid_itself_is_a_good_list() -> None:
    people = _check(to_workbook(_grid()))
    assert people is not None
    assert len(people) > ROWS - 8


@pytest.mark.parametrize("seed", range(GRIDS))
def test_garbled_tables(seed: int) -> None:
    random = Random(seed)
    grid = _grid()
    for fault in random.choices(GRID_FAULTS, k=random.randint(1, 3)):
        fault(random, grid)
    _check(to_workbook(grid) if random.random() < 0.6 else to_csv(random, grid))


@pytest.mark.parametrize("seed", range(FILES))
def test_garbled_files(seed: int) -> None:
    random = Random(seed)
    content = to_workbook(_grid()) if random.random() < 0.75 else to_csv(random, _grid())
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
