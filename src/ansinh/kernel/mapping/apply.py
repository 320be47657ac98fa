"""Rows to people: each row of a list becomes exactly one person, or is listed with what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping.cells import CellError, Reading, read_cell
from ansinh.kernel.mapping.model import Facts, ListMapping, MappedColumn, MappingError, Value
from ansinh.kernel.mapping.people import Person, RowProblem, check_links, share_household_facts
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import PartialDate, PartialDateError, check_birth_date, parse_iso
from ansinh.kernel.sheets import Cell, CellFault, SourceRow, Table, as_text
from ansinh.kernel.sheets.citizen_ids import read_citizen_id
from ansinh.kernel.sheets.kinds import section_level
from ansinh.kernel.text import clean, fold, tidy_name

_COMMUNE_LEVEL, _BELOW_PLACES = 1, 3
BIRTH, SEX = "birth_date", "sex"


Report = Callable[[str, str, AnSinhError], None]


def rows_to_facts(
    table: Table, mapping: ListMapping, facts: Facts, *, today: date
) -> tuple[list[Person], list[RowProblem]]:
    """Read every row of data.

    Args:
        table: the list. mapping: what its columns mean. facts: the declared facts by name.
        today: the day against which births are judged.

    Returns:
        People in the order of the list, and problems in the order of rows. A row with a problem yields no person;
        the rows of both together are all rows of the table.

    Raises:
        MappingError: the mapping names a column that the list does not have.
    """
    return _Reader(table, mapping, facts, today).read()


class _Reader:
    def __init__(self, table: Table, mapping: ListMapping, facts: Facts, today: date) -> None:
        self._table, self._mapping, self._facts, self._today = table, mapping, facts, today
        self._places = table.index()
        for column, where in mapping.named_columns().items():
            if column not in self._places and where != "ignored":
                template = N_("{where}: the list has no column “{column}”")
                raise MappingError("no_such_column", template, where=where, column=column)
        self._blanks = frozenset(fold(mark) for mark in mapping.blanks)
        self._columns_of = {
            fact: [column for column in mapping.columns if fact in column.facts()] for fact in mapping.facts()
        }
        self._rows_by_id: dict[str, int] = {}
        self._assumed: set[tuple[int, str]] = set()

    def read(self) -> tuple[list[Person], list[RowProblem]]:
        people: list[Person] = []
        problems: list[RowProblem] = []
        for row in self._table.rows:
            person, found = self._person(row)
            problems += found
            if not found:
                people.append(person)
        columns = {fact: found[0].column for fact, found in self._columns_of.items()}
        people, clashes = share_household_facts(people, self._facts, columns, self._assumed)
        people, links = check_links(people, self._facts, columns)
        return people, sorted([*problems, *clashes, *links], key=lambda problem: problem.row)

    def _person(self, row: SourceRow) -> tuple[Person, list[RowProblem]]:
        found: list[tuple[str, str, AnSinhError]] = []

        def report(column: str, value: str, error: AnSinhError) -> None:
            found.append((column, value, error))

        mapping = self._mapping
        facts = self._read_facts(row, report)
        person_id = self._id(row, facts, report)
        commune = self._commune(row)
        household = self._household(row, commune, person_id)
        name, claimed = tidy_name(self._text(row, mapping.name)), self._text(row, mapping.claimed)
        person = Person(row.number, person_id, name, household, commune, row.section, claimed, facts)
        return person, [
            RowProblem(row.number, column, value, household, error.code, error.template, error.params)
            for column, value, error in found
        ]

    def _read_facts(self, row: SourceRow, report: Report) -> dict[str, Value]:
        readings: dict[str, Reading | None] = {}
        for column in self._mapping.columns:
            cell = self._cell(row, column.column)
            try:
                readings[column.column] = None if cell is None else read_cell(cell, column, self._facts)
            except AnSinhError as error:
                report(column.column, as_text(cell), error)
        facts: dict[str, Value] = {}
        source: dict[str, str] = {}
        clashing: set[str] = set()
        for name, reading in readings.items():
            for fact, value in (reading or {}).items():
                if facts.setdefault(fact, value) != value:
                    clash = CellError("contradiction", N_("contradicts the column “{other}”"), other=source[fact])
                    report(name, as_text(self._cell(row, name)), clash)
                    clashing.add(fact)
                source.setdefault(fact, name)
        for fact in clashing:  # neither of the two: nothing else may be judged by it
            del facts[fact]
        self._vouch(row, facts, readings)
        self._check_birth(row, facts, source, report)
        return facts

    def _vouch(self, row: SourceRow, facts: dict[str, Value], readings: Mapping[str, Reading | None]) -> None:
        """A vouched fact about which all its columns say nothing is "no"."""
        for fact, no in self._mapping.vouched.items():
            columns = self._columns_of[fact]
            if fact not in facts and all(_is_silent(fact, column, readings.get(column.column)) for column in columns):
                facts[fact] = no
                self._assumed.add((row.number, fact))

    def _check_birth(self, row: SourceRow, facts: dict[str, Value], source: dict[str, str], report: Report) -> None:
        birth = _birth(facts)
        if birth is not None:
            try:
                check_birth_date(birth, self._today)
            except PartialDateError as error:
                report(source[BIRTH], as_text(self._cell(row, source[BIRTH])), error)

    def _id(self, row: SourceRow, facts: dict[str, Value], report: Report) -> str:
        column = self._mapping.id_column
        cell = self._cell(row, column) if column else None
        if column is None or cell is None:
            return f"row-{row.number}"
        try:
            number = self._parse_id(cell, facts)
            earlier = self._rows_by_id.setdefault(number, row.number)
            if earlier != row.number:
                template = N_("the same number already stands in row {earlier}")
                raise CellError("duplicate_id", template, earlier=earlier)
        except AnSinhError as error:
            report(column, as_text(cell), error)
            return f"row-{row.number}"
        return number

    def _parse_id(self, cell: Cell, facts: dict[str, Value]) -> str:
        if isinstance(cell, CellFault):
            raise CellError(cell.code, N_("the cell holds no value: {value}"), value=cell.shown)
        if self._mapping.id_kind == "text":
            return as_text(cell)
        sex = facts.get(SEX)
        return read_citizen_id(cell, birth=_birth(facts), sex=sex if isinstance(sex, str) else None)

    def _cell(self, row: SourceRow, column: str) -> Cell:
        """The cell; None when it is empty or holds one of the marks that mean the same."""
        cell = row.cells[self._places[column]]
        return None if isinstance(cell, str) and fold(cell) in self._blanks else cell

    def _text(self, row: SourceRow, column: str | None) -> str:
        return clean(as_text(self._cell(row, column))) if column else ""

    def _commune(self, row: SourceRow) -> str:
        commune = self._mapping.commune
        if commune.in_sections:
            return next((part for part in row.sections if section_level(part) == _COMMUNE_LEVEL), "")
        return self._text(row, commune.column) or commune.constant

    def _household(self, row: SourceRow, commune: str, person_id: str) -> str:
        """Household numbers begin anew in each commune and village, so these belong to the key."""
        code = self._text(row, self._mapping.household)
        if not code:
            return f"person:{person_id}"
        places = [part for part in row.sections if section_level(part) < _BELOW_PLACES]
        return "/".join(dict.fromkeys(fold(part) for part in (commune, *places, code) if part))


def _is_silent(fact: str, column: MappedColumn, reading: Reading | None) -> bool:
    """Whether a column that could set a fact leaves it at "no": blank, another mark, or a number of zero."""
    if reading is None:
        return True
    return bool(reading) and (column.fact is None or (column.fact != fact and fact in column.implies))


def _birth(facts: dict[str, Value]) -> PartialDate | None:
    text = facts.get(BIRTH)
    return parse_iso(text) if isinstance(text, str) else None
