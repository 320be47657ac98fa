"""Arrow tables into database tables: COPY on PostgreSQL, one prepared statement on SQLite, indexes made afterwards."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

_OPTIONS: Final = pc_csv.WriteOptions(include_header=False, quoting_style="needed")
# What is dropped before and made again after: keys of tables and checks stay, they cost nothing.
_CONSTRAINTS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f'
    FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x')
    ORDER BY contype = 'f' DESC, 1, 2
"""
_INDEXES: Final = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x', 'p'))
    ORDER BY 1
"""


def insert(model: type[Model], rows: pa.Table) -> int:
    """Add rows to a model's table; columns are the table's own (`person_id`), values are taken as they are.

    Moments without a zone are UTC. Nothing is checked here but what the database checks.
    """
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, rows)
    else:
        _execute(model._meta.db_table, rows)
    return rows.num_rows


def _copy(table: str, rows: pa.Table) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in rows.column_names)
    statement = f"COPY {quote(table)} ({columns}) FROM STDIN (FORMAT csv)"
    # Texts are always in quotes, so that an unquoted nothing is a blank and a quoted one an empty text.
    with connection.cursor() as cursor, cast(Any, cursor).copy(statement) as copy:
        for batch in rows.to_batches(max_chunksize=50_000):
            written = io.BytesIO()
            pc_csv.write_csv(pa.Table.from_batches([batch]), written, _OPTIONS)
            copy.write(written.getbuffer())


def _execute(table: str, rows: pa.Table) -> None:
    quote = connection.ops.quote_name
    # A column that says nothing needs no place in every row.
    blank = [name for name in rows.column_names if rows[name].null_count == rows.num_rows]
    filled = [name for name in rows.column_names if name not in blank]
    columns = ", ".join(quote(name) for name in (*filled, *blank))
    values = ", ".join([*["?"] * len(filled), *["NULL"] * len(blank)])
    statement = f"INSERT INTO {quote(table)} ({columns}) VALUES ({values})"  # noqa: S608 - names of our own tables
    connection.ensure_connection()
    plain = cast(sqlite3.Connection, connection.connection)
    plain.executemany(statement, zip(*(_values(rows[name]) for name in filled), strict=True))


def _values(column: pa.ChunkedArray[Any]) -> list[Any]:
    """What SQLite keeps: whole numbers, texts, and days and moments as texts."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        column = column.cast(pa.string())
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if pa.types.is_integer(column.type) and not column.null_count:
        return cast(list[Any], column.to_numpy().tolist())
    return column.to_pylist()


def set_later(model: type[Model], column: str, keys: Any, values: Any) -> None:
    """On SQLite, set one column of many rows, found by their primary keys; PostgreSQL has had it from the first.

    SQLite checks each new row against all rows that wait for it, by looking through whole tables.
    """
    if not may_lead_ahead():
        quote = connection.ops.quote_name
        # Names of our own tables.
        statement = f"UPDATE {quote(model._meta.db_table)} SET {quote(column)} = ? WHERE id = ?"  # noqa: S608
        plain = cast(sqlite3.Connection, connection.connection)
        plain.executemany(statement, zip(values.to_pylist(), keys.to_pylist(), strict=True))


def may_lead_ahead() -> bool:
    """Whether a row may name another that comes later: on PostgreSQL, whose foreign keys `indexes_later` puts off."""
    return connection.vendor == "postgresql"


@contextmanager
def indexes_later(models: Sequence[type[Model]]) -> Iterator[None]:
    """Within it the tables have no indexes and no foreign keys; at its end they have, and what was written is checked.

    Belongs into a transaction: nobody sees the tables without them.
    """
    tables = [model._meta.db_table for model in models]
    again = _dropped_on_postgresql(tables) if connection.vendor == "postgresql" else _dropped_on_sqlite(tables)
    yield
    with connection.cursor() as cursor:
        for statement in again:
            cursor.execute(statement)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _dropped_on_postgresql(tables: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        # What is still to be checked at the end of the transaction would forbid to change the tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(_CONSTRAINTS, [tables])
        constraints = cursor.fetchall()
        for table, name, _definition, _foreign in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quote(name)}")
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    added = [
        (foreign, f"ALTER TABLE {table} ADD CONSTRAINT {quote(name)} {definition}")
        for table, name, definition, foreign in constraints
    ]
    own = [statement for foreign, statement in added if not foreign]
    towards_others = [statement for foreign, statement in added if foreign]
    return [*(definition for _name, definition in indexes), *own, *towards_others]


def _dropped_on_sqlite(tables: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        indexes = sorted((name, sql) for name, sql, table in cursor.fetchall() if table in tables)
        for name, _statement in indexes:
            cursor.execute(f"DROP INDEX {quote(name)}")
    return [statement for _name, statement in indexes]


def texts_of(column: pa.ChunkedArray[Any], make: Any) -> pa.ChunkedArray[Any]:
    """Another text for each text; the same text is asked for only once."""
    encoded: Any = pc.dictionary_encode(column.combine_chunks())
    made = pa.array([make(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([made.take(encoded.indices)])
