"""Many new rows at once: by COPY on PostgreSQL, which takes a third of the time, else as Django writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from django.db import connection, models

from ansinh.registry.loading.bulk import insert


def insert_many(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert rows that nobody needs the keys of; what they refer to must have keys already."""
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows)  # noqa: SLF001 - the documented way to any model
        return
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    insert(
        model, pa.table({str(each.column): pa.array([getattr(row, each.attname) for row in rows]) for each in columns})
    )
