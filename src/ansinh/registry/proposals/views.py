"""Pages where an officer proposes a change, corrects, ends or withdraws an entry, and enters a new person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import PROPOSE, Viewer
from ansinh.registry.ledger.models import Change, Paper, Recorded, State
from ansinh.registry.ledger.tokens import row_of
from ansinh.registry.ledger.wording import kind_of, sentence
from ansinh.registry.people.models import Household, Person
from ansinh.registry.people.selectors import households, number_warning, people
from ansinh.registry.proposals.acting import acts_for, form_of, propose
from ansinh.registry.proposals.forms import EndForm, NewPersonForm, PaperForm, WithdrawForm, row_form
from ansinh.registry.proposals.kinds import BY_KIND, NEW_PERSON, Act, act_of
from ansinh.registry.proposals.moves import Home, register_person
from ansinh.registry.proposals.seals import new_seal, read_seal
from ansinh.registry.proposals.seen import look_at_form, must_name, row_shown, viewer_for, without_masked
from ansinh.registry.proposals.services import Draft, end_row, ended, held, propose_row, withdraw_row

Subject = Person | Household
Work = Callable[[Draft], Change]
FORM = "registry/proposals/form.html"


@require_GET
@needs(PROPOSE)
def propose_for_person(request: Request, code: str) -> HttpResponse:
    """What can be proposed for a person."""
    return _menu(request, get_object_or_404(people(request.viewer, PROPOSE), code=code))


@require_GET
@needs(PROPOSE)
def propose_for_household(request: Request, code: str) -> HttpResponse:
    """What can be proposed for a household."""
    return _menu(request, get_object_or_404(households(request.viewer, PROPOSE), code=code))


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def person_act(request: Request, code: str, slug: str) -> HttpResponse:
    """One act for a person: its form, and what comes of it."""
    person = get_object_or_404(people(request.viewer, PROPOSE), code=code)
    return _act(request, person, act_of(slug, household=False))


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def household_act(request: Request, code: str, slug: str) -> HttpResponse:
    """The same for a household."""
    household = get_object_or_404(households(request.viewer, PROPOSE), code=code)
    return _act(request, household, act_of(slug, household=True))


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def correct_row(request: Request, token: str) -> HttpResponse:
    """Enter an entry as it should have been."""
    row, subject, act = _row(request, token)
    whose = "household" if isinstance(subject, Household) else "person"
    copy = ended(row, row.ends_on)
    form = row_form(type(row), subject=whose)(request.POST or None, instance=copy)
    form.scope(request.viewer)
    without_masked(viewer_for(request, subject), form)
    return _answer(
        request, Asked(act, subject, row), form, lambda draft: propose_row(draft, form.instance, corrects=held(row))
    )


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def end_entry(request: Request, token: str) -> HttpResponse:
    """Say from which day an entry is no longer true."""
    row, subject, act = _row(request, token)
    form = EndForm(request.POST or None)
    return _answer(
        request, Asked(act, subject, row), form, lambda draft: end_row(draft, held(row), form.cleaned_data["on"])
    )


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def withdraw_entry(request: Request, token: str) -> HttpResponse:
    """Say that an entry was wrong from the beginning."""
    row, subject, act = _row(request, token)
    form = WithdrawForm(request.POST or None)

    def work(draft: Draft) -> Change:
        return withdraw_row(replace(draft, reason=form.cleaned_data["reason"]), held(row))

    return _answer(request, Asked(replace(act, needs_paper=False), subject, row), form, work)


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def new_person(request: Request) -> HttpResponse:
    """Enter somebody whom the registers do not know; those who may be the same are named first."""
    form = NewPersonForm(request.POST or None)
    form.scope(request.viewer)
    alike = form.alike(request.viewer) if form.is_bound and form.is_valid() and not form.cleaned_data["sure"] else []
    form.ask(alike)
    return _answer(request, Asked(NEW_PERSON, alike=alike), form, lambda draft: _register(request, draft, form))


def _register(request: Request, draft: Draft, form: NewPersonForm) -> Change:
    given = form.cleaned_data
    warning = given["citizen_id"] and number_warning(given["citizen_id"], given["birth_date"], given["sex"])
    change = register_person(
        draft,
        form.identity(),
        home=Home(given["commune"], given["village"], given["address"]),
        citizen_id=given["citizen_id"],
        household=given["household"],
        relation=given["relation"],
        starts_on=given["on"],
    )
    if warning:
        messages.warning(request, sentence(warning))
    return change


def _menu(request: Request, subject: Subject) -> HttpResponse:
    acts = acts_for(request.viewer, subject)
    return render(request, "registry/proposals/menu.html", {"subject": subject, "acts": acts, **_names(subject)})


def _act(request: Request, subject: Subject, act: Act | None) -> HttpResponse:
    if act is None or act not in acts_for(request.viewer, subject):
        raise Http404
    form = form_of(request, viewer_for(request, subject), act, subject)
    return _answer(request, Asked(act, subject), form, lambda draft: propose(draft, form))


def _row(request: Request, token: str) -> tuple[Recorded, Subject, Act]:
    """The row, whom it is about, and the act it belongs to; 404 outside the viewer's territory and functions."""
    row = row_of(token)
    act = BY_KIND.get(kind_of(type(row))) if row is not None else None
    if row is None or act is None:
        raise Http404
    person, household = getattr(row, "person", None), getattr(row, "household", None)
    subject: Subject = (
        get_object_or_404(people(request.viewer, PROPOSE), pk=person.pk)
        if person is not None
        else get_object_or_404(households(request.viewer, PROPOSE), pk=household.pk if household else None)
    )
    if act not in acts_for(request.viewer, subject):
        raise Http404
    must_name(viewer_for(request, subject), row)
    return row, subject, act


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is about: the act, whom it concerns, the entry it touches, people who may be the same."""

    act: Act
    subject: Subject | None = None
    row: Recorded | None = None
    alike: Sequence[Person] = ()

    def shown(self, viewer: Viewer) -> dict[str, object]:
        """For the form's template."""
        row = row_shown(viewer, self.row) if self.row is not None else None
        return {"act": self.act, "row": row, "alike": self.alike, **_names(self.subject)}


def _answer(request: Request, asked: Asked, form: Any, work: Work) -> HttpResponse:
    """The form; or, when it was sent and is right, the change that came of it."""
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    viewer = viewer_for(request, asked.subject)
    papers = PaperForm(data, files, viewer=viewer, whose=_whose(asked.subject), needed=asked.act.needs_paper)
    if posted and all([form.is_valid(), papers.is_valid()]) and not asked.alike:
        try:
            return _done(request, _made(request, asked, papers, work))
        except ValidationError as error:
            form.add_error(None, error.messages)
        except AnSinhError as error:
            form.add_error(None, sentence(error))
    context = {"form": form, "papers": papers, "seal": request.POST.get("seal") or new_seal(), **asked.shown(viewer)}
    look_at_form(viewer, asked.subject, asked.row, form, papers.registers)
    return render(request, FORM, context, status=422 if posted else 200)


@transaction.atomic
def _made(request: Request, asked: Asked, papers: PaperForm, work: Work) -> Change:
    act, subject = asked.act, asked.subject
    code, seen_at = read_seal(request.POST.get("seal", ""))
    sent = Change.objects.filter(code=code).exists()
    paper: Paper | None = None if sent else papers.save(request.viewer)
    person = subject if isinstance(subject, Person) else None
    household = subject if isinstance(subject, Household) else None
    return work(Draft(request.viewer, act, person, household, paper, seen_at, code))


def _done(request: Request, change: Change) -> HttpResponse:
    if change.state == State.APPLIED:
        messages.success(request, gettext("It is recorded."))
        return redirect("person", change.person.code) if change.person else redirect("change", change.code)
    messages.success(request, gettext("The proposal waits for another person's decision."))
    return redirect("change", change.code)


def _whose(subject: Subject | None) -> Q | None:
    if subject is None:
        return None
    return Q(household=subject) if isinstance(subject, Household) else Q(person=subject)


def _names(subject: Subject | None) -> dict[str, object]:
    return {
        "person": subject if isinstance(subject, Person) else None,
        "household": subject if isinstance(subject, Household) else None,
    }
