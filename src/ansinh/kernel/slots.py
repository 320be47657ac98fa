"""Slots: a page names a place, rooms fill it, and neither knows the other (config/wiring.py lists who fills what).

A provider is called with the viewer and whatever the page shows, and answers with one part of the page or None. The
parts are declared here: a panel on a page, a counter on a work list, an entry of the menu, a button of the demo's
sign-in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ansinh.kernel.viewer import Viewer

# Slots of the shell's own pages; a room names those of its pages itself ("person-page", "household-page").
MENU: Final = "menu"
USER_MENU: Final = "user-menu"
WORK: Final = "work-list"
HOME: Final = "home-page"
WELCOME: Final = "welcome-page"
SEARCH: Final = "search"


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that another room fills. `template` is rendered with `context`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    title: StrOrPromise = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Counter:
    """A pile of work: how many, where it lies. `urgent`: a term has passed or runs out today."""

    title: StrOrPromise
    count: int
    url: str
    hint: StrOrPromise = ""
    urgent: bool = False
    order: int = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the menu. `group` is the heading that it stands under."""

    title: StrOrPromise
    url: str
    icon: str = "file-text"
    group: StrOrPromise = ""
    order: int = 100


Part: TypeAlias = Panel | Counter | Entry
Provider: TypeAlias = Callable[..., Part | Iterable[Part] | None]
_providers: dict[str, list[Provider]] = {}


def register(slot: str, provider: Provider) -> None:
    """Let this provider fill the slot; asking twice changes nothing."""
    kept = _providers.setdefault(slot, [])
    if provider not in kept:
        kept.append(provider)


def withdraw(slot: str, provider: Provider) -> None:
    """Take the provider out of the slot again; ValueError or KeyError when it was never in it."""
    _providers[slot].remove(provider)


def parts(slot: str, viewer: Viewer | None, *subject: object) -> list[Any]:
    """What fills the slot for this viewer, in order. An error of a provider is not swallowed: half a page would lie."""
    found: list[Part] = []
    for provider in _providers.get(slot, ()):
        given = provider(viewer, *subject)
        if given is None:
            continue
        found.extend([given] if isinstance(given, Panel | Counter | Entry) else given)
    return sorted(found, key=lambda part: part.order)
