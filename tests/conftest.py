"""What every test finds: Vietnamese, a cache of its own, no network but loopback, a browser where one is asked for."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from ansinh.kernel.messages import use_language
from tools.catalogue import compile_all

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


def pytest_configure() -> None:
    """Once, before anything is collected."""
    # The compiled book of law is kept inside the tree, not in the home of whoever runs the tests.
    os.environ["XDG_CACHE_HOME"] = str(ROOT / "build" / "cache")
    os.environ.pop("ANSINH_LANG", None)
    os.environ["LANG"] = "C.UTF-8"
    compile_all(ROOT)
    sys.addaudithook(_only_loopback)


def _only_loopback(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connection that would leave this machine."""
    if event == "socket.connect" and isinstance(args[1], tuple):
        _refuse_abroad(args[1][0])
    elif event == "socket.getaddrinfo" and args[0] is not None:
        _refuse_abroad(args[0])


def _refuse_abroad(host: str | bytes) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        local = not name or ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = name == "localhost"
    if not local:
        raise PermissionError(f"a test wanted to reach {name}; tests use loopback only")


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A dozen officers sign in for nearly every test: a slow hash would show nothing more."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    """Each test begins in the language of the house, whatever the one before chose."""
    use_language("vi")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real, headless browser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "the page tests need Chromium: `make test` installs it, `BROWSER=no make test` leaves them out"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a fresh profile; the test fails when a script on it does."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors
