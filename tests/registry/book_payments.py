"""Who approves what the funds pay out."""

from __future__ import annotations

from ansinh.kernel.viewer import CHIEF, EVERY_FUNCTION, Scope, Viewer
from tests.cast import Cast


def approver(everyone: Cast) -> Viewer:
    """A chief of every function of the province."""
    scope = Scope(CHIEF, EVERY_FUNCTION, everyone.province.pk, None)
    return Viewer(everyone.director.pk, everyone.director.full_name, (scope,))
