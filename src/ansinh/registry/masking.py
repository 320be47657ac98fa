"""What is shown of sensitive facts before a purpose is named."""

from __future__ import annotations

from typing import Final

from ansinh.kernel.viewer import READ_SENSITIVE, Viewer
from ansinh.registry.statuses.models import STATUSES

MASK: Final = "•••••"
ACCOUNT: Final = "account"
ETHNICITY: Final = "ethnicity"
MERIT_PERCENT: Final = "merit-percent"
DENUNCIATION: Final = "denunciation"
# Registers whose every row is sensitive, and single facts of others.
SENSITIVE: Final = frozenset(
    {
        *(kind for kind, register in STATUSES.items() if register.SENSITIVE),
        *(ACCOUNT, ETHNICITY, MERIT_PERCENT, DENUNCIATION),
    }
)


def unmasked(viewer: Viewer) -> bool:
    """Whether sensitive facts are shown: the right, and a purpose named for this person (`for_purpose`)."""
    return bool(viewer.purpose) and viewer.may(READ_SENSITIVE)


def shown(viewer: Viewer, kind: str, value: str) -> str:
    """The value as this viewer may see it; of an account number the last three digits stay, to tell two apart.

    Of a masked status show its register's title only when `names_itself` says so: that somebody is on the register of
    people with HIV is the very thing to hide.
    """
    if kind not in SENSITIVE or not value or unmasked(viewer):
        return value
    return f"{MASK}{value[-3:]}" if kind == ACCOUNT and len(value) > 6 else MASK


def names_itself(viewer: Viewer, kind: str) -> bool:
    """Whether even the title of this register may stand on the page."""
    return kind not in SENSITIVE or unmasked(viewer)


def shown_kinds(viewer: Viewer, kinds: set[str]) -> set[str]:
    """Which of the kinds on a page are sensitive and shown: what `look` has to record."""
    return kinds & SENSITIVE if unmasked(viewer) else set()
