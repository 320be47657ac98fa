"""Everything outside the subset is refused, with a place and a sentence; Google is asked that it never answers otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from lawengine.cel.errors import CelSyntaxError, OutsideSubset
from lawengine.cel.parse import parse
from lawengine.cel.play import Error, Outside, evaluate_text
from tests.lawengine.cel.google import ERROR, google

OUTSIDE_AT_PARSE = [
    ("1.0", 0, "fraction"),
    ("x == 1.5e3", 5, "fraction"),
    ("1e3", 0, "fraction"),
    (".5", 0, "fraction"),
    ("-2.3e+1", 1, "fraction"),
    ("a.5", 1, "fraction"),
    ("1u", 0, "unsigned"),
    ("0x1FU", 0, "unsigned"),
    ("2 + 123U", 4, "unsigned"),
    ("null", 0, "unknown by itself"),
    ("x == null", 5, "null"),
    ("{}", 0, "maps and messages"),
    ("{'a': 1}.a", 0, "maps and messages"),
    ("Person{age: 3}", 6, "maps and messages"),
    ("a.`b-c`", 2, "backquotes"),
    ("a[0]", 1, "by number"),
    ("[1, 2][0]", 6, "by number"),
    ("f(x)[0]", 0, "f(…)"),
    ("(a)[0]", 3, "by number"),
    ("m.exists(x, x.a[0] == 1)", 15, "by number"),
    ("f(x)", 0, "f(…) is not used"),
    ("has(m.age)", 0, "has(…)"),
    ("dyn(1)", 0, "dyn(…)"),
    ("int('1')", 0, "int(…)"),
    ("timestamp('2026-01-01T00:00:00Z')", 0, "timestamp(…)"),
    ("duration('1s')", 0, "duration(…)"),
    ("type(1) == type(2)", 0, "type(…)"),
    ("size()", 0, "size takes one list"),
    ("size(a, b)", 0, "size takes one list"),
    ("a.size(b)", 2, "size takes one list"),
    ("exists(a, a)", 0, "exists(…)"),
    ("'abc'.startsWith('a')", 6, "startsWith(…)"),
    ("'abc'.contains('a')", 6, "contains(…)"),
    ("'abc'.matches('a')", 6, "matches(…)"),
    ("a.b.c(1)", 4, "c(…)"),
    ("[1].map(x, x + 1)", 4, "map(…)"),
    ("[1].existsOne(x, x == 1)", 4, "existsOne(…)"),
    ("[1].transformList(i, v, v)", 4, "transformList(…)"),
    ("[1].exists(x)", 11, "exists takes a variable"),
    ("[1].exists()", 11, "exists takes a variable"),
    ("[1].exists(x.y, true)", 11, "exists takes a variable"),
    ("[1].exists((x), true)", 11, "exists takes a variable"),
    ("[1].all(1, true)", 8, "all takes a variable"),
    ("[1].exists(i, v, v > 0)", 4, "exists takes a variable"),
    ("[1].filter(true, true)", 11, "filter takes a variable"),
    ("[1].exists(x, [2].exists(y, y == x))", 18, "inside another quantifier"),
    ("[1].exists(x, size([2].filter(y, y == x)) == 1)", 23, "inside another quantifier"),
    ("m.exists(x, x.all(y, y > 0))", 14, "inside another quantifier"),
    (".a", 0, "does not begin with a dot"),
    ("1 + .a.b", 4, "does not begin with a dot"),
    ("(a).b", 4, "only a bound member has fields"),
    ("[1].a", 4, "only a bound member has fields"),
    ("'a'.b", 4, "only a bound member has fields"),
    ("true.b", 5, "only a bound member has fields"),
    ("1.b", 2, "only a bound member has fields"),
    ("m.exists(x, x.a.b)", 16, "only a bound member has fields"),
    ("m.exists(x, (x).a)", 16, "only a bound member has fields"),
    ("__result__", 0, "two underscores"),
    ("[1].exists(__x, true)", 11, "two underscores"),
    ("x / 0", 2, "/ is followed by an integer other than 0"),
    ("x % 0", 2, "% is followed by"),
    ("x / -0", 2, "/ is followed by"),
    ("x / 0x0", 2, "/ is followed by"),
    ("x / y", 2, "/ is followed by"),
    ("x % (1 + 1)", 2, "% is followed by"),
    ("x / -(2)", 2, "/ is followed by"),
    ("x / true", 2, "/ is followed by"),
    ("x / 'a'", 2, "/ is followed by"),
    ("1 / 2 / y", 6, "/ is followed by"),
    *((f"{word} == 1", 0, "reserved word") for word in ("as", "break", "const", "continue", "else", "for", "function")),
    *((f"1 == {word}", 5, "reserved word") for word in ("if", "import", "let", "loop", "package", "namespace")),
    *((f"a.{word}", 2, "reserved word") for word in ("return", "var", "void", "while")),
    ("[1].exists(if, true)", 11, "reserved word"),
    *((word, 0, "a type of CEL") for word in ("bool", "bytes", "double", "duration", "dyn", "int", "list", "map")),
    *((word, 0, "a type of CEL") for word in ("null_type", "string", "timestamp", "type", "uint")),
]

SYNTAX = [
    ("", 0, "ends too early"),
    (" // only a comment", 18, "ends too early"),
    ("1 +", 3, "ends too early"),
    ("(1", 2, "ends too early"),
    ("[1", 2, "ends too early"),
    ("!", 1, "ends too early"),
    ("-", 1, "ends too early"),
    ("a.", 2, "ends too early"),
    ("a ? b", 5, "ends too early"),
    ("a ? b :", 7, "ends too early"),
    ("a.exists(", 9, "ends too early"),
    ("a.exists(x", 10, "ends too early"),
    ("a.exists(x,", 11, "ends too early"),
    ("a.exists(x, x", 13, "ends too early"),
    ("size(a", 6, "ends too early"),
    ("a.size(", 7, "ends too early"),
    ("1)", 1, ") has no place here"),
    ("]", 0, "] has no place here"),
    ("1 2", 2, "2 has no place here"),
    ("1 x", 2, "x has no place here"),
    ("0X1F", 1, "X1F has no place here"),
    ("1 = 1", 2, "'=' has no place here"),
    ("a & b", 2, "'&' has no place here"),
    ("a | b", 2, "'|' has no place here"),
    ("a === b", 4, "'=' has no place here"),
    ("a; b", 1, "';' has no place here"),
    ("@a", 0, "'@' has no place here"),
    ("#a", 0, "'#' has no place here"),
    ("tuổi >= 60", 2, "'ổ' has no place here"),
    ("1\v", 1, "has no place here"),
    ("1\u00a0+ 1", 1, "has no place here"),
    ("\ufeff1", 0, "has no place here"),
    ("1 ++ 2", 3, "+ has no place here"),
    ("* 2", 0, "* has no place here"),
    ("1 && && 2", 5, "&& has no place here"),
    ("a and b", 2, "and has no place here"),
    ("true false", 5, "false has no place here"),
    ("in", 0, "in has no place here"),
    ("a in", 4, "ends too early"),
    ("a.in", 2, "in has no place here"),
    ("a.true", 2, "true has no place here"),
    ("a..b", 2, ". has no place here"),
    ("a.(b)", 2, "( has no place here"),
    ("a.1", 1, None),
    ("[1,,]", 3, ", has no place here"),
    ("[,1]", 2, "1 has no place here"),
    ("[,,]", 2, ", has no place here"),
    ("[1 2]", 3, "2 has no place here"),
    ("a ? b ? c : d : e", 6, "? has no place here"),
    ("a ? b : c : d", 10, ": has no place here"),
    ("!-x", 1, "- has no place here"),
    ("-!x", 1, "! has no place here"),
    ("!--1", 1, "- has no place here"),
    ("! - x", 2, "- has no place here"),
    ("a.exists(x, )", 12, ") has no place here"),
    ("[1].all(x, x > 0 x)", 17, "x has no place here"),
    ("()", 1, ") has no place here"),
    ("9223372036854775808", 0, "beyond the 64-bit integers"),
    ("-9223372036854775809", 0, "beyond the 64-bit integers"),
    ("--9223372036854775808", 2, "beyond the 64-bit integers"),
    ("-(9223372036854775808)", 2, "beyond the 64-bit integers"),
    ("1 - 9223372036854775808", 4, "beyond the 64-bit integers"),
    ("0x8000000000000000", 0, "beyond the 64-bit integers"),
    ("-0x8000000000000001", 0, "beyond the 64-bit integers"),
    ("9" * 1900, 0, "beyond the 64-bit integers"),
]


@pytest.mark.parametrize(("text", "pos", "says"), OUTSIDE_AT_PARSE)
def test_outside_the_subset(text: str, pos: int, says: str) -> None:
    with pytest.raises(OutsideSubset) as caught:
        parse(text)
    assert says in str(caught.value)
    assert caught.value.pos == pos
    assert str(caught.value).startswith(f"position {pos + 1}: ")


@pytest.mark.parametrize(("text", "pos", "says"), SYNTAX)
def test_no_cel_at_all(text: str, pos: int, says: str | None) -> None:
    if says is None:
        with pytest.raises(OutsideSubset):
            parse(text)
    else:
        with pytest.raises(CelSyntaxError) as caught:
            parse(text)
        assert says in str(caught.value)
        assert caught.value.pos == pos
        assert isinstance(evaluate_text(text, {}), Error)
    assert google(text, {"a": 1, "b": True, "x": 2}) == ERROR


BINDINGS: dict[str, Any] = {"i": 3, "s": "x", "b": True, "li": [1, 2], "m": [{"age": 3}], "x.y": 1, "dm.age": 1}
TYPE_ERRORS = [
    "1 + 'a'",
    "'a' - 'b'",
    "'a' * 2",
    "[1] - [1]",
    "true + true",
    "1 + true",
    "1 < 'a'",
    "1 < true",
    "[1] < [2]",
    "1 < 2 < 3",
    "1 == 1 < 2 + true",
    "i && true",
    "true && s",
    "s || 'a'",
    "!1",
    "!s",
    "-s",
    "-true",
    "-(-s)",
    "- 'a'",
    "i ? 1 : 2",
    "'a' ? 1 : 2",
    "s in 'xyz'",
    "1 in 2",
    "i in b",
    "size(1)",
    "true.size()",
    "i.exists(x, x)",
    "'abc'.exists(x, x == 'a')",
    "li.exists(x, x.age == 1)",
    "li.exists(x, x + 1)",
    "li.all(x, 'a')",
    "li.filter(x, x)",
    "li.exists_one(x, x)",
    "m.all(x, x)",
    "m.exists(x, x.nope == 1)",
    "m.exists(x, x.age)",
    "nope",
    "nope + 1 == 2",
    "[nope]",
    "nope.exists(x, x)",
    "nope.size()",
    "b && nope",
    "b ? nope : 1",
    "i / 2 + nope",
    "m.exists(x, z)",
    "m.age",
]
CEL_MAY_ANSWER = [
    "1 == 'a'",
    "1 != true",
    "[1] == ['a']",
    "1 in ['a']",
    "'a' in li",
    "true in [1]",
    "true ? 'a' : 1",
    "false && 1",
    "'a' && false",
    "true || 1",
    "nope || true",
    "false && nope",
    "true ? 1 : nope",
    "[1, 'a']",
    "[1, 'a'].exists(x, x != '1')",
    "[[1]]",
    "[[]] == [[]]",
    "[m]",
    "[1, [2]]",
    "'a' + 'b'",
    "s + s == 'xx'",
    "[1] + [2]",
    "li + []",
    "[] + []",
    "size('abc')",
    "s.size()",
    "m == m",
    "m != []",
    "m in [m]",
    "li in [li]",
    "s in m",
    "m.exists(x, x in li)",
    "m.exists(x, 'age' in x)",
    "m.exists(x, x == x)",
    "m.exists(x, size(x) == 1)",
    "m.exists(x, x.age == 'a' || true)",
    "m.filter(x, x.age == 'a')",
    "y",
    "y == 1",
    "[1].exists(y, y == 1)",
    "a.b.c",
    "i.nope",
    "x.y.z",
    "google.protobuf.Timestamp",
    "m.exists(dm, dm.age == 3)",
    "[].exists(e, e == 1 || e == 'a')",
    "[].exists(e, e.f == 1 && e.g)",
    "[].filter(e, e == 1) == ['a']",
    "[].filter(e, e == 1) == []",
    "[1] == [].filter(e, e == 'a')",
    "1 in [].filter(e, e == 'a')",
    "(true ? [].filter(e, e == 1) : [1]) == [1]",
    "[].filter(e, e == 1).exists(f, f == 'a')",
    "[].filter(e, e == 1) + [1]",
    "[].exists(e, e + e == 1)",
    "[].exists(e, e + 'a' == 'a')",
    "[].exists(e, size(e) == 1)",
    "[].exists(e, e + 1)",
    "[].exists(e, e in m)",
]


@pytest.mark.parametrize("text", TYPE_ERRORS)
def test_a_type_error_is_one_for_google_too_checked_or_not(text: str) -> None:
    outcome = evaluate_text(text, BINDINGS)
    assert isinstance(outcome, (Error, Outside))
    assert isinstance(outcome, Error) == (text != "m.age"), outcome
    assert google(text, BINDINGS) == ERROR
    assert google(text, BINDINGS, checked=False) == ERROR


@pytest.mark.parametrize("text", CEL_MAY_ANSWER)
def test_where_cel_may_have_an_answer_there_is_none_here(text: str) -> None:
    outcome = evaluate_text(text, BINDINGS)
    assert isinstance(outcome, Outside), outcome
    assert 0 <= outcome.position < len(text)
    assert outcome.reason


def test_length_is_capped() -> None:
    parse("1" + " " * 1999)
    with pytest.raises(OutsideSubset, match="at most 2000 characters"):
        parse("1" + " " * 2000)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 33 + "1" + ")" * 33,
        "[" * 34 + "]" * 34,
        "size(" * 33 + "[]" + ")" * 33,
        "true ? true : " * 33 + "false",
        " || ".join(["false"] * 34),
        " + ".join(["1"] * 34),
        "!(" * 33 + "true" + ")" * 33,
        "(" * 900 + "1" + ")" * 900,
        "1 + (" * 33 + "1" + ")" * 33,
    ],
)
def test_depth_is_capped(text: str) -> None:
    with pytest.raises(OutsideSubset, match="at most 32 levels"):
        parse(text)


def test_depth_is_not_capped_too_early() -> None:
    parse("(" * 32 + "1" + ")" * 32)
    parse(" || ".join(["false"] * 33))
    parse("[" + ", ".join(["1"] * 500) + "]")
