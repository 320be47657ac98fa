"""Parts of pages that rooms fill in: tabs, a timeline, a question before an act, the offer to undo one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNDO: Final = "undo-offer"
MASK: Final = "••••••"


@dataclass(frozen=True, slots=True)
class Tab:
    """`{% include "shell/parts/tabs.html" %}` draws `tabs`."""

    title: StrOrPromise
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A point on a timeline (`shell/parts/timeline.html`, `events`).

    Attributes:
        starts_on, ends_on: half-open, as the registers keep them; None where it is open or not known.
        mark: '' (holds), 'past', 'ok' or 'bad'. details: lines under it.
        paper: its source in words; paper_url: the scan.
    """

    title: StrOrPromise
    starts_on: date | None = None
    ends_on: date | None = None
    kind: StrOrPromise = ""
    mark: str = ""
    details: Sequence[str] = ()
    paper: str = ""
    paper_url: str = ""
    url: str = ""
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an act that cannot be taken lightly."""

    title: StrOrPromise
    what: StrOrPromise
    act: StrOrPromise
    back: str
    danger: bool = False
    reason: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[StrOrPromise] = ()


def confirm(request: HttpRequest, question: Question) -> HttpResponse:
    """The page that asks; its form posts back to the same address, with `fields` and, when asked for, a `reason`."""
    return render(request, "shell/confirm.html", {"question": question})


def offer_undo(request: HttpRequest, sentence: str, url: str) -> None:
    """Show, on the next page, what was done and one button that undoes it (a POST to `url`)."""
    if not url_has_allowed_host_and_scheme(url, None):
        raise ValueError(f"{url!r} leaves the house")
    request.session[UNDO] = [str(sentence), url]


def taken_offer(request: HttpRequest) -> dict[str, str] | None:
    """The offer that waits for the next page; it is shown once."""
    session = getattr(request, "session", None)
    offer = session.pop(UNDO, None) if session is not None and UNDO in session else None
    return {"sentence": offer[0], "url": offer[1]} if offer else None
