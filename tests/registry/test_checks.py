"""Checks: each finds what is planted and nothing else; findings leave, rest and come back with the facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.jobs.models import Job
from ansinh.registry.changes.errors import ChangeError
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import CHECKS
from ansinh.registry.checks.selectors import commune_piles, open_findings, piles
from ansinh.registry.checks.services import run_checks, set_aside, take_up
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.people.models import Household, Kinship, Membership, Person, Sex
from ansinh.registry.statuses.models import Disability, HeldAllowance, Study
from tests.cast import KNOWN, Cast, account, change, person, status, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TODAY = date(2026, 11, 24)


def found(code: str) -> set[str]:
    run_checks(TODAY)
    standing = Finding.objects.filter(check_code=code, gone_at__isnull=True).select_related("person", "household")
    return {str(each.person or each.household) for each in standing}


def alter(who: Person, **picture: Any) -> None:
    Person.objects.filter(pk=who.pk).update(**picture)


def test_the_cast_is_in_order_but_for_ages(everyone: Cast) -> None:
    assert run_checks(TODAY) == 0, list(Finding.objects.values_list("check_code", "mark"))
    assert len({(check.code, check.register) for check in CHECKS}) == len(CHECKS)


def test_dead_but_drawing_an_allowance(everyone: Cast) -> None:
    status(HeldAllowance, person=everyone.tu, programme="social.elderly")
    status(HeldAllowance, person=everyone.bay, programme="x", ends_on=date(2026, 10, 1))
    for who in (everyone.tu, everyone.bay):
        alter(who, death_date="2026-09-05")
    assert found("dead-but-paid") == {"Nguyễn Thị Tư"}
    alter(everyone.tu, death_date="2026-11-02")
    assert found("dead-but-paid") == set()


def test_one_number_for_two_and_a_number_of_another_year(everyone: Cast) -> None:
    alter(everyone.lanh, citizen_id="038150000014")
    assert found("one-number") == {"Nguyễn Thị Tư", "Hoàng Thị Lành"}
    assert found("number-birth") == {"Hoàng Thị Lành"}
    alter(everyone.lanh, citizen_id="khôngphảisố!")
    assert found("one-number") == set()


def test_two_households_and_a_dead_head(everyone: Cast) -> None:
    if connection.vendor == "sqlite":  # PostgreSQL itself refuses such a row
        act = change("membership", person=everyone.na)
        Membership.objects.create(
            person=everyone.na, household=everyone.tu.household, relation="child", change=act, known_from=KNOWN
        )
        assert found("two-households") == {"Lê Thị Na"}
        Membership.objects.filter(change=act).update(starts_on=date(2026, 12, 1))
    assert found("two-households") == set()
    assert everyone.tu.household is not None
    alter(everyone.tu, death_date="2026")
    assert found("dead-head") == {everyone.tu.household.code}


def test_impossible_ages(everyone: Cast) -> None:
    alter(everyone.na, birth_date="2027-01-01")
    alter(everyone.tu, birth_date="1905")
    alter(everyone.sau, birth_date="1968", death_date="1950-01-01")
    act = change("kin", person=everyone.lanh)
    Kinship.objects.create(person=everyone.lanh, relative=everyone.chin, kind="mother", change=act, known_from=KNOWN)
    assert found("young-parent") == set()
    alter(everyone.chin, birth_date="1985")
    assert found("born-later") == {"Lê Thị Na"}
    assert found("too-old") == {"Nguyễn Thị Tư"}
    assert found("dead-before-birth") == {"Trần Văn Sáu"}
    assert found("young-parent") == {"Hoàng Thị Lành"}


def test_statuses_without_paper(everyone: Cast) -> None:
    row = status(Study, person=everyone.lanh, course="further")
    Change.objects.filter(pk=row.change_id).update(paper=None)
    house = everyone.tu.household
    assert house is not None
    Change.objects.filter(pk=house.poverty_rows.get().change_id).update(paper=None)
    assert found("no-paper") == {"Hoàng Thị Lành", house.code}


def test_certificates_that_expire_and_children_who_turn_six(everyone: Cast) -> None:
    Disability.objects.filter(person=everyone.sau).update(valid_until=date(2027, 1, 10))
    soon = person("Lò Văn Sáu Tuổi", "2021-01-05", Sex.MALE, everyone.an_binh)
    again = person("Lò Văn Đã Xét", "2020-10-05", Sex.MALE, everyone.an_binh)
    small = person("Lò Văn Nhỏ", "2024", Sex.MALE, everyone.an_binh)
    for who, certified in ((soon, date(2023, 5, 1)), (again, date(2026, 10, 20)), (small, None)):
        status(Disability, person=who, degree="severe", certificate_date=certified)
    assert found("certificate-expires") == {"Trần Văn Sáu"}
    assert found("turns-six") == {"Lò Văn Sáu Tuổi"}


def test_an_account_for_many(everyone: Cast) -> None:
    people = [everyone.tu, everyone.na, everyone.lanh, everyone.bay]
    for who in people[:3]:
        account(who, "Agribank", "999000111")
    assert found("shared-account") == set()
    account(people[3], "Agribank", "999000111")
    account(everyone.chin, "Vietcombank", "999000111")
    assert found("shared-account") == {str(who) for who in people}


def planted(everyone: Cast) -> Finding:
    alter(everyone.tu, birth_date="1905", citizen_id="")
    run_checks(TODAY)
    return Finding.objects.get(check_code="too-old", gone_at__isnull=True)


def test_a_finding_rests_on_a_reason_and_a_paper_and_comes_back_with_new_facts(everyone: Cast) -> None:
    finding, paper = planted(everyone), Paper.objects.create(code="GT-1", kind="Giấy khai sinh")
    hoa = viewer(everyone.hoa)
    for outsider in (everyone.thu, everyone.phuc, everyone.kien):
        with pytest.raises(ChangeError, check=lambda error: error.code == "change-not-yours"):
            set_aside(viewer=viewer(outsider), finding=finding, reason="Đúng", paper=paper)
    with pytest.raises(ChangeError, check=lambda error: error.code == "reason-missing"):
        set_aside(viewer=hoa, finding=finding, reason=" ", paper=paper)
    with pytest.raises(ChangeError, check=lambda error: error.code == "paper-missing"):
        set_aside(viewer=hoa, finding=finding, reason="Đúng", paper=None)
    set_aside(viewer=hoa, finding=finding, reason="Cụ thọ thật", paper=paper)
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject_code) == ("finding-set-aside", everyone.tu.code)
    with pytest.raises(ChangeError, check=lambda error: error.code == "finding-gone"):
        set_aside(viewer=hoa, finding=finding, reason="Lần nữa", paper=paper)
    run_checks(TODAY)
    assert not open_findings(hoa).exists()
    take_up(viewer=hoa, finding=finding)
    assert open_findings(hoa).count() == 1
    set_aside(viewer=hoa, finding=finding, reason="Cụ thọ thật", paper=paper)
    alter(everyone.tu, birth_date="1904")
    run_checks(TODAY)
    back = open_findings(hoa).get()
    assert (back.pk, back.mark, back.reason) == (finding.pk, "1904", "")
    alter(everyone.tu, birth_date="1950")
    run_checks(TODAY)
    back.refresh_from_db()
    assert back.gone_at is not None
    assert not open_findings(hoa).exists()


def test_who_sees_which_findings(everyone: Cast) -> None:
    planted(everyone)
    Disability.objects.filter(person=everyone.sau).update(valid_until=date(2026, 12, 10))
    run_checks(TODAY)
    codes = {
        who: set(open_findings(viewer(getattr(everyone, who))).values_list("check_code", flat=True))
        for who in ("hoa", "thu", "phuc", "van", "dung", "kien", "admin")
    }
    both = {"too-old", "certificate-expires"}
    assert codes == {
        "hoa": both, "thu": set(), "phuc": set(), "van": both, "dung": {"too-old"}, "kien": {"too-old"}, "admin": set(),
    }  # fmt: skip
    counts = {pile.check.code: pile.count for pile in piles(viewer(everyone.hoa), everyone.an_binh)}
    assert (counts["too-old"], counts["certificate-expires"], counts["one-number"]) == (1, 1, 0)
    assert "certificate-expires" not in {pile.check.code for pile in piles(viewer(everyone.kien))}
    assert [(pile.name, pile.count) for pile in commune_piles(viewer(everyone.van))] == [("An Bình", 2)]
    assert [pile.count for pile in commune_piles(viewer(everyone.van), "too-old")] == [1]


def test_the_pages(everyone: Cast, signed_in: SignIn) -> None:
    finding, client = planted(everyone), signed_in(everyone.hoa)
    first = client.get("/kiem-tra/", {"loai": "too-old"}).content.decode()
    assert "Còn sống mà trên 115 tuổi" in first
    listed = client.get("/kiem-tra/danh-sach/", {"loai": "too-old", "trang-thai": "mo", "xa": "99101"}).content.decode()
    assert "Nguyễn Thị Tư" in listed
    assert "Nguyễn Thị Tư" not in client.get("/kiem-tra/danh-sach/", {"trang-thai": "gac-lai"}).content.decode()
    workbook = client.get("/kiem-tra/danh-sach/", {"loai": "too-old", "tai": "xlsx"})
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[arg-type]
    path = f"/kiem-tra/{finding.code}/"
    assert "Đến thăm" in client.get(path).content.decode()
    assert client.post(path, {"reason": "Cụ thọ thật"}).status_code == 422
    assert client.post(path, {"reason": "Cụ thọ thật", "giay-kind": "Giấy khai sinh"}).status_code == 302
    assert "Cụ thọ thật" in client.get(path).content.decode()
    twice = client.post(path, {"reason": "Lần nữa", "giay-kind": "Giấy"}, follow=True).content.decode()
    assert "đã thay đổi trong lúc bạn đang xem" in twice
    assert not Paper.objects.filter(kind="Giấy").exists()
    assert client.post(f"{path}xet-lai/").status_code == 302
    assert open_findings(viewer(everyone.hoa)).count() == 1
    other = signed_in(everyone.thu)
    assert {other.get(path).status_code, other.post(path).status_code, other.post(f"{path}xet-lai/").status_code} == {
        404
    }
    home = client.get("/").content.decode()
    assert "Phát hiện khác của kiểm tra" in home


def test_the_checks_run_in_the_background(everyone: Cast, signed_in: SignIn) -> None:
    alter(everyone.tu, birth_date="1905")
    assert signed_in(everyone.kien).post("/kiem-tra/chay/").status_code == 403
    answer = signed_in(everyone.hoa).post("/kiem-tra/chay/")
    job = Job.objects.get(kind="checks")
    assert answer["Location"] == f"/viec-nen/{job.code}/"


def test_household_findings_lead_to_the_household(everyone: Cast, signed_in: SignIn) -> None:
    alter(everyone.tu, death_date="2026")
    run_checks(TODAY)
    finding = Finding.objects.get(check_code="dead-head")
    home = Household.objects.get(pk=finding.household_id)
    page = signed_in(everyone.hoa).get(f"/kiem-tra/{finding.code}/").content.decode()
    assert f"/ho/{home.code}/" in page
    set_aside(
        viewer=viewer(everyone.hoa),
        finding=finding,
        reason="Đang làm",
        paper=Paper.objects.create(code="GT-2", kind="Đơn"),
    )
    assert AuditEntry.objects.latest("number").subject_kind == "household"
