"""Pages of changes: side by side, who may decide, twice and late, lists with counts and Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import Viewer
from ansinh.registry.changes.guards import is_stale
from ansinh.registry.changes.lists import menu_entries, search_entry, waiting_counters
from ansinh.registry.changes.naming import named
from ansinh.registry.changes.selectors import May, changes, conflicts, may, sides, waiting_for
from ansinh.registry.changes.services import add_closing, add_row, apply_change, open_change
from ansinh.registry.ledger.models import Change, Recorded, State
from ansinh.registry.people.models import Identity, PaymentAccount, Person
from ansinh.registry.statuses.models import Disability, Merit, Study
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def proposed(by: User, person: Person, row: Recorded, replaces: Recorded | None = None, kind: str = "study") -> Change:
    change = open_change(viewer=viewer(by), kind=kind, title="Đề nghị thử", two_people=True, person=person)
    add_row(change, row, replaces)
    return change


def study(person: Person, **more: object) -> Study:
    return Study(person=person, course="further", starts_on=date(2026, 1, 1), **more)


def test_old_and_new_stand_side_by_side(everyone: Cast, signed_in: SignIn) -> None:
    held = Identity.objects.known().get(person=everyone.tu)
    row = Identity(person=everyone.tu, full_name="Nguyễn Thị Tứ", sex="female", birth_date="1951", ethnicity="Thái")
    change = proposed(everyone.hoa, everyone.tu, row, held, kind="identity")
    page = signed_in(everyone.van).get(f"/thay-doi/{change.code}/").content.decode()
    for said in (
        "Nguyễn Thị Tư",
        "<b>Nguyễn Thị Tứ</b>",
        "1950",
        "<b>1951</b>",
        "Vũ Thị Hoa",
        "thay cho mục cũ",
        "Duyệt",
    ):
        assert said in page, said
    assert "Thái" not in page
    lines = {str(line.label): line for line in sides(viewer(everyone.van), change).shown[0].lines}
    assert [lines["Giới tính"].changed, lines["Họ và tên"].changed] == [False, True]


def test_sensitive_rows_are_masked_until_a_purpose_is_named(everyone: Cast, signed_in: SignIn) -> None:
    change = open_change(
        viewer=viewer(everyone.hoa), kind="disability:withdraw", title="x", two_people=True, person=everyone.sau
    )
    add_closing(change, Disability.objects.known().get(person=everyone.sau))
    add_row(change, PaymentAccount(person=everyone.sau, bank="Agribank", number="3500205999888", holder="Trần Văn Sáu"))
    client, path = signed_in(everyone.van), f"/thay-doi/{change.code}/"
    before = client.get(path).content.decode()
    assert "Đặc biệt nặng" not in before
    assert "3500205999888" not in before
    client.post(f"/nguoi/{everyone.sau.code}/muc-dich/", {"purpose": "dossier", "words": "", "next": path})
    after = client.get(path).content.decode()
    assert "Đặc biệt nặng" in after
    assert "3500205999888" in after
    look = AuditEntry.objects.filter(action="look").latest("number")
    assert set(look.detail.split()) == {"account", "disability"}


def test_a_change_of_elsewhere_does_not_exist(everyone: Cast, signed_in: SignIn) -> None:
    change = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    for who in (everyone.thu, everyone.phuc, everyone.neighbour):
        client = signed_in(who)
        paths = ("", "duyet/", "tu-choi/", "rut-lai/", "hoan-tac/")
        assert client.get(f"/thay-doi/{change.code}/").status_code == 404
        assert {client.post(f"/thay-doi/{change.code}/{path}").status_code for path in paths[1:]} == {404}
        assert change.code not in set(changes(viewer(who)).values_list("code", flat=True))
    assert signed_in(everyone.admin).get("/thay-doi/").status_code == 403
    assert not changes(viewer(everyone.admin)).exists()


def test_approved_twice_it_is_applied_once(everyone: Cast, signed_in: SignIn) -> None:
    change = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    client, path = signed_in(everyone.van), f"/thay-doi/{change.code}/duyet/"
    assert "có hiệu lực trong sổ" in client.post(path, follow=True).content.decode()
    assert "đã được quyết định trong lúc bạn đang xem" in client.post(path, follow=True).content.decode()
    late = signed_in(everyone.director).post(f"/thay-doi/{change.code}/tu-choi/", {"reason": "muộn"}, follow=True)
    assert "đã được quyết định" in late.content.decode()
    assert Study.objects.known().filter(person=everyone.tu).count() == 1
    assert AuditEntry.objects.filter(action="change-applied").count() == 1


def test_ones_own_proposal_is_not_ones_own_to_approve(everyone: Cast, signed_in: SignIn) -> None:
    change = proposed(everyone.van, everyone.tu, study(everyone.tu))
    page = signed_in(everyone.van).post(f"/thay-doi/{change.code}/duyet/", follow=True).content.decode()
    assert "không được tự duyệt" in page
    assert may(viewer(everyone.van), change) == May(withdraw=True)
    assert may(viewer(everyone.director), change) == May(approve=True, refuse=True)
    assert may(viewer(everyone.hoa), change) == May()


def test_refused_withdrawn_and_undone_with_a_reason(everyone: Cast, signed_in: SignIn) -> None:
    hoa, van = signed_in(everyone.hoa), signed_in(everyone.van)
    first = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    assert (
        "Hãy ghi lý do" in van.post(f"/thay-doi/{first.code}/tu-choi/", {"reason": " "}, follow=True).content.decode()
    )
    van.post(f"/thay-doi/{first.code}/tu-choi/", {"reason": "Thiếu giấy"})
    first.refresh_from_db()
    assert (first.state, first.reason) == (State.REFUSED, "Thiếu giấy")
    second = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    hoa.post(f"/thay-doi/{second.code}/rut-lai/")
    second.refresh_from_db()
    assert second.state == State.WITHDRAWN
    third = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    van.post(f"/thay-doi/{third.code}/duyet/")
    van.post(f"/thay-doi/{third.code}/hoan-tac/", {"reason": "Nhầm người"})
    third.refresh_from_db()
    assert third.state == State.UNDONE
    assert not Study.objects.known().filter(person=everyone.tu).exists()
    assert may(viewer(everyone.van), third) == May()
    assert "Nhầm người" in van.get(f"/thay-doi/{third.undoings.get().code}/").content.decode()


def test_what_stands_in_the_way_is_said_before_it_is_tried(everyone: Cast, signed_in: SignIn) -> None:
    first = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    second = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    apply_change(viewer=viewer(everyone.van), code=first.code)
    assert [(str(title), dates) for title, dates in conflicts(viewer(everyone.van), second)] == [
        ("Học tập", "01/01/2026 – …")
    ]
    assert conflicts(viewer(everyone.van), first) == []
    client = signed_in(everyone.van)
    assert "Vướng" in client.get(f"/thay-doi/{second.code}/").content.decode()
    refused = client.post(f"/thay-doi/{second.code}/duyet/", follow=True).content.decode()
    assert "trùng một phần thời gian này" in refused
    held = Study.objects.known().get(person=everyone.tu)
    third = proposed(everyone.hoa, everyone.tu, study(everyone.tu), held)
    assert not is_stale(third)
    Study.objects.filter(pk=held.pk).update(known_to=held.known_from)
    assert is_stale(third)
    assert "không duyệt được nữa" in client.get(f"/thay-doi/{third.code}/").content.decode()


def test_a_register_is_decided_by_its_own_function(everyone: Cast) -> None:
    row = Merit(person=everyone.bay, category="wounded", percent=71, monthly=True, starts_on=date(2026, 1, 1))
    change = proposed(everyone.thu, everyone.bay, row, kind="merit")
    assert waiting_for(viewer(everyone.dung)).filter(pk=change.pk).exists()
    assert not waiting_for(viewer(everyone.van)).filter(pk=change.pk).exists()
    assert may(viewer(everyone.van), change) == May()
    assert may(viewer(everyone.dung), change).approve


def test_lists_counters_and_excel(everyone: Cast, signed_in: SignIn) -> None:
    change = proposed(everyone.hoa, everyone.tu, study(everyone.tu))
    client = signed_in(everyone.van)
    assert change.title in client.get("/thay-doi/can-quyet-dinh/").content.decode()
    assert change.title not in client.get("/thay-doi/").content.decode()
    assert change.title in client.get("/thay-doi/", {"trang-thai": "proposed", "xa": "99101"}).content.decode()
    assert change.title not in client.get("/thay-doi/", {"trang-thai": "proposed", "xa": "99102"}).content.decode()
    workbook = client.get("/thay-doi/", {"trang-thai": "proposed", "tai": "xlsx"})
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[arg-type]
    assert [counter.count for counter in waiting_counters(viewer(everyone.van))] == [1]
    assert [counter.count for counter in waiting_counters(viewer(everyone.hoa))] == [0, 1]
    nobody: list[Viewer | None] = [None, viewer(everyone.admin)]
    assert [(waiting_counters(who), menu_entries(who), search_entry(who)) for who in nobody] == [([], [], None)] * 2
    assert "Thay đổi chờ bạn quyết định" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("kind", "title", "english", "vietnamese"),
    [
        ("poverty", "Hộ nghèo, cận nghèo", "Poverty class", "Hộ nghèo, cận nghèo"),
        ("death:withdraw", "Qua đời: nhầm người", "Death: nhầm người", "Qua đời: nhầm người"),
        ("book-entry", "Quỹ Đền ơn đáp nghĩa: MS-1", "Gratitude Fund: MS-1", "Quỹ Đền ơn đáp nghĩa: MS-1"),
        ("book-entry", "Gratitude Fund: MS-1", "Gratitude Fund: MS-1", "Quỹ Đền ơn đáp nghĩa: MS-1"),
        ("vouch:study", "Sổ đã đầy đủ: Học tập", "Completeness of a register: Study", "Sổ đã đầy đủ: Học tập"),
        ("merge", "Gộp hai người: Trần Văn Sáu", "Merge of two people: Trần Văn Sáu", "Gộp hai người: Trần Văn Sáu"),
        ("study", "Giấy xác nhận của trường", "Study", "Giấy xác nhận của trường"),
        ("load", "Nạp số liệu ban đầu", "First load of the data", "Nạp số liệu ban đầu"),
        ("import", "Danh sách tháng 7.xlsx", "Danh sách tháng 7.xlsx", "Danh sách tháng 7.xlsx"),
    ],
)
def test_titles_are_told_in_the_reader_s_language(
    everyone: Cast, kind: str, title: str, english: str, vietnamese: str
) -> None:
    change = Change(kind=kind, title=title)
    undoing = Change(kind="undo", title=title, undoes=change)
    hoa = viewer(everyone.hoa)
    with override("en"):
        assert (named(hoa, change).title, named(hoa, undoing).title) == (english, f"Undoing of: {english}")
    with override("vi"):
        assert (named(hoa, change).title, named(hoa, undoing).title) == (vietnamese, f"Hoàn tác: {vietnamese}")
