"""The audit log's page, the purpose of a look, and who looked at a person."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import forget_purpose, looks_at, name_purpose
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import READ, READ_AUDIT, READ_SENSITIVE
from ansinh.registry.logbook.forms import AuditSearch, PurposeForm
from ansinh.registry.logbook.selectors import audit_entries, person_within
from ansinh.registry.people.models import Person

PAGE = 50


@require_GET
@needs(READ_AUDIT)
def audit_log(request: Request) -> HttpResponse:
    """The audit log of the viewer's territory: nothing before a question is asked."""
    form = AuditSearch(request.GET or None)
    found = audit_entries(request.viewer, **form.cleaned_data) if form.is_valid() else None
    page = Paginator(found, PAGE).get_page(request.GET.get("trang")) if found is not None else None
    return render(request, "registry/logbook/audit_log.html", {"form": form, "page": page})


@require_POST
@needs(READ_SENSITIVE)
def purpose(request: Request, code: str) -> HttpResponse:
    """Name why this person's sensitive facts are looked at (or take it back), and return to where one came from."""
    person = _person(request, code, READ_SENSITIVE)
    form = PurposeForm(request.POST)
    if request.POST.get("do") == "forget":
        forget_purpose(request.session, person)
    elif form.is_valid():
        try:
            name_purpose(request.session, request.viewer, person, **form.cleaned_data)
        except AnSinhError as error:
            messages.error(request, gettext(error.template))
    else:
        messages.error(request, gettext("Choose a purpose from the list."))
    return redirect(_back(request))


@require_GET
@needs(READ)
def who_looked(request: Request, code: str) -> HttpResponse:
    """Who looked at this person's sensitive facts, when and why: to be shown to the person when they ask."""
    person = _person(request, code, READ)
    page = Paginator(looks_at(person), PAGE).get_page(request.GET.get("trang"))
    return render(request, "registry/logbook/who_looked.html", {"person": person, "page": page})


def _person(request: Request, code: str, right: str) -> Person:
    person = person_within(request.viewer, code, right)
    if person is None:
        raise Http404
    return person


def _back(request: Request) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
