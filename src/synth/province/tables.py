"""The tables of a made-up province and their columns, and how arrays become them.

Days are days since 1970, moments are seconds since 1970 in UTC. A reference to another row is its number there; numbers
run from 1 in each table. A commune is named by its official code. A blank text means that nothing was written.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synth.draws import Bools

_REF: Final[Any] = pa.int64()
_TEXT: Final[Any] = pa.string()
_DAY: Final[Any] = pa.date32()
_MOMENT: Final[Any] = pa.timestamp("s")
_YES_NO: Final[Any] = pa.bool_()
_SMALL: Final[Any] = pa.int16()
_CLOCKS: Final = (
    *(("starts_on", _DAY), ("ends_on", _DAY), ("known_from", _MOMENT), ("known_to", _MOMENT)),
    *(("change", _REF), ("closed_by", _REF), ("replaces", _REF)),
)


# Crockford's alphabet; an odd factor gives each number below 2^50 another code.
_ALPHABET: Final = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS: Final = np.arange(45, -1, -5, dtype=np.uint64)
_SCATTER, _SHIFT = 0x2A6D9_C4B1F53 | 1, 0x1F3C7_0D5E9


def _recorded(*columns: tuple[str, Any]) -> pa.Schema:
    return pa.schema([("id", _REF), *columns, *_CLOCKS])


def _status(*columns: tuple[str, Any]) -> pa.Schema:
    return _recorded(("person", _REF), *columns)


SCHEMAS: Final[dict[str, pa.Schema]] = {
    "household": pa.schema(
        [("id", _REF), ("code", _TEXT), ("commune", _TEXT), ("village", _TEXT), ("address", _TEXT), ("head", _REF)]
    ),
    "person": pa.schema(
        [
            *(("id", _REF), ("code", _TEXT), ("full_name", _TEXT), ("sex", _TEXT), ("birth_date", _TEXT)),
            *(("citizen_id", _TEXT), ("death_date", _TEXT), ("commune", _TEXT), ("village", _TEXT)),
            ("household", _REF),
        ]
    ),
    "paper": pa.schema(
        [
            *(("id", _REF), ("code", _TEXT), ("kind", _TEXT), ("number", _TEXT), ("issuer", _TEXT)),
            *(("issued_on", _DAY), ("note", _TEXT)),
        ]
    ),
    "change": pa.schema(
        [
            *(("id", _REF), ("code", _TEXT), ("kind", _TEXT), ("title", _TEXT), ("commune", _TEXT)),
            *(("person", _REF), ("household", _REF), ("paper", _REF), ("known_at", _MOMENT)),
        ]
    ),
    "identity": _recorded(
        *(("person", _REF), ("full_name", _TEXT), ("other_name", _TEXT), ("sex", _TEXT)),
        *(("birth_date", _TEXT), ("ethnicity", _TEXT)),
    ),
    "personnumber": _recorded(("person", _REF), ("kind", _TEXT), ("number", _TEXT)),
    "death": _recorded(("person", _REF), ("died_on", _TEXT)),
    "membership": _recorded(("person", _REF), ("household", _REF), ("relation", _TEXT)),
    "residence": _recorded(("household", _REF), ("commune", _TEXT), ("village", _TEXT), ("address", _TEXT)),
    "kinship": _recorded(("person", _REF), ("relative", _REF), ("kind", _TEXT)),
    "contact": _recorded(("person", _REF), ("kind", _TEXT), ("value", _TEXT)),
    "paymentaccount": _recorded(("person", _REF), ("bank", _TEXT), ("number", _TEXT), ("holder", _TEXT)),
    "disability": _status(
        ("degree", _TEXT),
        *((kind, _YES_NO) for kind in ("mobility", "hearing_speech", "visual", "mental", "intellectual", "other")),
        *(("certificate_number", _TEXT), ("certificate_date", _DAY), ("valid_until", _DAY)),
    ),
    "merit": _status(("category", _TEXT), ("percent", _SMALL), ("file_number", _TEXT), ("monthly", _YES_NO)),
    "meritshare": _status(("of", _REF), ("relation", _TEXT), ("share_percent", _SMALL), ("monthly", _YES_NO)),
    "poverty": _recorded(("household", _REF), ("poverty_class", _TEXT), ("local_class", _TEXT), ("hardship", _YES_NO)),
    "parentssituation": _status(
        ("father", _TEXT), ("mother", _TEXT), ("abandoned", _YES_NO), ("other_parent_unable", _YES_NO)
    ),
    "hiv": _status(),
    "pension": _status(("source", _TEXT), ("amount", _REF)),
    "study": _status(("course", _TEXT), ("school", _TEXT), ("interrupted", _YES_NO)),
    "care": _status(("by", _TEXT), ("carer", _REF)),
    "pregnancy": _status(("due_on", _DAY)),
    "facility": _status(("stay", _TEXT), ("facility", _TEXT)),
    "absence": _status(("reason", _TEXT)),
    "healthcard": _status(("number", _TEXT), ("group", _TEXT)),
    "marriage": _status(("situation", _TEXT)),
    "work": _status(("regular_income", _YES_NO), ("no_work_capacity", _YES_NO), ("capacity_loss", _SMALL)),
    "illness": _status(("critical", _YES_NO), ("often_ill", _YES_NO)),
    "support": _status(("carers", _TEXT), ("lives_alone", _YES_NO)),
    "heldallowance": _status(
        *(("programme", _TEXT), ("decision_number", _TEXT), ("decided_on", _DAY), ("amount", _REF))
    ),
    "completeness": _recorded(("register", _TEXT), ("commune", _TEXT)),
}
# Who points at whom, so that the numbers can be moved when a province joins others.
REFERENCES: Final[dict[str, str]] = {
    "person": "person",
    "relative": "person",
    "carer": "person",
    "of": "person",
    "head": "person",
    "household": "household",
    "paper": "paper",
    "change": "change",
    "closed_by": "change",
}


def table(name: str, first: int, count: int, columns: dict[str, Any]) -> pa.Table:
    """Rows of one table, numbered from `first`; a single value stands for the whole column, a missing one is blank."""
    schema = SCHEMAS[name]
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no {', '.join(sorted(unknown))}")
    arrays: list[Any] = []
    for field in schema:
        if field.name == "id":
            arrays.append(pa.array(np.arange(first, first + count), _REF))
        elif field.name in columns:
            arrays.append(_column(columns[field.name], field.type, count))
        else:
            arrays.append(pa.repeat("", count) if field.type == _TEXT else pa.nulls(count, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(values: Any, kind: Any, count: int) -> Any:
    if isinstance(values, np.ndarray):
        return pa.array(values).cast(kind)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    return pa.repeat(pa.scalar(values, kind), count)


def some(values: Any, known: Bools) -> Any:
    """Whole numbers that are blank where they are not known."""
    return pa.array(values, mask=~known)


def coded(places: Any, words: Any) -> Any:
    """A text column from places in a list of words."""
    return pa.array(words, pa.string()).take(pa.array(places))


def joined(*parts: Any) -> Any:
    """Texts of several columns (or single texts) written together."""
    return pc.binary_join_element_wise(*parts, "")


def digits(numbers: Any, width: int) -> Any:
    """Numbers with leading zeros."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")


def codes(prefix: str, numbers: Any) -> Any:
    """`N-7K3M9QX2AF`: public codes without meaning, another one for each number."""
    scattered = numbers.astype(np.uint64) * np.uint64(_SCATTER) + np.uint64(_SHIFT)
    places = (scattered[:, None] >> _BITS) & np.uint64(31)
    letters = np.frombuffer(_ALPHABET, np.uint8)[places.astype(np.int64)]
    return joined(f"{prefix}-", pa.array(np.ascontiguousarray(letters).view("S10").ravel().astype(str)))


def iso(days: Any) -> Any:
    """Days as 2026-11-01."""
    return pa.array(days.astype(np.int32)).cast(pa.date32()).cast(pa.string())


def year_of(days: Any) -> Any:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
