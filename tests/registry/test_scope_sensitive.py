"""Sensitive facts: masked until a purpose is named, each look recorded and shown to the person later."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from ansinh.kernel.accounts import purposes
from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.purposes import for_purpose, forget_purpose, look, looks_at, name_purpose
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.files.services import store
from ansinh.kernel.viewer import INSPECTOR, Scope, Viewer
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.logbook.selectors import audit_entries
from ansinh.registry.masking import MASK, SENSITIVE, names_itself, shown, shown_kinds
from ansinh.registry.people.models import Person
from ansinh.registry.statuses.models import Disability, Hiv
from tests.cast import Cast, status, viewer

pytestmark = pytest.mark.django_db


def code_of(refused: pytest.ExceptionInfo[AnSinhError]) -> str:
    return refused.value.code


def test_a_purpose_holds_for_one_person_and_half_an_hour(everyone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    session, officer = SessionStore(), viewer(everyone.hoa)
    assert for_purpose(session, officer, everyone.sau).purpose == ""
    said = name_purpose(session, officer, everyone.sau, "benefit", "  HS-2026-000123 ")
    assert said == for_purpose(session, officer, everyone.sau).purpose == "benefit: HS-2026-000123"
    assert for_purpose(session, officer, everyone.na).purpose == ""
    assert for_purpose(session, viewer(everyone.kien), everyone.sau).purpose == ""
    name_purpose(session, officer, everyone.na, "own", "")
    assert for_purpose(session, officer, everyone.na).purpose == "own"
    forget_purpose(session, everyone.na)
    assert for_purpose(session, officer, everyone.na).purpose == ""
    assert for_purpose(session, officer, everyone.sau).purpose
    monkeypatch.setattr(purposes, "LASTS", timedelta(seconds=-1))
    name_purpose(session, officer, everyone.sau, "check", "")
    assert for_purpose(session, officer, everyone.sau).purpose == ""


@pytest.mark.parametrize(
    ("who", "purpose", "words", "code"),
    [
        ("hoa", "curiosity", "", "purpose-unknown"),
        ("hoa", "other", "vì   cần", "purpose-words"),
        ("kien", "payment", "chi trả tháng 11", "sensitive-not-yours"),
        ("admin", "check", "", "sensitive-not-yours"),
    ],
)
def test_a_purpose_that_is_none(everyone: Cast, who: str, purpose: str, words: str, code: str) -> None:
    session = SessionStore()
    with pytest.raises(AnSinhError) as refused:
        name_purpose(session, viewer(getattr(everyone, who)), everyone.sau, purpose, words)
    assert code_of(refused) == code
    assert "purposes" not in session


def test_each_look_is_recorded_and_only_looks_are(everyone: Cast) -> None:
    officer = viewer(everyone.hoa, purpose="benefit: HS-1")
    entry = look(viewer=officer, person=everyone.sau, kinds={"disability", "account"}, place_code="99101")
    assert entry is not None
    assert (entry.detail, entry.purpose, entry.actor, entry.place_code) == (
        "account disability",
        "benefit: HS-1",
        everyone.hoa,
        "99101",
    )
    assert look(viewer=officer, person=everyone.sau, kinds=set()) is None
    with pytest.raises(AnSinhError) as refused:
        look(viewer=viewer(everyone.hoa), person=everyone.sau, kinds={"hiv"})
    assert code_of(refused) == "purpose-missing"
    with pytest.raises(AnSinhError) as refused:
        look(viewer=viewer(everyone.kien, purpose="payment"), person=everyone.sau, kinds={"account"})
    assert code_of(refused) == "sensitive-not-yours"
    assert list(looks_at(everyone.sau)) == [entry]
    assert not looks_at(everyone.na).exists()


def test_what_is_masked(everyone: Cast) -> None:
    masked, open_ = viewer(everyone.hoa), viewer(everyone.hoa, purpose="benefit")
    assert {"hiv", "disability", "merit", "account", "ethnicity", "merit-percent", "denunciation"} <= SENSITIVE
    assert "health-card" not in SENSITIVE
    assert shown(masked, "disability", "Đặc biệt nặng") == MASK
    assert shown(open_, "disability", "Đặc biệt nặng") == "Đặc biệt nặng"
    assert shown(viewer(everyone.kien, purpose="payment"), "account", "3500205123456") == f"{MASK}456"
    assert shown(masked, "account", "123456") == MASK
    assert shown(masked, "ethnicity", "") == ""
    assert shown(masked, "health-card", "DN123") == "DN123"
    assert (names_itself(masked, "hiv"), names_itself(open_, "hiv"), names_itself(masked, "study")) == (
        False,
        True,
        True,
    )
    assert shown_kinds(masked, {"hiv", "study"}) == set()
    assert shown_kinds(open_, {"hiv", "study"}) == {"hiv"}


def test_naming_a_purpose_on_the_page(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(everyone.hoa)
    address = f"/nguoi/{everyone.sau.code}/muc-dich/"
    answer = client.post(address, {"purpose": "benefit", "words": "HS-1", "next": "/tai-khoan/"})
    assert answer["Location"] == "/tai-khoan/"
    assert everyone.sau.code in client.session["purposes"]
    assert client.post(address, {"do": "forget", "next": "https://example.org/"})["Location"] == "/"
    assert client.session["purposes"] == {}
    for wrong in ({"purpose": "nope"}, {"purpose": "other", "words": "ngắn"}):
        client.post(address, {**wrong, "next": "/tai-khoan/"})
        assert client.session["purposes"] == {}
        assert 'class="note error"' in client.get("/tai-khoan/").content.decode()
    assert client.post(f"/nguoi/{everyone.bay.code}/muc-dich/", {"purpose": "benefit"}).status_code == 404


def test_the_page_of_who_looked(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    look(viewer=viewer(everyone.van, purpose="benefit: HS-77"), person=everyone.sau, kinds={"disability"})
    page = signed_in(everyone.hoa).get(f"/nguoi/{everyone.sau.code}/ai-da-xem/").content.decode()
    assert "HS-77" in page
    assert everyone.van.full_name in page


def test_the_audit_log_is_read_within_a_territory(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    look(viewer=viewer(everyone.hoa, purpose="benefit: HS-88"), person=everyone.sau, kinds={"disability"})
    look(viewer=viewer(everyone.phuc, purpose="benefit: HS-99"), person=everyone.chin, kinds={"account"})
    inspector, admin = signed_in(everyone.inspector), signed_in(everyone.admin)
    empty = inspector.get("/nhat-ky/").content.decode()
    assert "HS-88" not in empty, "nothing is shown before a question"
    for client in (inspector, admin):
        for question in ("tu=2026-01-01", f"ma={everyone.sau.code}", "nguoi-dung=hoa", "den=2126-01-01", "viec=look"):
            page = client.get(f"/nhat-ky/?{question}").content.decode()
            assert "HS-88" in page, question
            assert "HS-99" not in page, question
    assert "HS-88" not in inspector.get("/nhat-ky/?den=hom-nay").content.decode()
    book = inspector.get("/nhat-ky/?ma=" + everyone.sau.code + "&tai=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active  # type: ignore[arg-type]
    told = "\n".join(str(cell.value) for row in sheet.rows for cell in row)
    assert "HS-88" in told
    assert "HS-99" not in told
    assert admin.get("/nhat-ky/?ma=x&tai=xlsx").status_code == 403
    assert "HS-88" not in inspector.get("/nhat-ky/?den=2026-01-01").content.decode()
    assert "HS-88" not in inspector.get("/nhat-ky/?tu=hom-nay").content.decode()
    assert "HS-88" not in inspector.get("/nhat-ky/?nguoi-dung=thu").content.decode()


def test_the_audit_log_of_the_whole_country_and_of_nobody(everyone: Cast) -> None:
    look(viewer=viewer(everyone.hoa, purpose="benefit"), person=everyone.sau, kinds={"disability"})
    look(viewer=viewer(everyone.phuc, purpose="benefit"), person=everyone.chin, kinds={"account"})
    ministry = Viewer(everyone.inspector.pk, "Bộ", (Scope(INSPECTOR, "*", None, None),))
    assert audit_entries(ministry).count() == 2
    assert audit_entries(viewer(everyone.hoa)).count() == 0
    commune = Viewer(0, "xã", (Scope(INSPECTOR, "*", everyone.province.pk, everyone.an_hoa.pk),))
    assert audit_entries(commune).count() == 0


def scanned(person: Person, change: Change) -> Paper:
    assert change.paper is not None
    change.paper.file = store(SimpleUploadedFile("giay.pdf", b"%PDF-1.7\n%%EOF\n"), viewer=None)
    change.paper.save()
    return change.paper


def test_a_scan_is_handed_out_within_scope(
    everyone: Cast, signed_in: Callable[[User], Client], settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    paper = scanned(everyone.tu, Change.objects.filter(person=everyone.tu).earliest("pk"))
    address = f"/giay-to/{paper.code}/tep/"
    answer = signed_in(everyone.hoa).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]
    assert signed_in(everyone.thu).get(address).status_code == 404
    assert signed_in(everyone.neighbour).get(address).status_code == 404
    assert signed_in(everyone.admin).get(address).status_code == 403
    assert signed_in(everyone.hoa).get("/giay-to/GT-KHONG/tep/").status_code == 404
    without = Change.objects.filter(person=everyone.sau).earliest("pk").paper
    assert without is not None
    assert signed_in(everyone.hoa).get(f"/giay-to/{without.code}/tep/").status_code == 404
    Change.objects.filter(paper=paper).update(person=None, place=everyone.province)
    assert signed_in(everyone.van).get(address).status_code == 200
    assert signed_in(everyone.hoa).get(address).status_code == 404


def test_a_scan_that_proves_a_sensitive_fact_asks_for_the_purpose(
    everyone: Cast, signed_in: Callable[[User], Client], settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    paper = scanned(everyone.sau, Disability.objects.get(person=everyone.sau).change)
    address = f"/giay-to/{paper.code}/tep/"
    client = signed_in(everyone.hoa)
    assert client.get(address).status_code == 403
    assert not AuditEntry.objects.filter(action="look").exists()
    client.post(f"/nguoi/{everyone.sau.code}/muc-dich/", {"purpose": "check", "words": "giấy 12/GXN"})
    assert client.get(address).status_code == 200
    assert looks_at(everyone.sau).get().detail == "disability"
    status(Hiv, person=everyone.lanh)
    other = scanned(everyone.lanh, Hiv.objects.get().change)
    assert client.get(f"/giay-to/{other.code}/tep/").status_code == 403, "a purpose holds for its own person only"
