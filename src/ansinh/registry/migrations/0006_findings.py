"""What the checks found; on PostgreSQL, people by name byte by byte, whatever the database sorts by."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def index_names(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The search goes through people in this order; SQLite's own index is in it already."""
    if editor.connection.vendor != "postgresql":
        return
    editor.execute('CREATE INDEX person_by_name ON registry_person (sort_key COLLATE "C", id)')
    editor.execute('CREATE INDEX person_commune_by_name ON registry_person (commune_id, sort_key COLLATE "C", id)')


class Migration(migrations.Migration):
    """After the offices."""

    dependencies: ClassVar[Any] = [
        ("registry", "0005_office_replaces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[Any] = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("check_code", models.CharField(max_length=30)),
                ("register", models.CharField(blank=True, max_length=20)),
                ("mark", models.CharField(blank=True, max_length=200)),
                ("found_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("set_aside_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.household",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.person",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "set_aside_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("gone_at__isnull", True)),
                        fields=["commune", "check_code", "id"],
                        name="finding_commune",
                    ),
                    models.Index(
                        condition=models.Q(("gone_at__isnull", True)),
                        fields=["province", "check_code", "id"],
                        name="finding_province",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("set_aside_at__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="finding_set_aside_with_reason",
                    )
                ],
            },
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop),
    ]
