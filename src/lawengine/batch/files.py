"""Result files: written beside their place and moved there when they are whole, so that a kill leaves no half file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lawengine.batch.columns import HOUSEHOLD, PERSON

RESULTS, PEOPLE, DECISIONS = "results.parquet", "people.parquet", "decisions.parquet"
REASONINGS, OUTCOMES, SUMMARY = "reasonings.parquet", "outcomes.parquet", "summary.json"
PRODUCTS = (RESULTS, PEOPLE, DECISIONS, REASONINGS, OUTCOMES)
_STAGE = ".unfinished"
_LEVEL = 1


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A folder to write in; when all went well its files take their places in `out`, the summary last.

    Whoever finds a summary finds a whole result. What a killed run left behind is cleared away by the next one.
    """
    stage = out / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        yield stage
        (out / SUMMARY).unlink(missing_ok=True)
        for name in PRODUCTS:
            _clear(out / name)
            (stage / name).replace(out / name)
        (stage / SUMMARY).replace(out / SUMMARY)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def part_file(folder: Path, product: str, number: int) -> Path:
    """The file of one part of a product: its folder's name gives readers of the whole the column `part`."""
    path = folder / product / f"part={number}" / "data.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def writer(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file: ids as differences, words and small numbers by dictionary."""
    numbers = [field.name for field in schema if pa.types.is_integer(field.type)]
    ids = [name for name in (PERSON, HOUSEHOLD, "decision_id") if name in numbers]
    options: dict[str, Any] = {
        "compression": "zstd",
        "compression_level": _LEVEL,
        "use_dictionary": [name for name in schema.names if name not in ids],
        "column_encoding": dict.fromkeys(ids, "DELTA_BINARY_PACKED"),
    }
    with pq.ParquetWriter(path, schema, **options) as file:
        yield file


def write(path: Path, table: pa.Table) -> None:
    """A small table as a Parquet file."""
    pq.write_table(table, path, compression="zstd", compression_level=_LEVEL)
