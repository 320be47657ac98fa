"""What the shell shows of imports: an entry of the menu, and the piles of work."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.viewer import DECIDE, IMPORT, Viewer
from ansinh.registry.imports.models import ImportBatch, Stage
from ansinh.registry.imports.selectors import batches
from ansinh.registry.ledger.models import State


def menu_entries(viewer: Viewer | None) -> list[slots.Entry]:
    """The menu's way into imports."""
    if viewer is None or not viewer.may(IMPORT):
        return []
    return [slots.Entry(_("Imports"), reverse("imports"), "upload", _("Registers"), 30)]


def counters(viewer: Viewer | None) -> list[slots.Counter]:
    """Lists whose rows wait to be looked over, and lists that wait for the viewer's approval."""
    if viewer is None:
        return []
    found = []
    open_lists = Q(stage__in=(Stage.READ, Stage.CHECKED), made_by=viewer.user)
    to_approve = Q(stage=Stage.WRITTEN, change__state=State.PROPOSED) & ~Q(change__proposed_by=viewer.user)
    if viewer.may(IMPORT):
        found.append(
            slots.Counter(
                _("Lists to be looked over"), _count(viewer, IMPORT, open_lists), reverse("imports"), order=30
            )
        )
    if viewer.may(DECIDE):
        found.append(
            slots.Counter(
                _("Lists that wait for approval"), _count(viewer, DECIDE, to_approve), reverse("imports"), order=31
            )
        )
    return [counter for counter in found if counter.count]


def _count(viewer: Viewer, right: str, which: Q) -> int:
    return ImportBatch.objects.filter(which, pk__in=batches(viewer, right).values("pk")).count()
