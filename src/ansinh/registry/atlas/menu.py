"""The menu's way to the places."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.slots import Entry
from ansinh.kernel.viewer import Viewer
from ansinh.shell.menu import REGISTERS


def menu_entry(viewer: Viewer | None) -> Entry | None:
    """For everybody who has signed in."""
    return None if viewer is None else Entry(_("Places"), reverse("atlas"), "map-pin", REGISTERS, order=150)
