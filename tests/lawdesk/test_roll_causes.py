"""Who is who in two months, and what a cause may say: only what the line's own programme tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.lawdesk.roll.keys import spelt
from tests.lawdesk.lists import LANH, SAU, TU, Person, make_list, roll, table
from tests.lawdesk.test_roll_changes import HAI, SEPTEMBER, moved
from tests.lawdesk.test_roll_privacy import list_with_hiv

HOA: Person = {"name": "Lê Thị Hoa", "born": "1940"}
HOA_GRAVE: Person = {"name": "Lê Thị Hòa", "born": "1940", "degree": "đbn"}


def two_months(folder: Path, before: list[Person], now: list[Person], *asked: str) -> Path:
    roll(make_list(folder / "09", before), folder / "last", *asked, asked=SEPTEMBER)
    roll(make_list(folder / "11", now), folder / "roll", "--previous", str(folder / "last"))
    return folder / "roll"


def test_namesakes_whose_diacritics_differ_are_not_confused(tmp_path: Path) -> None:
    assert moved(two_months(tmp_path, [HOA, HOA_GRAVE], [HOA_GRAVE, HOA])) == {}


@pytest.mark.parametrize("name", ["Lê Thị Hoà", "LÊ THỊ HÒA", " lê  thị hòa", "Le\u0302 Thi\u0323 Ho\u0300a"])
def test_another_way_of_typing_a_name_is_the_same_name(tmp_path: Path, name: str) -> None:
    assert spelt(name) == spelt(HOA_GRAVE["name"])
    assert moved(two_months(tmp_path, [HOA, HOA_GRAVE], [{**HOA_GRAVE, "name": name}, HOA])) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoa", "Hòa"), ("Hòa", "Hóa"), ("Tư", "Tu"), ("Đào", "Dao"), ("Lan", "Lân"), ("An Sơn", "Anson")],
)
def test_names_that_differ_stay_different(one: str, other: str) -> None:
    assert spelt(one) != spelt(other)


def test_whose_number_is_broken_this_month_is_found_among_the_bad_rows(tmp_path: Path) -> None:
    found = moved(two_months(tmp_path, [TU, HAI], [TU, {**HAI, "id": "0251480000"}]))
    kind, before, now, cause = found[HAI["name"]]
    assert (kind, before, now) == ("thôi hưởng", 540_000, 0)
    assert cause.startswith("kỳ này dòng mang cùng họ tên và ngày sinh bị lỗi (dòng 5: ")


def test_whose_number_was_broken_last_month_is_found_among_the_bad_rows(tmp_path: Path) -> None:
    found = moved(two_months(tmp_path, [TU, {**HAI, "id": "0251480000"}], [TU, HAI]))
    assert found[HAI["name"]][3] == "kỳ trước dòng mang cùng họ tên và ngày sinh bị lỗi (dòng 5)"


@pytest.mark.parametrize(
    "other", [{"name": "Vũ Thị Hải"}, {"born": "06/05/1948"}, {"born": ""}, {"born": "31/02/1948"}]
)
def test_a_bad_row_of_somebody_else_explains_nothing(tmp_path: Path, other: Person) -> None:
    found = moved(two_months(tmp_path, [TU, HAI], [TU, {**HAI, "id": "0251480000", **other}]))
    assert found[HAI["name"]][3] == "không còn trong danh sách"


def test_a_programme_that_the_earlier_roll_did_not_judge_is_said_to_be_so(tmp_path: Path) -> None:
    found = moved(two_months(tmp_path, [TU, SAU], [TU, SAU, LANH], "--programme", "social.pension"))
    assert set(found) == {SAU["name"]}
    assert found[SAU["name"]] == ("mới", 0, 1_080_000, "kỳ trước không xét chế độ này")


def test_a_cause_names_no_fact_that_its_programme_does_not_test(tmp_path: Path) -> None:
    before = list_with_hiv(tmp_path / "09", {**SAU, "degree": "nặng"})
    now = list_with_hiv(tmp_path / "11", {**SAU, "pension": "x"})
    roll(before, tmp_path / "last", asked=SEPTEMBER)
    roll(now, tmp_path / "roll", "--previous", str(tmp_path / "last"))
    cause = moved(tmp_path / "roll")[SAU["name"]][3]
    assert "Mức độ khuyết tật: Nặng → Đặc biệt nặng" in cause
    assert "HIV" not in cause


def with_codes(path: Path) -> Path:
    """The list with numbers of the commune's own instead of identity numbers."""
    mapping = path.with_name(f"{path.name}.mapping.yaml")
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("kind: cccd", "kind: text"), encoding="utf-8")
    return path


def test_numbers_of_another_kind_stand_in_the_changes(tmp_path: Path) -> None:
    before = with_codes(make_list(tmp_path / "09", [{**TU, "id": "AB-01/3"}, {**HOA, "id": ""}]))
    now = with_codes(make_list(tmp_path / "11", [{**SAU, "id": "AB-02/7"}]))
    roll(before, tmp_path / "last", asked=SEPTEMBER)
    roll(now, tmp_path / "roll", "--previous", str(tmp_path / "last"))
    header, *rows = table(tmp_path / "roll", "changes")
    numbers = {row[1]: row[header.index("Số định danh")] for row in rows}
    assert numbers == {TU["name"]: "AB-01/3", HOA["name"]: "", SAU["name"]: "AB-02/7"}
