"""Pages of people who stand twice: the pairs, one pair side by side, the decision."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose, look
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import MERGE, READ_SENSITIVE, Viewer
from ansinh.registry.imports.selectors import places_to_import
from ansinh.registry.ledger.models import State
from ansinh.registry.ledger.wording import kind_of, sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.masking import names_itself, shown_kinds
from ansinh.registry.merging import selectors, services
from ansinh.registry.merging.models import Pair, PairState

PAGE: Final = 50


@require_GET
@needs(MERGE)
def pair_list(request: Request) -> HttpResponse:
    """Pairs of the territory that wait, the likeliest first; or those that were decided."""
    decided = request.GET.get("xem") == "da-quyet-dinh"
    found = selectors.pairs(request.viewer, MERGE)
    found = (
        found.filter(state__in=(PairState.MERGED, PairState.DIFFERENT)) if decided else found.filter(selectors.WAITING)
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "decided": decided, "places": places_to_import(request.viewer)}
    return render(request, "registry/merging/pairs.html", context)


@require_POST
@needs(MERGE)
def find(request: Request) -> HttpResponse:
    """Look for pairs in a place, in the background."""
    place = get_object_or_404(places_to_import(request.viewer), key=request.POST.get("place", ""))
    try:
        job = services.start_finding(viewer=request.viewer, place=place)
    except AnSinhError as error:
        messages.error(request, sentence(error))
        return redirect("pairs")
    return redirect("shell:job", job.code)


@require_GET
@needs(MERGE)
def pair(request: Request, code: str) -> HttpResponse:
    """The two side by side, why they may be one, and what can be decided."""
    found = _pair(request, code)
    waits = found.state == PairState.OPEN or (found.change is not None and found.change.state == State.UNDONE)
    one, other = (for_purpose(request.session, request.viewer, person) for person in (found.one, found.other))
    for viewer, person, kinds in zip((one, other), (found.one, found.other), selectors.kinds_of(found), strict=True):
        if seen := shown_kinds(viewer, kinds):
            look(viewer=viewer, person=person, kinds=seen, place_code=person.commune.code)
    context = {
        "pair": found, "why": selectors.why(found), "sides": selectors.side_by_side((one, other), found),
        "waits": waits, "asked": [
            (viewer, person, PurposeForm(auto_id=f"id_{person.code}_%s"))
            for viewer, person in ((one, found.one), (other, found.other))
        ],
        "clashes": _named((one, other), services.clashes(found.one, found.other)) if waits else [],
        "may_look": request.viewer.may(READ_SENSITIVE),
        "crumbs": [(_("People who stand twice"), reverse("pairs")), (found.code, "")],
    }  # fmt: skip
    return render(request, "registry/merging/pair.html", context)


@require_POST
@needs(MERGE)
def decide(request: Request, code: str) -> HttpResponse:
    """Merge them, tell them apart, or undo what was decided."""
    found = _pair(request, code)
    try:
        messages.success(request, _decided(request.viewer, found, request.POST))
    except AnSinhError as error:
        messages.error(request, sentence(error))
    return redirect("pair", code)


def _decided(viewer: Viewer, found: Pair, posted: QueryDict) -> str:
    reason = posted.get("reason", "").strip()[:300]
    match posted.get("do"):
        case "apart":
            services.tell_apart(viewer=viewer, pair=found, reason=reason)
            return _("They are kept as two people.")
        case "undo":
            services.undo_decision(viewer=viewer, pair=found, reason=reason)
            return _("The decision is undone; each has again what was theirs.")
        case _other:
            survivor = found.other if posted.get("survivor") == found.other.code else found.one
            take = {
                clash.name
                for clash in services.clashes(found.one, found.other)
                if posted.get(f"giu-{clash.name}", survivor.code) != survivor.code
            }
            services.merge(viewer=viewer, pair=found, survivor=survivor, take=take, reason=reason)
            return _("They are one person now.")


def _named(viewers: selectors.Both, found: list[services.Clash]) -> list[services.Clash]:
    """Those whose register may be named for both; of the others the survivor's entry stays."""
    return [clash for clash in found if all(names_itself(viewer, kind_of(clash.model)) for viewer in viewers)]


def _pair(request: Request, code: str) -> Pair:
    return get_object_or_404(selectors.pairs(request.viewer, MERGE), code=code)
