"""A book's list: its columns, search and filters from the declaration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.text import fold
from ansinh.kernel.viewer import READ, Viewer
from ansinh.shell import wording
from ansinh.shell.books.declaration import Book, BookField, Tally
from ansinh.shell.columns import Column, Filter, Rows
from ansinh.shell.lists import ListOf

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EARLIEST = 1940


def list_of(book: Book) -> ListOf:
    """The book as a list; its first column leads to the entry, and place and code stand beside what was declared."""
    first, *others = book.columns
    link = Column(first.key, first.title, first.value, first.shape, link=lambda row: entry_url(book, row.code))
    columns = (
        link,
        Column("place", _("Place"), lambda row: str(row.commune or row.province)),
        *others,
        Column("code", _("Code"), lambda row: str(row.code), page=False),
    )
    narrowed = [made for each in book.fields if each.filter for made in _filters(book, each)]
    return ListOf(
        name=book.slug, title=book.title, rows=lambda viewer: book.keeper.rows(viewer, book), columns=columns,
        code=lambda row: str(row.code), filters=(_place(book), *narrowed), search=_search, order=book.order,
        function=book.function, hint=book.hint,
    )  # fmt: skip


def entry_url(book: Book, code: str) -> str:
    """Where an entry is looked at."""
    return reverse("shell:book-entry", args=[book.slug, code])


def tallies_of(book: Book, rows: Rows) -> list[Tally]:
    """How many entries the viewer may see, the sums that were declared, the book's own figures."""
    found = [Tally(_("Entries"), wording.number(rows.count()))]
    for each in book.fields:
        if each.total:
            total = rows.aggregate(total=Sum(each.name))["total"] or 0
            found.append(Tally(book.model_field(each.name).verbose_name, wording.money(total)))
    return [*found, *(book.tallies(rows) if book.tallies else ())]


def _search(rows: Rows, words: str) -> Rows:
    for word in fold(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def _place(book: Book) -> Filter:
    def places(viewer: Viewer) -> list[tuple[str, StrOrPromise]]:
        return [(each.key, each.label) for each in book.keeper.places(viewer, READ, book)]

    def there(rows: Rows, key: str) -> Rows:
        return rows.filter(commune__key=key) if key.startswith("xa") else rows.filter(province__key=key)

    return Filter("dia-ban", _("Place"), there, choices=places)


def _filters(book: Book, declared: BookField) -> list[Filter]:
    name, made = declared.name, book.model_field(declared.name)
    if made.choices:
        choices = [(str(value), label) for value, label in made.flatchoices]
        return [Filter(name, made.verbose_name, lambda rows, value: rows.filter(**{name: value}), lambda _: choices)]
    if isinstance(made, models.BooleanField):
        answers: list[tuple[str, StrOrPromise]] = [("1", _("Yes")), ("0", _("No"))]
        return [Filter(name, made.verbose_name, _by_answer(name), lambda _: answers)]
    return [Filter(name, made.verbose_name, _by_year(name, made), kind="number", hint=_("year"))]


def _by_answer(name: str) -> Callable[[Rows, str], Rows]:
    return lambda rows, value: rows.filter(**{name: value == "1"})


def _by_year(name: str, made: models.Field[Any, Any]) -> Callable[[Rows, str], Rows]:
    lookup = f"{name}__year" if isinstance(made, models.DateField) else name

    def that_year(rows: Rows, value: str) -> Rows:
        year = int(value) if value.isdecimal() and len(value) == 4 else 0
        return rows.filter(**{lookup: year}) if EARLIEST <= year <= date.max.year else rows.none()

    return that_year
