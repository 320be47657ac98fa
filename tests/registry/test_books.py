"""The working registers: written, corrected, taken out, put back, imported; within territory, with history, paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from openpyxl import Workbook, load_workbook
from pytest_django import Settings

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import PROPOSE, READ
from ansinh.registry.books.models import BOOKS, GratitudeFund, MemorialWork, NonStateProvider
from ansinh.registry.books.samples import fill_books
from ansinh.registry.books.shelf import (
    CHILD_FUND,
    CONVALESCENCE,
    GRATITUDE_FUND,
    HOUSES,
    KEEPER,
    MEMORIALS,
    PROVIDERS,
    SHELF,
    over_cap,
)
from ansinh.registry.changes.services import apply_change
from ansinh.registry.ledger.models import Change, Paper, State
from ansinh.shell.books.declaration import book_of, shelf
from ansinh.shell.books.forms import EntryForm
from ansinh.shell.books.importing import headings_of
from ansinh.shell.books.listing import tallies_of
from tests.cast import Cast, viewer
from tests.registry.book_payments import approver

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/so/cong-trinh-ghi-cong/"
HERE = "xa-99101"
GOOD = {
    "place": HERE, "name": "Nghĩa trang liệt sĩ An Bình", "kind": "cemetery", "condition": "worn", "graves": "120",
    "unnamed_graves": "7", "repaired_year": "2024", "repair_cost": "1.350.000.000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def write(client: Client, **changes: Any) -> str:
    """The code of an entry written through the form."""
    answer = client.post(f"{LIST}them/", {**GOOD, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].rstrip("/").rpartition("/")[2]


def workbook(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    """A list as an office keeps it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("Công trình 2026.xlsx", content.getvalue())


ROWS = (
    ("DANH SÁCH CÔNG TRÌNH GHI CÔNG LIỆT SĨ NĂM 2026",),
    (),
    ("STT", "Tên công trình", "Xã", "Loại", "Hiện trạng", "Số mộ", "Kinh phí", "Năm tu bổ", "Màu sơn"),
    (1, "Nghĩa trang liệt sĩ An Bình", "An Bình", "Nghĩa trang liệt sĩ", "Tốt", 120, "1.200.000.000", 2020, "trắng"),
    (2, "Đài tưởng niệm An Hòa", "Xã An Hoà", "Đài tưởng niệm liệt sĩ", "Xuống cấp, cần tu bổ", None, None, None, None),
    (3, "Nhà bia Yên Lạc", "Yên Lạc", "Bia đá", "Tốt", -5, "nhiều", None, None),
    (4, "Nghĩa trang liệt sĩ An Bình", "An Bình", "Nghĩa trang liệt sĩ", "Tốt", 120, None, None, None),
    ("Tổng cộng", None, None, None, None, 240),
)


# --- one entry ---


def test_an_entry_is_written_corrected_taken_out_and_put_back(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.dung)
    scan = SimpleUploadedFile("qđ.pdf", b"%PDF-1.4 x")
    code = write(
        client, paper_kind="Quyết định", paper_number="5/QĐ-UBND", paper_issued_on="2024-02-01", paper_scan=scan
    )
    paper = Paper.objects.get(number="5/QĐ-UBND")
    page = client.get(f"{LIST}muc/{code}/").content.decode()
    for part in ("Nghĩa trang liệt sĩ An Bình", "1.350.000.000 đ", "Xuống cấp, cần tu bổ", "Quyết định 5/QĐ-UBND",
                 "An Bình",
                 f"/giay-to/{paper.code}/tep/", "Hồ Văn Dũng", "Ghi vào sổ"):  # fmt: skip
        assert part in page
    held = MemorialWork.objects.known().get()
    form = client.get(f"{LIST}muc/{code}/sua/").content.decode()
    assert f'name="seen" value="{held.pk}"' in form
    assert 'value="1.350.000.000"' in form

    corrected = client.post(f"{LIST}muc/{code}/sua/", {**GOOD, "graves": "121", "seen": held.pk}, follow=True)
    page = corrected.content.decode()
    assert "Số mộ: 120 → 121" in page
    assert "Đã đính chính mục này." in page
    assert MemorialWork.objects.known().get().graves == 121
    assert MemorialWork.objects.filter(code=code).count() == 2

    stale = client.post(f"{LIST}muc/{code}/sua/", {**GOOD, "graves": "122", "seen": held.pk})
    assert stale.status_code == 422
    assert MemorialWork.objects.known().get().graves == 121
    assert client.post(f"{LIST}muc/{code}/sua/", {**GOOD, "seen": "x"}).status_code == 422

    assert "Gỡ mục này khỏi sổ?" in client.get(f"{LIST}muc/{code}/go/").content.decode()
    assert client.post(f"{LIST}muc/{code}/go/", {"reason": " "}).status_code == 200
    gone = client.post(f"{LIST}muc/{code}/go/", {"reason": "ghi nhầm xã"}, follow=True).content.decode()
    assert "Đã gỡ mục này khỏi sổ." in gone
    assert "Hoàn tác" in gone
    assert not MemorialWork.objects.known().exists()
    assert client.get(f"{LIST}muc/{code}/sua/").status_code == 404
    change = Change.objects.get(kind="book-withdrawal")
    assert change.reason == "ghi nhầm xã"

    back = client.post(f"{LIST}hoan-tac/{change.code}/", follow=True).content.decode()
    assert "Đã hoàn tác" in back
    assert MemorialWork.objects.known().get().graves == 121
    again = client.post(f"{LIST}hoan-tac/{change.code}/", follow=True).content.decode()
    assert "Đã hoàn tác. Sổ trở lại" not in again
    assert AuditEntry.objects.filter(action="change-applied").count() == 3


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.dung)
    answer = client.post(f"{LIST}them/", {**GOOD, "unnamed_graves": "500", "repair_cost": "1,5 tỷ"})
    assert answer.status_code == 422
    assert "Ghi số đồng nguyên" in answer.content.decode()
    answer = client.post(f"{LIST}them/", {**GOOD, "unnamed_graves": "500"})
    assert "nhiều hơn tổng số mộ" in answer.content.decode()
    answer = client.post(f"{LIST}them/", {**GOOD, "paper_kind": "Ảnh",
                         "paper_scan": SimpleUploadedFile("a.exe", b"MZ\x00\x01")})  # fmt: skip
    assert answer.status_code == 422
    assert not MemorialWork.objects.exists()
    assert not Change.objects.filter(kind__startswith="book").exists()


def test_a_list_is_searched_filtered_and_downloaded(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.dung)
    write(client)
    write(client, name="Đài tưởng niệm An Hòa", place="xa-99102", kind="monument", repaired_year="", repair_cost="")
    assert "Bạn cần tìm gì?" in client.get(LIST).content.decode()

    def found(query: str) -> set[str]:
        text = client.get(f"{LIST}?{query}").content.decode()
        return {name for name in ("Nghĩa trang", "Đài tưởng niệm An") if f"{name} " in text.partition("<tbody>")[2]}

    assert found("q=nghia+trang") == {"Nghĩa trang"}
    assert found("q=AN") == {"Nghĩa trang", "Đài tưởng niệm An"}
    assert found("kind=monument") == {"Đài tưởng niệm An"}
    assert found("dia-ban=xa-99101") == {"Nghĩa trang"}
    assert found("dia-ban=tinh-38") == {"Nghĩa trang", "Đài tưởng niệm An"}
    assert found("repaired_year=2024") == {"Nghĩa trang"}
    assert found("repaired_year=24") == found("repaired_year=x") == set()
    answer = client.get(f"{LIST}?q=an&tai=xlsx")
    assert isinstance(answer, FileResponse)
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    head = [cell.value for cell in sheet[5]]
    assert head[:3] == ["Tên công trình", "Địa bàn", "Loại công trình"]
    assert sheet.max_row == 7


# --- who ---


def test_books_stop_at_the_border_of_territory_and_function(everyone: Cast, signed_in: SignIn) -> None:
    code = write(signed_in(everyone.dung))
    write(signed_in(everyone.dung), name="Đền thờ", place="xa-99102")
    assert KEEPER.rows(viewer(everyone.hoa), MEMORIALS).count() == 1
    assert KEEPER.rows(viewer(everyone.dung), MEMORIALS).count() == 2
    for stranger in (everyone.phuc, everyone.thu, everyone.neighbour):
        client = signed_in(stranger)
        assert client.get(f"{LIST}muc/{code}/").status_code == 404
        assert client.get(f"{LIST}muc/{code}/sua/").status_code == 404
        assert client.post(f"{LIST}muc/{code}/go/", {"reason": "x"}).status_code == 404
    # Another function of the State, no right to write, no posting, nobody.
    assert signed_in(everyone.van).get(LIST).status_code == 404
    assert signed_in(everyone.inspector).get(LIST).status_code == 200
    assert signed_in(everyone.inspector).get(f"{LIST}them/").status_code == 403
    assert signed_in(everyone.stranger).get("/so/").status_code == 403
    assert Client().get(LIST).status_code == 302
    assert signed_in(everyone.dung).get("/so/khong-co-so-nay/").status_code == 404


def test_a_commune_s_officer_writes_only_there(everyone: Cast, signed_in: SignIn) -> None:
    hoa = viewer(everyone.hoa)
    assert [each.key for each in KEEPER.places(hoa, PROPOSE, MEMORIALS)] == [HERE]
    answer = signed_in(everyone.hoa).post(f"{LIST}them/", {**GOOD, "place": "xa-99102"})
    assert answer.status_code == 422
    with pytest.raises(AnSinhError) as refused:
        KEEPER.add(viewer=hoa, book=MEMORIALS, entry={"place": "xa-99102", "name": "x"}, paper=None)
    assert refused.value.code == "change-not-yours"
    code = write(signed_in(everyone.hoa))
    with pytest.raises(AnSinhError):
        KEEPER.withdraw(viewer=viewer(everyone.thu), book=MEMORIALS, code=code, reason="x")
    change = Change.objects.get(kind="book-entry")
    with pytest.raises(AnSinhError):
        KEEPER.undo(viewer=viewer(everyone.dung), change=change.code)
    assert MemorialWork.objects.known().count() == 1


def test_the_shelf_shows_the_books_of_one_s_function(everyone: Cast, signed_in: SignIn) -> None:
    def titles(user: User) -> list[bool]:
        page = signed_in(user).get("/so/").content.decode()
        return [f'href="/so/{book.slug}/"' in page for book in SHELF]

    assert titles(everyone.dung) == [True, True, True, True, False, False]
    assert titles(everyone.van) == [False, False, False, False, False, True]
    assert titles(everyone.hoa) == [True] * 6
    assert list(shelf()) == list(SHELF)
    assert [book_of(book.slug) for book in SHELF] == list(SHELF)
    assert [book.model for book in SHELF] == list(BOOKS)


# --- a list from an office ---


def test_every_row_of_a_list_is_accounted_for(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.dung)
    assert "Tên công trình" in client.get(f"{LIST}nhap/").content.decode()
    answer = client.post(f"{LIST}nhap/", {"file": workbook(*ROWS)})
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    for part in (
        "Công trình 2026.xlsx",
        "Sẽ ghi vào sổ",
        "Màu sơn",
        "Ghi 2 dòng vào sổ",
        "Loại công trình:",
        "Địa bàn:",
    ):
        assert part in page
    assert not MemorialWork.objects.exists()

    verdicts = client.get(f"{address}?tai=xlsx")
    assert isinstance(verdicts, FileResponse)
    sheet = load_workbook(io.BytesIO(verdicts.getvalue())).active
    assert sheet is not None
    told = {str(row[0]): (row[1], row[2] or "") for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert sorted(map(int, told)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [told[row][0] for row in ("4", "5", "6", "7", "8")] == [
        "Sẽ ghi vào sổ", "Sẽ ghi vào sổ", "Không nhận", "Đã có trong sổ", "Không phải dữ liệu",
    ]  # fmt: skip
    for label in ("Địa bàn", "Loại công trình", "Số mộ", "Kinh phí tu bổ gần nhất"):
        assert f"{label}: " in str(told["6"][1])

    done = client.post(f"{address}ghi/", follow=True).content.decode()
    assert "Đã ghi 2 dòng vào sổ." in done
    assert {row.name: str(row.commune) for row in MemorialWork.objects.known()} == {
        "Nghĩa trang liệt sĩ An Bình": "An Bình", "Đài tưởng niệm An Hòa": "An Hòa",
    }  # fmt: skip
    change = Change.objects.get(kind="book-import")
    assert (change.place, change.state) == (everyone.province, State.APPLIED)

    assert "không có gì mới" in client.post(f"{address}ghi/", follow=True).content.decode()
    client.post(f"{LIST}hoan-tac/{change.code}/")
    assert not MemorialWork.objects.known().exists()


def test_a_commune_s_list_needs_no_column_for_the_place(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    rows = [(row[0], row[1], *row[3:]) for row in ROWS[2:5]]
    address = client.post(f"{LIST}nhap/", {"file": workbook(*rows)}).headers["Location"]
    client.post(f"{address}ghi/")
    assert {row.commune for row in MemorialWork.objects.known()} == {everyone.an_binh}
    assert Change.objects.get(kind="book-import").place == everyone.an_binh


def test_a_list_that_cannot_be_one_is_refused_in_words(
    everyone: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(everyone.dung)
    assert client.post(f"{LIST}nhap/", {}).status_code == 422
    answer = client.post(f"{LIST}nhap/", {"file": SimpleUploadedFile("a.xlsx", b"<html>")})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    lacking = client.post(
        f"{LIST}nhap/", {"file": workbook(("STT", "Tên công trình", "Số mộ"), (1, "Đền", 3), (2, "Đài", 4))}
    )
    page = client.get(lacking.headers["Location"], follow=True).content.decode()
    assert "Danh sách thiếu các cột: Loại công trình, Hiện trạng, Địa bàn" in page
    assert client.post(f"{lacking.headers['Location']}ghi/", follow=True).status_code == 200
    monkeypatch.setattr("ansinh.shell.books.importing.LONGEST", 1)
    long = client.post(f"{LIST}nhap/", {"file": workbook(*ROWS)}).headers["Location"]
    assert "hơn 1 dòng" in client.get(long, follow=True).content.decode()
    # Somebody else's upload is nobody's business.
    assert signed_in(everyone.hoa).get(long).status_code == 404
    assert client.get(f"{LIST}nhap/{'0' * 64}/").status_code == 404


def test_dates_and_answers_of_a_list(everyone: Cast, signed_in: SignIn) -> None:
    head = ("Tên cơ sở", "Loại cơ sở", "Người đứng đầu", "Địa chỉ", "Số giấy phép", "Ngày cấp phép", "Số giường",
            "Số người", "Trạng thái", "Đạt chuẩn")  # fmt: skip
    good = ("Mái ấm Hoa Sen", "Người cao tuổi", "Bà Mai", "Thôn 2", "1/GP", "05/03/2024", 40, 31,
            "Đang hoạt động", "x")  # fmt: skip
    rows = (
        head, good, ("Mái ấm hai", *good[1:5], "2024", *good[6:]), ("Mái ấm ba", *good[1:5], "hôm qua", *good[6:]),
        ("Mái ấm bốn", *good[1:5], date(2024, 3, 5), *good[6:9], "không"),
    )  # fmt: skip
    client = signed_in(everyone.hoa)
    address = client.post("/so/co-so-ngoai-cong-lap/nhap/", {"file": workbook(*rows)}).headers["Location"]
    page = client.get(address).content.decode()
    assert "Ngày cấp giấy phép: 2024 không phải là ngày" in page
    assert "Ngày cấp giấy phép: hôm qua không phải là ngày" in page
    client.post(f"{address}ghi/")
    held = NonStateProvider.objects.known().order_by("name").values_list("name", "licensed_on", "meets_standard")
    assert list(held) == [("Mái ấm Hoa Sen", date(2024, 3, 5), True), ("Mái ấm bốn", date(2024, 3, 5), False)]


def test_headings_are_known_in_both_languages() -> None:
    known = headings_of(MEMORIALS)["condition"]
    assert known == ["Hiện trạng", "Condition", "Hiện trạng"]


# --- the rules of each book ---


def wrong(book: Any, **entry: Any) -> set[str]:
    """Fields that the form of a book complains about."""
    places = [type("Place", (), {"key": HERE, "label": "An Bình"})()]
    form = EntryForm({"place": HERE, **entry}, book=book, places=places)
    return set(form.errors)


HOUSE = {"owner": "Bà Tư", "category": "Vợ liệt sĩ", "work": "build", "stage": "handed_over",
         "from_state": "60.000.000", "handed_over_on": "2026-07-20"}  # fmt: skip
TURN = {"full_name": "Phạm Văn Bảy", "category": "Thương binh 61 %", "cycle": "second_year", "year": "2026",
        "form": "centre", "centre": "Trung tâm Sầm Sơn", "birth_year": "1945"}  # fmt: skip
MONEY = {
    "direction": "receipt",
    "on": "2026-07-01",
    "amount": "5.000.000",
    "party": "Công ty May 10",
    "purpose": "appeal",
}
HOME = {"name": "Mái ấm", "kind": "children", "head": "Bà Mai", "address": "Thôn 2", "licence": "1/GP", "places": "40",
        "residents": "31", "standing": "active"}  # fmt: skip
MEMORIAL = {key: value for key, value in GOOD.items() if key != "place"}


@pytest.mark.parametrize(
    ("book", "entry", "changes", "expected"),
    [
        (MEMORIALS, MEMORIAL, {}, set()),
        (MEMORIALS, MEMORIAL, {"graves": ""}, {"unnamed_graves"}),
        (MEMORIALS, MEMORIAL, {"built_year": "2025"}, {"repaired_year"}),
        (MEMORIALS, MEMORIAL, {"repaired_year": ""}, {"repaired_year"}),
        (HOUSES, HOUSE, {}, set()),
        (HOUSES, HOUSE, {"citizen_id": "123"}, {"citizen_id"}),
        (HOUSES, HOUSE, {"began_on": "2026-08-01"}, {"handed_over_on"}),
        (HOUSES, HOUSE, {"handed_over_on": ""}, {"handed_over_on"}),
        (HOUSES, HOUSE, {"from_state": "0"}, {"from_state"}),
        (HOUSES, HOUSE, {"from_donors": "1.000.000"}, {"donor"}),
        (CONVALESCENCE, TURN, {}, set()),
        (CONVALESCENCE, TURN, {"began_on": "2026-05-10", "ended_on": "2026-05-01"}, {"ended_on"}),
        (CONVALESCENCE, TURN, {"began_on": "2025-05-10"}, {"began_on"}),
        (CONVALESCENCE, TURN, {"centre": ""}, {"centre"}),
        (CONVALESCENCE, TURN, {"centre": "", "form": "home"}, set()),
        (CONVALESCENCE, TURN, {"birth_year": "1800"}, {"birth_year"}),
        (CONVALESCENCE, TURN, {"citizen_id": "038045000041"}, set()),
        (GRATITUDE_FUND, MONEY, {}, set()),
        (GRATITUDE_FUND, MONEY, {"amount": "0"}, {"amount"}),
        (GRATITUDE_FUND, MONEY, {"amount": ""}, {"amount"}),
        (GRATITUDE_FUND, MONEY, {"amount": "1 350 000 đ"}, set()),
        (GRATITUDE_FUND, MONEY, {"direction": "use"}, {"purpose"}),
        (CHILD_FUND, MONEY, {"direction": "use", "purpose": "surgery"}, set()),
        (CHILD_FUND, MONEY, {"purpose": "surgery"}, {"purpose"}),
        (PROVIDERS, HOME, {}, set()),
        (PROVIDERS, HOME, {"licence": ""}, {"licence"}),
        (PROVIDERS, HOME, {"standing": "dissolved"}, {"residents"}),
    ],
)
def test_what_cannot_be_is_refused(
    book: Any, entry: dict[str, str], changes: dict[str, str], expected: set[str]
) -> None:
    assert wrong(book, **{**entry, **changes}) == expected


# --- figures ---


def test_figures_above_the_lists(everyone: Cast) -> None:
    dung, van = viewer(everyone.dung), viewer(everyone.van)
    this_year = date.today().replace(month=1, day=2)
    entry = {"place": HERE, "on": this_year, "party": "x"}
    receipt = {**entry, "direction": "receipt", "purpose": "appeal", "amount": 1_000_000}
    running = {**entry, "direction": "use", "purpose": "running"}
    kept = KEEPER.add_many(viewer=dung, book=GRATITUDE_FUND, title="x", entries=[
        receipt, {**running, "amount": 50_000}, {**receipt, "place": "tinh-38"},
        {**running, "place": "tinh-38", "amount": 50_001}, {**receipt, "on": this_year.replace(year=2020), "amount": 7},
    ])  # fmt: skip
    assert Change.objects.get(kind="book-import").place == everyone.province
    rows = KEEPER.rows(dung, GRATITUDE_FUND)
    assert (kept.waits, rows.exists()) == (True, False), "a list with a payment waits as a whole"
    apply_change(viewer=approver(everyone), code=kept.change)
    assert rows.count() == 5
    assert over_cap(rows, this_year.year) == ["Thanh Hóa"]
    shown = {str(tally.title): (tally.value, tally.mark) for tally in tallies_of(GRATITUDE_FUND, rows)}
    assert shown == {
        "Số mục": ("5", ""), "Thu trong năm": ("2.000.000 đ", ""), "Chi trong năm": ("100.001 đ", ""),
        "Còn dư": ("1.900.006 đ", "ok"), "Nơi chi quản lý quá 5 % số thu": ("1", "bad"),
    }  # fmt: skip
    assert not over_cap(KEEPER.rows(viewer(everyone.hoa), GRATITUDE_FUND), this_year.year)
    home = {"place": HERE, "name": "Mái ấm", "kind": "older", "head": "x", "address": "x", "licence": "1"}
    KEEPER.add_many(viewer=van, book=PROVIDERS, title="x", entries=[
        {**home, "places": 40, "residents": 31, "standing": "active", "meets_standard": False},
        {**home, "name": "Hai", "places": 5, "residents": 0, "standing": "suspended", "meets_standard": True},
    ])  # fmt: skip
    shown = {str(t.title): (t.value, t.mark) for t in tallies_of(PROVIDERS, KEEPER.rows(van, PROVIDERS))}
    assert shown["Số chỗ của cơ sở đang hoạt động"] == ("40", "")
    assert shown["Đang hoạt động, chưa đạt chuẩn chăm sóc"] == ("1", "bad")
    memorials = {str(t.title): t.value for t in tallies_of(MEMORIALS, KEEPER.rows(dung, MEMORIALS))}
    assert memorials["Kinh phí tu bổ gần nhất"] == "0 đ"
    assert NonStateProvider.objects.known().filter(standing="active").get().search_key.startswith("mai am x")


def test_filters_by_answer_and_by_year_of_a_date(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    for number, (meets, day) in enumerate([("on", "2025-03-01"), ("", "2026-03-01")]):
        data = {**HOME, "place": HERE, "name": f"Cơ sở {number}", "meets_standard": meets, "inspected_on": day}
        assert client.post("/so/co-so-ngoai-cong-lap/them/", data).status_code == 302
        money = {**MONEY, "place": HERE, "party": f"Người {number}", "on": day}
        assert client.post("/so/quy-bao-tro-tre-em/them/", money).status_code == 302
    page = client.get("/so/co-so-ngoai-cong-lap/?meets_standard=1").content.decode()
    assert ("Cơ sở 0" in page, "Cơ sở 1" in page) == (True, False)
    page = client.get("/so/quy-bao-tro-tre-em/?on=2026").content.decode()
    assert ("Người 0" in page, "Người 1" in page) == (False, True)


def test_a_demo_s_books_are_filled_once_with_what_the_forms_would_take(everyone: Cast) -> None:
    hoa = viewer(everyone.hoa)
    today = date(2026, 11, 1)
    chief = approver(everyone)
    assert fill_books(viewer=hoa, approver=chief, seed=38, today=today) > 400
    assert KEEPER.rows(hoa, GRATITUDE_FUND).filter(direction="use").count() == 40
    assert fill_books(viewer=hoa, approver=chief, seed=38, today=today) == 0
    assert fill_books(viewer=viewer(everyone.inspector), approver=chief, seed=38, today=today) == 0
    for book in SHELF:
        places = KEEPER.places(hoa, PROPOSE, book)
        for row in KEEPER.rows(hoa, book):
            given = {each.name: getattr(row, each.name) for each in book.fields}
            data = {name: str(value) for name, value in given.items() if value not in (None, False)}
            assert EntryForm({"place": HERE, **data}, book=book, places=places).errors == {}


def test_a_country_wide_viewer_may_choose_any_place(everyone: Cast) -> None:
    posting = everyone.neighbour.postings.get()
    posting.office.place = None
    posting.office.save()
    places = [each.key for each in KEEPER.places(viewer(everyone.neighbour), READ, MEMORIALS)]
    assert {"tinh-38", "tinh-40", "xa-99101", "xa-99201"} <= set(places)
    assert str(GratitudeFund(code="MS-1")) == "MS-1"
