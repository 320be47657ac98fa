"""Persons as the linkage reads them: the fields that it asks for, and the keys that it compares and sorts by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import PartialDateError, parse_iso
from ansinh.kernel.text import clean, fold

CODE: Final = "person_code"
# What may be known of a person. A column that is not there counts as blank throughout; the first three are needed.
FIELDS: Final = (
    *(CODE, "full_name", "birth_date", "sex", "citizen_id", "old_id"),
    *("commune", "village", "father", "mother", "head"),
)
NEEDED: Final = FIELDS[:3]
_UNIQUE: Final = (CODE, "citizen_id", "old_id")
_KIN: Final = """
    with listed as (
        select list_filter([father, mother, head], lambda one: one is not null and one is distinct from name) as kin
        from known
    )
    select case when len(kin) > 0 then list_sort(list_distinct(kin)) end as kin from listed"""


class RecordsError(AnSinhError):
    """A table that cannot be linked."""


def prepared(persons: pa.Table) -> pa.Table:
    """The table that is compared: `FIELDS` in one shape, with null where nothing is known, and keys made of them.

    Args:
        persons: columns of `FIELDS` as text; `birth_date` 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'. A number of nine digits
            under `citizen_id` is taken as the old one. Anything else that is no date or no number counts as blank.

    Raises:
        RecordsError: a needed column is missing, or two records share a code.
    """
    for name in NEEDED:
        if name not in persons.column_names:
            raise RecordsError("no_column", N_("the list of persons lacks the column “{name}”"), name=name)
    said = {name: _said(persons, name) for name in FIELDS}
    if said[CODE].null_count or len(pc.unique(said[CODE])) != len(persons):
        raise RecordsError("code_twice", N_("two persons have the same code, or one has none"))
    keys = {f"{name}_key": _mapped(said[name], fold) for name in ("full_name", "village", "father", "mother", "head")}
    words = keys.pop("full_name_key")
    birth = _mapped(said["birth_date"], _as_date)
    old = pc.coalesce(_number(said["old_id"], 9), _number(said["citizen_id"], 9))
    columns: dict[str, Any] = {
        CODE: said[CODE],
        "name_written": _mapped(said["full_name"], lambda text: clean(text).casefold()),
        "name_key": words,
        "family_key": _mapped(words, lambda name: name.split(" ")[0]),
        "given_key": _mapped(words, lambda name: name.split(" ")[-1]),
        "name_words": _mapped(words, lambda name: str(name.count(" ") + 1)),
        "birth": birth,
        "birth_year": _mapped(birth, lambda text: text[:4]),
        "birth_parts": _mapped(birth, _parts_in_order),
        "sex": said["sex"],
        "citizen_id": _number(said["citizen_id"], 12),
        "old_id": old,
        "commune": said["commune"],
        **keys,
        "kin": _kin(words, keys),
    }
    return pa.table(columns)


def is_rough(birth: str) -> bool:
    """Whether a birth date says no more than the year, or is the first of January that stands for it."""
    return len(birth) < 10 or birth.endswith("-01-01")


def _as_date(text: str) -> str | None:
    try:
        return parse_iso(text).text
    except PartialDateError:
        return None


def _number(column: Any, digits: int) -> Any:
    """The column with null for what is no number of so many digits."""
    return pc.if_else(pc.match_substring_regex(column, f"^[0-9]{{{digits}}}$"), column, None)


def _parts_in_order(birth: str) -> str | None:
    """Year, and day and month in order of size: the same whichever way round they were written; null where rough."""
    if is_rough(birth):
        return None
    year, *rest = birth.split("-")
    return "-".join([year, *sorted(rest)])


def _said(persons: pa.Table, name: str) -> Any:
    """A column of text in one piece, blanks as null."""
    if name not in persons.column_names:
        return pa.nulls(len(persons), pa.string())
    text = persons.column(name).cast(pa.string()).combine_chunks()
    if name in _UNIQUE:  # nearly every value is another one: nothing is gained by looking at each
        trimmed = pc.utf8_trim_whitespace(text)
        return pc.if_else(pc.match_substring_regex(trimmed, "."), trimmed, None)
    return _mapped(text, clean)


def _mapped(column: Any, change: Callable[[str], str | None]) -> Any:
    """The column with each distinct value changed once."""
    encoded = column.dictionary_encode()
    changed = pa.array([change(value) or None for value in encoded.dictionary.to_pylist()], pa.string())
    return changed.take(encoded.indices)


def _kin(names: Any, keys: dict[str, Any]) -> Any:
    """The names of parents and head, without the person's own: null where none is known."""
    known = pa.table({"name": names, **{name: keys[f"{name}_key"] for name in ("father", "mother", "head")}})
    with duckdb.connect() as con:
        con.register("known", known)
        kin = con.sql(_KIN).to_arrow_table().column("kin")
    return kin.combine_chunks()
