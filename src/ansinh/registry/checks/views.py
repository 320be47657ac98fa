"""Pages of the checks: the piles, the list, one finding."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.services import start_job
from ansinh.kernel.viewer import PROPOSE, READ, Viewer
from ansinh.registry.checks.lists import FINDINGS, title_of
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import BY_CODE
from ansinh.registry.checks.selectors import commune_piles, findings, piles
from ansinh.registry.checks.services import set_aside, take_up
from ansinh.registry.checks.work import KIND
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.masking import MASK, names_itself
from ansinh.registry.proposals.forms import PaperForm, dress
from ansinh.registry.proposals.seen import look_at_form
from ansinh.shell.lists import list_response


class AsideForm(forms.Form):
    """Why the facts are right as they are."""

    reason = forms.CharField(label=_("Why are the facts right as they are?"), max_length=300)


@require_GET
@needs(READ)
def checks(request: Request) -> HttpResponse:
    """Every check with how much it found, and where."""
    code = request.GET.get("loai", "")
    chosen = BY_CODE.get(code)
    context = {
        "piles": piles(request.viewer),
        "communes": commune_piles(request.viewer, code if chosen else ""),
        "chosen": chosen,
        "may_run": request.viewer.may(PROPOSE),
    }
    return render(request, "registry/checks/checks.html", context)


@require_GET
@needs(READ)
def finding_list(request: Request) -> HttpResponseBase:
    """The people and households behind a pile."""
    return list_response(request, FINDINGS)


@require_POST
@needs(PROPOSE)
def run(request: Request) -> HttpResponse:
    """Start the checks in the background."""
    job = start_job(viewer=request.viewer, kind=KIND, title=gettext("Checks of the registers"), subject=KIND)
    return redirect("shell:job", job.code)


@require_http_methods(["GET", "POST"])
@needs(READ)
def finding(request: Request, code: str) -> HttpResponse:
    """One finding: what to do about it; or why it rests."""
    found = get_object_or_404(findings(request.viewer), code=code)
    viewer = for_purpose(request.session, request.viewer, found.person) if found.person else request.viewer
    if not names_itself(viewer, found.register):
        return _masked(request, found, viewer)
    posted = request.method == "POST"
    form = AsideForm(request.POST if posted else None)
    dress(form.fields)
    whose = Q(person=found.person) if found.person else Q(household=found.household)
    data, files = (request.POST, request.FILES) if posted else (None, None)
    papers = PaperForm(data, files, viewer=viewer, whose=whose, needed=True)
    if posted and all([form.is_valid(), papers.is_valid()]):
        try:
            _set_aside(request, found, form.cleaned_data["reason"], papers)
        except AnSinhError as error:
            messages.error(request, sentence(error))
        return redirect("finding", code)
    context = {
        "finding": found, "title": title_of(viewer, found), "check": BY_CODE.get(found.check_code), "form": form,
        "papers": papers, "may_act": request.viewer.may(PROPOSE),
    }  # fmt: skip
    look_at_form(viewer, found.person, None, form, {found.register, *papers.registers})
    return render(request, "registry/checks/finding.html", context, status=422 if posted else 200)


@require_POST
@needs(PROPOSE)
def finding_again(request: Request, code: str) -> HttpResponse:
    """Put a finding back on the work list."""
    found = get_object_or_404(findings(request.viewer), code=code)
    try:
        take_up(viewer=request.viewer, finding=found)
    except AnSinhError as error:
        messages.error(request, sentence(error))
    return redirect("finding", code)


def _masked(request: Request, found: Finding, viewer: Viewer) -> HttpResponse:
    """The same without what was found, and the question for the purpose."""
    if request.method == "POST":
        raise PermissionDenied(gettext("Name the purpose on the person's page before you open this entry."))
    context = {
        "finding": found, "title": title_of(viewer, found), "masked": MASK, "viewer": viewer,
        "purpose_form": PurposeForm(),
    }  # fmt: skip
    return render(request, "registry/checks/finding.html", context)


@transaction.atomic
def _set_aside(request: Request, found: Finding, reason: str, papers: PaperForm) -> None:
    set_aside(viewer=request.viewer, finding=found, reason=reason, paper=papers.save(request.viewer))
    messages.success(request, gettext("The finding is set aside until the facts change."))
