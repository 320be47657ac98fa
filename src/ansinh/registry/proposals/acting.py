"""What each act does with its form: the one place where slugs, forms and services meet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from ansinh.kernel.viewer import PROPOSE, Viewer
from ansinh.registry.ledger.models import Change
from ansinh.registry.masking import ETHNICITY
from ansinh.registry.people.models import Death, Household, Identity, Membership, Person, Relation
from ansinh.registry.proposals import kinds
from ansinh.registry.proposals.forms import FoundForm, JoinForm, MoveForm, RowForm, row_form
from ansinh.registry.proposals.kinds import HOUSEHOLD_ACTS, PERSON_ACTS, Act
from ansinh.registry.proposals.moves import Home, found_household, household_of, join_household, move_household
from ansinh.registry.proposals.seen import without_masked
from ansinh.registry.proposals.services import Draft, propose_row
from ansinh.registry.scope import function_of
from ansinh.registry.statuses.models import STATUSES

Subject = Person | Household
# Rows of which a person has one at a time for good: what is entered corrects it, unless it holds from a day on.
_CORRECTED = {kinds.IDENTITY: Identity, kinds.DEATH: Death}


def acts_for(viewer: Viewer, subject: Subject) -> list[Act]:
    """What this viewer can propose for a person or a household."""
    acts = HOUSEHOLD_ACTS if isinstance(subject, Household) else PERSON_ACTS
    return [act for act in acts if viewer.may(PROPOSE, function_of(act.kind) if act.kind in STATUSES else None)]


def form_of(request: HttpRequest, viewer: Viewer, act: Act, subject: Subject) -> forms.BaseForm:
    """The act's form, empty or with what was sent; `viewer` with the purpose named for the person."""
    data = request.POST if request.method == "POST" else None
    form: Any
    if act.kind == kinds.MOVE:
        form = MoveForm(data, initial={"commune": subject.commune, "village": subject.village})
    elif act.kind == kinds.LEAVE:
        form = FoundForm(
            data, members=_others(subject), initial={"commune": subject.commune, "village": subject.village}
        )
    elif act.kind == kinds.MEMBERSHIP:
        form = JoinForm(data)
    else:
        form = _row_form(data, viewer, act, subject)
    form.scope(viewer)
    return form  # type: ignore[no-any-return]


def propose(draft: Draft, form: Any) -> Change:
    """Do what the form asks for."""
    given, subject = form.cleaned_data, draft.person or draft.household
    assert subject is not None
    if isinstance(form, FoundForm):
        along = Person.objects.filter(code__in=given["along"])
        going = [(draft.person, Relation.HEAD), *((person, Relation.OTHER) for person in along)]
        return found_household(draft, going, given["on"], _home(given))  # type: ignore[arg-type]
    if isinstance(form, MoveForm):
        household = subject if isinstance(subject, Household) else household_of(subject, given["on"])
        return move_household(draft, household, _home(given), given["on"])
    if isinstance(form, JoinForm):
        return join_household(draft, _joining(subject, given["relation"], given["on"]), given["household"], given["on"])
    row = form.instance
    corrected = _CORRECTED.get(draft.act.kind)
    held = corrected.objects.known().filter(person=subject).last() if corrected and not row.starts_on else None
    return propose_row(draft, row, corrects=held)


def _row_form(data: Any, viewer: Viewer, act: Act, subject: Subject) -> RowForm:
    assert act.model is not None
    whose = "household" if isinstance(subject, Household) else "person"
    initial: dict[str, object] = {}
    if act.kind == kinds.IDENTITY:
        held = Identity.objects.known().filter(person=subject).last()
        names = ("full_name", "other_name", "sex", "birth_date", "ethnicity")
        initial = {name: getattr(held, name) for name in names} if held else {}
    row = act.model(**{whose: subject, **({ETHNICITY: initial[ETHNICITY]} if initial else {})})
    form = row_form(act.model, subject=whose)(data, instance=row, initial=initial)
    without_masked(viewer, form)
    return form


def _others(subject: Subject) -> list[tuple[str, str]]:
    home = subject.household if isinstance(subject, Person) else None
    members = Membership.objects.known().filter(household=home, ends_on__isnull=True).exclude(person=subject)
    return [(row.person.code, row.person.full_name) for row in members.select_related("person")] if home else []


def _joining(subject: Subject, relation: str, on: date) -> list[tuple[Person, str]]:
    if isinstance(subject, Person):
        return [(subject, relation)]
    members = Membership.objects.known().true_on(on).filter(household=subject).select_related("person")
    return [(row.person, relation) for row in members]


def _home(given: dict[str, Any]) -> Home:
    return Home(given["commune"], given["village"], given["address"])
