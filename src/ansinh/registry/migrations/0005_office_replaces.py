"""Which office an office goes on from under another name."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column of offices."""

    dependencies: ClassVar[Any] = [
        ("registry", "0004_more_books"),
    ]

    operations: ClassVar[Any] = [
        migrations.AddField(
            model_name="office",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="registry.office",
            ),
        ),
    ]
