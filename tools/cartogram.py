"""Hexagons: `python -m tools.cartogram` gives every commune of a province, and every province, a hexagon of its own.

Needs scipy, in an environment of its own; nothing else does. Each unit goes to a cell of a hexagonal grid so that the
sum of the squared ways is least. Islands far out keep their direction and stand one empty cell off the rest, so that no
map is without Hoàng Sa and Trường Sa.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ansinh.registry.places.source import DATA, HEXES, NATION, Unit, read_units

TODAY = date(2025, 7, 1)
# Cells on offer for each unit, in the country and in a province: enough to follow the shape, too few to leave holes.
NATION_ROOM, PROVINCE_ROOM = 1.3, 1.12
EVENED = 0.4  # 0: where the units lie; 1: spread evenly
FAR_OUT = 4.0  # a special zone so many usual gaps away from its nearest neighbour is an island
SHIFT = {"xa-20333": "tinh-48", "xa-22736": "tinh-56"}  # Hoàng Sa, Trường Sa: special zones of these provinces

Points = NDArray[np.float64]
Cell = tuple[int, int]  # column, row


def main() -> None:
    """All layouts, in one file."""
    units = [unit for unit in read_units() if unit.stands_on(TODAY)]
    provinces = [unit for unit in units if unit.level == "province"]
    rows: list[list[str]] = []
    rows += layout_rows(NATION, provinces, [unit for unit in units if unit.key in SHIFT])
    for province in provinces:
        members = [unit for unit in units if unit.parent == province.key]
        islands = far_islands(members)
        rows += layout_rows(province.key, [unit for unit in members if unit not in islands], islands)
    with (DATA / HEXES).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["layout", "key", "column", "row"], *rows])


def far_islands(members: Sequence[Unit]) -> list[Unit]:
    """The special zones that would stretch the province's layout."""
    places = plane(members)
    gaps = np.sort(distances(places, places), axis=1)[:, 1]
    usual = float(np.median(gaps))
    return [
        unit
        for unit, gap in zip(members, gaps, strict=True)
        if unit.kind == "special_zone" and gap > FAR_OUT * usual and len(members) > 1
    ]


def plane(units: Sequence[Unit]) -> Points:
    """East and south in kilometres, near enough."""
    degrees = np.array([[float(unit.longitude or 0), float(unit.latitude or 0)] for unit in units])
    east = degrees[:, 0] * math.cos(math.radians(float(degrees[:, 1].mean())))
    return np.column_stack([east, -degrees[:, 1]]) * 111.2


def layout_rows(layout: str, mainland: Sequence[Unit], islands: Sequence[Unit]) -> list[list[str]]:
    """The lines of one layout, its upper left cell at 0, 0."""
    places = plane([*mainland, *islands])
    on_land, out = places[: len(mainland)], places[len(mainland) :]
    room = NATION_ROOM
    if layout != NATION:  # the country is known by its shape
        on_land, room = evened(on_land), PROVINCE_ROOM
    step = spacing(on_land, room)
    cells = assigned(on_land, step)
    for place in out:
        cells.append(off_shore(place, cells, step))
    # Rows keep their parity: an odd row is the one that stands half a cell further east.
    left, top = min(column for column, _row in cells), min(row for _column, row in cells) // 2 * 2
    named = zip([*mainland, *islands], cells, strict=True)
    return [[layout, unit.key, str(column - left), str(row - top)] for unit, (column, row) in named]


def evened(places: Points) -> Points:
    """The places drawn apart where they crowd and together where they are far between, no two changing sides.

    Without it the mountains of a province, where communes are wide, would be an archipelago of single cells.
    """
    ranks = np.argsort(np.argsort(places, axis=0), axis=0) / max(len(places) - 1, 1)
    low, high = places.min(axis=0), places.max(axis=0)
    apart: Points = (1 - EVENED) * places + EVENED * (low + ranks * (high - low))
    return apart


def spacing(places: Points, room: float) -> float:
    """The widest grid that still offers enough cells near the units."""
    narrow, wide = 1.0, 400.0
    while wide - narrow > 0.1:
        middle = (narrow + wide) / 2
        if len(near_cells(places, middle)) >= room * len(places):
            narrow = middle
        else:
            wide = middle
    return narrow


def near_cells(places: Points, step: float) -> list[Cell]:
    """The cells of a grid no further from a unit than the units stand apart."""
    low, high = places.min(axis=0) - 2 * step, places.max(axis=0) + 2 * step
    rise = step * math.sqrt(3) / 2
    rows = range(math.floor(low[1] / rise), math.ceil(high[1] / rise) + 1)
    columns = range(math.floor(low[0] / step), math.ceil(high[0] / step) + 1)
    cells = [(column, row) for row in rows for column in columns]
    reach = max(1.05 * step, 1.3 * float(np.median(np.sort(distances(places, places), axis=1)[:, 1])))
    near = distances(centres(cells, step), places).min(axis=1) <= reach
    return [cell for cell, kept in zip(cells, near, strict=True) if kept]


def centres(cells: Iterable[Cell], step: float) -> Points:
    """Where the cells' middles are, in kilometres."""
    rise = step * math.sqrt(3) / 2
    return np.array([[(column + row % 2 / 2) * step, row * rise] for column, row in cells])


def distances(these: Points, those: Points) -> Points:
    """Kilometres between each of these and each of those."""
    ways: Points = np.linalg.norm(these[:, None, :] - those[None, :, :], axis=2)
    return ways


def assigned(places: Points, step: float) -> list[Cell]:
    """A cell for each unit, the sum of the squared ways least."""
    cells = near_cells(places, step)
    _units, chosen = linear_sum_assignment(distances(places, centres(cells, step)) ** 2)
    return [cells[index] for index in chosen]


def off_shore(place: Points, taken: Sequence[Cell], step: float) -> Cell:
    """The free cell nearest to an island that touches no other, within two cells of the edge."""
    columns, rows = [column for column, _row in taken], [row for _column, row in taken]
    free = [
        (column, row)
        for column in range(min(columns) - 2, max(columns) + 3)
        for row in range(min(rows) - 2, max(rows) + 3)
    ]
    gaps = distances(centres(free, step), centres(taken, step)).min(axis=1)
    ways = distances(centres(free, step), place[None, :])[:, 0]
    best = min((way, cell) for way, cell, gap in zip(ways, free, gaps, strict=True) if gap > 1.5 * step)
    return best[1]


if __name__ == "__main__":
    main()
