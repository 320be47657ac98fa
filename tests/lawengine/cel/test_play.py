"""The door for trying the language out: bindings as JSON gives them, and what they are taken for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawengine.cel.play import Error, Outside, Value, evaluate_text
from lawengine.cel.types import ANY, BOOL, INT, STRING, Type, list_of, record


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, BOOL),
        (0, INT),
        (2**63 - 1, INT),
        (-(2**63), INT),
        ("", STRING),
        ([], list_of(ANY)),
        ([1, 2], list_of(INT)),
        ([True], list_of(BOOL)),
        (["a", "b"], list_of(STRING)),
        ([{}], list_of(record({}))),
        ([{"a": 1, "b": "x"}, {"b": "y", "a": 2}], list_of(record({"a": INT, "b": STRING}))),
    ],
)
def test_a_binding_has_a_type(value: object, kind: Type) -> None:
    assert evaluate_text("x", {"x": value}) == Value(kind, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("x", 1.0, "x is a fraction"),
        ("x", None, "x is null"),
        ("x", {"a": 1}, "x is an object"),
        ("x", [None], "x is null"),
        ("x", [1.5], "x is a fraction"),
        ("x", [[1]], "x is a list in a list"),
        ("x", (1,), "x is tuple"),
        ("x", 2**63, "x is beyond the 64-bit integers"),
        ("x", -(2**63) - 1, "x is beyond"),
        ("x", [2**63], "x is beyond"),
        ("x", [1, "a"], "x mixes int and string"),
        ("x", [1, True], "x mixes int and bool"),
        ("x", [{"a": 1}, 2], "x is an object"),
        ("x", [2, {"a": 1}], "x is an object"),
        ("x", [{"a": 1}, {"b": 1}], "the objects of x have different fields"),
        ("x", [{"a": 1}, {"a": 1, "b": 1}], "the objects of x have different fields"),
        ("x", [{"a": 1}, {"a": "b"}], "x.a mixes int and string"),
        ("x", [{"a": [1]}], "x.a is a list in a list"),
        ("x", [{"a": {"b": 1}}], "x.a is an object"),
        ("x", [{"a": None}], "x.a is null"),
        ("x", "\ud800", "x holds half of a surrogate pair"),
        ("x-y", 1, "'x-y' cannot be a name"),
        ("", 1, "'' cannot be a name"),
        ("x.", 1, "'x.' cannot be a name"),
        ("1x", 1, "'1x' cannot be a name"),
    ],
)
def test_a_binding_outside_the_subset_is_named(name: str, value: object, says: str) -> None:
    outcome = evaluate_text("true", {name: value})
    assert isinstance(outcome, Outside)
    assert says in outcome.reason
    assert outcome.position == 0


def test_the_three_outcomes() -> None:
    assert evaluate_text("age >= 60", {"age": 76}) == Value(BOOL, True)
    outside = evaluate_text("age + 1.5", {"age": 76})
    assert isinstance(outside, Outside)
    assert (outside.position, outside.reason.split(" ")[0]) == (6, "numbers")
    wrong = evaluate_text("age >=", {"age": 76})
    assert isinstance(wrong, Error)
    assert (wrong.position, wrong.reason) == (6, "the expression ends too early")
    failed = evaluate_text("1 + age * 2", {"age": 2**62})
    assert isinstance(failed, Error)
    assert (failed.position, failed.reason) == (8, "the result is beyond the 64-bit integers")
    unknown = evaluate_text("1 + aeg", {"age": 1})
    assert isinstance(unknown, Error)
    assert (unknown.position, unknown.reason) == (4, "there is no aeg; did you mean age?")


@pytest.mark.parametrize(
    ("text", "bindings"),
    [("y", {"x.y": True}), ("y", {"x.y": True, "y": False}), ("1 + y", {"a.b.y": 1, "y": 2}), ("b.y", {"a.b.y": 1})],
)
def test_a_name_that_a_container_could_change_is_refused(text: str, bindings: dict[str, Any]) -> None:
    outcome = evaluate_text(text, bindings)
    assert isinstance(outcome, Outside)
    assert "could also mean" in outcome.reason


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=8,
)


@given(st.text(), st.dictionaries(st.one_of(st.text(), st.sampled_from("abc")), json_values, max_size=3))
def test_nothing_raises(text: str, bindings: dict[str, Any]) -> None:
    outcome = evaluate_text(text, bindings)
    assert isinstance(outcome, (Value, Outside, Error))
    assert isinstance(outcome, Value) or outcome.reason


@given(json_values)
def test_what_comes_back_is_what_went_in(value: object) -> None:
    value = json.loads(json.dumps(value))
    outcome = evaluate_text("x", {"x": value})
    assert isinstance(outcome, Outside) or (isinstance(outcome, Value) and outcome.value == value)
