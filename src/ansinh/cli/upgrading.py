"""Bringing a database to this version, with what was counted before and after and whether the audit log holds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from ansinh.kernel.audit.verification import stored_entries, verify
from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped
from ansinh.registry.loading.schema import bring_up_to_date, pending

__all__ = ["Report", "audit_log", "pending", "told", "upgrade"]


@dataclass(frozen=True, slots=True)
class Report:
    """What an upgrade did: the steps, seconds, tables that hold fewer rows than before, and the audit log.

    Attributes:
        steps: names of migrations. lost: rows before and after, by table; a table that is gone has none.
        rows: in all tables, after. entries: of the audit log. fault: what is wrong with it, or blank.
    """

    steps: list[str]
    seconds: int
    lost: Mapping[str, tuple[int, int]]
    rows: int
    entries: int
    fault: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost and the log holds."""
        return not self.lost and not self.fault


def upgrade() -> Report:
    """Apply what is missing; count and check before and after."""
    begun = time.monotonic()
    before, steps = _counts(), pending()
    bring_up_to_date()
    after = _counts()
    entries, fault = audit_log()
    lost = {
        table: (count, after.get(table, 0))
        for table, count in before.items()
        if after.get(table, 0) < count and table not in _COME_AND_GO
    }
    return Report(steps, round(time.monotonic() - begun), lost, sum(after.values()), entries, fault)


# What is thrown away in the course of a day does not count as lost.
_COME_AND_GO = {"cache", "django_session"}


def audit_log() -> tuple[int, str]:
    """Entries of the audit log, and what is wrong with it: blank when every link holds."""
    verdict = verify(stored_entries())
    return verdict.entries, verdict.fault


def told(entries: int, fault: str) -> str:
    """The same in words."""
    if fault:
        return _("The audit log is broken ({fault}): run “ansinh audit verify”.").format(fault=fault)
    return _("The audit log holds, entries: {entries}.").format(entries=grouped(entries))


def _counts() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of tables
            counts[table] = int(cursor.fetchone()[0])
    return counts
