"""What a mapping says: which column of a list is which fact, and what a blank in it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.sheets import Table
from ansinh.kernel.text import fold

Value = bool | int | str
Values = Mapping[str, Value]
FactType = Literal["bool", "int", "code", "date", "member"]
IdKind = Literal["cccd", "text"]

TRUE_MARKS = frozenset({"x", "xx", "v", "✓", "✔", "+", "1", "co", "dung", "true", "yes", "y", "c"})
FALSE_MARKS = frozenset({"0", "khong", "ko", "k", "o", "sai", "false", "no", "n", "khong co"})
DEFAULT_BLANKS = ("-", "–", "…")


class FactLike(Protocol):
    """What must be known of a fact: satisfied by the law engine's own, which this package does not import."""

    @property
    def label(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def type(self) -> FactType: ...
    @property
    def codes(self) -> Mapping[str, str]: ...
    @property
    def no(self) -> Value | None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def partial(self) -> bool: ...
    @property
    def max(self) -> int: ...
    @property
    def aliases(self) -> Sequence[str]: ...


Facts = Mapping[str, FactLike]


class MappingError(AnSinhError):
    """A mapping that cannot be used. Its sentence begins with `{where}`: file, line and field, as far as known."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column that says something about a person.

    Attributes:
        column: its name in the table.
        fact: the fact that its content is; None for a column of marks that only `values` explain.
        values: what a content says; an empty mapping means "it says that nobody knows".
        times: numbers are multiplied by this (1000 where the heading says 'nghìn đồng').
        implies: further facts when the content is a number above zero, or true.
    """

    column: str
    fact: str | None = None
    values: Mapping[str, Values] = field(default_factory=dict)
    times: int = 1
    implies: Values = field(default_factory=dict)
    _by_key: Mapping[str, Values] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {fold(content): says for content, says in self.values.items()})

    def meaning_of(self, content: str) -> Values | None:
        """What a content says by `values`, whatever its case and accents; None when it is not named there."""
        return self._by_key.get(fold(content))

    def facts(self) -> frozenset[str]:
        """Every fact that this column can set."""
        named = {name for values in self.values.values() for name in values} | set(self.implies)
        return frozenset(named | ({self.fact} if self.fact else set()))


@dataclass(frozen=True, slots=True)
class Commune:
    """Where the commune stands: in a column, in the section rows, or in neither (one text for the whole list)."""

    column: str | None = None
    in_sections: bool = False
    constant: str = ""


@dataclass(frozen=True, slots=True)
class ListMapping:
    """How one list is read.

    Attributes:
        vouched: facts of which the list is complete: blank in all their columns means this value.
        blanks: marks that mean the same as an empty cell.
        ignored: columns that say nothing to the law, named so that a new column is noticed.
        doubts: remarks for whoever edits a proposal; not part of the mapping's meaning.
    """

    id_column: str | None = None
    id_kind: IdKind = "cccd"
    name: str | None = None
    household: str | None = None
    commune: Commune = Commune()
    claimed: str | None = None
    columns: tuple[MappedColumn, ...] = ()
    vouched: Values = field(default_factory=dict)
    blanks: tuple[str, ...] = DEFAULT_BLANKS
    ignored: tuple[str, ...] = ()
    sheet: str | None = None
    doubts: tuple[str, ...] = field(default=(), compare=False)

    def named_columns(self) -> dict[str, str]:
        """Every column that the mapping names, with the field that names it."""
        single = {"id": self.id_column, "name": self.name, "household": self.household}
        single |= {"commune": self.commune.column, "claimed": self.claimed}
        named = {column: where for where, column in single.items() if column}
        named |= dict.fromkeys(self.ignored, "ignored")
        return named | {item.column: "columns" for item in self.columns}

    def facts(self) -> frozenset[str]:
        """Every fact that some column can set. All others are unknown for the whole list."""
        return frozenset().union(*(item.facts() for item in self.columns))

    def headings(self) -> tuple[str, ...]:
        """The headings that help to find the header of the list."""
        return tuple(self.named_columns())

    def unnamed(self, table: Table) -> tuple[str, ...]:
        """The table's columns that the mapping does not mention: to be shown, never passed over in silence."""
        named = self.named_columns()
        return tuple(column.name for column in table.columns if column.name not in named)
