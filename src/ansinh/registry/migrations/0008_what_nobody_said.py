"""What a list does not say of parents, hardship and kinds of disability stays open; what is held stays as it is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Blanks where a default stood."""

    dependencies: ClassVar[Any] = [
        ("registry", "0007_parent_who_left"),
    ]

    operations: ClassVar[Any] = [
        migrations.AlterField(
            model_name="disability",
            name="hearing_speech",
            field=models.BooleanField(blank=True, null=True, verbose_name="Hearing or speech"),
        ),
        migrations.AlterField(
            model_name="disability",
            name="intellectual",
            field=models.BooleanField(blank=True, null=True, verbose_name="Intellectual"),
        ),
        migrations.AlterField(
            model_name="disability",
            name="mental",
            field=models.BooleanField(blank=True, null=True, verbose_name="Mental illness"),
        ),
        migrations.AlterField(
            model_name="disability",
            name="mobility",
            field=models.BooleanField(blank=True, null=True, verbose_name="Mobility"),
        ),
        migrations.AlterField(
            model_name="disability",
            name="other",
            field=models.BooleanField(blank=True, null=True, verbose_name="Other kind"),
        ),
        migrations.AlterField(
            model_name="disability",
            name="visual",
            field=models.BooleanField(blank=True, null=True, verbose_name="Sight"),
        ),
        migrations.AlterField(
            model_name="parentssituation",
            name="abandoned",
            field=models.BooleanField(blank=True, null=True, verbose_name="Abandoned and not adopted"),
        ),
        migrations.AlterField(
            model_name="parentssituation",
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
                verbose_name="Father",
            ),
        ),
        migrations.AlterField(
            model_name="parentssituation",
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
                verbose_name="Mother",
            ),
        ),
        migrations.AlterField(
            model_name="parentssituation",
            name="other_parent_unable",
            field=models.BooleanField(blank=True, null=True, verbose_name="The other parent is unable to care"),
        ),
        migrations.AlterField(
            model_name="poverty",
            name="hardship",
            field=models.BooleanField(blank=True, null=True, verbose_name="In hardship, as the commune confirms"),
        ),
    ]
