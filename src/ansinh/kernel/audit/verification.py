"""Walking the audit log from its first entry: is every one there, unaltered, in its place?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TextIO

from ansinh.kernel.audit.chain import FIRST, seal
from ansinh.kernel.audit.models import AuditEntry

MISSING: Final = "missing"
ALTERED: Final = "altered"
OTHER_SEAL: Final = "other-seal"
CUT: Final = "cut"
COLUMNS: Final = (
    *("number", "at", "actor_id", "action", "subject_kind", "subject_code", "place_code", "purpose", "detail", "seal"),
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A seal that somebody noted elsewhere: the only proof against a log that was rewritten whole or cut short."""

    number: int
    seal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the log holds.

    Attributes:
        entries: links that hold. last: seal of the last of them.
        number: the first entry that does not hold, None when all do.
        fault: `missing` (no entry with this number), `altered` (content or place does not fit its seal), `other-seal`
            (not the seal that was noted), `cut` (the log ends before the entry that was noted).
    """

    entries: int
    last: str
    number: int | None = None
    fault: str = ""


def verify(entries: Iterable[AuditEntry], *, anchor: Anchor | None = None, export: TextIO | None = None) -> Verdict:
    """Check entries in order of their numbers; stops at the first that does not hold.

    Args:
        anchor: a number and its seal as noted earlier. export: each entry that holds is written here, a JSON object
            a line with the table's columns, so that others can check the seals without us.
    """
    before, count = FIRST, 0
    for entry in entries:
        fault = _fault(entry, count + 1, before, anchor)
        if fault:
            return Verdict(count, before, count + 1, fault)
        if export is not None:
            export.write(_line(entry))
        before, count = entry.seal, entry.number
    if anchor is not None and anchor.number > count:
        return Verdict(count, before, count + 1, CUT)
    return Verdict(count, before)


def stored_entries() -> Iterator[AuditEntry]:
    """Every entry in order, a few thousand at a time."""
    return AuditEntry.objects.order_by("number").iterator(chunk_size=5000)


def _fault(entry: AuditEntry, number: int, before: str, anchor: Anchor | None) -> str:
    if entry.number != number:
        return MISSING
    if seal(entry, before) != entry.seal:
        return ALTERED
    if anchor is not None and anchor.number == number and anchor.seal != entry.seal:
        return OTHER_SEAL
    return ""


def _line(entry: AuditEntry) -> str:
    row = {column: getattr(entry, column) for column in COLUMNS}
    row["at"] = entry.at.isoformat(timespec="microseconds")
    return json.dumps(row, ensure_ascii=False) + "\n"
