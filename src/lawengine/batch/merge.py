"""The parts' decisions become the reasonings of the whole: equal ones once, with the head-count of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.files import DECISIONS, OUTCOMES, REASONINGS, part_file, write
from lawengine.batch.keys import KeyMap, distinct_words
from lawengine.batch.outcomes import Growing
from lawengine.batch.part import Part
from lawengine.batch.radix import Packer
from lawengine.batch.tables import outcome_values, outcomes_table, reasonings_table
from lawengine.plan import Plan


@dataclass(frozen=True, slots=True)
class _Rows:
    """The decisions of one part: n head-counts, n × programmes outcomes (-1: none), n marks of households."""

    heads: NDArray[np.int64]
    of_household: NDArray[np.bool_]
    outcomes: NDArray[np.int32]


class Keeper:
    """Puts the decisions of one process aside until all parts are there. What its outcomes say is written only once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._told = 0

    def keep(self, part: Part, number: int) -> None:
        """Keep the decisions of part `number`."""
        rows, used = part.compact()
        book = part.engine.book
        fresh = book.outcomes[self._told :]
        legend = outcomes_table([outcome_values(outcome, book.plan) for outcome in fresh])
        _write(self._folder / f"{self._told}.arrow", legend)
        self._told = len(book.outcomes)
        np.savez(
            self._folder / f"{number}.npz", heads=part.heads, of_household=part.of_household, outcomes=rows, used=used
        )


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def merge_decisions(plan: Plan, folder: Path, stage: Path) -> int:
    """Write reasonings, outcomes, and for each part which reasoning its decisions are; returns how many there are.

    Args:
        folder: what keepers kept, each in a folder of its own. stage: where the products go.
    """
    kept = sorted(folder.glob("*/*.npz"), key=lambda path: int(path.stem))
    legend, numbers = _legends(kept)
    places = {programme.id: place for place, programme in enumerate(plan.programmes)}
    counts = np.ones(len(places), np.int64)
    ranks = np.zeros(len(legend), np.int32)
    for number, outcome in enumerate(legend):
        place = places[outcome["programme"]]
        ranks[number] = counts[place]
        counts[place] += 1
    packer = Packer(counts.tolist())
    known, rows = KeyMap(packer.words), Growing(np.int32, len(places))
    heads, households = np.zeros(0, np.int64), Growing(np.bool_)
    for part, path in enumerate(kept):
        found = _read_rows(path, numbers[part])
        digits = np.where(found.outcomes < 0, 0, np.append(ranks, 0)[found.outcomes])
        words = packer.pack(list(digits.T), len(found.heads))
        ids = known.find(words)
        fresh = np.flatnonzero(ids < 0)
        if fresh.size:
            own, first, same = distinct_words([word[fresh] for word in words])
            first = fresh[first]
            known.add(own, np.arange(rows.count, rows.count + len(first), dtype=np.int32))
            ids[fresh] = rows.count + same
            rows.append(found.outcomes[first])
            households.append(found.of_household[first])
            heads = np.append(heads, np.zeros(len(first), np.int64))
        np.add.at(heads, ids, found.heads)
        _write_links(stage, part, ids, found)
    write(stage / REASONINGS, reasonings_table(plan, heads, households.filled, rows.filled))
    write(stage / OUTCOMES, outcomes_table(legend))
    return rows.count


def _legends(kept: Sequence[Path]) -> tuple[list[dict[str, Any]], list[NDArray[np.int32]]]:
    """All distinct outcomes in order of first use, and for each part the number of its own among them."""
    told = {folder: list(_told(folder)) for folder in {path.parent for path in kept}}
    known: dict[tuple[object, ...], int] = {}
    legend: list[dict[str, Any]] = []
    numbers: list[NDArray[np.int32]] = []
    for path in kept:
        own = []
        with np.load(path) as arrays:
            used = arrays["used"].tolist()
        for key, outcome in (told[path.parent][number] for number in used):
            if known.setdefault(key, len(legend)) == len(legend):
                legend.append(outcome)
            own.append(known[key])
        numbers.append(np.array(own, np.int32))
    return legend, numbers


def _told(folder: Path) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """What the outcomes of one process say, each with a key that is equal where it says the same."""
    for path in sorted(folder.glob("*.arrow"), key=lambda path: int(path.stem)):
        with pa.OSFile(str(path), "rb") as file:
            rows = pa.ipc.open_file(file).read_all().drop_columns(["outcome_id"]).to_pylist()
        for row in rows:
            yield tuple(tuple(value) if isinstance(value, list) else value for value in row.values()), row


def _read_rows(path: Path, numbers: NDArray[np.int32]) -> _Rows:
    with np.load(path) as kept:
        none = np.append(numbers, np.int32(-1))  # outcome -1 reads the last place
        return _Rows(kept["heads"], kept["of_household"], none[kept["outcomes"]])


def _write_links(stage: Path, part: int, ids: NDArray[np.int32], found: _Rows) -> None:
    links = pa.table(
        {
            "decision_id": pa.array(np.arange(len(ids), dtype=np.int32)),
            "reasoning_id": pa.array(ids),
            "count": pa.array(found.heads),
        }
    )
    write(part_file(stage, DECISIONS, part), links)
