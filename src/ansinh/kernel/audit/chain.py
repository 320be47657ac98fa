"""The seal of an entry: SHA-256 over the seal before it and every column, each with its length."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Final

from ansinh.kernel.audit.models import AuditEntry

FIRST: Final = "0" * 64


def seal(entry: AuditEntry, before: str) -> str:
    """64 hexadecimal digits. Lengths are part of what is sealed, so that text cannot wander from column to column."""
    parts = (
        before,
        str(entry.number),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id or ""),
        entry.action,
        entry.subject_kind,
        entry.subject_code,
        entry.place_code,
        entry.purpose,
        entry.detail,
    )
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()
