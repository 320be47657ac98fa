"""Everybody's facts as Parquet, sorted by household, for the batch: taken whole, or for what changed.

A snapshot is a folder: `part-00000.parquet` … hold households whose keys follow each other, `snapshot.json` says the
day, the moment of knowledge and the counts. A part is replaced whole, the description last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection
from django.db.models import Max

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.lawdesk.facts.arrow import as_facts
from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.lawdesk.facts.query import facts_query
from ansinh.lawdesk.facts.sources import Selection
from ansinh.lawdesk.facts.touched import touched_households
from ansinh.registry.ledger import clock
from ansinh.registry.people.models import Household, Membership
from lawengine.catalogue import Catalogue

# Households of one part: 65,536.
PART_BITS: Final = 16
_EVERYTHING: Final = 1 << 26
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


def parts_of(folder: Path) -> list[Path]:
    """Files of a snapshot, in order of the households."""
    return sorted(folder.glob("part-*.parquet"))


def take_snapshot(catalogue: Catalogue, day: date, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Write everybody's facts on a day, as known now."""
    known = clock.now()
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder / DESCRIPTION, *parts_of(folder)):
        path.unlink(missing_ok=True)
    expected = Membership.objects.as_of(day, known).count()
    people = 0

    def write(share: Selection) -> Iterator[int]:
        for number, table in _by_part(_fetch(catalogue, Moment(day, known), share)):
            _replace(_part(folder, number), table)
            yield table.num_rows

    last = Household.every.aggregate(last=Max("pk"))["last"] or 0
    for written in _side_by_side(write, shares_of(connection.vendor, last)):
        people += written
        if progress:
            progress(people, expected)
    return _describe(folder, Snapshot(day, known, people, people))


def shares_of(vendor: str, last: int) -> list[Selection]:
    """All households, in as many shares as are asked for side by side; none cuts a part in two.

    A file of SQLite is read by one alone. What both see is the same, since what was known at a moment stays so.

    Args:
        last: the greatest key of a household.
    """
    if vendor != "postgresql" or last < 1 << PART_BITS:
        return [Selection()]
    middle = ((last >> PART_BITS) // 2 + 1) << PART_BITS
    return [Selection(end=middle), Selection(first=middle)]


def _side_by_side(write: Callable[[Selection], Iterator[int]], shares: list[Selection]) -> Iterator[int]:
    """What each of them says, as it comes; a failure of one is raised when all have ended."""
    said: SimpleQueue[int | None] = SimpleQueue()

    def work(share: Selection) -> None:
        try:
            for written in write(share):
                said.put(written)
        finally:
            said.put(None)

    with ThreadPoolExecutor(len(shares)) as pool:
        working = [pool.submit(work, share) for share in shares]
        open_ends = len(working)
        while open_ends:
            written = said.get()
            if written is None:
                open_ends -= 1
            else:
                yield written
        for each in working:
            each.result()


def refresh_snapshot(catalogue: Catalogue, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Bring a snapshot up to what is known now, asking only for the households that something was written about.

    Raises:
        AnSinhError: `no-snapshot`.
    """
    old = Snapshot.read(folder)
    known = clock.now()
    touched = touched_households(old.known, known)
    fresh = dict(_fresh(catalogue, Moment(old.day, known), touched))
    numbers = sorted({key >> PART_BITS for key in touched})
    for done, number in enumerate(numbers, start=1):
        keys = [key for key in touched if key >> PART_BITS == number]
        _merge(_part(folder, number), fresh.get(number), keys)
        if progress:
            progress(done, len(numbers))
    people = sum(pq.read_metadata(path).num_rows for path in parts_of(folder))
    refreshed = sum(table.num_rows for table in fresh.values())
    return _describe(folder, Snapshot(old.day, known, people, refreshed))


def _part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:05}.parquet"


def _fresh(catalogue: Catalogue, moment: Moment, touched: list[int]) -> Iterator[tuple[int, pa.Table]]:
    """The touched households anew; nothing is asked when there are none."""
    if touched:
        yield from _by_part(_fetch(catalogue, moment, Selection(households=", ".join(map(str, touched)))))


def _by_part(tables: Iterator[pa.Table]) -> Iterator[tuple[int, pa.Table]]:
    """Tables sorted by household, cut and joined so that each holds one part."""
    waiting: list[pa.Table] = []
    current = -1
    for table in tables:
        numbers = table["household_id"].to_numpy() >> PART_BITS
        cuts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), table.num_rows]
        for begin, end in pairwise(cuts):
            if begin == end:
                continue
            if numbers[begin] != current and waiting:
                yield current, _joined(waiting)
                waiting = []
            current = int(numbers[begin])
            waiting.append(table.slice(begin, end - begin))
    if waiting:
        yield current, _joined(waiting)


def _merge(path: Path, fresh: pa.Table | None, keys: list[int]) -> None:
    """Replace some households of a part."""
    tables = [fresh] if fresh is not None else []
    if path.exists():
        kept = pq.read_table(path)
        stays = pc.invert(pc.is_in(kept["household_id"], value_set=pa.array(keys, pa.int64())))
        tables.append(kept.filter(stays))
    merged = _joined(tables).sort_by([("household_id", "ascending"), ("person_id", "ascending")])
    _replace(path, merged)


def _joined(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries()


def _fetch(catalogue: Catalogue, moment: Moment, selection: Selection) -> Iterator[pa.Table]:
    query = facts_query(Dialect(connection.vendor), moment, selection)
    with _arrow_connection() as database, database.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Its columns have no types: they are told from the first batch, so there must be only one.
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(_EVERYTHING)})
        for setting in _settings(selection):
            cursor.execute(setting)
        cursor.execute(query)
        for batch in cursor.fetch_record_batch():
            yield as_facts(catalogue, pa.Table.from_batches([batch]))


def _settings(selection: Selection) -> tuple[str, ...]:
    """How PostgreSQL is to plan: of two conditions that always hold together it believes that they hardly ever do.

    For everybody it would therefore walk through millions of rows one by one.
    """
    if connection.vendor != "postgresql":
        return ()
    # Two ask side by side: helpers of each would only stand in the other's way.
    alone = ("SET LOCAL enable_nestloop = off", "SET LOCAL max_parallel_workers_per_gather = 0")
    everybody = () if selection.households else alone
    return ("SET LOCAL jit = off", "SET LOCAL work_mem = '192MB'", *everybody)


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
