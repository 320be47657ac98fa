"""What the page frame knows on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ansinh.kernel import slots
from ansinh.kernel.viewer import Viewer
from ansinh.shell.display import display_of
from ansinh.shell.wording import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the menu as it is drawn; `current`: the page is at or below it."""

    title: StrOrPromise
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    title: str
    links: list[Link] = field(default_factory=list)


def frame(request: HttpRequest) -> dict[str, object]:
    """Variables of the frame's templates."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    search = slots.parts(slots.SEARCH, viewer)
    return {
        "demo": settings.DEMO,
        "display": display_of(request),
        "viewer": viewer,
        "viewer_roles": [ROLES[role] for role in sorted(viewer.roles())] if viewer else [],
        "menu": menu(request.path, slots.parts(slots.MENU, viewer)),
        "user_menu": slots.parts(slots.USER_MENU, viewer),
        "search_url": search[0].url if search else "",
        "search_query": request.GET.get("q", "")[:100] if search and request.path == search[0].url else "",
        "logout_url": reverse("sign-out"),
        "now": timezone.now(),
    }


def menu(path: str, entries: Iterable[slots.Entry]) -> list[Group]:
    """The menu's groups in the order of their first entry; the longest address that leads here is the current one."""
    links = list(entries)
    here = max((link.url for link in links if _leads(link.url, path)), key=len, default=None)
    groups: dict[str, Group] = {}
    for title, found in groupby(links, key=lambda entry: str(entry.group)):
        group = groups.setdefault(title, Group(title))
        group.links.extend(Link(each.title, each.url, each.icon, each.url == here) for each in found)
    return list(groups.values())


def _leads(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
