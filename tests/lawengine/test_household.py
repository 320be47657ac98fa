"""Reading what is asked: unknown names, misplaced facts, impossible values are refused by field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawengine.errors import LawEngineError, QuestionError
from lawengine.household import Dated, read_household
from lawengine.model import Edition
from tests.lawengine.small_book import ask, decide, load


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return load(Path(tmp_path_factory.mktemp("book")))


@pytest.mark.parametrize(
    ("payload", "field", "says"),
    [
        ([], "/", "object"),
        ({"people": []}, "people", "unknown field"),
        ({}, "members", "at least one"),
        ({"members": {}}, "members", "at least one"),
        ({"members": ["x"]}, "members[1]", "object"),
        ({"members": [{"id": 5}]}, "members[1].id", "text"),
        ({"members": [{"id": "a"}, {"id": "a"}]}, "members", "same id"),
        ({"members": [{"degre": "mild"}]}, "members[1].degre", "did you mean degree"),
        ({"members": [{"zzz": 1}]}, "members[1].zzz", "unknown fact"),
        ({"members": [{"wealth": "poor"}]}, "members[1].wealth", "belongs under household"),
        ({"members": [{}], "household": {"cost": 1}}, "household.cost", "belongs under case"),
        ({"members": [{}], "case": {"housed": True}}, "case.housed", "belongs under members"),
        ({"members": [{"age": 5}]}, "members[1].age", "computed from birth_date"),
        ({"members": [{}], "household": 5}, "household", "object of facts"),
        ({"members": [{"degree": "grave"}]}, "members[1].degree", "none, mild, severe"),
        ({"members": [{"degree": 1}]}, "members[1].degree", "one of"),
        ({"members": [{"housed": "no"}]}, "members[1].housed", "true or false"),
        ({"members": [{"housed": 1}]}, "members[1].housed", "true or false"),
        ({"members": [{"children": True}]}, "members[1].children", "whole number"),
        ({"members": [{"children": "2"}]}, "members[1].children", "whole number"),
        ({"members": [{"children": 31}]}, "members[1].children", "from 0 to 30"),
        ({"members": [{"children": -1}]}, "members[1].children", "from 0 to 30"),
        ({"members": [{"birth_date": "2/3/1944"}]}, "members[1].birth_date", "a date such as"),
        ({"members": [{"birth_date": True}]}, "members[1].birth_date", "a date such as"),
        ({"members": [{"birth_date": "none"}]}, "members[1].birth_date", "a date such as"),
        ({"members": [{"death_date": "2024"}]}, "members[1].death_date", "whole date"),
        ({"members": [{"spouse": "p9"}]}, "p1.spouse", "not another member"),
        ({"members": [{"spouse": "p1"}]}, "p1.spouse", "not another member"),
        (
            {"members": [{"id": "a", "spouse": "b"}, {"id": "b", "spouse": "c"}, {"id": "c"}]},
            "a.spouse",
            "somebody else",
        ),
        (
            {"members": [{"id": "a", "spouse": "c"}, {"id": "b", "spouse": "c"}, {"id": "c"}]},
            "a.spouse",
            "somebody else",
        ),
        ({"members": [{"id": "a", "degree": "grave"}]}, "a.degree", "one of"),
        ({"members": [{"housed": []}]}, "members[1].housed", "at least one value"),
        ({"members": [{"housed": [True]}]}, "members[1].housed[0]", "`from` and `value`"),
        ({"members": [{"housed": [{"from": "x", "value": True}]}]}, "members[1].housed[0].from", "a date"),
        (
            {"members": [{"housed": [{"from": "2024-01-01", "value": 5}]}]},
            "members[1].housed[0].value",
            "true or false",
        ),
        (
            {"members": [{"housed": [{"from": "2024-01-01", "value": True}, {"from": "2023-01-01", "value": False}]}]},
            "members[1].housed",
            "in order",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_by_field(edition: Edition, payload: object, field: str, says: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read_household(edition.catalogue, payload, closed=False)
    assert caught.value.field == field
    assert says in str(caught.value)


def test_null_is_unknown_and_closed_fills_only_what_the_register_keeps_in_full(edition: Edition) -> None:
    open_ = read_household(edition.catalogue, {"members": [{"degree": None}]}, closed=False)
    closed = read_household(edition.catalogue, {"members": [{}]}, closed=True)
    explicit = read_household(edition.catalogue, {"members": [{"degree": None}]}, closed=True)
    assert open_.members[0].facts == {}
    assert closed.members[0].facts == {"degree": "none", "children": 0, "death_date": "none", "spouse": "none"}
    assert "degree" not in explicit.members[0].facts, "who says that he does not know is not taken for a no"


def test_a_dated_value_holds_until_the_next(edition: Edition) -> None:
    steps = [{"from": "2024-01-10", "value": True}, {"from": "2024-02-01", "value": None}]
    household = read_household(edition.catalogue, {"members": [{"housed": steps}]}, closed=False)
    value = household.members[0].facts["housed"]
    assert isinstance(value, Dated)
    found = [value.on(date(2024, month, day)) for month, day in ((1, 9), (1, 10), (1, 31), (2, 1))]
    assert found == [None, True, True, None]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["poor", "severe", "1944", "2024-02-30"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "value", "id", "degree", "birth_date", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NAMES = st.sampled_from(
    ["birth_date", "degree", "housed", "children", "income", "spouse", "id", "wealth", "age", "zzz"]
)


@given(st.lists(st.dictionaries(NAMES, JSON_VALUES, max_size=5) | JSON_VALUES, max_size=3), JSON_VALUES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbled_households_give_a_named_error_or_a_sound_answer(
    edition: Edition, members: object, household: object
) -> None:
    payload = {"members": members, "household": household}
    try:
        read = read_household(edition.catalogue, payload, closed=False)
    except LawEngineError:
        return
    assert isinstance(members, list)
    assert len(read.members) == len(members)
    answer = decide(edition, ask("2024-08"), *members, household=household)
    assert len(answer["results"]) == len(members) * len(edition.programmes)
    for item in answer["results"]:
        assert (item["result"] == "undetermined") == bool(item["missing"])
        assert (item["value"] is not None) == (item["result"] == "entitled")
