"""The undated mark of a place is gone: its rows say it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the rows that took it over: PostgreSQL changes no table whose references are still unchecked."""

    dependencies: ClassVar[Any] = [("registry", "0010_hard_areas")]

    operations: ClassVar[Any] = [migrations.RemoveField(model_name="place", name="hard_area")]
