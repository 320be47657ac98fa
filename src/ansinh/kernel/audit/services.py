"""Writing to the audit log: one entry for an act or a look, sealed in the transaction that it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from ansinh.kernel.audit.chain import FIRST, seal
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import Viewer

# Any number that no other part takes: PostgreSQL's lock that makes writers of the log take turns.
_LOCK = 7_310_038


@transaction.atomic
def record(
    *,
    viewer: Viewer | None,
    action: str,
    subject_kind: str = "",
    subject_code: str = "",
    place_code: str = "",
    purpose: str = "",
    detail: str = "",
) -> AuditEntry:
    """Add one entry; it stands or falls with the caller's transaction.

    Writers take turns until their transaction ends, so call it late: after the change, before the event.

    Args:
        viewer: who acts; None for the system itself.
        action: what was done, a code word (`change-applied`, `look`, `sign-in`).
        subject_kind, subject_code: what it was done to (`person`, `N-…`). A bulk path writes one entry (`record_bulk`).
    """
    _take_turns()
    last = AuditEntry.objects.order_by("-number").first()
    entry = AuditEntry(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        actor_id=viewer.user if viewer else None,
        action=action,
        subject_kind=subject_kind,
        subject_code=subject_code,
        place_code=place_code,
        purpose=purpose,
        detail=detail,
    )
    entry.seal = seal(entry, last.seal if last else FIRST)
    entry.save(force_insert=True)
    return entry


def record_bulk(
    *,
    viewer: Viewer | None,
    action: str,
    subject_kind: str,
    codes: Iterable[str],
    subject_code: str = "",
    place_code: str = "",
    detail: str = "",
) -> AuditEntry:
    """Add one entry for many subjects: how many they were, and the SHA-256 of their codes, sorted, one a line.

    Args:
        subject_kind: of what kind the many are. subject_code: the act that holds them together (an import, an export).
    """
    ordered = sorted(codes)
    digest = digest_of(ordered)
    return record(
        viewer=viewer,
        action=action,
        subject_kind=subject_kind,
        subject_code=subject_code,
        place_code=place_code,
        detail=f"{detail}; n={len(ordered)} sha256={digest}".lstrip("; "),
    )


def digest_of(codes: Iterable[str]) -> str:
    """The SHA-256 by which a bulk entry knows its subjects again: their codes, sorted, one a line."""
    digest = hashlib.sha256()
    for code in sorted(codes):
        digest.update(f"{code}\n".encode())
    return digest.hexdigest()


def _take_turns() -> None:
    """Two entries must not follow the same one. SQLite has one writer anyway (transactions are IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
