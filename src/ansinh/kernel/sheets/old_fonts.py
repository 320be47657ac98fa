"""A sheet typed in an old Vietnamese font, read as Unicode; what was read is listed, so that somebody can refuse it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ansinh.kernel.legacy_fonts import Decision, OldFont, TextColumn, decide, read_as
from ansinh.kernel.sheets.cells import SOFT_HYPHEN, Cell, RawSheet, as_text, letter
from ansinh.kernel.text import clean


@dataclass(frozen=True, slots=True)
class FontWish:
    """What somebody wants done about old fonts.

    Attributes:
        restore: False leaves the whole sheet as it is. leave: letters of columns that stay as they are.
        forced: letters of columns that are in a font, whatever they look like.
    """

    restore: bool = True
    leave: frozenset[str] = frozenset()
    forced: Mapping[str, OldFont] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restored:
    """One text that was read from an old font.

    Attributes:
        column: its letter. first_row: where it stands first (from 1; 0 is the column's name in a Parquet file).
        count: how many cells of the column hold it.
    """

    column: str
    font: OldFont
    before: str
    after: str
    first_row: int
    count: int


@dataclass(frozen=True, slots=True)
class Unsure:
    """One text that was left although it makes sense in an old font: `readings` says how it would read in each."""

    column: str
    text: str
    readings: Mapping[OldFont, str]
    first_row: int
    count: int


@dataclass(frozen=True, slots=True)
class FontReport:
    """What was read from old fonts in a sheet, and what somebody should look at; both by column, then by row."""

    restored: tuple[Restored, ...] = ()
    unsure: tuple[Unsure, ...] = ()

    def fonts(self) -> dict[str, dict[OldFont, int]]:
        """How many cells of each column were read from which font."""
        counted: dict[str, dict[OldFont, int]] = {}
        for item in self.restored:
            column = counted.setdefault(item.column, {})
            column[item.font] = column.get(item.font, 0) + item.count
        return counted


AS_SEEN = FontWish()
NOTHING = FontReport()
_Places = dict[str, list[int]]  # text → [first row from 1, how many cells]


def restore(raw: RawSheet, wish: FontWish = AS_SEEN) -> tuple[RawSheet, FontReport]:
    """The sheet with its old fonts read as Unicode, and the report. A sheet without any comes back as it is."""
    places = _texts(raw)
    if not places:
        return raw, NOTHING
    columns = {column: TextColumn.of(tuple(found)) for column, found in places.items()}
    forced = {column: wish.forced[letter(column)] for column in places if letter(column) in wish.forced}
    leave = [column for column in places if letter(column) in wish.leave]
    decided = decide(columns, leave=leave, forced=forced) if wish.restore else {}
    changes = {column: _changes(found, decided.get(column)) for column, found in places.items()}
    if not any(changes.values()):
        return raw, _report(places, decided)
    rows = [_changed(row, changes) for row in raw.rows]
    named = raw.named and tuple(as_text(changes.get(place, {}).get(name, name)) for place, name in enumerate(raw.named))
    return replace(raw, rows=rows, named=named), _report(places, decided)


def _texts(raw: RawSheet) -> dict[int, _Places]:
    """Every text that is not ASCII, by column; the names of columns stand in row 0."""
    found: dict[int, _Places] = {}
    for number, row in enumerate([raw.named or (), *raw.rows]):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                found.setdefault(column, {}).setdefault(cell, [number, 0])[1] += 1
    return found


def _changes(found: _Places, decision: Decision | None) -> dict[str, Cell]:
    """What each text becomes; nothing in a column that is left. Elsewhere a soft hyphen that is no ư goes."""
    if decision is None:
        return {}
    changes: dict[str, Cell] = {text: clean(text) or None for text in found if SOFT_HYPHEN in text}
    changes.update({text: clean(read_as(text, font)) for text, font in decision.read.items()})
    return changes


def _changed(row: Sequence[Cell], changes: Mapping[int, Mapping[str, Cell]]) -> list[Cell]:
    changed = list(row)
    for column, texts in changes.items():
        cell = changed[column] if column < len(changed) else None
        if isinstance(cell, str) and cell in texts:
            changed[column] = texts[cell]
    return changed


def _report(places: Mapping[int, _Places], decided: Mapping[int, Decision]) -> FontReport:
    restored: list[Restored] = []
    unsure: list[Unsure] = []
    for column, decision in sorted(decided.items()):
        for text, (row, count) in places[column].items():
            if text in decision.read:
                font = decision.read[text]
                restored.append(Restored(letter(column), font, text, clean(read_as(text, font)), row, count))
            elif text in decision.unsure:
                readings = {font: clean(read_as(text, font)) for font in decision.unsure[text]}
                unsure.append(Unsure(letter(column), text, readings, row, count))
    return FontReport(tuple(restored), tuple(unsure))
