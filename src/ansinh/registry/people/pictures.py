"""Today's picture of people and households, kept in plain columns for search; derived from the ledger's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ansinh.kernel.text import fold
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.ledger.statistics import look_again
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
# From so many on, what the database believes about the tables is out of date: just now none of these rows was held.
_MANY = 4 * _AT_ONCE


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
    if len(everyone) + len(homes) > _MANY:
        look_again((Identity, PersonNumber, Death, Membership, Residence))
    for some in _in_batches(homes):
        _draw_households(some, day)
        members = Membership.objects.as_of(day).filter(household__in=some)
        everyone.update(members.values_list("person_id", flat=True))
    for some in _in_batches(everyone):
        _draw_people(some, day)


def _in_batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for begin in range(0, len(ordered), _AT_ONCE):
        yield ordered[begin : begin + _AT_ONCE]


def _current(model: type[Recorded], day: date, **where: Any) -> Any:
    """Rows of the person or household that the outer query is about, the newest first."""
    return model.objects.as_of(day).filter(**where).order_by("-pk")


def _one(rows: Any, column: str, otherwise: Any) -> Coalesce:
    """A column of the first of these rows; something else where there is none."""
    return Coalesce(Subquery(rows.values(column)[:1]), otherwise)


def _draw_households(keys: list[int], day: date) -> None:
    home = _current(Residence, day, household=OuterRef("pk"))
    head = _current(Membership, day, household=OuterRef("pk"), relation=Relation.HEAD)
    Household.every.filter(pk__in=keys).update(
        commune=_one(home, "commune", F("commune")),
        province=_one(home, "commune__parent", F("province")),
        village=_one(home, "village", F("village")),
        address=_one(home, "address", F("address")),
        head=Subquery(head.values("person")[:1]),
        held=Exists(Residence.objects.known().filter(household=OuterRef("pk"))),
    )


def _draw_people(keys: list[int], day: date) -> None:
    """The database does it alone, but for names: only this program folds them."""
    name = _current(Identity, day, person=OuterRef("pk"))
    number = _current(PersonNumber, day, person=OuterRef("pk"), kind=NumberKind.CITIZEN)
    home = _current(Membership, day, person=OuterRef("pk"))
    held = Exists(Identity.objects.known().filter(person=OuterRef("pk")))
    people = Person.every.filter(pk__in=keys)
    _rename(people.annotate(now=Subquery(name.values("full_name")[:1])))
    people.update(
        sex=_one(name, "sex", F("sex")),
        birth_date=_one(name, "birth_date", F("birth_date")),
        citizen_id=_one(number, "number", Value("")),
        death_date=_one(Death.objects.known().filter(person=OuterRef("pk")).order_by("-pk"), "died_on", Value("")),
        household=Subquery(home.values("household")[:1]),
        commune=_one(home, "household__commune", F("commune")),
        province=_one(home, "household__province", F("province")),
        village=_one(home, "household__village", F("village")),
        held=held,
        # Whoever was merged and is held again is somebody of their own.
        merged_into=Case(When(held, then=None), default=F("merged_into")),
    )


def _rename(people: Any) -> None:
    """Write the names of those who are called something else `now`, and what they are found and sorted by."""
    renamed = list(people.filter(now__isnull=False).exclude(now=F("full_name")))
    for person in renamed:
        person.full_name, person.search_key, person.sort_key = person.now, fold(person.now), sort_key(person.now)
    Person.every.bulk_update(renamed, ["full_name", "search_key", "sort_key"], batch_size=500)
