"""Once per couple: of two spouses entitled to one right, the lower amount is set aside (on a tie, the later row)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds
from numpy.typing import NDArray

from lawengine.batch.columns import PERSON, booleans, fixed, validity
from lawengine.batch.spaces import Rows
from lawengine.batch.steps import Mask
from lawengine.errors import N_
from lawengine.household import NONE_DATE

Indices = NDArray[np.int64]
_FEW = 16
"""Up to this size of a household its members are compared pair by pair."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows that name another member of their household, and the row named."""

    rows: Indices
    partners: Indices

    def losers(self, entitled: Mask, amounts: Indices) -> Indices:
        """Of the pairs in which both are entitled, the row set aside (a row may stand twice)."""
        both = entitled[self.rows] & entitled[self.partners]
        first = np.minimum(self.rows[both], self.partners[both])
        last = np.maximum(self.rows[both], self.partners[both])
        return np.where(amounts[first] >= amounts[last], last, first)


def find_pairs(rows: Rows, name: str) -> Pairs:
    """Who names whom in the column `name`; naming no other member, or one paired with a third, is noted as a fault."""
    array = rows.columns.get(name)
    if array is None:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))
    people, named, given = _comparable(rows.columns.arrays[PERSON], array)
    open_rows = np.flatnonzero(given)
    house = np.repeat(np.arange(len(rows.starts)), rows.sizes)
    found: list[tuple[Indices, Indices]] = []
    reach = int(rows.sizes.max(initial=0))
    for step in (sign * distance for distance in range(1, reach) for sign in (1, -1)):
        if not open_rows.size:
            break
        other = open_rows + step
        inside = np.clip(other, 0, rows.length - 1)
        hit = (inside == other) & (house[inside] == house[open_rows]) & (people[inside] == named[open_rows])
        found.append((open_rows[hit], inside[hit]))
        open_rows = open_rows[~hit]
    if open_rows.size:
        wrong = np.zeros(rows.length, np.bool_)
        wrong[open_rows] = True
        rows.faults.add(name, wrong, N_("names somebody who is not another member of this household"))
    own = np.concatenate([open_rows[:0], *(own for own, _ in found)])
    others = np.concatenate([open_rows[:0], *(other for _, other in found)])
    partner = np.full(rows.length, -1)
    partner[own] = others
    third = (partner[others] >= 0) & (partner[others] != own)
    third |= np.bincount(others, minlength=rows.length)[others] > 1
    if third.any():
        wrong = np.zeros(rows.length, np.bool_)
        wrong[own[third]] = True
        rows.faults.add(name, wrong, N_("names somebody who is paired with somebody else"))
    return Pairs(own, others)


def _comparable(people: pa.Array[Any], named: pa.Array[Any]) -> tuple[NDArray[Any], NDArray[Any], Mask]:
    """Both columns as numbers that are equal where the ids are, and where somebody is named."""
    if kinds.is_integer(people.type) and kinds.is_integer(named.type):
        valid = validity(named)
        values = fixed(named, named.type.to_pandas_dtype())
        everybody = np.ones(len(named), np.bool_)
        return fixed(people, people.type.to_pandas_dtype()), values, everybody if valid is None else valid
    both = pa.concat_arrays([text_of(people), text_of(named), pa.array([NONE_DATE])]).dictionary_encode()
    codes = both.indices.fill_null(-1).to_numpy()
    others = codes[len(people) : -1]
    return codes[: len(people)], others, (others >= 0) & (others != codes[-1])


def text_of(array: pa.Array[Any]) -> pa.Array[Any]:
    """Ids of any type as text."""
    plain = array.dictionary_decode() if isinstance(array, pa.DictionaryArray) else array
    return plain.cast(pa.string())


def equal_at(array: pa.Array[Any], lag: int) -> Mask:
    """Where an id equals the one `lag` places earlier; the first `lag` places are left out."""
    if kinds.is_integer(array.type):
        values = fixed(array, array.type.to_pandas_dtype())
        return np.asarray(values[lag:] == values[:-lag])
    plain = array if kinds.is_string(array.type) else text_of(array)
    same = pc.equal(plain.slice(lag), plain.slice(0, len(plain) - lag))
    return booleans(same).view(np.bool_)


def twice_in_household(rows: Rows) -> Mask:
    """Where a person's id stands for the second time in its household."""
    people = rows.columns.arrays[PERSON]
    twice = np.zeros(rows.length, np.bool_)
    if kinds.is_integer(people.type):
        values = fixed(people, people.type.to_pandas_dtype())
        if bool((values[1:] > values[:-1]).all()):
            return twice
    for lag in range(1, int(min(rows.sizes.max(initial=0), _FEW))):
        same = np.flatnonzero(equal_at(people, lag)) + lag
        house = np.searchsorted(rows.starts, same, side="right")
        twice[same[house == np.searchsorted(rows.starts, same - lag, side="right")]] = True
    for big in np.flatnonzero(rows.sizes > _FEW).tolist():
        seen: set[Any] = set()
        for place in range(rows.starts[big], rows.starts[big] + rows.sizes[big]):
            name = people[place].as_py()
            twice[place] = name in seen
            seen.add(name)
    return twice
