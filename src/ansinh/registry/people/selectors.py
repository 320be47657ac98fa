"""Which people and households a viewer may see, and what the registers held of their identity at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from ansinh.kernel.partial_dates import PartialDateError, parse_iso
from ansinh.kernel.sheets.citizen_ids import CitizenIdError, read_citizen_id
from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.people.models import Household, Identity, Membership, NumberKind, Person, PersonNumber, Relation
from ansinh.registry.scope import within

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ansinh.registry.ledger.moments import Moment


def people(viewer: Viewer, right: str = READ) -> QuerySet[Person]:
    """People of the viewer's territory, today's picture."""
    return within(viewer, right, Person.objects.select_related("commune", "province", "household"))


def households(viewer: Viewer, right: str = READ) -> QuerySet[Household]:
    """Households of the viewer's territory, today's picture."""
    return within(viewer, right, Household.objects.select_related("commune", "province", "head"))


@dataclass
class Member:
    """One person in one household, as of a moment."""

    membership: Membership
    identity: Identity | None
    died_on: str = ""

    @cached_property
    def name(self) -> str:
        """The name of that moment; today's when the registers held none then."""
        return self.identity.full_name if self.identity else self.membership.person.full_name

    @property
    def birth_date(self) -> str:
        return self.identity.birth_date if self.identity else ""


def members(viewer: Viewer, household: Household, moment: Moment) -> list[Member]:
    """Who lived in a household then, its head first, then by age."""
    held = Membership.objects.as_of(moment.day, moment.known).filter(household=household).select_related("person")
    rows = list(within(viewer, READ, held, commune="household__commune", province="household__province"))
    names = identities([row.person_id for row in rows], moment)
    found = [Member(row, names.get(row.person_id)) for row in rows]
    return sorted(
        found,
        key=lambda member: (
            member.membership.relation != Relation.HEAD,
            member.birth_date or "9999",
            member.membership.pk,
        ),
    )


def identities(keys: Iterable[int], moment: Moment) -> dict[int, Identity]:
    """Person's key → what they were called then."""
    rows = Identity.objects.as_of(moment.day, moment.known).filter(person__in=list(keys))
    return {row.person_id: row for row in rows}


def number_warnings(numbers: Iterable[PersonNumber], identity: Identity | None) -> list[CitizenIdError]:
    """What a citizen's number says that the person's birth, sex or the list of provinces contradicts."""
    found = []
    for row in numbers:
        if row.kind == NumberKind.CITIZEN:
            warning = number_warning(row.number, identity.birth_date, identity.sex) if identity else None
            found.extend([warning] if warning else [])
    return found


def number_warning(number: str, birth_date: str, sex: str) -> CitizenIdError | None:
    """The same for one number: a warning, never a refusal, since offices issue wrong numbers too."""
    try:
        birth = parse_iso(birth_date) if birth_date else None
    except PartialDateError:
        birth = None
    try:
        read_citizen_id(number, birth=birth, sex=sex or None)
    except CitizenIdError as warning:
        return warning
    return None
