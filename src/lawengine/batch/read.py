"""Reading people household by household: from Parquet files piece by piece, or from a table."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as kinds
from numpy.typing import NDArray

from lawengine.batch.columns import CARRIED, HOUSEHOLD, LATEST, PERSON, Columns, fixed, household_starts
from lawengine.batch.layout import Layout
from lawengine.catalogue import Catalogue
from lawengine.errors import N_, QuestionError

ROWS = 1 << 19
"""So many rows are judged at a time."""

Piece = tuple[Columns, NDArray[np.int64]]


def wanted(names: Sequence[str], layout: Layout, vouched: frozenset[str]) -> list[str]:
    """The columns to read of those that are there.

    Raises:
        QuestionError: an id is missing, a column's name is nearly that of a fact, a vouched column is missing.
    """
    catalogue = layout.plan.catalogue
    for name in (PERSON, HOUSEHOLD, *sorted(vouched)):
        if name not in names:
            raise QuestionError(name, N_("there is no such column"))
    for name in names:
        _check_name(name, catalogue)
    facts = {*layout.columns, *(name + LATEST for name in layout.columns), PERSON, HOUSEHOLD, *CARRIED}
    return [name for name in names if name in facts]


def _check_name(name: str, catalogue: Catalogue) -> None:
    """A column that is no fact is left alone, unless it looks as if it were meant to be one."""
    stem = name.removesuffix(LATEST)
    if name in (PERSON, HOUSEHOLD, *CARRIED) or name in catalogue.facts:
        return
    if stem in catalogue.facts and catalogue.facts[stem].type == "date":
        return
    if name in catalogue.derived:
        source = catalogue.derived[name].source
        raise QuestionError(name, N_("this is computed from {source}, it cannot be given"), source=source)
    near = difflib.get_close_matches(stem, list(catalogue.facts), n=1, cutoff=0.85)
    if near:
        raise QuestionError(name, N_("unknown fact; did you mean {near}?"), near=near[0])


def read_parquet(path: Path, layout: Layout, vouched: frozenset[str]) -> Iterator[Piece]:
    """Whole households from a file, at most `ROWS` people (and one household) at a time.

    Raises:
        QuestionError: the file is no Parquet file, lacks a column, or is not grouped by household.
    """
    try:
        names = wanted(pq.read_schema(path).names, layout, vouched)
        facts = layout.plan.catalogue.facts
        words = [name for name in names if name in CARRIED or (name in facts and facts[name].type == "code")]
        with pq.ParquetFile(path, read_dictionary=words, memory_map=True) as file:
            yield from pieces(file.iter_batches(ROWS, columns=names, use_threads=False))
    except (OSError, pa.ArrowInvalid) as error:
        raise QuestionError(path.name, N_("not readable as Parquet: {problem}"), problem=str(error)) from error


def people_in(path: Path) -> int:
    """How many people a file holds.

    Raises:
        QuestionError: the file is no Parquet file.
    """
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid) as error:
        raise QuestionError(path.name, N_("not readable as Parquet: {problem}"), problem=str(error)) from error


def read_table(table: pa.Table, layout: Layout, vouched: frozenset[str]) -> Iterator[Piece]:
    """Whole households from a table."""
    chosen = table.select(wanted(table.column_names, layout, vouched)).unify_dictionaries().combine_chunks()
    return pieces(chosen.to_batches(max_chunksize=ROWS))


def pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[Piece]:
    """Batches cut at the edges of households; what begins in one batch and ends in another comes in between."""
    order = _Order()
    first = 1
    for batch in _cut(batch for batch in batches if batch.num_rows):
        arrays: dict[str, pa.Array[Any]] = dict(zip(batch.schema.names, batch.columns, strict=True))
        for name in (PERSON, HOUSEHOLD):
            arrays[name] = _ids(name, arrays[name], first)
        starts = household_starts(arrays[HOUSEHOLD])
        order.add(arrays[HOUSEHOLD].take(starts))
        yield Columns(arrays, batch.num_rows, first), starts
        first += batch.num_rows
    order.check()


def _ids(name: str, array: pa.Array[Any], first: int) -> pa.Array[Any]:
    """A column of ids, none of them blank."""
    plain = array.dictionary_decode() if isinstance(array, pa.DictionaryArray) else array
    if not (kinds.is_integer(plain.type) or kinds.is_string(plain.type) or kinds.is_large_string(plain.type)):
        raise QuestionError(name, N_("an id is a whole number or text, not {type}"), type=str(plain.type))
    if plain.null_count:
        row = first + int(np.flatnonzero(plain.is_null().to_numpy(zero_copy_only=False))[0])
        raise QuestionError(f"{name}[{row}]", N_("an id may not be blank"))
    return plain


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    held: list[pa.RecordBatch] = []
    current: pa.RecordBatch | None = None
    for following in batches:
        if current is not None:
            yield from _all_but_last(current, held)
        current = following
    if current is not None:
        yield from _joined_with(current, held, len(current))


def _all_but_last(batch: pa.RecordBatch, held: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What is complete of a batch; its last household is held back."""
    last = int(household_starts(batch.column(HOUSEHOLD))[-1])
    if last == 0 and (not held or _same_household(held[-1], batch)):
        held.append(batch)
        return
    yield from _joined_with(batch, held, last)
    held.append(batch.slice(last))


def _joined_with(batch: pa.RecordBatch, held: list[pa.RecordBatch], stop: int) -> Iterator[pa.RecordBatch]:
    """The household held back with its rest in this batch, then the batch up to `stop`."""
    begin = 0
    if held:
        starts = household_starts(batch.column(HOUSEHOLD))
        if _same_household(held[-1], batch):
            begin = int(starts[1]) if len(starts) > 1 else len(batch)
        yield _join([*held, batch.slice(0, begin)])
        held.clear()
    if begin < stop:
        yield batch.slice(begin, stop - begin)


def _same_household(one: pa.RecordBatch, other: pa.RecordBatch) -> bool:
    return bool(one.column(HOUSEHOLD)[-1].as_py() == other.column(HOUSEHOLD)[0].as_py())


def _join(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).unify_dictionaries().combine_chunks().to_batches()[0]


class _Order:
    """Checks that no household stands in two places. Sorted ids need no look back."""

    def __init__(self) -> None:
        self._ids: list[pa.Array[Any]] = []
        self._sorted = True

    def add(self, ids: pa.Array[Any]) -> None:
        """Note the households of one piece, in order."""
        if kinds.is_integer(ids.type):
            values = fixed(ids, ids.type.to_pandas_dtype())
            before = self._ids[-1][-1].as_py() if self._ids else values[0] - 1
            self._sorted &= bool(before < values[0] and (values[1:] > values[:-1]).all())
        else:
            self._sorted = False
        self._ids.append(ids)

    def check(self) -> None:
        """Compare all, if they were not sorted."""
        if self._sorted:
            return
        counts = pc.value_counts(pa.chunked_array(self._ids))
        twice = np.flatnonzero(counts.field("counts").to_numpy() > 1)
        if twice.size:
            household = counts.field("values")[int(twice[0])].as_py()
            template = N_("the household {id} stands in two places: sort the list by household")
            raise QuestionError(HOUSEHOLD, template, id=household)
