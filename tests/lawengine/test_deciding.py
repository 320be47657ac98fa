"""Deciding one household: conditions, rows, months, starts, unknowns, money."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawengine.answers import place_in_words
from lawengine.errors import LawConflictError, QuestionError
from lawengine.planner import make_plan
from tests.lawengine.small_book import ALLOWANCE, ask, decide, load, only, programme

CONDITION = "entitlement: [{id: in, label: Trong diện, require: \"degree == 'severe'\", cite: [d 1]}]\n"


def test_each_condition_shows_value_facts_and_article(tmp_path: Path) -> None:
    edition = load(tmp_path)
    person = {"birth_date": "1990-01-01", "degree": "severe", "housed": False}
    result = only(decide(edition, ask("2024-08"), person), "a.allowance")
    assert (result["result"], result["value"]) == ("entitled", {"kind": "amount", "unit": "VND", "amount": 150_000})
    assert (result["coefficient"], result["row"]["id"], result["confidence"]) == ("1.5", "plain", "primary")
    first = result["conditions"][0]
    assert (first["value"], first["facts"]) == (True, {"degree": "severe"})
    assert first["cite"][0]["text"] == "khoản 1 Điều 1 NĐ 1"


@pytest.mark.parametrize(
    ("person", "result", "detail"),
    [
        ({"degree": "mild"}, "refused", ["severe"]),
        ({"degree": "mild", "housed": True}, "refused", ["severe", "outside"]),
        ({"housed": True}, "refused", ["outside"]),
        ({}, "undetermined", ["degree", "housed"]),
        ({"degree": "severe"}, "undetermined", ["housed"]),
        ({"degree": "severe", "housed": False}, "undetermined", ["birth_date"]),
        ({"degree": "severe", "housed": False, "birth_date": 2008}, "undetermined", ["birth_date"]),
        ({"degree": "severe", "housed": False, "birth_date": 2009}, "entitled", "young"),
        ({"degree": "severe", "housed": False, "birth_date": "2008-08"}, "entitled", "plain"),
    ],
)
def test_a_false_condition_decides_an_unknown_one_leaves_open(
    tmp_path: Path, person: dict[str, object], result: str, detail: object
) -> None:
    found = only(decide(load(tmp_path), ask("2024-08"), person), "a.allowance")
    assert found["result"] == result
    seen = found.get("refused_by") or found["missing"] or found["row"]["id"]
    assert seen == detail


def test_not_in_force_says_so(tmp_path: Path) -> None:
    found = only(decide(load(tmp_path), ask("2019-12"), {}), "a.allowance")
    assert (found["result"], found["value"], found["missing"]) == ("not_in_force", None, [])


def test_a_level_changes_in_its_month_and_a_right_ends_the_month_after(tmp_path: Path) -> None:
    edition = load(tmp_path)
    turns_16 = {"birth_date": "2008-08-20", "degree": "severe", "housed": False}
    rows = [only(decide(edition, ask(month), turns_16), "a.allowance")["row"]["id"] for month in ("2024-07", "2024-08")]
    assert rows == ["young", "plain"]
    housed = {**turns_16, "housed": [{"from": "2020-01-01", "value": False}, {"from": "2024-08-02", "value": True}]}
    results = [only(decide(edition, ask(month), housed), "a.allowance")["result"] for month in ("2024-08", "2024-09")]
    assert results == ["entitled", "refused"]
    on_the_day = only(decide(edition, ask(on="2024-08-02"), housed), "a.allowance")
    assert on_the_day["result"] == "refused", "a day is judged as it is"


def test_a_stop_within_the_month_keeps_the_level_of_the_last_good_day(tmp_path: Path) -> None:
    gone = {
        "birth_date": "2008-08-20",
        "degree": "severe",
        "housed": [{"from": "2000-01-01", "value": False}, {"from": "2024-08-25", "value": True}],
    }
    assert only(decide(load(tmp_path), ask("2024-08"), gone), "a.allowance")["row"]["id"] == "young"
    unknown_before = {**gone, "housed": [{"from": "2024-08-25", "value": True}]}
    assert only(decide(load(tmp_path), ask("2024-08"), unknown_before), "a.allowance")["result"] == "undetermined"
    same_month = load(tmp_path, {"programmes/a/allowance.yaml": ALLOWANCE.replace("month_after", "same_month")})
    assert only(decide(same_month, ask("2024-08"), gone), "a.allowance")["result"] == "refused"


def test_the_right_begins_in_the_month_of_its_date_when_that_is_known(tmp_path: Path) -> None:
    edition = load(tmp_path)
    person = {"birth_date": "1990-01-01", "degree": "severe", "housed": False}
    early = only(decide(edition, ask("2024-08"), person, case={"decision_date": "2024-09-01"}), "a.allowance")
    assert (early["result"], early["refused_by"], early["starts"][0]["value"]) == ("refused", ["start"], "2024-09-01")
    series = [{"from": "2024-08-31", "value": "2024-08-31"}]
    in_time = only(decide(edition, ask("2024-08"), person, case={"decision_date": series}), "a.allowance")
    assert in_time["result"] == "entitled"
    unknown = only(decide(edition, ask("2024-08"), person), "a.allowance")
    assert (unknown["result"], unknown["starts"][0]["value"]) == ("entitled", None)


def test_two_clocks_an_older_right_under_a_text_that_came_later(tmp_path: Path) -> None:
    edition = load(tmp_path)
    person = {"birth_date": "1990-01-01", "degree": "severe", "housed": False}
    amounts = [
        only(decide(edition, ask("2026-08", decided=date(2026, 10, day)), person), "a.allowance")["value"]["amount"]
        for day in (4, 5)
    ]
    assert amounts == [150_000, 300_000]
    after = only(decide(edition, ask("2026-10"), person), "a.allowance")
    assert after["confidence"] == "secondary"


@pytest.mark.parametrize(
    ("amount", "case", "expected"),
    [
        ("amount: {money: a.rate}", {}, 100_000),
        ("amount: {rate: a.rate, times: '20'}", {}, 2_000_000),
        ("amount: {rate: a.rate, times: '0.333', round: {to: 1000, mode: half_up, cite: [d 2]}}", {}, 33_000),
        ("amount: {rate: a.rate, times: '0.3335', round: {to: 100, mode: up, cite: [d 2]}}", {}, 33_400),
        ("amount: {rate: a.rate, times: '0.3335', round: {to: 100, mode: down, cite: [d 2]}}", {}, 33_300),
        ("amount: {rate: a.rate, times: '0.335', round: {to: 1000, mode: half_up, cite: [d 2]}}", {}, 34_000),
        ("amount: {quantity: '15', unit: kg}", {}, 15),
        ("amount: {money: a.rate, per: children}", {}, 300_000),
        ("amount: {money: a.rate, per: children, at_most: a.cap}", {}, 250_000),
        ("amount: {money: a.rate, at_least: a.floor}", {}, 150_000),
        ("amount: {fact: cost}", {"cost": 7}, 7),
        ("amount: {fact: cost, at_least: a.floor}", {"cost": 7}, 150_000),
        ("amount: {money: a.rate, less: cost}", {"cost": 40_000}, 60_000),
        ("amount: {money: a.rate, less: cost}", {"cost": 140_000}, 0),
        ("amount: {table: t, column: dong, key: degree}", {}, 9_000),
        ("amount: {levels: true}\nlevels: [{id: r, otherwise: true, is: {parameter: a.rate}, cite: [d 1]}]", {}, 100_000),
        ("amount: {levels: true}\nlevels: [{id: r, when: \"children > 2\", is: 5, cite: [d 1]}, {id: s, otherwise: true, is: 6, cite: [d 1]}]", {}, 5),
        ("amount: {levels: true}\nlevels: [{id: r, when: \"children > 3\", is: 5, cite: [d 1]}, {id: s, otherwise: true, is: 6, cite: [d 1]}]", {}, 6),
    ],
)  # fmt: skip
def test_every_form_of_amount(tmp_path: Path, amount: str, case: dict[str, object], expected: int) -> None:
    edition = load(
        tmp_path,
        {"programmes/a/x.yaml": programme("a.x", CONDITION + amount), "tables/t.csv": "code,dong\nsevere,9_000\n"},
    )
    result = only(decide(edition, ask("2024-08"), {"degree": "severe", "children": 3}, case=case), "a.x")
    assert result["value"]["amount"] == expected, result


@pytest.mark.parametrize(
    ("amount", "missing"),
    [
        ("amount: {money: a.rate, per: children}", ["children"]),
        ("amount: {fact: cost}", ["cost"]),
        ("amount: {money: a.rate, less: cost}", ["cost"]),
        ("amount: {table: t, column: dong, key: degree}", ["degree"]),
        ("amount: {money: a.gone}", ["a.gone"]),
        (
            "amount: {levels: true}\nlevels: [{id: r, otherwise: true, is: {parameter: a.gone}, cite: [d 1]}]",
            ["a.gone"],
        ),
        ("amount: {money: a.rate, at_least: a.gone}", ["a.gone"]),
    ],
)
def test_money_that_is_not_known_leaves_open_never_zero(tmp_path: Path, amount: str, missing: list[str]) -> None:
    edition = load(
        tmp_path, {"programmes/a/x.yaml": programme("a.x", CONDITION + amount), "tables/t.csv": "code,dong\nmild,9\n"}
    )
    result = only(decide(edition, ask("2024-08"), {"degree": "severe"}), "a.x")
    assert (result["result"], result["value"], result["missing"]) == ("undetermined", None, missing)


def test_a_fraction_of_a_dong_without_a_cited_rounding_is_an_error(tmp_path: Path) -> None:
    edition = load(
        tmp_path, {"programmes/a/x.yaml": programme("a.x", CONDITION + "amount: {rate: a.rate, times: '0.333333'}")}
    )
    with pytest.raises(LawConflictError, match="not a whole amount"):
        decide(edition, ask("2024-08"), {"degree": "severe"})


@pytest.mark.parametrize(
    ("person", "amount", "missing"),
    [
        ({"income": 200, "children": 1}, 120, []),  # 60 % of it
        ({"income": 201, "children": 1}, 121, []),  # 120.6
        ({"income": 500_000, "children": 1}, 250_000, []),  # the cap of the row: 5 × 50,000
        ({"income": 900_000, "children": 2}, 500_000, []),  # 5 × the parameter
        ({"children": 1}, None, ["income"]),
        ({"income": 200}, None, ["children"]),
    ],
)
def test_a_share_of_a_fact_stops_at_a_multiple_of_the_level(
    tmp_path: Path, person: dict[str, object], amount: int | None, missing: list[str]
) -> None:
    body = CONDITION + (
        'levels: [{id: one, label: L, when: "children == 1", is: 50_000, cite: [d 1]}, '
        "{id: more, label: L, otherwise: true, is: {parameter: a.rate}, cite: [d 1]}]\n"
        "amount: {fact: income, times: '0.6', at_most: {level: '5'}, round: {to: 1, mode: half_up, cite: [d 1]}}"
    )
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    result = only(decide(edition, ask("2024-08"), {"degree": "severe", **person}), "a.x")
    assert ((result["value"] or {}).get("amount"), result["missing"]) == (amount, missing)


def test_a_cap_whose_level_is_not_known_leaves_the_amount_open(tmp_path: Path) -> None:
    body = CONDITION + (
        "levels: [{id: r, otherwise: true, is: {parameter: a.gone}, cite: [d 1]}]\n"
        "amount: {fact: income, at_most: {level: '5'}}"
    )
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    result = only(decide(edition, ask("2025-08"), {"degree": "severe", "income": 5}), "a.x")
    assert (result["result"], result["missing"]) == ("undetermined", ["a.gone"])


@pytest.mark.parametrize("table", ["{id: r, when: \"children > 1\", is: '1', cite: [d 1]}, {id: s, when: \"children > 2\", is: '2', cite: [d 1]}", "{id: r, when: \"children > 9\", is: '1', cite: [d 1]}"])  # fmt: skip
def test_two_winners_or_none_is_an_error_never_a_guess(tmp_path: Path, table: str) -> None:
    body = CONDITION + f"coefficient: [{table}]\namount: {{rate: a.rate, times: coefficient}}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    with pytest.raises(LawConflictError, match="exactly one row"):
        decide(edition, ask("2024-08"), {"degree": "severe", "children": 3})


@pytest.mark.parametrize(
    ("kind", "body", "value"),
    [
        (
            "classification",
            "yields: degree\nclasses: [{id: r, otherwise: true, is: poor, cite: [d 1]}]",
            {"kind": "class", "unit": "", "amount": "poor"},
        ),
        (
            "duration",
            "durations: [{id: r, otherwise: true, is: 12, cite: [d 1]}]",
            {"kind": "duration", "unit": "month", "amount": 12},
        ),
        ("charge", "amount: {money: a.rate}", {"kind": "charge", "unit": "VND", "amount": 100_000}),
    ],
)
def test_classes_durations_and_charges(tmp_path: Path, kind: str, body: str, value: object) -> None:
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", CONDITION + body, head=f"kind: {kind}\n")})
    answer = decide(edition, ask("2024-08"), {"degree": "severe"})
    assert only(answer, "a.x")["value"] == value
    assert "a.x" not in {item["programme"] for item in answer["payable"]}


def test_a_section_of_a_resolution_is_not_called_an_article() -> None:
    assert [place_in_words(place) for place in ("II.4", "6.1.e")] == ["điểm 4 Mục II", "điểm e khoản 1 Điều 6"]


def test_a_household_is_judged_once_and_its_members_are_counted(tmp_path: Path) -> None:
    body = (
        "entitlement:\n"
        "  - {id: poor, label: Nghèo, require: \"wealth == 'poor'\", cite: [d 1]}\n"
        '  - {id: child, label: Có trẻ, require: "members.exists(m, m.age < 6)", cite: [d 1]}\n'
        '  - {id: all, label: Ở nhà, require: "members.all(m, !m.housed)", cite: [d 1]}\n'
        '  - {id: one, label: Một trẻ, require: "members.exists_one(m, m.age < 6)", cite: [d 1]}\n'
        'amount: {money: a.rate, per: "size(members) + size(members.filter(m, m.age >= 60))"}'
    )
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body, head="subject: household\n")})
    child, old = {"birth_date": "2022-01-01", "housed": False}, {"birth_date": "1950-01-01", "housed": False}
    paid = decide(edition, ask("2024-08"), child, old, household={"wealth": "poor"})
    assert only(paid, "a.x", None)["value"]["amount"] == 300_000
    assert [item["person"] for item in paid["payable"]] == [None]
    open_ = only(
        decide(edition, ask("2024-08"), child, {"birth_date": 1964, "id": "b"}, household={"wealth": "poor"}),
        "a.x",
        None,
    )
    assert (open_["result"], open_["missing"]) == ("undetermined", ["b.housed"])
    count = only(
        decide(edition, ask("2024-08"), child, {**old, "birth_date": 1964, "id": "b"}, household={"wealth": "poor"}),
        "a.x",
        None,
    )
    assert (count["result"], count["missing"]) == ("undetermined", ["b.birth_date"])


@pytest.mark.parametrize(
    ("expression", "person", "missing"),
    [
        ("children > 1 ? housed : dead", {"children": 2}, ["housed"]),
        ("children > 1 ? housed : dead", {"children": 0}, ["death_date"]),
        ("children > 1 ? housed : dead", {}, ["children"]),
        ("-children + income / 2 > 7 % 3", {"children": 1}, ["income"]),
        ("!(housed || children in [1, 2])", {"housed": False}, ["children"]),
        ("grown && age in [16, 17]", {}, ["birth_date"]),
        ("months < 36 || 60 <= age", {"birth_date": 2021}, ["birth_date"]),
        ("income - 5 > a.gone", {"income": 9}, ["a.gone"]),
    ],
)
def test_the_missing_fact_is_named_only_where_it_matters(
    tmp_path: Path, expression: str, person: dict[str, object], missing: list[str]
) -> None:
    body = f'entitlement: [{{id: x, label: L, require: "{expression}", cite: [d 1]}}]\namount: {{money: a.rate}}'
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    result = only(decide(edition, ask("2024-08"), person), "a.x")
    assert (result["result"], result["missing"]) == ("undetermined", missing)


def test_a_partial_day_of_death_may_leave_the_month_open(tmp_path: Path) -> None:
    body = 'entitlement: [{id: x, label: L, require: "!dead", cite: [d 1]}]\namount: {money: a.rate}'
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    found = [
        only(decide(edition, ask(on="2024-08-15"), {"death_date": day}), "a.x")["result"]
        for day in ("none", "2024-08-16", "2024-08-15")
    ]
    assert found == ["entitled", "entitled", "refused"]


@pytest.mark.parametrize(("more", "says"), [({"readings": frozenset({"x"})}, "no reading"), ({"programmes": frozenset({"x"})}, "no programme"), ({"province": "99"}, "no province")])  # fmt: skip
def test_a_question_about_what_does_not_exist_is_refused(tmp_path: Path, more: dict[str, object], says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        make_plan(load(tmp_path), ask("2024-08", **more))


TABLES = (
    "amount:\n  key: degree\n  tables:\n"
    "    - {table: t, column: dong, from: 2020-01-01, cite: [d 1]}\n"
    "    - {table: later, column: dong, from: 2026-07-01, in_law: 2026-10-05, cite: [l 1], confidence: estimate}\n"
)


@pytest.mark.parametrize(
    ("month", "decided", "expected", "says"),
    [
        ("2024-08", date(2026, 11, 24), 9_000, "primary"),
        ("2026-08", date(2026, 9, 1), 9_000, "primary"),
        ("2026-08", date(2026, 11, 24), 9_720, "estimate"),
    ],
)
def test_each_instrument_has_its_own_table_and_the_latest_that_is_known_holds(
    tmp_path: Path, month: str, decided: date, expected: int, says: str
) -> None:
    tables = {"tables/t.csv": "code,dong\nsevere,9_000\n", "tables/later.csv": "code,dong\nsevere,9_720\n"}
    body = CONDITION + TABLES
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body), **tables})
    result = only(decide(edition, ask(month, decided=decided), {"degree": "severe"}), "a.x")
    assert result["value"]["amount"] == expected
    assert result["confidence"] == says


def test_a_time_without_a_table_is_a_text_that_was_not_read(tmp_path: Path) -> None:
    body = CONDITION + TABLES.replace("from: 2020-01-01", "from: 2025-01-01").replace("[l 1]", "[d 1]")
    tables = {"tables/t.csv": "code,dong\nsevere,9_000\n", "tables/later.csv": "code,dong\nsevere,9_720\n"}
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body), **tables})
    result = only(decide(edition, ask("2024-08"), {"degree": "severe"}), "a.x")
    assert (result["result"], result["missing"]) == ("undetermined", ["unread_text"])


SERIES = """
sources: {d: decree, l: later}
series:
  annex:
    - {table: t, column: dong, from: 2020-01-01, cite: [d 1]}
    - {table: later, column: dong, from: 2026-07-01, in_law: 2026-10-05, cite: [l 1]}
parameters:
  s.rate: {label: Mức, label_en: Rate, unit: VND, series: annex, row: '6.1'}
"""


def test_a_parameter_may_be_one_row_of_every_table_of_a_series(tmp_path: Path) -> None:
    tables = {"tables/t.csv": "ref,dong\n6.1,9_000\n", "tables/later.csv": "ref,dong\n6.1,9_720\n"}
    body = CONDITION + "amount: {money: s.rate}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body), "parameters/s.yaml": SERIES, **tables})
    amounts = [
        only(decide(edition, ask(month), {"degree": "severe"}), "a.x")["value"] for month in ("2024-08", "2026-08")
    ]
    assert [item["amount"] for item in amounts] == [9_000, 9_720]
