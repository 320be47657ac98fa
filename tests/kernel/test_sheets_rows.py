"""Finding the header, and saying what every other row is: people, sections, totals, signatures."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.kernel.sheets import SheetError, SourceRow, Table, parse_table
from tests.kernel.books import HEADER, workbook

TU = (1, "Nguyễn Thị Tư", 1944, "Nữ", 25144012345, "x")
SAU = (2, "Trần Văn Sáu", date(1968, 3, 2), "Nam", "025068012345", None)


def _kinds(table: Table) -> dict[int, str]:
    return {aside.number: aside.kind for aside in table.asides} | {row.number: "data" for row in table.rows}


COMMUNE_LIST = [
    ("UBND XÃ AN BÌNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI",),
    (),
    HEADER,
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
    ("I", "Xã An Bình"),
    ("Thôn 3 (xóm Hoà Bình)", None),
    TU,
    (),
    ("1. Thôn 4", None, None, None, None, "12 người"),
    SAU,
    (*HEADER,),
    ("", "Bàn Văn Tổ", 1950),
    (3, "Tống Thị Cộng"),
    ("Cộng", None, "3 người"),
    ("Ghi chú: x là hộ nghèo",),
    (None, None, None, "An Bình, ngày 05 tháng 11 năm 2026"),
    ("NGƯỜI LẬP BIỂU", None, None, "TM. UBND XÃ"),
    (None, None, None, "CHỦ TỊCH"),
    (),
    ("Hà Thị Hoa", None, None, "Đinh Văn Phúc"),
]


def test_a_commune_list_is_taken_apart() -> None:
    table = parse_table(workbook(COMMUNE_LIST))
    title, blank, header, section, signature = "title", "blank", "header", "section", "signature"
    expected = [
        title,
        title,
        blank,
        header,
        "numbering",
        section,
        section,
        "data",
        blank,
        section,
        "data",
        header,
        "data",
        "data",
    ]
    expected += ["total", "note", signature, signature, signature, blank, signature]
    assert list(dict(sorted(_kinds(table).items())).values()) == expected
    assert [row.sections for row in table.rows] == [
        ("Xã An Bình", "Thôn 3 (xóm Hoà Bình)"),
        *[("Xã An Bình", "Thôn 4")] * 3,
    ]
    assert table.rows[0].section == "Xã An Bình › Thôn 3 (xóm Hoà Bình)"
    assert table.counts()["data"] == 4


def test_two_header_rows_from_merged_ranges() -> None:
    rows = [
        ("STT", "Họ và tên", "Giới tính", None, "Khuyết tật", None, "Ghi chú", "Ghi chú"),
        (None, None, "Nam", "Nữ", "Nặng", "ĐBN", None, None),
        (1, "Nguyễn Thị Tư", None, "x", "x"),
    ]
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2")
    expected = ["STT", "Họ và tên", "Giới tính › Nam", "Giới tính › Nữ", "Khuyết tật › Nặng", "Khuyết tật › ĐBN"]
    expected += ["Ghi chú", "Ghi chú (2)"]
    table = parse_table(workbook(rows, merges=merges))
    assert [column.name for column in table.columns] == expected
    assert [column.letter for column in table.columns][:3] == ["A", "B", "C"]
    as_text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    assert [column.name for column in parse_table(as_text.encode()).columns][:6] == expected[:6]


def test_columns_without_a_heading_are_named_by_their_letter() -> None:
    table = parse_table(workbook([("STT", "Họ tên", None, "Năm sinh"), (1, "Tư", "x", 1944, None, "thừa")]))
    assert [column.name for column in table.columns] == ["STT", "Họ tên", "Cột C", "Năm sinh", "Cột E", "Cột F"]
    assert table.rows[0].cells == (1.0, "Tư", "x", 1944.0, None, "thừa")


def test_a_cell_merged_over_the_members_of_a_household_belongs_to_each() -> None:
    rows = [
        ("STT", "Mã hộ", "Họ tên", "Năm sinh"),
        (1, "H1", "Tư", 1944),
        (2, None, "Sáu", 1968),
        (3, "H2", "Na", 2017),
    ]
    table = parse_table(workbook(rows, merges=("B2:B3",)))
    assert [row.cells[1] for row in table.rows] == ["H1", "H1", "H2"]


def test_people_are_never_taken_for_sections_or_totals() -> None:
    rows = [
        (1, "Tống Văn Bản"),
        (2, "Bàn Thị Tổ"),
        (None, "Lang Thị Xóm"),
        (None, "1. Nguyễn Văn Tổng"),
        ("4", "Công Thị Cộng"),
    ]
    table = parse_table(workbook([HEADER, TU, *rows]))
    assert len(table.rows) == 6
    strong = parse_table(workbook([HEADER, ("Tổng", "Tổng Thị Hợp", "2/3/1950"), ("Thôn 1", "025144012345", None)]))
    assert len(strong.rows) == 2


@pytest.mark.parametrize(
    "label", ["Thôn 3", "thon 3", "Bản Nà Lốc", "Tổ dân phố 5", "II. Xã Hoà Bình", "A. Trẻ em", "Nhóm 2: NKT"]
)
def test_section_rows(label: str) -> None:
    table = parse_table(workbook([HEADER, (label,), TU]))
    assert _kinds(table)[2] == "section"
    assert len(table.rows) == 1


def test_a_merged_row_is_a_section_whatever_it_says() -> None:
    table = parse_table(workbook([HEADER, ("Trẻ em mồ côi",), TU], merges=("A2:F2",)))
    assert table.rows[0].sections == ("Trẻ em mồ côi",)


def test_sections_close_those_below_them() -> None:
    rows = [HEADER, ("Huyện A",), ("Xã B",), ("Thôn 1",), TU, ("Nhóm hộ nghèo",), SAU, ("Xã C",), TU]
    assert [row.sections for row in parse_table(workbook(rows)).rows] == [
        ("Huyện A", "Xã B", "Thôn 1"),
        ("Huyện A", "Xã B", "Thôn 1", "Nhóm hộ nghèo"),
        ("Huyện A", "Xã C"),
    ]


def test_the_sheet_with_the_people_is_read_and_the_others_are_named() -> None:
    people = [HEADER, TU, SAU]
    content = workbook([("Hướng dẫn",)], people, [HEADER, TU], names=("HD", "Danh sách", "Cũ"))
    table = parse_table(content)
    assert table.sheet == "Danh sách"
    assert [(other.name, other.data_rows) for other in table.other_sheets] == [("HD", 0), ("Cũ", 1)]
    assert len(parse_table(content, sheet="cũ").rows) == 1
    with pytest.raises(SheetError, match="There is no sheet Mới; there are: HD, Danh sách, Cũ"):
        parse_table(content, sheet="Mới")


def test_headings_that_only_the_caller_knows_find_the_header() -> None:
    rows = [("Bảng 5",), ("Người hưởng", "Sinh", "KT"), ("Nguyễn Thị Tư", "1944", "x")]
    with pytest.raises(SheetError) as caught:
        parse_table(workbook(rows))
    assert caught.value.code == "no_header"
    table = parse_table(workbook(rows), headings=("Người hưởng", "Sinh"))
    assert [row.number for row in table.rows] == [3]


def test_a_table_of_code_names_needs_no_vietnamese() -> None:
    table = parse_table(b"person_id,birth_date,sex\nA,1944-03-02,female\n")
    assert table.rows == [SourceRow(2, ("A", "1944-03-02", "female"))]
    assert [column.name for column in table.columns] == ["person_id", "birth_date", "sex"]
    with pytest.raises(SheetError):
        parse_table(b"alpha,beta\n1,2\n")
