"""Sign-in through another provider: a real one, in a process of its own on this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from ansinh.config.oidc import origins, providers
from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from tests.cast import SECRET, Cast

pytestmark = pytest.mark.django_db
PEOPLE = {"025001": "hoa", "025002": "giamdoc", "025003": "nguoi-la", "025004": None}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    claims = [{"sub": sub, **({"preferred_username": name} if name else {})} for sub, name in PEOPLE.items()]
    program = Path(sys.executable).with_name("oidc-provider-mock")
    given = [word for each in claims for word in ("--user-claims", json.dumps(each))]
    command = [str(program), "--port", str(port), *given]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urlopen(f"{address}/.well-known/openid-configuration", timeout=30).close()
                break
            except URLError:
                assert process.poll() is None, "the provider did not start"
                time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture
def _provider(settings: object, issuer: str) -> None:
    environment = {"ANSINH_OIDC_URL": issuer, "ANSINH_OIDC_CLIENT": "ansinh", "ANSINH_OIDC_SECRET": "mật"}
    settings.SOCIALACCOUNT_PROVIDERS = providers({**environment, "ANSINH_OIDC_NAME": "VNeID"})  # type: ignore[attr-defined]


class Stay(HTTPRedirectHandler):
    """A browser's next step is ours to take."""

    def redirect_request(self, *_args: object) -> None:
        return None


def consent(address: str, sub: str) -> str:
    """Press "authorize" at the provider as this person; returns where the provider leads the browser."""
    form = Request(address, urlencode({"sub": sub}).encode(), method="POST")
    with pytest.raises(HTTPError) as led, build_opener(Stay).open(form, timeout=60):
        pass
    with led.value as answer:
        assert answer.code in {302, 303}
        return str(answer.headers["Location"])


def come_back(client: Client, sub: str) -> str | int:
    """The whole way; returns the address that we lead to in the end, or the status of the page that is shown."""
    away = client.post("/dang-nhap/qua/cong/")
    back = urlsplit(consent(away["Location"], sub))
    assert back.path == "/dang-nhap/qua/cong/ve/"
    answer = client.get(f"{back.path}?{back.query}")
    return answer.get("Location") or answer.status_code


@pytest.mark.usefixtures("_provider")
def test_an_account_of_the_same_name_is_found_bound_and_found_again(everyone: Cast, client: Client) -> None:
    assert "VNeID" in client.get("/dang-nhap/").content.decode()
    assert come_back(client, "025001") == "/"
    assert client.session["_auth_user_id"] == str(everyone.hoa.pk)
    assert SocialAccount.objects.get().uid == "025001"
    assert [each.action for each in AuditEntry.objects.all()] == ["sign-in"]
    client.post("/dang-xuat/")
    User.objects.filter(pk=everyone.hoa.pk).update(username="hoa2")
    assert come_back(client, "025001") == "/"
    assert client.session["_auth_user_id"] == str(everyone.hoa.pk)


@pytest.mark.usefixtures("_provider")
@pytest.mark.parametrize("sub", ["025003", "025004"])
def test_the_provider_makes_no_accounts(everyone: Cast, client: Client, sub: str) -> None:
    before = User.objects.count()
    assert come_back(client, sub) == 403
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_provider")
def test_a_closed_account_stays_closed(everyone: Cast, client: Client) -> None:
    come_back(client, "025001")
    client.post("/dang-xuat/")
    User.objects.filter(pk=everyone.hoa.pk).update(is_active=False)
    assert come_back(client, "025001") == "/dang-nhap/khoa/"
    assert client.get("/dang-nhap/khoa/").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_provider")
def test_a_role_that_needs_a_code_gives_it_here_too(everyone: Cast, client: Client) -> None:
    assert SECRET
    assert come_back(client, "025002") == "/dang-nhap/ma/"
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_provider")
def test_coming_back_without_having_gone(everyone: Cast, client: Client) -> None:
    assert client.get("/dang-nhap/qua/cong/ve/?code=x&state=y").status_code in {200, 401}
    assert "_auth_user_id" not in client.session
    assert client.get("/dang-nhap/qua/khac/").status_code == 404
    assert client.get("/dang-nhap/qua/khac/ve/").status_code == 404
    assert client.get("/dang-nhap/huy/").status_code == 200
    assert client.get("/dang-nhap/loi/").status_code == 401


def test_it_is_off_unless_the_environment_names_one(everyone: Cast, client: Client) -> None:
    assert providers({}) == {}
    assert origins({}) == []
    assert origins({"ANSINH_OIDC_URL": "https://id.example.vn/realm"}) == ["https://id.example.vn"]
    with pytest.raises(AnSinhError):
        providers({"ANSINH_OIDC_URL": "https://id.example.vn"})
    assert client.post("/dang-nhap/qua/cong/").status_code == 404
