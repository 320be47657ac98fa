"""Workbooks: .xlsx, .xlsm and .ods through the fast reader, .xls through the one that keeps its error cells."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import time
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

import xlrd
import xlrd.biffh
import xlrd.compdoc
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import Cell, CellFault, Merge, RawSheet, tidy
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.limits import MAX_SHEETS
from ansinh.kernel.sheets.packed import Survey, check_size, corrupt, survey_open_document, survey_workbook

Surveyor = Callable[[ZipFile], dict[str, Survey]]
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLRD_FAULTS = (
    xlrd.biffh.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
)


def read_zip(content: bytes) -> list[RawSheet]:
    """Read a workbook that is a zip: .xlsx, .xlsm or .ods.

    Raises:
        SheetError: damaged, encrypted, too large, or another kind of document.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            check_size(archive)
            surveys = _surveyor(archive)(archive)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise corrupt() from error
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        check_count(len(names))
        return [_sheet(book.get_sheet_by_name(name), surveys.get(name, Survey()), hidden) for name in names]
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise corrupt() from error


def _surveyor(archive: ZipFile) -> Surveyor:
    names = set(archive.namelist())
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise encrypted()
    if "xl/workbook.xml" in names:
        return survey_workbook
    if "content.xml" in names and "spreadsheet" in _mimetype(archive):
        if b"encryption-data" in (archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""):
            raise encrypted()
        return survey_open_document
    raise not_a_list()


def _mimetype(archive: ZipFile) -> str:
    return archive.read("mimetype").decode("ascii", "replace") if "mimetype" in archive.namelist() else "spreadsheet"


def not_a_list() -> SheetError:
    """The error of a file of another kind."""
    return SheetError(
        "not_a_list", N_("This is not a list: expected an Excel or OpenDocument workbook, a CSV or a Parquet file.")
    )


def encrypted() -> SheetError:
    """The error of a file behind a password."""
    return SheetError("encrypted", N_("The file is protected by a password: take the password off and try again."))


def check_count(sheets: int) -> None:
    """Refuse a workbook of very many sheets.

    Raises:
        SheetError: more than the limit.
    """
    if sheets > MAX_SHEETS:
        raise SheetError("too_many_sheets", N_("The workbook has more than {limit} sheets."), limit=MAX_SHEETS)


def _sheet(sheet: CalamineSheet, survey: Survey, hidden: set[str]) -> RawSheet:
    rows = [[tidy(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), fault in survey.faults.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = fault
    merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    merges += survey.merges
    return RawSheet(sheet.name, rows, merges, hidden=sheet.name in hidden)


def read_xls(content: bytes) -> list[RawSheet]:
    """Read an old workbook (.xls).

    Raises:
        SheetError: damaged or encrypted.
    """
    if _ENCRYPTED in content:
        raise encrypted()
    try:
        # Its remarks on slightly odd files go to a file; nobody needs them.
        with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=StringIO()) as book:
            check_count(book.nsheets)
            return [_old_sheet(book, book.sheet_by_index(index)) for index in range(book.nsheets)]
    except _XLRD_FAULTS as error:
        raise (encrypted() if "encrypt" in str(error).lower() else corrupt()) from error


def _old_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> RawSheet:
    rows = [[_old_cell(book, cell) for cell in sheet.row(index)] for index in range(sheet.nrows)]
    merges = [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    return RawSheet(sheet.name, rows, merges, hidden=bool(sheet.visibility))


def _old_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    value = cell.value
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if isinstance(value, str):
        return tidy(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellFault("error_value", xlrd.error_text_from_code.get(int(value), "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return value
        return moment.date() if moment.time() == time() else moment
    return tidy(value)
