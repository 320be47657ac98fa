"""Why sensitive facts are looked at: named for one person, kept for half an hour, each look in the audit log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.audit.services import record
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.viewer import READ_SENSITIVE, Viewer

LASTS: Final = timedelta(minutes=30)
LOOK: Final = "look"
LONGEST: Final = 300
_KEPT: Final = "purposes"


class Purpose(TextChoices):
    """Purposes that the law knows (Luật Bảo vệ dữ liệu cá nhân 2025); the officer adds the case in their own words."""

    BENEFIT = "benefit", _("Deciding or reviewing an entitlement")
    DOSSIER = "dossier", _("Handling a dossier or a change of the registers")
    PAYMENT = "payment", _("Paying out, or clearing up a payment")
    CHECK = "check", _("Checking a fact against its paper")
    PETITION = "petition", _("Answering a complaint, a petition or a denunciation")
    INSPECTION = "inspection", _("Inspection or audit")
    OWN = "own", _("At the wish of the person or of whoever represents them")
    OTHER = "other", _("Another purpose, as written")


class Subject(Protocol):
    """Somebody with a public code."""

    @property
    def code(self) -> str: ...


def name_purpose(session: SessionBase, viewer: Viewer, subject: Subject, purpose: str, words: str) -> str:
    """Keep in the session why this viewer looks at this person now; returns the purpose as it will be recorded.

    Args:
        purpose: a value of Purpose. words: the case in the officer's words; a must for `other`.

    Raises:
        AnSinhError: `sensitive-not-yours` without the right, `purpose-unknown`, `purpose-words`.
    """
    if not viewer.may(READ_SENSITIVE):
        raise AnSinhError("sensitive-not-yours", N_("Your role does not see sensitive facts."))
    said = said_of(purpose, words)
    session[_KEPT] = {**_live(session), subject.code: [said, (timezone.now() + LASTS).timestamp()]}
    return said


def said_of(purpose: str, words: str) -> str:
    """A purpose and the officer's words as they stand in the log.

    Raises:
        AnSinhError: `purpose-unknown`, `purpose-words`.
    """
    if purpose not in Purpose.values:
        raise AnSinhError("purpose-unknown", N_("Choose a purpose from the list."))
    words = " ".join(words.split())
    if purpose == Purpose.OTHER and len(words) < 10:
        raise AnSinhError("purpose-words", N_("Say in a few words what the purpose is."))
    # In the log stand the code and the officer's words, never a translation.
    return f"{purpose}: {words}"[:LONGEST] if words else purpose


def forget_purpose(session: SessionBase, subject: Subject) -> None:
    """Mask this person's sensitive facts again."""
    session[_KEPT] = {code: kept for code, kept in _live(session).items() if code != subject.code}


def for_purpose(session: SessionBase, viewer: Viewer, subject: Subject) -> Viewer:
    """The viewer with the purpose named for this person, blank when none was named or its time is over."""
    said, _until = _live(session).get(subject.code, ("", 0))
    return replace(viewer, purpose=str(said) if viewer.may(READ_SENSITIVE) else "")


def look(*, viewer: Viewer, person: Subject, kinds: Collection[str], place_code: str = "") -> AuditEntry | None:
    """Record that sensitive facts of a person were shown, and for what purpose.

    Call it where they are shown, not where they stay masked. None when there was nothing sensitive to show.

    Args:
        viewer: from `for_purpose`. kinds: registers that were shown (`hiv`, `account`, …).

    Raises:
        AnSinhError: `sensitive-not-yours`, `purpose-missing`: then nothing may be shown.
    """
    if not viewer.may(READ_SENSITIVE):
        raise AnSinhError("sensitive-not-yours", N_("Your role does not see sensitive facts."))
    if not viewer.purpose:
        raise AnSinhError("purpose-missing", N_("Name the purpose before you look at sensitive facts."))
    if not kinds:
        return None
    return record(
        viewer=viewer,
        action=LOOK,
        subject_kind="person",
        subject_code=person.code,
        place_code=place_code,
        purpose=viewer.purpose,
        detail=" ".join(sorted(kinds)),
    )


def looks_at(person: Subject) -> QuerySet[AuditEntry]:
    """Every look at this person's sensitive facts, newest first: what the person may ask to see."""
    found = AuditEntry.objects.filter(subject_kind="person", subject_code=person.code, action=LOOK)
    return found.select_related("actor").order_by("-number")


def _live(session: SessionBase) -> dict[str, list[object]]:
    now = timezone.now().timestamp()
    return {code: kept for code, kept in session.get(_KEPT, {}).items() if kept[1] > now}
