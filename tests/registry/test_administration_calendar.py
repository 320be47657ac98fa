"""The working calendar: who may change it, what a change moves, a year's proposal, the end of a term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.calendar import WorkingCalendar
from ansinh.kernel.viewer import ADMINISTRATOR
from ansinh.registry.administration import calendar as acts
from ansinh.registry.administration.errors import AdministrationError
from ansinh.registry.loading.calendar import load_calendar
from ansinh.registry.offices.calendar import working_calendar
from ansinh.registry.offices.models import CalendarDay, Office
from tests.cast import Cast, officer, viewer

SignIn = Callable[[User], Client]
FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)
SOURCE = "Thông báo hoán đổi ngày làm việc năm 2026"


def refused(code: str) -> Any:
    return pytest.raises(AdministrationError, check=lambda error: error.code == code)


def last() -> tuple[str, str, str]:
    entry = AuditEntry.objects.latest("number")
    return entry.action, entry.subject_code, entry.detail


@pytest.mark.django_db
def test_a_day_is_added_changed_and_removed_and_the_log_keeps_what_was(everyone: Cast) -> None:
    keeper = viewer(everyone.admin)
    said = {"viewer": keeper, "day": FRIDAY, "works": False, "source": SOURCE}
    acts.set_calendar_day(name="Nghỉ", **said)
    assert last() == ("calendar-day-added", "2026-01-02", f"off Nghỉ ({SOURCE})")
    acts.set_calendar_day(name="Nghỉ hoán đổi", **said)
    assert last() == (
        "calendar-day-changed", "2026-01-02", f"off Nghỉ hoán đổi ({SOURCE}); before: off Nghỉ ({SOURCE})",
    )  # fmt: skip
    acts.set_calendar_day(viewer=keeper, day=SATURDAY, works=True, name="Làm bù", source=SOURCE)
    assert working_calendar() == WorkingCalendar(frozenset({FRIDAY}), frozenset({SATURDAY}))
    acts.remove_calendar_day(viewer=keeper, day=FRIDAY)
    assert last() == ("calendar-day-removed", "2026-01-02", f"before: off Nghỉ hoán đổi ({SOURCE})")
    entries = AuditEntry.objects.count()
    acts.remove_calendar_day(viewer=keeper, day=FRIDAY)
    assert AuditEntry.objects.count() == entries
    assert list(CalendarDay.objects.values_list("day", flat=True)) == [SATURDAY]


@pytest.mark.django_db
def test_only_who_keeps_the_province_changes_the_calendar(everyone: Cast) -> None:
    commune = officer("xa", "Lò Văn Xa", Office.objects.get(code="UBND-99101"), ADMINISTRATOR)
    for who in (commune, everyone.van, everyone.director, everyone.stranger):
        with refused("calendar-not-yours"):
            acts.set_calendar_day(viewer=viewer(who), day=FRIDAY, works=False, name="Nghỉ", source=SOURCE)
        with refused("calendar-not-yours"):
            acts.remove_calendar_day(viewer=viewer(who), day=FRIDAY)
        with refused("calendar-not-yours"):
            acts.confirm_proposal(viewer=viewer(who), year=2026, days=[FRIDAY])
    for day, works in ((FRIDAY, True), (SATURDAY, False)):
        with refused("calendar-no-difference"):
            acts.set_calendar_day(viewer=viewer(everyone.admin), day=day, works=works, name="x", source="x")
    assert not CalendarDay.objects.exists()


@pytest.mark.django_db
def test_a_years_proposal_is_confirmed_day_by_day(everyone: Cast) -> None:
    keeper = viewer(everyone.admin)
    proposed = [row.day for row in acts.proposal(2026)]
    assert {FRIDAY, SATURDAY, date(2026, 2, 17), date(2026, 8, 22)} <= set(proposed)
    assert acts.confirm_proposal(viewer=keeper, year=2026, days=[FRIDAY, SATURDAY, date(2026, 1, 5)]) == 2
    assert set(CalendarDay.objects.values_list("day", "works")) == {(FRIDAY, False), (SATURDAY, True)}
    assert AuditEntry.objects.filter(action="calendar-day-added").count() == 2
    assert not {FRIDAY, SATURDAY} & {row.day for row in acts.proposal(2026)}
    with refused("calendar-nothing-chosen"):
        acts.confirm_proposal(viewer=keeper, year=2026, days=[FRIDAY])
    assert load_calendar([2026]) == len(proposed) - 2
    assert acts.proposal(2026) == []


def test_moves_say_from_which_receipt_on_terms_end_later() -> None:
    before = WorkingCalendar()
    after = acts.with_day(before, FRIDAY, works=False)
    [move] = acts.moves(before, after, FRIDAY, terms=[3])
    # Received on Monday 29 December, three working days end on Thursday: not moved. From the 30th on they are.
    assert (move.first, move.last, move.receipts) == (date(2025, 12, 30), date(2026, 1, 1), 3)
    assert (move.before, move.after) == (date(2026, 1, 6), date(2026, 1, 7))
    assert acts.moves(after, acts.with_day(after, FRIDAY, works=None), FRIDAY, terms=[3])[0].after == move.before
    assert acts.moves(before, before, FRIDAY) == []
    saturday = acts.with_day(before, SATURDAY, works=True)
    assert SATURDAY in saturday.worked
    [sooner] = acts.moves(before, saturday, SATURDAY, terms=[5])
    assert (sooner.first, sooner.last) == (date(2026, 1, 5), date(2026, 1, 9))
    assert (sooner.before, sooner.after) == (date(2026, 1, 16), date(2026, 1, 15))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(acts.TERMS), st.booleans())
def test_moves_agree_with_the_deadlines(day: date, days: int, works: bool) -> None:
    before = WorkingCalendar(frozenset({date(2025, 1, 1), date(2025, 4, 30)}))
    after = acts.with_day(before, day, works=works)
    found = acts.moves(before, after, day, terms=[days])
    moved = [
        received
        for received in (day - timedelta(days=back) for back in range(61))
        if before.deadline(received, days) != after.deadline(received, days)
    ]
    assert (
        (found[0].first, found[0].last, found[0].receipts) == (min(moved), max(moved), len(moved))
        if moved
        else not found
    )


@pytest.mark.django_db
def test_everybody_finds_the_end_of_a_term(everyone: Cast, signed_in: SignIn) -> None:
    load_calendar([2026])
    page = signed_in(everyone.stranger)
    # Fifteen working days from 10 February 2026: five days of Tết in between, so 10 March.
    body = page.get("/lich-lam-viec/tinh-han/?received=2026-02-10&days=15").content.decode()
    assert "Thứ Ba, 10/03/2026" in body
    assert body.count("không tính: ngày nghỉ") == 5
    assert "còn có thể thay đổi" not in body
    assert "còn có thể thay đổi" in page.get("/lich-lam-viec/tinh-han/?received=2027-02-10&days=15").content.decode()
    for wrong in ("received=2026-02-10&days=0", "received=hôm nay&days=3", "received=1800-01-01&days=3"):
        assert "hết hạn vào cuối ngày" not in page.get(f"/lich-lam-viec/tinh-han/?{wrong}").content.decode()


@pytest.mark.django_db
def test_the_year_and_the_month_show_their_days(everyone: Cast, signed_in: SignIn) -> None:
    load_calendar([2026])
    page = signed_in(everyone.hoa)
    year = page.get("/lich-lam-viec/?nam=2026").content.decode()
    assert year.count("<caption>") == 12
    assert "Làm bù cho ngày 02/01/2026" in year
    assert "/lich-lam-viec/ngay/" not in year
    month = page.get("/lich-lam-viec/?nam=2026&thang=2").content.decode()
    assert '<span class="name" aria-hidden="true">Tết Nguyên Đán</span>' in month
    assert "?nam=2026&amp;thang=1" in month
    assert "?nam=2026&amp;thang=3" in month
    assert "chưa có ngày nghỉ lễ" in page.get("/lich-lam-viec/?nam=2000&thang=1").content.decode()
    assert page.get("/lich-lam-viec/?nam=xyz&thang=99").status_code == 200
    assert 'href="?nam=1999' not in page.get("/lich-lam-viec/?nam=2000").content.decode()
    keeper = signed_in(everyone.admin).get("/lich-lam-viec/?nam=2026").content.decode()
    assert "/lich-lam-viec/ngay/2026-01-02/" in keeper
    book = page.get("/lich-lam-viec/?nam=2026&tai=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_day_page_shows_what_moves_before_it_saves(everyone: Cast, signed_in: SignIn) -> None:
    page = signed_in(everyone.admin)
    assert page.get("/lich-lam-viec/ngay/?ngay=2026-01-02").status_code == 200
    day = {"day": "2026-01-02", "works": "no", "name": "Nghỉ", "source": SOURCE}
    preview = page.post("/lich-lam-viec/ngay/", {**day, "do": "preview"}).content.decode()
    assert "nhận ngày 01/01/2026: 06/01/2026 → 07/01/2026" in preview
    assert not CalendarDay.objects.exists()
    assert page.post("/lich-lam-viec/ngay/", {**day, "do": "save"})["Location"] == "/lich-lam-viec/?nam=2026"
    wrong = page.post("/lich-lam-viec/ngay/", {**day, "works": "yes", "do": "save"})
    assert wrong.status_code == 422
    assert "vốn đã như vậy" in wrong.content.decode()
    nothing = page.post("/lich-lam-viec/ngay/", {**day, "works": "yes", "day": "2026-01-05", "do": "preview"})
    assert "Không hạn nào đổi" in nothing.content.decode()
    there = "/lich-lam-viec/ngay/2026-01-02/"
    assert "Nếu bỏ ngày này" in page.get(there).content.decode()
    page.post(there, {**day, "day": "2030-01-01", "name": "Nghỉ bù", "do": "save"})
    assert list(CalendarDay.objects.values_list("day", "name")) == [(FRIDAY, "Nghỉ bù")]
    assert page.post(f"{there}bo/")["Location"] == "/lich-lam-viec/?nam=2026"
    assert page.get(there).status_code == 404
    assert page.get("/lich-lam-viec/ngay/hom-nay/").status_code == 404


@pytest.mark.django_db
def test_the_proposal_page_takes_in_what_is_ticked(everyone: Cast, signed_in: SignIn) -> None:
    page = signed_in(everyone.admin)
    assert page.get("/lich-lam-viec/de-xuat/?nam=2026").content.decode().count('type="checkbox"') == 16
    page.post("/lich-lam-viec/de-xuat/?nam=2026", {"ngay": ["2026-01-02", "2026-01-10", "2026-03-03"]})
    assert set(CalendarDay.objects.values_list("day", flat=True)) == {FRIDAY, SATURDAY}
    load_calendar([2026])
    assert "Không còn ngày nào để thêm" in page.get("/lich-lam-viec/de-xuat/?nam=2026").content.decode()
