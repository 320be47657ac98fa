"""A vectorised hash table: 62-bit keys to 32-bit numbers, for a million keys at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.radix import Words

Keys = NDArray[np.int64]
Numbers = NDArray[np.int32]
_EMPTY = -1
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SMALLEST = 10


class KeyMap:
    """Open addressing with linear probing, at most a quarter full. Keys are not negative; -1 means "not there"."""

    def __init__(self) -> None:
        self.count = 0
        self._make(_SMALLEST)

    def _make(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.full(1 << bits, _EMPTY, np.int64)
        self._numbers = np.full(1 << bits, -1, np.int32)

    def _slots(self, keys: Keys) -> NDArray[np.int64]:
        spread = keys.view(np.uint64) * _SPREAD
        spread >>= self._shift
        return spread.view(np.int64)

    def find(self, keys: Keys) -> Numbers:
        """The number of each key, -1 where there is none."""
        slots = self._slots(keys)
        found = self._numbers.take(slots)
        stored = self._keys.take(slots)
        rest = np.flatnonzero(stored != keys)
        slots, stored = slots[rest], stored[rest]
        while rest.size:
            empty = stored == _EMPTY
            found[rest[empty]] = -1
            rest, slots = rest[~empty], (slots[~empty] + 1) & self._mask
            stored = self._keys.take(slots)
            hit = stored == keys[rest]
            found[rest[hit]] = self._numbers.take(slots[hit])
            rest, slots, stored = rest[~hit], slots[~hit], stored[~hit]
        return found

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Put distinct new keys in."""
        self.count += len(keys)
        if self.count * 4 > self._mask:
            old = np.flatnonzero(self._keys != _EMPTY)
            old_keys, old_numbers = self._keys[old], self._numbers[old]
            self._make(max(_SMALLEST, (self.count * 8 - 1).bit_length()))
            self._put(old_keys, old_numbers)
        self._put(keys, numbers)

    def _put(self, keys: Keys, numbers: Numbers) -> None:
        slots = self._slots(keys)
        while keys.size:
            free = self._keys.take(slots) == _EMPTY
            self._keys[slots[free]] = keys[free]  # of two that want one slot, one wins
            placed = self._keys.take(slots) == keys
            self._numbers[slots[placed]] = numbers[placed]
            keys, numbers, slots = keys[~placed], numbers[~placed], (slots[~placed] + 1) & self._mask


class WordMap:
    """Words of a signature to a number: words after the first are keyed with the number of those before."""

    def __init__(self, words: int) -> None:
        self._maps = [KeyMap() for _ in range(words)]

    @property
    def count(self) -> int:
        return self._maps[-1].count

    def keys(self, words: Words) -> Keys:
        """One key for each signature: the last word, with the number of the earlier ones in front."""
        keys = words[0]
        for chain, word in zip(self._maps, words[1:], strict=False):
            numbers = chain.find(keys)
            fresh = np.flatnonzero(numbers < 0)
            if fresh.size:
                new, places = distinct(keys[fresh])
                chain.add(new, np.arange(chain.count, chain.count + len(new), dtype=np.int32))
                numbers[fresh] = (chain.count - len(new)) + places
            keys = (numbers.astype(np.int64) << 36) + word
        return keys

    def find(self, keys: Keys) -> Numbers:
        """The numbers of keys, -1 where new."""
        return self._maps[-1].find(keys)

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Put distinct new keys in."""
        self._maps[-1].add(keys, numbers)


def distinct(values: NDArray[np.int64]) -> tuple[Keys, Numbers]:
    """The distinct values in order of first appearance, and the place of each value among them."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.dictionary.to_numpy(), encoded.indices.to_numpy().astype(np.int32, copy=False)


def first_places(places: Numbers, count: int) -> NDArray[np.int64]:
    """Where each of `count` distinct values stands first."""
    result = np.empty(count, np.int64)
    result[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    return result
