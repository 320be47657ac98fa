"""Which person of the registers a row means: certain by number, or by name, whole birth date and village; else asked.

Name and birth date alone never settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ansinh.kernel.text import fold
from ansinh.registry.imports import reasons
from ansinh.registry.imports.models import ImportRow, Who
from ansinh.registry.imports.reasons import Reason
from ansinh.registry.people.models import NumberKind, Person, PersonNumber
from ansinh.registry.places.models import Place

CERTAIN = "certain"  # the rows mean this person
ASK = "ask"  # perhaps this one
OUTSIDE = "outside"  # held, but not in the territory of the list
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row means. `by_number`: a number says so. `candidates`: all that may be meant, the likeliest first."""

    how: str
    person: Person | None = None
    by_number: bool = False
    reason: Reason | None = None
    candidates: tuple[Person, ...] = ()


NO_MATCH = Match(NOBODY)


@dataclass(slots=True)
class _Known:
    """What the registers hold about the numbers and names of some rows."""

    by_number: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[tuple[str, int], list[Person]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, Person] = field(default_factory=dict)


def match_rows(rows: Sequence[ImportRow], place: Place) -> dict[int, Match]:
    """Whom each row means, by its number in the file; what an officer decided about a row counts.

    Args:
        rows: some rows of one list, a few thousand at most. place: the territory of the list.
    """
    known = _load(rows)
    return {row.number: _match(row, known, place) for row in rows}


def repeated(rows: Iterable[ImportRow]) -> dict[int, int]:
    """Rows that name the same person as an earlier row of the list: number of the row → number of the earlier one."""
    first: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    for row in rows:
        keys: list[tuple[str, ...]] = [(number,) for number in (row.citizen_id, row.old_id) if number]
        if not keys:
            keys = [(fold(row.full_name), row.birth_date, str(row.commune_id), fold(row.village))]
        earlier = next((first[key] for key in keys if key in first), None)
        if earlier is not None:
            found[row.number] = earlier
        for key in keys:
            first.setdefault(key, row.number)
    return found


def _load(rows: Sequence[ImportRow]) -> _Known:
    known = _Known()
    numbers = {number for row in rows for number in (row.citizen_id, row.old_id) if number}
    held = PersonNumber.objects.known().filter(number__in=numbers, kind__in=(NumberKind.CITIZEN, NumberKind.OLD))
    for number, person in held.values_list("number", "person_id"):
        known.by_number[number].add(person)
    chosen = {row.person_id for row in rows if row.who == Who.KNOWN and row.person_id}
    keys = {person for people in known.by_number.values() for person in people} | chosen
    related = Person.objects.select_related("commune", "household")
    known.people = {person.pk: person for person in related.filter(pk__in=keys)}
    names = {fold(row.full_name) for row in rows if row.full_name}
    communes = {row.commune_id for row in rows if row.commune_id}
    for person in related.filter(search_key__in=names, commune__in=communes):
        known.people[person.pk] = person
        known.by_name[person.search_key, person.commune_id].append(person)
    return known


def _match(row: ImportRow, known: _Known, place: Place) -> Match:
    if row.who == Who.ANOTHER:
        return NO_MATCH
    if row.who == Who.KNOWN and row.person_id in known.people:
        return Match(CERTAIN, known.people[row.person_id])
    for number in (row.citizen_id, row.old_id):
        people = [known.people[pk] for pk in sorted(known.by_number.get(number, ())) if pk in known.people]
        if len(people) == 1:
            return _by_number(people[0], place)
        if people:
            inside = tuple(each for each in people if lies_in(each, place))
            return Match(ASK, inside[0] if inside else None, True, reasons.held_by_many(len(people)), inside)
    return _by_name(row, known)


def _by_number(person: Person, place: Place) -> Match:
    if not lies_in(person, place):
        return Match(OUTSIDE, None, True, reasons.HELD_ELSEWHERE)
    return Match(CERTAIN, person, True)


def lies_in(person: Person, place: Place) -> bool:
    """Whether a person lives in the territory of a list."""
    return place.pk in (person.commune_id, person.province_id)


def _by_name(row: ImportRow, known: _Known) -> Match:
    if row.commune_id is None:
        return NO_MATCH
    found = [
        person
        for person in known.by_name.get((fold(row.full_name), row.commune_id), ())
        if _births_agree(row.birth_date, person.birth_date) and _numbers_agree(row, person)
    ]
    if not found:
        return NO_MATCH
    sure = [person for person in found if _is_sure(row, person)]
    if len(sure) == 1 and len(found) == 1:
        return Match(CERTAIN, sure[0])
    best = (sure or found)[0]
    reason = reasons.perhaps(best.full_name, _shown(best.birth_date), len(found))
    return Match(ASK, best, False, reason, tuple(found))


def _is_sure(row: ImportRow, person: Person) -> bool:
    """The very day of birth – not a first of January, which stands for an unknown day – and the same village."""
    whole = len(row.birth_date) == 10 and not row.birth_date.endswith("-01-01")
    village = bool(row.village) and fold(row.village) == fold(person.village)
    return whole and row.birth_date == person.birth_date and village and row.sex in ("", person.sex)


def _births_agree(listed: str, held: str) -> bool:
    """Whether one may be a shorter or rough way to write the other."""
    if not listed or not held:
        return True
    if listed[:4] != held[:4]:
        return False
    rough = any(len(birth) < 10 or birth.endswith("-01-01") for birth in (listed, held))
    return rough or listed == held or sorted(listed.split("-")[1:]) == sorted(held.split("-")[1:])


def _numbers_agree(row: ImportRow, person: Person) -> bool:
    """Two numbers that differ in more than one digit are two people."""
    if not row.citizen_id or not person.citizen_id:
        return True
    return sum(left != right for left, right in zip(row.citizen_id, person.citizen_id, strict=False)) <= 1


def _shown(birth: str) -> str:
    return "/".join(reversed(birth.split("-")))
