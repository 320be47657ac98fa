"""A cell and a sheet as they come out of a file, before anybody has judged them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ansinh.kernel.text import clean

SOFT_HYPHEN, _KEPT = "\u00ad", "\ue0ad"  # the second is for private use: it stands in for the first for a moment
LONGEST_CELL = 32_767  # Excel's own limit
EXCEL_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!"}
)


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that has no value although it is not blank.

    `code`: 'error_value' (#N/A and the like), 'not_computed' (a formula that was never calculated), 'too_long'.
    """

    code: str
    shown: str


Cell = bool | int | float | str | date | time | timedelta | CellFault | None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class RawSheet:
    """One sheet: rows from the top of the file, cells from column A; `named` columns where the format has names."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    named: tuple[str, ...] | None = None
    hidden: bool = field(default=False)


def tidy(value: object) -> Cell:
    """A cell's value as it is worked with: clean text, no empty text, no NaN, Excel's errors marked.

    Soft hyphens stay until it is known whether the text is in an old font (see `restore`).
    """
    if isinstance(value, str):
        return _tidy_text(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, (bool, int, date, time, timedelta, CellFault)):
        return value
    return _tidy_text(str(value))


def _tidy_text(value: str) -> Cell:
    if len(value) > LONGEST_CELL:
        return CellFault("too_long", clean(value[:40]) + "…")
    # In TCVN3 the letter ư stands in the place of the soft hyphen, which is otherwise thrown away.
    text = (
        clean(value.replace(SOFT_HYPHEN, _KEPT)).replace(_KEPT, SOFT_HYPHEN) if SOFT_HYPHEN in value else clean(value)
    )
    if text in EXCEL_ERRORS:
        return CellFault("error_value", text)
    return text or None


def is_number(cell: Cell) -> bool:
    """Whether the cell is a number (true and false are not)."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def as_text(cell: Cell) -> str:
    """The cell as an officer sees it: no '.0' behind whole numbers, dates day first, '' when blank."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M") if cell.time() != time() else f"{cell:%d/%m/}{cell.year:04d}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/}{cell.year:04d}"
    return cell.shown if isinstance(cell, CellFault) else str(cell)


def letter(index: int) -> str:
    """The letter of a zero-based column: 0 → 'A', 26 → 'AA'."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
