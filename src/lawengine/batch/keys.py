"""A vectorised hash table: signatures of one or a few words to 32-bit numbers, many thousands at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.radix import Words

Keys = NDArray[np.int64]
Numbers = NDArray[np.int32]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SMALLEST = 10
_ROOM = 8
"""So many places for each key that is there: most are found where they are looked for first."""


class KeyMap:
    """Open addressing with linear probing. Words are not negative; -1 means "not there"."""

    def __init__(self, words: int) -> None:
        self.count = 0
        self._width = words
        self._make(_SMALLEST)

    def _make(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._words = [np.full(1 << bits, -1, np.int64) for _ in range(self._width)]
        self._numbers = np.full(1 << bits, -1, np.int32)

    def _slots(self, words: Words) -> NDArray[np.int64]:
        spread = words[0].view(np.uint64) * _SPREAD
        for word in words[1:]:
            spread ^= spread >> np.uint64(29)
            spread += word.view(np.uint64)
            spread *= _SPREAD
        spread >>= self._shift
        return spread.view(np.int64)

    def _differ(self, words: Words, slots: NDArray[np.int64]) -> NDArray[np.bool_]:
        differ: NDArray[np.bool_] = self._words[0].take(slots) != words[0]
        for stored, word in zip(self._words[1:], words[1:], strict=True):
            differ |= stored.take(slots) != word
        return differ

    def find(self, words: Words) -> Numbers:
        """The number of each signature, -1 where there is none."""
        slots = self._slots(words)
        found = self._numbers.take(slots)
        rest = np.flatnonzero(self._differ(words, slots) & (found >= 0))
        if rest.size:
            slots, words = slots[rest], [word[rest] for word in words]
        while rest.size:
            slots = (slots + 1) & self._mask
            numbers = self._numbers.take(slots)
            found[rest] = numbers
            on = self._differ(words, slots) & (numbers >= 0)
            rest, slots, words = rest[on], slots[on], [word[on] for word in words]
        return found

    def add(self, words: Words, numbers: Numbers) -> None:
        """Put distinct new signatures in."""
        self.count += len(numbers)
        if self.count * _ROOM > self._mask:
            there = np.flatnonzero(self._numbers >= 0)
            old, old_numbers = [stored[there] for stored in self._words], self._numbers[there]
            self._make((self.count * _ROOM * 2 - 1).bit_length())
            self._put(old, old_numbers)
        self._put(words, numbers)

    def _put(self, words: Words, numbers: Numbers) -> None:
        slots = self._slots(words)
        while numbers.size:
            free = np.flatnonzero(self._numbers.take(slots) < 0)
            for stored, word in zip(self._words, words, strict=True):
                stored[slots[free]] = word[free]  # of two that want one slot, the last wins in every word
            placed = ~self._differ(words, slots)
            self._numbers[slots[placed]] = numbers[placed]
            words, numbers = [word[~placed] for word in words], numbers[~placed]
            slots = (slots[~placed] + 1) & self._mask


def distinct_words(words: Words) -> tuple[Words, NDArray[np.int64], Numbers]:
    """The distinct signatures by first appearance, where each stands first, and the place of each among them."""
    new, places = distinct(words[0])
    for word in words[1:]:
        own, others = distinct(word)
        new, places = distinct(places.astype(np.int64) * len(own) + others)
    first = first_places(places, len(new))
    return [word[first] for word in words], first, places


def distinct(values: NDArray[np.int64]) -> tuple[Keys, Numbers]:
    """The distinct values in order of first appearance, and the place of each value among them."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.dictionary.to_numpy(), encoded.indices.to_numpy().astype(np.int32, copy=False)


def first_places(places: Numbers, count: int) -> NDArray[np.int64]:
    """Where each of `count` distinct values stands first."""
    result = np.empty(count, np.int64)
    result[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    return result
