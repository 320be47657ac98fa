"""Whether the database has the tables of this version, and giving it them."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_


def pending() -> list[str]:
    """Migrations that were not applied yet, in order, as `registry.0002_database`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def bring_up_to_date() -> None:
    """Make and change tables until they are those of this version."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def make_sure_of_tables() -> None:
    """For an application about to start: an empty database or a demo gets its tables, another is not touched.

    Raises:
        AnSinhError: `upgrade-needed` when an older version's data wait for `ansinh upgrade`.
    """
    waiting = pending()
    if not waiting:
        return
    if connection.introspection.table_names() and not settings.DEMO:
        raise AnSinhError(
            "upgrade-needed",
            N_("The database is from an older version ({count} steps are missing): run “ansinh upgrade” first."),
            count=len(waiting),
        )
    bring_up_to_date()
