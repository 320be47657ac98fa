"""A list of a book's entries from a spreadsheet: every row of it gets a verdict before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import LANGUAGES, N_
from ansinh.kernel.partial_dates import PartialDateError, parse_partial_date
from ansinh.kernel.sheets import Cell, SourceRow, Table, as_text, parse_table
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import IMPORT, Viewer
from ansinh.shell.books.declaration import PLACE, Book, Entry, PlaceChoice, shape_of
from ansinh.shell.books.forms import EntryForm, is_required
from ansinh.shell.columns import Shape

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST: Final = 5000
YES: Final = {"x", "co", "yes", "1", "true", "dung", "dat"}
PLACE_HEADINGS: Final = ("Xã", "Xã/phường", "Địa bàn", "Commune", "Place", "Đơn vị")


class Verdict(Enum):
    """What becomes of a row."""

    NEW = "new"
    HELD = "held"  # the book has it already
    REFUSED = "refused"
    NO_DATA = "no-data"  # title, heading, total, signature, blank

    @property
    def said(self) -> StrPromise:
        return _SAID[self]


_SAID: Final = {
    Verdict.NEW: gettext_lazy("Will be written"),
    Verdict.HELD: gettext_lazy("Already in the book"),
    Verdict.REFUSED: gettext_lazy("Not accepted"),
    Verdict.NO_DATA: gettext_lazy("No data"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the file: its number there, its verdict, why, and the entry when it will be written."""

    number: int
    verdict: Verdict
    text: str
    why: str = ""
    entry: Entry | None = None
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. Every row of the file is in `rows`, exactly once, in order."""

    rows: list[Judged]
    columns: list[str]
    used: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def entries(self) -> list[Entry]:
        return [row.entry for row in self.rows if row.entry is not None]

    @property
    def counts(self) -> list[tuple[Verdict, int]]:
        """For the page, in the order of the verdicts."""
        return [(verdict, self.count(verdict)) for verdict in Verdict]


def plan_import(viewer: Viewer, book: Book, content: bytes) -> Plan:
    """Read the file and judge each of its rows.

    Raises:
        SheetError: no list can be read from it.
        AnSinhError: `book-import-columns` when a column that cannot do without is missing, `book-import-long`.
    """
    headings = headings_of(book)
    table = parse_table(content, headings=[heading for each in headings.values() for heading in each])
    if len(table.rows) > LONGEST:
        raise AnSinhError("book-import-long", N_("The list has more than {count} rows; split it."), count=LONGEST)
    places = book.keeper.places(viewer, IMPORT, book)
    used = _columns(table, headings)
    _must_have(book, used, places)
    judge = _Judge(viewer, book, places, used)
    judged = [judge.row(row) for row in table.rows]
    judged += [Judged(aside.number, Verdict.NO_DATA, aside.text) for aside in table.asides]
    names = [column.name for column in table.columns]
    taken = {names[place]: _label(book, name) for name, place in used.items()}
    unused = [name for name in names if name not in taken]
    return Plan(sorted(judged, key=lambda row: row.number), names, taken, unused)


def headings_of(book: Book) -> dict[str, list[str]]:
    """Under which headings each field may stand: its label in both languages, and its aliases."""
    found = {PLACE: list(PLACE_HEADINGS)}
    for each in book.fields:
        labels = []
        for language in LANGUAGES:
            with override(language):
                labels.append(str(book.model_field(each.name).verbose_name))
        found[each.name] = [*labels, *each.aliases]
    return found


def _columns(table: Table, headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Field → the place of its column; a heading over a group counts by its last part."""
    known = {fold(heading): name for name, said in headings.items() for heading in said}
    used: dict[str, int] = {}
    for place, column in enumerate(table.columns):
        name = known.get(fold(column.name)) or known.get(fold(column.name.rpartition(" › ")[2]))
        if name and name not in used:
            used[name] = place
    return used


def _must_have(book: Book, used: Mapping[str, int], places: Sequence[PlaceChoice]) -> None:
    missing = [
        str(book.model_field(each.name).verbose_name)
        for each in book.fields
        if each.name not in used and is_required(book.model_field(each.name))
    ]
    if PLACE not in used and len(places) != 1:
        missing.append(_("Place"))
    if missing:
        raise AnSinhError(
            "book-import-columns", N_("The list lacks these columns: {columns}"), columns=", ".join(missing)
        )


def _label(book: Book, name: str) -> str:
    return _("Place") if name == PLACE else str(book.model_field(name).verbose_name)


class _Judge:
    """Knows what the book holds, so that the same list twice writes nothing twice."""

    def __init__(self, viewer: Viewer, book: Book, places: Sequence[PlaceChoice], used: Mapping[str, int]) -> None:
        self._book, self._places, self._used = book, places, used
        self._by_name: dict[str, str] = {}
        for each in places:
            self._by_name |= {fold(each.name): each.key, fold(each.label): each.key, each.key: each.key}
        self._held = {identity(book, _kept(book, row)) for row in book.keeper.rows(viewer, book)}

    def row(self, row: SourceRow) -> Judged:
        text = " · ".join(as_text(cell) for cell in row.cells if cell is not None)
        data, wrong = self._data(row)
        form = EntryForm(data, book=self._book, places=self._places, with_paper=False)
        if not form.is_valid():
            wrong += _said(form)
        if wrong:
            return Judged(row.number, Verdict.REFUSED, text, "; ".join(dict.fromkeys(wrong)), cells=row.cells)
        entry = form.entry()
        same = identity(self._book, entry)
        if same in self._held:
            return Judged(row.number, Verdict.HELD, text, cells=row.cells)
        self._held.add(same)
        return Judged(row.number, Verdict.NEW, text, entry=entry, cells=row.cells)

    def _data(self, row: SourceRow) -> tuple[dict[str, str], list[str]]:
        data: dict[str, str] = {PLACE: self._places[0].key} if len(self._places) == 1 else {}
        wrong: list[str] = []
        for name, place in self._used.items():
            cell = row.cells[place] if place < len(row.cells) else None
            if cell is None:
                continue
            if name == PLACE:
                data[name] = self._by_name.get(fold(as_text(cell)), as_text(cell))
                continue
            try:
                data[name] = typed(cell, self._book.model_field(name))
            except PartialDateError:
                wrong.append(_("{column}: {value} is not a date").format(
                    column=_label(self._book, name), value=as_text(cell)))  # fmt: skip
        return data, wrong


def typed(cell: Cell, made: models.Field[Any, Any]) -> str:
    """A cell as the form takes it.

    Raises:
        PartialDateError: a date that is none, or not a whole one.
    """
    text = as_text(cell)
    if made.choices:
        labels = {fold(str(label)): str(value) for value, label in made.flatchoices}
        return labels.get(fold(text), text)
    shape = shape_of(made)
    if shape is Shape.DATE:
        found = parse_partial_date(cell)
        if not found.is_whole:
            raise PartialDateError("not_a_date", N_("“{value}” is not a date"), value=text)
        return found.text
    if shape is Shape.YES_NO:
        return "on" if fold(text) in YES else ""
    return text


def identity(book: Book, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells an entry from others, whatever its spelling."""
    values = (entry.get(name) for name in book.same)
    return tuple(fold(value.isoformat() if isinstance(value, date) else str(value or "")) for value in values)


def _kept(book: Book, row: Any) -> dict[str, Any]:
    kept = {each.name: getattr(row, each.name) for each in book.fields}
    return {**kept, PLACE: (row.commune or row.province).key}


def _said(form: EntryForm) -> Iterable[str]:
    for name, errors in form.errors.items():
        label = f"{_label(form.book, name)}: " if name in form.fields else ""
        yield from (f"{label}{error}" for error in errors)
