"""Territory × function: each officer reaches the rows of their postings, and no others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ansinh.kernel.accounts.http import Request, needs, signed_in
from ansinh.kernel.viewer import DECIDE, EXPORT, MERGE, PROPOSE, READ, Scope, Viewer
from ansinh.registry.ledger.models import Change
from ansinh.registry.offices.models import Function, Mandate, Posting
from ansinh.registry.people.models import Household, Person
from ansinh.registry.scope import function_of, reaches, within
from ansinh.registry.statuses.models import STATUSES, Merit
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db


def seen(who: Viewer, right: str = READ) -> set[str]:
    return set(within(who, right, Person.objects.all()).values_list("code", flat=True))


def codes(*people: Person) -> set[str]:
    return {each.code for each in people}


def test_a_commune_sees_itself_a_department_its_province(everyone: Cast) -> None:
    own = codes(everyone.tu, everyone.sau, everyone.na, everyone.lanh)
    assert seen(viewer(everyone.hoa)) == own
    assert seen(viewer(everyone.thu)) == codes(everyone.bay)
    assert seen(viewer(everyone.phuc)) == codes(everyone.chin)
    assert seen(viewer(everyone.van)) == seen(viewer(everyone.inspector)) == own | codes(everyone.bay)
    assert seen(viewer(everyone.neighbour)) == codes(everyone.chin)
    assert seen(Viewer(0, "Bộ", (Scope("inspector", "*", None, None),))) == codes(
        everyone.tu, everyone.sau, everyone.na, everyone.lanh, everyone.bay, everyone.chin
    )


def test_without_the_right_or_a_posting_nothing_is_seen(everyone: Cast) -> None:
    assert seen(viewer(everyone.stranger)) == set()
    assert seen(viewer(everyone.admin)) == set()
    assert seen(viewer(everyone.hoa), MERGE) == set()
    assert seen(viewer(everyone.kien), PROPOSE) == set()


def test_two_postings_reach_both_places(everyone: Cast) -> None:
    first = Posting.objects.get(user=everyone.thu)
    Posting.objects.create(user=everyone.hoa, office=first.office, role=first.role)
    assert seen(viewer(everyone.hoa)) == codes(everyone.tu, everyone.sau, everyone.na, everyone.lanh, everyone.bay)
    Posting.objects.create(user=everyone.hoa, office=Posting.objects.get(user=everyone.neighbour).office, role="chief")
    assert codes(everyone.chin, everyone.tu) < seen(viewer(everyone.hoa))


def test_rows_that_name_their_place_in_another_way(everyone: Cast) -> None:
    changes = Change.objects.all()
    mine = within(viewer(everyone.thu), READ, changes, commune="place", province="place__parent")
    assert {each.place for each in mine} == {everyone.an_hoa}
    province = within(viewer(everyone.van), READ, changes, commune="place", province="place__parent")
    assert {each.place for each in province} == {everyone.an_binh, everyone.an_hoa}
    assert within(viewer(everyone.hoa), READ, Household.objects.all()).count() == 4


@pytest.mark.parametrize(("who", "sees"), [("dung", True), ("van", False), ("thu", True), ("hoa", False)])
def test_a_register_belongs_to_a_function(everyone: Cast, who: str, sees: bool) -> None:
    rows = within(
        viewer(getattr(everyone, who)),
        READ,
        Merit.objects.known(),
        function=function_of(Merit.KIND),
        commune="person__commune",
        province="person__province",
    )
    assert rows.exists() is sees


def test_every_register_has_a_function_of_the_state() -> None:
    assert {function_of(kind) for kind in STATUSES} == {
        Function.SOCIAL,
        Function.MERIT,
        Function.POVERTY,
        Function.CHILDREN,
        Function.LABOUR,
    }


def test_a_posting_reaches_no_function_that_its_office_does_not_hold(everyone: Cast) -> None:
    assert {scope.function for scope in viewer(everyone.director).scopes} == {"social", "children", "poverty"}
    assert not viewer(everyone.director).may(DECIDE, "merit")
    office = Posting.objects.get(user=everyone.van).office
    Mandate.objects.filter(office=office, function="social").update(ends_on="2026-01-01")
    assert not viewer(everyone.van).may(DECIDE, "social")
    assert viewer(everyone.van).may(DECIDE)
    Mandate.objects.filter(office=office).delete()
    assert not viewer(everyone.director).may(EXPORT, "children")
    assert viewer(everyone.director).may(EXPORT)


def test_reaching_a_place_before_there_is_a_row(everyone: Cast) -> None:
    assert reaches(viewer(everyone.hoa), PROPOSE, everyone.an_binh)
    assert not reaches(viewer(everyone.hoa), PROPOSE, everyone.an_hoa)
    assert not reaches(viewer(everyone.hoa), PROPOSE, everyone.province)
    assert reaches(viewer(everyone.van), DECIDE, everyone.province, function="social")
    assert not reaches(viewer(everyone.van), DECIDE, everyone.an_hoa, function="merit")
    assert not reaches(viewer(everyone.van), DECIDE, everyone.yen_lac)
    assert not reaches(viewer(everyone.van), DECIDE, everyone.other_province)


@needs(PROPOSE)
def proposing(request: Request) -> HttpResponse:
    return HttpResponse(request.viewer.name)


@signed_in
def anybody(request: Request, word: str) -> HttpResponse:
    return HttpResponse(f"{request.user.username} {word}")


def asked(who: Viewer | None, method: str = "GET", **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, "/nguoi/?q=tu", headers=headers)
    request.user = AnonymousUser()
    if who is not None:
        request.viewer = who  # type: ignore[attr-defined]
    return request


def test_the_door_of_a_view(everyone: Cast) -> None:
    assert proposing(asked(viewer(everyone.hoa))).content == everyone.hoa.full_name.encode()  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        proposing(asked(viewer(everyone.kien)))
    to_sign_in = proposing(asked(None))
    assert (to_sign_in.status_code, to_sign_in["Location"]) == (302, "/dang-nhap/?next=/nguoi/%3Fq%3Dtu")
    assert proposing(asked(None, "POST"))["Location"] == "/dang-nhap/?next="
    fragment = proposing(asked(None, HX_Request="true"))
    assert (fragment.status_code, fragment["HX-Redirect"]) == (401, "/dang-nhap/")
    request = asked(viewer(everyone.stranger))
    request.user = everyone.stranger
    assert anybody(request, "đây").content == "khach đây".encode()  # type: ignore[attr-defined]
