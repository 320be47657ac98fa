"""Reading a list: file, mapping (found, or proposed and kept beside the list), people and bad rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import (
    FactLike,
    ListMapping,
    Person,
    RowProblem,
    dump_mapping,
    load_mapping,
    mapping_path,
    propose,
    rows_to_facts,
)
from ansinh.kernel.messages import N_
from ansinh.kernel.sheets import SourceRow, Table, as_text, read_table
from ansinh.lawdesk.roll.model import BadRow, Intake
from ansinh.lawdesk.roll.rowchecks import RowChecks
from ansinh.lawdesk.roll.wording import fact_label
from lawengine.catalogue import Catalogue
from lawengine.model import Edition


def read_list(path: Path, edition: Edition, *, mapping: Path | None, on: date, decided: date) -> Intake:
    """Read a list with its mapping.

    Args:
        path: the list. mapping: the mapping file; without it the one beside the list, and when there is none a
            proposal is written there. on: the last day that is judged; nobody on the list is born later.
        decided: the day of deciding; nobody has died after it, though perhaps after the month that is judged.

    Raises:
        SheetError: the file holds no list. MappingError: the mapping cannot be used.
        AnSinhError: no row is read at all, or the proposal cannot be kept.
    """
    facts: dict[str, FactLike] = dict(edition.catalogue.facts)
    place = mapping or mapping_path(path)
    digest = _digest(path)
    known = load_mapping(place, facts) if place.exists() or mapping else None
    table = _table(path, known, facts.values())
    chosen = known or propose(table, facts)
    if known is None:
        place.write_text(dump_mapping(chosen, facts), encoding="utf-8")
        chosen = load_mapping(place, facts)
    people, problems = rows_to_facts(table, chosen, facts, today=on)
    people, contradictions = _add_implied(people, chosen, edition.catalogue)
    people, more = RowChecks(chosen, edition.catalogue, max(on, decided)).sort(people)
    problems += [*contradictions, *more]
    bad = _bad_rows(table, chosen, problems)
    if len(people) + len(bad) != len(table.rows):
        raise AnSinhError(
            "rows",
            N_("{rows} rows were read, but {people} people and {bad} bad rows came of them: this is a fault of ours."),
            rows=len(table.rows),
            people=len(people),
            bad=len(bad),
        )
    return Intake(path, digest, table, chosen, place, known is None, people, bad)


def _table(path: Path, known: ListMapping | None, facts: Iterable[FactLike]) -> Table:
    headings = known.headings() if known else tuple(text for fact in facts for text in (fact.label, *fact.aliases))
    return read_table(path, sheet=known.sheet if known else None, headings=headings)


def _digest(path: Path) -> str:
    """SHA-256 of the file, '' when it cannot be opened (reading it says why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _add_implied(
    people: list[Person], mapping: ListMapping, catalogue: Catalogue
) -> tuple[list[Person], list[RowProblem]]:
    """Add what a person's facts imply (an amount of pension says that there is a pension); who contradicts is bad."""
    implying = [fact for fact in catalogue.facts.values() if fact.implies]
    columns = {fact: item.column for item in reversed(mapping.columns) for fact in item.facts()}
    kept, problems = [], []
    for person in people:
        found = []
        for fact in implying:
            value = person.facts.get(fact.name, fact.no)
            if value is None or value == fact.no:
                continue
            for other, then in fact.implies.items():
                if person.facts.setdefault(other, then) != then:
                    found.append(_contradiction(person, columns[fact.name], value, (fact.name, other), catalogue))
        problems += found
        kept += [] if found else [person]
    return kept, problems


def _contradiction(
    person: Person, column: str, value: object, names: tuple[str, str], catalogue: Catalogue
) -> RowProblem:
    name, other = (fact_label(each, catalogue) for each in names)
    template = N_("{other} contradicts {name}; one of the two is wrong")
    params: dict[str, object] = {"name": name, "other": other}
    return RowProblem(person.row, column, str(value), person.household, "contradiction", template, params)


def _bad_rows(table: Table, mapping: ListMapping, problems: Iterable[RowProblem]) -> list[BadRow]:
    """One entry per row, with all that is wrong with it."""
    by_row: dict[int, list[RowProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    place = table.index().get(mapping.id_column or "")
    rows = {row.number: row for row in table.rows if row.number in by_row}
    return [BadRow(number, tuple(found), _number_in(rows[number], place)) for number, found in sorted(by_row.items())]


def _number_in(row: SourceRow, place: int | None) -> str:
    """The digits that stand in the column of the number, so that another month's roll can find this row."""
    text = "" if place is None else as_text(row.cells[place])
    return text.zfill(12) if text.isdigit() and len(text) > 9 else text
