"""The tree of an expression: what every executor (closure, batch, SQL text) is generated from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import assert_never

Comparison = OneOf["==", "!=", "<", "<=", ">", ">="]
Arithmetic = OneOf["+", "-", "*", "/", "%"]
Quantifier = OneOf["exists", "all", "exists_one", "filter"]


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """A constant: bool, int (64 bit) or str. `true` and `1` are different, though Python calls them equal."""

    value: bool | int | str
    pos: int = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lit):
            return NotImplemented
        return self.value == other.value and type(self.value) is type(other.value) and self.pos == other.pos

    def __hash__(self) -> int:
        return hash((type(self.value), self.value, self.pos))


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a parameter with a dotted name (`social.standard_rate`), or a bound variable."""

    name: str
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A fact of the bound member: `m.age` is Field('m', 'age')."""

    var: str
    name: str
    pos: int = 0


@dataclass(frozen=True, slots=True)
class ListLit:
    """`[1, 2]`: the items of a list, as written."""

    items: tuple[Node, ...]
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """`!arg`."""

    arg: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Neg:
    """`-arg`; a negative integer as written is a `Lit`."""

    arg: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """`left && right`."""

    left: Node
    right: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Or:
    """`left || right`."""

    left: Node
    right: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`: a comparison of two values of one type."""

    op: Comparison
    left: Node
    right: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class In:
    """`item in items`."""

    item: Node
    items: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Arith:
    """`left op right`: integer arithmetic."""

    op: Arithmetic
    left: Node
    right: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class If:
    """`test ? then : other`."""

    test: Node
    then: Node
    other: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Members:
    """`range.exists(var, body)`, `.all`, `.exists_one`, `.filter`; `range` is `members` in law files, else any list."""

    kind: Quantifier
    range: Node
    var: str
    body: Node
    pos: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """`size(list)` or `list.size()`: number of items."""

    arg: Node
    pos: int = 0


Node = Lit | Name | Field | ListLit | Not | Neg | And | Or | Compare | In | Arith | If | Members | Size


def children(node: Node) -> Iterator[Node]:
    """The direct sub-expressions of `node`, left to right."""
    match node:
        case Lit() | Name() | Field():
            return
        case ListLit():
            yield from node.items
        case Not() | Neg() | Size():
            yield node.arg
        case And() | Or() | Compare() | Arith():
            yield node.left
            yield node.right
        case In():
            yield node.item
            yield node.items
        case If():
            yield node.test
            yield node.then
            yield node.other
        case Members():
            yield node.range
            yield node.body
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)
