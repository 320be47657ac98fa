"""The registers over REST, version 1: read only, through the same selectors as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.throttling import AuthRateThrottle

from ansinh.api.access import Caller, Token, opened
from ansinh.api.shapes import (
    ChangeOut,
    ChangesPage,
    EntryOut,
    HouseholdOut,
    MemberOut,
    PeoplePage,
    PersonBrief,
    PersonOut,
)
from ansinh.kernel.accounts.purposes import look
from ansinh.kernel.tokens.services import Scope
from ansinh.registry.changes.naming import named
from ansinh.registry.changes.selectors import changes
from ansinh.registry.ledger.moments import Moment, end_of
from ansinh.registry.offices.selectors import today
from ansinh.registry.pages.selectors import household_page, person_page
from ansinh.registry.people.search import find_people
from ansinh.registry.people.selectors import Member, households, people

PAGE: Final = 100

api = NinjaAPI(
    title="An Sinh",
    version="1",
    description="Registers of a province's social-affairs sector: people, households, changes.",
    auth=Token(),
    throttle=[AuthRateThrottle("600/m")],
    docs_url=None,  # its page loads scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)


@api.get("/people", response=PeoplePage, summary="Find people by name, number, commune, year of birth")
def find(request: HttpRequest, q: str, after: str = "") -> Any:
    """Search first: there is no list of everybody. `q` is what one types into the page's search."""
    found = find_people(opened(_caller(request), Scope.PEOPLE), q, after=after)
    if found is None:
        raise HttpError(422, "q holds nothing to look for.")
    return {"people": [_brief(person) for person in found.people], "after": found.after}


@api.get("/people/{code}", response=PersonOut, summary="One person as of a day, as known at the end of a day")
def person(request: HttpRequest, code: str, on: date | None = None, known: date | None = None) -> Any:
    """Sensitive entries are counted in `hidden` until the header `X-Purpose` says why they are looked at."""
    viewer = opened(_caller(request), Scope.PEOPLE, about=code)
    who = people(viewer).filter(code=code).first()
    if who is None:
        raise Http404
    page = person_page(viewer, who, _moment(on, known))
    if page.sensitive:
        look(viewer=viewer, person=who, kinds=page.sensitive, place_code=who.commune.code)
    return PersonOut(
        code=who.code,
        full_name=page.name,
        birth_date=page.identity.birth_date if page.identity else "",
        sex=page.identity.sex if page.identity else "",
        numbers=[row.number for row in page.numbers],
        death_date=page.death.died_on if page.death else "",
        household=page.membership.household.code if page.membership else None,
        commune=page.home.commune.key if page.home else None,
        members=[_member(member) for member in page.members],
        entries=[_entry(entry) for entry in page.timeline.entries],
        hidden=page.timeline.hidden,
    )


@api.get("/households/{code}", response=HouseholdOut, summary="One household as of a day, as known at the end of a day")
def household(request: HttpRequest, code: str, on: date | None = None, known: date | None = None) -> Any:
    """Its members, where it lived, and its entries."""
    viewer = opened(_caller(request), Scope.PEOPLE)
    home = households(viewer).filter(code=code).first()
    if home is None:
        raise Http404
    page = household_page(viewer, home, _moment(on, known))
    return HouseholdOut(
        code=home.code,
        commune=page.home.commune.key if page.home else None,
        village=page.home.village if page.home else "",
        members=[_member(member) for member in page.members],
        entries=[_entry(entry) for entry in page.timeline.entries],
        hidden=page.timeline.hidden,
    )


@api.get("/changes", response=ChangesPage, summary="Changes of the registers, newest first")
def list_changes(request: HttpRequest, state: str = "", after: str = "") -> Any:
    """`state` is one of proposed, applied, refused, withdrawn, undone."""
    viewer = opened(_caller(request), Scope.CHANGES)
    rows = changes(viewer).order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if after:
        last = rows.model.objects.filter(code=after).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=last or 0)
    found = [named(viewer, row) for row in rows[: PAGE + 1]]
    shown = found[:PAGE]
    return {
        "changes": [
            ChangeOut(
                code=row.change.code,
                kind=row.kind,
                title=row.title,
                state=row.change.state,
                person=row.change.person.code if row.change.person else None,
                place=row.change.place.key if row.change.place else None,
                proposed_at=row.change.proposed_at,
                known_at=row.change.known_at,
            )
            for row in shown
        ],
        "after": shown[-1].change.code if len(found) > PAGE else "",
    }


def _caller(request: Any) -> Caller:
    """The same request, its token read; answers are in Vietnamese whatever the program's machine prefers."""
    translation.activate("vi")
    caller: Caller = request
    return caller


def _moment(on: date | None, known: date | None) -> Moment:
    return Moment(on or today(), end_of(known) if known else None, on, known)


def _brief(person: Any) -> PersonBrief:
    return PersonBrief(
        code=person.code,
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        commune=person.commune.key,
        village=person.village,
        household=person.household.code if person.household else None,
        death_date=person.death_date,
    )


def _member(member: Member) -> MemberOut:
    return MemberOut(
        code=member.membership.person.code,
        full_name=member.name,
        birth_date=member.birth_date,
        relation=member.membership.relation,
    )


def _entry(entry: Any) -> EntryOut:
    return EntryOut(
        kind=entry.kind,
        text=f"{entry.title}: {entry.text}" if entry.text else str(entry.title),
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        known_from=entry.recorded,
        paper=str(entry.paper) if entry.paper else "",
        change=entry.change,
    )
