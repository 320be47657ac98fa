"""What accounts put into the frame: the way to one's own account, and the demo's one-click sign-in."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.viewer import Viewer


def own_account_entry(viewer: Viewer | None) -> slots.Entry | None:
    """Under one's name."""
    return None if viewer is None else slots.Entry(_("My account"), reverse("own_account"), "user")


def demo_panel(viewer: Viewer | None) -> slots.Panel | None:
    """On the welcome page of a demo province, for whoever has not signed in."""
    if viewer is not None or not settings.DEMO:
        return None
    return slots.Panel("account/demo.html", order=10)
