"""Fast draws for whole arrays: every share becomes a threshold or a table over 65,536 equally likely numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from synth.rates import OLDEST, Curve, share

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
_SIDES = 1 << 16


class Dice:
    """A stream of 16-bit numbers. One throw per row and question, so that questions stay independent."""

    def __init__(self, *seed: int) -> None:
        self._generator = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed)))

    def throw(self, count: int) -> Shorts:
        """`count` numbers from 0 to 65,535."""
        return np.frombuffer(self._generator.bytes(2 * count), np.uint16)

    def happens(self, chance: float, count: int) -> Bools:
        """Where something happens that is as likely for everybody."""
        return self.throw(count) < np.uint16(min(chance, 1 - 1 / _SIDES) * _SIDES)

    def by_age(self, curve: Curve, ages: Bytes) -> Bools:
        """Where something happens whose share depends on age."""
        return self.throw(len(ages)) < thresholds(curve)[ages]

    def between(self, low: int, high: int, count: int) -> NDArray[np.int16]:
        """Whole numbers from `low` to `high`, both included."""
        spread = np.uint32(high - low + 1)
        return ((self.throw(count) * spread) >> np.uint32(16)).astype(np.int16) + np.int16(low)

    def pick(self, table: Bytes, count: int) -> Bytes:
        """Codes by a table of `table_of`."""
        return table[self.throw(count)]


def thresholds(curve: Curve) -> Shorts:
    """Below which number of 65,536 it happens, by age."""
    top = _SIDES - 1
    return np.array([min(round(share(curve, age) * _SIDES), top) for age in range(OLDEST + 1)], np.uint16)


def table_of(shares: Mapping[str, float], codes: Sequence[str], otherwise: str | None = None) -> Bytes:
    """A table of 65,536 places of codes in `codes`; `otherwise` takes what the shares leave of 1."""
    ends = np.round(np.cumsum([*shares.values()]) * _SIDES).astype(np.int64)
    rest = otherwise if otherwise is not None else list(shares)[-1]
    table = np.full(_SIDES, codes.index(rest), np.uint8)
    start = 0
    for name, end in zip(shares, ends, strict=True):
        table[start : min(end, _SIDES)] = codes.index(name)
        start = end
    return table


def age_table(curve: Curve) -> Bytes:
    """A table of 65,536 ages in the proportions of a curve."""
    ages = np.arange(curve[0][0], curve[-1][0] + 1)
    weights = np.array([share(curve, int(age)) for age in ages])
    ends = np.cumsum(weights / weights.sum())
    places = np.minimum(np.searchsorted(ends, (np.arange(_SIDES) + 0.5) / _SIDES), len(ages) - 1)
    return ages[places].astype(np.uint8)


def size_table(shares: Sequence[float]) -> Bytes:
    """A table of 65,536 sizes 1, 2, … in the given proportions."""
    ends = np.cumsum(np.array(shares) / sum(shares))
    places = np.minimum(np.searchsorted(ends, (np.arange(_SIDES) + 0.5) / _SIDES), len(shares) - 1)
    return (places + 1).astype(np.uint8)
