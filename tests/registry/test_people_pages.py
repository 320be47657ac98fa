"""The page of a person and of a household: scope, masks, another day, Excel, print, what waits, who looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.registry.changes.services import add_row, open_change
from ansinh.registry.ledger.models import Change
from ansinh.registry.people.models import Death, Identity, Kinship, Person, PersonNumber
from ansinh.registry.statuses.models import Poverty, Study
from tests.cast import KNOWN, Cast, change, status, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def purpose(client: Client, person: Person) -> None:
    client.post(f"/nguoi/{person.code}/muc-dich/", {"purpose": "check", "words": "đối chiếu giấy", "next": "/"})


def test_one_screen(everyone: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/")
    for said in ("Nguyễn Thị Tư", "1950", "Nữ", "038150000014", "Thôn 1", "An Bình", "Hộ nghèo", "Đề nghị thay đổi"):
        assert said in page, said
    assert "Kinh" not in page


@pytest.mark.parametrize("who", ["thu", "phuc", "neighbour", "admin", "stranger"])
def test_other_territories_have_no_such_page(everyone: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(everyone, who))
    household = everyone.tu.household
    assert household is not None
    expected = 403 if who in ("admin", "stranger") else 404
    for path in (f"/nguoi/{everyone.tu.code}/", f"/ho/{household.code}/", f"/nguoi/{everyone.tu.code}/?tai=xlsx"):
        assert client.get(path).status_code == expected


def test_sensitive_facts_are_masked_until_a_purpose_is_named(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.sau.code}/"
    before = text(client, path)
    assert "Đặc biệt nặng" not in before
    assert "3500205123456" not in before
    assert "1 mục nhạy cảm" in before
    assert not AuditEntry.objects.filter(action="look").exists()
    purpose(client, everyone.sau)
    after = text(client, path)
    assert "Đặc biệt nặng" in after
    assert "3500205123456" in after
    assert "Kinh" in after
    looks = AuditEntry.objects.filter(action="look", subject_code=everyone.sau.code)
    assert {"account", "disability", "ethnicity"} <= {kind for look in looks for kind in look.detail.split()}
    assert "đối chiếu giấy" in text(client, path)
    assert "•••••" in text(client, f"/nguoi/{everyone.tu.code}/")


def test_an_accountant_never_sees_them(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.kien)
    page = text(client, f"/nguoi/{everyone.sau.code}/")
    assert "Đặc biệt nặng" not in page
    assert "muc-dich" not in page
    assert "de-nghi" not in page


def test_a_register_of_another_function_is_not_on_the_page(everyone: Cast, signed_in: SignIn) -> None:
    for who, seen in ((everyone.van, False), (everyone.dung, True)):
        client = signed_in(who)
        purpose(client, everyone.bay)
        assert ("TB-1234" in text(client, f"/nguoi/{everyone.bay.code}/")) is seen


def test_as_it_was_on_a_day_and_as_it_was_known(everyone: Cast, signed_in: SignIn) -> None:
    held = Identity.objects.known().get(person=everyone.tu)
    act = change("identity", person=everyone.tu)
    later = KNOWN.replace(month=9)
    Identity.objects.filter(pk=held.pk).update(known_to=later, closed_by=act)
    Identity.objects.create(
        person=everyone.tu, full_name="Nguyễn Thị Tứ", sex="female", birth_date="1951", change=act, known_from=later
    )
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/"
    today = text(client, path)
    assert "Nguyễn Thị Tứ" in today
    assert "Trang này" not in today
    then = text(client, path, ngay="2026-08-15", biet="2026-08-31")
    assert "Nguyễn Thị Tứ" not in then
    assert "Trang này cho biết" in then
    assert "15/08/2026" in then
    assert "31/08/2026" in then
    assert "Nguyễn Thị Tứ" in text(client, path, ngay="2026-08-15")
    assert "Đề nghị thay đổi" not in then
    assert "Hộ nghèo" not in text(client, path, ngay="2024-06-01").split("Dòng thời gian")[0]
    assert "Trang này" not in text(client, path, ngay="không phải ngày")


def test_the_number_is_checked_softly(everyone: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/")
    assert "038150000014” là số của" not in page
    PersonNumber.objects.filter(person=everyone.tu).update(number="038050000014")
    assert "038050000014” là số của" in text(signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/")


def test_death_kin_papers_and_what_waits(everyone: Cast, signed_in: SignIn) -> None:
    act = change("death", person=everyone.tu)
    Death.objects.create(person=everyone.tu, died_on="2026-10", change=act, known_from=KNOWN)
    Kinship.objects.create(person=everyone.lanh, relative=everyone.tu, kind="mother", change=act, known_from=KNOWN)
    bare = Change.objects.create(
        code="TD-KHONGGIAY",
        kind="study",
        title="x",
        two_people=False,
        proposed_at=KNOWN,
        seen_at=KNOWN,
        state="applied",
    )
    Study.objects.create(person=everyone.tu, course="further", change=bare, known_from=KNOWN)
    waiting = open_change(
        viewer=viewer(everyone.hoa), kind="study", title="Đề nghị đang chờ", two_people=True, person=everyone.tu
    )
    add_row(waiting, Study(person=everyone.tu, course="first_qualification", starts_on=date(2027, 1, 1)))
    page = text(signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/")
    for said in ("10/2026", "Hoàng Thị Lành", "chưa có giấy tờ", "Đề nghị đang chờ", str(act.paper)):
        assert said in page, said
    assert "Mẹ" in text(signed_in(everyone.hoa), f"/nguoi/{everyone.lanh.code}/")


def test_whoever_was_merged_leads_to_who_they_are(everyone: Cast, signed_in: SignIn) -> None:
    Person.objects.filter(pk=everyone.lanh.pk).update(held=False, merged_into=everyone.tu)
    answer = signed_in(everyone.hoa).get(f"/nguoi/{everyone.lanh.code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/nguoi/{everyone.tu.code}/")


def test_the_household(everyone: Cast, signed_in: SignIn) -> None:
    household = everyone.tu.household
    assert household is not None
    status(Poverty, household=household, poverty_class="other", starts_on=date(2023, 1, 1), ends_on=date(2025, 1, 1))
    client = signed_in(everyone.hoa)
    page = text(client, f"/ho/{household.code}/")
    for said in ("Hộ của Nguyễn Thị Tư", "Chủ hộ", "Nghèo", "01/01/2025", "Thôn 1"):
        assert said in page, said
    gone = text(client, f"/ho/{household.code}/", ngay="2024-01-01")
    assert "Trang này cho biết" in gone
    change("membership", household=household)
    row = household.memberships.get()
    type(row).objects.filter(pk=row.pk).update(ends_on=date(2026, 2, 1))
    after = text(client, f"/ho/{household.code}/")
    assert "Không còn là thành viên" in after
    assert "Không có ai ở hộ này" in after


def test_the_timeline_as_excel(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    for path, said in ((f"/nguoi/{everyone.tu.code}/", "Hộ nghèo"), (f"/ho/{everyone.tu.household.code}/", "Hộ nghèo")):  # type: ignore[union-attr]
        answer = client.get(path, {"tai": "xlsx", "ngay": "2026-02-01", "biet": "2026-03-01"})
        content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        assert any(said in str(cell) for row in rows for cell in row), rows
        assert AuditEntry.objects.latest("number").action == "download"
    purpose(client, everyone.tu)
    assert client.get(f"/nguoi/{everyone.tu.code}/").status_code == 200


def test_how_many_queries_the_pages_take(
    everyone: Cast, signed_in: SignIn, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = signed_in(everyone.hoa)
    client.get("/nguoi/")
    household = everyone.tu.household
    assert household is not None
    for path, count in ((f"/nguoi/{everyone.tu.code}/", 39), (f"/ho/{household.code}/", 12)):
        with django_assert_num_queries(count):  # type: ignore[attr-defined]
            client.get(path)
