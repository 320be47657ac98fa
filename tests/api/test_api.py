"""The REST contract: tokens, territory, purposes, both clocks; every answer fits its own description."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ansinh.kernel.accounts.adapters import AccountAdapter
from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.tokens.models import AccessToken
from ansinh.kernel.tokens.services import Scope, give_token, read_token, take_back
from ansinh.kernel.viewer import ACCOUNTANT
from ansinh.registry.ledger.models import Change
from ansinh.registry.offices.models import Office, Posting
from ansinh.registry.people.models import Identity
from ansinh.registry.statuses.models import Disability
from tests.accounts.test_sign_in import code
from tests.cast import KNOWN, PASSWORD, SECRET, Cast, cast, viewer

pytestmark = pytest.mark.django_db
ALL = [Scope.PEOPLE, Scope.CHANGES, Scope.SENSITIVE]
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def everyone(db: None) -> Cast:
    """Everybody of the cast."""
    return cast()


@pytest.fixture
def ask(client: Client) -> Ask:
    """`ask(user, path, **headers)` with a token of theirs that opens everything."""

    def asked(user: User, path: str, *, scopes: list[str] | None = None, **headers: str) -> Any:
        _token, text = give_token(viewer=viewer(user), name="Thử", scopes=scopes or ALL, days=1)
        return client.get(f"/api/v1{path}", headers={"authorization": f"Bearer {text}", **headers})

    return asked


def test_without_a_good_token_nothing_is_answered(client: Client, everyone: Cast) -> None:
    assert client.get("/api/v1/people?q=tu").status_code == 401
    assert client.get("/api/v1/people?q=tu", headers={"authorization": "Bearer ansinh_wrong"}).status_code == 401
    client.force_login(everyone.hoa)
    assert client.get("/api/v1/people?q=tu").status_code == 401


def test_a_token_is_kept_as_its_hash_and_ends(everyone: Cast) -> None:
    token, text = give_token(viewer=viewer(everyone.hoa), name=" Phần mềm xã ", scopes=["people"], days=30)
    assert (token.name, text in str(AccessToken.objects.values())) == ("Phần mềm xã", False)
    assert read_token(text) == (everyone.hoa, frozenset({"people"}))
    assert AccessToken.objects.get().used_at is not None
    with pytest.raises(AnSinhError, check=lambda error: error.code == "token-unknown"):
        take_back(viewer=viewer(everyone.phuc), code=token.code)
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert read_token(text) is None
    AccessToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    take_back(viewer=viewer(everyone.hoa), code=token.code)
    assert read_token(text) is None
    assert [entry.action for entry in AuditEntry.objects.order_by("number")] == ["token-given", "token-taken-back"]


def test_a_user_who_may_not_sign_in_has_no_tokens_either(everyone: Cast) -> None:
    _token, text = give_token(viewer=viewer(everyone.hoa), name="x", scopes=["people"], days=1)
    User.objects.filter(pk=everyone.hoa.pk).update(is_active=False)
    assert read_token(text) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"scopes": []}, "token-scopes"),
        ({"scopes": ["everything"]}, "token-scopes"),
        ({"days": 0}, "token-days"),
        ({"days": 367}, "token-days"),
        ({"name": "  "}, "token-name"),
    ],
)
def test_a_token_says_what_for_what_and_how_long(everyone: Cast, given: dict[str, Any], code: str) -> None:
    asked = {"name": "x", "scopes": ["people"], "days": 1} | given
    with pytest.raises(AnSinhError, check=lambda error: error.code == code):
        give_token(viewer=viewer(everyone.hoa), **asked)


def test_people_are_searched_within_the_territory(ask: Ask, everyone: Cast) -> None:
    found = ask(everyone.hoa, "/people?q=nguyen thi tu").json()
    assert [person["code"] for person in found["people"]] == [everyone.tu.code]
    assert found["people"][0]["commune"] == everyone.an_binh.key
    assert ask(everyone.phuc, "/people?q=nguyen thi tu").json()["people"] == []
    assert ask(everyone.hoa, "/people").status_code == 422
    assert ask(everyone.hoa, "/people?q=%20%20").status_code == 422


def test_somebody_of_elsewhere_is_not_there(ask: Ask, everyone: Cast) -> None:
    for path in (f"/people/{everyone.bay.code}", f"/households/{everyone.bay.household.code}"):
        assert ask(everyone.hoa, path).status_code == 404
        assert ask(everyone.van, path).status_code == 200


def test_sensitive_entries_need_a_purpose_and_the_look_is_logged(ask: Ask, everyone: Cast) -> None:
    path = f"/people/{everyone.sau.code}"
    masked = ask(everyone.hoa, path).json()
    assert (masked["hidden"], "disability" in str(masked["entries"])) == (1, False)
    assert ask(everyone.hoa, path, scopes=["people"], x_purpose="benefit: HS-1").status_code == 403
    shown = ask(everyone.hoa, path, **{"X-Purpose": "benefit: HS-1"}).json()
    assert (shown["hidden"], "disability" in {entry["kind"] for entry in shown["entries"]}) == (0, True)
    entry = AuditEntry.objects.filter(action="look").latest("number")
    assert (entry.subject_code, entry.purpose, "disability" in entry.detail) == (
        everyone.sau.code,
        "benefit: HS-1",
        True,
    )


def test_a_token_opens_only_what_it_says(ask: Ask, everyone: Cast) -> None:
    assert ask(everyone.hoa, "/changes", scopes=["people"]).status_code == 403
    assert ask(everyone.hoa, f"/people/{everyone.tu.code}", scopes=["changes"]).status_code == 403
    assert ask(everyone.admin, f"/people/{everyone.tu.code}").status_code == 403
    assert ask(everyone.stranger, "/people?q=tu").status_code == 403


def test_the_past_is_answered_as_it_was_known(ask: Ask, everyone: Cast) -> None:
    Identity.objects.filter(person=everyone.tu).update(known_from=KNOWN + timedelta(days=3))
    assert ask(everyone.hoa, f"/people/{everyone.tu.code}").json()["birth_date"] == "1950"
    before = KNOWN.date().isoformat()
    assert ask(everyone.hoa, f"/people/{everyone.tu.code}?on=2026-01-05&known={before}").json()["birth_date"] == ""


def test_a_household_has_its_members_and_class(ask: Ask, everyone: Cast) -> None:
    home = ask(everyone.hoa, f"/households/{everyone.tu.household.code}").json()
    assert [member["code"] for member in home["members"]] == [everyone.tu.code]
    assert {"poverty", "residence"} <= {entry["kind"] for entry in home["entries"]}


def test_changes_come_in_pages_within_the_territory(ask: Ask, everyone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.api.v1.PAGE", 2)
    seen: list[str] = []
    after = ""
    while True:
        page = ask(everyone.hoa, f"/changes?state=applied&after={after}").json()
        seen += [change["code"] for change in page["changes"]]
        after = page["after"]
        if not after:
            break
    assert len(seen) == len(set(seen)) > 4
    assert ask(everyone.hoa, "/changes?state=proposed").json()["changes"] == []
    assert not set(seen) & {each.code for each in everyone.bay.changes.all()}


def test_the_description_names_every_path(client: Client, everyone: Cast) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths) == {"/api/v1/people", "/api/v1/people/{code}", "/api/v1/households/{code}", "/api/v1/changes"}


def test_a_user_keeps_tokens_on_a_page(client: Client, everyone: Cast) -> None:
    client.force_login(everyone.hoa)
    asked = client.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Phần mềm xã", "scopes": ["people"], "days": "30"})
    assert asked["Location"] == "/tai-khoan/xac-nhan/?next=%2Ftai-khoan%2Fma-truy-cap%2F", "the password again"
    assert not AccessToken.objects.exists()
    assert "/tai-khoan/ma-truy-cap/moi/" not in client.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert client.post(asked["Location"], {"password": "không phải"}).status_code == 200
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/tai-khoan/ma-truy-cap/"
    assert "/tai-khoan/ma-truy-cap/moi/" in client.get("/tai-khoan/ma-truy-cap/").content.decode()
    wrong = client.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Phần mềm xã"})
    assert wrong.status_code == 422
    given = client.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Phần mềm xã", "scopes": ["people"], "days": "30"})
    token = AccessToken.objects.get()
    text = next(
        word for word in given.content.decode().replace("<", " ").replace(">", " ").split() if "ansinh_" in word
    )
    assert read_token(text) is not None
    shown = client.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert ("Phần mềm xã" in shown, text in shown) == (True, False)
    client.post(f"/tai-khoan/ma-truy-cap/{token.code}/thu-hoi/")
    assert read_token(text) is None
    assert client.post(f"/tai-khoan/ma-truy-cap/{token.code}/thu-hoi/").status_code == 302
    client.force_login(everyone.stranger)
    assert client.post("/tai-khoan/ma-truy-cap/moi/", {"name": "x"}).status_code == 403


def test_whoever_has_codes_is_asked_for_one_too(
    client: Client, everyone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(everyone.director)
    form = {"name": "Phần mềm sở", "scopes": ["people"], "days": "30"}
    assert client.post("/tai-khoan/xac-nhan/?next=/tai-khoan/", {"password": PASSWORD}).status_code == 302
    asked = client.post("/tai-khoan/ma-truy-cap/moi/", form)
    assert asked["Location"].startswith("/tai-khoan/xac-nhan-ma/?next="), "the password alone is half of it"
    assert "Xác nhận bằng mã dùng một lần" in client.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert client.post(asked["Location"], {"code": code(SECRET)}).status_code == 302
    assert client.post("/tai-khoan/ma-truy-cap/moi/", form).status_code == 200
    assert AccessToken.objects.count() == 1
    later = timezone.now() + timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
    monkeypatch.setattr("ansinh.kernel.accounts.again.timezone.now", lambda: later)
    assert client.post("/tai-khoan/ma-truy-cap/moi/", form)["Location"].startswith("/tai-khoan/xac-nhan/")
    assert AccessToken.objects.count() == 1


def test_who_has_nothing_to_confirm_with_is_not_asked(client: Client, everyone: Cast) -> None:
    everyone.hoa.set_unusable_password()  # signed in by another provider, or in a demo
    everyone.hoa.save()
    client.force_login(everyone.hoa)
    form = {"name": "x", "scopes": ["people"], "days": "1"}
    assert client.post("/tai-khoan/ma-truy-cap/moi/", form).status_code == 200


def test_a_change_of_a_sensitive_register_is_not_named(ask: Ask, everyone: Cast) -> None:
    change = Disability.objects.get(person=everyone.sau).change
    Change.objects.filter(pk=change.pk).update(kind="disability:end", title="Khuyết tật")
    for headers in ({}, {"X-Purpose": "check"}):
        listed = ask(everyone.hoa, "/changes", **headers).json()["changes"]
        found = next(each for each in listed if each["code"] == change.code)
        assert (found["kind"], found["title"]) == ("sensitive", "Thay đổi thông tin nhạy cảm")


@pytest.mark.parametrize("purpose", ["curiosity", "vì cần", "other", "other: ngắn", ": HS-1"])
def test_a_purpose_is_one_that_the_law_knows(ask: Ask, everyone: Cast, purpose: str) -> None:
    answer = ask(everyone.hoa, f"/people/{everyone.sau.code}", **{"X-Purpose": purpose.encode().decode("latin-1")})
    assert answer.status_code == 422
    assert not AuditEntry.objects.filter(action="look").exists()


def test_a_purpose_counts_where_sensitive_facts_may_be_seen(ask: Ask, everyone: Cast) -> None:
    office = Office.objects.get(code=f"UBND-{everyone.bay.commune.code}")
    Posting.objects.create(user=everyone.hoa, office=office, role=ACCOUNTANT, starts_on=KNOWN.date())
    elsewhere = ask(everyone.hoa, f"/people/{everyone.bay.code}", **{"X-Purpose": "benefit: HS-1"})
    assert (elsewhere.status_code, elsewhere.json()["hidden"]) == (200, 1)
    assert not AuditEntry.objects.filter(action="look").exists()
    assert ask(everyone.phuc, f"/people/{everyone.bay.code}").status_code == 404


def test_a_new_password_ends_every_token(client: Client, everyone: Cast) -> None:
    texts = [give_token(viewer=viewer(everyone.hoa), name="x", scopes=["people"], days=1)[1] for _ in range(2)]
    _token, other = give_token(viewer=viewer(everyone.van), name="x", scopes=["people"], days=1)
    AccountAdapter().set_password(everyone.hoa, "mot mat khau moi 2026")
    assert [read_token(text) for text in texts] == [None, None]
    assert read_token(other) is not None
    assert AuditEntry.objects.filter(action="token-taken-back").count() == 2
