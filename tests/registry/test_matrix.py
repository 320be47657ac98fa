"""Every route × role × territory, generated from the URLconf; `routes.py` says who may take which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, path

from ansinh.config import urls
from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.viewer import READ
from ansinh.registry.people.models import Person
from ansinh.registry.scope import within
from tests.cast import Cast, cast
from tests.registry.matrix import all_paths, faults
from tests.registry.routes import PUBLIC, ROUTES, Route
from tests.registry.subjects import person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everyone(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, built once for all routes: each try is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield cast()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def test_every_route_is_declared_and_every_declaration_has_a_route() -> None:
    declared = {route.path for route in ROUTES}
    assert sorted(set(all_paths()) - declared) == [], "say in tests/registry/routes.py who may take them"
    assert sorted(declared - set(all_paths())) == [], "no such route any more"


def test_no_route_and_method_is_declared_twice() -> None:
    counted = Counter((route.path, route.method, route.query, route.function) for route in ROUTES)
    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}{route.query and '?'}")
def test_everybody_gets_what_is_theirs_and_nothing_else(route: Route, everyone: Cast) -> None:
    assert faults(route, everyone) == []


# --- planted faults: the matrix must see each of them ---


@needs(READ)
def without_scope(_request: Request, code: str) -> HttpResponse:
    return HttpResponse(Person.objects.get(code=code).full_name)


@needs(READ)
def too_long_a_list(_request: Request) -> HttpResponse:
    return HttpResponse("; ".join(Person.objects.values_list("citizen_id", flat=True)))


@needs(READ)
def right(request: Request) -> HttpResponse:
    return HttpResponse("; ".join(within(request.viewer, READ, Person.objects.all()).values_list("code", flat=True)))


def open_door(request: Request) -> HttpResponse:
    return HttpResponse("số liệu")


PLANTED: list[URLPattern] = [
    path("trong/", too_long_a_list),
    path("trong/mo/", open_door),
    path("trong/dung/", right),
    path("trong/<slug:code>/", without_scope),
]


@pytest.fixture
def _planted(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    monkeypatch.setattr(urls, "urlpatterns", [*PLANTED, *urls.urlpatterns])
    settings.ROOT_URLCONF = "ansinh.config.urls"  # type: ignore[attr-defined]  # makes Django read it anew


@pytest.mark.usefixtures("_planted")
def test_planted_faults_are_seen(everyone: Cast) -> None:
    unscoped = faults(Route("trong/<slug:code>/", READ, given=person), everyone)
    assert f"phuc about {everyone.sau.code} (An Bình): answers 200, not 404" in unscoped
    assert f"phuc about {everyone.sau.code} (An Bình): shows {everyone.sau.full_name}" in unscoped
    assert not any("hoa about" in each and "(An Bình)" in each for each in unscoped)
    listed = faults(Route("trong/", READ), everyone)
    assert f"hoa about {everyone.sau.code} (An Bình): shows {everyone.bay.citizen_id}" in listed
    assert any("stranger about" in each for each in faults(Route("trong/mo/", READ), everyone))
    assert any("anonymous about" in each for each in faults(Route("trong/mo/", READ), everyone))
    assert faults(Route("trong/dung/", READ), everyone) == []
    assert "trong/mo/" in all_paths()
    assert "trong/mo/" not in {route.path for route in ROUTES}
    assert faults(Route("trong/mo/", PUBLIC), everyone) == []
