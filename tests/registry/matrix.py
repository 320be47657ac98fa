"""The matrix: every route, taken by everybody, about citizens of every territory; what comes back that should not.

`faults(route, everyone)` says in words what is wrong with a route: a wrong status, a name that is shown too far.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ansinh.kernel.accounts.models import User
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import Viewer
from ansinh.registry.people.models import Person
from tests.cast import Cast, viewer
from tests.registry.routes import PUBLIC, SIGNED_IN, Route

OFFICERS = ("hoa", "thu", "phuc", "van", "dung", "kien", "director", "inspector", "admin", "neighbour", "stranger")


def all_paths() -> list[str]:
    """Every route of the URLconf as one string, includes joined."""
    return sorted(set(_paths(get_resolver(), "")))


def _paths(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from _paths(each, path)


def citizens(route: Route, everyone: Cast, user: User | None) -> tuple[Person, ...]:
    """One of each territory; one alone where a route is about nobody, and for whoever is turned away at the door."""
    about = route.given is not None or "{" in route.query
    turned_away = user is None or (route.who not in {PUBLIC, SIGNED_IN} and not viewer(user).may(route.who))
    return (everyone.sau, everyone.bay, everyone.chin) if about and not turned_away else (everyone.sau,)


def officers(everyone: Cast) -> dict[str, User | None]:
    """Everybody who may come, and nobody in particular (anonymous)."""
    users = {field.name: getattr(everyone, field.name) for field in fields(everyone)}
    return {"anonymous": None, **{name: users[name] for name in OFFICERS}}


def faults(route: Route, everyone: Cast) -> list[str]:
    """What is wrong when everybody takes this route about each citizen; each try is undone."""
    found = []
    people = list(Person.objects.all())
    for name, user in officers(everyone).items():
        for citizen in citizens(route, everyone, user):
            with transaction.atomic():
                answer = _take(route, everyone, user, citizen)
                said = _wrong(route, user, citizen, answer, people)
                transaction.set_rollback(True)
            found += [f"{name} about {citizen.code} ({citizen.commune}): {each}" for each in said]
    return found


def _take(route: Route, everyone: Cast, user: User | None, citizen: Person) -> HttpResponseBase:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    path = f"/{route.path}"
    for key, value in (route.given(everyone, citizen) if route.given else {}).items():
        path = _filled(path, key, value)
    query = route.query.format(folded=fold(citizen.full_name), code=citizen.code)
    headers = route.headers(user) if route.headers and user else {}
    data = dict(route.data(everyone, citizen)) if route.data else {}
    if route.method == "GET":
        return client.get(f"{path}?{query}" if query else path, headers=headers)
    return client.generic(route.method, path, **_form(data), headers=headers)


def _form(data: dict[str, str]) -> dict[str, str]:
    pairs = "&".join(f"{key}={value}" for key, value in data.items())
    return {"data": pairs, "content_type": "application/x-www-form-urlencoded"}


def _filled(path: str, key: str, value: str) -> str:
    start = path.index(f":{key}>") if f":{key}>" in path else path.index(f"<{key}>")
    return path[: path.rindex("<", 0, start + 1)] + value + path[path.index(">", start) + 1 :]


def _wrong(
    route: Route, user: User | None, citizen: Person, answer: HttpResponseBase, people: list[Person]
) -> Iterator[str]:
    who = viewer(user) if user else None
    expected = _expected(route, who, citizen)
    if answer.status_code not in expected:
        yield f"answers {answer.status_code}, not {' or '.join(map(str, expected))}"
    text = _text(answer)
    for each in people:
        if not _in_territory(who, each):
            for secret in (each.full_name, each.code, each.citizen_id):
                # A citizen's own code comes back where the address is repeated: that tells nobody anything new.
                if secret and secret in text and not (secret == each.code and each == citizen):
                    yield f"shows {secret}"


def _expected(route: Route, who: Viewer | None, citizen: Person) -> tuple[int, ...]:
    if route.who == PUBLIC:
        return route.ok
    if who is None:
        return (route.anonymous,)
    if route.who == SIGNED_IN:
        return route.ok
    if not who.may(route.who):
        return (route.closed,)
    if not who.may(route.who, route.function):
        return (route.closed, 404)  # a register of another function may be hidden or closed
    scopes = who.where(route.who, route.function)
    reached = any(scope.reaches(citizen.province_id, citizen.commune_id) for scope in scopes)
    return route.ok if reached or route.given is None or route.everywhere else (404,)


def _in_territory(who: Viewer | None, citizen: Person) -> bool:
    """Whether the citizen lies within any posting of the viewer, whatever it gives them to do."""
    return who is not None and any(scope.reaches(citizen.province_id, citizen.commune_id) for scope in who.scopes)


def _text(answer: HttpResponseBase) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{key}: {value}" for key, value in answer.items())
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return f"{headers}\n{content.decode('utf-8', 'replace')}"
