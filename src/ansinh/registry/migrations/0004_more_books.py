"""Books of the funds and of non-state providers; on PostgreSQL, two rows of one entry exclude each other."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BOOKS = ("childfund", "gratitudefund", "nonstateprovider")


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

    dependencies: ClassVar[Any] = [("registry", "0003_books")]

    operations: ClassVar[Any] = [
        migrations.CreateModel(
            name="ChildFund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                (
                    "direction",
                    models.CharField(
                        choices=[("receipt", "Receipt"), ("use", "Use")], max_length=8, verbose_name="Receipt or use"
                    ),
                ),
                ("on", models.DateField(verbose_name="Date")),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("party", models.CharField(max_length=160, verbose_name="Given by, or paid to")),
                ("voucher", models.CharField(blank=True, max_length=40, verbose_name="Voucher")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("appeal", "Appeal of the year"),
                            ("state", "From the State budget"),
                            ("interest", "Interest and other receipts"),
                            ("surgery", "Surgery (heart, eyes, cleft, movement)"),
                            ("scholarship", "Scholarships"),
                            ("gift", "Gifts at Tết and on 1 June"),
                            ("emergency", "Emergencies, abuse and injury"),
                            ("running", "Running of the fund"),
                        ],
                        max_length=12,
                        verbose_name="For what",
                    ),
                ),
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
                        to="registry.childfund",
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
                        name="childfund_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="childfund_known_in_order",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="childfund_amount_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GratitudeFund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                (
                    "direction",
                    models.CharField(
                        choices=[("receipt", "Receipt"), ("use", "Use")], max_length=8, verbose_name="Receipt or use"
                    ),
                ),
                ("on", models.DateField(verbose_name="Date")),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("party", models.CharField(max_length=160, verbose_name="Given by, or paid to")),
                ("voucher", models.CharField(blank=True, max_length=40, verbose_name="Voucher")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("appeal", "Appeal of the year"),
                            ("transfer_in", "From another level of the fund"),
                            ("interest", "Interest and other receipts"),
                            ("house", "Houses for people with merit"),
                            ("memorial", "Memorial works"),
                            ("hardship", "Sickness and hardship"),
                            ("gift", "Visits and gifts"),
                            ("transfer_out", "To another level of the fund"),
                            ("running", "Running of the fund"),
                        ],
                        max_length=12,
                        verbose_name="For what",
                    ),
                ),
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
                        to="registry.gratitudefund",
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
                        name="gratitudefund_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="gratitudefund_known_in_order",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="gratitudefund_amount_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NonStateProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("known_from", models.DateTimeField(blank=True, null=True)),
                ("known_to", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("search_key", models.CharField(blank=True, max_length=400)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("name", models.CharField(max_length=160, verbose_name="Name of the provider")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("older", "Older people"),
                            ("children", "Children in special circumstances"),
                            ("disabled", "People with disabilities"),
                            ("mental", "People with mental illness"),
                            ("general", "Several groups"),
                            ("centre", "Social work centre"),
                        ],
                        max_length=10,
                        verbose_name="Kind of provider",
                    ),
                ),
                ("founder", models.CharField(blank=True, max_length=120, verbose_name="Founded by")),
                ("head", models.CharField(max_length=120, verbose_name="Head of the provider")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="Telephone")),
                ("address", models.CharField(max_length=160, verbose_name="Address")),
                ("licence", models.CharField(blank=True, max_length=60, verbose_name="Licence")),
                ("licensed_on", models.DateField(blank=True, null=True, verbose_name="Licensed on")),
                ("places", models.PositiveIntegerField(verbose_name="Beds")),
                ("residents", models.PositiveIntegerField(verbose_name="Residents")),
                ("staff", models.PositiveIntegerField(blank=True, null=True, verbose_name="Staff")),
                (
                    "standing",
                    models.CharField(
                        choices=[("active", "Active"), ("suspended", "Suspended"), ("dissolved", "Dissolved")],
                        max_length=10,
                        verbose_name="Standing",
                    ),
                ),
                ("inspected_on", models.DateField(blank=True, null=True, verbose_name="Last inspected on")),
                ("meets_standard", models.BooleanField(default=False, verbose_name="Meets the standard of care")),
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
                        to="registry.nonstateprovider",
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
                        name="nonstateprovider_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_to__isnull", True), ("known_to__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="nonstateprovider_known_in_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(constrain, migrations.RunPython.noop),
    ]
