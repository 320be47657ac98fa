"""Importing a list into a book: choose the file, see each row's verdict, write all of it or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.files.services import path_of, store
from ansinh.kernel.sheets import as_text
from ansinh.kernel.viewer import IMPORT
from ansinh.shell import wording
from ansinh.shell.books.declaration import Book
from ansinh.shell.books.forms import UploadForm
from ansinh.shell.books.importing import Judged, Plan, Verdict, headings_of, plan_import
from ansinh.shell.books.pages import of_book, said, sent, told
from ansinh.shell.columns import Column
from ansinh.shell.excel import MEDIA_TYPE, heading_of, write_workbook

SHOWN: Final = 200


@require_http_methods(["GET", "POST"])
@of_book(IMPORT)
def upload(request: Request, book: Book) -> HttpResponse:
    """Choose the file; it is kept, and the next page says what would become of it."""
    form = UploadForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            kept = store(form.cleaned_data["file"], viewer=request.viewer)
        except AnSinhError as refused:
            form.add_error("file", said(refused))
        else:
            return redirect("shell:book-import-preview", slug=book.slug, sha256=kept.sha256)
    headings = [(column.title, ", ".join(headings_of(book)[column.key][2:])) for column in book.columns]
    context = {"book": book, "form": form, "headings": headings, "crumbs": _crumbs(book)}
    return render(request, "shell/books/upload.html", context, status=422 if form.errors else 200)


@require_GET
@of_book(IMPORT)
def preview(request: Request, book: Book, sha256: str) -> HttpResponseBase:
    """What would become of each row; `?tai=xlsx` gives the same list with the verdicts as two more columns."""
    kept = _file(request, sha256)
    try:
        plan = plan_import(request.viewer, book, path_of(kept).read_bytes())
    except AnSinhError as refused:
        messages.error(request, said(refused))
        return redirect("shell:book-import", slug=book.slug)
    if request.GET.get("tai") == "xlsx":
        return _workbook(request, book, kept, plan)
    context = {
        "book": book, "file": kept, "plan": plan, "shown": _shown(plan), "limit": SHOWN, "crumbs": _crumbs(book),
        "new": plan.count(Verdict.NEW),
    }  # fmt: skip
    return render(request, "shell/books/preview.html", context)


@require_POST
@of_book(IMPORT)
def apply(request: Request, book: Book, sha256: str) -> HttpResponse:
    """Write all new rows at one moment."""
    kept = _file(request, sha256)
    try:
        plan = plan_import(request.viewer, book, path_of(kept).read_bytes())
        entries = plan.entries
        if not entries:
            messages.info(request, _("There was nothing new in this list."))
            return redirect("shell:book", slug=book.slug)
        written = book.keeper.add_many(viewer=request.viewer, book=book, entries=entries, title=kept.name)
    except AnSinhError as refused:
        messages.error(request, said(refused))
        return redirect("shell:book-import", slug=book.slug)
    what = ngettext("{count} row was written.", "{count} rows were written.", len(entries))
    text = what.format(count=wording.number(len(entries)))
    return told(request, book, written, text, reverse("shell:book", args=[book.slug]))


def _file(request: Request, sha256: str) -> StoredFile:
    """One's own upload: the file of another is nobody's business, whoever knows its seal."""
    kept = get_object_or_404(StoredFile, sha256=sha256)
    if kept.stored_by_id != request.viewer.user:
        raise Http404
    return kept


def _shown(plan: Plan) -> list[Judged]:
    """What needs a look first."""
    order = [Verdict.REFUSED, Verdict.HELD, Verdict.NEW, Verdict.NO_DATA]
    return sorted(plan.rows, key=lambda row: (order.index(row.verdict), row.number))[:SHOWN]


def _workbook(request: Request, book: Book, kept: StoredFile, plan: Plan) -> FileResponse:
    columns = [
        Column("row", _("Row"), lambda row: str(row.number)),
        Column("verdict", _("Verdict"), lambda row: str(row.verdict.said)),
        Column("why", _("Why"), lambda row: row.why),
        *(_cell_column(place, name) for place, name in enumerate(plan.columns)),
    ]
    heading = heading_of(f"{book.title}: {kept.name}", request.viewer.name, ())[:2]
    content = write_workbook(heading, columns, _with_text(plan.rows))
    name = f"{kept.name.rpartition('.')[0] or kept.name}-ket-luan.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=MEDIA_TYPE)


def _cell_column(place: int, name: str) -> Column:
    return Column(f"cell-{place}", name, lambda row: as_text(row.cells[place]) if place < len(row.cells) else "")


def _with_text(rows: Sequence[Judged]) -> Iterable[Judged]:
    """A row without data has no cells; its text stands in the first column."""
    for row in rows:
        yield row if row.cells else Judged(row.number, row.verdict, row.text, row.why, cells=(row.text,))


def _crumbs(book: Book) -> list[tuple[object, str]]:
    return [
        (_("Books"), reverse("shell:books")),
        (book.title, reverse("shell:book", args=[book.slug])),
        (_("Import a list"), ""),
    ]
