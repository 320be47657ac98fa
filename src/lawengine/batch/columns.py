"""Arrow columns as numpy arrays, without making a Python value of anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.types as kinds
from numpy.typing import NDArray

from lawengine.errors import N_, QuestionError

PERSON, HOUSEHOLD = "person_id", "household_id"
CARRIED = ("commune", "province")
LATEST = "_to"
"""The column `birth_date_to` holds the latest day on which `birth_date` may lie; null where the date is exact."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Raw:
    """The values of a column; `valid` None: no blanks. What stands in a blank is undefined."""

    values: NDArray[Any]
    valid: Mask | None

    def known(self) -> Mask:
        """Which are not blank."""
        return np.ones(len(self.values), np.bool_) if self.valid is None else self.valid


@dataclass(frozen=True, slots=True)
class Columns:
    """Some rows: whole households, one after the other. `first` is the number of the first row in the input, from 1."""

    arrays: Mapping[str, pa.Array[Any]]
    length: int
    first: int

    def get(self, name: str) -> pa.Array[Any] | None:
        """The column, None when it is absent (or holds nothing at all)."""
        found = self.arrays.get(name)
        return None if found is None or kinds.is_null(found.type) else found


def bits(buffer: pa.Buffer, offset: int, length: int) -> NDArray[np.uint8]:
    """`length` bits of a bitmap from a bit offset, as 0 and 1."""
    start, skip = divmod(offset, 8)
    raw = np.frombuffer(memoryview(buffer), np.uint8)[start : (offset + length + 7) // 8]
    return np.unpackbits(raw, count=skip + length, bitorder="little")[skip:]


def validity(array: pa.Array[Any]) -> Mask | None:
    """Which values are there; None when all are."""
    buffer = array.buffers()[0]
    if buffer is None or array.null_count == 0:
        return None
    return bits(buffer, array.offset, len(array)).view(np.bool_)


def booleans(array: pa.Array[Any]) -> NDArray[np.uint8]:
    """A column of truth values as 0 and 1."""
    buffer = array.buffers()[1]
    assert buffer is not None
    return bits(buffer, array.offset, len(array))


def fixed(array: pa.Array[Any], kind: Any) -> NDArray[Any]:
    """A column of numbers or days (as days since 1970) without a copy."""
    buffer = array.buffers()[1]
    assert buffer is not None
    return np.frombuffer(memoryview(buffer), np.dtype(kind))[array.offset : array.offset + len(array)]


def integers(array: pa.Array[Any]) -> Raw:
    """A column of whole numbers of any width."""
    return Raw(fixed(array, array.type.to_pandas_dtype()), validity(array))


def dates(array: pa.Array[Any]) -> Raw:
    """A column of days, as days since 1970."""
    return Raw(fixed(array, np.int32), validity(array))


def words(array: pa.Array[Any]) -> tuple[Raw, list[str | None]]:
    """A column of codes as places in a list of codes."""
    encoded = array if kinds.is_dictionary(array.type) else array.dictionary_encode()
    assert isinstance(encoded, pa.DictionaryArray)
    return integers(encoded.indices), encoded.dictionary.to_pylist()


def wrong_type(name: str, wanted: str, array: pa.Array[Any]) -> QuestionError:
    """The error for a column of another type than its fact has."""
    return QuestionError(
        name, N_("the column holds {found}, a column of {wanted} is needed"), found=str(array.type), wanted=wanted
    )


def household_starts(array: pa.Array[Any]) -> NDArray[np.int64]:
    """The rows on which another household begins."""
    length = len(array)
    if kinds.is_integer(array.type):
        values = fixed(array, array.type.to_pandas_dtype())
        changes = np.flatnonzero(values[1:] != values[:-1])
    else:
        encoded, _ = words(array)
        changes = np.flatnonzero(encoded.values[1:] != encoded.values[:-1])
    starts = np.zeros(len(changes) + (length > 0), np.int64)
    starts[1:] = changes + 1
    return starts
