"""Messy spreadsheets to rows: any format, header found, every row accounted for."""

from ansinh.kernel.sheets.cells import Cell, CellFault, as_text
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.table import Aside, Column, OtherSheet, SourceRow, Table, parse_table, read_table

__all__ = [
    "Aside",
    "Cell",
    "CellFault",
    "Column",
    "OtherSheet",
    "SheetError",
    "SourceRow",
    "Table",
    "as_text",
    "parse_table",
    "read_table",
]
