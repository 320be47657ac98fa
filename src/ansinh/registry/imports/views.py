"""Pages of imports: the lists, one list with its rows, its columns, one row, and the steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import DECIDE, IMPORT, READ, READ_SENSITIVE
from ansinh.registry.imports import facts, forms, selectors, services
from ansinh.registry.imports.models import ImportBatch, Verdict
from ansinh.registry.imports.results import returned_list
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.logbook.views import answer_purpose
from ansinh.registry.offices.models import Posting
from ansinh.registry.offices.selectors import today
from ansinh.shell.components import Tab

PAGE: Final = 50
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs(READ)
def imports(request: Request) -> HttpResponse:
    """Lists of the territory, newest first, and the form for a new one."""
    page = Paginator(selectors.batches(request.viewer), PAGE).get_page(request.GET.get("trang"))
    may = request.viewer.may(IMPORT)
    form = forms.UploadForm(request.viewer) if may else None
    return render(request, "registry/imports/imports.html", {"page": page, "form": form})


@require_POST
@needs(IMPORT)
def upload(request: Request) -> HttpResponse:
    """Take a list in."""
    form = forms.UploadForm(request.viewer, request.POST, request.FILES)
    if not form.is_valid():
        page = Paginator(selectors.batches(request.viewer), PAGE).get_page(1)
        return render(request, "registry/imports/imports.html", {"form": form, "page": page})
    given = form.cleaned_data
    posting = Posting.objects.filter(user=request.user).select_related("office").first()
    try:
        batch = services.open_batch(
            viewer=request.viewer, upload=given["file"], place=given["place"], holds_from=given["holds_from"],
            sheet=given["sheet"], office=posting.office if posting else None,
        )  # fmt: skip
    except AnSinhError as error:
        messages.error(request, sentence(error))
        there = error.params.get("batch")
        return redirect("import", there) if there else redirect("imports")
    return redirect("import", batch.code)


@require_GET
@needs(READ)
def batch(request: Request, code: str) -> HttpResponse:
    """One list: how far it is, its rows by verdict, and what can be done now."""
    found = _batch(request, code)
    counted = selectors.counts(found)
    verdict = request.GET.get("ket-qua", "")
    if verdict not in Verdict.values:
        verdict = next((name for name, count in counted.items() if count), "")
    decide = request.viewer.may(IMPORT) and selectors.allowed(request.viewer, found)["edit"]
    page = Paginator(_rows(found, verdict), PAGE).get_page(request.GET.get("trang"))
    viewer = for_purpose(request.session, request.viewer, found)
    said = facts.said(viewer, page)
    facts.look_at(viewer, found, said)
    context = {
        "batch": found, "counts": counted, "verdict": verdict, "page": page, "tabs": _tabs(found, counted, verdict),
        "shown": [(selectors.shown_row(found, row, decide=decide), said[row.pk]) for row in page],
        "viewer": viewer, "purpose_form": PurposeForm(), "purpose_url": reverse("import_purpose", args=[code]),
        "ask": viewer.may(READ_SENSITIVE) and facts.sensitive(said),
        "may_import": request.viewer.may(IMPORT),
        "may": selectors.allowed(request.viewer, found), "progress": selectors.last_job(found),
        "open": sum(counted[name] for name in selectors.OPEN), "crumbs": _crumbs(found),
    }  # fmt: skip
    return render(request, "registry/imports/batch.html", context)


@require_POST
@needs(READ_SENSITIVE)
def purpose(request: Request, code: str) -> HttpResponse:
    """Name why the sensitive facts of a list are looked at, or take it back."""
    return answer_purpose(request, _batch(request, code, READ_SENSITIVE))


@require_http_methods(["GET", "POST"])
@needs(IMPORT)
def columns(request: Request, code: str) -> HttpResponse:
    """What each column is taken for; saving checks the rows anew."""
    found = _batch(request, code, IMPORT)
    if request.method == "POST":
        choices, constants = forms.read_choices(found, request.POST), forms.read_constants(request.POST)
        return _try(
            request, found, "",
            lambda: services.save_columns(viewer=request.viewer, batch=found, choices=choices, constants=constants),
        )  # fmt: skip
    listed = [(column, forms.chosen(column)) for column in found.columns.filter(constant="")]
    context = {
        "batch": found, "listed": listed, "options": forms.column_options(), "constants": forms.constants_of(found),
        "may": selectors.allowed(request.viewer, found), "crumbs": [*_crumbs(found)[:1], *_here(found, _("Columns"))],
    }  # fmt: skip
    return render(request, "registry/imports/columns.html", context)


@require_http_methods(["GET", "POST"])
@needs(IMPORT)
def row(request: Request, code: str, number: int) -> HttpResponse:
    """One row as it stands in the file; a decision about it leads back to the rows of the same kind."""
    found = _batch(request, code, IMPORT)
    one = get_object_or_404(found.rows.select_related("person__commune", "commune", "decided_by"), number=number)
    if request.method == "POST":
        posted = request.POST
        verdict = one.verdict
        turn = posted.get("turn", "")
        return _try(
            request, found, f"?ket-qua={verdict}",
            lambda: services.decide_row(
                viewer=request.viewer, batch=found, number=number, turn=int(turn) if turn.isdigit() else -1,
                decision=posted.get("decision", ""), who=posted.get("who", ""), person=posted.get("person", ""),
            ),
        )  # fmt: skip
    decide = selectors.allowed(request.viewer, found)["edit"]
    context = {"batch": found, "each": selectors.shown_row(found, one, decide=decide)}
    crumbs = [*_crumbs(found)[:1], *_here(found, _("Row %(number)d") % {"number": number})]
    return render(request, "registry/imports/row.html", {**context, "crumbs": crumbs})


@require_POST
@needs(IMPORT)
def step(request: Request, code: str) -> HttpResponse:
    """The next step of a list: check, write, cancel, undo."""
    found = _batch(request, code, IMPORT)
    version = request.POST.get("version", "")
    steps: dict[str, Callable[[], object]] = {
        "check": lambda: services.start_check(viewer=request.viewer, batch=found),
        "write": lambda: services.start_write(
            viewer=request.viewer, batch=found, version=int(version) if version.isdigit() else -1
        ),
        "resume": lambda: services.resume(viewer=request.viewer, batch=found),
        "cancel": lambda: services.cancel_batch(viewer=request.viewer, batch=found),
        "undo": lambda: services.start_undo(viewer=request.viewer, batch=found),
    }
    return _try(request, found, "", steps.get(request.POST.get("do", ""), lambda: None))


@require_POST
@needs(DECIDE)
def approve(request: Request, code: str) -> HttpResponse:
    """What another person decides about a written list: apply it, or undo it."""
    found = _batch(request, code, DECIDE)
    work = services.start_undo if request.POST.get("do") == "undo" else services.start_apply
    return _try(request, found, "", lambda: work(viewer=request.viewer, batch=found))


@require_GET
@needs(IMPORT)
def returned(request: Request, code: str) -> HttpResponse:
    """The same spreadsheet with what became of each row."""
    found = _batch(request, code, IMPORT)
    try:
        content = returned_list(viewer=request.viewer, batch=found)
    except AnSinhError as error:
        messages.error(request, sentence(error))
        return redirect("import", code)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{today():%Y%m%d}.xlsx"'
    return answer


def _batch(request: Request, code: str, right: str = READ) -> ImportBatch:
    return get_object_or_404(selectors.batches(request.viewer, right), code=code)


def _rows(found: ImportBatch, verdict: str) -> Any:
    related = found.rows.select_related("person__commune", "commune")
    return related.filter(verdict=verdict).order_by("number") if verdict else related.none()


def _tabs(found: ImportBatch, counted: dict[str, int], verdict: str) -> list[Tab]:
    here = reverse("import", args=[found.code])
    return [
        Tab(Verdict(name).label, f"{here}?ket-qua={name}", name == verdict, count)
        for name, count in counted.items()
        if count
    ]


def _crumbs(found: ImportBatch) -> list[tuple[str, str]]:
    return [(_("Imports"), reverse("imports")), (found.title, "")]


def _here(found: ImportBatch, last: str) -> list[tuple[str, str]]:
    return [(found.title, reverse("import", args=[found.code])), (last, "")]


def _try(request: Request, found: ImportBatch, query: str, work: Callable[[], object]) -> HttpResponse:
    try:
        work()
    except AnSinhError as error:
        messages.error(request, sentence(error))
    return redirect(reverse("import", args=[found.code]) + query)
