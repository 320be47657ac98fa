"""Corners of the book: marks per file and row, readings, parameters inside conditions, rows that lapsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawengine.errors import LawConflictError, LawFileError, QuestionError
from lawengine.exhaust import change_dates, check_tables
from lawengine.household import read_household
from lawengine.model import Mark
from lawengine.planner import make_plan
from lawengine.qualify import smallest_changes
from lawengine.stories import main, tell_all
from tests.lawengine.small_book import ALLOWANCE, FACTS, ask, decide, load, only, programme, write_book

READINGS = """
sources: {d: decree}
readings:
  open: {question: Câu hỏi, default: Cách một, alternative: Cách hai, cite: [d 3]}
"""
IN = "entitlement: [{id: in, label: L, require: \"degree == 'severe'\", cite: [d 1]}]\n"


def test_a_mark_may_stand_on_the_instrument_the_file_or_the_row(tmp_path: Path) -> None:
    body = (
        "confidence: {l: memory}\n"
        "entitlement:\n"
        "  - {id: a, label: L, require: housed, cite: [d 1, l 1]}\n"
        "  - {id: b, label: L, require: housed, cite: [d 1], confidence: estimate}\n"
        "  - {id: c, label: L, require: housed, cite: [d 1, l 1], confidence: {d: conflict}}\n"
        "amount: {money: a.rate}"
    )
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    marks = [[cite.mark for cite in item.cites] for item in edition.programmes["a.x"].conditions]
    assert marks == [[Mark.PRIMARY, Mark.MEMORY], [Mark.ESTIMATE], [Mark.CONFLICT, Mark.MEMORY]]
    assert [mark.verified for mark in Mark] == [True, True, False, False, False, False]
    assert edition.catalogue.label("degree") == "Mức độ"
    assert edition.catalogue.label("age") == "Tuổi"


def test_a_reading_switches_rows_and_both_can_be_seen(tmp_path: Path) -> None:
    table = "coefficient: [{id: r, otherwise: true, is: '1', unless_reading: open, cite: [d 1]}, {id: s, otherwise: true, is: '2', reading: open, cite: [d 1]}]\namount: {rate: a.rate, times: coefficient}"  # fmt: skip
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", IN + table), "readings.yaml": READINGS})
    found = [
        only(decide(edition, ask("2024-08", readings=readings), {"degree": "severe"}), "a.x")["value"]["amount"]
        for readings in (frozenset(), frozenset({"open"}))
    ]
    assert found == [100_000, 200_000]
    assert check_tables(edition) == []


def test_a_condition_may_compare_with_a_parameter(tmp_path: Path) -> None:
    body = 'entitlement: [{id: low, label: L, require: "a.rate > income", cite: [d 1]}]\namount: {money: a.rate}'
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    found = [only(decide(edition, ask("2024-08"), {"income": income}), "a.x")["result"] for income in (99_999, 100_000)]
    assert found == ["entitled", "refused"]


def test_a_table_whose_rows_all_lapsed_is_told_by_the_check_and_never_guessed(tmp_path: Path) -> None:
    table = "coefficient: [{id: r, otherwise: true, is: '1', until: 2021-01-01, cite: [d 1]}]\namount: {rate: a.rate, times: coefficient}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", IN + table)})
    assert any("a.x" in fault for fault in check_tables(edition))
    with pytest.raises(LawConflictError, match=r"a\.x"):
        decide(edition, ask("2024-08"), {"degree": "severe"})


def test_an_exception_must_lie_within_the_rule(tmp_path: Path) -> None:
    other = programme("a.other", IN + "amount: {money: a.rate}")
    third = programme("a.third", IN + "amount: {money: a.rate}")
    rules = "sources: {d: decree}\nrules: [{id: h, label: L, highest: [a.allowance, a.other], both: [{one: [a.other], with: [a.third], cite: [d 1]}], cite: [d 1]}]"  # fmt: skip
    files = {"programmes/a/other.yaml": other, "programmes/a/third.yaml": third}
    with pytest.raises(LawFileError, match=r"a\.third, which is not among"):
        load(tmp_path, {**files, "concurrence.yaml": rules})
    wide = rules.replace("a.other], both", "a.other, a.third], from: 2022-02-02, both")
    overlay = "id: overlay.x\ntitle: X\nterritory: '31'\nsources: {d: decree}\nrates: [{id: r, parameter: a.rate, covers: [a.other], is: 3, from: 2023-03-03, cite: [d 1]}]"
    edition = load(tmp_path, {**files, "concurrence.yaml": wide, "overlays/x.yaml": overlay})
    days = [str(day) for day in change_dates(edition)]
    assert "2022-02-02" in days
    assert "2023-03-03" in days


def test_waiting_helps_nobody_whose_birth_is_unknown(tmp_path: Path) -> None:
    body = "entitlement: [{id: x, label: L, require: \"age >= 60 && degree == 'severe'\", cite: [d 1]}]\namount: {money: a.rate}"
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    household = read_household(edition.catalogue, {"members": [{"degree": "mild"}]}, closed=False)
    assert smallest_changes(make_plan(edition, ask("2024-08")), household, "p1", "a.x") == []


def test_a_spouse_outside_the_couple_rule_changes_nothing(tmp_path: Path) -> None:
    rules = "sources: {d: decree}\nrules: [{id: c, label: L, one_per: spouse, programme: a.allowance, cite: [d 1]}]"
    edition = load(tmp_path, {"concurrence.yaml": rules})
    answer = decide(
        edition,
        ask("2024-08", programmes=frozenset({"a.allowance"})),
        {"degree": "severe", "housed": False, "birth_date": "1990-01-01"},
    )
    assert len(answer["payable"]) == 1
    outside = decide(edition, ask("2019-08"), {})
    assert outside["payable"] == []


def test_a_book_whose_stories_cover_everything_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stories = """  - {story: Thường, month: 2024-08, given: {birth_date: 1990-01-01, degree: severe, housed: false}, expect: {amount: 150_000, by: plain}}
  - {story: Nhỏ, month: 2024-08, given: {birth_date: 2020-01-01, degree: severe, housed: false}, expect: {by: young}}
  - {story: Nhẹ, month: 2024-08, given: {degree: mild, housed: false}, expect: {refused: [severe]}}
  - {story: Ở cơ sở, month: 2024-08, given: {degree: severe, housed: true}, expect: {refused: [outside]}}
"""
    head, _, _ = ALLOWANCE.partition("examples:")
    write_book(tmp_path, {"programmes/a/allowance.yaml": head + "examples:\n" + stories})
    assert main(str(tmp_path)) == 0
    assert "4 stories, 0 faults, 0 gaps" in capsys.readouterr().out


def test_partial_dates_are_shown_as_they_are_known(tmp_path: Path) -> None:
    body = 'entitlement: [{id: x, label: L, require: "age >= 60", cite: [d 1]}]\namount: {money: a.rate}\nstart: [{month_of: birth_date, cite: [d 1]}]'
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})
    shown = []
    for birth in (1950, "1950-03", "1950-03-02"):
        result = only(decide(edition, ask("2024-08"), {"birth_date": birth}), "a.x")
        shown.append((result["starts"][0]["value"], result["conditions"][0]["facts"]["age"]))
    assert shown == [("1950", [73, 74]), ("1950-03", 74), ("1950-03-02", 74)]


def test_overlays_and_rules_tell_stories_too(tmp_path: Path) -> None:
    overlay = (
        "id: overlay.x\ntitle: X\nterritory: '01'\nsources: {d: decree}\nexamples:\n"
        "  - {story: Riêng, programme: a.allowance, month: 2024-08, province: '01', given: {degree: severe, housed: false, birth_date: 1990-01-01}, expect: {payable: [a.none]}}\n"
        "  - {story: Chung, programme: a.allowance, month: 2024-08, given: {degree: severe, housed: false, birth_date: 1990-01-01}, expect: {set_aside: {a.allowance: h}, amount: 150_000}}\n"
    )
    told, _ = tell_all(load(tmp_path, {"overlays/x.yaml": overlay}))
    faults = {item.story.text: item.faults for item in told}
    assert faults["Riêng"] == ("payable: expected ['a.none'], found ['a.allowance']",)
    assert faults["Chung"] == ("set_aside a.allowance: expected h, found None",)


def test_an_event_that_nobody_recorded_has_not_happened(tmp_path: Path) -> None:
    body = 'entitlement: [{id: x, label: L, require: "!dead", cite: [d 1]}]\namount: {money: a.rate}'
    event = FACTS.replace("type: date, absence: closed, closed: none", "type: date, absence: event, closed: none")
    asked = [
        only(
            decide(
                load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body), "facts.yaml": facts}), ask("2024-08"), {}
            ),
            "a.x",
        )
        for facts in (FACTS, event)
    ]
    assert [item["result"] for item in asked] == ["undetermined", "entitled"]


IMPLIES = FACTS.replace(
    "type: int, absence: open, proof", "type: int, implies: {housed: true}, absence: closed, closed: 0, proof", 1
)


def test_a_fact_brings_what_it_cannot_do_without_and_refuses_the_contrary(tmp_path: Path) -> None:
    edition = load(tmp_path, {"facts.yaml": IMPLIES})
    assert (
        read_household(edition.catalogue, {"members": [{"income": 5}]}, closed=False).members[0].facts["housed"] is True
    )
    assert (
        "housed" not in read_household(edition.catalogue, {"members": [{"income": 0}]}, closed=False).members[0].facts
    )
    with pytest.raises(QuestionError, match="contradicts"):
        read_household(edition.catalogue, {"members": [{"income": 5, "housed": False}]}, closed=False)
    for wrong in ("wealth: poor", "degree: grave", "zzz: 1"):
        with pytest.raises(LawFileError, match="cannot be"):
            load(tmp_path, {"facts.yaml": IMPLIES.replace("housed: true}", wrong + "}")})
