"""What was paid already: earlier rolls, earlier recomputations, or a table – so that nothing is paid twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.lawdesk.roll.archive import read_archive
from lawengine.dates import month_bounds
from lawengine.recompute import Key, Ledger, Recomputation

SUMMARY, LINES = "recompute.json", "recompute.parquet"
COLUMNS = ("person", "programme", "month", "amount")
_FIELDS: dict[str, pa.DataType] = {
    "person": pa.string(),
    "programme": pa.string(),
    "month": pa.string(),
    "amount": pa.int64(),
}
SCHEMA = pa.schema(_FIELDS)


@dataclass(slots=True)
class _Reader:
    lines: dict[Key, int] = field(default_factory=dict)
    complete: set[tuple[str, str]] = field(default_factory=set)
    later: dict[Key, int] = field(default_factory=dict)
    rolls: dict[str, Path] = field(default_factory=dict)

    def read(self, place: Path) -> None:
        if (place / SUMMARY).is_file():
            _add(self.later, _kept(place))
        elif place.is_dir():
            self._roll(place)
        else:
            self._table(place)

    def _roll(self, place: Path) -> None:
        kept = read_archive(place)
        if kept.month in self.rolls:
            template = N_("{month}: both {one} and {other} are rolls of this month; a month is paid once.")
            raise AnSinhError("paid_twice", template, month=kept.month, one=self.rolls[kept.month], other=place)
        self.rolls[kept.month] = place
        self.complete.update((str(name), kept.month) for name in kept.summary["programmes"])
        _add(self.lines, ((Key(line.key, line.programme, kept.month), line.amount) for line in kept.lines))

    def _table(self, place: Path) -> None:
        rows = list(_rows(place))
        self.complete.update((key.programme, key.month) for key, _ in rows)
        _add(self.lines, rows)


def read_ledger(places: Sequence[Path]) -> Ledger:
    """What was paid, from folders of rolls and of earlier recomputations, and .csv tables.

    A table (`person,programme,month,amount`, the person's number as on the list, whole đồng) is complete for each
    programme and month that it names.

    Raises:
        AnSinhError: a place holds none of these, or the same place or month stands twice.
    """
    reader = _Reader()
    seen: set[Path] = set()
    for place in places:
        if place.resolve() in seen:
            raise AnSinhError("paid_twice", N_("{place} stands twice: what was paid would count twice."), place=place)
        seen.add(place.resolve())
        reader.read(place)
    return Ledger(reader.lines, frozenset(reader.complete), reader.later)


def _add(sums: dict[Key, int], more: Iterator[tuple[Key, int]] | list[tuple[Key, int]]) -> None:
    for key, amount in more:
        sums[key] = sums.get(key, 0) + amount


def _kept(place: Path) -> Iterator[tuple[Key, int]]:
    """The differences that an earlier recomputation found; whoever names it says that they were settled."""
    for row in pq.read_table(place / LINES, schema=SCHEMA).to_pylist():
        yield Key(row["person"], row["programme"], row["month"]), row["amount"]


def _rows(place: Path) -> Iterator[tuple[Key, int]]:
    with place.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            template = N_("{place}: the first line must be {columns}")
            raise AnSinhError("paid_table", template, place=place, columns=",".join(COLUMNS))
        for number, row in enumerate(rows, start=2):
            yield _row(place, number, row)


def _row(place: Path, number: int, row: Mapping[str, str | None]) -> tuple[Key, int]:
    person, programme, month, amount = (row.get(name) or "" for name in COLUMNS)
    try:
        month_bounds(month)
        return Key(person, programme, month), int(amount)
    except ValueError:
        template = N_("{place}, line {line}: a month such as 2026-07 and whole đồng are expected")
        raise AnSinhError("paid_table", template, place=place, line=number) from None


def keep(folder: Path, found: Recomputation, summary: Mapping[str, Any]) -> None:
    """Keep a recomputation, so that a later one can count it as settled."""
    rows = [{**item.key._asdict(), "amount": item.difference} for item in found.lines]
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / LINES)
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
