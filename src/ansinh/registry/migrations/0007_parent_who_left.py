"""A parent who left without being declared missing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more situation of a parent."""

    dependencies: ClassVar[Any] = [
        ("registry", "0006_findings"),
    ]

    operations: ClassVar[Any] = [
        migrations.AlterField(
            model_name="importrow",
            name="father",
            field=models.CharField(
                blank=True,
                choices=[
                    ("present", "There, and able to care"),
                    ("dead", "Dead"),
                    ("missing", "Declared missing"),
                    ("left", "Has left, not declared missing"),
                    ("facility", "In a social assistance facility"),
                    ("prison", "In prison or under a compulsory measure"),
                    ("unidentified", "Cannot be identified"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="mother",
            field=models.CharField(
                blank=True,
                choices=[
                    ("present", "There, and able to care"),
                    ("dead", "Dead"),
                    ("missing", "Declared missing"),
                    ("left", "Has left, not declared missing"),
                    ("facility", "In a social assistance facility"),
                    ("prison", "In prison or under a compulsory measure"),
                    ("unidentified", "Cannot be identified"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="parentssituation",
            name="father",
            field=models.CharField(
                choices=[
                    ("present", "There, and able to care"),
                    ("dead", "Dead"),
                    ("missing", "Declared missing"),
                    ("left", "Has left, not declared missing"),
                    ("facility", "In a social assistance facility"),
                    ("prison", "In prison or under a compulsory measure"),
                    ("unidentified", "Cannot be identified"),
                ],
                default="present",
                max_length=12,
                verbose_name="Father",
            ),
        ),
        migrations.AlterField(
            model_name="parentssituation",
            name="mother",
            field=models.CharField(
                choices=[
                    ("present", "There, and able to care"),
                    ("dead", "Dead"),
                    ("missing", "Declared missing"),
                    ("left", "Has left, not declared missing"),
                    ("facility", "In a social assistance facility"),
                    ("prison", "In prison or under a compulsory measure"),
                    ("unidentified", "Cannot be identified"),
                ],
                default="present",
                max_length=12,
                verbose_name="Mother",
            ),
        ),
    ]
