"""The shell's own entries of the menu."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.slots import Entry
from ansinh.kernel.viewer import READ, Viewer

# Rooms put their entries under these headings.
REGISTERS, OFFICE = _("Registers"), _("Office")


def entries(viewer: Viewer | None) -> Iterable[Entry]:
    """The work list first, the background work last."""
    if viewer is None:
        return
    yield Entry(_("Work list"), reverse("shell:home"), "home", order=0)
    if viewer.may(READ):
        yield Entry(_("Books"), reverse("shell:books"), "table", REGISTERS, order=190)
    yield Entry(_("Background work"), reverse("shell:jobs"), "clock", OFFICE, order=290)
