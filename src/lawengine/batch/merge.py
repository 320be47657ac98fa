"""The parts' decisions become the reasonings of the whole: equal ones once, with the head-count of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.files import DECISIONS, OUTCOMES, REASONINGS, part_file, write
from lawengine.batch.keys import WordMap, distinct, first_places
from lawengine.batch.outcomes import Growing
from lawengine.batch.part import Part
from lawengine.batch.radix import Packer
from lawengine.batch.tables import outcome_values, outcomes_table, reasonings_table
from lawengine.plan import Plan

_ROWS, _LEGEND = "decisions.npz", "outcomes.arrow"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The decisions of one part: n head-counts, n × programmes outcomes (-1: none), n marks of households."""

    heads: NDArray[np.int64]
    of_household: NDArray[np.bool_]
    outcomes: NDArray[np.int32]


def keep_decisions(part: Part, folder: Path) -> None:
    """Put a part's decisions aside until all parts are there."""
    folder.mkdir(parents=True)
    rows, used = part.compact()
    book = part.engine.book
    legend = outcomes_table([outcome_values(book.outcomes[number], book.plan) for number in used])
    with pa.OSFile(str(folder / _LEGEND), "wb") as file, pa.ipc.new_file(file, legend.schema) as writer:
        writer.write_table(legend)
    np.savez(folder / _ROWS, heads=part.heads, of_household=part.of_household, outcomes=rows)


def merge_decisions(plan: Plan, kept: Sequence[Path], stage: Path) -> int:
    """Write reasonings, outcomes, and for each part which reasoning its decisions are; returns how many there are.

    Args:
        kept: the folders of all parts in order. stage: where the products go.
    """
    legend, numbers = _legends(kept)
    places = {programme.id: place for place, programme in enumerate(plan.programmes)}
    counts = np.ones(len(places), np.int64)
    ranks = np.zeros(len(legend), np.int32)
    for number, outcome in enumerate(legend):
        place = places[outcome["programme"]]
        ranks[number] = counts[place]
        counts[place] += 1
    packer = Packer(counts.tolist())
    known, rows = WordMap(packer.words), Growing(np.int32, len(places))
    heads, households = np.zeros(0, np.int64), Growing(np.bool_)
    for part, folder in enumerate(kept):
        found = _read_rows(folder, numbers[part])
        digits = np.where(found.outcomes < 0, 0, np.append(ranks, 0)[found.outcomes])
        keys = known.keys(packer.pack(list(digits.T), len(found.heads)))
        ids = known.find(keys)
        fresh = np.flatnonzero(ids < 0)
        if fresh.size:
            new, same = distinct(keys[fresh])
            first = fresh[first_places(same, len(new))]
            known.add(new, np.arange(rows.count, rows.count + len(new), dtype=np.int32))
            ids[fresh] = rows.count + same
            rows.append(found.outcomes[first])
            households.append(found.of_household[first])
            heads = np.append(heads, np.zeros(len(new), np.int64))
        np.add.at(heads, ids, found.heads)
        _write_links(stage, part, ids, found)
    write(stage / REASONINGS, reasonings_table(plan, heads, households.filled, rows.filled))
    write(stage / OUTCOMES, outcomes_table(legend))
    return rows.count


def _legends(kept: Sequence[Path]) -> tuple[list[dict[str, Any]], list[NDArray[np.int32]]]:
    """All distinct outcomes, and for each part the number of its own among them."""
    known: dict[tuple[object, ...], int] = {}
    legend: list[dict[str, Any]] = []
    numbers: list[NDArray[np.int32]] = []
    for folder in kept:
        own = []
        with pa.OSFile(str(folder / _LEGEND), "rb") as file:
            rows = pa.ipc.open_file(file).read_all().drop_columns(["outcome_id"]).to_pylist()
        for outcome in rows:
            key = tuple(tuple(value) if isinstance(value, list) else value for value in outcome.values())
            if known.setdefault(key, len(legend)) == len(legend):
                legend.append(outcome)
            own.append(known[key])
        numbers.append(np.array(own, np.int32))
    return legend, numbers


def _read_rows(folder: Path, numbers: NDArray[np.int32]) -> _Rows:
    with np.load(folder / _ROWS) as kept:
        own, none = kept["outcomes"], np.append(numbers, np.int32(-1))  # outcome -1 reads the last place
        return _Rows(kept["heads"], kept["of_household"], none[own])


def _write_links(stage: Path, part: int, ids: NDArray[np.int32], found: _Rows) -> None:
    links = pa.table(
        {
            "decision_id": pa.array(np.arange(len(ids), dtype=np.int32)),
            "reasoning_id": pa.array(ids),
            "count": pa.array(found.heads),
        }
    )
    write(part_file(stage, DECISIONS, part), links)
