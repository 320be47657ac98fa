"""The central property: batch and closure agree row for row, on a test book of every form (the law: tests/law)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from lawengine.model import Edition
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.batch.agreement import assert_agree
from tests.lawengine.batch.people import Generator, Payload, draw, people_of
from tests.lawengine.small_book import ask
from tests.lawengine.small_book import load as load_small

LAW = Path(__file__).parents[3] / "law"
SHARES = 8
QUESTIONS = [
    ask("2024-08"),
    ask("2024-02"),
    ask(on="2026-11-15"),
    ask("2019-05"),
    ask("2023-03", province="01"),
    ask("2026-11", province="01"),
    ask("2026-08", province="31"),
    ask("2026-08", decided=date(2026, 9, 1)),
]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


@pytest.mark.parametrize("unknown", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_every_form_of_the_law_is_judged_alike(edition: Edition, number: int, unknown: float) -> None:
    plan = make_plan(edition, QUESTIONS[number])
    result = assert_agree(plan, draw(plan, number * 10 + int(unknown * 100), 40, unknown=unknown))
    seen = Counter(row["status"] for row in result.results.to_pylist())
    assert number == 3 or {"paid", "set_aside", "undetermined"} <= seen.keys()


@pytest.mark.parametrize("seed", range(3))
def test_blanks_of_a_complete_register_mean_no(edition: Edition, seed: int) -> None:
    plan = make_plan(edition, QUESTIONS[seed])
    assert_agree(plan, draw(plan, seed, 40, unknown=0.5, closed=True), closed=True)


def test_a_list_vouches_for_some_columns(edition: Edition) -> None:
    plan = make_plan(edition, ask("2024-08"))
    people = draw(plan, 5, 40, unknown=0.5)
    vouched = {"housed": False, "children": 0, "degree": "none"}
    filled = [
        replace(home, members=tuple(replace(who, facts={**vouched, **who.facts}) for who in home.members))
        for home in people.households
    ]
    result = assert_agree(plan, replace(people, households=filled), vouched=frozenset(vouched))
    assert result.results.num_rows


@pytest.mark.parametrize("closed", [False, True])
def test_a_fact_without_a_column_is_a_blank_for_everybody(edition: Edition, closed: bool) -> None:
    plan = make_plan(edition, ask("2024-08"))
    dropped = {"death_date", "pensioned", "degree", "children", "wealth", "income", "spouse", "decision_date"}
    payloads = [
        Payload(
            [{name: value for name, value in member.items() if name not in dropped} for member in payload.members],
            {name: value for name, value in payload.household.items() if name not in dropped},
            {name: value for name, value in payload.case.items() if name not in dropped},
        )
        for payload in Generator(plan, Random(7)).payloads(60)
    ]
    people = people_of(payloads, plan.catalogue, closed=closed)
    assert_agree(plan, people, people.table.drop_columns(sorted(dropped)), closed=closed)


def test_the_smallest_book_is_judged_alike(tmp_path: Path) -> None:
    plan = make_plan(load_small(tmp_path), ask("2024-08"))
    assert_agree(plan, draw(plan, 1, 100, unknown=0.1))


def test_numbers_that_are_negative_or_beyond_64_bits(tmp_path: Path) -> None:
    plan = book.only(
        tmp_path,
        book.condition("(income - 100) / 7 < -3 || (income - 100) % 7 == -2", "income * other_income * income > 10")
        + "amount: {money: b.rate}\n",
    )
    incomes = [0, 1, 50, 74, 79, 80, 93, 98, 99, 100, 101, 3_000_000_000, 10**12]
    payloads = [
        Payload([{"id": f"p{one}-{other}", "income": one, "other_income": other}], {}, {})
        for one in incomes
        for other in (0, 1, 10**12)
    ]
    assert_agree(plan, people_of(payloads, plan.catalogue))


def test_a_year_that_holds_the_age_asked_for_is_open(tmp_path: Path) -> None:
    plan = book.only(tmp_path, book.condition("age == 10 || months != 30 && age < 9") + "amount: {money: b.rate}\n")
    births = ["2013", "2014", "2013-08", "2014-08", "2020-08", "2021", "2022", "2022-01", "2022-02", "2022-03", "2019"]
    payloads = [Payload([{"id": f"p{birth}", "birth_date": birth}], {}, {}) for birth in births]
    assert_agree(plan, people_of(payloads, plan.catalogue))


def test_a_right_begins_in_the_month_that_its_rule_says(tmp_path: Path) -> None:
    starts = "start: [{month_of: decision_date, after: 2, until: 2024-06-15, cite: [d 1]}, {month_of: decision_date, from: 2024-06-15, cite: [d 1]}]\n"
    plan = book.only(tmp_path, book.condition("true") + "amount: {money: b.rate}\n" + starts)
    days = [
        "2024-05-31",
        "2024-06-01",
        "2024-06-14",
        "2024-06-15",
        "2024-06-30",
        "2024-07-31",
        "2024-08-31",
        "2024-09-01",
    ]
    payloads = [Payload([{"id": f"p{day}"}], {}, {"decision_date": day}) for day in days]
    result = assert_agree(plan, people_of(payloads, plan.catalogue))
    assert [row["person_id"][1:] for row in result.results.to_pylist()] == days[:-1]


def test_what_was_so_on_the_eve_is_so_for_this_month(tmp_path: Path) -> None:
    tests = (
        "housed == (age < 16)",
        "(age < 16 ? children : days) + houses > 3",
        "members.exists(m, m.age < 16 && m.sick)",
    )
    stop = "stop: {rule: month_after, cite: [d 1]}\n"
    for number, test in enumerate(tests):
        plan = book.only(tmp_path / str(number), book.condition(test) + "amount: {money: b.rate}\n" + stop)
        given = {"housed": True, "children": 4, "days": 0, "sick": True}
        payloads = [
            Payload([{"id": f"p{birth}", "birth_date": birth, **given}], {"houses": 1}, {})
            for birth in ("2008-07-31", "2008-08-01", "2008-08-31", "2008-09-01")
        ]
        result = assert_agree(plan, people_of(payloads, plan.catalogue))
        assert [row["person_id"][1:] for row in result.results.to_pylist()] == [
            "2008-08-01",
            "2008-08-31",
            "2008-09-01",
        ]


@pytest.mark.parametrize(("mode", "to"), [("half_up", 10), ("up", 10), ("down", 10), ("half_up", 7)])
def test_amounts_are_rounded_alike(tmp_path: Path, mode: str, to: int) -> None:
    rounding = f"round: {{to: {to}, mode: {mode}, cite: [d 1]}}"
    plan = book.only(tmp_path, book.condition("true") + f"amount: {{fact: days, {rounding}}}\n")
    payloads = [Payload([{"id": f"p{days}", "days": days}], {}, {}) for days in range(31)]
    assert_agree(plan, people_of(payloads, plan.catalogue))
