"""The page of a person and the page of a household."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose, look
from ansinh.kernel.viewer import PROPOSE, READ, READ_SENSITIVE
from ansinh.registry.ledger.moments import MomentForm
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.pages.excel import timeline_excel
from ansinh.registry.pages.selectors import household_page, person_page
from ansinh.registry.people.models import Person
from ansinh.registry.people.selectors import households, people
from ansinh.shell.lists import DOWNLOAD


@require_GET
@needs(READ)
def person(request: Request, code: str) -> HttpResponseBase:
    """Everything of one person on one screen, as of the moment that is asked for; its timeline as Excel."""
    merged = Person.every.filter(code=code, merged_into__isnull=False).select_related("merged_into").first()
    if merged and merged.merged_into:
        return redirect("person", merged.merged_into.code)
    found = get_object_or_404(people(request.viewer), code=code)
    viewer = for_purpose(request.session, request.viewer, found)
    form = MomentForm(request.GET)
    page = person_page(viewer, found, form.moment())
    if page.sensitive:
        look(viewer=viewer, person=found, kinds=page.sensitive, place_code=found.commune.code)
    if request.GET.get(DOWNLOAD) == "xlsx":
        title = gettext("Timeline of {name}").format(name=page.name)
        return timeline_excel(viewer, found, title=title, moment=page.moment, line=page.timeline)
    context = {
        "page": page, "viewer": viewer, "moment_form": form, "purpose_form": PurposeForm(),
        "warnings": [sentence(warning) for warning in page.warnings], "may_look": viewer.may(READ_SENSITIVE),
    }  # fmt: skip
    return render(request, "registry/pages/person.html", {**context, **_shared(request)})


@require_GET
@needs(READ)
def household(request: Request, code: str) -> HttpResponseBase:
    """One household with its members, where it lived and how it was classed; its timeline as Excel."""
    found = get_object_or_404(households(request.viewer), code=code)
    form = MomentForm(request.GET)
    page = household_page(request.viewer, found, form.moment())
    if request.GET.get(DOWNLOAD) == "xlsx":
        title = gettext("Timeline of household {code}").format(code=code)
        return timeline_excel(request.viewer, found, title=title, moment=page.moment, line=page.timeline)
    return render(request, "registry/pages/household.html", {"page": page, "moment_form": form, **_shared(request)})


def _shared(request: Request) -> dict[str, object]:
    asked = request.GET.copy()
    asked[DOWNLOAD] = "xlsx"
    return {
        "may_propose": request.viewer.may(PROPOSE),
        "excel": f"?{asked.urlencode()}",
    }
