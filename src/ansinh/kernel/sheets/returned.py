"""The same spreadsheet given back with a column more: what became of each row.

The values are copied, every row in its place; text from old fonts comes back as Unicode. Colours and formulas do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ansinh.kernel.messages import _
from ansinh.kernel.sheets.cells import Cell, RawSheet, as_text, letter
from ansinh.kernel.sheets.old_fonts import AS_SEEN, FontWish, restore
from ansinh.kernel.sheets.opening import parse_sheets
from ansinh.kernel.sheets.table import Table
from ansinh.kernel.text import fold

_WHOLE_IN_A_FLOAT = 1 << 53
_FIRST_YEAR = 1900  # Excel knows no earlier day
_LONG_NUMBER = 10**9
_WIDTH = 48
_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_returned(
    content: bytes, table: Table, results: Mapping[int, str], *, heading: str = "", fonts: FontWish = AS_SEEN
) -> bytes:
    """An .xlsx of the file with the results beside its rows.

    Args:
        content: the file's bytes. table: as it was read from them. results: what became of each row, by its number in
            the file; every row of data needs one, other rows may have one. heading: of the new column, 'Result'
            in the reader's language when blank. fonts: as the table was read with.

    Raises:
        SheetError: the bytes hold no list any more.
        ValueError: a row of data has no result, or there is no such row.
    """
    _check(table, results)
    sheets = parse_sheets(content)
    place = next((place for place, raw in enumerate(sheets) if _is_read(raw, table)), 0)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = _Formats(book)
        for number, raw in enumerate(sheets):
            sheet = book.add_worksheet(_name(raw, number, [other.get_name() for other in book.worksheets()]))
            if raw.hidden and number != place:
                sheet.hide()
            shown, _report = restore(raw, fonts if number == place else AS_SEEN)
            _copy(sheet, shown, formats)
            if number == place:
                _add_results(sheet, table, results, heading or _("Result"), formats)
                sheet.activate()
    return buffer.getvalue()


def _check(table: Table, results: Mapping[int, str]) -> None:
    kinds = table.kinds()
    without = [row.number for row in table.rows if not results.get(row.number)]
    if without:
        raise ValueError(f"no result for the rows {without[:20]}")
    unknown = [number for number in results if number not in kinds]
    if unknown:
        raise ValueError(f"no such rows: {unknown[:20]}")


def _is_read(raw: RawSheet, table: Table) -> bool:
    return raw.name == table.sheet


def _name(raw: RawSheet, number: int, taken: list[str]) -> str:
    """A name that a worksheet may have: the sheet's own when it is one."""
    name = (raw.name or "").translate(_SHEET_NAME).strip()[:31]
    if not name or fold(name) in {fold(other) for other in taken} or fold(name) == "history":
        return f"Sheet{number + 1}"
    return name


class _Formats:
    """The few formats of the copy."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment: Format = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self.clock: Format = book.add_format({"num_format": "[h]:mm"})
        self.long: Format = book.add_format({"num_format": "0"})
        self.heading: Format = book.add_format({"bold": True, "bg_color": "#FFF2CC", "text_wrap": True})
        self.result: Format = book.add_format({"text_wrap": True, "valign": "top"})


def _copy(sheet: Worksheet, raw: RawSheet, formats: _Formats) -> None:
    top = 0
    if raw.named:
        sheet.write_row(0, 0, raw.named)
        top = 1
    for row, cells in enumerate(raw.rows, start=top):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, formats)
    covered: set[tuple[int, int]] = set()
    for merge in raw.merges:
        height = range(merge.top, min(merge.bottom, len(raw.rows)) + 1)
        ranges = {(row, column) for row in height for column in range(merge.left, merge.right + 1)}
        if len(ranges) > 1 and not covered & ranges:  # overlapping ranges would make a file that Excel has to repair
            covered |= ranges
            sheet.merge_range(merge.top, merge.left, height[-1], merge.right, "")
            cells = raw.rows[merge.top] if merge.top < len(raw.rows) else ()
            _write(sheet, merge.top, merge.left, cells[merge.left] if merge.left < len(cells) else None, formats)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float() if math.isfinite(cell) and abs(cell) < _WHOLE_IN_A_FLOAT:
            sheet.write_number(row, column, cell, formats.long if abs(cell) >= _LONG_NUMBER else None)
        case datetime() if cell.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats.moment)
        case date() if cell.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, cell, formats.day)
        case time() | timedelta():
            sheet.write_datetime(row, column, cell, formats.clock)
        case _:
            sheet.write_string(row, column, as_text(cell))


def _add_results(sheet: Worksheet, table: Table, results: Mapping[int, str], heading: str, formats: _Formats) -> None:
    column = len(table.columns)
    header = next((number for number, kind in table.kinds().items() if kind == "header"), None)
    top = 0 if header is None else -1  # a Parquet file has its names above the first record
    sheet.write_string(0 if header is None else header - 1, column, heading, formats.heading)
    for number, text in results.items():
        sheet.write_string(number + top, column, text[:32_000], formats.result)
    sheet.set_column(f"{letter(column)}:{letter(column)}", _WIDTH)
