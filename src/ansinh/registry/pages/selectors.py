"""What the page of a person or a household shows: as it was on a day, as the registers held it at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from ansinh.kernel.accounts.purposes import looks_at
from ansinh.kernel.viewer import Viewer
from ansinh.registry.changes.naming import Named, named, register_of
from ansinh.registry.ledger.models import Change, Recorded, State
from ansinh.registry.masking import ACCOUNT, ETHNICITY, shown, shown_kinds
from ansinh.registry.pages.timeline import Timeline, timeline
from ansinh.registry.people.models import (
    Contact,
    Death,
    Household,
    Identity,
    Kinship,
    Membership,
    PaymentAccount,
    Person,
    PersonNumber,
    Relation,
    Residence,
)
from ansinh.registry.people.selectors import Member, members, number_warnings
from ansinh.registry.people.selectors import identities as identities_of
from ansinh.registry.statuses.models import Poverty
from ansinh.registry.statuses.selectors import statuses_of_household, statuses_of_person

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.kernel.audit.models import AuditEntry
    from ansinh.kernel.sheets.citizen_ids import CitizenIdError
    from ansinh.registry.ledger.moments import Moment

LOOKS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Account:
    """A payment account as this viewer may see it."""

    row: PaymentAccount
    number: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything of one person on one screen, as of `moment`."""

    person: Person
    moment: Moment
    identity: Identity | None
    ethnicity: str
    numbers: list[PersonNumber]
    warnings: list[CitizenIdError]
    death: Death | None
    membership: Membership | None
    home: Residence | None
    members: list[Member]
    timeline: Timeline
    accounts: list[Account]
    contacts: list[Contact]
    kin: list[Kinship]
    kin_of: list[Kinship]
    waiting: list[Named]
    looks: list[AuditEntry]
    sensitive: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name of that moment."""
        return self.identity.full_name if self.identity else self.person.full_name


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """One household on one screen, as of `moment`."""

    household: Household
    moment: Moment
    home: Residence | None
    members: list[Member]
    left: list[Membership]
    poverty: Poverty | None
    timeline: Timeline
    waiting: list[Named]

    @property
    def head(self) -> Member | None:
        """Who headed it then."""
        return next((each for each in self.members if each.membership.relation == Relation.HEAD), None)


def person_page(viewer: Viewer, person: Person, moment: Moment) -> PersonPage:
    """The page of a person whom the viewer may see (`people.selectors.people`).

    Nothing on it but the changes that wait and who looked depends on anything later than `moment.known`.
    """
    memberships = _held(Membership, moment.known, person=person)
    identities = _held(Identity, moment.known, person=person)
    numbers, deaths = _held(PersonNumber, moment.known, person=person), _held(Death, moment.known, person=person)
    kin = _held(Kinship, moment.known, person=person)
    homes = _held(Residence, moment.known, household__in={row.household_id for row in memberships})
    member = next(_on(memberships, moment), None)
    identity = next(_on(identities, moment), None)
    statuses = statuses_of_person(viewer, person, moment.known)
    poverty = statuses_of_household(viewer, member.household, moment.known) if member else []
    accounts = list(_on(_held(PaymentAccount, moment.known, person=person), moment))
    kin_of = _held(Kinship, moment.known, relative=person)
    rows: list[Recorded] = [*identities, *numbers, *deaths, *memberships, *homes, *kin, *statuses, *poverty]
    _name_as_of([*kin, *kin_of, *statuses], moment)
    shown_line = timeline(viewer, rows, moment, "person")
    holding = list(_on(numbers, moment))
    waiting = _waiting(viewer, Q(person=person))
    kinds = (
        shown_line.kinds
        | {ETHNICITY}
        | {register_of(each.change) for each in waiting}
        | ({ACCOUNT} if accounts else set())
    )
    return PersonPage(
        person=person,
        moment=moment,
        identity=identity,
        ethnicity=shown(viewer, ETHNICITY, identity.ethnicity if identity else ""),
        numbers=holding,
        warnings=number_warnings(holding, identity),
        death=deaths[0] if deaths else None,
        membership=member,
        home=next((row for row in _on(homes, moment) if member and row.household_id == member.household_id), None),
        members=members(viewer, member.household, moment) if member else [],
        timeline=shown_line,
        accounts=[Account(row, shown(viewer, ACCOUNT, row.number)) for row in accounts],
        contacts=list(_on(_held(Contact, moment.known, person=person), moment)),
        kin=list(_on(kin, moment)),
        kin_of=list(_on(kin_of, moment)),
        waiting=waiting,
        looks=list(looks_at(person)[:LOOKS_SHOWN]),
        sensitive=shown_kinds(viewer, kinds),
    )


def household_page(viewer: Viewer, household: Household, moment: Moment) -> HouseholdPage:
    """The page of a household whom the viewer may see (`people.selectors.households`)."""
    homes = _held(Residence, moment.known, household=household)
    memberships = _held(Membership, moment.known, household=household)
    poverty = [row for row in statuses_of_household(viewer, household, moment.known) if isinstance(row, Poverty)]
    now = {row.person_id for row in _on(memberships, moment)}
    _name_as_of(memberships, moment)
    rows: list[Recorded] = [*homes, *memberships, *poverty]
    return HouseholdPage(
        household=household,
        moment=moment,
        home=next(_on(homes, moment), None),
        members=members(viewer, household, moment),
        left=[row for row in memberships if row.person_id not in now],
        poverty=next(_on(poverty, moment), None),
        timeline=timeline(viewer, rows, moment, "household"),
        waiting=_waiting(viewer, Q(household=household) | Q(person__household=household)),
    )


_WITH: dict[type[Recorded], tuple[str, ...]] = {
    Membership: ("person", "household"),
    Residence: ("commune",),
    Kinship: ("person", "relative"),
}


_NAMED = frozenset({"person", "relative", "carer", "of"})


def _held(model: type[Recorded], known: datetime | None, **whose: Any) -> list[Any]:
    rows = model.objects.known(known).filter(**whose)
    more = _WITH.get(model, ())
    return list(rows.select_related("change__paper", "change__proposed_by", *more).order_by("pk"))


def _name_as_of(rows: list[Any], moment: Moment) -> None:
    """Call the people whom rows name (kin, carers) by the names of that moment, not by today's."""
    named = [
        each
        for row in rows
        for field in row._meta.concrete_fields
        if field.name in _NAMED and field.is_cached(row) and (each := getattr(row, field.name)) is not None
    ]
    names = identities_of([each.pk for each in named], moment) if named else {}
    for each in named:
        each.full_name = names[each.pk].full_name if each.pk in names else each.full_name


def _on(rows: list[Any], moment: Moment) -> Any:
    day = moment.day
    return (
        row
        for row in rows
        if (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or row.ends_on > day)
    )


def _waiting(viewer: Viewer, whose: Q) -> list[Named]:
    found = (
        Change.objects.filter(whose, state=State.PROPOSED)
        .select_related("person", "household", "proposed_by", "paper", "place", "undoes")
        .order_by("proposed_at")
    )
    return [named(viewer, change) for change in found]
