"""The same people with nothing left unknown. `python -m bench.own.known FROM TO`.

A blank becomes what means "no"; where the law knows no such value, one that gives no right. A year of birth becomes its
first day.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ansinh.lawdesk.editions import open_edition
from lawengine.catalogue import Catalogue

NEVER = date(9999, 12, 31)
OTHERWISE: dict[str, Any] = {
    "birth_date": date(1970, 1, 1),
    "sex": "female",
    "marital_status": "married",
    "carer_situation": "has_carer",
    "poverty_class": "other",
}


def fill(source: Path, target: Path, catalogue: Catalogue) -> None:
    """Write one file without blanks."""
    table = pq.read_table(source).drop_columns(["birth_date_to"])
    # Who draws a pension has one; the law refuses to hear otherwise.
    draws = pc.greater(table["pension_amount"].fill_null(0), 0)
    for place, name in enumerate(table.column_names):
        fact = catalogue.facts.get(name)
        if fact is None:
            continue
        no = OTHERWISE.get(name, NEVER if fact.type == "date" else fact.no)
        column = table.column(name)
        if isinstance(column.type, pa.DictionaryType):
            column = column.cast(column.type.value_type)
        column = pc.coalesce(column, draws) if name == "has_pension" else column.fill_null(no)
        table = table.set_column(place, name, column)
    pq.write_table(table, target, compression="zstd", compression_level=1)


def main(source: str, target: str) -> None:
    """Fill every file of a folder."""
    catalogue = open_edition().catalogue
    for path in sorted(Path(source).glob("*.parquet")):
        fill(path, Path(target) / path.name, catalogue)


if __name__ == "__main__":
    main(*sys.argv[1:])
