"""Every page in a real browser, at both widths and contrasts: nothing sticks out, nothing is hidden, no barriers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from ansinh.shell.display import COOKIE
from tests.cast import Cast
from tests.pages.routes import ROUTES, Route, every_page
from tools.shots import SHOTS, VIEWS, View, barriers, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=VIEWS, ids=lambda view: view.name)
def view(request: pytest.FixtureRequest) -> View:
    chosen: View = request.param
    return chosen


def test_every_page_can_be_read(
    live_server: LiveServer, browser: Browser, view: View, everyone: Cast, made: dict[str, str]
) -> None:
    found: list[str] = []
    routes = [*ROUTES, *(every_page(everyone) if os.environ.get(SHOTS) else ())]
    with opened(browser, live_server, view) as contexts:
        for route in routes:
            page = contexts.of(getattr(everyone, route.user) if route.user else None)
            found += [f"{route.name}: {fault}" for fault in look(page, route, live_server.url, made, view)]
    assert found == [], "\n".join(found)


def test_planted_faults_are_found(live_server: LiveServer, page: Page) -> None:
    planted = (
        "document.querySelector('h1').style.cssText = 'width: 3000px; white-space: nowrap'",
        "document.querySelector('.foot').style.cssText = 'height: 9px; overflow: hidden'",
        "document.querySelector('main p, main label').style.cssText = 'position: absolute; left: -40px; color: #bbb'",
        "document.querySelectorAll('main label').forEach((label) => label.remove())",
    )
    expected = ("scrolls sideways", "sticks out: h1", "clipped: footer", "axe critical label")
    page.goto(f"{live_server.url}/dang-nhap/")
    assert [*faults(page), *barriers(page)] == []
    for each in planted:
        page.evaluate(each)
    found = [*faults(page), *barriers(page)]
    for each in expected:
        assert any(each in fault for fault in found), each


class opened:  # noqa: N801 - read as a word: with opened(…) as contexts
    """One browser profile for each officer, closed at the end; a script's error fails the test."""

    def __init__(self, browser: Browser, server: LiveServer, view: View) -> None:
        self._browser, self._server, self._view = browser, server, view
        self._contexts: dict[object, BrowserContext] = {}
        self._errors: list[str] = []

    def __enter__(self) -> opened:
        return self

    def __exit__(self, *_error: object) -> None:
        for context in self._contexts.values():
            context.close()
        assert self._errors == []

    def of(self, user: object) -> Page:
        if user not in self._contexts:
            self._contexts[user] = self._open(user)
        page = self._contexts[user].new_page()
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        return page

    def _open(self, user: object) -> BrowserContext:
        context = self._browser.new_context(
            locale="vi-VN", viewport={"width": self._view.width, "height": 800}, reduced_motion="reduce"
        )
        cookies = {COOKIE: f"1.{self._view.contrast}"}
        if user is not None:
            client = Client()
            client.force_login(user)  # type: ignore[arg-type]
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": self._server.url} for name, value in cookies.items()]
        )
        return context


def look(page: Page, route: Route, server: str, made: dict[str, str], view: View) -> Iterator[str]:
    """Go there, take the picture where pictures are wanted, and say what is wrong."""
    answer = page.goto(server + route.path.format(**made))
    if answer is None or answer.status != route.status:
        yield f"answered {answer.status if answer else 'nothing'}, not {route.status}"
    if os.environ.get(SHOTS):
        page.screenshot(path=Path(os.environ[SHOTS]) / f"{route.name}-{view.name}.png", full_page=True)
    yield from faults(page)
    if view.judged:
        yield from barriers(page)
    page.close()
