"""What the models cannot say: the database itself refuses to alter or remove an entry of the audit log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = (
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)
SQLITE = tuple(
    f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON kernel_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for act in ("UPDATE", "DELETE")
)


def close(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar[Any] = [("kernel", "0001_initial")]
    operations: ClassVar[Any] = [migrations.RunPython(close, migrations.RunPython.noop)]
