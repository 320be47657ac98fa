"""Row-wise values of a few small facts, computed once for every combination: people then only look them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.builder import Fields, RowValue
from lawengine.batch.fields import OpenField
from lawengine.batch.steps import AnyField, Count, Digits, Look, Number, Read

MOST_COMBINATIONS = 2**16
SMALL = 254
"""The largest number fact that fits 8 bits with a place for "unknown"."""


@dataclass(frozen=True, slots=True)
class Table:
    """`digits` by combination of `inputs`: a fact's value (or one more than its maximum), a field's digit."""

    inputs: tuple[str | AnyField, ...]
    sizes: tuple[int, ...]
    digits: NDArray[Any]

    def look_up(self, codes: Sequence[NDArray[Any]]) -> Digits:
        """The digits for the codes of the inputs."""
        place = codes[0].astype(np.uint16)
        for code, size in zip(codes[1:], self.sizes[1:], strict=True):
            place *= np.uint16(size)
            place += code
        return self.digits.take(place, mode="clip")  # a value that cannot be is a fault, not an error here


class Grid:
    """All combinations of some inputs, as a place where circuits are computed."""

    def __init__(self, fields: Fields, inputs: Sequence[str | AnyField], sizes: Sequence[int]) -> None:
        self.length = prod(sizes)
        self._fields = fields
        codes = np.unravel_index(np.arange(self.length), tuple(sizes))
        self._codes = {_key(item): code for item, code in zip(inputs, codes, strict=True)}

    def digits(self, field: AnyField) -> Digits:
        """The digits of a field."""
        return self._codes[_key(field)]

    def number(self, name: str) -> Number:
        """The values of a number fact."""
        code = self._codes[name]
        known = code <= self._fields.catalogue.facts[name].max
        return Number(np.where(known, code, 0), known)

    def size(self, group: OpenField) -> Number:
        """Counts are not among the inputs."""
        raise NotImplementedError(group)


def _key(item: str | AnyField) -> str | int:
    return item if isinstance(item, str) else id(item)


def inputs_of(field: RowValue, fields: Fields) -> tuple[tuple[str | AnyField, ...], tuple[int, ...]] | None:
    """What a row-wise value is computed from, and how many codes each has; None when that is too much for a table."""
    sizes: dict[str | int, tuple[str | AnyField, int]] = {}
    for step in field.circuit.steps:
        if isinstance(step, Look):
            sizes[_key(step.field)] = step.field, step.field.radix
        elif isinstance(step, Read):
            fact = fields.catalogue.facts[step.names[0]]
            if fact.type != "int" or fact.max > SMALL:
                return None
            sizes[fact.name] = fact.name, fact.max + 2
        elif isinstance(step, Count):
            return None
    if not sizes or prod(size for _, size in sizes.values()) > MOST_COMBINATIONS:
        return None
    return tuple(item for item, _ in sizes.values()), tuple(size for _, size in sizes.values())
