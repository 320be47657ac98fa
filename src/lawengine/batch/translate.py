"""Fields as plain values that can be kept, and how digits of a kept field read as digits of another plan's field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.builder import Fields, Group, RowValue
from lawengine.batch.encode import kind_of
from lawengine.batch.fields import DateField, PlainField
from lawengine.batch.steps import AnyField
from lawengine.errors import N_, LawEngineError

Kept = Mapping[str, Any]
"""A field as JSON values: `key` says which it is, the rest what its digits mean."""


class CubeLacksError(LawEngineError):
    """A cube does not tell apart what is asked: it must be built anew with that in it."""


def kept_fields(fields: Fields, wanted: Iterable[AnyField]) -> list[Kept]:
    """Some fields as values that can be kept."""
    names = _names(fields)
    return [{"key": names[id(item)], **_meaning(item)} for item in wanted]


def keys_of(fields: Fields, wanted: Iterable[AnyField]) -> list[str]:
    """The keys of some fields, in their order."""
    names = _names(fields)
    return [names[id(item)] for item in wanted]


def _names(fields: Fields) -> dict[int, str]:
    """Equal keys mean: the same fact, or the same expression on the same of the two days."""
    found = {id(item): f"fact {name}" for name, item in fields.facts.items()}
    found.update((id(item), f"group {day} {node!r}") for (node, day), item in fields.groups.items())
    found.update((id(item), f"{kind} {day} {node!r}") for (kind, node, day), item in fields.row_values.items())
    return found


def _meaning(field: AnyField) -> dict[str, Any]:
    if isinstance(field, DateField):
        return {"starts": [day.isoformat() for day in field.starts], "pairs": field.pairs > 0}
    if isinstance(field, PlainField):
        if field.fact.type == "int":
            return {"cuts": field.values}
        return {"codes": [[code, digit] for code, digit in field.digit_of.items()]}
    if isinstance(field, Group):
        return {"counts": field.cuts, "known": field.known, "radix": field.radix}
    assert isinstance(field, RowValue)
    return {"known": field.known, "radix": field.radix}


def translation(kept: Kept, field: AnyField) -> NDArray[Any]:
    """The digit of `field` for each digit of the kept one, "unknown" last.

    Raises:
        CubeLacksError: the kept field does not tell apart what this one does.
    """
    if isinstance(field, DateField):
        digits = _dates(kept, field)
    elif isinstance(field, PlainField):
        digits = _numbers(kept, field) if field.fact.type == "int" else _codes(kept, field)
    elif isinstance(field, Group) and field.kind in ("size", "filter"):
        digits = _counts(kept, field)
    else:
        digits = list(range(field.radix))
    return np.array(digits, kind_of(field.radix + 1))


def _numbers(kept: Kept, field: PlainField) -> list[int]:
    lacking = sorted(set(field.values) - set(kept["cuts"]))
    if lacking:
        raise _lacks(field.fact.label, lacking[0])
    return [*(bisect_right(field.values, cut) - 1 for cut in kept["cuts"]), field.unknown]


def _codes(kept: Kept, field: PlainField) -> list[int]:
    found: dict[int, int] = {}
    for code, digit in kept["codes"]:
        if found.setdefault(digit, field.digit_of[code]) != field.digit_of[code]:
            raise _lacks(field.fact.label, code)
    return [*(found[digit] for digit in range(len(found))), field.unknown]


def _dates(kept: Kept, field: DateField) -> list[int]:
    starts = [date.fromisoformat(text) for text in kept["starts"]]
    lacking = sorted(set(field.starts) - set(starts))
    if lacking:
        raise _lacks(field.fact.label, lacking[0])
    own = [field.stretch(day) for day in starts]
    digits = list(own)
    if kept["pairs"]:
        pairs = ((own[a], own[b]) for b in range(len(own)) for a in range(b))
        digits += [a if a == b else field.pair(a, b) for a, b in pairs]
    return [*digits, field.never, field.unknown]


def _counts(kept: Kept, field: Group) -> list[int]:
    lacking = sorted(set(field.cuts) - set(kept["counts"]))
    if lacking:
        raise CubeLacksError(N_("the cube does not count households by {value}"), value=lacking[0])
    known = [bisect_right(field.cuts, count) for count in (0, *kept["counts"])]
    return [*known, *range(field.known, field.radix)]


def _lacks(label: str, value: object) -> CubeLacksError:
    return CubeLacksError(N_("the cube does not tell apart {fact} at {value}"), fact=label, value=value)
