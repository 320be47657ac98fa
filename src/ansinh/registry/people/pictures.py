"""Today's picture of people and households, kept in plain columns for search; derived from the ledger's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from ansinh.kernel.text import fold
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.people.models import (
    Death,
    Household,
    Identity,
    Membership,
    NumberKind,
    Person,
    PersonNumber,
    Relation,
    Residence,
)

_AT_ONCE = 2000


def sort_key(full_name: str) -> str:
    """What people are sorted by: the given name, then the rest, both folded. 'Lê Thị Đào' → 'dao le thi'."""
    words = fold(full_name).split()
    return " ".join([*words[-1:], *words[:-1]])


def refresh_pictures(*, people: Collection[int] = (), households: Collection[int] = (), on: date | None = None) -> None:
    """Draw the pictures anew from the rows that hold on a day (today when left out).

    Args:
        people, households: primary keys; the members of the households are drawn too.
    """
    day = on or timezone.localdate()
    everyone = set(people)
    homes = set(households)
    for some in _in_batches(homes):
        _draw_households(some, day)
        everyone.update(_current(Membership, "household", some, day).values_list("person_id", flat=True))
    for some in _in_batches(everyone):
        _draw_people(some, day)


def _in_batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for begin in range(0, len(ordered), _AT_ONCE):
        yield ordered[begin : begin + _AT_ONCE]


def _current(model: type[Recorded], field: str, keys: list[int], day: date) -> Any:
    return model.objects.as_of(day).filter(**{f"{field}__in": keys})


def _draw_households(keys: list[int], day: date) -> None:
    homes = {row.household_id: row for row in _current(Residence, "household", keys, day).select_related("commune")}
    held = set(Residence.objects.known().filter(household__in=keys).values_list("household_id", flat=True))
    members = _current(Membership, "household", keys, day)
    heads = {row.household_id: row.person_id for row in members.filter(relation=Relation.HEAD)}
    drawn = list(Household.every.filter(pk__in=keys))
    for household in drawn:
        home = homes.get(household.pk)
        if home is not None:
            household.commune_id, household.province_id = home.commune_id, home.commune.parent_id
            household.village, household.address = home.village, home.address
        household.head_id = heads.get(household.pk)
        household.held = household.pk in held
    _write(Household, drawn, ["commune", "province", "village", "address", "head", "held"])


def _draw_people(keys: list[int], day: date) -> None:
    names = {row.person_id: row for row in _current(Identity, "person", keys, day)}
    held = set(Identity.objects.known().filter(person__in=keys).values_list("person_id", flat=True))
    numbers = {
        row.person_id: row.number
        for row in _current(PersonNumber, "person", keys, day).filter(kind=NumberKind.CITIZEN).order_by("pk")
    }
    deaths = {row.person_id: row.died_on for row in Death.objects.known().filter(person__in=keys)}
    homes = {
        row.person_id: row.household for row in _current(Membership, "person", keys, day).select_related("household")
    }
    drawn = list(Person.every.filter(pk__in=keys))
    for person in drawn:
        _draw(person, names.get(person.pk), homes.get(person.pk))
        person.citizen_id = numbers.get(person.pk, "")
        person.death_date = deaths.get(person.pk, "")
        person.held = person.pk in held
        if person.held:  # whoever was merged and is held again is somebody of their own
            person.merged_into = None
    _write(
        Person,
        drawn,
        ["full_name", "search_key", "sort_key", "sex", "birth_date", "citizen_id", "death_date", "commune", "province",
         "village", "household", "merged_into", "held"],
    )  # fmt: skip


def _write(model: type[Household] | type[Person], drawn: list[Any], fields: list[str]) -> None:
    """Write the pictures; an insert that meets its own row is many times quicker than an update of many cases."""
    model.every.bulk_create(drawn, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _draw(person: Person, name: Identity | None, home: Household | None) -> None:
    if name is not None:
        person.full_name, person.search_key, person.sort_key = (
            name.full_name,
            fold(name.full_name),
            sort_key(name.full_name),
        )
        person.sex, person.birth_date = name.sex, name.birth_date
    person.household = home
    if home is not None:
        person.commune_id, person.province_id, person.village = home.commune_id, home.province_id, home.village
