"""The page frame: language and contrast at one click, menu and slots, the first page of each role, error pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from ansinh.kernel import slots
from ansinh.kernel.accounts.models import User
from ansinh.kernel.messages import language, speaking
from ansinh.kernel.slots import Counter, Entry, Panel
from ansinh.kernel.viewer import Viewer
from ansinh.shell import errors, wording
from ansinh.shell.context import menu
from ansinh.shell.display import COOKIE, Display, display_of
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def _no_slots() -> Iterator[None]:
    """Only what the test itself puts into the slots."""
    before = {name: list(kept) for name, kept in slots._providers.items()}
    slots._providers.clear()
    yield
    slots._providers.clear()
    slots._providers.update(before)


# --- how a reader wants pages shown ---


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("en", Display("en")),
        ("larger", Display(size=2)),
        ("smaller", Display(size=0)),
        ("usual", Display()),
        ("contrast", Display(contrast="more")),
        ("nonsense", Display()),
        ("", Display()),
    ],
)
def test_one_press_changes_one_thing(wish: str, expected: Display) -> None:
    assert Display().after(wish) == expected


def test_presses_add_up_and_end_at_the_ends() -> None:
    assert Display(size=3).after("larger").size == 3
    assert Display(size=0).after("smaller").size == 0
    assert Display().after("contrast").after("contrast") == Display(contrast="normal")


@pytest.mark.parametrize("cookie", ["", "9.more.x", "x", ".", "2.loud", "1.<script>"])
def test_a_cookie_that_is_not_ours_is_as_usual(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {COOKIE: cookie, "django_language": "fr"}
    shown = display_of(request)
    assert (shown.language, shown.contrast) == ("vi", "")
    assert shown.size in {1, 2}


def test_the_reader_stays_on_the_page_and_the_browser_remembers(client: Client) -> None:
    answer = client.post("/hien-thi/", {"do": "en", "next": "/dang-nhap/?next=/so/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dang-nhap/?next=/so/")
    client.post("/hien-thi/", {"do": "larger"})
    client.post("/hien-thi/", {"do": "contrast"})
    page = client.get("/dang-nhap/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en" data-bs-theme="light" data-size="2" data-contrast="more">' in page.content.decode()
    assert client.get("/hien-thi/").status_code == 405


@pytest.mark.parametrize("next_", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_button_leads_nowhere_outside(client: Client, next_: str) -> None:
    assert client.post("/hien-thi/", {"do": "en", "next": next_}).headers["Location"] == "/"


def test_a_browser_from_abroad_is_spoken_to_in_vietnamese(client: Client) -> None:
    page = client.get("/dang-nhap/", headers={"Accept-Language": "en-US,en"})
    assert page.headers["Content-Language"] == "vi"


def test_many_readers_are_spoken_to_at_once() -> None:
    assert language() == "vi"
    with speaking("en"):
        assert language() == "en"
        with speaking("vi"):
            assert language() == "vi"
        assert language() == "en"
    assert language() == "vi"
    with pytest.raises(ValueError, match="'fr'"), speaking("fr"):
        pass


def test_the_page_allows_nothing_from_outside_and_no_script_inside(client: Client) -> None:
    page = client.get("/dang-nhap/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    text = page.content.decode()
    assert "style=" not in text
    assert "<script>" not in text
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert 'class="skip" href="#main"' in text


# --- menu and slots ---


@pytest.mark.usefixtures("_no_slots")
def test_slots_are_filled_in_order_and_once() -> None:
    def one(_viewer: Viewer | None, *_subject: object) -> Counter:
        return Counter("one", 1, "/1/", order=2)

    def several(_viewer: Viewer | None) -> list[Counter]:
        return [Counter("two", 2, "/2/", order=3), Counter("nought", 0, "/0/", order=1)]

    for provider in (one, one, several, lambda _viewer: None):
        slots.register("work-list", provider)
    assert [part.title for part in slots.parts("work-list", None)] == ["nought", "one", "two"]
    assert slots.parts("nobody fills this", None) == []
    slots.withdraw("work-list", one)
    assert len(slots.parts("work-list", None)) == 2


@pytest.mark.usefixtures("_no_slots")
def test_a_panel_is_drawn_where_the_page_says() -> None:
    def panel(_viewer: Viewer | None, person: str) -> Panel:
        return Panel("shell/parts/tabs.html", {"tabs": [{"title": person, "url": "/x/"}]}, "Panel")

    slots.register("person-page", panel)
    drawn = Template('{% load shell %}{% slot "person-page" person %}').render(Context({"person": "Bà <Tư>"}))
    assert '<a href="/x/">Bà &lt;Tư&gt;</a>' in drawn


def test_the_menu_marks_where_one_is() -> None:
    entries = [
        Entry("Home", "/", order=0), Entry("Books", "/so/", group="Registers"),
        Entry("Fund", "/so/quy/", group="Registers"),
        Entry("Jobs", "/viec-nen/", group="Office"), Entry("More", "/khac/", group="Registers"),
    ]  # fmt: skip
    groups = menu("/so/quy/muc/1/", entries)
    assert [(group.title, [link.title for link in group.links]) for group in groups] == [
        ("", ["Home"]), ("Registers", ["Books", "Fund", "More"]), ("Office", ["Jobs"]),
    ]  # fmt: skip
    assert [link.title for group in groups for link in group.links if link.current] == ["Fund"]
    assert [link.title for group in menu("/", entries) for link in group.links if link.current] == ["Home"]
    assert not [link for group in menu("/nowhere/", entries) for link in group.links if link.current]


# --- the first page ---


def test_before_sign_in_the_first_page_is_the_sign_in_or_the_demo_s_welcome(client: Client, settings: Settings) -> None:
    assert client.get("/").headers["Location"] == "/dang-nhap/"
    settings.DEMO = True
    page = client.get("/").content.decode()
    assert "Đúng đối tượng, đủ chế độ, kịp thời" in page
    assert "Tỉnh dùng thử." in page


@pytest.mark.usefixtures("_no_slots")
def test_each_lands_on_their_work(everyone: Cast, signed_in: SignIn, settings: Settings) -> None:
    settings.DEMO = True
    client = signed_in(everyone.hoa)
    page = client.get("/").content.decode()
    assert "Không có việc nào đang chờ" in page
    assert "Vũ Thị Hoa" in page
    assert "Công chức xã" in page
    slots.register(slots.WORK, lambda _: Counter("Đề nghị", 1234, "/a/", urgent=True))
    slots.register(slots.WORK, lambda _: Counter("Trùng", 0, "/b/"))
    slots.register(slots.SEARCH, lambda _: Entry("Tìm", "/nguoi/"))
    page = client.get("/").content.decode()
    assert '<span class="figure">1.234</span>' in page
    assert "counter urgent" in page
    assert "Không còn việc" in page
    assert 'action="/nguoi/"' in page
    assert "Không có việc nào đang chờ" not in page


def test_the_tour_is_put_away_and_taken_out_again(everyone: Cast, signed_in: SignIn, settings: Settings) -> None:
    client = signed_in(everyone.hoa)
    assert "Năm bước làm quen" not in client.get("/").content.decode()
    settings.DEMO = True
    assert "Năm bước làm quen" in client.get("/").content.decode()
    client.post("/huong-dan/", {"do": "hide"})
    assert "Năm bước làm quen" not in client.get("/").content.decode()
    client.post("/huong-dan/", {"do": "show"})
    assert "Năm bước làm quen" in client.get("/").content.decode()


# --- errors ---


def test_error_pages_say_what_to_do(client: Client, rf: RequestFactory) -> None:
    page = client.get("/khong-co-trang-nay/")
    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()
    refused = errors.forbidden(rf.get("/"), PermissionDenied("Việc này của kế toán."))
    assert refused.status_code == 403
    assert "Việc này của kế toán." in refused.content.decode()
    assert errors.bad_request(rf.get("/"), ValueError()).status_code == 400
    assert errors.csrf_failed(rf.get("/")).status_code == 403
    assert "Quá nhiều yêu cầu" in errors.error_page(rf.get("/"), 429).content.decode()


def test_a_breakdown_is_told_without_the_database(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES = {"django_language": "en"}
    page = errors.broken(request)
    assert page.status_code == 500
    assert "Something broke on our side" in page.content.decode()
    assert "Hệ thống gặp sự cố" in errors.broken(rf.get("/")).content.decode()


def test_a_form_without_its_seal_is_refused_in_words(everyone: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(everyone.hoa)
    page = client.post("/huong-dan/", {"do": "hide"})
    assert page.status_code == 403
    assert "biểu mẫu đã mở quá lâu" in page.content.decode()


# --- words ---


def test_amounts_and_dates_as_officers_write_them() -> None:
    with translation.override("vi"):
        assert wording.money(1350000) == "1.350.000 đ"
    with translation.override("en"):
        assert wording.number(1350000) == "1,350,000"
    assert wording.day(date(2026, 3, 5)) == "05/03/2026"
    assert [wording.day(text) for text in ("1944", "1944-03", "1944-03-02")] == ["1944", "03/1944", "02/03/1944"]
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    assert wording.day(late) == "06/03/2026"
    assert wording.moment(late) == "06:30 06/03/2026"


def test_filters_and_tags_of_templates() -> None:
    source = (
        '{% load shell %}{{ none|vi_date }}{{ none|vi_moment }}{{ none|money }}{{ none|number }}|{{ day|vi_date }}|'
        '{{ nought|money }}|{{ moment|vi_moment }}|{{ map|item:"a" }}{{ map|item:"b" }}|{% icon "home" %}'
        '{% undo_offer as undo %}{{ undo|default_if_none:"" }}{% message_icon "error" %}{% message_icon "odd" %}'
    )  # fmt: skip
    given = {
        "none": None, "day": date(2026, 3, 5), "nought": 0, "map": {"a": 1},
        "moment": datetime(2026, 3, 5, 1, 0, tzinfo=UTC),
    }  # fmt: skip
    drawn = Template(source).render(Context(given))
    assert drawn.startswith('|05/03/2026|0 đ|08:00 05/03/2026|1|<svg class="icon"')
    assert drawn.count("<svg") == drawn.count('aria-hidden="true"') == 3
    with pytest.raises(TemplateSyntaxError, match="no file"):
        Template("{% load shell %}{% asset 'shell/none.css' %}").render(Context())


def test_the_roles_of_the_viewer_are_all_named(everyone: Cast) -> None:
    officers = (
        everyone.hoa, everyone.van, everyone.kien, everyone.director, everyone.inspector, everyone.admin,
    )  # fmt: skip
    for user in officers:
        assert all(role in wording.ROLES for role in viewer(user).roles())
