"""What an examiner from outside once broke: each stays mended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawengine.errors import LawFileError, QuestionError
from lawengine.model import Window
from tests.lawengine.small_book import FACTS, ask, decide, load, only, programme

PERSON = {"birth_date": "1990-01-01", "degree": "severe", "housed": False}


@pytest.mark.parametrize(
    ("on", "decided", "before", "after"),
    [
        (date(2026, 10, 31), date(2026, 9, 20), True, False),  # next month's list: the new text is not law yet
        (date(2026, 10, 31), date(2026, 10, 5), False, True),
        (date(2026, 9, 30), date(2026, 12, 1), True, False),
        (date(2026, 10, 4), date(2026, 10, 5), True, False),
    ],
)
def test_a_text_begins_and_ends_only_for_who_decides_when_it_is_law(
    on: date, decided: date, *, before: bool, after: bool
) -> None:
    day = date(2026, 10, 5)
    assert Window(until=day).active(on, decided, frozenset()) is before
    assert Window(start=day).active(on, decided, frozenset()) is after
    assert Window(start=date(2026, 7, 1), in_law=day).active(on, decided, frozenset()) is (decided >= day)


def test_nobody_is_judged_before_birth_or_dies_before_it(tmp_path: Path) -> None:
    edition = load(
        tmp_path,
        {
            "facts.yaml": FACTS.replace(
                "type: date, absence: closed", "type: date, not_before: birth_date, absence: closed"
            )
        },
    )
    with pytest.raises(QuestionError, match=r"p1\.birth_date: this lies after 2024-08-31"):
        decide(edition, ask("2024-08"), {**PERSON, "birth_date": "2024-09-01"})
    with pytest.raises(QuestionError, match="before birth_date"):
        decide(edition, ask("2024-08"), {**PERSON, "death_date": "1989-12-31"})
    young = only(decide(edition, ask("2024-08"), {**PERSON, "birth_date": 2024}), "a.allowance")
    assert young["row"]["id"] == "young", "somebody born this year is under every limit, whatever the day"
    with pytest.raises(LawFileError, match="type date"):
        load(
            tmp_path,
            {
                "facts.yaml": FACTS.replace(
                    "type: date, absence: closed", "type: date, not_before: degree, absence: closed"
                )
            },
        )


@pytest.mark.parametrize(
    ("death", "asked", "result"),
    [
        ("2024-08-01", ask("2024-08"), "entitled"),
        ("2024-08-31", ask("2024-08"), "entitled"),
        ("2024-07-31", ask("2024-08"), "refused"),
        ("2024-09-01", ask("2024-08"), "refused"),
        ("none", ask("2024-08"), "refused"),
        ("2024-08-15", ask(on="2024-08-15"), "entitled"),
        ("2024-08-16", ask(on="2024-08-15"), "refused"),
    ],
)
def test_what_is_paid_once_is_paid_in_the_month_of_the_event(
    tmp_path: Path, death: str, asked: object, result: str
) -> None:
    facts = (
        FACTS
        + "  died_now: {label: Chết trong tháng, label_en: Died now, of: person, type: bool, in_month: death_date}\n"
    )
    body = "entitlement: [{id: x, label: L, require: died_now, cite: [d 1]}]\namount: {money: a.rate}"
    edition = load(tmp_path, {"facts.yaml": facts, "programmes/a/x.yaml": programme("a.x", body)})
    assert only(decide(edition, asked, {"death_date": death}), "a.x")["result"] == result  # type: ignore[arg-type]


def test_a_partial_day_may_leave_open_whether_it_lies_in_the_month(tmp_path: Path) -> None:
    facts = FACTS.replace("type: date, absence: closed", "type: date, partial: true, absence: closed")
    facts += "  died_now: {label: Chết trong tháng, label_en: Died now, of: person, type: bool, in_month: death_date}\n"
    body = "entitlement: [{id: x, label: L, require: died_now, cite: [d 1]}]\namount: {money: a.rate}"
    edition = load(tmp_path, {"facts.yaml": facts, "programmes/a/x.yaml": programme("a.x", body)})
    found = [
        only(decide(edition, ask("2024-08"), {"death_date": day}), "a.x")["result"] for day in (2024, "2024-08", 2023)
    ]
    assert found == ["undetermined", "entitled", "refused"]


PORT = """
id: overlay.port
title: Cảng
territory: '31'
sources: {d: decree}
rates:
  - {id: old, parameter: a.rate, covers: [a.allowance], is: 120_000, from: 2024-01-01, until: 2026-01-01, cite: [d 2]}
  - {id: unread, parameter: a.rate, covers: [a.allowance], unread: true, from: 2026-01-01, cite: [d 3], confidence: memory}
"""


def test_a_former_province_can_be_named_after_the_merger(tmp_path: Path) -> None:
    edition = load(tmp_path, {"overlays/port.yaml": PORT})

    def amount(**place: str) -> object:
        found = only(decide(edition, ask("2025-08", **place), PERSON), "a.allowance")
        return found["missing"] or found["value"]["amount"]

    assert amount(province="31") == ["former_province"]
    assert amount(province="31", former_province="31") == 180_000
    assert (
        amount(province="31", former_province="30") == 150_000 == amount(province="30") == amount(former_province="30")
    )
    with pytest.raises(QuestionError, match="31 was not made of 01"):
        amount(province="31", former_province="01")


def test_a_resolution_that_nobody_has_read_leaves_the_nation_and_a_mark(tmp_path: Path) -> None:
    edition = load(tmp_path, {"overlays/port.yaml": PORT})
    found = only(decide(edition, ask("2026-02", province="31"), PERSON), "a.allowance")
    assert (found["value"]["amount"], found["confidence"]) == (150_000, "memory")
    assert [cite["place"] for cite in found["cite"]] == ["1", "3"]
    assert only(decide(edition, ask("2026-02", province="01"), PERSON), "a.allowance")["confidence"] == "primary"


@pytest.mark.parametrize(
    ("certificate", "decision", "month", "result"),
    [
        (
            "2025-06-20",
            "2025-08-10",
            "2025-07",
            "entitled",
        ),  # it arose under the older rule, which no later month interrupts
        ("2025-06-20", "2025-08-10", "2025-05", "refused"),
        ("2025-07-20", "2025-08-10", "2025-07", "refused"),
        ("2025-07-20", "2025-08-10", "2025-08", "entitled"),
        (None, "2025-08-10", "2025-07", "refused"),
        (None, None, "2025-07", "entitled"),
    ],
)
def test_a_start_rule_governs_the_dates_of_its_own_time(
    tmp_path: Path, certificate: str | None, decision: str | None, month: str, result: str
) -> None:
    facts = FACTS.replace(
        "  housed:",
        "  certified: {label: C, label_en: C, of: person, type: date, absence: open, proof: P, sensitive: false, declare: true}\n  housed:",
    )
    body = (
        "entitlement: [{id: x, label: L, require: \"degree == 'severe'\", cite: [d 1]}]\namount: {money: a.rate}\nstart:\n"
        "  - {month_of: certified, until: 2025-07-01, cite: [d 1]}\n"
        "  - {month_of: decision_date, from: 2025-07-01, cite: [d 2]}"
    )
    edition = load(tmp_path, {"facts.yaml": facts, "programmes/a/x.yaml": programme("a.x", body)})
    person = {"degree": "severe", "certified": certificate}
    found = only(decide(edition, ask(month), person, case={"decision_date": decision}), "a.x")
    assert found["result"] == result
    assert found.get("refused_by") == (["start"] if result == "refused" else None)
