"""The audit log's page, the purpose of a look, and who looked at a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel import messages as sentences
from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import Subject, for_purpose, forget_purpose, looks_at, name_purpose
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import READ, READ_AUDIT, READ_SENSITIVE
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.logbook.lists import LOG, looks_list
from ansinh.registry.logbook.selectors import person_within
from ansinh.registry.masking import unmasked
from ansinh.registry.people.models import Person
from ansinh.shell.lists import list_response


@require_GET
@needs(READ_AUDIT)
def audit_log(request: Request) -> HttpResponseBase:
    """The audit log of the viewer's territory: nothing before a question is asked."""
    return list_response(request, LOG)


@require_POST
@needs(READ_SENSITIVE)
def purpose(request: Request, code: str) -> HttpResponse:
    """Name why this person's sensitive facts are looked at (or take it back), and return to where one came from."""
    return answer_purpose(request, _person(request, code, READ_SENSITIVE))


def answer_purpose(request: Request, subject: Subject) -> HttpResponse:
    """Keep or forget the purpose that was sent for a person, or for a list, and lead back to where one came from."""
    form = PurposeForm(request.POST)
    if request.POST.get("do") == "forget":
        forget_purpose(request.session, subject)
    elif form.is_valid():
        try:
            name_purpose(request.session, request.viewer, subject, **form.cleaned_data)
        except AnSinhError as error:
            messages.error(request, sentences._(error.template).format(**error.params))
    else:
        messages.error(request, gettext("Choose a purpose from the list."))
    return redirect(_back(request))


@require_GET
@needs(READ)
def who_looked(request: Request, code: str) -> HttpResponseBase:
    """Who looked at this person's sensitive facts, when and why: to be shown to the person when they ask."""
    person = _person(request, code, READ)
    crumbs = [(person.full_name, reverse("person", args=[code])), (gettext("Who looked"), "")]
    # Which registers were looked at says in which of them the person stands.
    detail = unmasked(for_purpose(request.session, request.viewer, person)) or bool(
        person_within(request.viewer, code, READ_AUDIT)
    )
    return list_response(request, looks_list(looks_at(person), detail=detail), crumbs=crumbs)


def _person(request: Request, code: str, right: str) -> Person:
    person = person_within(request.viewer, code, right)
    if person is None:
        raise Http404
    return person


def _back(request: Request) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
