"""Pages of offices and users: what stands on them, what their forms do, what their Excel holds; and who sees them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import CHIEF
from ansinh.registry.administration.lists import menu_entries
from ansinh.registry.administration.numbers import next_number
from ansinh.registry.offices.models import Function, IntakePoint, Mandate, Office, Posting
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = "2026-06-01"


@pytest.fixture
def keeper(everyone: Cast, signed_in: SignIn) -> Client:
    return signed_in(everyone.admin)


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(client: Client, path: str) -> list[tuple[Any, ...]]:
    """The rows of a downloaded list, its heading left out."""
    content = b"".join(client.get(path).streaming_content)  # type: ignore[attr-defined]
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))[4:]


def test_the_list_of_offices_is_searched_without_accents_and_downloaded(keeper: Client) -> None:
    assert "Sở Nội vụ" in body(keeper, "/co-quan/")
    found = body(keeper, "/co-quan/?q=so+noi+vu")
    assert "/co-quan/SNV-38/" in found
    assert "/co-quan/SYT-38/" not in found
    Office.objects.filter(code="SYT-38").update(ends_on=date(2026, 1, 1))
    Office.objects.filter(code="TTT-38").update(starts_on=date(2099, 1, 1))
    for when, code in (("dang-co", "SNV-38"), ("da-ket-thuc", "SYT-38"), ("sap-co", "TTT-38")):
        rows = sheet(keeper, f"/co-quan/?khi={when}&tai=xlsx")
        codes = {row[1] for row in rows[1:]}
        assert code in codes
        assert len({"SYT-38", "SNV-38", "TTT-38"} & codes) == 1
    assert [row[1] for row in sheet(keeper, "/co-quan/?noi=xa-99101&tai=xlsx")[1:]] == ["UBND-99101"]


def test_an_offices_page_tells_all_of_it(everyone: Cast, keeper: Client) -> None:
    with transaction.atomic():
        next_number(office=Office.objects.get(code="SYT-38"), symbol="QĐ-SYT", year=2026)
    page = body(keeper, "/co-quan/SYT-38/")
    for said in ("Trợ giúp xã hội", "Đỗ Thị Vân", "Lý Thị Minh", "ký văn bản", "QĐ-SYT", "Thanh Hóa"):
        assert said in page
    assert "01/QĐ-SYT" in body(keeper, "/co-quan/so-van-ban/")
    assert "QĐ-SYT" in body(keeper, "/co-quan/so-van-ban/?nam=2026")
    assert "QĐ-SYT" not in body(keeper, "/co-quan/so-van-ban/?nam=hai")
    assert keeper.get("/co-quan/SYT-40/").status_code == 404


def test_an_office_is_entered_renamed_and_ended_by_its_forms(everyone: Cast, keeper: Client) -> None:
    new = {"name": "Chi cục  Dân số", "short_name": "CC DS", "code": "CCDS-38", "place": "tinh-38",
           "parent": "SYT-38", "starts_on": "2026-01-01"}  # fmt: skip
    assert keeper.post("/co-quan/moi/", {**new, "code": "ccds"}).status_code == 422
    assert keeper.post("/co-quan/moi/", new)["Location"] == "/co-quan/CCDS-38/"
    assert Office.objects.get(code="CCDS-38").name == "Chi cục Dân số"
    taken = keeper.post("/co-quan/moi/", new)
    assert taken.status_code == 422
    assert "Mã CCDS-38 đã có" in taken.content.decode()
    assert 'value="Chi cục Dân số"' in body(keeper, "/co-quan/CCDS-38/doi-ten/")
    renamed = {**new, "name": "Chi cục Dân số và Trẻ em", "code": "CCDSTE-38", "starts_on": DAY}
    assert keeper.post("/co-quan/CCDS-38/doi-ten/", renamed)["Location"] == "/co-quan/CCDSTE-38/"
    assert "Kế tục từ" in body(keeper, "/co-quan/CCDSTE-38/")
    old = body(keeper, "/co-quan/CCDS-38/")
    assert "Được kế tục bởi" in old
    assert "/co-quan/CCDS-38/doi-ten/" not in old
    assert "CC DS" in body(keeper, "/co-quan/SYT-38/")
    assert keeper.post("/co-quan/CCDSTE-38/ket-thuc/", {"on": "2026-09-01"})["Location"] == "/co-quan/CCDSTE-38/"
    assert Office.objects.get(code="CCDSTE-38").ends_on == date(2026, 9, 1)
    assert "chuyển giao hết lĩnh vực" in body(keeper, "/co-quan/SYT-38/ket-thuc/")
    assert keeper.post("/co-quan/SYT-38/ket-thuc/", {"on": DAY}).status_code == 422


def test_functions_are_given_handed_over_and_ended_by_their_forms(everyone: Cast, keeper: Client) -> None:
    given = {"function": Function.GENDER, "starts_on": "2026-01-01", "source": "QĐ 1"}
    keeper.post("/co-quan/SYT-38/chuc-nang/", given)
    assert 'value="gender" selected' in body(keeper, "/co-quan/chuyen-chuc-nang/?chuc-nang=gender&tu=SYT-38")
    moved = {"function": Function.GENDER, "giver": "SYT-38", "taker": "SNV-38", "on": DAY, "source": "QĐ 2"}
    answer = keeper.post("/co-quan/chuyen-chuc-nang/", moved)
    assert answer["Location"] == "/co-quan/chuc-nang/?chuc-nang=gender"
    assert keeper.post("/co-quan/chuyen-chuc-nang/", moved).status_code == 422
    assert keeper.post("/co-quan/chuyen-chuc-nang/", {**moved, "taker": "SYT-40"}).status_code == 422
    number = Mandate.objects.filter(office__code="SNV-38").count()
    assert "Thôi phụ trách" in body(keeper, f"/co-quan/SNV-38/chuc-nang/{number}/ket-thuc/")
    keeper.post(f"/co-quan/SNV-38/chuc-nang/{number}/ket-thuc/", {"on": "2026-07-01", "source": "QĐ 3"})
    rows = Mandate.objects.filter(function=Function.GENDER).order_by("starts_on")
    assert list(rows.values_list("office__code", "ends_on")) == [
        ("SYT-38", date(2026, 6, 1)), ("SNV-38", date(2026, 7, 1)),
    ]  # fmt: skip
    for nothing in (0, number + 1):
        assert keeper.get(f"/co-quan/SNV-38/chuc-nang/{nothing}/ket-thuc/").status_code == 404


def test_everybody_sees_the_timeline_of_functions(everyone: Cast, signed_in: SignIn) -> None:
    health = Office.objects.get(code="SYT-38")
    Mandate.objects.filter(office=health, function=Function.SOCIAL).update(ends_on=DAY)
    Mandate.objects.create(office=health, function=Function.SOCIAL, starts_on=date(2099, 1, 1), source="Dự kiến")
    hoa = signed_in(everyone.hoa)
    page = body(hoa, "/co-quan/chuc-nang/")
    assert "2 xã, phường" in page
    assert "Người có công" in page
    assert "/co-quan/chuyen-chuc-nang/" not in page
    social = body(hoa, "/co-quan/chuc-nang/?chuc-nang=social")
    assert '<li class="past">' in social
    assert "Dự kiến" in social
    rows = sheet(hoa, "/co-quan/chuc-nang/?chuc-nang=social&ngay=2026-01-01&tai=xlsx")
    assert [(row[1], row[3].date(), row[4].date()) for row in rows[1:]] == [
        ("Sở Y tế", date(2025, 7, 1), date(2026, 6, 1)),
    ]  # fmt: skip
    assert len(sheet(hoa, "/co-quan/chuc-nang/?chuc-nang=social&ngay=khi-nao&tai=xlsx")) == 1
    assert "Sở Y tế" in body(signed_in(everyone.stranger), "/co-quan/chuc-nang/?q=so+y+te")


def test_counters_are_opened_and_closed_by_their_forms(everyone: Cast, keeper: Client) -> None:
    counter = {"name": "Một cửa An Bình", "address": "Thôn 1", "place": "xa-99101", "starts_on": "2026-01-01"}
    assert keeper.get("/co-quan/UBND-99101/diem-tiep-nhan/").status_code == 200
    keeper.post("/co-quan/UBND-99101/diem-tiep-nhan/", counter)
    assert "Một cửa An Bình" in body(keeper, "/co-quan/UBND-99101/")
    assert "Một cửa An Bình" in body(keeper, "/co-quan/diem-tiep-nhan/?q=mot+cua&noi=xa-99101")
    assert "Một cửa An Bình" not in body(keeper, "/co-quan/diem-tiep-nhan/?noi=xa-99102")
    assert keeper.get("/co-quan/UBND-99101/diem-tiep-nhan/1/ket-thuc/").status_code == 200
    keeper.post("/co-quan/UBND-99101/diem-tiep-nhan/1/ket-thuc/", {"on": DAY})
    assert IntakePoint.objects.get().ends_on == date(2026, 6, 1)


def test_users_are_created_posted_and_ended_by_their_forms(everyone: Cast, keeper: Client) -> None:
    new = {"username": "ly.an", "full_name": "lý  thị an", "office": "SYT-38", "role": "specialist",
           "function": "social", "starts_on": "2026-01-01", "email": "an@example.org"}  # fmt: skip
    assert keeper.get("/nguoi-dung-moi/").status_code == 200
    assert keeper.post("/nguoi-dung-moi/", {**new, "username": "Lý An"}).status_code == 422
    assert keeper.post("/nguoi-dung-moi/", new)["Location"] == "/nguoi-dung/ly.an/"
    page = body(keeper, "/nguoi-dung/ly.an/")
    assert "Lý Thị An" in page
    assert "chưa đặt" in page
    posting = {"office": "SNV-38", "role": CHIEF, "function": "*", "starts_on": "2026-01-01", "signs": "on"}
    assert keeper.get("/nguoi-dung/ly.an/phan-cong/").status_code == 200
    keeper.post("/nguoi-dung/ly.an/phan-cong/", posting)
    assert 'value="chief" selected' in body(keeper, "/nguoi-dung/ly.an/phan-cong/2/")
    keeper.post("/nguoi-dung/ly.an/phan-cong/2/", {**posting, "function": "merit", "starts_on": DAY})
    assert keeper.get("/nguoi-dung/ly.an/phan-cong/3/ket-thuc/").status_code == 200
    keeper.post("/nguoi-dung/ly.an/phan-cong/3/ket-thuc/", {"on": "2026-09-01"})
    rows = Posting.objects.filter(user__username="ly.an").order_by("pk").values_list("function", "ends_on")
    assert list(rows) == [("social", None), ("*", date(2026, 6, 1)), ("merit", date(2026, 9, 1))]
    assert keeper.get("/nguoi-dung/ly.an/phan-cong/4/").status_code == 404
    assert keeper.get("/nguoi-dung/phuc/").status_code == 404


def test_on_ones_own_page_nothing_can_be_changed(everyone: Cast, keeper: Client) -> None:
    own = body(keeper, "/nguoi-dung/quan/")
    assert "Đây là bạn" in own
    for act in ("phan-cong/", "moi/", "dong/", "tai-khoan/"):
        assert f"/nguoi-dung/quan/{act}" not in own
    posting = {"office": "SYT-38", "role": CHIEF, "function": "*", "starts_on": "2026-01-01", "signs": "on"}
    answer = keeper.post("/nguoi-dung/quan/phan-cong/", posting)
    assert answer.status_code == 422
    assert "Không ai tự sửa" in answer.content.decode()
    for act in ("moi/", "dong/", "tai-khoan/"):
        told = keeper.post(f"/nguoi-dung/quan/{act}", {"reason": "thử", "do": "unlock"}, follow=True)
        assert "Không ai tự sửa" in told.content.decode()
    assert Posting.objects.filter(user=everyone.admin).count() == 1


def test_who_may_do_what_is_listed_and_downloaded(everyone: Cast, keeper: Client) -> None:
    rows = sheet(keeper, "/quyen-han/?tai=xlsx")
    titles, users = rows[0], {row[1]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert "quyết định đề nghị" in titles
    assert users["van"]["quyết định đề nghị"] == "Có"
    assert users["kien"]["quyết định đề nghị"] == "Không"
    assert users["giamdoc"]["Ký văn bản"] == "Có"
    assert "phuc" not in users
    narrowed = sheet(keeper, "/quyen-han/?quyen=keep_offices&tai=xlsx")
    assert [row[1] for row in narrowed[1:]] == ["quan"]
    assert [row[1] for row in sheet(keeper, "/quyen-han/?vai=chief&co-quan=SYT-38&tai=xlsx")[1:]] == ["giamdoc"]
    assert "Mỗi vai trò được làm gì" in body(keeper, "/quyen-han/")


def test_the_list_of_users_is_narrowed(everyone: Cast, keeper: Client) -> None:
    User.objects.filter(username="hoa").update(is_active=False)
    assert [row[1] for row in sheet(keeper, "/nguoi-dung/?tai-khoan=dong&tai=xlsx")[1:]] == ["hoa"]
    assert [row[1] for row in sheet(keeper, "/nguoi-dung/?vai=inspector&tai-khoan=mo&tai=xlsx")[1:]] == ["hanh"]
    assert "Vũ Thị Hoa" in body(keeper, "/nguoi-dung/?q=vu+hoa")


def test_a_user_of_two_territories_is_shown_but_not_changed(everyone: Cast, keeper: Client) -> None:
    office = Office.objects.get(code="UBND-99101")
    Posting.objects.create(user=everyone.phuc, office=office, role="commune_officer", starts_on=date(2026, 1, 1))
    page = body(keeper, "/nguoi-dung/phuc/")
    assert "còn làm việc ngoài địa bàn" in page
    assert "/nguoi-dung/phuc/moi/" not in page


def test_the_menu_shows_everybody_two_ways_and_keepers_four(everyone: Cast) -> None:
    assert menu_entries(None) == []
    assert [entry.url for entry in menu_entries(viewer(everyone.hoa))] == ["/lich-lam-viec/", "/co-quan/chuc-nang/"]
    assert [entry.url for entry in menu_entries(viewer(everyone.admin))][2:] == ["/co-quan/", "/nguoi-dung/"]
