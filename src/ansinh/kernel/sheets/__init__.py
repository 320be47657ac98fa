"""Messy spreadsheets to rows: any format, header found, every row accounted for."""

from ansinh.kernel.sheets.cells import Cell, CellFault, as_text
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.old_fonts import FontReport, FontWish, Restored, Unsure
from ansinh.kernel.sheets.table import Aside, Column, OtherSheet, SourceRow, Table, parse_table, read_table

__all__ = [
    "Aside",
    "Cell",
    "CellFault",
    "Column",
    "FontReport",
    "FontWish",
    "OtherSheet",
    "Restored",
    "SheetError",
    "SourceRow",
    "Table",
    "Unsure",
    "as_text",
    "parse_table",
    "read_table",
]
