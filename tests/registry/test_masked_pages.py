"""Pages beside the person's own that could tell of sensitive facts: masked there too until a purpose is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.purposes import look
from ansinh.kernel.audit.models import AuditEntry
from ansinh.registry.changes.naming import named
from ansinh.registry.changes.selectors import conflicts
from ansinh.registry.changes.services import add_row, apply_change, open_change, undo_change
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.masking import MASK
from ansinh.registry.people.models import Person
from ansinh.registry.people.search import find_people
from ansinh.registry.statuses.models import Hiv
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TITLE = "Người nhiễm HIV"
PAPER = "Giấy xét nghiệm HIV"
HIDDEN = "Thay đổi thông tin nhạy cảm"


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def told(answer: Any) -> str:
    """Every cell of a downloaded sheet."""
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    return "\n".join(str(cell.value) for row in sheet.rows for cell in row)


def purpose(client: Client, person: Person) -> None:
    client.post(f"/nguoi/{person.code}/muc-dich/", {"purpose": "check", "words": "đối chiếu giấy", "next": "/"})


def looks(person: Person, kind: str) -> int:
    """How often somebody looked at them in a register."""
    found = AuditEntry.objects.filter(action="look", subject_code=person.code)
    return sum(kind in look.detail.split() for look in found)


def of_hiv(everyone: Cast) -> Change:
    """A proposal that ông Sáu be put on the register of people with HIV."""
    paper = Paper.objects.create(code="GT-HIV", kind=PAPER, issuer="Trung tâm HIV")
    change = open_change(
        viewer=viewer(everyone.hoa), kind="hiv", title=TITLE, two_people=True, person=everyone.sau, paper=paper
    )
    add_row(change, Hiv(person=everyone.sau, starts_on=date(2026, 1, 1)))
    return change


def test_no_list_names_a_sensitive_register(everyone: Cast, signed_in: SignIn) -> None:
    change = of_hiv(everyone)
    client = signed_in(everyone.van)
    purpose(client, everyone.sau)
    for path in ("/thay-doi/", "/thay-doi/can-quyet-dinh/"):
        page = text(client, path, **{"trang-thai": "proposed"})
        assert (HIDDEN in page, MASK in page, "HIV" in page) == (True, True, False), path
        sheet = told(client.get(path, {"trang-thai": "proposed", "tai": "xlsx"}))
        assert (change.code in sheet, HIDDEN in sheet, "HIV" in sheet) == (True, True, False), path


def test_the_pages_name_it_for_a_purpose(everyone: Cast, signed_in: SignIn) -> None:
    change, home = of_hiv(everyone), everyone.sau.household
    assert home is not None
    Change.objects.filter(pk=change.pk).update(reason="Có kết quả HIV")
    own, act = f"/nguoi/{everyone.sau.code}/", f"/thay-doi/{change.code}/"
    accountant = signed_in(everyone.kien)
    for path in (own, act, f"/ho/{home.code}/"):
        page = text(accountant, path)
        assert (HIDDEN in page, "HIV" in page) == (True, False), path
    client = signed_in(everyone.van)
    assert "HIV" not in text(client, act)
    purpose(client, everyone.sau)
    for times, path in enumerate((own, act), start=1):
        assert TITLE in text(client, path)
        assert looks(everyone.sau, "hiv") == times, path
    assert "Có kết quả HIV" in text(client, act)
    assert "HIV" not in text(client, f"/ho/{home.code}/"), "a purpose is named for one person, not for a household"


def test_what_undoes_it_and_what_stands_in_its_way_stay_unnamed_too(everyone: Cast) -> None:
    first, second = of_hiv(everyone), None
    second = open_change(viewer=viewer(everyone.hoa), kind="hiv", title=TITLE, two_people=True, person=everyone.sau)
    add_row(second, Hiv(person=everyone.sau, starts_on=date(2026, 2, 1)))
    apply_change(viewer=viewer(everyone.van), code=first.code)
    masked, opened = viewer(everyone.van), viewer(everyone.van, purpose="check")
    assert [title for title, _dates in conflicts(masked, second)] == [MASK]
    assert [title for title, _dates in conflicts(opened, second)] != [MASK]
    undoing = undo_change(viewer=viewer(everyone.van), code=first.code, reason="nhầm")
    assert [(each.kind, each.masked, each.paper) for each in (named(masked, undoing), named(opened, undoing))] == [
        ("sensitive", True, ""),
        ("undo", False, ""),
    ]


def test_who_looked_does_not_say_at_what(everyone: Cast, signed_in: SignIn) -> None:
    look(viewer=viewer(everyone.van, purpose="benefit: HS-77"), person=everyone.sau, kinds={"hiv"})
    path = f"/nguoi/{everyone.sau.code}/ai-da-xem/"
    client = signed_in(everyone.hoa)
    for masked in (client, signed_in(everyone.kien)):
        page, sheet = text(masked, path), told(masked.get(path, {"tai": "xlsx"}))
        assert ("HS-77" in page, "hiv" in page, "HS-77" in sheet, "hiv" in sheet) == (True, False, True, False)
    assert "<td>hiv</td>" in re.sub(r"<td[^>]*>\s*", "<td>", text(signed_in(everyone.inspector), path))
    purpose(client, everyone.sau)
    assert "hiv" in told(client.get(path, {"tai": "xlsx"}))


@pytest.mark.parametrize("number", ["038 150 000 014", "038.150.000.014", "038-150-000-014", "0 3 8 1 5 0 0 0 0 0 1 4"])
def test_a_number_with_blanks_is_not_logged_in_clear(everyone: Cast, number: str) -> None:
    found = find_people(viewer(everyone.hoa), number)
    assert found is not None
    assert [person.code for person in found.people] == [everyone.tu.code]
    logged = AuditEntry.objects.filter(action="search").latest("number").detail
    assert re.sub(r"\D", "", logged) == "0014"
