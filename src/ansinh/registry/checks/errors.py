"""What can be wrong with setting a finding aside."""

from __future__ import annotations

from ansinh.kernel.messages import N_
from ansinh.registry.changes.errors import ChangeError


def gone() -> ChangeError:
    """Somebody was faster, or the facts changed."""
    return ChangeError("finding-gone", N_("This finding has changed meanwhile. Open the list again."))


def no_reason() -> ChangeError:
    """It must be told why."""
    return ChangeError("reason-missing", N_("Say why the facts are right as they are."))


def no_paper() -> ChangeError:
    """It must rest on something."""
    return ChangeError("paper-missing", N_("Name the paper that this rests on."))
