"""Looking people up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.viewer import PROPOSE, READ
from ansinh.registry.people.search import LONGEST, find_people


@require_GET
@needs(READ)
def people_search(request: Request) -> HttpResponse:
    """The search page: no rows before a question; a question that only one person answers leads to their page."""
    line = request.GET.get("q", "")[:LONGEST]
    found = find_people(request.viewer, line, after=request.GET.get("sau", ""))
    if found and len(found.people) == 1 and (found.question.number or found.question.code):
        return redirect("person", found.people[0].code)
    context = {"line": line, "found": found, "may_propose": request.viewer.may(PROPOSE)}
    return render(request, "registry/people/search.html", context)
