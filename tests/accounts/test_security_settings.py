"""Secure by default: what a browser is told, and what a deployment is checked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
# The law book, a roll's page and a comparison are files of their own, with their own policy.
APART = {"lawbook", "roll", "scenario"}
TEMPLATES = sorted(path for path in (ROOT / "src/ansinh").rglob("*.html") if APART.isdisjoint(path.parts))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+\s*=\s*[\"']|javascript:|<style\b|\sstyle\s*=",
    re.IGNORECASE,
)


def asked(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Django in a process of its own, since settings are read once."""
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "ansinh.config.settings", **environment}
    given.pop("ANSINH_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *words], env=given, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    checked = asked(
        *("-m", "django", "check", "--deploy", "--fail-level", "INFO"), ANSINH_HTTPS="1", ANSINH_DATA=str(tmp_path)
    )
    assert checked.returncode == 0, checked.stderr
    without = asked(*("-m", "django", "check", "--deploy", "--fail-level", "WARNING"), ANSINH_DATA=str(tmp_path))
    assert without.returncode == 1
    assert "security.W012" in without.stderr, "the check that passes above can fail"


def test_https_makes_cookies_and_browsers_stay_with_it(tmp_path: Path) -> None:
    told = asked(
        "-c",
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)",
        ANSINH_HTTPS="1",
        ANSINH_DATA=str(tmp_path),
    )
    assert told.stdout.split() == ["True", "True", "True", "31536000", "False"]


def test_the_secret_is_made_on_the_machine_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    said = [
        asked("-c", "from django.conf import settings; print(settings.SECRET_KEY)", ANSINH_DATA=str(folder)).stdout
        for folder in (first, first, second)
    ]
    assert said[0] == said[1] != said[2]
    assert len(said[0].strip()) > 60
    assert (first / "secret-key").stat().st_mode & 0o077 == 0
    given = asked(
        *("-c", "from django.conf import settings; print(settings.SECRET_KEY)"),
        ANSINH_SECRET_KEY="khóa của tôi",
        ANSINH_DATA=str(first),
        PYTHONUTF8="1",
    )
    assert given.stdout.strip() == "khóa của tôi"


def test_roles_with_a_second_factor_come_from_the_environment_and_a_demo_has_none(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(*sorted(s.TOTP_ROLES))"
    data = {"ANSINH_DATA": str(tmp_path)}
    assert asked("-c", code, **data).stdout.split() == ["accountant", "administrator", "chief"]
    assert asked("-c", code, ANSINH_TOTP_ROLES="chief,inspector", **data).stdout.split() == ["chief", "inspector"]
    assert asked("-c", code, ANSINH_TOTP_ROLES="", **data).stdout.split() == []
    assert asked("-c", code, ANSINH_DEMO="1", **data).stdout.split() == []


def test_what_every_answer_tells_the_browser(everyone: Cast, client: Client) -> None:
    client.force_login(everyone.hoa)
    for path in ("/", "/tai-khoan/", "/khong-co/"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "'unsafe-" not in policy
        for said in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert said in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_cookies_are_not_for_scripts_or_other_sites(everyone: Cast, client: Client) -> None:
    client.post("/dang-nhap/", {"login": "hoa", "password": PASSWORD})
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_AGE <= 8 * 60 * 60


def test_a_form_without_its_token_is_refused(everyone: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(everyone.hoa)
    assert client.post("/tai-khoan/phien/").status_code == 403
    assert client.post("/dang-xuat/").status_code == 403


def test_other_hosts_are_not_answered(client: Client) -> None:
    assert client.get("/dang-nhap/", headers={"Host": "example.org"}).status_code == 400


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src/ansinh")))
def test_no_page_has_scripts_or_styles_inside(template: Path) -> None:
    """The policy would block them silently."""
    found = INLINE.search(template.read_text(encoding="utf-8"))
    assert found is None, found


@pytest.mark.parametrize(
    "planted", ["<script>go()</script>", '<p onclick="go()">', '<a href="javascript:go()">', '<p style="color:red">']
)
def test_what_stands_inside_is_seen(planted: str) -> None:
    assert INLINE.search(planted)
    assert not INLINE.search('<script src="{% asset \'shell/shell.js\' %}" defer></script><input name="on">')
