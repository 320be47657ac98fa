"""Who is who in the lists of two months: the identity number, else the name as it is spelt, birth and place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import FactLike, ListMapping, Person
from ansinh.kernel.mapping.cells import read_cell
from ansinh.kernel.sheets import SourceRow, as_text
from ansinh.kernel.text import clean, tidy_name
from ansinh.lawdesk.roll.model import Intake

BIRTH = "birth_date"
_UNNUMBERED, _ALONE = "row-", "person:"
# Grave, acute, tilde, hook, dot below: written on one vowel or the next ('hoà', 'hòa'), and the same word either way.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def number_of(person_id: str) -> str:
    """The identity number (or other code of the list) in a person's id; '' when the row had none."""
    return "" if person_id.startswith(_UNNUMBERED) else person_id


def key_of(person: Person, mapping: ListMapping) -> str:
    """Who this is in the list of another month: the number, else name, birth, commune, and household or village."""
    if mapping.id_column and number_of(person.id):
        return person.id
    place = person.section if person.household.startswith(_ALONE) else person.household
    parts = (spelt(person.name), str(person.facts.get(BIRTH, "")), spelt(person.commune), spelt(place))
    return "|".join(parts)


def unique_keys(intake: Intake) -> dict[int, str]:
    """The key of each row; namesakes whom nothing tells apart are told apart by their order."""
    seen: dict[str, int] = {}
    keys = {}
    for person in intake.people:
        key = key_of(person, intake.mapping)
        seen[key] = seen.get(key, 0) + 1
        keys[person.row] = key if seen[key] == 1 else f"{key}#{seen[key]}"
    return keys


def spelt(text: str) -> str:
    """A name for comparing: diacritics are kept, capitals, spaces and the place of the tone mark make no difference."""
    return " ".join(map(_word, clean(text).casefold().split(" ")))


def _word(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in marks if mark in _TONES)
    return "".join(mark for mark in marks if mark not in _TONES) + tones


def name_and_birth(name: str, facts: Mapping[str, object]) -> str:
    """What may still tell who somebody is when the number is broken; '' unless name and birth are both known."""
    birth = facts.get(BIRTH)
    return f"{spelt(name)}|{birth}" if name and birth else ""


def bad_people(intake: Intake, facts: Mapping[str, FactLike]) -> dict[int, tuple[str, dict[str, object]]]:
    """Name and, as far as it can be read, birth on each bad row, by the row's number."""
    places = intake.table.index()
    wanted = {bad.number for bad in intake.bad}
    found = {}
    for row in intake.table.rows:
        if row.number in wanted:
            place = places.get(intake.mapping.name or "")
            name = "" if place is None else tidy_name(as_text(row.cells[place]))
            found[row.number] = (name, _birth(row, intake.mapping, places, facts))
    return found


def _birth(
    row: SourceRow, mapping: ListMapping, places: Mapping[str, int], facts: Mapping[str, FactLike]
) -> dict[str, object]:
    for column in mapping.columns:
        cell = row.cells[places[column.column]]
        if BIRTH in column.facts() and cell is not None:
            try:
                read = read_cell(cell, column, facts)
            except AnSinhError:
                continue
            if read and read.get(BIRTH):
                return {BIRTH: read[BIRTH]}
    return {}
