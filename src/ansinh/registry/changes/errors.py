"""What can be wrong with a change of the registers."""

from __future__ import annotations

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_


class ChangeError(AnSinhError):
    """A change cannot be made; nothing was written."""


def not_yours() -> ChangeError:
    """The viewer's postings do not reach this place or give this right."""
    return ChangeError("change-not-yours", N_("This lies outside what your office may change."))


def same_person() -> ChangeError:
    """Two people are needed."""
    return ChangeError("change-same-person", N_("Whoever proposed a change cannot also approve it."))


def same_person_undoes() -> ChangeError:
    """Two people are needed to take back what two made."""
    return ChangeError("change-same-person", N_("Whoever proposed a change cannot also undo it. Ask a colleague."))


def already_decided() -> ChangeError:
    """Somebody was faster."""
    return ChangeError("change-decided", N_("This change was decided in the meantime. Open it again to see how."))


def stale() -> ChangeError:
    """What the change would replace is no longer what the registers hold."""
    return ChangeError(
        "change-stale", N_("The record was changed after this was proposed. Look at it as it is now and propose again.")
    )


def overlapping(row: str) -> ChangeError:
    """Two rows would be true of the same subject on the same day."""
    return ChangeError(
        "change-overlap", N_("Another entry holds for part of this time: {row}. End it first, or replace it."), row=row
    )


def closed_elsewhere() -> ChangeError:
    """Another proposal waits for the same row."""
    return ChangeError("change-waiting", N_("Another proposal about this entry is waiting for a decision."))


def empty() -> ChangeError:
    """Nothing to apply."""
    return ChangeError("change-empty", N_("There is nothing in this change."))


def not_undoable() -> ChangeError:
    """Later changes build on this one."""
    return ChangeError(
        "change-not-undoable",
        N_("Later changes build on this one, so it cannot be undone as a whole. Correct the entry."),
    )
