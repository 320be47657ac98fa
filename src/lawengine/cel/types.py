"""The types of the subset, and what an expression may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

INT_MIN, INT_MAX = -(2**63), 2**63 - 1

Kind = Literal["bool", "int", "string", "list", "record", "any", "unsure"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type; `item` is a list's, `fields` a record's in order of name.

    `codes` are the only values that a string fact can take, None when any text may stand there. They do not distinguish
    types: a coded string compares with any string, but not with a literal outside its list.
    """

    kind: Kind
    item: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()
    codes: tuple[str, ...] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"list({self.item})" if self.item is not None else self.kind


BOOL, INT, STRING = Type("bool"), Type("int"), Type("string")
ANY = Type("any")
"""What the items of `[]` are until something stands beside them: no item ever has this type."""
UNSURE = Type("unsure")
"""What the items of a filtered `[]` are: the condition has said something about them that is not followed up here."""


def code(values: tuple[str, ...]) -> Type:
    """A string that is one of `values`."""
    return Type("string", codes=values)


def list_of(item: Type) -> Type:
    """A list whose items all are of one type."""
    return Type("list", item)


def record(fields: Mapping[str, Type]) -> Type:
    """A thing with named fields, such as one member of a household."""
    return Type("record", fields=tuple(sorted(fields.items())))


@dataclass(frozen=True, slots=True)
class Environment:
    """The names that an expression may use, with their types.

    The members of a household are one name more: `{"members": list_of(record({"age": INT, …}))}`.
    """

    names: Mapping[str, Type]
