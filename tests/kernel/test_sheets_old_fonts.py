"""Lists typed in old fonts, in every kind of file: read as Unicode, reported, and left alone when somebody says so."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.kernel.legacy_fonts import OldFont
from ansinh.kernel.sheets import FontWish, Table, Unsure, parse_table
from tests.kernel.books import workbook
from tests.kernel.old_fonts import typed
from tests.kernel.test_sheets_formats import _ods, _ods_rows

LIST = (
    ("Danh sách đối tượng bảo trợ xã hội", None, None, None, None),
    ("STT", "Họ và tên", "Ngày sinh", "Hộ nghèo", "Ghi chú"),
    (1, "Nguyễn Thị Tư", "2/3/1944", "Có", "chết 3/2026"),
    (2, "Trần Văn Sửu", 1968, "Không", None),
    (3, "Lê Đình Hương", 1950, "Có", "chuyển đi Bình Dương"),
)
CELLS = [tuple(row) for row in LIST[2:]]
HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Hộ nghèo", "Ghi chú"]


def _typed_list(font: OldFont) -> list[tuple[object, ...]]:
    return [tuple(typed(cell, font) if isinstance(cell, str) else cell for cell in row) for row in LIST]


def _as_text(rows: list[tuple[object, ...]]) -> str:
    return "\r\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)


def _assert_read(table: Table, *, as_text: bool = False) -> None:
    assert [column.name for column in table.columns] == HEADINGS
    shown = [tuple(None if cell is None else str(cell) for cell in row) for row in CELLS] if as_text else CELLS
    assert [row.cells for row in table.rows] == shown
    assert table.kinds() == {1: "title", 2: "header", 3: "data", 4: "data", 5: "data"}
    assert table.asides[0].text == "Danh sách đối tượng bảo trợ xã hội"


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_a_workbook_in_an_old_font(font: OldFont) -> None:
    table = parse_table(workbook(_typed_list(font)))
    _assert_read(table)
    assert set(table.fonts.fonts()) == {"A", "B", "C", "D", "E"}
    assert {count for column in table.fonts.fonts().values() for count in column} == {font}
    flags = [(each.after, each.first_row, each.count) for each in table.fonts.restored if each.column == "D"]
    assert flags == [("Hộ nghèo", 2, 1), ("Có", 3, 2), ("Không", 4, 1)]
    assert table.fonts.unsure == ()


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_a_text_file_in_an_old_font(font: OldFont) -> None:
    text = _as_text(_typed_list(font))
    _assert_read(parse_table(text.encode("cp1252")), as_text=True)
    _assert_read(parse_table(text.encode("utf-8")), as_text=True)
    _assert_read(parse_table(text.encode("utf-16")), as_text=True)


def test_a_text_file_in_windows_1258() -> None:
    decomposed = "".join(_for_1258(char) for char in _as_text([tuple(row) for row in LIST]))
    table = parse_table(decomposed.encode("cp1258"))
    _assert_read(table, as_text=True)
    assert table.fonts.restored == ()


def _for_1258(char: str) -> str:
    """Windows-1258 has the vowels with roofs and horns, and tones as marks behind them."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = decomposed[-1] if len(decomposed) > 1 and decomposed[-1] in "\u0300\u0301\u0303\u0309\u0323" else ""
    if not tone and len(decomposed) == 3:
        tone, decomposed = decomposed[1], decomposed[0] + decomposed[2]
    elif tone:
        decomposed = decomposed[:-1]
    elif len(decomposed) > 2:
        raise AssertionError(char)
    return unicodedata.normalize("NFC", decomposed) + tone


def test_an_open_document_and_a_parquet_file_in_an_old_font() -> None:
    rows = [tuple(None if cell is None else str(cell) for cell in row) for row in _typed_list("tcvn3")]
    cells = [tuple("" if cell is None else cell for cell in row) for row in rows]
    table = parse_table(_ods(_ods_rows(*cells)))
    assert [column.name for column in table.columns] == HEADINGS
    assert table.rows[0].cells[1] == "Nguyễn Thị Tư"
    buffer = BytesIO()
    columns = list(zip(*rows[2:], strict=True))
    names = [str(name) for name in rows[1]]
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), buffer)
    parquet = parse_table(buffer.getvalue())
    assert [column.name for column in parquet.columns] == HEADINGS
    assert parquet.rows[0].cells[1] == "Nguyễn Thị Tư"
    assert [each.first_row for each in parquet.fonts.restored if each.column == "B"] == [0, 1, 2, 3]


def test_merged_ranges_of_an_open_document() -> None:
    def cell(text: str, down: int = 1, right: int = 1) -> str:
        return (
            f'<table:table-cell office:value-type="string" table:number-rows-spanned="{down}" '
            f'table:number-columns-spanned="{right}"><text:p>{text}</text:p></table:table-cell>'
        )

    covered = "<table:covered-table-cell/>"
    upper = cell("STT", 2) + cell("Họ và tên", 2) + cell("Giới tính", 1, 2) + covered + cell("Năm sinh", 2)
    lower = covered * 2 + cell("Nam") + cell("Nữ") + covered
    body = "".join(map(cell, ("1", "Nguyễn Thị Tư", "", "x", "1944")))
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (upper, lower, body))
    table = parse_table(_ods(rows))
    assert [column.name for column in table.columns] == [
        "STT",
        "Họ và tên",
        "Giới tính › Nam",
        "Giới tính › Nữ",
        "Năm sinh",
    ]


def test_somebody_refuses_a_reading_or_demands_one() -> None:
    content = workbook(_typed_list("tcvn3"))
    left = parse_table(content, headings=["Hä vµ tªn", "Hé nghÌo"], fonts=FontWish(restore=False))
    assert left.fonts.restored == ()
    assert left.columns[1].name == "Hä vµ tªn"
    assert left.rows[0].cells[1] == "NguyÔn ThÞ T\u00ad"  # the letter ư is a soft hyphen there
    partly = parse_table(content, fonts=FontWish(leave=frozenset("B")))
    assert (partly.columns[1].name, partly.columns[3].name) == ("Hä vµ tªn", "Hộ nghèo")
    unicode = workbook([*LIST[:2], (1, "Hà", 1950, "Cã", None), (2, "Đỗ Tư", 1950, "Đã có", None)])
    assert parse_table(unicode).rows[0].cells[3] == "Cã"
    forced = parse_table(unicode, fonts=FontWish(forced={"D": "tcvn3"}))
    assert [row.cells[3] for row in forced.rows] == ["Có", "Đã có"]


def test_what_could_be_read_otherwise_is_named() -> None:
    rows = [*_typed_list("tcvn3")[1:], (4, "Đỗ Thị Bưởi", 1950, "Cã", None), (5, "Mêi", 1950, "Đúng", "Cã")]
    table = parse_table(workbook(rows))
    assert table.fonts.unsure == (Unsure("D", "Cã", {"tcvn3": "Có"}, 2, 3),)
    assert table.rows[3].cells[1] == "Đỗ Thị Bưởi"


def test_soft_hyphens_of_a_unicode_list_are_thrown_away() -> None:
    table = parse_table(workbook([("STT", "Họ và tên", "Năm sinh"), (1, "Trư\u00adơng Văn A\u00ad", "19\u00ad50")]))
    assert table.rows[0].cells == (1.0, "Trương Văn A", "1950")
    assert table.fonts.restored == ()
