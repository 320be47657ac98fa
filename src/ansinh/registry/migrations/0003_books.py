"""Books of what is kept for people with merit; on PostgreSQL, two rows of one entry exclude each other."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BOOKS = ("convalescenceturn", "gratitudehouse", "memorialwork")


def constrain(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Exclusion constraints, on PostgreSQL only."""
    if editor.connection.vendor != "postgresql":
        return
    for table in BOOKS:
        editor.execute(
            f"ALTER TABLE registry_{table} ADD CONSTRAINT {table}_alone EXCLUDE USING gist (code WITH =, "
            "daterange(starts_on, ends_on) WITH &&, tstzrange(known_from, known_to) WITH &&) "
            "WHERE (known_from IS NOT NULL)"
        )


class Migration(migrations.Migration):
    """Three tables."""

    dependencies: ClassVar[Any] = [
        ("registry", "0002_database"),
    ]

    operations: ClassVar[Any] = [
        migrations.CreateModel(
            name="ConvalescenceTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("full_name", models.CharField(max_length=120, verbose_name="Full name")),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Year of birth")),
                ("citizen_id", models.CharField(blank=True, max_length=12, verbose_name="Citizen's number")),
                ("category", models.CharField(max_length=80, verbose_name="Category of merit")),
                (
                    "cycle",
                    models.CharField(
                        choices=[("yearly", "Every year"), ("second_year", "Every second year")],
                        max_length=12,
                        verbose_name="Entitled",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year of the turn")),
                (
                    "form",
                    models.CharField(
                        choices=[("centre", "At a centre"), ("home", "At home")], max_length=6, verbose_name="Form"
                    ),
                ),
                ("batch", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Batch")),
                ("began_on", models.DateField(blank=True, null=True, verbose_name="First day")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Last day")),
                ("centre", models.CharField(blank=True, max_length=120, verbose_name="Centre")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="Cost of the turn")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_rows", to="registry.change"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "province",
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
                        to="registry.convalescenceturn",
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
                        name="convalescenceturn_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="convalescenceturn_known_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GratitudeHouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("owner", models.CharField(max_length=120, verbose_name="Head of the family")),
                ("citizen_id", models.CharField(blank=True, max_length=12, verbose_name="Citizen's number")),
                ("category", models.CharField(max_length=80, verbose_name="Category of merit")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="Address")),
                (
                    "work",
                    models.CharField(
                        choices=[("build", "New house"), ("repair", "Repair")],
                        max_length=6,
                        verbose_name="Work on the house",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Approved, not begun"),
                            ("building", "Under construction"),
                            ("handed_over", "Handed over"),
                        ],
                        max_length=12,
                        verbose_name="Stage",
                    ),
                ),
                ("began_on", models.DateField(blank=True, null=True, verbose_name="Begun on")),
                ("handed_over_on", models.DateField(blank=True, null=True, verbose_name="Handed over on")),
                ("from_state", models.BigIntegerField(default=0, verbose_name="From the State budget")),
                ("from_fund", models.BigIntegerField(default=0, verbose_name="From the Gratitude Fund")),
                ("from_donors", models.BigIntegerField(default=0, verbose_name="From donors")),
                ("from_family", models.BigIntegerField(default=0, verbose_name="From the family")),
                ("donor", models.CharField(blank=True, max_length=160, verbose_name="Donor")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_rows", to="registry.change"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "province",
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
                        to="registry.gratitudehouse",
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
                        name="gratitudehouse_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="gratitudehouse_known_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemorialWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("name", models.CharField(max_length=160, verbose_name="Name of the work")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cemetery", "Martyrs' cemetery"),
                            ("monument", "Martyrs' monument"),
                            ("names", "House or stele of names"),
                            ("temple", "Martyrs' temple"),
                            ("other", "Other memorial"),
                        ],
                        max_length=10,
                        verbose_name="Kind of work",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="Where it stands")),
                ("keeper", models.CharField(blank=True, max_length=120, verbose_name="Looked after by")),
                ("built_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Built in")),
                ("area", models.PositiveIntegerField(blank=True, null=True, verbose_name="Area (m²)")),
                ("graves", models.PositiveIntegerField(blank=True, null=True, verbose_name="Graves")),
                (
                    "unnamed_graves",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Graves without full name"),
                ),
                ("names", models.PositiveIntegerField(blank=True, null=True, verbose_name="Names recorded")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("good", "Good"),
                            ("worn", "Worn, needs repair"),
                            ("bad", "Badly worn, needs rebuilding"),
                        ],
                        max_length=6,
                        verbose_name="Condition",
                    ),
                ),
                (
                    "repaired_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Last repaired in"),
                ),
                ("repair_cost", models.BigIntegerField(blank=True, null=True, verbose_name="Cost of the last repair")),
                ("repair_source", models.CharField(blank=True, max_length=120, verbose_name="Paid from")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_rows", to="registry.change"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "province",
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
                        to="registry.memorialwork",
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
                        name="memorialwork_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="memorialwork_known_in_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(constrain, migrations.RunPython.noop),
    ]
