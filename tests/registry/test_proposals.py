"""Proposing changes: each act by its form, twice and stale, with its state, the log and the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.registry.changes.services import apply_change
from ansinh.registry.ledger.models import Change, Paper, Recorded, State
from ansinh.registry.ledger.tokens import row_of, token_of
from ansinh.registry.people.models import (
    Contact,
    Death,
    Household,
    Identity,
    Kinship,
    Membership,
    PaymentAccount,
    Person,
    PersonNumber,
    Residence,
)
from ansinh.registry.proposals.kinds import HOUSEHOLD_ACTS, PERSON_ACTS
from ansinh.registry.statuses.models import PERSON_STATUSES, Disability, HealthCard, ParentsSituation, Poverty
from tests.cast import KNOWN, Cast, viewer
from tests.cast import change as recorded

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAPER = {
    "giay-kind": "Giấy xác nhận",
    "giay-number": "77/GXN-AB",
    "giay-issuer": "UBND xã",
    "giay-issued_on": "2026-03-01",
}


def seal(client: Client, path: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', client.get(path).content.decode())
    assert found, path
    return found[1]


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"seal": seal(client, path), **data})


def accepted(client: Client, path: str, **data: Any) -> Change:
    answer = send(client, path, **data)
    assert answer.status_code == 302, re.findall(
        r"errorlist.*?</ul>|note bad.*?</div></div>", answer.content.decode(), re.DOTALL
    )
    return Change.objects.latest("pk")


def test_a_status_waits_for_another_person(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/de-nghi/khuyet-tat/"
    scan = SimpleUploadedFile("giay.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF")
    change = accepted(
        client, path, degree="severe", mobility="on", starts_on="2026-03-01", **PAPER, **{"giay-file": scan}
    )
    assert (change.state, change.kind, change.person, change.two_people) == (
        State.PROPOSED,
        "disability",
        everyone.tu,
        True,
    )
    assert change.paper is not None
    assert (str(change.paper), change.paper.file_id is not None) == ("Giấy xác nhận 77/GXN-AB", True)
    assert AuditEntry.objects.latest("number").action == "change-proposed"
    assert not Disability.objects.known().filter(person=everyone.tu).exists()
    apply_change(viewer=viewer(everyone.van), code=change.code)
    row = Disability.objects.known().get(person=everyone.tu)
    assert (row.degree, row.mobility, str(row.starts_on)) == ("severe", True, "2026-03-01")


def test_without_a_paper_or_with_nonsense_nothing_is_written(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/de-nghi/khuyet-tat/"
    before = Change.objects.count()
    for data in (
        {"degree": "severe"},
        {"degree": "terrible", **PAPER},
        {"degree": "severe", "starts_on": "2026-05-01", "ends_on": "2026-05-01", **PAPER},
        {"degree": "severe", **PAPER, "giay-file": SimpleUploadedFile("x.exe", b"MZ\x90\x00")},
    ):
        assert send(client, path, **data).status_code == 422
    assert (Change.objects.count(), Paper.objects.filter(number="77/GXN-AB").count()) == (before, 0)
    assert client.post(path, {"degree": "severe", **PAPER, "seal": "giả"}).status_code == 422


def test_sent_twice_it_is_one_change(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/de-nghi/khuyet-tat/"
    data = {"seal": seal(client, path), "degree": "severe", **PAPER}
    before, papers = Change.objects.count(), Paper.objects.count()
    first, second = client.post(path, data), client.post(path, data)
    assert first["Location"] == second["Location"]
    assert (Change.objects.count(), Paper.objects.count()) == (before + 1, papers + 1)
    other = f"/nguoi/{everyone.na.code}/de-nghi/khuyet-tat/"
    assert client.post(other, data).status_code == 422
    assert Change.objects.count() == before + 1


def test_a_form_that_was_opened_before_somebody_wrote_is_refused(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/de-nghi/the-bhyt/"
    old = seal(client, path)
    accepted(client, path, number="GD4380000000001", starts_on="2026-01-01")
    answer = client.post(path, {"seal": old, "number": "GD4380000000002", "starts_on": "2026-02-01"})
    assert answer.status_code == 422
    assert "Sổ đã thay đổi sau khi bạn mở biểu mẫu này" in answer.content.decode()
    assert HealthCard.objects.known().get(person=everyone.tu).number == "GD4380000000001"


def test_the_next_status_ends_the_one_before_on_its_day(everyone: Cast, signed_in: SignIn) -> None:
    household = everyone.tu.household
    assert household is not None
    path = f"/ho/{household.code}/de-nghi/ho-ngheo/"
    change = accepted(signed_in(everyone.hoa), path, poverty_class="near_poor", starts_on="2026-12-01", **PAPER)
    apply_change(viewer=viewer(everyone.director), code=change.code)
    rows = Poverty.objects.known().filter(household=household).order_by("starts_on")
    assert [(row.poverty_class, str(row.starts_on), str(row.ends_on)) for row in rows] == [
        ("poor", "2025-01-01", "2026-12-01"),
        ("near_poor", "2026-12-01", "None"),
    ]


def test_an_entry_is_corrected_ended_and_withdrawn(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    accepted(client, f"/nguoi/{everyone.tu.code}/de-nghi/the-bhyt/", number="GD1", starts_on="2026-01-01")
    row = HealthCard.objects.known().get(person=everyone.tu)
    accepted(client, f"/muc/{token_of(row)}/sua/", number="GD2", starts_on="2026-01-01")
    corrected = HealthCard.objects.known().get(person=everyone.tu)
    assert (corrected.number, corrected.replaces) == ("GD2", row)
    accepted(client, f"/muc/{token_of(corrected)}/ket-thuc/", on="2026-06-01")
    ended = HealthCard.objects.known().get(person=everyone.tu)
    assert (ended.number, str(ended.ends_on), ended.change.kind) == ("GD2", "2026-06-01", "health-card:end")
    change = accepted(client, f"/muc/{token_of(ended)}/thu-hoi/", reason="Nhầm người")
    assert not HealthCard.objects.known().filter(person=everyone.tu).exists()
    assert change.title == "Thẻ bảo hiểm y tế: Nhầm người"
    gone = send(client, f"/muc/{token_of(ended)}/ket-thuc/", on="2026-07-01")
    assert (gone.status_code, "không còn trong sổ" in gone.content.decode()) == (422, True)


def test_two_proposals_about_one_entry(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    token = token_of(Disability.objects.known().get(person=everyone.sau))
    client.post(f"/nguoi/{everyone.sau.code}/muc-dich/", {"purpose": "dossier"})
    accepted(client, f"/muc/{token}/ket-thuc/", on="2026-06-01", **PAPER)
    again = send(client, f"/muc/{token}/thu-hoi/", reason="Nhầm")
    assert (again.status_code, "đang chờ quyết định" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("slug", "data", "model", "waits"),
    [
        ("so-giay-to", {"kind": "old_id", "number": "171234567"}, PersonNumber, False),
        ("lien-lac", {"kind": "phone", "value": "0912000111"}, Contact, False),
        ("tai-khoan", {"bank": "Agribank", "number": "350", "holder": "Nguyễn Thị Tư"}, PaymentAccount, True),
        ("than-nhan", {"relative": "038192000058", "kind": "mother"}, Kinship, False),
        ("qua-doi", {"died_on": "3/2026", **PAPER}, Death, True),
        (
            "ho-ten-ngay-sinh",
            {"full_name": "NGUYỄN THỊ TỨ", "birth_date": "2/1950", "sex": "female", **PAPER},
            Identity,
            True,
        ),
    ],
)
def test_each_own_act(  # noqa: PLR0917
    everyone: Cast, signed_in: SignIn, slug: str, data: dict[str, str], model: type[Recorded], waits: bool
) -> None:
    change = accepted(signed_in(everyone.hoa), f"/nguoi/{everyone.tu.code}/de-nghi/{slug}/", **data)
    assert (change.state == State.PROPOSED) is waits
    if waits:
        apply_change(viewer=viewer(everyone.van), code=change.code)
    assert model.objects.known().filter(change=change, person=everyone.tu).count() == 1
    everyone.tu.refresh_from_db()
    expected = {Death: ("1950", "2026-03"), Identity: ("1950-02", "")}.get(model, ("1950", ""))
    assert (everyone.tu.birth_date, everyone.tu.death_date) == expected
    assert Identity.objects.known().filter(person=everyone.tu).count() == 1


def test_people_of_elsewhere_and_wrong_dates_are_not_taken(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    for slug, data in (
        ("than-nhan", {"relative": everyone.bay.code, "kind": "mother"}),
        ("than-nhan", {"relative": "", "kind": "mother"}),
        ("qua-doi", {"died_on": "32/13/2026", **PAPER}),
        ("vao-ho", {"household": "H-KHONGCO", "relation": "child", "on": "2026-03-01"}),
        ("chuyen-noi-o", {"commune": "Không có", "on": "2026-03-01"}),
    ):
        assert send(client, f"/nguoi/{everyone.tu.code}/de-nghi/{slug}/", **data).status_code == 422, slug
    assert client.get(f"/nguoi/{everyone.tu.code}/de-nghi/khong-co/").status_code == 404


def test_joining_and_parting(everyone: Cast, signed_in: SignIn) -> None:
    client, home = signed_in(everyone.hoa), everyone.tu.household
    assert home is not None
    path = f"/nguoi/{everyone.na.code}/de-nghi/vao-ho/"
    accepted(client, path, household=home.code, relation="grandchild", on="2026-03-01")
    everyone.na.refresh_from_db()
    assert everyone.na.household == home
    again = send(client, path, household=home.code, relation="grandchild", on="2026-04-01")
    assert "đã thuộc hộ đó" in again.content.decode()
    away = {"commune": "99101", "village": "Thôn 9", "on": "2026-05-01", "along": everyone.na.code}
    accepted(client, f"/nguoi/{everyone.tu.code}/de-nghi/tach-ho/", **away)
    everyone.na.refresh_from_db()
    everyone.tu.refresh_from_db()
    assert everyone.na.household == everyone.tu.household != home
    assert everyone.tu.village == "Thôn 9"
    rows = Membership.objects.known().filter(person=everyone.na).order_by("pk")
    assert sorted(str(row.ends_on) for row in rows) == ["2026-03-01", "2026-05-01", "None"]


def test_merging_two_households(everyone: Cast, signed_in: SignIn) -> None:
    one, other = everyone.tu.household, everyone.lanh.household
    assert one is not None
    assert other is not None
    accepted(
        signed_in(everyone.hoa),
        f"/ho/{other.code}/de-nghi/nhap-ho/",
        household=one.code,
        relation="child",
        on="2026-03-01",
    )
    assert {person.code for person in one.people.all()} == {everyone.tu.code, everyone.lanh.code}


def test_a_move_is_received_where_it_leads(everyone: Cast, signed_in: SignIn) -> None:
    sender, path = signed_in(everyone.hoa), f"/nguoi/{everyone.lanh.code}/de-nghi/chuyen-noi-o/"
    change = accepted(sender, path, commune="An Hòa", village="Thôn 5", on="2026-03-01")
    assert (change.state, change.place) == (State.PROPOSED, everyone.an_hoa)
    assert sender.post(f"/thay-doi/{change.code}/duyet/").status_code == 302
    change.refresh_from_db()
    assert change.state == State.PROPOSED
    signed_in(everyone.thu).post(f"/thay-doi/{change.code}/duyet/")
    everyone.lanh.refresh_from_db()
    assert (everyone.lanh.commune, everyone.lanh.village) == (everyone.an_hoa, "Thôn 5")
    rows = Residence.objects.known().filter(household=everyone.lanh.household).order_by("pk")
    assert {row.commune: str(row.ends_on) for row in rows} == {everyone.an_binh: "2026-03-01", everyone.an_hoa: "None"}
    assert sender.get(f"/nguoi/{everyone.lanh.code}/").status_code == 404


def test_a_move_within_the_commune_is_made_at_once(everyone: Cast, signed_in: SignIn) -> None:
    home = everyone.tu.household
    assert home is not None
    accepted(
        signed_in(everyone.hoa),
        f"/ho/{home.code}/de-nghi/chuyen-noi-o/",
        commune="an binh",
        village="Thôn 2",
        on="2026-03-01",
    )
    everyone.tu.refresh_from_db()
    assert everyone.tu.village == "Thôn 2"


def new_person(everyone: Cast, **more: str) -> dict[str, str]:
    return {
        "full_name": "LÒ THỊ MAI", "birth_date": "4/2020", "sex": "female", "relation": "head", "commune": "99101",
        "village": "Thôn 3", **PAPER, **more,
    }  # fmt: skip


def test_a_new_person(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    change = accepted(client, "/nguoi-moi/", **new_person(everyone, citizen_id="038320000099"))
    assert (change.state, change.two_people) == (State.PROPOSED, True), "age and sex are conditions of rights"
    assert not Person.objects.filter(full_name="Lò Thị Mai").exists()
    page = signed_in(everyone.director).get(f"/thay-doi/{change.code}/").content.decode()
    assert "Lò Thị Mai" in page
    assert f'href="/nguoi/{change.person.code}/"' not in page, "who is only proposed has no page"  # type: ignore[union-attr]
    apply_change(viewer=viewer(everyone.director), code=change.code)
    made = Person.objects.get(full_name="Lò Thị Mai")
    assert (change.person, made.birth_date, made.citizen_id, made.commune, made.village) == (
        made, "2020-04", "038320000099", everyone.an_binh, "Thôn 3",
    )  # fmt: skip
    assert made.household is not None
    assert made.household.head == made
    alike = send(client, "/nguoi-moi/", **new_person(everyone))
    assert (alike.status_code, made.code in alike.content.decode()) == (422, True)
    child = new_person(everyone, sure="on", household=made.household.code, relation="child")
    second = accepted(client, "/nguoi-moi/", **child)
    apply_change(viewer=viewer(everyone.director), code=second.code)
    assert made.household.people.count() == 2
    outside = send(client, "/nguoi-moi/", **new_person(everyone, full_name="Lò Văn Nam", commune="99102"))
    assert outside.status_code == 422
    assert not Person.every.filter(full_name="Lò Văn Nam").exists()


def test_a_wrong_number_of_a_new_person_is_told_but_taken(everyone: Cast, signed_in: SignIn) -> None:
    client, data = signed_in(everyone.hoa), new_person(everyone, citizen_id="038020000099")
    data["seal"] = seal(client, "/nguoi-moi/")
    page = client.post("/nguoi-moi/", data, follow=True).content.decode()
    assert "038020000099" in page
    assert "note warning" in page
    again = client.post("/nguoi-moi/", {**data, "sure": "on"})
    assert again.status_code == 302
    assert Person.every.filter(full_name="Lò Thị Mai").count() == 1
    without = {key: value for key, value in data.items() if not key.startswith("giay-")}
    assert client.post("/nguoi-moi/", {**without, "seal": seal(client, "/nguoi-moi/")}).status_code == 422


def test_whoever_may_not_propose_or_not_here(everyone: Cast, signed_in: SignIn) -> None:
    home = everyone.tu.household
    assert home is not None
    token = token_of(Disability.objects.known().get(person=everyone.sau))
    paths = (
        f"/nguoi/{everyone.tu.code}/de-nghi/", f"/nguoi/{everyone.tu.code}/de-nghi/khuyet-tat/",
        f"/ho/{home.code}/de-nghi/", f"/ho/{home.code}/de-nghi/ho-ngheo/", f"/muc/{token}/sua/",
    )  # fmt: skip
    for who, status in ((everyone.kien, 403), (everyone.inspector, 403), (everyone.phuc, 404), (everyone.thu, 404)):
        client = signed_in(who)
        assert {client.get(path).status_code for path in paths} == {status}
    client = signed_in(everyone.hoa)
    assert client.get(paths[-1]).status_code == 403, "a sensitive entry asks for a purpose first"
    client.post(f"/nguoi/{everyone.sau.code}/muc-dich/", {"purpose": "dossier"})
    assert {client.get(path).status_code for path in paths} == {200}
    assert signed_in(everyone.van).get(f"/nguoi/{everyone.bay.code}/de-nghi/nguoi-co-cong/").status_code == 404
    assert signed_in(everyone.dung).get(f"/nguoi/{everyone.bay.code}/de-nghi/nguoi-co-cong/").status_code == 200
    assert signed_in(everyone.hoa).get("/muc/giả:mạo/sua/").status_code == 404


def test_every_act_has_a_form_that_opens(everyone: Cast, signed_in: SignIn) -> None:
    client, home = signed_in(everyone.hoa), everyone.tu.household
    assert home is not None
    for act in PERSON_ACTS:
        assert client.get(f"/nguoi/{everyone.tu.code}/de-nghi/{act.slug}/").status_code == 200, act.slug
    for act in HOUSEHOLD_ACTS:
        assert client.get(f"/ho/{home.code}/de-nghi/{act.slug}/").status_code == 200, act.slug
    assert {status.KIND for status in PERSON_STATUSES} <= {act.kind for act in PERSON_ACTS}


def test_of_parents_somebody_says_something(everyone: Cast, signed_in: SignIn) -> None:
    client, path = signed_in(everyone.hoa), f"/nguoi/{everyone.na.code}/de-nghi/tinh-trang-cha-me/"
    refused = send(client, path, father="dead", starts_on="2026-05-01", **PAPER)
    assert (refused.status_code, ParentsSituation.objects.filter(person=everyone.na).count()) == (422, 1)
    accepted(client, path, father="dead", mother="?", abandoned="on", starts_on="2026-05-01", **PAPER)
    said = ParentsSituation.objects.latest("pk")
    assert (said.father, said.mother, said.abandoned, said.other_parent_unable) == ("dead", "", True, False)


def test_a_token_names_one_row_and_cannot_be_made_up(everyone: Cast) -> None:
    row = Disability.objects.known().get(person=everyone.sau)
    assert row_of(token_of(row)) == row
    assert row_of(token_of(row)[:-1]) is None
    assert Household.objects.count() == 6


def test_numbers_contacts_accounts_and_kin_are_corrected_and_ended_from_the_page(
    everyone: Cast, signed_in: SignIn
) -> None:
    client, page = signed_in(everyone.hoa), f"/nguoi/{everyone.sau.code}/"
    written = {"person": everyone.sau, "change": recorded("contact", person=everyone.sau), "known_from": KNOWN}
    phone = Contact.objects.create(kind="phone", value="0912000001", **written)
    kin = Kinship.objects.create(relative=everyone.lanh, kind="spouse", **written)
    number = PersonNumber.objects.known().get(person=everyone.sau)
    account = PaymentAccount.objects.known().get(person=everyone.sau)
    shown = client.get(page).content.decode()
    for row in (phone, kin, number):
        for act in ("sua", "ket-thuc", "thu-hoi"):
            assert f"/muc/{token_of(row)}/{act}/" in shown
    assert f"/muc/{token_of(account)}/sua/" not in shown, "masked until a purpose is named"
    assert "/ket-thuc/" not in client.get(f"{page}?ngay=2026-01-01").content.decode(), "the past is only read"
    accepted(client, f"/muc/{token_of(phone)}/sua/", kind="phone", value="0912000002")
    assert [row.value for row in Contact.objects.known().filter(person=everyone.sau)] == ["0912000002"]
    accepted(client, f"/muc/{token_of(number)}/ket-thuc/", on="2026-05-01")
    assert str(PersonNumber.objects.known().get(person=everyone.sau).ends_on) == "2026-05-01"
    change = accepted(client, f"/muc/{token_of(kin)}/sua/", kind="guardian", relative=everyone.na.code)
    assert change.state == State.APPLIED
    assert Kinship.objects.known().get(person=everyone.sau).relative == everyone.na
    client.post(f"{page}muc-dich/", {"purpose": "payment", "words": "", "next": page})
    assert f"/muc/{token_of(account)}/sua/" in client.get(page).content.decode()
    facts = {"bank": "Agribank", "number": "3500205123457", "holder": everyone.sau.full_name}
    change = accepted(client, f"/muc/{token_of(account)}/sua/", **facts)
    assert change.state == State.PROPOSED, "money hangs on it"
    apply_change(viewer=viewer(everyone.director), code=change.code)
    assert PaymentAccount.objects.known().get(person=everyone.sau).number == "3500205123457"
