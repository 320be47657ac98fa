"""People and households that come, go, join, part and are born into the registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from ansinh.kernel.codes import new_code
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import PROPOSE
from ansinh.registry.changes import errors as change_errors
from ansinh.registry.ledger.models import Change
from ansinh.registry.people.models import (
    Household,
    Identity,
    Membership,
    NumberKind,
    Person,
    PersonNumber,
    Relation,
    Residence,
)
from ansinh.registry.people.pictures import sort_key
from ansinh.registry.places.models import Place
from ansinh.registry.proposals import errors
from ansinh.registry.proposals.services import Draft, Row, ended, submit
from ansinh.registry.scope import reaches


@dataclass(frozen=True, slots=True)
class Home:
    """Where a household lives."""

    commune: Place
    village: str = ""
    address: str = ""


@transaction.atomic
def register_person(
    draft: Draft, identity: Identity, *, home: Home, citizen_id: str = "", household: Household | None = None,
    relation: str = Relation.HEAD, starts_on: date | None = None,
) -> Change:  # fmt: skip
    """A person whom the registers did not know, in a household that is there or in a new one of their own.

    Args:
        identity: without person. home: of the new household; that of the existing one counts otherwise.

    Raises:
        ChangeError: `change-not-yours` outside the viewer's territory.
    """
    if not reaches(draft.viewer, PROPOSE, household.commune if household else home.commune):
        raise change_errors.not_yours()
    sent = Change.objects.filter(code=draft.code).first() if draft.code else None
    if sent is not None:
        return submit(replace(draft, person=sent.person), [])
    where = Home(household.commune, household.village) if household else home
    assert where.commune.parent is not None
    person = Person.every.create(
        code=new_code("N"),
        full_name=identity.full_name,
        search_key=fold(identity.full_name),
        sort_key=sort_key(identity.full_name),
        commune=where.commune,
        province=where.commune.parent,
        village=where.village,
        held=False,
    )
    identity.person = person
    rows: list[Row] = [(identity, None)]
    if citizen_id:
        rows.append((PersonNumber(person=person, kind=NumberKind.CITIZEN, number=citizen_id), None))
    if household is None:
        household, homed = _new_household(where, starts_on)
        rows.append((homed, None))
    rows.append((Membership(person=person, household=household, relation=relation, starts_on=starts_on), None))
    return submit(replace(draft, person=person), rows)


@transaction.atomic
def join_household(draft: Draft, people: Sequence[tuple[Person, str]], household: Household, on: date) -> Change:
    """People leave the household they are in and are members of this one from a day on: joining, and merging two.

    Args:
        people: each with their relation to the head there.

    Raises:
        ChangeError: `same-household`.
    """
    rows: list[Row] = []
    for person, relation in people:
        left = _membership(person, on)
        if left is not None and left.household_id == household.pk:
            raise errors.same_household()
        rows.extend([(ended(left, on), left)] if left else [])
        rows.append((Membership(person=person, household=household, relation=relation, starts_on=on), None))
    return submit(draft, rows, stale=[row for row, _replaced in rows])


@transaction.atomic
def found_household(draft: Draft, people: Sequence[tuple[Person, str]], on: date, home: Home) -> Change:
    """People leave the household they are in and found one of their own: parting, and moving out alone.

    A home in another commune is decided by that commune's officers.
    """
    sent = Change.objects.filter(code=draft.code).exists() if draft.code else False
    if sent:
        return submit(draft, [])
    household, homed = _new_household(home, on)
    rows: list[Row] = [(homed, None)]
    for person, relation in people:
        left = _membership(person, on)
        rows.extend([(ended(left, on), left)] if left else [])
        rows.append((Membership(person=person, household=household, relation=relation, starts_on=on), None))
    return submit(replace(draft, place=_receiver(draft, home)), rows, stale=[row for row, _replaced in rows[1:]])


@transaction.atomic
def move_household(draft: Draft, household: Household, home: Home, on: date) -> Change:
    """A household moves as a whole; into another commune, its officers receive it and so apply the change."""
    rows: list[Row] = []
    left = Residence.objects.known().true_on(on).filter(household=household).first()
    if left is not None and left.starts_on != on:
        rows.append((ended(left, on), left))
        left = None
    homed = Residence(
        household=household, commune=home.commune, village=home.village, address=home.address, starts_on=on
    )
    rows.append((homed, left))
    return submit(replace(draft, place=_receiver(draft, home)), rows, stale=[homed])


def household_of(person: Person, on: date) -> Household:
    """The household that a person belongs to on a day.

    Raises:
        ChangeError: `no-household`.
    """
    held = _membership(person, on)
    if held is None:
        raise errors.no_household()
    return held.household


def _receiver(draft: Draft, home: Home) -> Place | None:
    subject = draft.person or draft.household
    leaving = subject is not None and subject.commune_id != home.commune.pk
    return home.commune if leaving and not reaches(draft.viewer, PROPOSE, home.commune) else None


def _membership(person: Person, on: date) -> Membership | None:
    found: Membership | None = (
        Membership.objects.known().true_on(on).filter(person=person).select_related("household").first()
    )
    return found


def _new_household(home: Home, on: date | None) -> tuple[Household, Residence]:
    assert home.commune.parent is not None
    household = Household.every.create(
        code=new_code("H"), commune=home.commune, province=home.commune.parent, village=home.village,
        address=home.address, held=False,
    )  # fmt: skip
    homed = Residence(
        household=household, commune=home.commune, village=home.village, address=home.address, starts_on=on
    )
    return household, homed
