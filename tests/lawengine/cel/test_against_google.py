"""Random expressions and random values: the same as Google's own CEL, or a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from cel_expr_python import cel
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lawengine.cel.check import check
from lawengine.cel.evaluate import CelEvalError, evaluate
from lawengine.cel.parse import LONGEST, parse
from lawengine.cel.play import Error, Outside, Value, evaluate_text
from lawengine.cel.text import unparse
from lawengine.cel.tree import Node
from lawengine.cel.types import Type
from tests.lawengine.cel.google import ERROR, Exact, google_environment, run
from tests.lawengine.cel.strategies import ENVIRONMENT, NAMES, bindings, expressions, result_types, soup


def theirs(kind: Type) -> cel.Type:
    """One of our types for Google; records are maps there."""
    if kind.item is not None:
        return cel.Type.List(theirs(kind.item))
    if kind.kind == "record":
        return cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    return {"bool": cel.Type.BOOL, "int": cel.Type.INT, "string": cel.Type.STRING, "any": cel.Type.DYN}[kind.kind]


GOOGLE = google_environment({name: theirs(kind) for name, kind in NAMES.items()})
typed = result_types.flatmap(lambda kind: st.tuples(st.just(kind), expressions(kind)))


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(typed, bindings)
def test_well_typed_expressions_have_googles_type_and_value(
    expression: tuple[Type, Node], names: dict[str, Any]
) -> None:
    kind, node = expression
    text = unparse(node)
    assume(len(text) <= LONGEST)
    assert check(parse(text), ENVIRONMENT) == kind
    assert GOOGLE.compile(text).return_type() == theirs(kind)
    value = evaluate(node, names)
    assert run(GOOGLE, text, names) == (ERROR if isinstance(value, CelEvalError) else Exact(value))


def agree(text: str, names: dict[str, Any]) -> None:
    """No answer, or Google's; an error only where Google refuses the text both with its checker and without."""
    outcome = evaluate_text(text, names)
    if isinstance(outcome, Outside):
        return
    known = google_environment({name: _declared(value) for name, value in names.items()})
    checked = run(known, text, names)
    unchecked = run(known, text, names, checked=False)
    if isinstance(outcome, Value):
        assert checked == Exact(outcome.value)
        assert "social.rate" in text or unchecked == checked  # Google finds a dotted name only when it checks
    else:
        assert isinstance(outcome, Error)
        assert checked == unchecked == ERROR


@settings(max_examples=800, suppress_health_check=[HealthCheck.too_slow])
@given(soup, bindings)
def test_no_text_has_another_answer_than_googles(text: str, names: dict[str, Any]) -> None:
    agree(text, names)


def _declared(value: object) -> cel.Type:
    """What the binding shows of its type: an empty list may hold anything."""
    if isinstance(value, list):
        return cel.Type.List(_declared(value[0]) if value else cel.Type.DYN)
    if isinstance(value, dict):
        return theirs(NAMES["members"].item or NAMES["members"])
    return theirs(NAMES["poor" if isinstance(value, bool) else "age" if isinstance(value, int) else "degree"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(typed, st.data())
def test_one_changed_character_changes_no_meaning_unnoticed(expression: tuple[Type, Node], data: st.DataObject) -> None:
    text = unparse(expression[1])
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(
        st.sampled_from(["", " ", "(", ")", "'", '"', "\\", "-", "!", ".", "?", "0", "x", "\n", "//", "é"])
    )
    names = data.draw(bindings)
    agree(text[:place] + other + text[place + 1 :], names)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_google_knows_the_names(name: str) -> None:
    assert GOOGLE.compile(name).return_type() == theirs(NAMES[name])
