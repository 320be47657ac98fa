"""Lists: search first, filters, pages by key, a count that is never counted for long, and Excel of what is shown.

PEOPLE = ListOf("nguoi", _("People"), rows=people_for, search=by_words, columns=(…), order=("sort_key", "pk"))

def people(request: Request) -> HttpResponseBase:
    return list_response(request, PEOPLE)
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.text import clean
from ansinh.kernel.viewer import EXPORT, Viewer
from ansinh.shell.columns import Column, Filter, ListRow, Rows, shown
from ansinh.shell.excel import list_as_excel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE: Final = 50
COUNTED: Final = 1000
DOWNLOAD: Final = "tai"  # ?tai=xlsx
WORDS: Final = "q"


@dataclass(frozen=True, slots=True)
class ListOf:
    """The declaration of a list.

    Attributes:
        rows: what the viewer may see; it alone knows their territory.
        search: rows that match words; None when there is no search field.
        order: fields that are never null and end with a unique one; `-` before a name for descending.
        ask_first: show no rows before a query (for whatever may be long).
        code: the public code of a row, for the audit log of downloads.
        function: the function of the State whose right to download is needed; None for any.
        download: the right that a download needs; None where whoever sees the list may take it along.
    """

    name: str
    title: StrOrPromise
    rows: Callable[[Viewer], Rows]
    columns: Sequence[Column]
    code: Callable[[Any], str]
    filters: Sequence[Filter] = ()
    search: Callable[[Rows, str], Rows] | None = None
    order: Sequence[str] = ("pk",)
    ask_first: bool = True
    size: int = PAGE
    function: str | None = None
    download: str | None = EXPORT
    hint: StrOrPromise = ""
    empty: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with what was asked of it; `choices` are those of this viewer."""

    filter: Filter
    value: str
    choices: Sequence[tuple[str, StrOrPromise]] | None

    @property
    def said(self) -> str:
        """The value in words."""
        labels = {value: str(label) for value, label in self.choices or ()}
        return labels.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `total` is exact up to COUNTED; `more` says that there are more than that."""

    of: ListOf
    words: str
    asked: list[Asked]
    query: bool
    rows: list[ListRow]
    total: int
    more: bool
    earlier: str
    later: str
    download: str

    @property
    def columns(self) -> list[Column]:
        return [column for column in self.of.columns if column.page]

    @property
    def searched(self) -> bool:
        """Whether there is a field for words (a template would call the function itself)."""
        return self.of.search is not None


def list_response(
    request: Request, of: ListOf, template: str = "shell/list.html", **context: object
) -> HttpResponseBase:
    """The page of a list, or its Excel when the address asks for it."""
    if request.GET.get(DOWNLOAD) == "xlsx":
        rows, query = chosen(request.viewer, of, request.GET)
        return list_as_excel(
            request, title=of.title, columns=of.columns, rows=rows, query=query, code=of.code, name=of.name,
            function=of.function, right=of.download,
        )  # fmt: skip
    return render(request, template, {"listing": listing(request.viewer, of, request.GET), **context})


def chosen(viewer: Viewer, of: ListOf, given: QueryDict) -> tuple[Rows, list[tuple[str, str]]]:
    """All rows that were asked for, in order, and the query in words."""
    words, asked = _asked(viewer, of, given)
    said = [(str(each.filter.title), each.said) for each in asked if each.value]
    rows = _matching(viewer, of, words, asked)
    if of.ask_first and not (words or said):
        rows = rows.none()
    return rows.order_by(*of.order), ([(WORDS, words)] if words else []) + said


def listing(viewer: Viewer, of: ListOf, given: QueryDict) -> Listing:
    """One page of what was asked for."""
    words, asked = _asked(viewer, of, given)
    query = bool(words) or any(each.value for each in asked)
    kept = {WORDS: words, **{each.filter.name: each.value for each in asked}}
    kept = {name: value for name, value in kept.items() if value}
    rows: list[Any] = []
    total, earlier, later = 0, "", ""
    if query or not of.ask_first:
        matching = _matching(viewer, of, words, asked)
        total = matching.order_by()[: COUNTED + 1].count()
        rows, before, after = _page(matching, of, given)
        earlier = "?" + urlencode({**kept, "truoc": _key(of, rows[0])}) if before else ""
        later = "?" + urlencode({**kept, "sau": _key(of, rows[-1])}) if after else ""
    columns = [column for column in of.columns if column.page]
    return Listing(
        of, words, asked, query, [shown(row, columns) for row in rows], min(total, COUNTED), total > COUNTED,
        earlier, later, "?" + urlencode({**kept, DOWNLOAD: "xlsx"}) if _may_download(viewer, of) else "",
    )  # fmt: skip


def _may_download(viewer: Viewer, of: ListOf) -> bool:
    return of.download is None or viewer.may(of.download, of.function)


def _asked(viewer: Viewer, of: ListOf, given: QueryDict) -> tuple[str, list[Asked]]:
    words = clean(given.get(WORDS, ""))[:100] if of.search else ""
    asked = []
    for each in of.filters:
        choices = each.choices(viewer) if each.choices else None
        value = clean(given.get(each.name, ""))[:100]
        if choices is not None and value not in {str(known) for known, _label in choices}:
            value = ""
        asked.append(Asked(each, value, choices))
    return words, asked


def _matching(viewer: Viewer, of: ListOf, words: str, asked: Sequence[Asked]) -> Rows:
    rows = of.rows(viewer)
    if words and of.search:
        rows = of.search(rows, words)
    for each in asked:
        if each.value:
            rows = each.filter.apply(rows, each.value)
    return rows


def _page(rows: Rows, of: ListOf, given: QueryDict) -> tuple[list[Any], bool, bool]:
    """The page after or before a key; whether there is something before and after it."""
    backwards = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in of.order]
    before = _beyond(rows, backwards, _values(of, given.get("truoc", "")))
    if before is not None:
        found = list(before.order_by(*backwards)[: of.size + 1])
        return found[: of.size][::-1], len(found) > of.size, bool(found)
    after = _beyond(rows, of.order, _values(of, given.get("sau", "")))
    found = list((rows if after is None else after).order_by(*of.order)[: of.size + 1])
    return found[: of.size], after is not None and bool(found), len(found) > of.size


def _beyond(rows: Rows, order: Sequence[str], values: Sequence[object] | None) -> Rows | None:
    """Rows that come after these values: a > x, or a = x and b > y, …; None when they are no key of this list."""
    if values is None:
        return None
    beyond, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, way = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{field}__{way}": value})
        same &= Q(**{field: value})
    try:
        return rows.filter(beyond)
    except (ValueError, ValidationError):
        return None


def _key(of: ListOf, row: Any) -> str:
    values = [_reach(row, name.removeprefix("-")) for name in of.order]
    plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode()


def _values(of: ListOf, key: str) -> list[object] | None:
    """What a key of the address holds; None for one that is not ours, and the list begins at its beginning."""
    try:
        values = json.loads(base64.urlsafe_b64decode(key.encode()))
    except (ValueError, binascii.Error):
        return None
    plain = isinstance(values, list) and all(isinstance(value, str | int) for value in values)
    return values if plain and len(values) == len(of.order) else None


def _reach(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
