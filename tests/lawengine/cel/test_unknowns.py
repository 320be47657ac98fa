"""Unknown facts: Kleene's logic, the missing facts united, and nothing decided that a fact could still overturn."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawengine.cel.evaluate import CelEvalError, Unknown, Value, evaluate
from lawengine.cel.parse import parse
from lawengine.cel.tree import Node
from lawengine.cel.types import INT_MAX
from tests.lawengine.cel.strategies import bindings, expressions, result_types


def unknown(*facts: str) -> Unknown:
    return Unknown(frozenset(facts))


U, V = unknown("u"), unknown("v")
FAILS = "an error"
NAMES: dict[str, Value] = {
    "u": U,
    "v": V,
    "t": True,
    "f": False,
    "big": INT_MAX,
    "xs": [1, 2],
    "us": unknown("us"),
    "hole": [1, unknown("hole")],
}
TABLE: list[tuple[str, Any]] = [
    ("u && t", U),
    ("t && u", U),
    ("u && f", False),
    ("f && u", False),
    ("u || t", True),
    ("t || u", True),
    ("u || f", U),
    ("f || u", U),
    ("!u", U),
    ("!(!u)", U),
    ("u && v", unknown("u", "v")),
    ("u || v", unknown("u", "v")),
    ("u && u", U),
    ("(u || true) && v", V),
    ("(u && false) || v", V),
    ("u && v && false", False),
    ("u || v || true", True),
    ("u && big + 1 > 0", U),
    ("big + 1 > 0 && u", U),
    ("u || big + 1 > 0", U),
    ("big + 1 > 0 || u", U),
    ("u && big + 1 > 0 && false", False),
    ("u == 1", U),
    ("1 != u", U),
    ("u < v", unknown("u", "v")),
    ("u == u", U),
    ("u + 1", U),
    ("-u", U),
    ("1 - u * v", unknown("u", "v")),
    ("u * 0", U),
    ("u / 2", U),
    ("u % 2", U),
    ("u + (big + 1)", FAILS),
    ("(big + 1) == u", FAILS),
    ("[u, big + 1]", FAILS),
    ("u in [big + 1]", FAILS),
    ("u ? 1 : 2", U),
    ("u ? v : v", U),
    ("u ? 1 : 1", U),
    ("t ? 1 : u", 1),
    ("f ? u : 2", 2),
    ("t ? u : 2", U),
    ("u ? big + 1 : 2", U),
    ("big + 1 > 0 ? u : 2", FAILS),
    ("[1, u]", U),
    ("[u, v]", unknown("u", "v")),
    ("u in [1]", U),
    ("1 in [1, u]", U),
    ("1 in us", unknown("us")),
    ("u in us", unknown("u", "us")),
    ("1 in hole", unknown("hole")),
    ("hole", unknown("hole")),
    ("hole == [1]", unknown("hole")),
    ("size(hole)", unknown("hole")),
    ("size(us)", unknown("us")),
    ("us.exists(x, true)", unknown("us")),
    ("us.filter(x, true)", unknown("us")),
    ("hole.all(x, x == 1)", unknown("hole")),
    ("xs.exists(x, u)", U),
    ("xs.exists(x, x == 1 || u)", True),
    ("xs.all(x, x == 1 && u)", False),
    ("xs.exists(x, x == 3 && u)", False),
    ("xs.exists(x, x == u)", U),
    ("xs.exists(x, x == 1 ? u : v)", unknown("u", "v")),
    ("xs.filter(x, u)", U),
    ("xs.filter(x, x == 1 && u)", U),
    ("xs.filter(x, u && false)", []),
    ("size(xs.filter(x, u || true))", 2),
    ("xs.exists_one(x, u)", U),
    ("xs.exists_one(x, x == 1 ? true : u)", U),
    ("[1, 2, 3].exists_one(x, x < 3 || u)", U),
    ("[1, 2].filter(x, x == 1 ? u : x + big > 0)", FAILS),
    ("[1, 2].exists_one(x, x == 1 ? u : x + big > 0)", FAILS),
    ("[1, 2].exists(x, x == 1 ? u : x + big > 0)", U),
    ("[].exists(x, u)", False),
    ("[].all(x, u)", True),
    ("[].filter(x, u)", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_table(text: str, expected: Any) -> None:
    found = evaluate(parse(text), NAMES)
    if expected == FAILS:
        assert isinstance(found, CelEvalError)
    else:
        assert found == expected
        assert type(found) is type(expected)


HOUSE: dict[str, Value] = {
    "members": [
        {"age": 76, "ill": unknown("p1.ill")},
        {"age": 9, "ill": unknown("p2.ill")},
        {"age": unknown("p3.age"), "ill": False},
    ]
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("members.exists(m, m.age > 70)", True),
        ("members.exists(m, m.age > 70 && m.ill)", unknown("p1.ill")),
        ("members.exists(m, m.age < 16 && m.ill)", unknown("p2.ill")),
        ("members.exists(m, m.ill)", unknown("p1.ill", "p2.ill")),
        ("members.all(m, m.age < 80)", unknown("p3.age")),
        ("members.all(m, m.age < 16)", False),
        ("members.exists(m, m.age == 76 ? m.ill : false)", unknown("p1.ill", "p3.age")),
        ("size(members)", 3),
        ("size(members.filter(m, m.age < 16))", unknown("p3.age")),
        ("size(members.filter(m, m.age < 16 && m.age > 16))", unknown("p3.age")),
        ("members.exists_one(m, m.age > 70 || m.ill)", unknown("p2.ill", "p3.age")),
    ],
)
def test_a_missing_fact_names_its_member(text: str, expected: Any) -> None:
    assert evaluate(parse(text), HOUSE) == expected


def test_an_unknown_member_is_unknown_in_every_field() -> None:
    names: dict[str, Value] = {"members": unknown("members")}
    assert evaluate(parse("members.exists(m, m.age > 70) || size(members) > 2"), names) == unknown("members")


typed = result_types.flatmap(expressions)


def _hidden(names: dict[str, Any], hide: frozenset[str]) -> dict[str, Value]:
    """The same values with some facts unknown; a member's fact is named by its place in the list."""
    members = [
        {fact: unknown(f"{place}.{fact}") if f"{place}.{fact}" in hide else value for fact, value in member.items()}
        for place, member in enumerate(names["members"])
    ]
    return {name: unknown(name) if name in hide else members if name == "members" else names[name] for name in names}


def _facts(names: dict[str, Any]) -> list[str]:
    return [*names, *(f"{place}.{fact}" for place, member in enumerate(names["members"]) for fact in member)]


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, CelEvalError) or isinstance(other, CelEvalError):
        return type(one) is type(other)
    return type(one) is type(other) and one == other


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(typed, bindings, st.data())
def test_no_fact_overturns_what_was_decided_without_it(node: Node, names: dict[str, Any], data: st.DataObject) -> None:
    hide = frozenset(data.draw(st.sets(st.sampled_from(_facts(names)))))
    before = evaluate(node, _hidden(names, hide))
    whole = evaluate(node, names)
    assert not isinstance(whole, Unknown)
    if isinstance(before, Unknown):
        assert before.facts <= hide
        assert before.facts
    else:
        assert _same(before, whole)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(typed, bindings, st.data())
def test_facts_that_are_not_named_as_missing_do_not_help(
    node: Node, names: dict[str, Any], data: st.DataObject
) -> None:
    hide = frozenset(data.draw(st.sets(st.sampled_from(_facts(names)), min_size=1)))
    before = evaluate(node, _hidden(names, hide))
    if isinstance(before, Unknown):
        assert evaluate(node, _hidden(names, before.facts)) == before


THREE: list[Value] = [True, False, U]


@pytest.mark.parametrize(("left", "right"), list(product(THREE, THREE)))
def test_de_morgan_holds_in_three_values(left: Value, right: Value) -> None:
    names = {"a": left, "b": right}
    assert evaluate(parse("!(a && b)"), names) == evaluate(parse("!a || !b"), names)
    assert evaluate(parse("!(a || b)"), names) == evaluate(parse("!a && !b"), names)
    assert evaluate(parse("[1, 2].all(x, x == 1 ? a : b)"), names) == evaluate(parse("a && b"), names)
    assert evaluate(parse("[1, 2].exists(x, x == 1 ? a : b)"), names) == evaluate(parse("a || b"), names)


def test_kleene_is_sound_and_not_complete() -> None:
    """Both branches would be true for any age, and it still stays unknown: the limit is known and documented."""
    assert evaluate(parse("age < 16 || age >= 16"), {"age": unknown("age")}) == unknown("age")
