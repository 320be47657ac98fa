"""The list of changes: what waits comes first; every list can be downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.viewer import DECIDE, PROPOSE, READ, Viewer
from ansinh.registry.changes.naming import Named, named
from ansinh.registry.changes.selectors import changes, waiting_for
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import within
from ansinh.shell.columns import Column, Filter, Rows, Shape
from ansinh.shell.lists import ListOf

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A purpose is named for one person; a list tells of many.
_WITHOUT_PURPOSE: Final = Viewer(0, "")


def communes_of(viewer: Viewer) -> Sequence[tuple[str, StrOrPromise]]:
    """Communes of the viewer's territory, as choices of a filter."""
    today = Place.objects.filter(level=Level.COMMUNE, ends_on__isnull=True)
    places = within(viewer, READ, today, commune="pk", province="parent").order_by("search_key")
    return [(place.code, place.name) for place in places]


def _of_state(rows: Rows, value: str) -> Rows:
    return rows.filter(state=value)


def _of_commune(rows: Rows, value: str) -> Rows:
    return rows.filter(place__code=value)


def _about(change: Change) -> str:
    return str(change.person or change.household or "")


def _named(change: Change) -> Named:
    return named(_WITHOUT_PURPOSE, change)


CHANGES: Final = ListOf(
    name="thay-doi",
    title=_("Changes"),
    rows=changes,
    columns=(
        Column(
            "title",
            _("Change"),
            lambda change: _named(change).title,
            link=lambda change: reverse("change", args=[change.code]),
        ),
        Column("about", _("About"), _about),
        Column("place", _("Place"), lambda change: str(change.place or "")),
        Column("state", _("State"), lambda change: str(change.get_state_display())),
        Column("by", _("Proposed by"), lambda change: change.proposed_by.full_name if change.proposed_by else ""),
        Column("at", _("Proposed"), lambda change: change.proposed_at, Shape.MOMENT),
        Column("paper", _("Paper"), lambda change: _named(change).paper),
        Column(
            "decided",
            _("Decided by"),
            lambda change: change.decided_by.full_name if change.decided_by else "",
            page=False,
        ),
        Column("code", _("Code"), lambda change: change.code, page=False),
    ),
    code=lambda change: change.code,
    filters=(
        Filter("trang-thai", _("State"), _of_state, choices=lambda _viewer: State.choices),
        Filter("xa", _("Commune"), _of_commune, choices=communes_of),
    ),
    order=("-proposed_at", "pk"),
    hint=_("Choose a state or a commune. What waits for you stands on your work list."),
)

WAITING: Final = ListOf(
    name="can-quyet-dinh",
    title=_("Changes that wait for your decision"),
    rows=lambda viewer: _with_names(waiting_for(viewer)),
    columns=CHANGES.columns,
    code=CHANGES.code,
    filters=(Filter("xa", _("Commune"), _of_commune, choices=communes_of),),
    order=("proposed_at", "pk"),
    ask_first=False,
    empty=_("Proposals of others appear here as soon as they are made."),
)


def _with_names(rows: QuerySet[Change]) -> QuerySet[Any]:
    return rows.select_related("person", "household", "place", "paper", "proposed_by", "decided_by", "undoes")


def waiting_counters(viewer: Viewer | None) -> list[slots.Counter]:
    """The piles of work: what the viewer could decide, and what of their own still waits."""
    if viewer is None or not (viewer.may(DECIDE) or viewer.may(PROPOSE)):
        return []
    mine = Change.objects.filter(proposed_by=viewer.user, state=State.PROPOSED).count()
    waiting = slots.Counter(
        _("Changes that wait for your decision"), waiting_for(viewer).count(), reverse("waiting_changes"), order=10
    )
    own = slots.Counter(
        _("Your proposals that wait"), mine, f"{reverse('changes')}?trang-thai={State.PROPOSED}", order=20
    )
    return [waiting, own] if mine else [waiting]


def menu_entries(viewer: Viewer | None) -> list[slots.Entry]:
    """The menu's ways into people and changes."""
    if viewer is None or not viewer.may(READ):
        return []
    group = _("Registers")
    return [
        slots.Entry(_("People and households"), reverse("people_search"), "users", group, 10),
        slots.Entry(_("Changes"), reverse("changes"), "pencil", group, 20),
    ]


def search_entry(viewer: Viewer | None) -> slots.Entry | None:
    """Where the search field of every page leads."""
    if viewer is None or not viewer.may(READ):
        return None
    return slots.Entry(_("Find a person"), reverse("people_search"), "search")
