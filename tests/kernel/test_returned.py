"""The spreadsheet given back: every row in its place, with what became of it beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.kernel.messages import use_language
from ansinh.kernel.sheets import FontWish, SheetError, Table, parse_table
from ansinh.kernel.sheets.returned import write_returned
from tests.kernel.books import workbook
from tests.kernel.garble import GRID_FAULTS, to_csv, to_workbook
from tests.kernel.old_fonts import typed
from tests.kernel.test_garbled_lists import _grid
from tests.kernel.test_sheets_formats import OLD

LIST: list[Sequence[object]] = [
    ("Danh sách", None, None, None),
    ("STT", "Họ và tên", "Giới tính", None, "Số CCCD", "Ngày sinh"),
    (None, None, "Nam", "Nữ", None, None),
    ("Thôn 3",),
    (1, "Nguyễn Thị Tư", None, "x", 25144012345, date(1944, 3, 2)),
    (),
    (2, "Trần Văn Sáu", "x", None, "025068012345", 1968),
    ("Tổng cộng", None, 2),
]
MERGES = ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3")


def _read(content: bytes, sheet: str | None = None) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(content))
    found = book[sheet] if sheet else book.active
    assert found is not None
    return [list(row) for row in found.iter_rows(values_only=True)]


def _results(table: Table) -> dict[int, str]:
    return {row.number: f"Đã ghi dòng {row.number}" for row in table.rows}


def _moment(day: date, clock: time = time()) -> datetime:
    """A moment as a spreadsheet knows it, without a time zone."""
    return datetime.combine(day, clock)


def test_every_row_keeps_its_place() -> None:
    content = workbook(LIST, merges=MERGES)
    table = parse_table(content)
    back = _read(write_returned(content, table, {**_results(table), 8: "Dòng cộng"}))
    assert [row[6] for row in back] == [
        *(None, "Kết quả", None, None, "Đã ghi dòng 5", None, "Đã ghi dòng 7", "Dòng cộng"),
    ]
    before = [list(row) + [None] * (6 - len(row)) for row in LIST]
    before[4][5] = _moment(date(1944, 3, 2))
    assert [row[:6] for row in back] == before
    again = parse_table(write_returned(content, table, _results(table)))
    assert [row.number for row in again.rows] == [row.number for row in table.rows]
    assert [row.cells[:6] for row in again.rows] == [row.cells for row in table.rows]
    assert [column.name for column in again.columns] == [*(column.name for column in table.columns), "Kết quả"]


def test_the_heading_is_in_the_readers_language() -> None:
    content = workbook(LIST, merges=MERGES)
    table = parse_table(content)
    use_language("en")
    try:
        assert _read(write_returned(content, table, _results(table)))[1][6] == "Result"
        assert _read(write_returned(content, table, _results(table), heading="Verdict"))[1][6] == "Verdict"
    finally:
        use_language("vi")


def test_a_row_without_a_result_is_a_fault() -> None:
    content = workbook(LIST, merges=MERGES)
    table = parse_table(content)
    with pytest.raises(ValueError, match=r"no result for the rows \[5, 7\]"):
        write_returned(content, table, {})
    with pytest.raises(ValueError, match=r"no such rows: \[99\]"):
        write_returned(content, table, {**_results(table), 99: "?"})
    with pytest.raises(SheetError):
        write_returned(b"", table, _results(table))


def test_other_sheets_come_back_too() -> None:
    content = workbook([("Hướng dẫn",), ("xem tờ sau",)], LIST, names=["Bìa", "DS tháng 11"])
    table = parse_table(content)
    back = write_returned(content, table, _results(table))
    assert _read(back, "Bìa") == [["Hướng dẫn"], ["xem tờ sau"]]
    assert _read(back)[4][6] == "Đã ghi dòng 5"
    assert openpyxl.load_workbook(BytesIO(back)).sheetnames == ["Bìa", "DS tháng 11"]


def test_text_from_old_fonts_comes_back_as_it_was_read() -> None:
    old = [[typed(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row] for row in LIST]
    content = workbook(old, merges=MERGES)
    table = parse_table(content)
    assert _read(write_returned(content, table, _results(table)))[4][1] == "Nguyễn Thị Tư"
    left = FontWish(leave=frozenset("B"))
    refused = parse_table(content, fonts=left)
    assert _read(write_returned(content, refused, _results(refused), fonts=left))[4][1] == old[4][1]


def test_other_kinds_of_file_come_back_as_workbooks() -> None:
    csv = "STT;Họ và tên;Năm sinh\n1;Nguyễn Thị Tư;1944\n\n2;=Trần Sáu;1968\n".encode()
    table = parse_table(csv)
    assert _read(write_returned(csv, table, _results(table))) == [
        ["STT", "Họ và tên", "Năm sinh", "Kết quả"],
        ["1", "Nguyễn Thị Tư", "1944", "Đã ghi dòng 2"],
        [None, None, None, None],
        ["2", "=Trần Sáu", "1968", "Đã ghi dòng 4"],
    ]
    old = OLD.read_bytes()
    xls = parse_table(old)
    assert [row[-1] for row in _read(write_returned(old, xls, _results(xls)))].count(None) == len(xls.asides) - 1
    buffer = BytesIO()
    pq.write_table(pa.table({"full_name": ["Tư", "Sáu"], "birth_date": [date(1944, 3, 2), None]}), buffer)
    parquet = parse_table(buffer.getvalue())
    assert _read(write_returned(buffer.getvalue(), parquet, {1: "một", 2: "hai"})) == [
        ["full_name", "birth_date", "Kết quả"],
        ["Tư", _moment(date(1944, 3, 2)), "một"],
        ["Sáu", None, "hai"],
    ]


def test_cells_of_every_kind() -> None:
    cells: list[object] = [
        True,
        1.5,
        9 * 10**17,
        "a" * 32_000,
        _moment(date(2026, 1, 2), time(3, 4)),
        time(3, 4),
        timedelta(hours=30),
    ]
    header = ["Họ và tên", "Năm sinh", *(f"Cột {number}" for number in range(len(cells)))]
    content = workbook([header, ["Tư", 1944, *cells], ["Sáu", "#N/A", "=1/0"]])
    table = parse_table(content)
    back = _read(write_returned(content, table, _results(table)))
    assert back[1][2:4] == [True, 1.5]
    assert (back[1][4], len(str(back[1][5]))) == (str(9 * 10**17), 32_000)
    assert back[1][6] == _moment(date(2026, 1, 2), time(3, 4))
    assert back[2][1] == "#N/A"
    early = b"STT;H\xe1\xbb\x8d t\xc3\xaan;N\xc4\x83m sinh\n1;T\xc6\xb0;1888\n"
    buffer = BytesIO()
    columns = {
        "full_name": ["Tư"],
        "birth_date": [date(1888, 3, 2)],
        "seen_at": [_moment(date(1888, 3, 2), time(1, 2))],
    }
    pq.write_table(pa.table({**columns, "weight": [float("inf")]}), buffer)
    parquet = parse_table(buffer.getvalue())
    assert _read(write_returned(buffer.getvalue(), parquet, {1: "x"}))[1] == [
        *("Tư", "02/03/1888", "02/03/1888 01:02", "inf", "x"),
    ]
    assert parse_table(early).rows


def test_sheets_with_names_that_no_workbook_may_have() -> None:
    content = workbook(LIST, [("a",)], names=["History", "DS"])
    table = parse_table(content)
    back = write_returned(content, table, _results(table))
    assert openpyxl.load_workbook(BytesIO(back)).sheetnames == ["Sheet1", "DS"]


@pytest.mark.parametrize("seed", range(60))
def test_garbled_lists_come_back(seed: int) -> None:
    """Whatever can be read can be given back, and reads the same again."""
    random = Random(seed)
    grid = _grid()[:40]
    for fault in random.choices(GRID_FAULTS, k=random.randint(1, 3)):
        fault(random, grid)
    content = to_workbook(grid) if random.random() < 0.6 else to_csv(random, grid)
    try:
        table = parse_table(content)
    except SheetError:
        with pytest.raises(SheetError):
            parse_table(content)
        return
    back = _read(write_returned(content, table, _results(table)))
    beside = {number: row[len(table.columns)] for number, row in enumerate(back, start=1)}
    assert {number: text for number, text in beside.items() if str(text).startswith("Đã ghi")} == _results(table)
