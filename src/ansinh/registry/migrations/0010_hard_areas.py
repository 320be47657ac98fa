"""Especially hard areas as dated rows with a paper; what stood undated in the places is taken over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VOUCHED = (
    ("disability", "Disability"),
    ("merit", "Merit"),
    ("poverty", "Poverty class"),
    ("parents", "Situation of the parents"),
    ("hiv", "HIV"),
    ("pension", "Pension or social insurance"),
    ("study", "Study"),
    ("care", "Care arrangement"),
    ("pregnancy", "Pregnancy"),
    ("facility", "Social assistance facility"),
    ("absence", "Absence"),
    ("work", "Work and ability to work"),
    ("illness", "Long illness"),
    ("support", "Support by others"),
    ("allowance", "Monthly allowance drawn"),
    ("kinship", "Kin"),
)


def constrain(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL: one row true of a commune at a time."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "ALTER TABLE registry_hardarea ADD CONSTRAINT hardarea_alone EXCLUDE USING gist (commune_id WITH =, "
            "daterange(starts_on, ends_on) WITH &&, tstzrange(known_from, known_to) WITH &&) "
            "WHERE (known_from IS NOT NULL)"
        )


def take_over(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A row for each place of which it was said, held from the beginning: what was decided on it is derived again."""
    places: Any = apps.get_model("registry", "Place")
    said = dict(places.objects.filter(hard_area__isnull=False).values_list("pk", "hard_area"))
    if not said:
        return
    changes = apps.get_model("registry", "Change").objects
    first: datetime | None = changes.filter(known_at__isnull=False).aggregate(at=models.Min("known_at"))["at"]
    at = first or apps.get_model("registry", "Tick").objects.get().at
    change = changes.create(
        code="TD-VUNG-KHO-KHAN",
        kind="hard-area",
        title="Vùng đặc biệt khó khăn",
        state="applied",
        two_people=False,
        proposed_at=at,
        seen_at=at,
        known_at=at,
    )
    rows = apps.get_model("registry", "HardArea")
    rows.objects.bulk_create(
        [rows(commune_id=key, hard=hard, change=change, known_from=at) for key, hard in said.items()]
    )


class Migration(migrations.Migration):
    """The table, its constraint, its first rows; the registers that are vouched for by their names."""

    dependencies: ClassVar[Any] = [("registry", "0009_undoing_refused")]

    operations: ClassVar[Any] = [
        migrations.AlterField(
            model_name="completeness",
            name="register",
            field=models.CharField(choices=list(VOUCHED), max_length=20),
        ),
        migrations.CreateModel(
            name="HardArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("hard", models.BooleanField(verbose_name="On the list of especially hard areas")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="registry.change",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_closed",
                        to="registry.change",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.place"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="registry.hardarea",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="hardarea_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="hardarea_known_in_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(constrain, migrations.RunPython.noop),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
