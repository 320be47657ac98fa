"""From a file to its raw sheets: what kind it is, its first bytes say, not its name."""

from __future__ import annotations

from pathlib import Path

from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import RawSheet
from ansinh.kernel.sheets.columnar import read_parquet
from ansinh.kernel.sheets.delimited import read_delimited
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.excel import not_a_list, read_xls, read_zip
from ansinh.kernel.sheets.limits import MAX_FILE_BYTES

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def open_sheets(path: Path) -> list[RawSheet]:
    """Read every sheet of a file.

    Raises:
        SheetError: there is no such file, or it holds no list that can be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise SheetError("too_large_file", N_("The file is larger than {limit} MB."), limit=MAX_FILE_BYTES >> 20)
        content = path.read_bytes()
    except OSError as error:
        raise SheetError(
            "no_file", N_("{path} cannot be opened: {problem}"), path=str(path), problem=error.strerror or str(error)
        ) from error
    return parse_sheets(content)


def parse_sheets(content: bytes) -> list[RawSheet]:
    """As `open_sheets`, from the bytes of a file.

    Raises:
        SheetError: they hold no list that can be read.
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SheetError("empty_file", N_("The file is empty."))
    if content.startswith(_ZIP):
        return read_zip(content)
    if content.startswith(_OLE):
        return read_xls(content)
    if content.startswith(_PARQUET):
        return [read_parquet(content)]
    if content.startswith(_OTHER_KINDS):
        raise not_a_list()
    if content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise SheetError(
            "web_page", N_("This is a web page with a spreadsheet's name: open it in Excel and save it as .xlsx.")
        )
    return [read_delimited(content)]
