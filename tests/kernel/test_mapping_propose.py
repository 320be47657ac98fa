"""A first mapping from headings and contents: what is sure is taken, what is not is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ansinh.kernel.mapping import MappedColumn, dump_mapping, parse_mapping, propose, rows_to_facts
from ansinh.kernel.mapping.model import ListMapping
from ansinh.kernel.sheets import parse_table
from tests.kernel.books import ROOT, declared_facts, workbook

FACTS = declared_facts()


def _propose(header: Sequence[object], *rows: Sequence[object], title: str = "") -> ListMapping:
    return propose(parse_table(workbook([(title,), header, *rows])), FACTS)


def _facts(mapping: ListMapping) -> dict[str, str | None]:
    return {column.column: column.fact for column in mapping.columns}


@pytest.mark.parametrize(
    ("heading", "content", "fact"),
    [
        ("Năm sinh", 1944, "birth_date"),
        ("Ngày tháng năm sinh", "2/3/1944", "birth_date"),
        ("Giới tính", "Nữ", "sex"),
        ("Mức độ KT", "ĐBN", "disability_degree"),
        ("Khuyết tật", "nặng", "disability_degree"),
        ("Hộ nghèo, cận nghèo", "CN", "poverty_class"),
        ("Phân loại hộ", "Hộ nghèo", "poverty_class"),
        ("Tình trạng hôn nhân", "Goá chồng", "marital_status"),
        ("Nhiễm HIV", "x", "hiv"),
        ("Hưởng lương hưu", "Có", "has_pension"),
        ("Mức lương hưu (đồng)", "3.250.000", "pension_amount"),
        ("Số con dưới 16 tuổi", 2, "children_under_16"),
        ("Người có công", "x", "merit_allowance"),
        ("Tình trạng cha", "Mất tích", "father_status"),
        ("Mẹ", "Chết", "mother_status"),
        ("Đang học", "THPT", "study"),
        ("Người phụng dưỡng", "Không có", "carer_situation"),
        ("Xã ĐBKK", "x", "hard_area"),
        ("Ngày mất", "2/3/2026", "death_date"),
        ("disability_degree", "extreme", "disability_degree"),
        ("Mang thai", "x", "pregnant"),
    ],
)
def test_headings_and_contents_of_facts(heading: str, content: object, fact: str) -> None:
    mapping = _propose(("STT", "Họ và tên", heading), (1, "Nguyễn Thị Tư", content))
    assert _facts(mapping) == {heading: fact}
    assert mapping.doubts == ()
    table = parse_table(workbook([("STT", "Họ và tên", heading), (1, "Nguyễn Thị Tư", content)]))
    people, problems = rows_to_facts(table, mapping, FACTS, today=date(2026, 11, 24))
    assert problems == []
    assert fact in people[0].facts


def test_identity_and_place() -> None:
    header = ("TT", "Họ, tên", "Số CCCD", "Mã hộ", "Xã", "Nhóm đối tượng", "Địa chỉ", "Ghi chú")
    mapping = _propose(header, (1, "Tư", 25144012345, "H1", "An Bình", "NCT", "Thôn 3", "mới"))
    assert (mapping.id_column, mapping.id_kind, mapping.name) == ("Số CCCD", "cccd", "Họ, tên")
    assert (mapping.household, mapping.commune.column, mapping.claimed) == ("Mã hộ", "Xã", "Nhóm đối tượng")
    assert set(mapping.ignored) == {"TT", "Địa chỉ", "Ghi chú"}
    text_id = _propose(("Mã định danh", "Họ tên"), ("AB-1", "Tư"))
    assert (text_id.id_column, text_id.id_kind) == ("Mã định danh", "text")
    titled = _propose(("STT", "Họ tên", "Năm sinh"), (1, "Tư", 1944), title="UBND XÃ AN BÌNH")
    assert titled.commune.constant == "xã An Bình"


def test_crosses_say_what_their_heading_says() -> None:
    header = (
        "STT",
        "Họ tên",
        "Nam",
        "Nữ",
        "Hộ nghèo",
        "Hộ cận nghèo",
        "KT nặng",
        "KT đặc biệt nặng",
        "Mồ côi cả cha và mẹ",
        "Góa",
    )
    mapping = _propose(header, (1, "Tư", "x", "X", "x", "x", "x", "x", "x", True))
    assert [(column.column, column.fact) for column in mapping.columns] == [(name, None) for name in header[2:]]
    says = [next(iter(column.values.values())) for column in mapping.columns]
    assert says[:2] == [{"sex": "male"}, {"sex": "female"}]
    assert says[2:4] == [{"poverty_class": "poor"}, {"poverty_class": "near_poor"}]
    assert says[4:6] == [{"disability_degree": "severe"}, {"disability_degree": "extreme"}]
    assert says[6:] == [{"father_status": "dead", "mother_status": "dead"}, {"marital_status": "widowed"}]


def test_units_in_the_heading_multiply() -> None:
    thousands = _propose(("STT", "Họ tên", "Mức lương hưu (nghìn đồng)"), (1, "Tư", 3250))
    assert thousands.columns == (
        MappedColumn("Mức lương hưu (nghìn đồng)", "pension_amount", {}, 1000, {"has_pension": True}),
    )
    millions = _propose(("STT", "Họ tên", "Mức lương hưu (triệu đồng)"), (1, "Tư", 3.25))
    assert millions.columns[0].times == 1_000_000


def test_closed_facts_with_a_column_are_vouched_for_open_ones_are_not() -> None:
    mapping = _propose(("STT", "Họ tên", "Khuyết tật", "Nhiễm HIV", "Hộ nghèo"), (1, "Tư", "nặng", "Có", "nghèo"))
    assert mapping.vouched == {"disability_degree": "none", "hiv": False}


def test_what_nobody_understands_is_named() -> None:
    mapping = _propose(
        ("STT", "Họ tên", "Khuyết tật", "Nhãn lạ", "Giới tính", "Nam/nữ"),
        (1, "Tư", "Loại 2", "z", "Nam", "Nam"),
        (2, "Sáu", "chưa rõ", "z", "Nữ", "Nữ"),
    )
    assert [doubt.split(":", 1)[0] for doubt in mapping.doubts] == [
        "“Khuyết tật”",
        "D",
        "“Nam/nữ” nói về cùng dữ kiện với một cột khác, tạm không dùng.",
    ]
    assert "“Loại 2” (1 dòng)" in mapping.doubts[0]
    assert mapping.columns[0].values == {"chưa rõ": {}}
    assert {"Nhãn lạ", "Nam/nữ"} < set(mapping.ignored)


def test_the_proposal_for_the_sample_reads_every_row_but_the_wrong_ones() -> None:
    table = parse_table((ROOT / "samples" / "danh-sach-xa-an-binh.xlsx").read_bytes())
    mapping = propose(table, FACTS)
    assert parse_mapping(dump_mapping(mapping, FACTS), FACTS) == mapping
    assert mapping.unnamed(table) == ()
    people, problems = rows_to_facts(table, mapping, FACTS, today=date(2026, 11, 24))
    assert len(problems) == 13
    assert len(people) + len({problem.row for problem in problems}) == len(table.rows)
