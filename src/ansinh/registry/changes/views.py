"""Pages of changes: the lists, one change side by side, and the decisions on it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose, look
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import READ, READ_SENSITIVE
from ansinh.registry.changes.guards import MERGING, is_stale, merged_away
from ansinh.registry.changes.lists import CHANGES, WAITING
from ansinh.registry.changes.naming import named, register_of
from ansinh.registry.changes.selectors import changes, conflicts, may, sides
from ansinh.registry.changes.services import apply_change, refuse_change, undo_change, withdraw_change
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.masking import shown_kinds
from ansinh.registry.people.models import Person
from ansinh.shell.lists import list_response


@require_GET
@needs(READ)
def change_list(request: Request) -> HttpResponseBase:
    """Changes of the territory, once a state or a place is asked for."""
    return list_response(request, CHANGES)


@require_GET
@needs(READ)
def waiting_changes(request: Request) -> HttpResponseBase:
    """What the viewer could decide."""
    return list_response(request, WAITING)


@require_GET
@needs(READ)
def change(request: Request, code: str) -> HttpResponse:
    """One change: what it writes beside what it replaces, what stands in its way, and who may do what."""
    found = get_object_or_404(changes(request.viewer), code=code)
    asked = [(for_purpose(request.session, request.viewer, person), person) for person in _people(found)]
    # What is said of two stays masked until a purpose is named for each.
    viewer = next((each for each, _person in asked if not each.purpose), asked[0][0] if asked else request.viewer)
    shown = sides(viewer, found)
    kinds = shown_kinds(viewer, {register_of(found), *(side.kind for side in shown.shown)})
    for each, person in asked if kinds else ():
        look(viewer=each, person=person, kinds=kinds, place_code=person.commune.code)
    waits, told = found.state == State.PROPOSED, named(viewer, found)
    context = {
        "change": found, "told": told, "sides": shown, "may": may(request.viewer, found), "viewer": viewer,
        "conflicts": conflicts(viewer, found) if waits else [], "stale": waits and is_stale(found),
        "masked": told.masked or any(side.masked for side in shown.shown), "pair": _pair(found),
        "asked": [(each, person, PurposeForm(auto_id=f"id_{person.code}_%s")) for each, person in asked],
        "may_look": viewer.may(READ_SENSITIVE),
    }  # fmt: skip
    return render(request, "registry/changes/change.html", context)


@require_POST
@needs(READ)
def approve(request: Request, code: str) -> HttpResponse:
    """Make a proposal true."""
    return _decide(
        request, code, lambda _change: gettext("The change is applied."),
        lambda _reason: apply_change(viewer=request.viewer, code=code),
    )  # fmt: skip


@require_POST
@needs(READ)
def refuse(request: Request, code: str) -> HttpResponse:
    """Send a proposal back, with a reason."""
    return _decide(
        request, code, lambda _change: gettext("The proposal is refused."),
        lambda reason: refuse_change(viewer=request.viewer, code=code, reason=reason), reason=True,
    )  # fmt: skip


@require_POST
@needs(READ)
def withdraw(request: Request, code: str) -> HttpResponse:
    """Take one's own proposal back."""
    return _decide(
        request, code, lambda _change: gettext("Your proposal is withdrawn."),
        lambda reason: withdraw_change(viewer=request.viewer, code=code, reason=reason),
    )  # fmt: skip


@require_POST
@needs(READ)
def undo(request: Request, code: str) -> HttpResponse:
    """Hold what was held before a change."""
    done = gettext("The change is undone; what was held before is held again.")
    asked = gettext("That it be undone is proposed; it waits for another person's decision.")
    return _decide(
        request, code, lambda undoing: asked if undoing.state == State.PROPOSED else done,
        lambda reason: undo_change(viewer=request.viewer, code=code, reason=reason), reason=True,
    )  # fmt: skip


def _people(change: Change) -> list[Person]:
    """Whose sensitive facts it may show: of a merge, both as long as they are two."""
    found = [change.person] if change.person else []
    other = merged_away(change).filter(held=True).select_related("commune") if change.kind == MERGING else ()
    return [*found, *other]


def _pair(change: Change) -> str:
    """The code of the pair that a merge, or its undoing, is about; blank for none."""
    return (change.undoes or change).pairs.values_list("code", flat=True).first() or ""


def _decide(
    request: Request, code: str, said: Callable[[Change], str], work: Callable[[str], Change], *, reason: bool = False
) -> HttpResponse:
    get_object_or_404(changes(request.viewer), code=code)
    given = request.POST.get("reason", "").strip()[:300]
    if reason and not given:
        messages.error(request, gettext("Give a reason."))
        return redirect("change", code)
    try:
        made = work(given)
    except AnSinhError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, said(made))
    return redirect("change", code)
