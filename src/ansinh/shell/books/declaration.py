"""What a book is: its model, its fields, its rules, and who keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from django.db import models

from ansinh.shell.columns import Column, Rows, Shape, Value

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django_stubs_ext import StrOrPromise

    from ansinh.kernel.viewer import Viewer

PLACE: Final = "place"
# A value for each field of the book; PLACE holds the key of a commune, or of a province for what is the province's own.
Entry: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BookField:
    """One column of a book; label, type and choices are the model's.

    Attributes:
        page: shown on the list (all are on the entry's page and in Excel). filter: the list can be narrowed by it.
        aliases: other headings under which lists carry it. total: its sum is shown.
    """

    name: str
    page: bool = False
    filter: bool = False
    total: bool = False
    aliases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """The paper that an entry rests on, as the form has it."""

    kind: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    scan: UploadedFile[bytes] | None = None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that the viewer may choose; `name` alone is matched in imports."""

    key: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it was held for a time; `until` is None for the one that is held now."""

    row: Any
    since: datetime
    until: datetime | None
    by: str
    why: str
    paper: str
    paper_url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure above the list. `mark`: '', 'ok', 'warn' or 'bad'."""

    title: StrOrPromise
    value: str
    hint: StrOrPromise = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of writing into a book.

    Attributes:
        code: of the entry; blank for a list. change: of the act, by which it is undone.
        waits: money goes out, so nothing is held before another person approves it. url: where they do.
    """

    code: str
    change: str
    waits: bool = False
    url: str = ""


class Keeper(Protocol):
    """How a layer keeps the rows of its books: it knows territory, history and who may."""

    def may(self, viewer: Viewer, right: str, book: Book) -> bool:
        """Whether the viewer has this right for this book anywhere."""

    def rows(self, viewer: Viewer, book: Book) -> Rows:
        """Entries as they are held now, within the viewer's territory."""

    def versions(self, viewer: Viewer, book: Book, code: str) -> list[Version]:
        """All that was ever held of an entry, newest first; empty when it is not within the viewer's territory."""

    def places(self, viewer: Viewer, right: str, book: Book) -> list[PlaceChoice]:
        """Where the viewer may use this right."""

    def add(self, *, viewer: Viewer, book: Book, entry: Entry, paper: PaperDraft | None) -> Kept:
        """Write an entry. Raises AnSinhError when it may not or cannot be."""

    def correct(
        self, *, viewer: Viewer, book: Book, code: str, seen: int, entry: Entry, paper: PaperDraft | None
    ) -> Kept:
        """Replace what is held; `seen` is the primary key of the row that the page showed.

        Raises AnSinhError, `change-stale` among others, when another row is held by now.
        """

    def withdraw(self, *, viewer: Viewer, book: Book, code: str, reason: str) -> Kept:
        """Hold the entry no longer; what was known stays known."""

    def add_many(self, *, viewer: Viewer, book: Book, entries: Sequence[Entry], title: str) -> Kept:
        """Write the entries of one list at one moment, or none."""

    def undo(self, *, viewer: Viewer, change: str) -> None:
        """Take a change back. Raises AnSinhError when later changes build on it."""


@dataclass(frozen=True)
class Book:
    """The declaration of a working register.

    Attributes:
        slug: in the address. one: what an entry is called. function: of the State, whose officers keep it.
        same: fields that together tell an entry; an import does not write one again that is held already.
        search: fields whose words are searched. order: as in ListOf.
        check: (field, sentence) for each thing that is wrong with an entry whose fields are right one by one.
        tallies: figures above the list, beyond the count. basis: the law that the book rests on.
    """

    slug: str
    title: StrOrPromise
    one: StrOrPromise
    model: type[models.Model]
    keeper: Keeper
    function: str
    fields: Sequence[BookField]
    same: Sequence[str]
    search: Sequence[str]
    order: Sequence[str] = ("search_key", "pk")
    hint: StrOrPromise = ""
    basis: StrOrPromise = ""
    icon: str = "table"
    check: Callable[[Mapping[str, Any]], Iterable[tuple[str, StrOrPromise]]] | None = None
    tallies: Callable[[Rows], Iterable[Tally]] | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def model_field(self, name: str) -> models.Field[Any, Any]:
        """The model's field of this name."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found

    @cached_property
    def columns(self) -> list[Column]:
        """Every field as a column."""
        return [
            Column(
                each.name, self.model_field(each.name).verbose_name, _reader(self.model_field(each.name)),
                shape_of(self.model_field(each.name)), page=each.page,
            )
            for each in self.fields
        ]  # fmt: skip


def shape_of(model_field: models.Field[Any, Any]) -> Shape:
    """How a field's values are written: BigIntegerField is money here, smaller integers are counts and years."""
    if isinstance(model_field, models.BigIntegerField):
        return Shape.MONEY
    if isinstance(model_field, models.BooleanField):
        return Shape.YES_NO
    if isinstance(model_field, models.DateField):
        return Shape.DATE
    if isinstance(model_field, models.IntegerField) and not model_field.name.endswith("year"):
        return Shape.NUMBER
    return Shape.TEXT


def _reader(model_field: models.Field[Any, Any]) -> Callable[[Any], Value]:
    name = model_field.name
    if model_field.choices:
        return lambda row: str(getattr(row, f"get_{name}_display")())
    if shape_of(model_field) is Shape.TEXT:
        return lambda row: str(value) if (value := getattr(row, name)) is not None else ""
    return lambda row: getattr(row, name)


_books: dict[str, Book] = {}


def declare(*books: Book) -> None:
    """Put books on the shelf."""
    for book in books:
        _books[book.slug] = book


def shelf() -> list[Book]:
    """All books, in the order they were declared."""
    return list(_books.values())


def book_of(slug: str) -> Book | None:
    """The book of an address."""
    return _books.get(slug)
