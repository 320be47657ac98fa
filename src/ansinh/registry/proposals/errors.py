"""What can be wrong with a proposal before it is one."""

from __future__ import annotations

from ansinh.kernel.messages import N_
from ansinh.registry.changes.errors import ChangeError


def page_stale() -> ChangeError:
    """Somebody wrote to the same register of the same person after the form was opened."""
    return ChangeError(
        "page-stale",
        N_("The record was changed after you opened this form. Look at it as it is now and enter it again."),
    )


def no_paper() -> ChangeError:
    """A right hangs on it."""
    return ChangeError("paper-missing", N_("Name the paper that this rests on."))


def not_held() -> ChangeError:
    """Nothing to end or to correct."""
    return ChangeError("row-not-held", N_("This entry is no longer held. Open the person's page again."))


def no_household() -> ChangeError:
    """The person lives in no household on that day."""
    return ChangeError("no-household", N_("The person belongs to no household on this day."))


def same_household() -> ChangeError:
    """Nothing would change."""
    return ChangeError("same-household", N_("The person belongs to this household already."))


def used_code() -> ChangeError:
    """The form's one-time code belongs to somebody else's change."""
    return ChangeError("form-used", N_("This form was used already. Open it again."))
