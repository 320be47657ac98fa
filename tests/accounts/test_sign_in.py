"""Signing in: password, one-time code, recovery code, lockout, one's own account."""

from __future__ import annotations

import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from ansinh.kernel.accounts.entries import demo_panel
from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from tests.cast import PASSWORD, SECRET, Cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/dang-nhap/"


def code(secret: str, steps: int = 0) -> str:
    """RFC 6238, written out so that the test does not believe the library."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(client: Client, username: str, password: str = PASSWORD, next_: str = "") -> str:
    """Returns where the browser is led, or the page when it stays."""
    answer = client.post(SIGN_IN, {"login": username, "password": password, "next": next_})
    return answer.get("Location") or answer.content.decode()


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def test_a_password_is_enough_where_the_role_asks_for_no_more(everyone: Cast, client: Client) -> None:
    assert sign_in(client, "hoa", next_="/tai-khoan/") == "/tai-khoan/"
    assert signed_in_as(client) == str(everyone.hoa.pk)
    assert actions() == ["sign-in"]
    page = client.get("/tai-khoan/").content.decode()
    assert everyone.hoa.full_name in page


def test_a_wrong_password_says_nothing_of_whether_the_name_exists(everyone: Cast, client: Client) -> None:
    known, unknown = sign_in(client, "hoa", "sai"), sign_in(client, "khong-co", "sai")
    told = [re.findall(r'role="alert">(.*?)</div>', page, re.DOTALL) for page in (known, unknown)]
    assert told[0] == told[1] != []
    assert signed_in_as(client) is None
    failed = AuditEntry.objects.get()
    assert (failed.action, failed.subject_code, failed.actor) == ("sign-in-failed", "hoa", None)


def test_a_closed_account_does_not_sign_in(everyone: Cast, client: Client) -> None:
    User.objects.filter(username="hoa").update(is_active=False)
    sign_in(client, "hoa")
    assert signed_in_as(client) is None


def test_a_page_elsewhere_is_no_place_to_go_back_to(everyone: Cast, client: Client) -> None:
    assert sign_in(client, "hoa", next_="https://example.org/") == "/"


def test_five_wrong_passwords_shut_the_door_and_say_for_how_long(everyone: Cast, client: Client) -> None:
    for _ in range(5):
        assert "15" not in re.sub(r"<svg.*?</svg>|<[^>]*>", "", sign_in(client, "hoa", "sai"))
    shut = re.sub(r"<[^>]*>", "", sign_in(client, "hoa"))
    assert "15 phút" in shut or "15 minutes" in shut
    assert signed_in_as(client) is None
    assert sign_in(client, "thu") == "/", "another name is not shut out"


def test_a_chief_gives_a_code_as_well(everyone: Cast, client: Client) -> None:
    assert sign_in(client, "giamdoc") == "/dang-nhap/ma/"
    assert signed_in_as(client) is None
    assert client.get("/dang-nhap/ma/").status_code == 200
    wrong = client.post("/dang-nhap/ma/", {"code": "000000"})
    assert (wrong.status_code, signed_in_as(client)) == (200, None)
    assert client.post("/dang-nhap/ma/", {"code": code(SECRET)})["Location"] == "/"
    assert signed_in_as(client) == str(everyone.director.pk)


def test_a_code_is_good_once(everyone: Cast, client: Client) -> None:
    used = code(SECRET)
    sign_in(client, "giamdoc")
    client.post("/dang-nhap/ma/", {"code": used})
    other = Client()
    sign_in(other, "giamdoc")
    assert other.post("/dang-nhap/ma/", {"code": used}).status_code == 200
    assert signed_in_as(other) is None


def test_a_recovery_code_helps_once_without_the_telephone(everyone: Cast, client: Client) -> None:
    codes = RecoveryCodes.activate(everyone.director).get_unused_codes()
    for _ in range(2):
        sign_in(client, "giamdoc")
        client.post("/dang-nhap/ma/", {"code": codes[0]})
        if signed_in_as(client):
            client.post("/dang-xuat/")
            assert actions()[-1] == "sign-out"
    assert signed_in_as(client) is None
    assert actions().count("sign-in") == 1


def test_secrets_of_codes_do_not_lie_open_in_the_database(everyone: Cast) -> None:
    kept = Authenticator.objects.get(user=everyone.director).data["secret"]
    assert SECRET not in kept
    assert Authenticator.objects.get(user=everyone.director).wrap().validate_code(code(SECRET))


def test_a_chief_without_codes_sets_them_up_before_anything_else(everyone: Cast, client: Client) -> None:
    Authenticator.objects.filter(user=everyone.director).delete()
    sign_in(client, "giamdoc")
    for path in ("/", "/nhat-ky/"):
        assert client.get(path)["Location"] == "/tai-khoan/ma/bat/"
    fragment = client.get("/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, "/tai-khoan/ma/bat/")
    again = client.get("/tai-khoan/ma/bat/")["Location"]
    assert again.startswith("/tai-khoan/xac-nhan/"), "whoever finds a machine signed in sets up no telephone of theirs"
    page = client.post(again, {"password": PASSWORD}, follow=True).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret is not None
    assert "data:image/svg" in page
    answer = client.post("/tai-khoan/ma/bat/", {"code": code(secret[1])}, follow=True)
    assert answer.redirect_chain[-1][0] == "/tai-khoan/ma/du-phong/"
    assert len(re.findall(r"<code>\d{8}</code>", answer.content.decode())) == 10
    assert client.get("/").status_code == 200


def test_a_demo_asks_nobody_for_codes(everyone: Cast, client: Client, settings: object) -> None:
    settings.TOTP_ROLES = set()  # type: ignore[attr-defined]
    Authenticator.objects.all().delete()
    sign_in(client, "giamdoc")
    assert client.get("/").status_code == 200


def test_changing_the_password_ends_other_sessions(everyone: Cast, client: Client) -> None:
    elsewhere = Client()
    sign_in(client, "hoa")
    sign_in(elsewhere, "hoa")
    form = {"oldpassword": PASSWORD, "password1": "mot mat khau moi", "password2": "mot mat khau moi"}
    assert client.post("/tai-khoan/mat-khau/", {**form, "oldpassword": "sai"}).status_code == 200
    assert client.post("/tai-khoan/mat-khau/", {**form, "password1": "ngan", "password2": "ngan"}).status_code == 200
    assert client.post("/tai-khoan/mat-khau/", form).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert actions()[-1] == "password-changed"


def test_signing_out_everywhere_else(everyone: Cast, client: Client) -> None:
    elsewhere, other = Client(), Client()
    sign_in(client, "hoa")
    sign_in(elsewhere, "hoa")
    sign_in(other, "thu")
    assert client.post("/tai-khoan/phien/")["Location"] == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == other.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/").status_code == 302
    ended = AuditEntry.objects.latest("number")
    assert (ended.action, ended.detail, ended.actor) == ("sessions-ended", "1", everyone.hoa)


def test_what_matters_asks_again_who_it_is(everyone: Cast, client: Client) -> None:
    client.force_login(everyone.director)
    assert client.get("/tai-khoan/ma/tat/")["Location"].startswith("/tai-khoan/xac-nhan")
    for path in ("/tai-khoan/xac-nhan/", "/tai-khoan/xac-nhan-ma/"):
        assert client.get(path).status_code == 200
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    for path in ("/tai-khoan/ma/", "/tai-khoan/ma/tat/", "/tai-khoan/ma/du-phong/moi/"):
        assert client.get(path).status_code == 200
    client.post("/tai-khoan/ma/du-phong/moi/")
    assert client.get("/tai-khoan/ma/du-phong/tai/")["Content-Type"].startswith("text/plain")
    client.post("/tai-khoan/ma/tat/")
    assert not Authenticator.objects.filter(user=everyone.director).exists()
    assert client.get("/nhat-ky/")["Location"] == "/tai-khoan/ma/bat/"
    assert client.get("/tai-khoan/ma/").status_code == 200


def test_nobody_makes_an_account_for_themselves(everyone: Cast, client: Client) -> None:
    before = User.objects.count()
    for path in ("/tai-khoan/moi/", "/tai-khoan/lien-ket/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"username": "x", "password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    assert User.objects.count() == before


@pytest.mark.parametrize("role", ["commune_officer", "specialist", "accountant", "chief", "inspector", "administrator"])
def test_one_click_as_each_role_in_a_demo(everyone: Cast, client: Client, settings: object, role: str) -> None:
    settings.DEMO, settings.TOTP_ROLES = True, set()  # type: ignore[attr-defined]
    assert f'value="{role}"' in client.get(SIGN_IN).content.decode()
    assert f'value="{role}"' in client.get("/").content.decode(), "the welcome page has the same buttons"
    assert client.get("/dang-nhap/vai/").status_code == 405
    page = client.post("/dang-nhap/vai/", {"role": role}, follow=True)
    assert page.status_code == 200
    user = User.objects.get(pk=int(signed_in_as(client) or 0))
    assert user.postings.get().role == role
    assert user.full_name in page.content.decode()
    assert actions() == ["sign-in"]


def test_one_click_exists_in_a_demo_only(everyone: Cast, client: Client, settings: object) -> None:
    assert client.post("/dang-nhap/vai/", {"role": "chief"}).status_code == 404
    assert 'value="chief"' not in client.get(SIGN_IN).content.decode()
    assert demo_panel(None) is None
    settings.DEMO = True  # type: ignore[attr-defined]
    assert client.post("/dang-nhap/vai/", {"role": "emperor"}).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/dang-nhap/vai/", {"role": "chief"}).status_code == 403
    assert signed_in_as(client) is None
