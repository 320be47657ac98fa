"""Columns and filters of a list: declared once, used by the page, by Excel and by an import alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ansinh.shell import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ansinh.kernel.viewer import Viewer

Value: TypeAlias = str | int | bool | date | datetime | None
Rows: TypeAlias = QuerySet[Any]


class Shape(Enum):
    """How a value is written: on the page, and in a cell of Excel."""

    TEXT = "text"  # also every number that nobody counts with: CCCD, a certificate's number
    NUMBER = "number"
    MONEY = "money"  # whole đồng
    DATE = "date"  # a date, or a partial one as text ('1944-03')
    MOMENT = "moment"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `link` gives the address that the cell leads to; `page`: whether the page shows it or only Excel."""

    key: str
    title: StrOrPromise
    value: Callable[[Any], Value]
    shape: Shape = Shape.TEXT
    link: Callable[[Any], str] | None = None
    page: bool = True

    @property
    def numeric(self) -> bool:
        return self.shape in {Shape.NUMBER, Shape.MONEY}


@dataclass(frozen=True, slots=True)
class Filter:
    """One narrowing of a list.

    Attributes:
        name: in the address. apply: rows with this value, which is never blank; a value that makes no sense gives none.
        choices: (value, label) for the viewer; None for free text. kind: of the input, 'text', 'date' or 'number'.
    """

    name: str
    title: StrOrPromise
    apply: Callable[[Rows, str], Rows]
    choices: Callable[[Viewer], Sequence[tuple[str, StrOrPromise]]] | None = None
    kind: str = "text"
    hint: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page shows it."""

    column: Column
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as the page shows it; `source` is the row itself."""

    source: Any
    cells: list[Cell] = field(default_factory=list)


def shown(row: Any, columns: Sequence[Column]) -> ListRow:
    """The row's cells in the reader's language."""
    cells = [
        Cell(column, written(column.value(row), column.shape), column.link(row) if column.link else "")
        for column in columns
    ]
    return ListRow(row, cells)


def written(value: Value, shape: Shape) -> str:
    """A value as the reader writes it; '' for nothing."""
    if value is None or value == "":
        return ""
    if shape is Shape.YES_NO or isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, date) or shape is Shape.DATE:
        return wording.day(value if isinstance(value, date) else str(value))
    if isinstance(value, int):
        return wording.money(value) if shape is Shape.MONEY else wording.number(value)
    return str(value)
