"""Lists: nothing before a query, pages by key, a capped count, Excel without formulas; and the small components."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from openpyxl import load_workbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import COMMUNE_OFFICER, Scope, Viewer
from ansinh.shell import charts, components, excel, lists
from ansinh.shell.columns import Column, Filter, Shape, written
from ansinh.shell.components import Event, Question, Tab
from ansinh.shell.lists import ListOf, list_response, listing

pytestmark = pytest.mark.django_db

WHO = Viewer(1, "Vũ Thị Hoa", (Scope(COMMUNE_OFFICER, "*", 1, 2),))
NOBODY = Viewer(1, "Tạ Văn Khách")
COUNT = 23


@pytest.fixture(autouse=True)
def _users() -> None:
    User.objects.bulk_create(
        User(pk=number, username=f"u{number:02}", full_name=f"Tên {number // 3}", is_active=number % 2 == 0)
        for number in range(1, COUNT + 1)
    )


def users(**changes: Any) -> ListOf:
    declared: dict[str, Any] = {
        "name": "nguoi-dung",
        "title": "Người dùng",
        "rows": lambda viewer: User.objects.filter(pk__lte=COUNT) if viewer.scopes else User.objects.none(),
        "columns": (
            Column("name", "Tên", lambda user: user.full_name, link=lambda user: f"/{user.pk}/"),
            Column("user", "Tên đăng nhập", lambda user: f"=1+{user.pk}"),
            Column("id", "Số", lambda user: user.pk, Shape.NUMBER, page=False),
        ),
        "code": lambda user: str(user.username),
        "search": lambda rows, words: rows.filter(full_name__icontains=words),
        "filters": (
            Filter("active", "Hoạt động", lambda rows, value: rows.filter(is_active=value == "1"),
                   lambda _: [("1", "Có"), ("0", "Không")]),
            Filter("name", "Mã", lambda rows, value: rows.filter(username=value)),
        ),
        "order": ("full_name", "-pk"),
        "size": 5,
    }  # fmt: skip
    return ListOf(**{**declared, **changes})


def ask(query: str, of: ListOf | None = None, viewer: Viewer = WHO) -> lists.Listing:
    return listing(viewer, of or users(), QueryDict(query))


def keys(shown: lists.Listing) -> list[int]:
    return [row.source.pk for row in shown.rows]


def request(path: str, viewer: Viewer = WHO) -> Any:
    made: Any = RequestFactory().get(path)
    made.viewer, made.session = viewer, SessionStore()
    made._messages = CookieStorage(made)
    return made


def sheet_of(answer: HttpResponseBase) -> Any:
    assert isinstance(answer, FileResponse)
    with answer.file_to_stream:
        return load_workbook(io.BytesIO(answer.getvalue())).active


def test_nothing_is_shown_before_something_is_asked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert (keys(ask("")), ask("").total, ask("").query) == ([], 0, False)
    assert ask("", users(ask_first=False)).total == COUNT
    assert keys(ask("q=Tên", viewer=NOBODY)) == []


def test_every_row_is_on_one_page_forwards_and_backwards() -> None:
    expected = list(User.objects.filter(pk__lte=COUNT).order_by("full_name", "-pk").values_list("pk", flat=True))
    pages, query = [], "q=Tên"
    while query:
        shown = ask(query)
        pages.append(shown)
        query = shown.later.removeprefix("?")
    assert [key for page in pages for key in keys(page)] == expected
    assert [len(page.rows) for page in pages] == [5, 5, 5, 5, 3]
    assert pages[0].earlier == ""
    back = pages[-1]
    for before in reversed(pages[:-1]):
        back = ask(back.earlier.removeprefix("?"))
        assert keys(back) == keys(before)
    assert back.earlier == ""
    assert parse_qs(pages[0].later.removeprefix("?"))["q"] == ["Tên"]


@pytest.mark.parametrize("key", ["x", "W10=", "WzFd", "e30=", "WyJhIiwgImIiXQ==", "WzEuNSwgW11d", "á"])
def test_a_key_that_is_not_ours_begins_at_the_beginning(key: str) -> None:
    assert keys(ask(f"q=Tên&sau={key}")) == keys(ask("q=Tên"))
    assert keys(ask(f"q=Tên&truoc={key}")) == keys(ask("q=Tên"))


def test_filters_narrow_and_senseless_values_are_left_out() -> None:
    assert {key % 2 for key in keys(ask("active=1"))} == {0}
    assert ask("active=7").query is False
    assert keys(ask("name=u07")) == [7]
    asked = ask("active=0").asked
    assert [(each.filter.name, each.value, each.said) for each in asked] == [("active", "0", "Không"), ("name", "", "")]
    assert ask("q=Tên", users(search=None)).words == ""
    assert ask("", users(search=None)).searched is False


def test_the_count_stops_where_nobody_counts_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 10)
    assert (ask("q=Tên").total, ask("q=Tên").more) == (10, True)
    page = list_response(request("/?q=Tên"), users())
    assert isinstance(page, HttpResponse)
    assert "hơn 10 dòng" in page.content.decode()


def test_the_page_says_what_to_do_when_it_is_empty() -> None:
    def said(path: str, of: ListOf) -> str:
        page = list_response(request(path), of)
        assert isinstance(page, HttpResponse)
        return page.content.decode()

    assert "Bạn cần tìm gì?" in said("/", users())
    assert "gõ tên" in said("/", users(hint="gõ tên"))
    assert "Không tìm thấy" in said("/?q=zzz", users())
    empty = users(ask_first=False, rows=lambda _: User.objects.none(), empty="Chưa ai đăng ký")
    assert "Chưa ai đăng ký" in said("/", empty)
    page = said("/?active=1", users())
    assert '<option value="1" selected>Có</option>' in page
    assert 'href="?active=1&amp;tai=xlsx"' in page
    outside = Viewer(1, "Đỗ Thị Vân", (Scope(COMMUNE_OFFICER, "social", 1, 2),))
    assert ask("q=Tên", users(function="merit"), outside).download == ""


def test_excel_holds_all_rows_as_text_and_says_who_when_and_what() -> None:
    answer = list_response(request("/?q=Tên&active=1&tai=xlsx"), users())
    sheet = sheet_of(answer)
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "Người dùng"
    assert str(rows[1][0]).startswith("Người tải: Vũ Thị Hoa")
    assert rows[2][0] == "Điều kiện chọn: Từ cần tìm: Tên; Hoạt động: Có"
    assert rows[4] == ["Tên", "Tên đăng nhập", "Số"]
    assert len(rows[5:]) == 11
    assert rows[5] == ["Tên 0", "=1+2", 2]
    assert sheet.cell(6, 2).data_type == "s"
    told = AuditEntry.objects.get()
    assert (told.action, told.subject_kind) == ("download", "nguoi-dung")
    assert "n=11" in told.detail
    assert "Hoạt động=Có" in told.detail


def test_excel_of_nothing_has_its_heading_and_whoever_may_not_gets_none() -> None:
    answer = list_response(request("/?tai=xlsx"), users(ask_first=False, rows=lambda _: User.objects.none()))
    sheet = sheet_of(answer)
    assert sheet.cell(3, 1).value == "Toàn bộ dòng trong địa bàn của người tải"
    with pytest.raises(PermissionDenied):
        list_response(request("/?q=Tên&tai=xlsx", NOBODY), users())


def test_a_list_that_is_too_long_for_one_download_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "LONGEST", 10)
    asked = request("/nguoi/?q=Tên&tai=xlsx")
    answer = list_response(asked, users())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nguoi/")
    assert "Hơn 10 dòng" in str(next(iter(asked._messages)))
    assert not AuditEntry.objects.exists()


def test_excel_writes_each_shape_and_begins_another_sheet_when_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 5)
    values = [date(2026, 3, 5), date(1890, 1, 2), 1350000, True, "", None, datetime(2026, 3, 5, 1, 0, tzinfo=UTC),
              "031234567890"]  # fmt: skip
    shapes = [Shape.DATE, Shape.DATE, Shape.MONEY, Shape.YES_NO, Shape.TEXT, Shape.NUMBER, Shape.MOMENT, Shape.TEXT]
    columns = [
        Column(str(place), str(place), lambda row, place=place: row[place], shape) for place, shape in enumerate(shapes)
    ]
    content = excel.write_workbook(["Thử", "ai"], columns, [values, values, values])
    with content:
        book = load_workbook(content)
    assert [sheet.max_row for sheet in book.worksheets] == [6, 5]
    row = [cell.value for cell in book.worksheets[0][5]]
    assert row == [datetime(2026, 3, 5), "02/01/1890", 1350000, "Có", None, None, "08:00 05/03/2026", "031234567890"]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        (None, Shape.MONEY, ""), ("", Shape.TEXT, ""), (0, Shape.MONEY, "0 đ"), (1234, Shape.NUMBER, "1.234"),
        (False, Shape.YES_NO, "Không"), ("1944-03", Shape.DATE, "03/1944"),
        (date(2026, 3, 5), Shape.TEXT, "05/03/2026"),
        ("=A1", Shape.TEXT, "=A1"),
    ],
)  # fmt: skip
def test_values_as_they_are_read(value: Any, shape: Shape, expected: str) -> None:
    assert written(value, shape) == expected


# --- components ---


def test_bars_and_lines_are_drawn_with_their_table() -> None:
    data = [charts.Datum("Xã An Bình", 1200, "/a/"), charts.Datum("Xã An Hòa", 300), charts.Datum("Không", 0)]
    bars = charts.bars("Người hưởng", data, description="Theo xã", unit="người")
    assert [mark.length for mark in bars.marks if isinstance(mark, charts.Bar)] == [370, 92, 0]
    drawn = render_to_string("shell/parts/chart.html", {"chart": bars})
    assert '<a href="/a/">Xã An Bình</a>' in drawn
    assert "<desc>Theo xã</desc>" in drawn
    assert "style=" not in drawn
    line = charts.line("Theo tháng", [charts.Datum(f"T{month}", month * 10) for month in range(1, 13)])
    assert line.points.startswith("46,")
    assert len(line.rules) == 3
    assert line.rules[-1].value == "200"
    assert "<polyline" in render_to_string("shell/parts/chart.html", {"chart": line})
    assert charts.bars("Trống", []).height > 0
    assert charts.line("Trống", []).points == ""


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 2), (1, 2), (2, 2), (3, 10), (11, 20), (21, 50), (51, 100), (1001, 2000), (2001, 5000)]
)
def test_the_axis_ends_at_a_round_number(value: int, expected: int) -> None:
    assert charts.ceiling(value) == expected


def test_tabs_and_the_timeline() -> None:
    tabs = [Tab("Hồ sơ", "/a/", current=True), Tab("Giấy tờ", "/b/", count=1200)]
    drawn = render_to_string("shell/parts/tabs.html", {"tabs": tabs})
    assert '<a href="/a/" aria-current="page">' in drawn
    assert "1.200" in drawn
    events = [
        Event("Khuyết tật", date(2026, 1, 5), None, "Trạng thái", details=["Nặng"], paper="12/GXN", paper_url="/g/"),
        Event("Nghèo", None, date(2026, 1, 1), mark="past", url="/n/", masked=True, paper="QĐ 5"),
    ]
    drawn = render_to_string("shell/parts/timeline.html", {"events": events})
    for part in ("05/01/2026 – nay", "chưa rõ từ khi nào – 01/01/2026", 'href="/g/"', "Được che", 'class="past"'):
        assert part in drawn
    masked = render_to_string("shell/parts/masked.html", {"value": "HIV", "shown": False, "reveal_url": "/xem/"})
    assert "HIV" not in masked
    assert "/xem/" in masked
    assert "HIV" in render_to_string("shell/parts/masked.html", {"value": "HIV", "shown": True})


def test_a_question_is_asked_before_an_act(rf: RequestFactory) -> None:
    asked = Question(
        "Gỡ?", "Không còn tính.", "Gỡ", "/lui/", danger=True, reason=True, fields={"a": "<1>"}, notes=["n"]
    )
    page = components.confirm(rf.get("/"), asked).content.decode()
    for part in ("btn-danger", 'name="a" value="&lt;1&gt;"', 'name="reason"', 'href="/lui/"', "<p>n</p>"):
        assert part in page


def test_an_act_is_offered_to_be_undone_once() -> None:
    asked: HttpRequest = request("/")
    components.offer_undo(asked, "Đã xong.", "/hoan-tac/1/")
    assert components.taken_offer(asked) == {"sentence": "Đã xong.", "url": "/hoan-tac/1/"}
    assert components.taken_offer(asked) is None
    assert components.taken_offer(RequestFactory().get("/")) is None
    with pytest.raises(ValueError, match="leaves the house"):
        components.offer_undo(asked, "x", "https://example.org/")
