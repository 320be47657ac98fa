"""Folding: an expression of a law file with derived facts and parameters put in, positions dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import (
    And,
    Arith,
    Compare,
    Comparison,
    Field,
    If,
    In,
    ListLit,
    Lit,
    Members,
    Name,
    Neg,
    Node,
    Not,
    Or,
    Size,
)

_Folder = Callable[[Node], Node]
FLIPPED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def fold(node: Node, catalogue: Catalogue, parameters: Mapping[str, int | None], var: str | None = None) -> Node:
    """The expression that executors see. A parameter without a value stays a name: executors read it as unknown.

    Literals are moved to the right of a comparison, and `age in [1, 2]` becomes comparisons, so that an executor meets
    a date-derived fact in one shape only. With `var`, facts are those of that bound member: `m.both_parents_gone` is
    the expression of that fact with `m.` before each name.
    """

    def go(item: Node) -> Node:
        match item:
            case Lit():
                return Lit(item.value)
            case Name():
                return _name(item, catalogue, parameters, var, go)
            case Field():
                derived = catalogue.derived.get(item.name)
                if derived is not None and derived.node is not None:
                    return fold(derived.node, catalogue, parameters, item.var)
                return Field(item.var, item.name)
            case ListLit():
                return ListLit(tuple(map(go, item.items)))
            case Not() | Neg() | Size():
                return replace(item, arg=go(item.arg), pos=0)
            case And() | Or() | Arith():
                return replace(item, left=go(item.left), right=go(item.right), pos=0)
            case Compare():
                return _compare(item.op, go(item.left), go(item.right))
            case In():
                return _member_of(go(item.item), go(item.items), catalogue)
            case If():
                return If(go(item.test), go(item.then), go(item.other))
            case _:
                return Members(item.kind, go(item.range), item.var, go(item.body))

    return go(node)


def _name(item: Name, catalogue: Catalogue, parameters: Mapping[str, int | None], var: str | None, go: _Folder) -> Node:
    value = parameters.get(item.name)
    if value is not None:
        return Lit(value)
    derived = catalogue.derived.get(item.name)
    if derived is not None and derived.node is not None:
        return go(derived.node)
    own = item.name in catalogue.facts or derived is not None
    return Field(var, item.name) if var is not None and own else Name(item.name)


def _compare(op: Comparison, left: Node, right: Node) -> Node:
    if isinstance(left, Lit) and not isinstance(right, Lit):
        return Compare(FLIPPED[op], right, left)
    return Compare(op, left, right)


def _member_of(item: Node, items: Node, catalogue: Catalogue) -> Node:
    if not is_interval(item, catalogue) or not isinstance(items, ListLit):
        return In(item, items)
    result: Node = Lit(False)
    for index, value in enumerate(items.items):
        equal = Compare("==", item, value)
        result = equal if index == 0 else Or(result, equal)
    return result


def is_interval(node: Node, catalogue: Catalogue) -> bool:
    """Is it a fact derived from a date, known only to lie between two values when the date is partial?"""
    if not isinstance(node, (Name, Field)):
        return False
    derived = catalogue.derived.get(node.name)
    return derived is not None and derived.how in ("years_since", "months_since")
