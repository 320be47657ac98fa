"""Writing a table as .xlsx and .csv: text stays text (a name never becomes a formula), the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from ansinh.lawdesk.roll.tables import Heading, Output, Value

# The document's own date would make two equal rolls differ.
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Longer tables are .csv alone: a workbook of that size takes minutes to write and to open.
MOST_IN_A_WORKBOOK = 100_000
_TOP = 4


def write_table(folder: Path, output: Output, facts: Sequence[str]) -> None:
    """Write NAME.xlsx and NAME.csv.

    Args:
        facts: lines under the title of the sheet (month, edition, stamps).
    """
    rows = [list(row) for row in output.rows]
    write_csv(folder / f"{output.name}.csv", output.headings, rows)
    if len(rows) <= MOST_IN_A_WORKBOOK:
        write_xlsx(folder / f"{output.name}.xlsx", output, rows, facts)


def write_csv(path: Path, headings: Sequence[Heading], rows: Iterable[Sequence[Value]]) -> None:
    """UTF-8 with a mark, so that Excel reads the accents; text that a spreadsheet would compute gets an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_plain_text(heading.title) for heading in headings])
        writer.writerows([_plain_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _plain_text(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def write_xlsx(path: Path, output: Output, rows: Sequence[Sequence[Value]], facts: Sequence[str]) -> None:
    """A sheet that prints: title, facts, a frozen header, a filter, amounts grouped."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": output.title, "created": _WRITTEN})
        sheet = book.add_worksheet(output.title[:31].replace("/", "-"))
        formats = _formats(book)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_TOP)
        sheet.freeze_panes(_TOP + 1, 0)
        for number, heading in enumerate(output.headings):
            sheet.set_column(number, number, heading.width)
        sheet.write_string(0, 0, output.title, formats["title"])
        for number, text in enumerate(facts[: _TOP - 2], start=1):
            sheet.write_string(number, 0, text, formats["fact"])
        for number, heading in enumerate(output.headings):
            sheet.write_string(_TOP, number, heading.title, formats["head"])
        for place, row in enumerate(rows, start=_TOP + 1):
            for number, (cell, heading) in enumerate(zip(row, output.headings, strict=True)):
                if isinstance(cell, int):
                    sheet.write_number(place, number, cell, formats[heading.kind])
                elif cell:
                    sheet.write_string(place, number, cell, formats[heading.kind])
        if rows:
            sheet.autofilter(_TOP, 0, _TOP + len(rows), len(output.headings) - 1)


def _formats(book: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    top = {"valign": "top", "font_name": "Times New Roman", "font_size": 11}
    return {
        "title": book.add_format({"bold": True, "font_size": 15, "font_name": "Times New Roman"}),
        "fact": book.add_format({"italic": True, "font_name": "Times New Roman", "font_size": 11}),
        "head": book.add_format({**top, "bold": True, "text_wrap": True, "bg_color": "#E8ECE4", "border": 1}),
        "text": book.add_format(top),
        "long": book.add_format({**top, "text_wrap": True}),
        "number": book.add_format(top),
        "money": book.add_format({**top, "num_format": "#,##0"}),
    }
