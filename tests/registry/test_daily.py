"""The daily work: rows that come due are drawn into the pictures, the checks run, once a day, and it is told when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.jobs.daily import code_on, start_daily
from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.jobs.running import run_job
from ansinh.registry.checks.daily import KIND
from ansinh.registry.checks.models import Finding
from ansinh.registry.ledger.models import Change
from ansinh.registry.offices.selectors import today
from ansinh.registry.people.due import redraw_due
from ansinh.registry.people.models import Household, Identity, Membership, Person, Residence
from ansinh.registry.people.pictures import refresh_pictures
from tests.cast import KNOWN, Cast, change

pytestmark = pytest.mark.django_db
MOVES = date(2026, 10, 1)


def ahead(everyone: Cast) -> Household:
    """Written in January: in October Bà Tư's household moves to xã An Hòa, and she is called otherwise."""
    home = everyone.tu.household
    assert home is not None
    written = {"change": change("move"), "known_from": KNOWN}
    Residence.objects.filter(household=home).update(ends_on=MOVES)
    Residence.objects.create(household=home, commune=everyone.an_hoa, village="Thôn 9", starts_on=MOVES, **written)
    Identity.objects.filter(person=everyone.tu).update(ends_on=MOVES)
    Identity.objects.create(person=everyone.tu, full_name="Nguyễn Thị Tứ", sex="female", starts_on=MOVES, **written)
    refresh_pictures(people=[everyone.tu.pk], households=[home.pk], on=MOVES - timedelta(days=1))
    return home


def test_what_comes_due_is_drawn_on_its_day_and_not_before(everyone: Cast) -> None:
    home = ahead(everyone)
    assert redraw_due(MOVES - timedelta(days=1)) == 0
    assert Person.objects.get(pk=everyone.tu.pk).full_name == "Nguyễn Thị Tư"
    told: list[tuple[int, int]] = []
    assert redraw_due(MOVES, None, lambda done, of: told.append((done, of))) == 2
    tu = Person.objects.get(pk=everyone.tu.pk)
    assert (tu.full_name, tu.commune, tu.village) == ("Nguyễn Thị Tứ", everyone.an_hoa, "Thôn 9")
    assert Household.objects.get(pk=home.pk).commune == everyone.an_hoa
    assert told == [(0, 2), (1, 2)]
    assert redraw_due(MOVES + timedelta(days=3), MOVES) == 0, "what was drawn once is not looked at again"
    assert redraw_due(MOVES + timedelta(days=3), MOVES - timedelta(days=1)) == 2


def test_a_membership_that_ends_leaves_nobody_in_the_household(everyone: Cast) -> None:
    Membership.objects.filter(person=everyone.na).update(ends_on=MOVES)
    assert redraw_due(MOVES) == 2
    assert Person.objects.get(pk=everyone.na.pk).household is None
    assert Household.objects.get(pk=everyone.na.household_id).head is None


def test_it_is_started_once_a_day_however_many_workers(everyone: Cast) -> None:
    day = today()
    assert start_daily(day) == [code_on(KIND, day)]
    assert start_daily(day) == []
    assert start_daily(day + timedelta(days=1)) == [code_on(KIND, day + timedelta(days=1))]
    assert Job.objects.filter(kind=KIND).count() == 2


def test_the_day_s_work_is_done_and_the_administrator_sees_when(
    everyone: Cast, signed_in: Callable[[User], Client]
) -> None:
    admin = signed_in(everyone.admin)
    assert "Việc hằng ngày của hệ thống" not in signed_in(everyone.hoa).get("/").content.decode()
    assert "tiến trình xử lý nền" in admin.get("/").content.decode(), "it never ran"
    ahead(everyone)
    Change.objects.filter(disability_rows__person=everyone.sau).update(paper=None)
    (code,) = start_daily(today())
    assert "Chờ đến lượt" in admin.get("/").content.decode()
    assert run_job.call(code) == JobState.DONE
    assert Person.objects.get(pk=everyone.tu.pk).full_name == "Nguyễn Thị Tứ"
    assert Finding.objects.filter(person=everyone.sau).exists(), "a status without a paper"
    job = Job.objects.get(code=code)
    assert job.result.startswith("Đã cập nhật thông tin hiện tại của 2 người, hộ")
    page = admin.get("/").content.decode()
    assert job.result in page
    assert "tiến trình xử lý nền" not in page
    Job.objects.filter(pk=job.pk).update(subject=(today() - timedelta(days=2)).isoformat())
    assert "tiến trình xử lý nền" in admin.get("/").content.decode(), "two days ago is late"
    (again,) = start_daily(today() + timedelta(days=1))
    assert run_job.call(again) == JobState.DONE
