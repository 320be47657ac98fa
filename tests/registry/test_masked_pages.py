"""Pages beside the person's own that could tell of sensitive facts: masked there too until a purpose is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
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
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.services import run_checks
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.ledger.tokens import token_of
from ansinh.registry.masking import MASK
from ansinh.registry.merging.models import Pair
from ansinh.registry.people.models import Identity, Person
from ansinh.registry.people.search import find_people
from ansinh.registry.statuses.models import Disability, Hiv
from tests.cast import KNOWN, Cast, status, viewer
from tests.cast import person as person_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TITLE = "Người nhiễm HIV"
PAPER = "Giấy xét nghiệm HIV"
FINDING = "Phát hiện về thông tin nhạy cảm"
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


def main(page: str) -> str:
    """What stands between the menu and the foot."""
    return page[page.index("<main") : page.index("</main>")]


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


def test_the_checks_name_a_sensitive_finding_for_a_purpose(everyone: Cast, signed_in: SignIn) -> None:
    Disability.objects.filter(person=everyone.sau).update(valid_until=date(2026, 12, 10))
    run_checks(date(2026, 11, 24))
    finding = Finding.objects.get(check_code="certificate-expires")
    Finding.objects.exclude(pk=finding.pk).delete()
    client, listed, path = signed_in(everyone.hoa), "/kiem-tra/danh-sach/", f"/kiem-tra/{finding.code}/"
    tells = re.compile("khuyết tật|10/12/2026|2026-12-10")
    purpose(client, everyone.sau)
    for check in ("certificate-expires", "turns-six"):
        sheet = told(client.get(listed, {"loai": check, "tai": "xlsx"}))
        rows = sheet[sheet.index(everyone.sau.full_name) :]
        assert (FINDING in rows, MASK in rows, tells.search(rows.lower())) == (
            True,
            True,
            None,
        )
    assert everyone.sau.full_name not in told(client.get(listed, {"loai": "too-old", "tai": "xlsx"}))
    assert tells.search(text(client, path).lower())
    assert looks(everyone.sau, "disability") == 1
    other = signed_in(everyone.van)
    page = main(text(other, path))
    assert (FINDING in page, MASK in page, tells.search(page.lower())) == (True, True, None)
    assert "muc-dich" in page
    assert other.post(path, {"reason": "Đúng", "giay-kind": "Giấy"}).status_code == 403


def test_a_sensitive_entry_opens_for_a_purpose(everyone: Cast, signed_in: SignIn) -> None:
    token = token_of(Disability.objects.known().get(person=everyone.sau))
    client, paths = signed_in(everyone.hoa), [f"/muc/{token}/{act}/" for act in ("sua", "ket-thuc", "thu-hoi")]
    for path in paths:
        assert (client.get(path).status_code, client.post(path, {}).status_code) == (403, 403)
    assert looks(everyone.sau, "disability") == 0
    purpose(client, everyone.sau)
    for times, path in enumerate(paths, start=1):
        assert "Đặc biệt nặng" in text(client, path)
        assert looks(everyone.sau, "disability") == times


def test_the_ethnic_group_is_neither_shown_nor_lost(everyone: Cast, signed_in: SignIn) -> None:
    held = Identity.objects.known().get(person=everyone.sau)
    assert held.ethnicity == "Kinh"
    client, token = signed_in(everyone.hoa), token_of(held)
    paths = [f"/nguoi/{everyone.sau.code}/de-nghi/ho-ten-ngay-sinh/", f"/muc/{token}/sua/", f"/muc/{token}/thu-hoi/"]
    for path in paths:
        page = main(text(client, path))
        assert ("Trần Văn Sáu" in page, "Kinh" in page, "ethnicity" in page) == (True, False, False), path
    named_anew = {"full_name": "Trần Văn Sáu", "birth_date": "1968", "sex": "male", "giay-kind": "Giấy khai sinh"}
    for path in paths[:2]:
        seal = re.search(r'name="seal" value="([^"]+)"', text(client, path))
        assert seal is not None
        assert client.post(path, {**named_anew, "seal": seal[1]}).status_code == 302, path
        made = Identity.objects.filter(person=everyone.sau).latest("pk")
        assert (made.birth_date, made.ethnicity) == ("1968", "Kinh")
        change = made.change
        client.post(f"/thay-doi/{change.code}/rut-lai/")
    purpose(client, everyone.sau)
    for times, path in enumerate(paths, start=1):
        assert "Kinh" in main(text(client, path)), path
        assert looks(everyone.sau, "ethnicity") == times


def test_papers_of_sensitive_registers_are_offered_for_a_purpose(everyone: Cast, signed_in: SignIn) -> None:
    of_hiv(everyone)
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.sau.code}/de-nghi/lien-lac/"
    assert PAPER not in text(client, path)
    purpose(client, everyone.sau)
    assert PAPER in text(client, path)
    assert looks(everyone.sau, "hiv") == 1


def test_a_pair_tells_of_sensitive_facts_for_a_purpose_each(everyone: Cast, signed_in: SignIn) -> None:
    twin = person_of("Tran Van Sau", "1968", "male", everyone.an_binh)
    status(Disability, person=twin, degree="severe", mobility=True)
    one, other = sorted((everyone.sau, twin), key=lambda person: person.pk)
    pair = Pair.objects.create(
        code="CT-1", one=one, other=other, probability=Decimal("0.9"), band="ask", birth_one="1968", birth_other="1968",
        name="same", birth="same", citizen_id="unknown", old_id="unknown", kin="unknown", place="same_village",
        sex="same", name_people=2, found_at=KNOWN,
    )  # fmt: skip
    client, path = signed_in(everyone.van), f"/trung-nhau/{pair.code}/"
    page = main(text(client, path))
    assert ("Thông tin nhạy cảm" in page, MASK in page) == (True, True)
    assert not re.search("khuyết tật|disability|kinh", page.lower())
    purpose(client, everyone.sau)
    page = main(text(client, path))
    assert ("Kinh" in page, "giu-disability" in page, ">Thông tin nhạy cảm<" in page) == (True, False, True)
    purpose(client, twin)
    page = main(text(client, path))
    assert ("giu-disability" in page, ">Thông tin nhạy cảm<" in page) == (True, False)
    assert (looks(everyone.sau, "disability"), looks(twin, "disability")) == (2, 1)
