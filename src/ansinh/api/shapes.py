"""What the registers look like from outside. Codes are those of the pages; numbers of rows never leave the house."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema


class PlaceOut(Schema):
    """One administrative unit."""

    key: str
    code: str
    level: str
    kind: str
    name: str
    parent: str | None
    starts_on: date | None
    ends_on: date | None


class PersonBrief(Schema):
    """One person in a list, as the registers hold them today."""

    code: str
    full_name: str
    birth_date: str
    sex: str
    commune: str
    village: str
    household: str | None
    death_date: str


class PeoplePage(Schema):
    """One page of people; `after` asks for the next one and is blank on the last."""

    people: list[PersonBrief]
    after: str


class MemberOut(Schema):
    """One member of a household."""

    code: str
    full_name: str
    birth_date: str
    relation: str


class EntryOut(Schema):
    """One entry of the registers, with both clocks and its paper."""

    kind: str
    text: str
    starts_on: date | None
    ends_on: date | None
    known_from: datetime
    paper: str
    change: str


class PersonOut(Schema):
    """One person as of a day, as known at a moment. `hidden`: entries that need a purpose."""

    code: str
    full_name: str
    birth_date: str
    sex: str
    numbers: list[str]
    death_date: str
    household: str | None
    commune: str | None
    members: list[MemberOut]
    entries: list[EntryOut]
    hidden: int


class HouseholdOut(Schema):
    """One household as of a day, as known at a moment."""

    code: str
    commune: str | None
    village: str
    members: list[MemberOut]
    entries: list[EntryOut]
    hidden: int


class ChangeOut(Schema):
    """One change of the registers."""

    code: str
    kind: str
    title: str
    state: str
    person: str | None
    place: str | None
    proposed_at: datetime
    known_at: datetime | None


class ChangesPage(Schema):
    """One page of changes, newest first; `after` asks for the next one and is blank on the last."""

    changes: list[ChangeOut]
    after: str
