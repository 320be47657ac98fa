"""Pages of imports and of pairs, walked as officers walk them; uploads of any kind end in words, not in a traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.messages import use_language
from ansinh.kernel.slots import parts
from ansinh.registry.changes.services import apply_change
from ansinh.registry.imports.models import ImportBatch, Stage
from ansinh.registry.imports.selectors import last_job
from ansinh.registry.ledger.models import Change
from ansinh.registry.merging.models import Pair, PairState
from ansinh.registry.people.models import Person
from ansinh.registry.people.pictures import sort_key
from tests.cast import Cast, person, viewer
from tests.kernel.books import small_list
from tests.kernel.garble import GRID_FAULTS, Grid, to_workbook
from tests.registry.office_lists import again, an_binh_poor, disabled, given, kept_in, row, work
from tests.registry.test_merging import pair_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: object) -> None:
    kept_in(tmp_path, settings)


def uploaded(client: Client, everyone: Cast, content: bytes, name: str = "ds.xlsx") -> HttpResponse:
    data = {"file": SimpleUploadedFile(name, content), "place": everyone.an_binh.pk, "holds_from": date(2026, 11, 1)}
    return client.post("/nhap-danh-sach/moi/", data, follow=True)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_list_walked_from_upload_to_approval(everyone: Cast, signed_in: SignIn) -> None:
    hoa, director = signed_in(everyone.hoa), signed_in(everyone.director)
    assert "Nhập một danh sách" in text(hoa.get("/nhap-danh-sach/"))
    assert "Nhập một danh sách" not in text(director.get("/nhap-danh-sach/"))
    content = an_binh_poor()
    assert "Đang kiểm tra các dòng" in text(uploaded(hoa, everyone, content))
    batch = ImportBatch.objects.get()
    here = f"/nhap-danh-sach/{batch.code}/"
    work(batch)
    page = text(hoa.get(here))
    assert "Có thể là người đã có" in page
    assert "Đúng là đã chết" in page
    assert "không có ngày 31" in text(hoa.get(f"{here}?ket-qua=refused"))
    assert "TM. ỦY BAN NHÂN DÂN" in text(hoa.get(f"{here}?ket-qua=aside"))
    assert f"mã {batch.code}" in text(uploaded(hoa, everyone, content)), "the same file leads to the list that is there"
    number = row(batch, "Trịnh Văn Bền").number
    assert "chết 3/2026" in text(hoa.get(f"{here}dong/{number}/"))
    hoa.post(f"{here}dong/{number}/", {"turn": "0", "decision": "theirs"})
    assert row(batch, "Trịnh Văn Bền").verdict == "new"
    late = hoa.post(f"{here}dong/{number}/", {"turn": "0", "decision": "ours"}, follow=True)
    assert "đã sang bước khác" in late.content.decode()
    lanh = row(batch, "Hoàng Thị Lành").number
    assert everyone.lanh.code in text(hoa.get(f"{here}dong/{lanh}/"))
    assert "Mã hộ" in text(hoa.get(f"{here}cot/"))
    hoa.post(f"{here}buoc/", {"do": "write", "version": "1"})
    work(batch)
    assert "phải có người khác duyệt" in text(hoa.get(here))
    assert "Duyệt: đưa tất cả vào sổ" in text(director.get(here))
    director.post(f"{here}duyet/", {"do": "apply"})
    work(batch)
    assert again(batch).applied
    assert "Hoàn tác cả danh sách" in text(director.get(here))
    book = load_workbook(BytesIO(hoa.get(f"{here}tai-ve/").content))
    assert book.worksheets[0].cell(9, 12).value == "Đã vào sổ."
    director.post(f"{here}duyet/", {"do": "undo"})
    work(batch)
    assert again(batch).over
    assert "Đã hoàn tác" in text(director.get(here))
    assert "Đã hoàn tác" in text(hoa.get("/nhap-danh-sach/"))


def test_columns_are_saved_from_their_page(everyone: Cast, signed_in: SignIn) -> None:
    hoa = signed_in(everyone.hoa)
    batch = given(everyone.hoa, everyone.an_binh, an_binh_poor())
    here = f"/nhap-danh-sach/{batch.code}/"
    places = {column.heading: column.position for column in batch.columns.all()}
    chosen = {
        f"cot-{places['Ghi chú']}": "",
        f"cot-{places['Giới tính › Nam']}": "sex=male",
        "ca-danh-sach-ethnicity": "Kinh",
    }
    answer = hoa.post(f"{here}cot/", chosen, follow=True)
    assert answer.status_code == 200
    work(batch)
    assert row(batch, "Trịnh Văn Bền").verdict == "new", "without the note nothing says that he is dead"
    assert row(batch, "Trịnh Văn Bền").ethnicity == "Kinh"
    assert 'value="Kinh"' in text(hoa.get(f"{here}cot/"))
    assert again(batch).version == 2


def test_steps_that_cannot_be_taken_say_why(everyone: Cast, signed_in: SignIn) -> None:
    hoa, van = signed_in(everyone.hoa), signed_in(everyone.van)
    batch = given(
        everyone.hoa, everyone.an_binh, disabled([1, "Vi Văn Păng", "1990", "Nam", None, "Bản 4", None, None])
    )
    here = f"/nhap-danh-sach/{batch.code}/"
    for client, path, data in (
        (hoa, "buoc/", {"do": "write", "version": "x"}),
        (hoa, "buoc/", {"do": "undo"}),
        (hoa, "buoc/", {"do": "resume"}),
        (van, "duyet/", {"do": "apply"}),
    ):
        assert "đã sang bước khác" in text(client.post(here + path, data, follow=True))  # type: ignore[arg-type]
    assert hoa.post(f"{here}buoc/", {"do": "dance"}).status_code == 302
    assert "Bắt buộc" in text(hoa.post("/nhap-danh-sach/moi/", {})) or "required" in text(
        hoa.post("/nhap-danh-sach/moi/", {})
    )
    hoa.post(f"{here}buoc/", {"do": "check"})
    hoa.post(f"{here}buoc/", {"do": "cancel"})
    assert again(batch).stage == Stage.CANCELLED
    assert signed_in(everyone.phuc).get(here).status_code == 404


def test_what_waits_is_on_the_work_list(everyone: Cast) -> None:
    batch = given(everyone.hoa, everyone.an_binh, an_binh_poor())
    titles = [str(each.title) for each in parts("work-list", viewer(everyone.hoa))]
    assert "Danh sách chờ xem lại" in titles
    ImportBatch.objects.filter(pk=batch.pk).update(stage=Stage.WRITTEN)
    assert "Danh sách chờ xem lại" not in [str(each.title) for each in parts("work-list", viewer(everyone.hoa))]
    assert "Nhập danh sách" in [str(each.title) for each in parts("menu", viewer(everyone.hoa))]
    assert "Nhập danh sách" not in [str(each.title) for each in parts("menu", viewer(everyone.kien))]


NO_LISTS = (
    (b"", "ds.xlsx"),
    (b"PK\x03\x04rac", "ds.xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ds.xls"),
    (b"%PDF-1.7\n%%EOF\n", "ds.xlsx"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "ds.xls"),
    (b"\x7fELF\x02\x01", "ds.csv"),
    ("xin chào".encode(), "ds.csv"),
    (b'a;b;c\n"mot;hai\n' * 60, "ds.csv"),
    (b"\xff\xfe" + "STT,Họ tên\n".encode("utf-16-le"), "ds.csv"),
    (small_list(), "ds.xlsx"),
)


@pytest.mark.parametrize(("content", "name"), NO_LISTS, ids=range(len(NO_LISTS)))
def test_what_is_no_list_is_refused_in_words(everyone: Cast, signed_in: SignIn, content: bytes, name: str) -> None:
    hoa = signed_in(everyone.hoa)
    answer = uploaded(hoa, everyone, content, name)
    assert answer.status_code == 200
    batch = ImportBatch.objects.first()
    if batch is None:
        assert any(word in text(answer) for word in ("note error", "errorlist", "alert"))
        return
    job = work(batch)
    assert (job.state, again(batch).stage) == ("failed", Stage.READ)
    assert job.message
    assert "số của việc này" not in job.message, "a named error, not a breakdown"
    assert job.message in text(hoa.get(f"/nhap-danh-sach/{batch.code}/"))


@pytest.mark.parametrize("seed", range(12))
def test_a_garbled_list_is_listed_row_by_row_or_refused_in_words(everyone: Cast, seed: int) -> None:
    random = Random(seed)
    grid: Grid = [list(line) for line in _plain()]
    for fault in random.sample(GRID_FAULTS, 3):
        if grid and grid[0]:
            fault(random, grid)
    batch = None
    upload = SimpleUploadedFile("ds.xlsx", to_workbook(grid))
    client = Client()
    client.force_login(everyone.hoa)
    client.post("/nhap-danh-sach/moi/", {"file": upload, "place": everyone.an_binh.pk, "holds_from": "2026-11-01"})
    batch = ImportBatch.objects.get()
    job = work(batch)
    use_language("vi")
    progress = last_job(batch)
    assert progress is not None
    if job.state == "failed":
        assert job.message
        assert "số của việc này" not in job.message
        return
    assert job.state == "done"
    for verdict in batch.rows.values_list("verdict", flat=True).distinct():
        assert client.get(f"/nhap-danh-sach/{batch.code}/?ket-qua={verdict}").status_code == 200
    assert client.get(f"/nhap-danh-sach/{batch.code}/tai-ve/").status_code == 200
    client.post(f"/nhap-danh-sach/{batch.code}/buoc/", {"do": "write", "version": again(batch).version})
    assert work(batch).state == "done"


def _plain() -> Grid:
    """Forty people under the header that the faults expect: six lines of title, two of header, one of numbers."""
    head: Grid = [["UBND XÃ AN BÌNH"], ["DANH SÁCH NGƯỜI KHUYẾT TẬT"], [], [], [], []]
    header = [
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Số CCCD",
        "Thôn",
        "Mức độ khuyết tật",
        "Hộ nghèo",
        "Ghi chú",
    ]
    words = ("An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Khánh", "Lâm", "Minh", "Nga")
    notes = (None, "chết 3/2026", None, "chuyển đi")
    people = [
        [n, f"Trịnh Văn {words[n % 10]}", f"{n % 27 + 1}/{n % 12 + 1}/{1940 + n}", "Nam",
         f"0380{(40 + n) % 100:02}{n:06}", f"Thôn {n % 3}", ("nặng", "đặc biệt nặng", None)[n % 3], ("x", None)[n % 2],
         notes[n % 4]]
        for n in range(1, 41)
    ]  # fmt: skip
    rows: Grid = [*head, header, [None] * 9, [f"({n})" for n in range(1, 10)], *people]
    return [[*line, *[None] * (9 - len(line))] for line in rows]


def test_pairs_walked(everyone: Cast, signed_in: SignIn) -> None:
    van = signed_in(everyone.van)
    twin = person("Tran Van Sau", "1968", "male", everyone.an_binh)
    pair = pair_of(everyone.sau, twin)
    assert pair.code in text(van.get("/trung-nhau/"))
    page = text(van.get(f"/trung-nhau/{pair.code}/"))
    assert "Giữ mã của ai?" in page
    assert "Tran Van Sau" in page
    merged = van.post(
        f"/trung-nhau/{pair.code}/quyet-dinh/",
        {"do": "merge", "survivor": twin.code, "giu-identity": everyone.sau.code},
        follow=True,
    )
    assert "chờ người khác quyết định" in merged.content.decode()
    van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "undo"})
    assert Person.objects.filter(pk=everyone.sau.pk).exists(), "there is nothing to undo yet"
    apply_change(viewer=viewer(everyone.director), code=Change.objects.get(kind="merge").code)
    assert Person.objects.get(pk=twin.pk).full_name == "Trần Văn Sáu"
    assert pair.code in text(van.get("/trung-nhau/?xem=da-quyet-dinh"))
    again_ = van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "apart"}, follow=True)
    assert "vừa được quyết định" in again_.content.decode()
    van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "undo"})
    apply_change(viewer=viewer(everyone.director), code=Change.objects.get(kind="undo").code)
    van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "apart", "reason": "anh em"})
    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT
    van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "undo"})
    assert Pair.objects.get(pk=pair.pk).state == PairState.OPEN
    van.post(f"/trung-nhau/{pair.code}/quyet-dinh/", {"do": "apart", "reason": "anh em"})
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == (PairState.DIFFERENT, "anh em")
    assert van.post("/trung-nhau/tim/", {"place": everyone.an_binh.key}).status_code == 302
    assert van.post("/trung-nhau/tim/", {"place": everyone.yen_lac.key}).status_code == 404
    assert signed_in(everyone.hoa).get("/trung-nhau/").status_code == 403
    assert signed_in(everyone.neighbour).get(f"/trung-nhau/{pair.code}/").status_code == 404
    Pair.objects.update(state=PairState.OPEN)
    assert "Các cặp có thể là một người" in [str(each.title) for each in parts("work-list", viewer(everyone.van))]
    assert sort_key("Lê Thị Đào") == "dao le thi"


def test_the_approver_names_a_purpose_before_the_sensitive_columns(everyone: Cast, signed_in: SignIn) -> None:
    content = disabled(
        [1, "Trần Văn Sáu", "02/03/1968", "Nam", "038068000026", "Thôn 1", "Nặng", "tâm thần"],
        [2, "Vi Văn Păng", "1960", "Nam", None, "Thôn 2", "Đặc biệt nặng", None],
    )
    batch = given(everyone.hoa, everyone.an_binh, content)
    director, here = signed_in(everyone.director), f"/nhap-danh-sach/{batch.code}/"
    verdicts = {row(batch, name).verdict for name in ("Trần Văn Sáu", "Vi Văn Păng")}
    pages = [f"{here}?ket-qua={verdict}" for verdict in verdicts]
    shown = "".join(text(director.get(page)) for page in pages)
    assert "Mức độ: •••••" in shown
    assert "Đặc biệt nặng" not in shown
    assert "Giới tính: Nam" in shown, "what is not sensitive is read at once"
    assert not AuditEntry.objects.filter(action="look").exists()
    asked = {"purpose": "check", "words": "HS-1", "next": here}
    assert director.post(f"{here}muc-dich/", asked).headers["Location"] == here
    shown = "".join(text(director.get(page)) for page in pages)
    assert "Đặc biệt nặng" in shown
    looks = AuditEntry.objects.filter(action="look", actor=everyone.director)
    assert {(look.subject_kind, look.subject_code) for look in looks} >= {
        ("import", batch.code), ("person", everyone.sau.code),
    }  # fmt: skip
    assert {look.purpose for look in looks} == {"check: HS-1"}
    director.post(f"{here}muc-dich/", {"do": "forget", "next": here})
    assert "Đặc biệt nặng" not in "".join(text(director.get(page)) for page in pages)
    kien = signed_in(everyone.kien)
    assert "Sau khi nêu mục đích" not in text(kien.get(pages[0])), "without the right nobody is asked"
    assert kien.post(f"{here}muc-dich/", asked).status_code == 403
    assert signed_in(everyone.phuc).post(f"{here}muc-dich/", asked).status_code == 404
    assert "Mức độ" not in "".join(text(signed_in(everyone.dung).get(page)) for page in pages), "another function"


def test_how_many_queries_a_list_takes(
    everyone: Cast, signed_in: SignIn, django_assert_num_queries: Callable[[int], object]
) -> None:
    people = [
        [number, f"Vi Văn {name}", "1960", "Nam", None, "Thôn 2", "Nặng", None] for number, name in enumerate("ABCD")
    ]
    batch = given(everyone.hoa, everyone.an_binh, disabled(*people))
    director, here = signed_in(everyone.director), f"/nhap-danh-sach/{batch.code}/?ket-qua=new"
    director.get(here)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        director.get(here)
