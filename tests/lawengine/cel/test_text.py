"""What an expression mentions, and its canonical text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lawengine.cel.parse import LONGEST, parse
from lawengine.cel.text import free_names, member_fields, unparse
from lawengine.cel.tree import Lit, Name, Neg, Node
from tests.lawengine.cel.strategies import expressions, result_types


def placeless(node: Node) -> Node:
    """The same tree with every position 0."""
    changes: dict[str, Any] = {"pos": 0}
    for name in node.__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            changes[name] = placeless(value)
        elif isinstance(value, tuple):
            changes[name] = tuple(map(placeless, value))
    return replace(node, **changes)


@pytest.mark.parametrize(
    ("text", "names", "fields"),
    [
        ("1 + 2", set(), set()),
        ("age >= 60 && !pension", {"age", "pension"}, set()),
        ("social.rate * 2", {"social.rate"}, set()),
        ("members.exists(m, m.age > limit && m.ill)", {"members", "limit"}, {"age", "ill"}),
        ("members.exists(m, m.age > 3) && m == 1", {"members", "m"}, {"age"}),
        ("[1, x].filter(y, y == x)", {"x"}, set()),
        ("[m].exists(m, m)", {"m"}, set()),
        ("size(a.filter(m, m.b.size() == 1)) == c ? d in [e] : f", {"a", "c", "d", "e", "f"}, {"b"}),
    ],
)
def test_names_and_fields(text: str, names: set[str], fields: set[str]) -> None:
    assert free_names(parse(text)) == names
    assert member_fields(parse(text)) == fields


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a&&b||c", "a && b || c"),
        ("a && (b || c)", "a && (b || c)"),
        ("(a && b) || c", "a && b || c"),
        ("a && (b && c)", "a && (b && c)"),
        ("((a))", "a"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("a*(b+c)", "a * (b + c)"),
        ("(a + b) < c", "a + b < c"),
        ("(a < b) == c", "a < b == c"),
        ("a == (b < c)", "a == (b < c)"),
        ("!(a)", "!a"),
        ("!(a && b)", "!(a && b)"),
        ("!(!a)", "!(!a)"),
        ("!!a", "a"),
        ("-(5)", "-(5)"),
        ("-(-5)", "-(-5)"),
        ("- 5", "-5"),
        ("-a", "-a"),
        ("!-1", "!(-1)"),
        ("a - -1", "a - -1"),
        ("a/-2", "a / -2"),
        ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"),
        ("a ? (b ? c : d) : e", "a ? (b ? c : d) : e"),
        ("a ? b : (c ? d : e)", "a ? b : c ? d : e"),
        ("(a ? b : c) && d", "(a ? b : c) && d"),
        ("a || b ? c : d", "a || b ? c : d"),
        ('"it\'s"', r"'it\'s'"),
        (r"r'\d'", r"'\\d'"),
        (r"'\n\r\t\x00\x7f\u00e9'", r"'\n\r\t\x00\x7fé'"),
        ("0x10", "16"),
        ("[1,2 , ]", "[1, 2]"),
        ("[,]", "[]"),
        ("a.size()", "size(a)"),
        ("size((a))", "size(a)"),
        ("a.exists( m,m.x )", "a.exists(m, m.x)"),
        ("(a ? b : c).all(m, m)", "(a ? b : c).all(m, m)"),
        ("[1].filter(x, true).exists_one(x, false)", "[1].filter(x, true).exists_one(x, false)"),
        ("a in b == c", "a in b == c"),
        ("a in (b == c ? d : e)", "a in (b == c ? d : e)"),
        ("// why\ntrue", "true"),
        ("-1.size()", "size(-1)"),
        ("1.exists(x, x)", "(1).exists(x, x)"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert unparse(parse(text)) == canonical
    assert placeless(parse(canonical)) == placeless(parse(text))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(result_types.flatmap(expressions))
def test_text_and_tree_are_one(node: Node) -> None:
    text = unparse(node)
    assume(len(text) <= LONGEST)
    assert placeless(parse(text)) == node
    assert unparse(parse(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_string_survives(value: str) -> None:
    text = unparse(Lit(value))
    assert parse(text) == Lit(value)
    assert "\n" not in text


@given(st.integers(-(2**63), 2**63 - 1))
def test_every_integer_survives(value: int) -> None:
    assert parse(unparse(Lit(value))) == Lit(value)


def test_a_sign_in_front_of_a_name_stays() -> None:
    assert unparse(Neg(Neg(Name("a")))) == "-(-a)"
    assert unparse(Lit(True)) == "true"
    assert unparse(Lit(False)) == "false"
