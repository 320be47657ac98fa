"""Knowing a list again: a signature of its header, and the columns of a remembered mapping in a new list.

The same office's next list has the same headings, but another month in one of them, another order, other accents.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ansinh.kernel.mapping.headings import plain_words
from ansinh.kernel.mapping.model import ListMapping
from ansinh.kernel.mapping.register import RegisterMapping
from ansinh.kernel.text import fold

_DIGITS = re.compile(r"\d+")
_UNNAMED = re.compile(r"cot [a-z]{1,3}")


def header_words(names: Iterable[str]) -> tuple[str, ...]:
    """The headings as they are compared: plain words without numbers, sorted; columns without a heading left out."""
    return tuple(sorted({key for name in names if (key := _key(name))}))


def signature(names: Iterable[str]) -> str:
    """32 hexadecimal digits that are the same for headings with the same words, whatever their order and numbers."""
    words = "\n".join(header_words(names))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def likeness(names: Iterable[str], others: Iterable[str]) -> float:
    """How much two headers have in common, from 0 (nothing) to 1 (the same signature)."""
    mine, theirs = set(header_words(names)), set(header_words(others))
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0


def match_columns(remembered: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """For each remembered column that the new list has, its name there; the exact name goes before the same words."""
    free = list(dict.fromkeys(names))
    found: dict[str, str] = {}
    for compare in (str, fold, _key):
        for column in remembered:
            if column not in found:
                same = next((name for name in free if compare(name) == compare(column)), None)
                if same is not None and compare(same):
                    found[column] = same
                    free.remove(same)
    return found


def adapt_mapping(mapping: ListMapping, names: Sequence[str]) -> ListMapping | None:
    """The remembered mapping with the names of a new list; None when a column it reads is missing there.

    Columns it only ignored may be missing.
    """
    named = mapping.named_columns()
    found = match_columns(tuple(named), names)
    if any(column not in found for column, where in named.items() if where != "ignored"):
        return None
    return replace(
        mapping,
        id_column=_renamed(mapping.id_column, found),
        name=_renamed(mapping.name, found),
        household=_renamed(mapping.household, found),
        commune=replace(mapping.commune, column=_renamed(mapping.commune.column, found)),
        claimed=_renamed(mapping.claimed, found),
        columns=tuple(replace(column, column=found[column.column]) for column in mapping.columns),
        ignored=tuple(found[column] for column in mapping.ignored if column in found),
    )


def adapt_register(mapping: RegisterMapping, names: Sequence[str]) -> RegisterMapping:
    """The remembered mapping with the names of a new list; columns that are missing there are left out."""
    found = match_columns([each.column for each in mapping.columns], names)
    columns = tuple(replace(each, column=found[each.column]) for each in mapping.columns if each.column in found)
    taken = {each.column for each in columns}
    return RegisterMapping(columns, tuple(name for name in names if name not in taken))


def _renamed(column: str | None, found: Mapping[str, str]) -> str | None:
    return found[column] if column else None


def _key(name: str) -> str:
    words = " ".join(_DIGITS.sub(" ", plain_words(name)).split())
    return "" if _UNNAMED.fullmatch(words) else words
