"""Parquet files as lists: one sheet whose columns have names already."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import Cell, RawSheet, tidy
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.limits import MAX_COLUMNS, MAX_ROWS
from ansinh.kernel.sheets.packed import corrupt, too_many_columns


def read_parquet(content: bytes) -> RawSheet:
    """Read a Parquet file. Row 1 is its first record.

    Raises:
        SheetError: damaged, too large, or with columns that hold lists or records.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        if file.metadata.num_rows > MAX_ROWS:
            raise SheetError("too_many_rows", N_("The list has more than {limit} rows: split it."), limit=MAX_ROWS)
        if len(file.schema_arrow) > MAX_COLUMNS:
            raise too_many_columns()
        table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise corrupt() from error
    for name, kind in zip(table.schema.names, table.schema.types, strict=True):
        if pa.types.is_nested(kind) and not pa.types.is_dictionary(kind):
            raise SheetError(
                "nested", N_("The column {name} holds lists or records; a list has one value in a cell."), name=name
            )
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    rows = list(zip(*columns, strict=True)) if columns else []
    return RawSheet(None, rows, named=tuple(table.schema.names))


def _cell(value: object) -> Cell:
    """Decimals as whole numbers or text, bytes as text; the rest as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, bytes):
        return tidy(value.decode("utf-8", "replace"))
    return tidy(value)
