"""Concurrence: highest only, exceptions, preference, couples, and what an open right may still change."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawengine.concurrence import Claim, Concurrence
from lawengine.model import Edition
from lawengine.plan import Status
from lawengine.planner import make_plan
from tests.lawengine.small_book import ask, decide, load, only, programme

RULES = """
sources: {d: decree}
rules:
  - {id: highest, label: Chỉ hưởng mức cao nhất, highest: [a.one, a.two, a.three, a.four], both: [{one: [a.one], with: [a.two, a.three], cite: [d 1]}], cite: [d 1]}
  - {id: house-first, label: Ở cơ sở thì chỉ hưởng ở cơ sở, prefer: a.house, displaces: [a.one, a.two], cite: [d 1]}
  - {id: couple, label: Một người trong hai vợ chồng, one_per: spouse, programme: a.baby, cite: [d 1]}
  - {id: lapsed, label: Hết hạn, highest: [a.baby, a.house], until: 2021-01-01, cite: [d 1]}
"""


def flag(identity: str, when: str, amount: str, form: str = "") -> str:
    return programme(
        identity,
        f"entitlement: [{{id: in, label: L, require: \"{when}\", cite: [d 1]}}]\namount: {{rate: a.rate, times: '{amount}'{form}}}",
    )


FILES = {
    "concurrence.yaml": RULES,
    "programmes/a/one.yaml": flag("a.one", "children > 0", "1", ", per: children"),
    "programmes/a/two.yaml": flag("a.two", "degree == 'mild'", "2"),
    "programmes/a/three.yaml": flag("a.three", "degree == 'mild' || degree == 'severe'", "3"),
    "programmes/a/four.yaml": flag("a.four", "income > 5", "3"),
    "programmes/a/house.yaml": flag("a.house", "housed", "1"),
    "programmes/a/baby.yaml": flag("a.baby", "months < 36", "1", ", per: children"),
    "programmes/a/allowance.yaml": None,
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return load(Path(tmp_path_factory.mktemp("book")), FILES)


def paid(edition: Edition, person: dict[str, object]) -> list[str]:
    known = {"children": 0, "degree": "none", "income": 0, "housed": False, "birth_date": "1990-01-01", **person}
    return [item["programme"] for item in decide(edition, ask("2024-08"), known)["payable"]]


def test_only_the_highest_is_paid_and_the_rule_is_named(edition: Edition) -> None:
    assert paid(edition, {"degree": "mild"}) == ["a.three"]
    person = {"children": 0, "degree": "mild", "income": 0, "housed": False, "birth_date": "1990-01-01"}
    aside = only(decide(edition, ask("2024-08"), person), "a.two")["concurrence"]
    assert (aside["paid"], aside["rule"], aside["by"]) == (False, "highest", "a.three")


def test_on_a_tie_the_first_named_is_paid(edition: Edition) -> None:
    assert paid(edition, {"degree": "severe", "income": 9}) == ["a.three"]


def test_an_exception_lets_both_be_paid(edition: Edition) -> None:
    assert paid(edition, {"degree": "severe", "children": 2}) == ["a.one", "a.three"]
    assert paid(edition, {"income": 9, "children": 2}) == ["a.four"], "three is more than two"
    assert paid(edition, {"income": 9, "children": 4}) == ["a.one"]
    assert paid(edition, {"income": 9, "children": 4, "degree": "severe"}) == ["a.one", "a.three"]


def test_a_preferred_programme_displaces_whatever_the_amounts(edition: Edition) -> None:
    assert paid(edition, {"children": 9, "housed": True}) == ["a.house"]
    assert paid(edition, {"degree": "severe", "housed": True}) == ["a.house", "a.three"], "three is not displaced"


def test_an_open_rival_makes_the_payment_provisional(edition: Edition) -> None:
    person = {"children": 0, "degree": "mild", "housed": False, "birth_date": "1990-01-01"}
    answer = decide(edition, ask("2024-08"), person)
    assert only(answer, "a.three")["concurrence"]["provisional"] == [], "the open right cannot pay more"
    person = {"children": 1, "degree": "none", "housed": False, "birth_date": "1990-01-01"}
    answer = decide(edition, ask("2024-08"), person)
    assert only(answer, "a.one")["concurrence"]["provisional"] == ["a.four"]
    assert answer["payable"][0]["provisional"] is True
    open_house = {"children": 1, "degree": "none", "income": 0, "birth_date": "1990-01-01"}
    assert only(decide(edition, ask("2024-08"), open_house), "a.one")["concurrence"]["provisional"] == ["a.house"]


def test_of_two_spouses_one_is_paid(edition: Edition) -> None:
    def couple(first: dict[str, object], second: dict[str, object]) -> list[tuple[str, str]]:
        base = {"degree": "none", "income": 0, "housed": False, "birth_date": "2023-01-01"}
        answer = decide(
            edition,
            ask("2024-08"),
            {"id": "a", **base, **first},
            {"id": "b", **base, **second},
            {"id": "c", **base, "children": 0},
        )
        return [
            (item["person"], item["programme"])
            for item in answer["payable"]
            if item["programme"] == "a.baby" and item["amount"]
        ]

    assert couple({"children": 1, "spouse": "b"}, {"children": 1}) == [("a", "a.baby")]
    assert couple({"children": 1}, {"children": 2, "spouse": "a"}) == [("b", "a.baby")]
    assert couple({"children": 1, "spouse": "b"}, {"children": 0, "spouse": "a", "birth_date": "1990-01-01"}) == [
        ("a", "a.baby")
    ]
    assert couple({"children": 1}, {"children": 1}) == [("a", "a.baby"), ("b", "a.baby")]


@given(st.dictionaries(st.integers(0, 3), st.integers(0, 9), max_size=4))
@settings(max_examples=200, deadline=None)
def test_the_paid_set_is_the_best_set_without_two_that_exclude_each_other(
    edition: Edition, amounts: dict[int, int]
) -> None:
    plan = make_plan(edition, ask("2024-08"))
    concurrence = Concurrence(plan)
    places = [plan.index[name] for name in ("a.one", "a.two", "a.three", "a.four")]
    claims = [Claim(places[n], Status.ENTITLED, amount) for n, amount in amounts.items()]
    settled = concurrence.settle(claims)
    chosen = [place for place, item in settled.items() if item.paid]
    assert not any(concurrence.edge(a, b) for a, b in combinations(chosen, 2))
    by_place = {claim.place: claim.amount or 0 for claim in claims}
    best = max(
        sum(by_place[place] for place in group)
        for size in range(len(by_place) + 1)
        for group in combinations(by_place, size)
        if not any(concurrence.edge(a, b) for a, b in combinations(group, 2))
    )
    assert sum(by_place[place] for place in chosen) == best
    assert all(item.paid or (item.rule is not None and item.by in chosen) for item in settled.values())
