"""Pages of the books: the shelf, a list, an entry, writing, correcting, withdrawing, undoing."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel import messages as sentences
from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import IMPORT, PROPOSE, READ, Viewer
from ansinh.shell.books.declaration import Book, Kept, Version, book_of, shelf
from ansinh.shell.books.forms import EntryForm
from ansinh.shell.books.listing import entry_url, list_of, tallies_of
from ansinh.shell.columns import Cell, written
from ansinh.shell.components import Question, confirm, offer_undo
from ansinh.shell.lists import list_response

BookView = Callable[..., HttpResponseBase]


def of_book(right: str) -> Callable[[BookView], BookView]:
    """Give the view the book of the address; 404 when there is none or the viewer lacks the right for it."""

    def guard(view: BookView) -> BookView:
        @needs(right)
        def guarded(request: Request, /, slug: str, **kwargs: str) -> HttpResponseBase:
            book = book_of(slug)
            if book is None or not book.keeper.may(request.viewer, right, book):
                raise Http404
            return view(request, book, **kwargs)

        return update_wrapper(guarded, view)

    return guard


@require_GET
@needs(READ)
def books(request: Request) -> HttpResponse:
    """The shelf: the books that the viewer may read, each with its figures."""
    shown = [
        {"book": book, "url": reverse("shell:book", args=[book.slug]), "tallies": tallies_of(book, rows)}
        for book in shelf()
        if book.keeper.may(request.viewer, READ, book)
        for rows in [book.keeper.rows(request.viewer, book)]
    ]
    return render(request, "shell/books/shelf.html", {"shown": shown, "crumbs": [(_("Books"), "")]})


@require_GET
@of_book(READ)
def book_list(request: Request, book: Book) -> HttpResponseBase:
    """A book's list."""
    may = {"add": book.keeper.may(request.viewer, PROPOSE, book), "load": book.keeper.may(request.viewer, IMPORT, book)}
    return list_response(
        request,
        list_of(book),
        "shell/books/list.html",
        book=book,
        tallies=tallies_of(book, book.keeper.rows(request.viewer, book)),
        may=may,
        crumbs=[(_("Books"), reverse("shell:books")), (book.title, "")],
    )


@require_GET
@of_book(READ)
def entry(request: Request, book: Book, code: str) -> HttpResponse:
    """An entry with its paper and all that was ever held of it."""
    versions = _versions(request.viewer, book, code)
    held = versions[0] if versions[0].until is None else None
    row = versions[0].row
    context = {
        "book": book,
        "code": code,
        "held": held,
        "version": versions[0],
        "place": row.commune or row.province,
        "facts": _facts(book, row),
        "versions": [(version, _changed(book, version, older)) for version, older in _pairs(versions)],
        "may_write": held is not None and book.keeper.may(request.viewer, PROPOSE, book),
        "crumbs": [*_crumbs(book), (code, "")],
    }
    return render(request, "shell/books/entry.html", context)


@require_http_methods(["GET", "POST"])
@of_book(PROPOSE)
def add(request: Request, book: Book) -> HttpResponse:
    """A new entry."""
    places = book.keeper.places(request.viewer, PROPOSE, book)
    form = EntryForm(*sent(request), book=book, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            kept = book.keeper.add(viewer=request.viewer, book=book, entry=form.entry(), paper=form.paper())
        except AnSinhError as refused:
            form.add_error(None, said(refused))
        else:
            if kept.waits:
                return told(request, book, kept, "", kept.url)
            messages.success(request, _("Written into the book."))
            return HttpResponseRedirect(entry_url(book, kept.code))
    context = {"book": book, "form": form, "title": _("New entry"), "crumbs": [*_crumbs(book), (_("New entry"), "")]}
    return render(request, "shell/books/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@of_book(PROPOSE)
def correct(request: Request, book: Book, code: str) -> HttpResponse:
    """Replace what is held of an entry; the form carries which row it showed, so a stale page is refused."""
    held = _held(request.viewer, book, code)
    places = book.keeper.places(request.viewer, PROPOSE, book)
    form = EntryForm(
        *sent(request),
        book=book,
        places=places,
        row=held.row,
        place=(held.row.commune or held.row.province).key,
    )
    if request.method == "POST" and form.is_valid() and (kept := _corrected(request, book, code, form)):
        return told(request, book, kept, _("The entry was corrected."), entry_url(book, code))
    crumbs = [*_crumbs(book), (code, entry_url(book, code)), (_("Correct"), "")]
    context = {"book": book, "form": form, "seen": request.POST.get("seen", held.row.pk), "title": _("Correct"),
               "crumbs": crumbs}  # fmt: skip
    return render(request, "shell/books/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@of_book(PROPOSE)
def withdraw(request: Request, book: Book, code: str) -> HttpResponse:
    """Take an entry out of the book, after a question."""
    _held(request.viewer, book, code)
    reason = request.POST.get("reason", "").strip()[:300]
    if request.method == "POST" and reason:
        try:
            kept = book.keeper.withdraw(viewer=request.viewer, book=book, code=code, reason=reason)
        except AnSinhError as refused:
            messages.error(request, said(refused))
            return HttpResponseRedirect(entry_url(book, code))
        return told(request, book, kept, _("The entry was taken out of the book."), entry_url(book, code))
    return confirm(request, Question(
        title=_("Take this entry out of the book?"), act=_("Take it out"), back=entry_url(book, code), danger=True,
        what=_("It will no longer be counted. What was known, by whom and on which paper, is kept."), reason=True,
    ))  # fmt: skip


@require_POST
@of_book(PROPOSE)
def undo(request: Request, book: Book, change: str) -> HttpResponse:
    """Take one act back."""
    try:
        book.keeper.undo(viewer=request.viewer, change=change)
    except AnSinhError as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("Taken back. The book is as it was before."))
    return redirect("shell:book", slug=book.slug)


def sent(request: Request) -> tuple[Any, Any]:
    """Data and files of a form that was sent; an empty one was sent too."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def said(refused: AnSinhError) -> str:
    """The error in the reader's language."""
    return sentences._(refused.template).format(**refused.params)


def undo_url(book: Book, change: str) -> str:
    """Where an act of this book is taken back."""
    return reverse("shell:book-undo", args=[book.slug, change])


def told(request: Request, book: Book, kept: Kept, what: str, then: str) -> HttpResponse:
    """Say what was done and offer to undo it; or that it waits, on the page where another person decides."""
    if kept.waits:
        messages.success(request, _("The proposal waits for another person's decision."))
        return HttpResponseRedirect(kept.url)
    offer_undo(request, what, undo_url(book, kept.change))
    return HttpResponseRedirect(then)


def _corrected(request: Request, book: Book, code: str, form: EntryForm) -> Kept | None:
    seen = request.POST.get("seen", "")
    try:
        return book.keeper.correct(
            viewer=request.viewer, book=book, code=code, seen=int(seen) if seen.isdecimal() else 0,
            entry=form.entry(), paper=form.paper(),
        )  # fmt: skip
    except AnSinhError as refused:
        form.add_error(None, said(refused))
        return None


def _versions(viewer: Viewer, book: Book, code: str) -> list[Version]:
    versions = book.keeper.versions(viewer, book, code)
    if not versions:
        raise Http404
    return versions


def _held(viewer: Viewer, book: Book, code: str) -> Version:
    newest = _versions(viewer, book, code)[0]
    if newest.until is not None:
        raise Http404
    return newest


def _pairs(versions: list[Version]) -> list[tuple[Version, Version | None]]:
    return list(zip(versions, [*versions[1:], None], strict=True))


def _facts(book: Book, row: Any) -> list[Cell]:
    return [Cell(column, written(column.value(row), column.shape)) for column in book.columns]


def _changed(book: Book, version: Version, older: Version | None) -> list[str]:
    """What differs from the version before, in words."""
    if older is None:
        return []
    before, after = _facts(book, older.row), _facts(book, version.row)
    return [
        f"{new.column.title}: {old.text or '—'} → {new.text or '—'}"
        for old, new in zip(before, after, strict=True)
        if old.text != new.text
    ]


def _crumbs(book: Book) -> list[tuple[object, str]]:
    return [(_("Books"), reverse("shell:books")), (book.title, reverse("shell:book", args=[book.slug]))]
