"""The facts' rows as the batch reads them: truths, codes, whole numbers, days with their latest day beside them."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import pyarrow as pa

from ansinh.lawdesk.facts.columns import FACTS
from lawengine.catalogue import Catalogue, Fact
from lawengine.dates import parse_span

Column: TypeAlias = "pa.Array[Any] | pa.ChunkedArray[Any]"


def as_facts(catalogue: Catalogue, rows: pa.Table) -> pa.Table:
    """The table that `lawengine.batch` takes (docs/reference/batch.md).

    Args:
        rows: what the facts' SQL gives through either database's driver.
    """
    columns: dict[str, Column] = {
        "household_id": rows["household_id"].cast(pa.int64()),
        "person_id": rows["person_id"].cast(pa.int64()),
        "commune": _words(rows["commune"]),
        "province": _words(rows["province"]),
    }
    for name in FACTS:
        columns.update(_fact(catalogue.facts[name], rows[name]))
    return pa.table(columns)


def _fact(fact: Fact, raw: pa.ChunkedArray[Any]) -> dict[str, Column]:
    if fact.type == "bool":
        return {fact.name: _truth(raw)}
    if fact.type in ("int", "member"):
        return {fact.name: raw.cast(pa.int64())}
    if fact.type == "date":
        return _days(fact, raw)
    return {fact.name: _words(raw)}


def _truth(raw: pa.ChunkedArray[Any]) -> Column:
    """SQLite gives 0 and 1, and text where it saw nothing but blanks."""
    if pa.types.is_boolean(raw.type):
        return raw
    return raw.cast(pa.int64()).cast(pa.bool_())


def _days(fact: Fact, raw: pa.ChunkedArray[Any]) -> dict[str, Column]:
    if pa.types.is_date(raw.type) or pa.types.is_null(raw.type):
        return {fact.name: raw.cast(pa.date32())}
    # A hundred years hold few different days: each is read once.
    words = _words(raw)
    spans = [parse_span(str(text)) for text in words.dictionary.to_pylist()]
    if not fact.partial:
        return {fact.name: _taken(words, [span.lo if span.lo == span.hi else None for span in spans])}
    return {
        fact.name: _taken(words, [span.lo for span in spans]),
        f"{fact.name}_to": _taken(words, [None if span.lo == span.hi else span.hi for span in spans]),
    }


def _words(raw: pa.ChunkedArray[Any]) -> pa.DictionaryArray[Any, Any]:
    return raw.cast(pa.string()).combine_chunks().dictionary_encode()


def _taken(words: pa.DictionaryArray[Any, Any], days: list[date | None]) -> Column:
    return pa.array(days, pa.date32()).take(words.indices)
