"""Random well-typed expressions of the subset as trees, and random values for their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from lawengine.cel.tree import (
    And,
    Arith,
    Compare,
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
from lawengine.cel.types import BOOL, INT, INT_MAX, INT_MIN, STRING, Environment, Type, list_of, record

MEMBER = {"age": INT, "kin": STRING, "ill": BOOL}
MEMBERS = list_of(record(MEMBER))
NAMES: dict[str, Type] = {
    "poor": BOOL,
    "alone": BOOL,
    "age": INT,
    "social.rate": INT,
    "degree": STRING,
    "ward": STRING,
    "ages": list_of(INT),
    "codes": list_of(STRING),
    "marks": list_of(BOOL),
    "members": MEMBERS,
}
ENVIRONMENT = Environment(NAMES)

integers = st.one_of(
    st.integers(-3, 100),
    st.sampled_from([INT_MIN, INT_MIN + 1, -(2**32), 2**32, INT_MAX - 1, INT_MAX]),
    st.integers(INT_MIN, INT_MAX),
)
# Google's package cuts a bound string at a NUL; NUL has its own cases among the literals.
strings = st.one_of(
    st.sampled_from(
        ["", "a", "b", "poor", "đường", "\\", "'", '"', "\n\r\t\x01\x7f", "\u2028", "\U0001f431", "\uffff"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4),
)
SCALARS: dict[str, st.SearchStrategy[Any]] = {"bool": st.booleans(), "int": integers, "string": strings}


def values(kind: Type) -> st.SearchStrategy[Any]:
    """Values of a type, as JSON gives them."""
    if kind.item is not None:
        return st.lists(values(kind.item), max_size=3)
    if kind.kind == "record":
        return st.fixed_dictionaries({name: values(field) for name, field in kind.fields})
    return SCALARS[kind.kind]


bindings: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {name: values(kind) for name, kind in NAMES.items()}
)
result_types = st.sampled_from([BOOL, BOOL, BOOL, INT, STRING, list_of(INT), list_of(STRING), list_of(BOOL)])


@st.composite
def expressions(draw: st.DrawFn, kind: Type, depth: int = 4, bound: Type | None = None) -> Node:
    """A tree of type `kind`; inside a quantifier `bound` is the type of its variable `m`."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(leaves(kind, bound))
    return draw(st.sampled_from(MAKERS[str(kind)]))(draw, kind, depth - 1, bound)


@st.composite
def leaves(draw: st.DrawFn, kind: Type, bound: Type | None) -> Node:
    """A literal, a name, or a field of the bound member."""
    names: list[Node] = [Name(name) for name, found in NAMES.items() if found == kind]
    if bound == kind:
        names.append(Name("m"))
    if bound is not None and bound.kind == "record":
        names += [Field("m", name) for name, found in MEMBER.items() if found == kind]
    if names and draw(st.booleans()):
        return draw(st.sampled_from(names))
    if kind.item is not None:
        return ListLit(tuple(draw(st.lists(leaves(kind.item, bound), min_size=1, max_size=3))))
    return Lit(draw(values(kind)))


Maker = Callable[[st.DrawFn, Type, int, Type | None], Node]


def _not(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    return Not(draw(expressions(BOOL, depth, bound)))


def _neg(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    return Neg(draw(expressions(INT, depth, bound)))


def _junction(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    make = draw(st.sampled_from([And, Or]))
    return make(draw(expressions(BOOL, depth, bound)), draw(expressions(BOOL, depth, bound)))


def _compare(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    side = draw(st.sampled_from([BOOL, INT, INT, STRING, list_of(INT), list_of(STRING)]))
    ops = ["==", "!="] if side.item else ["==", "!=", "<", "<=", ">", ">="]
    return Compare(
        draw(st.sampled_from(ops)), draw(expressions(side, depth, bound)), draw(expressions(side, depth, bound))
    )


def _in(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    item = draw(st.sampled_from([BOOL, INT, STRING]))
    return In(draw(expressions(item, depth, bound)), draw(expressions(list_of(item), depth, bound)))


def _arith(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    op = draw(st.sampled_from(["+", "-", "*", "/", "%"]))
    left = draw(expressions(INT, depth, bound))
    if op in "/%":
        return Arith(op, left, Lit(draw(integers.filter(bool))))
    return Arith(op, left, draw(expressions(INT, depth, bound)))


def _if(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    return If(*(draw(expressions(part, depth, bound)) for part in (BOOL, kind, kind)))


def _quantifier(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    if bound is not None:  # quantifiers are not nested
        return _compare(draw, kind, depth, bound)
    item = draw(st.sampled_from([BOOL, INT, STRING, record(MEMBER), record(MEMBER)]))
    over: Node = Name("members") if item.kind == "record" else draw(expressions(list_of(item), depth, None))
    return Members(
        draw(st.sampled_from(["exists", "all", "exists_one"])), over, "m", draw(expressions(BOOL, depth, item))
    )


def _size(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    if bound is None and draw(st.booleans()):
        return Size(Members("filter", Name("members"), "m", draw(expressions(BOOL, depth, record(MEMBER)))))
    return Size(draw(expressions(list_of(draw(st.sampled_from([BOOL, INT, STRING]))), depth, bound)))


def _list(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    assert kind.item is not None
    return ListLit(tuple(draw(st.lists(expressions(kind.item, depth, bound), min_size=1, max_size=3))))


def _filter(draw: st.DrawFn, kind: Type, depth: int, bound: Type | None) -> Node:
    if bound is not None:
        return _list(draw, kind, depth, bound)
    return Members("filter", draw(expressions(kind, depth, None)), "m", draw(expressions(BOOL, depth, kind.item)))


MAKERS: dict[str, list[Maker]] = {
    "bool": [_not, _junction, _junction, _compare, _in, _if, _quantifier],
    "int": [_neg, _arith, _arith, _if, _size],
    "string": [_if],
    **{f"list({item})": [_list, _if, _filter] for item in ("bool", "int", "string")},
}

WORDS = [
    *(
        "poor",
        "age",
        "degree",
        "ages",
        "members",
        "social.rate",
        "m",
        "m.age",
        "m.kin",
        "nope",
        "[]",
        "[1, 2]",
        "['a']",
    ),
    *(
        "1",
        "-1",
        "0x1F",
        str(INT_MAX),
        str(INT_MIN),
        "'a'",
        '"b"',
        r"'\u00e9'",
        r"r'\d'",
        "true",
        "false",
        "null",
        "1.5",
    ),
    *("(", ")", "(", ")", "[", "]", ",", "!", "-", "&&", "||", "==", "!=", "<", "<=", ">", ">=", " in ", "+", "-", "*"),
    *("/ 2", "% -1", "/ 0", "?", ":", ".exists(m, ", ".all(m, ", ".filter(m, ", ".exists_one(m, ", ".size()", "size("),
    *(".", " ", "//k\n", "2u", "b'x'", "{", "if", "\\", "'"),
]
soup = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map("".join)
