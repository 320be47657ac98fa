"""`flush` empties every table, also those whose triggers refuse it in daily work; then the triggers stand again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Command(flush.Command):
    """Django's own, with the triggers set aside meanwhile."""

    def handle(self, **options: Any) -> None:
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        with without_triggers(connection):
            super().handle(**options)


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Meanwhile no trigger of ours fires on any table of this database."""
    before, after = _statements(connection)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in after:
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [table for (table,) in cursor.fetchall()]
            return [_switch(table, "DISABLE") for table in tables], [_switch(table, "ENABLE") for table in tables]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


def _switch(table: str, how: str) -> str:
    return f"ALTER TABLE {table} {how} TRIGGER USER"
