"""What the book does not hold is said: groups of a province, programmes whose text was not read, articles that ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawengine.errors import LawFileError
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.planner import make_plan
from lawengine.qualify import smallest_changes
from lawengine.stories import tell_all, uncovered
from tests.lawengine.small_book import TEXT, ask, decide, load, only, programme

PORT = """
id: overlay.port
title: Cảng
territory: '31'
sources: {d: decree}
unread:
  - {id: port-ill, label: Người bệnh, label_en: The ill, from: 2024-01-01, until: 2026-02-01, cite: [d 2.1]}
  - {id: port-late, label: Nhóm sau, label_en: A later group, from: 2026-01-01, cite: [d 3]}
"""
OLD = """
id: overlay.old
title: Tỉnh cũ
territory: '30'
sources: {d: decree}
unread: [{id: old-group, label: Nhóm cũ, label_en: An old group, from: 2024-01-01, cite: [d 2], confidence: memory}]
"""
BODY = "entitlement: [{id: in, label: L, require: \"degree == 'severe'\", cite: [d 1]}]\namount: {rate: a.rate, times: '2'}"
HALF_READ = programme("a.half", BODY).replace(
    "in_force: [{from: 2020-01-01, cite: [d 1]}]",
    "in_force: [{from: 2020-01-01, until: 2024-01-01, unread: true, cite: [d 1], confidence: memory},"
    " {from: 2024-01-01, cite: [d 2]}]",
)
SEVERE, MILD = {"degree": "severe"}, {"degree": "mild"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    files = {"overlays/port.yaml": PORT, "overlays/old.yaml": OLD, "programmes/a/half.yaml": HALF_READ}
    return load(Path(tmp_path_factory.mktemp("book")), files)


@pytest.mark.parametrize(
    ("month", "province", "told"),
    [
        ("2023-12", "31", []),
        ("2024-01", "31", ["port-ill"]),
        ("2024-01", "30", ["old-group"]),
        ("2024-01", "01", []),
        ("2024-01", None, []),
        ("2025-08", "30", ["old-group"]),  # merged, but the port's older text does not spread
        ("2025-08", "31", ["old-group", "port-ill"]),  # the area is open: both are told
        ("2026-02", "30", ["old-group", "port-late"]),
    ],
)
def test_a_group_outside_the_book_is_told_where_and_while_its_text_holds(
    edition: Edition, month: str, province: str | None, told: list[str]
) -> None:
    answer = decide(edition, ask(month, province=province), SEVERE)
    assert [group["id"] for group in answer["unread"]] == told


def test_the_note_names_group_province_and_instrument(edition: Edition) -> None:
    (group,) = decide(edition, ask("2024-01", province="30"), MILD)["unread"]
    assert (group["label"], group["label_en"], group["province"]) == ("Nhóm cũ", "An old group", "30")
    assert group["cite"] == [{"instrument": "decree", "place": "2", "text": "Điều 2 NĐ 1", "mark": "memory"}]


def test_a_programme_of_an_unread_text_tells_nobody_an_amount_and_nobody_that_there_is_none(edition: Edition) -> None:
    before = only(decide(edition, ask("2023-12"), SEVERE), "a.half")
    assert (before["result"], before["missing"], before["value"]) == ("undetermined", ["unread_text"], None)
    assert before["confidence"] == "memory"
    assert only(decide(edition, ask("2023-12"), MILD), "a.half")["refused_by"] == ["in"]
    after = only(decide(edition, ask("2024-01"), SEVERE), "a.half")
    assert (after["result"], after["value"]["amount"]) == ("entitled", 200_000)


def test_nothing_that_a_person_could_change_makes_an_unread_text_known(edition: Edition) -> None:
    household = read_household(edition.catalogue, {"members": [{"id": "p1", **MILD}]}, closed=False)
    found = [
        smallest_changes(make_plan(edition, ask(month)), household, "p1", "a.half") for month in ("2023-12", "2024-01")
    ]
    assert found[0] == []
    assert [(change.fact, change.then) for (change,) in found[1]] == [("degree", "severe")]


def test_an_article_that_ended_before_its_instrument_is_no_longer_cited(tmp_path: Path) -> None:
    text = TEXT.replace("'2': Hai.", "'2': {says: Hai., until: 2024-01-01}")
    law = programme("a.two", BODY).replace("cite: [d 1]}]\namount", "cite: [d 2, d 3]}]\namount")
    edition = load(tmp_path, {"texts/decree/instrument.yaml": text, "programmes/a/two.yaml": law})
    assert edition.instruments["decree"].articles["2"] == "Hai."
    cited = {
        month: [item["place"] for item in only(decide(edition, ask(month), SEVERE), "a.two")["conditions"][0]["cite"]]
        for month in ("2023-12", "2024-01")
    }
    assert cited == {"2023-12": ["2", "3"], "2024-01": ["3"]}


BOUNDS = """
sources: {d: decree}
parameters:
  b.floor: {label: Sàn, label_en: Floor, unit: VND, values: [{none: true, cite: [d 1]}, {from: 2024-01-01, is: 9_000, cite: [d 2]}]}
  b.cap: {label: Trần, label_en: Cap, unit: VND, values: [{is: 5_000, cite: [d 1]}, {from: 2024-01-01, none: true, cite: [d 2]}]}
"""
BURIAL = "entitlement: [{id: in, label: L, require: \"degree == 'severe'\", cite: [d 1]}]\n"


@pytest.mark.parametrize(
    ("month", "cost", "amount"),
    [("2023-12", 4_000, 4_000), ("2023-12", 8_000, 5_000), ("2024-01", 8_000, 9_000), ("2024-01", 20_000, 20_000)],
)
def test_a_bound_that_the_law_dropped_binds_nothing(tmp_path: Path, month: str, cost: int, amount: int) -> None:
    law = programme("a.burial", BURIAL + "amount: {fact: cost, at_least: b.floor, at_most: b.cap}")
    edition = load(tmp_path, {"parameters/b.yaml": BOUNDS, "programmes/a/burial.yaml": law})
    answer = decide(edition, ask(month, province="01"), SEVERE, case={"cost": cost})
    assert only(answer, "a.burial")["value"]["amount"] == amount


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (BURIAL + "amount: {rate: b.cap, times: '2'}", "a floor or a cap"),
        (BURIAL + "amount: {rate: a.rate, times: '2', per: 'b.cap'}", "b.cap"),
    ],
)
def test_a_parameter_that_may_be_none_can_be_no_rate_and_stands_in_no_expression(
    tmp_path: Path, body: str, named: str
) -> None:
    files = {"parameters/b.yaml": BOUNDS, "programmes/a/x.yaml": programme("a.x", body)}
    with pytest.raises(LawFileError) as caught:
        load(tmp_path, files)
    assert named in str(caught.value)


TELLING = """
examples:
  - {story: Đúng, month: 2024-01, province: '31', programme: a.allowance, given: {}, expect: {unread: [port-ill]}}
  - {story: Sai, month: 2023-12, province: '31', programme: a.allowance, given: {}, expect: {unread: [port-ill], result: undetermined}}
"""


def test_a_story_says_which_groups_are_told_and_a_group_without_a_story_is_a_gap(tmp_path: Path) -> None:
    edition = load(tmp_path, {"overlays/port.yaml": PORT + TELLING})
    told, coverage = tell_all(edition)
    assert [item.faults for item in told if item.faults] == [("unread: expected ['port-ill'], found []",)]
    gaps = uncovered(edition, coverage)
    assert "overlay.port port-late" in gaps
    assert "overlay.port port-ill" not in gaps
