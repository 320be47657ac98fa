"""Mixed radix: many small digits become one 63-bit word, or a few, without a bit to spare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORD = 2**63
_TIERS: tuple[tuple[int, type[np.unsignedinteger[Any] | np.signedinteger[Any]]], ...] = (
    (2**8, np.uint8),
    (2**16, np.uint16),
    (2**32, np.uint32),
    (WORD + 1, np.int64),
)

Words = list[NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class _Merge:
    """`target = target × radix + source`, in the narrowest type that holds it."""

    target: int
    source: int
    radix: int
    type: Any


class Packer:
    """Packs digits of the given radices. Neighbours are joined while they fit 8 bits, then 16, 32, 63."""

    def __init__(self, radices: Sequence[int]) -> None:
        self._words = [_plan(radices, group) for group in _split(radices)]

    @property
    def words(self) -> int:
        return len(self._words)

    def pack(self, digits: Sequence[NDArray[Any]], length: int) -> Words:
        """One array of words for each 63 bits of digits; no digits make one word of zeros."""
        if not digits:
            return [np.zeros(length, np.int64)]
        return [_run(merges, first, digits) for first, merges in self._words]


def _split(radices: Sequence[int]) -> list[list[int]]:
    """Which digits make which word."""
    groups: list[list[int]] = [[]]
    room = WORD
    for place, radix in enumerate(radices):
        if radix > room:
            groups.append([])
            room = WORD
        groups[-1].append(place)
        room //= radix
    return groups


def _plan(radices: Sequence[int], group: Sequence[int]) -> tuple[int, list[_Merge]]:
    parts = [(place, radices[place]) for place in group]
    merges: list[_Merge] = []
    for limit, kind in _TIERS:
        joined: list[tuple[int, int]] = []
        for place, radix in parts:
            if joined and joined[-1][1] * radix < limit:
                target, size = joined.pop()
                merges.append(_Merge(target, place, radix, kind))
                joined.append((target, size * radix))
            else:
                joined.append((place, radix))
        parts = joined
    assert len(parts) <= 1
    return group[0] if group else -1, merges


def _run(merges: Sequence[_Merge], first: int, digits: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    current: dict[int, NDArray[Any]] = {}
    for merge in merges:
        target = current.get(merge.target, digits[merge.target])
        source = current.pop(merge.source, digits[merge.source])
        result = np.multiply(target, merge.radix, dtype=merge.type, casting="unsafe")
        np.add(result, source, out=result, casting="unsafe")
        current[merge.target] = result
    return current.get(first, digits[first]).astype(np.int64, copy=False)
