"""The smallest change that would qualify: applying it must yield 'entitled', and nothing smaller does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawengine.household import read_household
from lawengine.plan import Question
from lawengine.planner import make_plan
from lawengine.qualify import described, later_day, smallest_changes
from tests.lawengine.small_book import TODAY, ask, decide, load, only, programme

BODY = (
    "entitlement:\n"
    "  - {id: old, label: Từ 60 tuổi, require: \"age >= 60 || (children == 2 && degree in ['mild'])\", cite: [d 1]}\n"
    '  - {id: out, label: Ở nhà, require: "!housed", cite: [d 1]}\n'
    'amount: {money: a.rate, per: "size(members)"}'
)


def test_fewest_facts_all_ties_and_age_as_a_date(tmp_path: Path) -> None:
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", BODY)})
    plan = make_plan(edition, ask("2024-08", programmes=frozenset({"a.x"})))
    person = {"id": "p1", "birth_date": "1965-02-10", "children": 1, "degree": "mild", "housed": False}
    household = read_household(edition.catalogue, {"members": [person]}, closed=False)
    found = [described(changes) for changes in smallest_changes(plan, household, "p1", "a.x")]
    assert found == [
        [{"fact": "age", "now": None, "then": 60, "when": "2025-02-10"}],
        [{"fact": "children", "now": 1, "then": 2, "when": None}],
    ]
    housed = read_household(edition.catalogue, {"members": [{**person, "housed": True}]}, closed=False)
    pairs = smallest_changes(plan, housed, "p1", "a.x")
    assert len(pairs) == 2
    assert all({change.fact for change in changes} >= {"housed"} for changes in pairs)


def test_out_of_reach_or_not_in_force_gives_nothing(tmp_path: Path) -> None:
    never = "entitlement: [{id: x, label: L, require: \"age < 16 && wealth == 'poor'\", cite: [d 1]}]\namount: {money: a.rate}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", never)})
    household = read_household(edition.catalogue, {"members": [{"birth_date": "1950-01-01"}]}, closed=False)
    for month in ("2024-08", "2019-01"):
        assert smallest_changes(make_plan(edition, ask(month)), household, "p1", "a.x") == []


def test_the_households_own_programme_changes_the_households_facts(tmp_path: Path) -> None:
    body = "entitlement: [{id: x, label: L, require: \"wealth == 'poor'\", cite: [d 1]}]\namount: {money: a.rate}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body, head="subject: household\n")})
    household = read_household(edition.catalogue, {"members": [{}], "household": {"wealth": "other"}}, closed=False)
    found = smallest_changes(make_plan(edition, ask("2024-08")), household, None, "a.x")
    assert [described(changes) for changes in found] == [
        [{"fact": "wealth", "now": "other", "then": "poor", "when": None}]
    ]


@given(
    st.fixed_dictionaries(
        {
            "birth_date": st.dates(date(1930, 1, 1), date(2024, 1, 1)).map(str),
            "children": st.integers(0, 4),
            "degree": st.sampled_from(["none", "mild", "severe"]),
            "housed": st.booleans(),
        }
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_applying_a_smallest_change_yields_entitled(tmp_path: Path, person: dict[str, object]) -> None:
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", BODY)})
    question = ask("2024-08", programmes=frozenset({"a.x"}))
    if only(decide(edition, question, person), "a.x")["result"] != "refused":
        return
    household = read_household(edition.catalogue, {"members": [person]}, closed=False)
    found = smallest_changes(make_plan(edition, question), household, "p1", "a.x")
    assert found
    for changes in found:
        later = max((change.when for change in changes if change.when), default=question.on)
        after = {**person, **{change.fact: change.then for change in changes if change.when is None}}
        moved = Question(later, TODAY, month=False, programmes=question.programmes)
        assert only(decide(edition, moved, after), "a.x")["result"] == "entitled"


def test_whole_years_and_months_later() -> None:
    assert later_day(date(2008, 2, 29), 18, 0) == date(2026, 3, 1)
    assert later_day(date(2008, 2, 29), 16, 0) == date(2024, 2, 29)
    assert later_day(date(2024, 1, 31), 0, 1) == date(2024, 3, 1)
    assert later_day(date(2024, 11, 15), 0, 2) == date(2025, 1, 15)
