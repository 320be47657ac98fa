"""What administration calls rights, days of the week and months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from ansinh.kernel import viewer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from ansinh.registry.offices.models import Posting

RIGHT_WORDS: Final[dict[str, StrPromise]] = {
    viewer.READ: _("read registers"),
    viewer.READ_SENSITIVE: _("see sensitive facts, with a purpose"),
    viewer.PROPOSE: _("propose changes"),
    viewer.DECIDE: _("decide on proposals"),
    viewer.IMPORT: _("take in lists"),
    viewer.MERGE: _("merge doubles"),
    viewer.EXPORT: _("download Excel"),
    viewer.WRITE_FINDING: _("write findings"),
    viewer.READ_AUDIT: _("read the audit log"),
    viewer.KEEP_OFFICES: _("keep offices, users, calendar"),
}
WEEKDAYS: Final = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
SHORT_WEEKDAYS: Final = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))


def rights_of(posting: Posting) -> str:
    """What a posting gives, on one line."""
    given = viewer.RIGHTS[posting.role]
    return ", ".join(str(words) for right, words in RIGHT_WORDS.items() if right in given)
