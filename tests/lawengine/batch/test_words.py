"""Packing digits into words, and the hash table that numbers them."""

from __future__ import annotations

import numpy as np
import pytest

from lawengine.batch.keys import KeyMap, WordMap, distinct, first_places
from lawengine.batch.radix import Packer


@pytest.mark.parametrize(
    ("radices", "words"),
    [
        ([3], 1),
        ([2, 2], 1),
        ([3, 3, 3, 3, 3, 3], 1),
        ([154, 5, 3, 256, 300, 7, 2], 1),
        ([256, 256, 256, 256, 256, 256, 256, 64], 1),
        ([256, 256, 256, 256, 256, 256, 256, 65], 2),
        ([1, 255, 1, 256], 1),
        ([300] * 20, 5),
    ],
)
def test_different_digits_make_different_words(radices: list[int], words: int) -> None:
    random = np.random.default_rng(1)
    digits = [random.integers(0, radix, 4000).astype(np.uint8 if radix <= 256 else np.uint16) for radix in radices]
    packer = Packer(radices)
    packed = packer.pack(digits, 4000)
    assert packer.words == len(packed) == words
    assert all(word.min() >= 0 for word in packed)
    ids = {tuple(row) for row in np.stack(digits, axis=1).tolist()}
    assert len({tuple(row) for row in np.stack(packed, axis=1).tolist()}) == len(ids)


def test_the_largest_digits_still_fit() -> None:
    radices = [256] * 7 + [63]
    (word,) = Packer(radices).pack([np.array([radix - 1], np.uint8) for radix in radices], 1)
    assert word[0] == np.prod(np.array(radices, dtype=object)) - 1


def test_no_digits_make_one_word_of_zeros() -> None:
    packer = Packer([])
    assert packer.words == 1
    assert packer.pack([], 3)[0].tolist() == [0, 0, 0]


def test_a_table_finds_what_was_put_in_and_nothing_else() -> None:
    random = np.random.default_rng(2)
    keys = np.unique(random.integers(0, 2**62, 60_000))
    table = KeyMap()
    for start in range(0, len(keys), 7_000):
        part = keys[start : start + 7_000]
        table.add(part, np.arange(start, start + len(part), dtype=np.int32))
        assert table.find(keys)[: start + len(part)].tolist() == list(range(start + len(part)))
        assert (table.find(keys)[start + len(part) :] == -1).all()
    assert table.count == len(keys)
    assert (table.find(np.setdiff1d(random.integers(0, 2**62, 5_000), keys)) == -1).all()


def test_keys_that_meet_in_one_place_are_kept_apart() -> None:
    table = KeyMap()
    multiples = np.arange(200, dtype=np.int64) << 40
    table.add(multiples, np.arange(200, dtype=np.int32))
    assert table.find(multiples).tolist() == list(range(200))
    assert (table.find(multiples + 1) == -1).all()


def test_two_words_are_one_key_in_the_end() -> None:
    table = WordMap(2)
    first = np.array([5, 5, 7, 5], np.int64)
    second = np.array([1, 2, 1, 1], np.int64)
    keys = table.keys([first, second])
    assert (keys[0] == keys[3], len(set(keys.tolist()))) == (True, 3)
    assert table.keys([first, second]).tolist() == keys.tolist()
    new, places = distinct(keys)
    table.add(new, np.array([10, 11, 12], np.int32))
    assert table.find(keys).tolist() == [10, 11, 12, 10]
    assert (table.count, first_places(places, 3).tolist()) == (3, [0, 1, 2])
