"""What the database knows of its tables after a large change: plans made from older figures can be far slower."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models


def look_again(tables: Iterable[type[models.Model]]) -> None:
    """Let PostgreSQL count anew, within the transaction that changed much; SQLite plans well enough without."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
