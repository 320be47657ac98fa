"""Pages of what is said of a commune: the list, and the forms by which an officer proposes and ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import PROPOSE, READ
from ansinh.registry.ledger.models import Change
from ansinh.registry.ledger.wording import sentence, summary_of, title_of
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Place
from ansinh.registry.proposals.forms import ActForm, EndForm, PaperForm
from ansinh.registry.proposals.kinds import Act
from ansinh.registry.proposals.seals import new_seal, read_seal
from ansinh.registry.vouching.forms import HardAreaForm, VouchForm
from ansinh.registry.vouching.selectors import Line, changes_about, communes, lines, row_of
from ansinh.registry.vouching.services import HARD_AREA, Asked, propose_end, propose_hard_area, propose_vouching


@require_GET
@needs(READ)
def vouching(request: Request, key: str) -> HttpResponse:
    """Which registers a commune vouches for, since when and by whom; whether it is an especially hard area."""
    commune = get_object_or_404(communes(request.viewer), key=key)
    crumbs = [(_("Places"), reverse("atlas")), (commune.name, reverse("place", args=[key])), (_("Said of it"), None)]
    context = {"place": commune, "lines": lines(request.viewer, commune, today()), "crumbs": crumbs}
    return render(request, "registry/vouching/lines.html", context)


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def propose(request: Request, key: str, slug: str) -> HttpResponse:
    """Propose that a register is complete, or that the commune is a hard area or not."""
    commune, line = _line(request, key, slug)
    form: ActForm = (HardAreaForm if slug == HARD_AREA else VouchForm)(request.POST or None)
    form.scope(request.viewer)

    def work(asked: Asked) -> Change:
        if slug == HARD_AREA:
            return propose_hard_area(asked, form.cleaned_data["hard"], form.cleaned_data["on"])
        return propose_vouching(asked, slug, form.cleaned_data["on"])

    return _answer(request, Page(commune, line), form, work)


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def end(request: Request, key: str, slug: str) -> HttpResponse:
    """Propose that what is true of the commune today ends on a day."""
    commune, line = _line(request, key, slug)
    row = row_of(commune, slug, today())
    if row is None:
        raise Http404
    form = EndForm(request.POST or None)
    form.scope(request.viewer)
    page = Page(commune, line, row={"title": title_of(type(row)), "text": summary_of(row)})
    return _answer(request, page, form, lambda asked: propose_end(asked, row, form.cleaned_data["on"]))


@dataclass(frozen=True, slots=True)
class Page:
    """What a form is about; `row`: the entry that it touches, for the template."""

    commune: Place
    line: Line
    row: dict[str, object] | None = None


def _line(request: Request, key: str, slug: str) -> tuple[Place, Line]:
    """404 outside the viewer's territory and functions, and of what nobody vouches for."""
    commune = get_object_or_404(communes(request.viewer, PROPOSE), key=key)
    found = next((line for line in lines(request.viewer, commune, today()) if line.slug == slug), None)
    if found is None or not found.may_propose:
        raise Http404
    return commune, found


def _answer(request: Request, page: Page, form: ActForm, work: Callable[[Asked], Change]) -> HttpResponse:
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    papers = PaperForm(data, files, viewer=request.viewer, whose=changes_about(page.commune), needed=True)
    if posted and all([form.is_valid(), papers.is_valid()]):
        try:
            change = _made(request, page.commune, papers, work)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except AnSinhError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The proposal waits for another person's decision."))
            return redirect("change", change.code)
    act = Act(page.line.slug, page.line.slug, page.line.title, two_people=True, needs_paper=True)
    context = {
        "form": form, "papers": papers, "seal": request.POST.get("seal") or new_seal(), "act": act, "row": page.row,
        "place": page.commune,
    }  # fmt: skip
    return render(request, "registry/proposals/form.html", context, status=422 if posted else 200)


@transaction.atomic
def _made(request: Request, commune: Place, papers: PaperForm, work: Callable[[Asked], Change]) -> Change:
    seal = request.POST.get("seal", "")
    sent = Change.objects.filter(code=read_seal(seal)[0]).exists()
    return work(Asked(request.viewer, commune, None if sent else papers.save(request.viewer), seal))
