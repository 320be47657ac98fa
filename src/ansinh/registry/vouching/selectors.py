"""What a commune vouches for and whether it is a hard area: as held, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.viewer import PROPOSE, READ, Viewer
from ansinh.registry.changes.guards import function_of_kind
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import reaches, within
from ansinh.registry.statuses.models import VOUCHED, Completeness, HardArea
from ansinh.registry.vouching.services import HARD_AREA, Row, kind_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said of a commune.

    Attributes:
        slug: in addresses: a register, or HARD_AREA. now: the row that is true today; rows: all that are held, the
            newest first. waiting: a change of it that somebody has to decide.
    """

    slug: str
    title: StrOrPromise
    now: Any
    rows: list[Any]
    waiting: Change | None
    may_propose: bool

    @property
    def later(self) -> list[Any]:
        """Rows of other times."""
        return [row for row in self.rows if row != self.now]


def communes(viewer: Viewer, right: str = READ) -> QuerySet[Place]:
    """Communes of today in the viewer's territory."""
    today = Place.objects.filter(level=Level.COMMUNE, ends_on__isnull=True).select_related("parent")
    return within(viewer, right, today, commune="pk", province="parent")


def lines(viewer: Viewer, commune: Place, day: date) -> list[Line]:
    """The hard area first, then every register that can be vouched for."""
    held: dict[str, list[Any]] = {}
    for model in (HardArea, Completeness):
        rows = model.objects.known().filter(commune=commune).select_related(*_WITH)
        for row in rows.order_by("-starts_on", "-pk"):
            held.setdefault(kind_of(row), []).append(row)
    kinds = {slug: _kind(slug) for slug in (HARD_AREA, *VOUCHED)}
    waiting = {
        change.kind: change
        for change in Change.objects.filter(place=commune, state=State.PROPOSED, kind__in=kinds.values())
    }
    titles: dict[str, StrOrPromise] = {HARD_AREA: _("Especially hard area"), **VOUCHED}
    return [
        Line(
            slug,
            titles[slug],
            next((row for row in held.get(kind, ()) if _true_on(row, day)), None),
            held.get(kind, []),
            waiting.get(kind),
            reaches(viewer, PROPOSE, commune, function=function_of_kind(kind)),
        )
        for slug, kind in kinds.items()
    ]


def row_of(commune: Place, slug: str, day: date) -> Row | None:
    """What is true of a commune on a day, as held now."""
    rows = HardArea.objects if slug == HARD_AREA else Completeness.objects.filter(register=slug)
    found: Row | None = rows.known().true_on(day).filter(commune=commune).first()
    return found


def hard_on(commune: Place, day: date) -> bool | None:
    """Whether a commune is an especially hard area on a day; None when nobody has said so."""
    row = row_of(commune, HARD_AREA, day)
    return row.hard if isinstance(row, HardArea) else None


def changes_about(commune: Place) -> Q:
    """Changes whose papers may serve again."""
    return Q(place=commune, person__isnull=True, household__isnull=True)


_WITH = ("change__paper", "change__proposed_by", "change__decided_by")


def _kind(slug: str) -> str:
    return slug if slug == HARD_AREA else kind_of(Completeness(register=slug))


def _true_on(row: Row, day: date) -> bool:
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or row.ends_on > day)
