"""A population of any size as Parquet, one file for each province, in pieces: memory does not grow with the nation.

`python -m synth.population --households N --out FOLDER` writes one. The same seed gives the same people, however many
processes write them. Columns are the law's fact names; a blank is unknown. `birth_date_to` is the latest possible birth
date where only the year is known, else blank.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from synth import rates
from synth.crowd import CODES, Crowd, draw
from synth.draws import Bools, Dice

HOUSEHOLDS_PER_PIECE: Final = 250_000
IDS_PER_PROVINCE: Final = 1_000_000_000
AS_OF: Final = date(2026, 11, 1)
_EPOCH: Final = date(1970, 1, 1)
_HOUSEHOLD_FACTS: Final = ("poverty_class", "hard_area")
_COUNTS: Final = (
    *("children_under_16", "children_16_22_studying", "children_16_up_kept_studying", "children_under_36m"),
)
_BOOLS: Final = (
    *("in_facility", "abandoned", "had_child_allowance", "hiv", "has_pension", "other_monthly_allowance"),
    *("merit_allowance", "regular_income", "hard_area", "fostered", "pregnant"),
)
_WORDS: Final = pa.dictionary(pa.int8(), pa.string())
_PLACES: Final = pa.dictionary(pa.int16(), pa.string())

SCHEMA: Final = pa.schema(
    [
        ("person_id", pa.int64()),
        ("household_id", pa.int64()),
        ("commune", _PLACES),
        ("province", _PLACES),
        ("birth_date", pa.date32()),
        ("birth_date_to", pa.date32()),
        ("death_date", pa.date32()),
        *((name, _WORDS) for name in CODES),
        *((name, pa.bool_()) for name in _BOOLS),
        *((name, pa.uint8()) for name in _COUNTS),
        ("pension_amount", pa.int32()),
    ]
)
_ENCODED: Final = [*CODES, *_COUNTS, "commune", "province", "birth_date_to", "death_date"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        seed: the same seed gives the same people. households: in the whole population.
        unknown: how often each fact is blank (0 to 1). as_of: the day that ages are counted at.
        only: codes of the provinces to write; empty for all.
    """

    seed: int
    households: int
    unknown: Mapping[str, float] = field(default_factory=lambda: dict(rates.UNKNOWN))
    as_of: date = AS_OF
    only: tuple[str, ...] = ()

    def shares(self) -> list[tuple[int, int]]:
        """(number of the province, its households) for each province that is written and has any."""
        wanted = [number for number, (code, _, _) in enumerate(rates.PROVINCES) if not self.only or code in self.only]
        people = np.array([rates.PROVINCES[number][2] for number in wanted], np.float64)
        ends = np.round(np.cumsum(people / people.sum()) * self.households).astype(np.int64)
        counts = np.diff(ends, prepend=0)
        return [(number, int(count)) for number, count in zip(wanted, counts, strict=True) if count]


def write_population(
    folder: Path, order: Order, *, processes: int = 1, report: Callable[[int], None] | None = None
) -> list[Path]:
    """Write the population, one file a province, and return the files in the order of the provinces.

    Args:
        folder: created if it is missing. order: what to write. processes: how many work at a time.
        report: told how many people were written since it was last told.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tell = report or (lambda _count: None)
    shares = order.shares()
    if processes == 1:
        for number, households in shares:
            tell(_write_province(folder, order, number, households))
    else:
        # Forking a process whose Arrow threads are at work can hang.
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            # The largest first, so that no process is left alone with it at the end.
            work = sorted(shares, key=lambda share: -share[1])
            done = [pool.submit(_write_province, folder, order, number, count) for number, count in work]
            for future in as_completed(done):
                tell(future.result())
    return [_file_of(folder, number) for number, _ in shares]


def population(order: Order) -> pa.Table:
    """The whole population in memory: for tests and small loads."""
    batches = [batch for number, households in order.shares() for batch in pieces(order, number, households)]
    return pa.Table.from_batches(batches, SCHEMA)


def _file_of(folder: Path, number: int) -> Path:
    return folder / f"province-{rates.PROVINCES[number][0]}.parquet"


def _write_province(folder: Path, order: Order, number: int, households: int) -> int:
    people = 0
    # DELTA keeps running numbers small; plain pages are quicker to read where values hardly repeat.
    running = dict.fromkeys(("person_id", "household_id"), "DELTA_BINARY_PACKED")
    with pq.ParquetWriter(
        _file_of(folder, number),
        SCHEMA,
        compression="zstd",
        compression_level=1,
        use_dictionary=_ENCODED,  # type: ignore[arg-type]  # the stubs know only true and false
        column_encoding=running,
        write_statistics=["household_id"],
    ) as writer:
        for batch in pieces(order, number, households):
            writer.write_batch(batch, row_group_size=batch.num_rows)
            people += batch.num_rows
    return people


def pieces(order: Order, number: int, households: int) -> Iterator[pa.RecordBatch]:
    """The people of one province, whole households at a time, sorted by household and commune."""
    code, land, _ = rates.PROVINCES[number]
    communes = rates.COMMUNES_PER_PROVINCE
    names = pa.array([f"{code}{commune:03d}" for commune in range(communes)])
    hard_commune = Dice(order.seed, number).happens(rates.HARD_AREA[land], communes)
    first_person = 0
    for first in range(0, households, HOUSEHOLDS_PER_PIECE):
        count = min(HOUSEHOLDS_PER_PIECE, households - first)
        commune = (np.arange(first, first + count) * communes // households).astype(np.int16)
        dice = Dice(order.seed, number, 1 + first // HOUSEHOLDS_PER_PIECE)
        crowd = draw(dice, hard_commune[commune])
        base = number * IDS_PER_PROVINCE
        total = len(crowd)
        columns: dict[str, pa.Array[Any]] = {
            "person_id": pa.array(np.arange(base + first_person, base + first_person + total)),
            "household_id": pa.array(crowd.house.astype(np.int64) + (base + first)),
            "commune": pa.DictionaryArray.from_arrays(commune[crowd.house], names),
            "province": pa.DictionaryArray.from_arrays(np.zeros(total, np.int16), pa.array([code])),
            **_dates(dice, crowd, order),
            **_facts(dice, crowd, order.unknown),
        }
        first_person += total
        yield pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _dates(dice: Dice, crowd: Crowd, order: Order) -> dict[str, pa.Array[Any]]:
    """Birth and death. A year alone is a span from its first to its last day."""
    total, age = len(crowd), crowd.age
    today = (order.as_of - _EPOCH).days
    years = age.astype(np.int32)
    birth = today - years * 365 - years // 4 - dice.between(1, 364, total)
    first_of_january = np.flatnonzero(dice.by_age(rates.FIRST_OF_JANUARY, age))
    birth[first_of_january] = _new_year(birth[first_of_january], 0)
    known = ~dice.happens(order.unknown.get("birth_date", 0.0), total)
    year_only = np.flatnonzero(dice.by_age(rates.YEAR_ONLY, age) & known)
    latest = np.zeros(total, np.int32)
    latest[year_only] = _new_year(birth[year_only], 1) - 1
    birth[year_only] = _new_year(birth[year_only], 0)
    dead = dice.by_age(rates.DEAD_THIS_YEAR, age)
    death = np.where(dead, np.maximum(today - dice.between(1, 299, total), birth), 0).astype(np.int32)
    return {
        "birth_date": _fixed(pa.date32(), birth.astype(np.int32), known),
        "birth_date_to": _fixed(pa.date32(), latest, latest != 0),
        "death_date": _fixed(pa.date32(), death, dead),
    }


def _new_year(days: NDArray[np.int32], later: int) -> NDArray[np.int32]:
    """The first of January of the year of each day, or of a later year."""
    year = days.astype("datetime64[D]").astype("datetime64[Y]") + np.timedelta64(later, "Y")
    return year.astype("datetime64[D]").astype(np.int32)


def _facts(dice: Dice, crowd: Crowd, unknown: Mapping[str, float]) -> dict[str, pa.Array[Any]]:
    columns: dict[str, pa.Array[Any]] = {}
    for name, values in crowd.facts.items():
        chance = unknown.get(name, 0.0)
        known: Bools | None = None
        if chance and name in _HOUSEHOLD_FACTS:
            known = ~dice.happens(chance, len(crowd.sizes))[crowd.house]
        elif chance:
            known = ~dice.happens(chance, len(crowd))
        columns[name] = _column(name, values, known)
    return columns


def _column(name: str, values: NDArray[Any], known: Bools | None) -> pa.Array[Any]:
    if name in CODES:
        places = _fixed(pa.int8(), values.view(np.int8), known)
        return pa.DictionaryArray.from_arrays(places, pa.array(CODES[name]))
    if name in _BOOLS:
        return pa.Array.from_buffers(pa.bool_(), len(values), [_bitmap(known), _bitmap(values)])
    return _fixed(SCHEMA.field(name).type, values, known)


def _fixed(kind: Any, values: NDArray[Any], known: Bools | None) -> pa.Array[Any]:
    return pa.Array.from_buffers(kind, len(values), [_bitmap(known), pa.py_buffer(np.ascontiguousarray(values).data)])


def _bitmap(flags: NDArray[Any] | None) -> pa.Buffer | None:
    return None if flags is None else pa.py_buffer(np.packbits(flags, bitorder="little").data)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a population to the folder that is named, with progress on standard error."""
    parser = argparse.ArgumentParser(prog="python -m synth.population", description="Write a synthetic population.")
    parser.add_argument("--households", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--province", action="append", default=[], help="only this province (may be repeated)")
    args = parser.parse_args(arguments)
    written = 0

    def report(people: int) -> None:
        nonlocal written
        written += people
        sys.stderr.write(f"\r{written:,} people")

    order = Order(args.seed, args.households, only=tuple(args.province))
    write_population(args.out, order, processes=args.processes, report=report)
    sys.stderr.write("\n")


if __name__ == "__main__":
    main()
