"""Packing digits into words, and the hash table that numbers them."""

from __future__ import annotations

import numpy as np
import pytest

from lawengine.batch.keys import KeyMap, distinct, distinct_words, first_places
from lawengine.batch.radix import Packer


@pytest.mark.parametrize(
    ("radices", "words"),
    [
        ([3], 1),
        ([2, 2], 1),
        ([3, 3, 3, 3, 3, 3], 1),
        ([154, 5, 3, 256, 300, 7, 2], 1),
        ([256, 256, 256, 256, 256, 256, 256, 128], 1),
        ([256, 256, 256, 256, 256, 256, 256, 129], 2),
        ([1, 255, 1, 256], 1),
        ([300] * 20, 3),
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
    radices = [256] * 7 + [127]
    (word,) = Packer(radices).pack([np.array([radix - 1], np.uint8) for radix in radices], 1)
    assert word[0] == np.prod(np.array(radices, dtype=object)) - 1


def test_no_digits_make_one_word_of_zeros() -> None:
    packer = Packer([])
    assert packer.words == 1
    assert packer.pack([], 3)[0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_table_finds_what_was_put_in_and_nothing_else(width: int) -> None:
    random = np.random.default_rng(2)
    last = np.unique(random.integers(0, 2**62, 60_000))
    words = [*(random.integers(0, 5, len(last)) for _ in range(width - 1)), last]
    numbers = random.integers(0, 50, len(last)).astype(np.int32)
    table = KeyMap(width)
    for start in range(0, len(last), 7_000):
        part = slice(start, start + 7_000)
        table.add([word[part] for word in words], numbers[part])
        found = table.find(words)
        assert (found[: start + 7_000] == numbers[: start + 7_000]).all()
        assert (found[start + 7_000 :] == -1).all()
    assert table.count == len(last)
    others = np.setdiff1d(random.integers(0, 2**62, 5_000), last)
    assert (table.find([*(word[: len(others)] for word in words[:-1]), others]) == -1).all()
    assert width == 1 or (table.find([words[0] + 5, *words[1:]]) == -1).all()


def test_keys_that_meet_in_one_place_are_kept_apart() -> None:
    table = KeyMap(1)
    multiples = np.arange(200, dtype=np.int64) << 40
    table.add([multiples], np.zeros(200, np.int32))
    assert (table.find([multiples]) == 0).all()
    assert (table.find([multiples + 1]) == -1).all()


def test_signatures_are_told_apart_by_every_word() -> None:
    words = [np.array(word, np.int64) for word in ([5, 5, 7, 5, 7], [1, 2, 1, 1, 1], [0, 0, 0, 0, 4])]
    own, first, places = distinct_words(words)
    assert [word.tolist() for word in own] == [[5, 5, 7, 7], [1, 2, 1, 1], [0, 0, 0, 4]]
    assert (first.tolist(), places.tolist()) == ([0, 1, 2, 4], [0, 1, 2, 0, 3])
    assert distinct(words[0])[0].tolist() == [5, 7]
    assert first_places(np.array([0, 1, 0], np.int32), 2).tolist() == [0, 1]
