"""Excel of a list: a heading that says what it is, cells that are never formulas, rows that never fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

import xlsxwriter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.audit.services import record_bulk
from ansinh.kernel.viewer import EXPORT
from ansinh.shell import wording
from ansinh.shell.columns import Column, Rows, Shape, Value, written

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Longer lists are for the register's own export, which runs in the background.
LONGEST: Final = 100_000
SHEET_ROWS: Final = 1_000_000
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY_FORMAT, MONEY_FORMAT = "dd/mm/yyyy", "#,##0"
# Excel's calendar begins in 1900; whatever is older stays text.
FIRST_YEAR: Final = 1900


def list_as_excel(
    request: Request,
    *,
    title: StrOrPromise,
    columns: Sequence[Column],
    rows: Rows,
    query: Sequence[tuple[str, str]],
    code: Callable[[Any], str],
    name: str,
    function: str | None = None,
    right: str | None = EXPORT,
) -> HttpResponseBase:
    """The answer with the workbook; who took which rows is in the audit log.

    Args:
        right: the right that is needed (in this function of the State); None where the list is open to all who see it.

    Raises:
        PermissionDenied: the viewer may not download.
    """
    if right is not None and not request.viewer.may(right, function):
        raise PermissionDenied(_("Your postings do not allow downloads."))
    if rows.order_by()[: LONGEST + 1].count() > LONGEST:
        messages.warning(
            request, _("More than {count} rows: narrow the search first.").format(count=wording.number(LONGEST))
        )
        return HttpResponseRedirect(request.path)
    said = [(_("Words") if key == "q" else key, value) for key, value in query]
    heading = heading_of(str(title), request.viewer.name, said)
    codes: list[str] = []
    content = write_workbook(heading, columns, _noting(rows.iterator(chunk_size=2000), code, codes))
    record_bulk(
        viewer=request.viewer, action="download", subject_kind=name, codes=codes,
        detail="; ".join(f"{key}={value}" for key, value in said),
    )  # fmt: skip
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    return FileResponse(content, as_attachment=True, filename=f"{name}-{stamp}.xlsx", content_type=MEDIA_TYPE)


def heading_of(title: str, who: str, query: Iterable[tuple[str, str]]) -> list[str]:
    """The lines above the table."""
    asked = "; ".join(f"{key}: {value}" for key, value in query)
    return [
        title,
        _("Downloaded by {who}, {when}").format(who=who, when=wording.moment(timezone.now())),
        _("Chosen by: {query}").format(query=asked) if asked else _("All rows within the viewer's territory"),
    ]


def write_workbook(heading: Sequence[str], columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """A workbook in a temporary file, at its beginning. Rows are written as they come and never held."""
    content = TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(content, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })  # fmt: skip
    writer = _Writer(book, heading, columns)
    for row in rows:
        writer.add(row)
    writer.close()
    book.close()
    content.seek(0)
    return content


def _noting(rows: Iterable[Any], code: Callable[[Any], str], codes: list[str]) -> Iterable[Any]:
    for row in rows:
        codes.append(code(row))
        yield row


class _Writer:
    """One list over as many sheets as it needs."""

    def __init__(self, book: Any, heading: Sequence[str], columns: Sequence[Column]) -> None:
        self._book, self._heading, self._columns = book, heading, columns
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E6F0F9"})
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._day = book.add_format({"num_format": DAY_FORMAT, "align": "left", "valign": "top"})
        self._money = book.add_format({"num_format": MONEY_FORMAT, "valign": "top"})
        self._sheet: Any = None
        self._next = 0
        self._count = 0

    def add(self, row: Any) -> None:
        """Write one row."""
        if self._sheet is None or self._next > SHEET_ROWS:
            self._begin()
        for index, column in enumerate(self._columns):
            self._cell(index, column.value(row), column.shape)
        self._next += 1
        self._count += 1

    def close(self) -> None:
        """An empty list has its heading too."""
        if self._sheet is None:
            self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, 16 if column.shape is not Shape.TEXT else 26)
        for line, text in enumerate(self._heading):
            self._sheet.write_string(line, 0, text, self._title if line == 0 else None)
        top = len(self._heading) + 1
        for index, column in enumerate(self._columns):
            self._sheet.write_string(top, index, str(column.title), self._head)
        self._sheet.freeze_panes(top + 1, 0)
        self._sheet.repeat_rows(top)
        self._next = top + 1

    def _cell(self, index: int, value: Value, shape: Shape) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int) and not isinstance(value, bool) and shape in {Shape.NUMBER, Shape.MONEY}:
            self._sheet.write_number(self._next, index, value, self._money)
        elif isinstance(value, date) and not isinstance(value, datetime) and value.year > FIRST_YEAR:
            self._sheet.write_datetime(
                self._next, index, datetime(value.year, value.month, value.day), self._day  # noqa: DTZ001
            )  # fmt: skip
        else:
            self._sheet.write_string(self._next, index, written(value, shape), self._text)
