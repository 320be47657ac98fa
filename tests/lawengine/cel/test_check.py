"""Types: what each expression is, and what is said when it is nothing."""

from __future__ import annotations

import pytest

from lawengine.cel.check import check
from lawengine.cel.errors import CelTypeError, OutsideSubset, UnknownName
from lawengine.cel.parse import parse
from lawengine.cel.tree import Field, Lit
from lawengine.cel.types import ANY, BOOL, INT, STRING, Environment, Type, code, list_of, record

DEGREES = ("mild", "severe", "extreme")
ENV = Environment(
    {
        "age": INT,
        "poor": BOOL,
        "ward": STRING,
        "degree": code(DEGREES),
        "former_degree": code(DEGREES),
        "kin": code(("head", "child")),
        "codes": list_of(code(DEGREES)),
        "ages": list_of(INT),
        "social.standard_rate": INT,
        "members": list_of(record({"age": INT, "kin": code(("head", "child")), "ill": BOOL})),
        "others": list_of(record({"age": INT})),
        "it": record({"age": INT}),
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", BOOL),
        ("1", INT),
        ("'a'", STRING),
        ("[]", list_of(ANY)),
        ("[1, 2]", list_of(INT)),
        ("[true, poor]", list_of(BOOL)),
        ("degree", STRING),
        ("!poor", BOOL),
        ("-age", INT),
        ("poor && age > 3", BOOL),
        ("age + 1 - 2 * 3", INT),
        ("age / 2 % 3", INT),
        ("age * social.standard_rate", INT),
        ("ward < 'b'", BOOL),
        ("poor <= false", BOOL),
        ("ages == []", BOOL),
        ("[] == ages", BOOL),
        ("[] == []", BOOL),
        ("age in ages", BOOL),
        ("1 in []", BOOL),
        ("poor ? 1 : 2", INT),
        ("poor ? [] : [1]", list_of(INT)),
        ("poor ? ['a'] : []", list_of(STRING)),
        ("poor ? degree : ward", STRING),
        ("poor ? degree == 'mild' : false", BOOL),
        ("members", list_of(record({"age": INT, "kin": STRING, "ill": BOOL}))),
        ("poor ? members : members", list_of(record({"age": INT, "kin": STRING, "ill": BOOL}))),
        ("members.exists(m, m.ill)", BOOL),
        ("members.all(m, m.age > 3 && m.kin == 'child')", BOOL),
        ("members.exists_one(m, m.ill)", BOOL),
        ("others.filter(m, m.age > 3)", list_of(record({"age": INT}))),
        ("size(members)", INT),
        ("members.filter(m, m.ill).size()", INT),
        ("ages.filter(x, x > 1)", list_of(INT)),
        ("[].exists(x, x.age == 1)", BOOL),
        ("size([].filter(x, x))", INT),
        ("poor ? degree : 'other'", STRING),
    ],
)
def test_type(text: str, expected: Type) -> None:
    assert check(parse(text), ENV) == expected


@pytest.mark.parametrize(
    ("text", "pos", "sentence"),
    [
        ("poor && aeg >= 60", 8, "there is no aeg; did you mean age?"),
        ("xyzzy", 0, "there is no xyzzy"),
        ("social.standard_rat", 0, "there is no social.standard_rat; did you mean social.standard_rate?"),
        ("members.exists(m, m.ile)", 18, "there is no ile; did you mean ill?"),
        ("members.exists(m, m.poverty)", 18, "there is no poverty"),
    ],
)
def test_an_unknown_name_is_told_with_its_nearest(text: str, pos: int, sentence: str) -> None:
    with pytest.raises(UnknownName) as caught:
        check(parse(text), ENV)
    assert str(caught.value) == f"position {pos + 1}: {sentence}"


@pytest.mark.parametrize(
    ("text", "pos", "sentence"),
    [
        ("age + 'a'", 4, "+ does not fit int and string"),
        ("age + [1]", 4, "+ does not fit int and list(int)"),
        ("ward + poor", 5, "+ does not fit string and bool"),
        ("poor + poor", 5, "+ does not fit bool and bool"),
        ("members + 'a'", 8, "+ does not fit list(record) and string"),
        ("ward - ward", 5, "- does not fit string and string"),
        ("ward / 2", 5, "/ does not fit string and int"),
        ("age == ward", 4, "== does not fit int and string"),
        ("poor != 1", 5, "!= does not fit bool and int"),
        ("ages == ['a']", 5, "== does not fit list(int) and list(string)"),
        ("ages < ages", 5, "< does not fit list(int) and list(int)"),
        ("members > members", 8, "> does not fit list(record) and list(record)"),
        ("poor && age", 5, "&& does not fit bool and int"),
        ("ward || poor", 5, "|| does not fit string and bool"),
        ("!age", 0, "! does not apply to int"),
        ("-poor", 0, "- does not apply to bool"),
        ("age ? 1 : 2", 4, "what stands before ? is true or false, not int"),
        ("poor ? 1 : 'a'", 5, "both sides of : are of one type, not int and string"),
        ("poor ? others : members", 5, "both sides of : are of one type, not list(record) and list(record)"),
        ("ward in ages", 5, "in does not fit string and list(int)"),
        ("age in age", 4, "in does not fit int and int"),
        ("age.size()", None, None),
        ("size(age)", 0, "size counts the items of a list, not int"),
        ("poor.exists(m, m)", None, None),
        ("(poor).exists(m, m)", 7, "exists goes through a list, not bool"),
        ("(age).filter(m, m)", 6, "filter goes through a list, not int"),
        ("ages.exists(x, x)", 15, "the condition of exists is true or false, not int"),
        ("ages.filter(x, x + 1)", 17, "the condition of filter is true or false, not int"),
        ("ages.all(x, x.age == 1)", 12, "x is of type int and has no field age"),
        ("degree == 'sever'", 10, "'sever' is not one of the codes mild, severe, extreme"),
        ("'x' != degree", 0, "'x' is not one of the codes mild, severe, extreme"),
        ("degree in ['severe', 'extrem']", 21, "'extrem' is not one of the codes mild, severe, extreme"),
        ("'nope' in codes", 0, "'nope' is not one of the codes mild, severe, extreme"),
        ("members.exists(m, m.kin == 'son')", 27, "'son' is not one of the codes head, child"),
        ("(poor ? degree : former_degree) == 'x'", 35, "'x' is not one of the codes mild, severe, extreme"),
    ],
)
def test_a_type_error_says_what_and_where(text: str, pos: int | None, sentence: str | None) -> None:
    with pytest.raises(CelTypeError) as caught:
        check(parse(text), ENV)
    if sentence is not None:
        assert str(caught.value) == f"position {(pos or 0) + 1}: {sentence}"


@pytest.mark.parametrize(
    "text",
    ["(poor ? degree : kin) == 'x'", "(poor ? degree : ward) == 'x'", "ward == 'x'", "degree == ward", "degree == kin"],
)
def test_a_code_is_only_checked_against_the_one_list_it_must_be_in(text: str) -> None:
    assert check(parse(text), ENV) == BOOL


@pytest.mark.parametrize(
    ("text", "pos", "says"),
    [
        ("ward + 'a'", 5, "not joined"),
        ("ages + [1]", 5, "not joined"),
        ("[] + []", 3, "not joined"),
        ("members + []", 8, "not joined"),
        ("[].exists(e, e + 'a' == 'a')", 15, "not joined"),
        ("[[1]]", 1, "a list holds only"),
        ("[1, members]", 4, "a list holds only"),
        ("[1, 'a']", 4, "of one type: int and string"),
        ("members == members", 8, "not compared as a whole"),
        ("others != []", 7, "not compared as a whole"),
        ("members.exists(m, m == m)", 20, "not compared as a whole"),
        ("members.exists(m, m in members)", 20, "`in` looks for"),
        ("members in [1]", 8, "`in` looks for"),
        ("'age' in it", 6, "`in` looks for"),
        ("it.exists(k, k == 'age')", 3, "not through fields"),
        ("members.exists(m, size(m) > 1)", 18, "not record"),
        ("size(ward)", 0, "not string"),
        ("[].exists(e, size(e) > 1)", 13, "not any"),
        ("[].exists(e, e == 1 || e == 2)", 3, "cannot be told"),
        ("[].filter(e, e == 1) == [1]", 21, "cannot be told"),
        ("[].filter(e, e == 1).all(e, true)", 21, "cannot be told"),
    ],
)
def test_what_cel_allows_and_the_subset_does_not(text: str, pos: int, says: str) -> None:
    with pytest.raises(OutsideSubset) as caught:
        check(parse(text), ENV)
    assert says in str(caught.value)
    assert caught.value.pos == pos


def test_a_name_that_is_also_a_field_is_refused() -> None:
    env = Environment({"m.age": INT, "members": list_of(record({"age": INT}))})
    assert check(parse("m.age"), env) == INT
    with pytest.raises(OutsideSubset, match=r"m\.age is both a name and a field"):
        check(parse("members.exists(m, m.age > 1)"), env)


def test_a_bound_variable_hides_a_fact() -> None:
    assert check(parse("ages.filter(ward, ward > 1)"), ENV) == list_of(INT)


def test_types_are_told_in_words() -> None:
    assert [str(kind) for kind in (BOOL, INT, STRING, ANY, list_of(STRING), list_of(record({})))] == [
        "bool",
        "int",
        "string",
        "any",
        "list(string)",
        "list(record)",
    ]
    assert code(("a",)) == code(("b",)) == STRING
    assert record({"b": INT, "a": BOOL}) == record({"a": BOOL, "b": INT})


def test_a_field_without_its_quantifier_has_no_type() -> None:
    """No text parses to it; a tree made by hand may hold it."""
    with pytest.raises(UnknownName, match=r"there is no m\.age"):
        check(Field("m", "age"), Environment({}))
    assert check(Lit(True), Environment({})) == BOOL
