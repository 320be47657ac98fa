"""How the registry keeps books: on the ledger, each act one change, within the viewer's territory and function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.codes import new_code
from ansinh.kernel.files.services import Upload, store
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import IMPORT, PROPOSE, READ, Viewer
from ansinh.registry.books.models import BookRow
from ansinh.registry.changes import errors
from ansinh.registry.changes.services import add_closing, add_row, apply_change, open_change, undo_change
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import reaches, within
from ansinh.shell.books.declaration import PLACE, Book, Entry, Kept, PaperDraft, PlaceChoice, Version
from ansinh.shell.columns import Rows

KEY_LENGTH: Final = 400
# What became of an entry, by the kind of the change.
KINDS: Final = {
    "book-entry": _("Written into the book"),
    "book-correction": _("Corrected"),
    "book-import": _("Imported from a list"),
    "undo": _("Put back by undoing"),
}


class LedgerKeeper:
    """A Keeper (shell.books.declaration) whose rows are BookRow."""

    def may(self, viewer: Viewer, right: str, book: Book) -> bool:
        return viewer.may(right, book.function)

    def rows(self, viewer: Viewer, book: Book) -> Rows:
        held = _model(book).objects.known().select_related("commune", "province")
        return within(viewer, READ, held, function=book.function)

    def versions(self, viewer: Viewer, book: Book, code: str) -> list[Version]:
        ever = _model(book).objects.filter(code=code, known_from__isnull=False).order_by("-known_from", "-pk")
        rows = ever.select_related(
            "commune", "province", "change__paper__file", "change__proposed_by", "change__decided_by"
        )
        return [_version(row) for row in within(viewer, READ, rows, function=book.function)]

    def places(self, viewer: Viewer, right: str, book: Book) -> list[PlaceChoice]:
        scopes = viewer.where(right, book.function)
        today = Place.objects.filter(ends_on__isnull=True)
        if any(scope.province is None for scope in scopes):
            communes, provinces = today.filter(level=Level.COMMUNE), today.filter(level=Level.PROVINCE)
        else:
            whole = {scope.province for scope in scopes if scope.commune is None and scope.province is not None}
            single = {scope.commune for scope in scopes if scope.commune is not None}
            communes = today.filter(parent__in=whole) | today.filter(pk__in=single)
            provinces = today.filter(pk__in=whole)
        return [
            PlaceChoice(place.key, f"{place.kind.capitalize()} {place.name}", place.name)
            for queryset in (provinces, communes)
            for place in queryset.order_by("search_key", "pk")
        ]

    @transaction.atomic
    def add(self, *, viewer: Viewer, book: Book, entry: Entry, paper: PaperDraft | None) -> Kept:
        place = self._place(viewer, PROPOSE, book, entry[PLACE])
        row = _row(book, entry, place, new_code("MS"))
        return self._write(viewer, book, place, "book-entry", row, paper=paper)

    @transaction.atomic
    def correct(
        self, *, viewer: Viewer, book: Book, code: str, seen: int, entry: Entry, paper: PaperDraft | None
    ) -> Kept:
        held = self._held(viewer, book, code)
        if held.pk != seen:
            raise errors.stale()
        place = self._place(viewer, PROPOSE, book, entry[PLACE])
        row = _row(book, entry, place, code)
        return self._write(viewer, book, place, "book-correction", row, paper=paper, replaces=held)

    @transaction.atomic
    def withdraw(self, *, viewer: Viewer, book: Book, code: str, reason: str) -> Kept:
        held = self._held(viewer, book, code)
        place = held.commune or held.province
        change = open_change(
            viewer=viewer, kind="book-withdrawal", title=f"{book.title}: {code}", two_people=held.pays_out, place=place
        )
        Change.objects.filter(pk=change.pk).update(reason=reason)
        add_closing(change, held)
        return _settle(viewer, change, code)

    @transaction.atomic
    def add_many(self, *, viewer: Viewer, book: Book, entries: Sequence[Entry], title: str) -> Kept:
        keys = {entry[PLACE] for entry in entries}
        places = {key: self._place(viewer, IMPORT, book, key) for key in keys}
        # One list of one commune is that commune's change; a list of several is the province's.
        where = next(iter(places.values()))
        if len(places) > 1 and where.level == Level.COMMUNE:
            assert where.parent is not None
            where = where.parent
        rows = [_row(book, entry, places[entry[PLACE]], new_code("MS")) for entry in entries]
        change = open_change(
            viewer=viewer, kind="book-import", title=f"{book.title}: {title}"[:200], place=where, right=IMPORT,
            two_people=any(row.pays_out for row in rows),
        )  # fmt: skip
        for row in rows:
            row.change = change
        _model(book).objects.bulk_create(rows, batch_size=1000)
        return _settle(viewer, change)

    def undo(self, *, viewer: Viewer, change: str) -> None:
        if not Change.objects.filter(code=change, kind__startswith="book-", proposed_by_id=viewer.user).exists():
            raise errors.not_yours()
        undo_change(viewer=viewer, code=change, reason="")

    def _held(self, viewer: Viewer, book: Book, code: str) -> BookRow:
        """The row that is held, which the viewer may change."""
        rows = within(viewer, PROPOSE, _model(book).objects.known(), function=book.function)
        held = rows.filter(code=code).first()
        if held is None:
            raise errors.not_yours()
        return cast("BookRow", held)

    def _place(self, viewer: Viewer, right: str, book: Book, key: str) -> Place:
        place = Place.objects.select_related("parent").get(key=key)
        if not reaches(viewer, right, place, function=book.function):
            raise errors.not_yours()
        return place

    def _write(
        self, viewer: Viewer, book: Book, place: Place, kind: str, row: BookRow, *, paper: PaperDraft | None,
        replaces: BookRow | None = None,
    ) -> Kept:  # fmt: skip
        pays = row.pays_out or (replaces is not None and replaces.pays_out)
        change = open_change(
            viewer=viewer, kind=kind, title=f"{book.title}: {row.code}"[:200], two_people=pays, place=place,
            paper=_keep(viewer, paper),
        )  # fmt: skip
        add_row(change, row, replaces)
        return _settle(viewer, change, row.code)


def _settle(viewer: Viewer, change: Change, code: str = "") -> Kept:
    """Apply it, unless money goes out: then another person does."""
    if change.two_people:
        return Kept(code, change.code, waits=True, url=reverse("change", args=[change.code]))
    return Kept(code, apply_change(viewer=viewer, code=change.code).code)


def _model(book: Book) -> type[BookRow]:
    assert issubclass(book.model, BookRow)
    return book.model


def _row(book: Book, entry: Mapping[str, Any], place: Place, code: str) -> BookRow:
    province = place if place.level == Level.PROVINCE else place.parent
    commune = place if place.level == Level.COMMUNE else None
    values = {name: value for name, value in entry.items() if name != PLACE and value is not None}
    key = fold(" ".join(str(values.get(name, "")) for name in book.search))[:KEY_LENGTH]
    return _model(book)(code=code, commune=commune, province=province, search_key=key, **values)


def _keep(viewer: Viewer, paper: PaperDraft | None) -> Paper | None:
    if paper is None:
        return None
    return Paper.objects.create(
        code=new_code("GT"), kind=paper.kind, number=paper.number, issuer=paper.issuer, issued_on=paper.issued_on,
        file=store(cast("Upload", paper.scan), viewer=viewer) if paper.scan else None,
    )  # fmt: skip


def _version(row: Any) -> Version:
    paper: Paper | None = row.change.paper
    scan = reverse("paper_scan", args=[paper.code]) if paper is not None and paper.file_id else ""
    since: datetime = row.known_from
    return Version(row, since, row.known_to, _by(row.change), _why(row), str(paper or ""), scan)


def _by(change: Change) -> str:
    """Who wrote it, and who approved it where two people were needed."""
    one, other = str(change.proposed_by or ""), str(change.decided_by or "")
    return gettext("{one}; approved by {other}").format(one=one, other=other) if change.two_people else one


def _why(row: Any) -> str:
    return str(KINDS.get(row.change.kind, row.change.title))
