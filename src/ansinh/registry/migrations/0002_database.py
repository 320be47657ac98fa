"""What the models cannot say: the clock's one row; on PostgreSQL, rows that exclude each other, and name search."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Columns of Recorded.ALONE, written out: a migration does not change when the models do.
ALONE = {
    "identity": ("person_id",),
    "death": ("person_id",),
    "membership": ("person_id",),
    "residence": ("household_id",),
    "completeness": ("register", "commune_id"),
    "poverty": ("household_id",),
    **dict.fromkeys(
        (
            *("disability", "parentssituation", "hiv", "study", "care", "pregnancy", "facility", "absence"),
            *("healthcard", "marriage", "work", "illness", "support"),
        ),
        ("person_id",),
    ),
}


def start_clock(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The clock's one row."""
    apps.get_model("registry", "Tick").objects.get_or_create(pk=1, defaults={"at": datetime(2026, 1, 1, tzinfo=UTC)})


def constrain(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Exclusion constraints and trigram indexes, on PostgreSQL only."""
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, columns in ALONE.items():
        same = ", ".join(f"{column} WITH =" for column in columns)
        editor.execute(
            f"ALTER TABLE registry_{table} ADD CONSTRAINT {table}_alone EXCLUDE USING gist ({same}, "
            "daterange(starts_on, ends_on) WITH &&, tstzrange(known_from, known_to) WITH &&) "
            "WHERE (known_from IS NOT NULL)"
        )
    editor.execute("CREATE INDEX person_search_trigrams ON registry_person USING gin (search_key gin_trgm_ops)")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar[Any] = [("registry", "0001_initial")]
    operations: ClassVar[Any] = [
        migrations.RunPython(start_clock, migrations.RunPython.noop),
        migrations.RunPython(constrain, migrations.RunPython.noop),
    ]
