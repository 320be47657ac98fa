"""Text files with separators: find out the encoding and the separator, then read."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from io import StringIO
from itertools import islice

from ansinh.kernel.legacy_fonts import FONTS, score
from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import Cell, RawSheet, tidy
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.limits import MAX_LINES_IN_CELL, MAX_ROWS

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_CHARS, _SAMPLE_RECORDS = 200_000, 60
_FEWEST_WORDS = 2  # so many different words of an old font are chance
# The reader's own limit of 128 kB a cell would end in an error without a row; longer cells are marked by `tidy`.
csv.field_size_limit(2**31 - 1)


def read_delimited(content: bytes) -> RawSheet:
    """Read the bytes of a text file. Row numbers are records, as a spreadsheet program shows them.

    Raises:
        SheetError: no known encoding, too many rows, or a quotation mark that swallows the lines after it.
    """
    text = decode(content)
    separator = find_separator(text)
    rows: list[list[Cell]] = []
    try:
        for number, record in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), start=1):
            if number > MAX_ROWS:
                raise SheetError("too_many_rows", N_("The list has more than {limit} rows: split it."), limit=MAX_ROWS)
            if any(cell.count("\n") > MAX_LINES_IN_CELL for cell in record):
                raise SheetError(
                    "stray_quote", N_("Row {row}: a quotation mark opens and never closes in this line."), row=number
                )
            rows.append([tidy(cell) for cell in record])
    except csv.Error as error:
        raise SheetError("corrupt", N_("The file cannot be read as a table: {problem}"), problem=str(error)) from error
    return RawSheet(None, rows)


def decode(content: bytes) -> str:
    """Bytes to text: a byte-order mark decides, else UTF-16 by its zero bytes, UTF-8, and last one byte a letter.

    One byte a letter is Windows-1258, or an old font when more words make sense in that; the text is then as a workbook
    holds it, in Western letters.

    Raises:
        SheetError: none of them fits.
    """
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") <= len(text) // 1000:
            return text.replace("\0", "")
    text = _one_byte_a_letter(content) if "utf-8" in _candidates(content) else ""
    if text:
        return text
    raise SheetError(
        "encoding", N_("The file's encoding is not known: save it again as CSV UTF-8 or as an Excel workbook.")
    )


def _candidates(content: bytes) -> list[str]:
    if content.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    head = content[:4000]
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    if zeros_odd > len(head) // 8:
        return ["utf-16-le"]
    if zeros_even > len(head) // 8:
        return ["utf-16-be"]
    return ["utf-8"]


def _one_byte_a_letter(content: bytes) -> str:
    """The text in Windows-1258 or in the Western letters of an old font; '' when it makes sense in neither."""
    if content.count(0) > len(content) // 1000:
        return ""
    western = _decoded(content, "cp1252") or content.decode("latin-1")
    vietnamese = unicodedata.normalize("NFC", _decoded(content, "cp1258"))
    old = max(score(western[:_SAMPLE_CHARS], font) for font in FONTS)
    if old > (score(vietnamese[:_SAMPLE_CHARS]) if vietnamese else _FEWEST_WORDS):
        return western.replace("\0", "")
    return vietnamese.replace("\0", "")


def _decoded(content: bytes, encoding: str) -> str:
    """The text, '' when the bytes are none in this encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def find_separator(text: str) -> str:
    """The separator that cuts most of the first records into the same number of cells (more than one)."""
    head = text[:_SAMPLE_CHARS]
    if head[:4].lower() == "sep=" and head[4:5] in _SEPARATORS:
        return head[4]
    return max(_SEPARATORS, key=lambda separator: _fit(head, separator))


def _fit(head: str, separator: str) -> tuple[int, int]:
    """How many records have the commonest width, and that width."""
    records = islice(csv.reader(StringIO(head, newline=""), delimiter=separator), _SAMPLE_RECORDS)
    try:
        widths = Counter(len(record) for record in records if len(record) > 1)
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width)
