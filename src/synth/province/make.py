"""A province from a seed: `pieces` gives it whole communes at a time, `write_province` as Parquet files.

`python -m synth.province.make --people N --out FOLDER` writes one. The same order gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from synth.crowd import draw
from synth.draws import Dice
from synth.population import AS_OF
from synth.province.family import write_family
from synth.province.folk import day_number, make_folk
from synth.province.health import write_health
from synth.province.homes import write_homes
from synth.province.land import Commune, Land, lay_out
from synth.province.means import write_means
from synth.province.persons import write_persons
from synth.province.piece import FIRST_CHANGE, Numbers, Piece
from synth.province.tables import SCHEMAS

PEOPLE_AT_SCALE_1: Final = 3_700_000
_MEAN_SIZE: Final = 3.53  # people a household, with those who are kept beside its members
_HOUSEHOLDS_PER_PIECE: Final = 40_000
# Where no communes are named: enough to try the generator by itself.
_NUMBERED: Final = tuple(Commune(f"{90000 + number}", f"Xã {number}", number % 9 == 0) for number in range(60))


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        seed: the same order gives the same province. people: about how many. province: its code of two digits.
        communes: where they live. as_of: today in the made-up province; nothing in it is later.
    """

    seed: int
    people: int
    province: str = "38"
    communes: tuple[Commune, ...] = field(default=_NUMBERED)
    as_of: date = AS_OF

    def land(self) -> Land:
        """How the people are spread over the communes."""
        return lay_out(self.seed, self.province, self.communes, max(round(self.people / _MEAN_SIZE), 1))


Tables = dict[str, pa.Table]


def pieces(order: Order, land: Land | None = None) -> Iterator[Tables]:
    """The province, whole communes at a time: tables by name, in which numbers run on from piece to piece."""
    land = land or order.land()
    numbers = Numbers(order.province)
    as_of = day_number(order.as_of)
    codes = [commune.code for commune in land.communes]
    for number, communes in enumerate(_groups(land)):
        commune = np.repeat(communes, land.households[communes])
        if not len(commune):
            continue
        dice = Dice(order.seed, int(order.province), 2 + number)
        crowd = draw(dice, land.hard[commune])
        folk = make_folk(dice, crowd, land, commune, as_of)
        piece = Piece(dice, numbers, land, as_of, commune, crowd, folk, codes)
        if number == 0:
            _begin(piece)
        for write in (write_persons, write_homes, write_health, write_family, write_means):
            write(piece)
        yield {name: pa.concat_tables(piece.tables[name]) for name in SCHEMAS if name in piece.tables}


def _begin(piece: Piece) -> None:
    """The first change: the registers were filled."""
    known = piece.known_at(np.zeros(1))
    made = piece.change(1, known, kind="load", title="Nạp số liệu ban đầu")
    assert made[0] == FIRST_CHANGE


def _groups(land: Land) -> Iterator[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Neighbouring communes together until they fill a piece."""
    ends = np.cumsum(land.households)
    group = (ends - 1) // _HOUSEHOLDS_PER_PIECE
    for each in np.unique(group):
        yield np.flatnonzero(group == each)


def write_province(folder: Path, order: Order, report: Callable[[int], None] | None = None) -> dict[str, int]:
    """Write the province, one Parquet file a table; returns rows by table.

    Args:
        folder: created if it is missing. report: told how many people were written since it was last told.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in SCHEMAS.items()}
    rows = dict.fromkeys(SCHEMAS, 0)
    try:
        for tables in pieces(order):
            for name, table in tables.items():
                writers[name].write_table(table)
                rows[name] += table.num_rows
            if report:
                report(tables["person"].num_rows)
    finally:
        for writer in writers.values():
            writer.close()
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a province to the folder that is named, with progress on standard error."""
    parser = argparse.ArgumentParser(prog="python -m synth.province.make", description="Write a synthetic province.")
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--province", default="38")
    args = parser.parse_args(arguments)
    written = 0

    def report(people: int) -> None:
        nonlocal written
        written += people
        sys.stderr.write(f"\r{written:,} people")

    rows = write_province(args.out, Order(args.seed, args.people, args.province), report)
    sys.stderr.write(f"\n{sum(rows.values()):,} rows in {len(rows)} tables\n")


if __name__ == "__main__":
    main()
