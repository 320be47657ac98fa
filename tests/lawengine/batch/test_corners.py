"""Corners of the batch: what no signature holds, what the law leaves undecided, what is remembered and told."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawengine.batch import Fault, engine, judge_table, run
from lawengine.batch import read as reading
from lawengine.decide import Decider
from lawengine.errors import LawConflictError
from lawengine.model import Edition
from lawengine.plan import Plan, Status
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.batch.agreement import assert_agree
from tests.lawengine.batch.people import Payload, draw, people_of
from tests.lawengine.small_book import ask

MONEY = "amount: {money: b.rate}\n"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def plan(edition: Edition) -> Plan:
    return make_plan(edition, ask("2024-08"))


def test_a_quantity_beyond_the_signature_is_judged_by_the_closure(tmp_path: Path) -> None:
    plan = book.only(tmp_path, book.condition("true") + 'amount: {money: b.rate, per: "days - 3"}\n')
    payloads = [Payload([{"id": f"p{days}", "days": days}, {"id": f"q{days}"}], {}, {}) for days in range(1, 90)]
    result = assert_agree(plan, people_of(payloads, plan.catalogue))
    assert result.by_hand == 2 + 89 - 66


BY_HAND = {
    "a quantity below zero": MONEY.replace("rate}", "rate, per: '-1'}"),
    "an amount that is too large": "levels: [{id: all, label: A, otherwise: true, is: 900_000_000_000_000_000, cite: [d 1]}]\n"
    "amount: {levels: true}\n",
}


@pytest.mark.parametrize("form", BY_HAND)
def test_a_plan_that_no_signature_holds_is_judged_by_hand(tmp_path: Path, form: str) -> None:
    more = {"programmes/b/odd.yaml": book.programme("b.odd", book.condition("pensioned") + BY_HAND[form])}
    plan = make_plan(book.write(tmp_path, more), ask("2024-08"))
    people = draw(plan, 1, 25)
    result = assert_agree(plan, people)
    assert result.by_hand == len(people.households)


def test_too_many_conditions_are_judged_by_hand(tmp_path: Path) -> None:
    plan = book.only(tmp_path, book.condition(*[f"children != {number}" for number in range(3, 67)]) + MONEY)
    people = draw(plan, 1, 25)
    assert assert_agree(plan, people).by_hand == 25


def test_a_sum_of_too_many_facts_is_judged_by_hand(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(13)]
    extra = "".join(
        f"  {name}: {{label: A, label_en: A, of: person, type: int, absence: open, proof: P, sensitive: false, declare: true}}\n"
        for name in names
    )
    facts = book.FACTS.replace("derived:\n", f"{extra}derived:\n")
    body = book.condition(f"{' + '.join(names)} > 20") + MONEY
    edition = book.write(tmp_path, {"facts.yaml": facts, "programmes/b/only.yaml": book.programme("b.only", body)})
    plan = make_plan(edition, ask("2024-08", programmes=frozenset({"b.only"})))
    assert assert_agree(plan, draw(plan, 1, 10, unknown=0.05)).by_hand == 10


def test_a_fact_that_implies_a_date_is_judged_by_hand(tmp_path: Path) -> None:
    facts = book.FACTS.replace("implies: {degree: mild}", "implies: {death_date: none}")
    plan = make_plan(book.write(tmp_path, {"facts.yaml": facts}), ask("2024-08"))
    people = draw(plan, 2, 25)
    assert assert_agree(plan, people).by_hand == 25


CONFLICTS = {
    "two": ("children > 1", "children > 2", "when"),
    "none": ("children < 0", "children < 0", "when"),
    "beaten": ("children > 1", "children > 1", "otherwise"),
}


@pytest.mark.parametrize("kind", CONFLICTS)
def test_a_table_that_leaves_somebody_undecided_stops_both_executors(tmp_path: Path, kind: str) -> None:
    first, second, third = CONFLICTS[kind]
    last = "when: 'children > 1'" if third == "when" else "otherwise: true"
    rows = "".join(
        f"  - {{id: {name}, label: A, {test}, is: '1.0', cite: [d 1]}}\n"
        for name, test in (("one", f"when: {first!r}"), ("two", f"when: {second!r}"), ("three", last))
    )
    if kind == "none":
        rows = rows.replace("children > 1", "children < 0")
    plan = book.only(
        tmp_path, book.condition("true") + f"coefficient:\n{rows}amount: {{rate: b.rate, times: coefficient}}\n"
    )
    people = people_of([Payload([{"id": "p1", "children": 5}], {}, {})], plan.catalogue)
    with pytest.raises(LawConflictError) as closure:
        Decider(plan).judge(people.households[0])
    with pytest.raises(LawConflictError) as batch:
        judge_table(plan, people.table)
    assert str(batch.value) == str(closure.value)


def test_couples_alike_are_set_aside_alike(plan: Plan) -> None:
    own = {"degree": "mild", "birth_date": "1980-01-01"}
    payloads = [
        Payload([{"id": f"a{number}", **own, "spouse": f"b{number}"}, {"id": f"b{number}", **own}], {}, {})
        for number in range(3)
    ]
    result = assert_agree(plan, people_of(payloads, plan.catalogue))
    lines = [row for row in result.results.to_pylist() if row["programme"] == "b.table"]
    assert [row["status"] for row in lines] == ["paid", "set_aside"] * 3
    assert len({row["decision_id"] for row in lines}) == 2


def test_signatures_are_forgotten_when_there_are_too_many(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    people = draw(plan, 3, 40)
    monkeypatch.setattr(reading, "ROWS", 15)
    monkeypatch.setattr(engine, "MOST_SIGNATURES", 10)
    assert_agree(plan, people)


def test_a_layout_of_several_words_is_judged_alike(edition: Edition) -> None:
    plan = make_plan(edition, ask("2024-08"))
    result = assert_agree(plan, draw(plan, 4, 40, unknown=0.3))
    assert result._part.engine._person._whole._packer.words > 1


def test_a_code_that_is_blank_in_its_list_is_blank(plan: Plan) -> None:
    ids = {"person_id": [1, 2], "household_id": [1, 2]}
    degree = pa.DictionaryArray.from_arrays(pa.array([1, 0]), pa.array(["mild", None]))
    plain = pa.array([None, "mild"])
    other = {"sick": [True, None], "other_degree": plain}
    one = judge_table(plan, pa.table({**ids, "degree": degree, **other}))
    assert one.results.equals(judge_table(plan, pa.table({**ids, "degree": plain, **other})).results)
    coded = {"sick": [True, None], "other_degree": degree}
    assert judge_table(plan, pa.table({**ids, "degree": plain, **coded})).results.equals(one.results)


def test_everything_is_told_of_a_decision(plan: Plan) -> None:
    people = people_of(
        [Payload([{"id": "p1", "degree": "severe", "housed": True, "birth_date": "1990-01-01"}], {}, {})],
        plan.catalogue,
    )
    result = judge_table(plan, people.table)
    outcome = result.outcomes(0)["b.coefficient"]
    assert (outcome.status, outcome.conditions) == (Status.REFUSED, {"c0": True, "c1": False, "c2": True})
    reasonings, outcomes = result.reasonings()
    assert reasonings.column("subject").to_pylist() == ["person", "household"]
    assert reasonings.column("count").to_pylist() == result.heads == [1, 1]
    row = outcomes.to_pylist()[reasonings.column("b.coefficient").to_pylist()[0]]
    assert (row["result"], row["holds"], row["fails"], row["open"]) == ("refused", ["c0", "c2"], ["c1"], [])
    assert (row["status"], row["amount"], row["missing"]) == (None, None, [])
    assert reasonings.column("b.class").to_pylist()[0] is None


def test_a_file_of_faulty_households_only_comes_to_nothing(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"person_id": [1, 2], "household_id": [1, 2], "children": [99, 98]}), path)
    faults: list[Fault] = []
    summary = run(plan, [path], tmp_path / "out", faults=faults)
    assert (len(faults), summary.people, summary.reasonings) == (2, 0, 0)
    assert pq.read_table(tmp_path / "out" / "results.parquet").num_rows == 0


def test_a_plan_without_rights_decides_nothing(edition: Edition) -> None:
    plan = make_plan(edition, ask("2024-08", programmes=frozenset({"b.old"})))
    assert assert_agree(plan, draw(plan, 1, 5)).results.num_rows == 0
