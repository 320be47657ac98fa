"""A cube kept beside the people it was built from: a folder that is whole or not there."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from lawengine.batch.cube import Cube, Side
from lawengine.batch.files import write

FORMAT = 1
_META, _COUNTS, _COUPLES = "cube.json", "counts", "couples"
_COUPLE = ("first", "last", "first_commune", "last_commune", "count")


def save_cube(cube: Cube, folder: Path, stamp: str) -> None:
    """Keep a cube under a stamp that says what it was built from; an earlier one is replaced."""
    work = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        sides = {"person": cube.person, **({"household": cube.household} if cube.household else {})}
        for name, side in sides.items():
            _save_side(side, work, "" if name == "person" else f"-{name}")
        columns = {name: pa.array(cube.couples[:, place]) for place, name in enumerate(_COUPLE)}
        write(work / f"{_COUPLES}.parquet", pa.table(columns))
        meta = {
            "format": FORMAT,
            "stamp": stamp,
            "communes": cube.communes,
            "people": cube.people,
            "households": cube.households,
            "fields": {name: list(side.fields) for name, side in sides.items()},
        }
        (work / _META).write_text(json.dumps(meta, ensure_ascii=False) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        work.replace(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def load_cube(folder: Path, stamp: str) -> Cube | None:
    """The cube kept in a folder; None when there is none, it is damaged, or it was built from something else."""
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
        if (meta["format"], meta["stamp"]) != (FORMAT, stamp):
            return None
        fields = meta["fields"]
        person = _load_side(folder, "", fields["person"])
        household = _load_side(folder, "-household", fields["household"]) if "household" in fields else None
        couples = pq.read_table(folder / f"{_COUPLES}.parquet")
        table = np.stack([_column(couples, name) for name in _COUPLE], axis=1)
    except (OSError, ValueError, KeyError, pa.ArrowInvalid):
        return None
    return Cube(tuple(meta["communes"]), meta["people"], meta["households"], person, household, table)


def _save_side(side: Side, folder: Path, suffix: str) -> None:
    digits = {f"d{place}": pa.array(side.digits[:, place]) for place in range(side.digits.shape[1])}
    numbers = {f"n {name}": pa.array(values) for name, values in side.numbers.items()}
    every = {"signature": pa.array(np.arange(len(side.digits))), **digits, **numbers}
    write(folder / f"signatures{suffix}.parquet", pa.table(every))
    cells = {
        "signature": pa.array(side.signature),
        "commune": pa.array(side.commune),
        "count": pa.array(side.count),
    }
    write(folder / f"{_COUNTS}{suffix}.parquet", pa.table(cells))


def _load_side(folder: Path, suffix: str, fields: list[dict[str, Any]]) -> Side:
    kept = pq.read_table(folder / f"signatures{suffix}.parquet")
    columns = [_column(kept, f"d{place}").astype(np.uint16) for place in range(len(fields))]
    digits = np.stack(columns, axis=1) if columns else np.zeros((kept.num_rows, 0), np.uint16)
    numbers = {name[2:]: _column(kept, name) for name in kept.column_names if name.startswith("n ")}
    cells = pq.read_table(folder / f"{_COUNTS}{suffix}.parquet")
    counts = [_column(cells, name) for name in ("signature", "commune", "count")]
    return Side(fields, digits, numbers, *counts)


def _column(table: pa.Table, name: str) -> NDArray[Any]:
    """A column of numbers that has no blanks."""
    return table.column(name).to_numpy()
