"""Everybody's facts as Parquet, sorted by household, for the batch: taken whole, or for what changed.

A snapshot is a folder: `part-00.parquet` … hold the households whose key leaves that remainder, `snapshot.json` says
the day, the moment of knowledge and the counts. A part is replaced whole, the description last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.lawdesk.facts.arrow import as_facts
from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.lawdesk.facts.query import Selection, facts_query
from ansinh.lawdesk.facts.touched import touched_households
from ansinh.registry.ledger import clock
from lawengine.catalogue import Catalogue

PARTS: Final = 16
DESCRIPTION: Final = "snapshot.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot holds: facts on `day`, as the registers held them at `known`."""

    day: date
    known: datetime
    people: int
    refreshed: int

    @staticmethod
    def read(folder: Path) -> Snapshot:
        """The description in a folder.

        Raises:
            AnSinhError: `no-snapshot`.
        """
        try:
            kept = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise AnSinhError("no-snapshot", N_("{folder} holds no snapshot"), folder=str(folder)) from None
        return Snapshot(
            date.fromisoformat(kept["day"]), datetime.fromisoformat(kept["known"]), kept["people"], kept["refreshed"]
        )


def part_name(number: int) -> str:
    """File of one part."""
    return f"part-{number:02}.parquet"


def take_snapshot(catalogue: Catalogue, day: date, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Write everybody's facts on a day, as known now."""
    known = clock.now()
    folder.mkdir(parents=True, exist_ok=True)
    people = 0
    with _arrow_connection() as database:
        for number in range(PARTS):
            table = _fetch(database, catalogue, Moment(day, known), Selection(part=number, parts=PARTS))
            _replace(folder / part_name(number), table)
            people += table.num_rows
            if progress:
                progress(number + 1, PARTS)
    return _describe(folder, Snapshot(day, known, people, people))


def refresh_snapshot(catalogue: Catalogue, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Bring a snapshot up to what is known now, asking only for the households that something was written about.

    Raises:
        AnSinhError: `no-snapshot`.
    """
    old = Snapshot.read(folder)
    known = clock.now()
    touched = touched_households(old.known, known)
    people, refreshed = 0, 0
    with _arrow_connection() as database:
        for number in range(PARTS):
            path = folder / part_name(number)
            keys = [key for key in touched if key % PARTS == number]
            if keys:
                chosen = Selection(households=", ".join(map(str, keys)))
                fresh = _fetch(database, catalogue, Moment(old.day, known), chosen)
                people += _merge(path, fresh, keys)
                refreshed += fresh.num_rows
            else:
                people += pq.read_metadata(path).num_rows
            if progress:
                progress(number + 1, PARTS)
    return _describe(folder, Snapshot(old.day, known, people, refreshed))


def _merge(path: Path, fresh: pa.Table, keys: list[int]) -> int:
    kept = pq.read_table(path)
    stays = pc.invert(pc.is_in(kept["household_id"], value_set=pa.array(keys, pa.int64())))
    merged = pa.concat_tables([kept.filter(stays), fresh]).sort_by(
        [("household_id", "ascending"), ("person_id", "ascending")]
    )
    _replace(path, merged)
    return merged.num_rows


def _fetch(database: Any, catalogue: Catalogue, moment: Moment, selection: Selection) -> pa.Table:
    with database.cursor() as cursor:
        cursor.execute(facts_query(Dialect(connection.vendor), moment, selection))
        return as_facts(catalogue, cursor.fetch_arrow_table())


@contextmanager
def _arrow_connection() -> Iterator[Any]:
    """The same database, through ADBC: rows come as columns, without a Python object for each value."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        with closing(adbc_driver_sqlite.dbapi.connect(f"file:{settings['NAME']}?mode=ro")) as database:
            yield database
        return
    with closing(adbc_driver_postgresql.dbapi.connect(_address(settings))) as database:
        yield database


def _address(settings: dict[str, Any]) -> str:
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    return " ".join(f"{key}='{_quoted(str(value))}'" for key, value in parts.items() if value)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _replace(path: Path, table: pa.Table) -> None:
    beside = path.with_suffix(".new")
    pq.write_table(table, beside, compression="zstd", compression_level=1)
    beside.replace(path)


def _describe(folder: Path, snapshot: Snapshot) -> Snapshot:
    beside = folder / f"{DESCRIPTION}.new"
    beside.write_text(json.dumps(asdict(snapshot), default=str) + "\n", encoding="utf-8")
    beside.replace(folder / DESCRIPTION)
    return snapshot
