"""Keeping offices: founded, gone on under another name, ended; functions handed over; counters; who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import ADMINISTRATOR, SPECIALIST, Viewer
from ansinh.registry.administration import offices as acts
from ansinh.registry.administration.errors import AdministrationError
from ansinh.registry.administration.selectors import branches_of, lineage, mandates, offices_kept, places_today
from ansinh.registry.offices.models import Function, IntakePoint, Mandate, Office, Posting
from ansinh.registry.offices.selectors import today
from tests.cast import Cast, office, officer, viewer

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def refused(code: str) -> Any:
    return pytest.raises(AdministrationError, check=lambda error: error.code == code)


@pytest.fixture
def keeper(everyone: Cast) -> Viewer:
    return viewer(everyone.admin)


@pytest.fixture
def health(everyone: Cast) -> Office:
    return Office.objects.get(code="SYT-38")


@pytest.fixture
def interior(everyone: Cast) -> Office:
    return Office.objects.get(code="SNV-38")


def last() -> tuple[str, str, str]:
    entry = AuditEntry.objects.latest("number")
    return entry.action, entry.subject_code, entry.detail


def held(function: str) -> list[tuple[str, date | None, date | None]]:
    rows = Mandate.objects.filter(function=function).order_by("starts_on")
    return list(rows.values_list("office__code", "starts_on", "ends_on"))


def test_an_administrator_keeps_the_offices_of_the_own_territory(everyone: Cast, keeper: Viewer) -> None:
    kept = set(offices_kept(keeper).values_list("code", flat=True))
    assert kept == {"SYT-38", "SNV-38", "TTT-38", "UBND-99101", "UBND-99102"}
    commune = officer("xa", "Lò Văn Xa", Office.objects.get(code="UBND-99101"), ADMINISTRATOR)
    assert [each.code for each in offices_kept(viewer(commune))] == ["UBND-99101"]
    assert [each.name for each in places_today(viewer(commune))] == ["An Bình"]
    whole = officer("ca-nuoc", "Lò Thị Cả", office("BYT", "Bộ Y tế", None), ADMINISTRATOR)
    assert offices_kept(viewer(whole)).count() == Office.objects.count()
    for other in (everyone.van, everyone.director, everyone.inspector, everyone.stranger):
        assert not offices_kept(viewer(other)).exists()


def test_a_new_office_holds_nothing_yet(everyone: Cast, keeper: Viewer, health: Office) -> None:
    made = acts.found_office(
        viewer=keeper, code="CCDS-38", name="Chi cục Dân số", short_name="Chi cục DS", starts_on=MAY,
        parent=health, place=everyone.province,
    )  # fmt: skip
    assert last() == ("office-founded", "CCDS-38", "Chi cục Dân số; 2026-05-01")
    assert (made.parent, made.place, made.starts_on, made.mandates.count()) == (health, everyone.province, MAY, 0)
    again = {"name": "Khác", "short_name": "Khác", "starts_on": MAY}
    with refused("office-code-taken"):
        acts.found_office(viewer=keeper, code="CCDS-38", place=everyone.province, **again)
    for place in (everyone.yen_lac, None):
        with refused("office-not-yours"):
            acts.found_office(viewer=keeper, code="X-1", place=place, **again)
    with refused("office-not-yours"):
        acts.found_office(viewer=viewer(everyone.van), code="X-1", place=everyone.an_binh, **again)
    assert not Office.objects.filter(code="X-1").exists()


def test_a_function_is_handed_over_in_one_act(keeper: Viewer, health: Office, interior: Office) -> None:
    given = {"viewer": keeper, "function": Function.CHILDREN, "on": JUNE, "source": "QĐ 12/QĐ-UBND"}
    acts.hand_over_function(giver=health, taker=interior, **given)
    assert held(Function.CHILDREN) == [("SYT-38", date(2025, 7, 1), JUNE), ("SNV-38", JUNE, None)]
    told = list(AuditEntry.objects.order_by("-number").values_list("action", "subject_code")[:2])
    assert told == [("function-given", "SNV-38"), ("function-handed-over", "SYT-38")]
    with refused("function-not-held"):
        acts.hand_over_function(giver=health, taker=interior, **given)
    with refused("function-same-office"):
        acts.hand_over_function(giver=interior, taker=interior, **given)
    # It may come back later, and on the very day it is with the other.
    back = acts.hand_over_function(giver=interior, taker=health, **{**given, "on": JUNE + timedelta(days=30)})
    assert (back.office, back.source) == (health, "QĐ 12/QĐ-UBND")


def test_a_function_is_not_handed_over_to_whom_it_cannot_go(
    everyone: Cast, keeper: Viewer, health: Office, interior: Office
) -> None:
    given = {"viewer": keeper, "function": Function.CHILDREN, "source": "QĐ 12"}
    before = held(Function.CHILDREN)
    with refused("office-not-yours"):
        acts.hand_over_function(giver=health, taker=Office.objects.get(code="SYT-40"), on=JUNE, **given)
    later = acts.found_office(
        viewer=keeper, code="MOI-38", name="Sở mới", short_name="Sở mới", starts_on=JUNE, place=everyone.province
    )
    with refused("office-not-then"):
        acts.hand_over_function(giver=health, taker=later, on=MAY, **given)
    acts.give_function(viewer=keeper, office=interior, function=Function.CHILDREN, starts_on=MAY, source="QĐ 11")
    with refused("function-held-already"):
        acts.hand_over_function(giver=health, taker=interior, on=JUNE, **given)
    assert [row for row in held(Function.CHILDREN) if row[0] == "SYT-38"] == before


def test_nobody_widens_their_own_rights_by_a_function(everyone: Cast, keeper: Viewer, interior: Office) -> None:
    Posting.objects.create(user=everyone.admin, office=interior, role=SPECIALIST, starts_on=date(2025, 7, 1))
    for begins in (JUNE, None):
        with refused("function-yourself"):
            acts.give_function(viewer=keeper, office=interior, function=Function.GENDER, starts_on=begins, source="QĐ")
    assert held(Function.GENDER) == []


def test_a_function_can_be_given_and_ended(keeper: Viewer, health: Office) -> None:
    made = acts.give_function(viewer=keeper, office=health, function=Function.GENDER, starts_on=MAY, source="QĐ 9")
    with refused("function-held-already"):
        acts.give_function(viewer=keeper, office=health, function=Function.GENDER, starts_on=None, source="QĐ 9")
    with refused("before-start"):
        acts.end_function(viewer=keeper, mandate=made, on=MAY - timedelta(days=1))
    acts.end_function(viewer=keeper, mandate=made, on=JUNE, source="QĐ 10")
    assert last() == ("function-ended", "SYT-38", "gender; 2026-06-01; QĐ 10")
    assert held(Function.GENDER) == [("SYT-38", MAY, JUNE)]
    with refused("already-ended"):
        acts.end_function(viewer=keeper, mandate=made, on=JUNE)
    after = acts.give_function(viewer=keeper, office=health, function=Function.GENDER, starts_on=JUNE, source="QĐ")
    assert after.starts_on == JUNE


def test_an_office_goes_on_under_another_name(everyone: Cast, keeper: Viewer, health: Office) -> None:
    acts.open_intake_point(viewer=keeper, office=health, name="Bộ phận một cửa", address="", place=None, starts_on=MAY)
    branch = acts.found_office(
        viewer=keeper, code="CC-38", name="Chi cục", short_name="CC", starts_on=MAY, parent=health,
        place=everyone.province,
    )  # fmt: skip
    named = {"code": "SYTXH-38", "name": "Sở Y tế và Xã hội", "short_name": "Sở YT-XH", "place": everyone.province}
    with refused("office-begins-later"):
        acts.continue_office(viewer=keeper, office=health, on=date(2026, 4, 1), **named)
    new = acts.continue_office(viewer=keeper, office=health, on=JUNE, **named)
    health.refresh_from_db()
    assert (health.ends_on, health.name, new.starts_on, new.ends_on, new.replaces) == (
        JUNE, "Sở Y tế", JUNE, None, health,
    )  # fmt: skip
    assert ("SYT-38", date(2025, 7, 1), JUNE) in held(Function.SOCIAL)
    assert ("SYTXH-38", JUNE, None) in held(Function.SOCIAL)
    point = IntakePoint.objects.get(office=new)
    assert (point.name, point.starts_on, IntakePoint.objects.get(office=health).ends_on) == (
        "Bộ phận một cửa", JUNE, JUNE,
    )  # fmt: skip
    # Who served goes on serving, with the same rights.
    assert viewer(everyone.van).scopes
    served = Posting.objects.filter(user=everyone.van).order_by("pk").values_list("office__code", "ends_on")
    assert list(served) == [("SYT-38", JUNE), ("SYTXH-38", None)]
    assert lineage(new) == [health]
    assert list(branches_of(new)) == [branch]
    assert last()[:2] == ("office-continued", "SYT-38")
    with refused("already-ended"):
        acts.continue_office(viewer=keeper, office=health, on=JUNE, **{**named, "code": "Y-38"})


def test_an_office_ends_once_its_functions_are_with_others(
    everyone: Cast, keeper: Viewer, health: Office, interior: Office
) -> None:
    acts.open_intake_point(viewer=keeper, office=health, name="Một cửa", address="", place=None, starts_on=MAY)
    with refused("office-holds-functions"):
        acts.end_office(viewer=keeper, office=health, on=JUNE)
    with refused("before-start"):
        acts.end_office(viewer=keeper, office=health, on=date(2025, 7, 1))
    for function in (Function.SOCIAL, Function.CHILDREN, Function.POVERTY):
        acts.hand_over_function(viewer=keeper, function=function, giver=health, taker=interior, on=JUNE, source="QĐ 20")
    later = acts.open_intake_point(
        viewer=keeper, office=health, name="Điểm mới", address="", place=None, starts_on=JUNE + timedelta(days=9)
    )
    with refused("office-begins-later"):
        acts.end_office(viewer=keeper, office=health, on=JUNE)
    acts.close_intake_point(viewer=keeper, point=later, on=JUNE + timedelta(days=9))
    acts.end_office(viewer=keeper, office=health, on=JUNE, source="QĐ 20")
    health.refresh_from_db()
    assert (health.ends_on, last()) == (JUNE, ("office-ended", "SYT-38", "2026-06-01; QĐ 20"))
    assert not Posting.objects.filter(office=health).exclude(ends_on=JUNE).exists()
    assert IntakePoint.objects.get(office=health, name="Một cửa").ends_on == JUNE
    assert viewer(everyone.van).scopes == ()


def test_counters_open_and_close(everyone: Cast, keeper: Viewer, health: Office) -> None:
    given = {"viewer": keeper, "office": health, "name": "Một cửa An Bình", "address": "Thôn 1", "starts_on": MAY}
    with refused("office-not-yours"):
        acts.open_intake_point(place=everyone.yen_lac, **given)
    with refused("office-not-then"):
        acts.open_intake_point(place=everyone.an_binh, **{**given, "starts_on": date(2020, 1, 1)})
    point = acts.open_intake_point(place=everyone.an_binh, **given)
    assert last() == ("intake-point-opened", "SYT-38", "Một cửa An Bình; 2026-05-01")
    acts.close_intake_point(viewer=keeper, point=point, on=JUNE)
    point.refresh_from_db()
    assert (point.ends_on, last()[0]) == (JUNE, "intake-point-closed")
    with refused("already-ended"):
        acts.close_intake_point(viewer=keeper, point=point, on=JUNE)


def test_everybody_sees_who_is_in_charge_in_their_province(everyone: Cast) -> None:
    assert set(mandates(viewer(everyone.hoa)).values_list("office__code", flat=True)) == {
        "SYT-38", "SNV-38", "TTT-38", "UBND-99101", "UBND-99102",
    }  # fmt: skip
    assert mandates(viewer(everyone.stranger)).count() == Mandate.objects.count()
    assert today() > MAY
