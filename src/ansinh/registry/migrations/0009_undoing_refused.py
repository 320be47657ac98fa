"""That a change be undone may be proposed again after it was refused; it is undone once."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """`undoes`: unique among what waits or was applied."""

    dependencies: ClassVar[Any] = [("registry", "0008_what_nobody_said")]

    operations: ClassVar[Any] = [
        migrations.AlterField(
            model_name="change",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoings",
                to="registry.change",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "applied"])),
                fields=("undoes",),
                name="change_undone_once",
            ),
        ),
    ]
