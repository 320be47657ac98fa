"""The interpreter where the checker was passed by: an error as a value, or a refusal, never Python's own idea."""

from __future__ import annotations

from typing import Any

import pytest

from lawengine.cel.errors import OutsideSubset
from lawengine.cel.evaluate import CelEvalError, Unknown, evaluate
from lawengine.cel.parse import parse
from lawengine.cel.tree import Arith, Field, Lit
from tests.lawengine.cel.google import ERROR, Exact, google

NAMES: dict[str, Any] = {"b": True, "i": 1, "s": "x", "li": [1, 2], "m": [{"age": 1}, {"age": 2}]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true == 1", False),
        ("1 == true", False),
        ("0 != false", True),
        ("'1' == 1", False),
        ("[1] == [true]", False),
        ("[1] == 1", False),
        ("[0, 1] == [false, true]", False),
        ("true in [1, 2]", False),
        ("1 in [true]", False),
        ("0 in [false, 0]", True),
        ("false && 1", False),
        ("1 || true", True),
        ("true ? 'a' : 1", "a"),
        ("nope || true", True),
        ("false && nope", False),
        ("li.exists(x, x == 2 || 1)", True),
        ("[1, 'a', true].filter(x, x == 1)", [1]),
        ("m.exists(x, x.age == 2 || x.nope)", True),
    ],
)
def test_types_are_never_mixed_up(text: str, expected: Any) -> None:
    found = evaluate(parse(text), NAMES)
    assert Exact(found) == Exact(expected)
    assert google(text, NAMES, checked=False) == Exact(expected)


@pytest.mark.parametrize(
    "text",
    [
        "true && 1",
        "'a' || false",
        "1 && nope",
        "!1",
        "!'a'",
        "-true",
        "-'a'",
        "true + 1",
        "1 + true",
        "'a' - 'a'",
        "'a' + 1",
        "[1] + 1",
        "true < 1",
        "1 < 'a'",
        "[1] < [2]",
        "1 ? 2 : 3",
        "1 in 1",
        "'a' in 'abc'",
        "size(1)",
        "size(true)",
        "i.exists(x, true)",
        "s.all(x, true)",
        "li.exists(x, x)",
        "li.all(x, 'a')",
        "li.filter(x, x)",
        "li.exists_one(x, 'a')",
        "li.exists(x, x.age)",
        "m.exists(x, x.nope)",
        "nope",
    ],
)
def test_an_error_is_a_value(text: str) -> None:
    found = evaluate(parse(text), NAMES)
    assert isinstance(found, CelEvalError)
    assert found.template
    assert google(text, NAMES, checked=False) == ERROR


@pytest.mark.parametrize(
    "text",
    [
        "'a' + 'b'",
        "[1] + [2]",
        "size('abc')",
        "m.exists(x, size(x) == 1)",
        "m == m",
        "m != [] && m == m",
        "m in [m]",
        "m.exists(x, 'age' in x)",
        "m.exists(x, x == x)",
    ],
)
def test_what_cel_could_do_is_refused(text: str) -> None:
    with pytest.raises(OutsideSubset):
        evaluate(parse(text), NAMES)
    assert google(text, NAMES) != ERROR


def test_a_record_is_not_gone_through() -> None:
    with pytest.raises(OutsideSubset, match="not through fields"):
        evaluate(parse("it.exists(k, k == 'age')"), {"it": {"age": 1}})


def test_division_by_zero_is_an_error_if_a_tree_holds_it() -> None:
    assert evaluate(Arith("/", Lit(1), Lit(0)), {}) == CelEvalError("division by zero", 0)
    assert evaluate(Arith("%", Lit(1), Lit(0), 4), {}) == CelEvalError("division by zero", 4)


def test_a_field_without_its_quantifier_is_an_error() -> None:
    assert isinstance(evaluate(Field("m", "age"), {"m": {"age": 3}}), CelEvalError)


def test_an_item_that_is_itself_an_error_or_unknown_stays_so() -> None:
    error, hole = CelEvalError("broken", 0), Unknown(frozenset(("m",)))
    assert evaluate(parse("m.exists(x, x.age > 1)"), {"m": error}) == error
    assert evaluate(parse("m.exists(x, x.age > 1)"), {"m": [error]}) == error
    assert evaluate(parse("m.exists(x, x.age > 1)"), {"m": [hole]}) == hole
