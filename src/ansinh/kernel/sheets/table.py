"""From a messy sheet to a table of rows, each with the number it has in the file; nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import Cell, Merge, RawSheet, as_text, letter
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.header import Header, find_header
from ansinh.kernel.sheets.kinds import (
    Kind,
    bare_label,
    is_numbering,
    kind_of_row,
    repeats_header,
    section_label,
    section_level,
)
from ansinh.kernel.sheets.limits import MAX_COLUMNS, MAX_ROWS
from ansinh.kernel.sheets.old_fonts import AS_SEEN, NOTHING, FontReport, FontWish, restore
from ansinh.kernel.sheets.opening import open_sheets, parse_sheets
from ansinh.kernel.sheets.packed import too_many_columns
from ansinh.kernel.text import fold

_UNNAMED = "Cột {letter}"
_RUNNING_NUMBER = frozenset({"stt", "tt", "so tt", "so thu tu"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its letter and its name, unique in the table (a group and its column joined by ' › ')."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that holds data: its number in the file (from 1), its cells, the section rows above (outermost first)."""

    number: int
    cells: tuple[Cell, ...]
    sections: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The sections in one text."""
        return " › ".join(self.sections)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that holds no data, and what it is taken for."""

    number: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet that was not read. `data_rows` says how many rows of a list it seems to hold."""

    name: str
    data_rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A list. Every row of the file up to the last filled one is in `rows` or in `asides`, exactly once.

    `fonts` says which texts were typed in an old Vietnamese font and how they were read.
    """

    sheet: str | None
    columns: tuple[Column, ...]
    rows: list[SourceRow]
    asides: list[Aside]
    other_sheets: tuple[OtherSheet, ...] = ()
    fonts: FontReport = NOTHING

    def index(self) -> dict[str, int]:
        """The place of each column by its name."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def counts(self) -> dict[Kind, int]:
        """How many rows there are of each kind."""
        counted: Counter[Kind] = Counter(aside.kind for aside in self.asides)
        counted["data"] = len(self.rows)
        return dict(counted)

    def kinds(self) -> dict[int, Kind]:
        """What each row of the file is, by its number, from the first to the last filled one."""
        found: dict[int, Kind] = {aside.number: aside.kind for aside in self.asides}
        found |= dict.fromkeys((row.number for row in self.rows), "data")
        return dict(sorted(found.items()))


def read_table(
    path: Path, *, sheet: str | None = None, headings: Iterable[str] = (), fonts: FontWish = AS_SEEN
) -> Table:
    """Read the list in a file (.xlsx, .xls, .ods, .csv, .parquet).

    Args:
        path: the file. sheet: which sheet; without it the one with most rows of data. headings: headings that
            a mapping file or a catalogue of facts knows, for finding the header. fonts: what to do about old fonts.

    Raises:
        SheetError: no list can be read from it.
    """
    return choose_table(open_sheets(path), sheet=sheet, headings=headings, fonts=fonts)


def parse_table(
    content: bytes, *, sheet: str | None = None, headings: Iterable[str] = (), fonts: FontWish = AS_SEEN
) -> Table:
    """As `read_table`, from the bytes of a file.

    Raises:
        SheetError: no list can be read from them.
    """
    return choose_table(parse_sheets(content), sheet=sheet, headings=headings, fonts=fonts)


def choose_table(
    sheets: Sequence[RawSheet], *, sheet: str | None, headings: Iterable[str], fonts: FontWish = AS_SEEN
) -> Table:
    """Read the sheet that was named, else the one with most rows of data (a visible one first).

    A file of one table without a name (.csv, .parquet) is the sheet that was named, saved as another kind of file.

    Raises:
        SheetError: no such sheet, or no sheet with a header and rows under it.
    """
    known = tuple(headings)
    if sheet is not None and not (len(sheets) == 1 and sheets[0].name is None):
        sheets_named = [raw for raw in sheets if raw.name is not None and fold(raw.name) == fold(sheet)]
        if not sheets_named:
            names = ", ".join(raw.name for raw in sheets if raw.name)
            raise SheetError(
                "no_such_sheet", N_("There is no sheet {sheet}; there are: {names}"), sheet=sheet, names=names
            )
        return _restored(sheets_named[0], known, fonts)
    if not any(cell is not None for raw in sheets for row in raw.rows for cell in row):
        raise SheetError("empty_file", N_("The file is empty."))
    tables: list[tuple[RawSheet, Table | SheetError]] = [(raw, _attempt(raw, known, fonts)) for raw in sheets]
    read = [(raw, table) for raw, table in tables if isinstance(table, Table)]
    if not read:
        raise next(found for _, found in tables if isinstance(found, SheetError))
    best, table = max(read, key=lambda item: (not item[0].hidden, len(item[1].rows)))
    others = tuple(
        OtherSheet(raw.name or "", len(found.rows) if isinstance(found, Table) else 0)
        for raw, found in tables
        if raw is not best
    )
    return replace(table, other_sheets=others)


def _attempt(raw: RawSheet, headings: tuple[str, ...], fonts: FontWish) -> Table | SheetError:
    try:
        return _restored(raw, headings, fonts)
    except SheetError as error:
        return error


def _restored(raw: RawSheet, headings: tuple[str, ...], fonts: FontWish) -> Table:
    sheet, report = restore(raw, fonts)
    return replace(_read(sheet, headings), fonts=report)


def _read(raw: RawSheet, headings: tuple[str, ...]) -> Table:
    if len(raw.rows) > MAX_ROWS:
        raise SheetError("too_many_rows", N_("The list has more than {limit} rows: split it."), limit=MAX_ROWS)
    header = Header(-1, -1, raw.named) if raw.named else find_header(raw, headings)
    if header is None:
        raise SheetError(
            "no_header",
            N_("No header row was found: a list needs a row of headings such as “Họ và tên” and “Ngày sinh”."),
        )
    body = _fill_down(raw, header)
    columns = _columns(header, body)
    if raw.named:
        rows = [SourceRow(number, tuple(row)) for number, row in enumerate(body, start=1)]
        return Table(raw.name, columns, rows, [])
    table = Table(raw.name, columns, [], [])
    for index in range(header.bottom + 1):
        row = raw.rows[index]
        kind: Kind = "header" if index >= header.top else "title" if any(cell is not None for cell in row) else "blank"
        table.asides.append(Aside(index + 1, kind, _text_of(row)))
    _sort_rows(raw, header, body, table)
    if not table.rows:
        raise SheetError("no_rows", N_("There is no row of data under the header (row {row})."), row=header.bottom + 1)
    return table


def _fill_down(raw: RawSheet, header: Header) -> list[list[Cell]]:
    """The rows under the header; a cell merged over several rows belongs to each of them."""
    body = [list(row) for row in raw.rows[header.bottom + 1 :]]
    for merge in raw.merges:
        top = merge.top - header.bottom - 1
        if top < 0 or merge.bottom == merge.top or merge.right > merge.left or top >= len(body):
            continue
        value = body[top][merge.left] if merge.left < len(body[top]) else None
        for row in body[top : merge.bottom - header.bottom]:
            row.extend([None] * (merge.left + 1 - len(row)))
            row[merge.left] = value
    return body


def _columns(header: Header, body: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    width = max((_filled_width(row) for row in body), default=0)
    named = max((index + 1 for index, name in enumerate(header.names) if name), default=0)
    if max(width, named) > MAX_COLUMNS:
        raise too_many_columns()
    names = [*header.names[:named], *[""] * (width - named)]
    return tuple(
        Column(letter(index), name or _UNNAMED.format(letter=letter(index))) for index, name in enumerate(names)
    )


def _filled_width(row: Sequence[Cell]) -> int:
    return next((index + 1 for index in range(len(row) - 1, -1, -1) if row[index] is not None), 0)


def _sort_rows(raw: RawSheet, header: Header, body: list[list[Cell]], table: Table) -> None:
    width = len(table.columns)
    folded = [fold(column.name) for column in table.columns]
    numbered = bool(folded) and folded[0] in _RUNNING_NUMBER
    merged = _merged_widths(raw.merges)
    sections: tuple[str, ...] = ()
    signing, under_header = False, True
    for offset, cells in enumerate(body[: _last_filled(body) + 1]):
        index = header.bottom + 1 + offset
        row = tuple(cells[:width]) + (None,) * (width - len(cells))
        kind: Kind
        if under_header and is_numbering(row):
            kind = "numbering"
        elif repeats_header(row, folded):
            kind = "header"
        else:
            kind = kind_of_row(row, merged_width=merged.get(index, 1), numbered=numbered, signing=signing)
        under_header = kind == "header" or (under_header and kind == "blank")
        signing = kind == "signature" or (signing and kind in ("blank", "note"))
        if kind == "section":
            sections = _descend(sections, bare_label(section_label(row)))
        if kind == "data":
            table.rows.append(SourceRow(index + 1, row, sections))
        else:
            table.asides.append(Aside(index + 1, kind, _text_of(row)))


def _last_filled(body: Sequence[Sequence[Cell]]) -> int:
    return next((index for index in range(len(body) - 1, -1, -1) if _filled_width(body[index])), -1)


def _merged_widths(merges: Iterable[Merge]) -> dict[int, int]:
    """The widest merged range of each row that starts in one of its first three columns."""
    widths: dict[int, int] = {}
    for merge in merges:
        if merge.left < 3:
            widths[merge.top] = max(widths.get(merge.top, 1), merge.right - merge.left + 1)
    return widths


def _descend(sections: tuple[str, ...], label: str) -> tuple[str, ...]:
    """A new section closes those of its own level and below."""
    level = section_level(label)
    return (*(kept for kept in sections if section_level(kept) < level), label)


def _text_of(row: Sequence[Cell]) -> str:
    return " · ".join(_texts(row))


def _texts(row: Sequence[Cell]) -> Iterator[str]:
    return (as_text(cell) for cell in row if cell is not None)
