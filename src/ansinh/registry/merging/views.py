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
from ansinh.kernel.viewer import DECIDE, MERGE, READ_SENSITIVE, Viewer
from ansinh.registry.changes.guards import is_stale
from ansinh.registry.changes.selectors import may
from ansinh.registry.imports.selectors import places_to_import
from ansinh.registry.ledger.models import State
from ansinh.registry.ledger.wording import kind_of, sentence
from ansinh.registry.logbook.forms import PurposeForm
from ansinh.registry.masking import names_itself, shown_kinds
from ansinh.registry.merging import selectors, services
from ansinh.registry.merging.models import Pair, PairState
from ansinh.registry.proposals.seals import new_seal

PAGE: Final = 50
_TABS: Final = {"cho-duyet": selectors.PROPOSED, "da-quyet-dinh": selectors.DECIDED}


@require_GET
@needs(MERGE)
def pair_list(request: Request) -> HttpResponse:
    """Pairs of the territory that wait, the likeliest first; or whose merge is proposed; or that were decided."""
    tab = request.GET.get("xem", "")
    found = selectors.pairs(request.viewer, MERGE).filter(_TABS.get(tab, selectors.WAITING))
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "tab": tab if tab in _TABS else "", "places": places_to_import(request.viewer)}
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
@needs(DECIDE)
def pair(request: Request, code: str) -> HttpResponse:
    """The two side by side, why they may be one, what can be proposed, or what is proposed for another to decide."""
    found = _pair(request, code, DECIDE)
    one, other = (for_purpose(request.session, request.viewer, person) for person in (found.one, found.other))
    for viewer, person, kinds in zip((one, other), (found.one, found.other), selectors.kinds_of(found), strict=True):
        if seen := shown_kinds(viewer, kinds):
            look(viewer=viewer, person=person, kinds=seen, place_code=person.commune.code)
    context = {
        "pair": found, "why": selectors.why(found), "sides": selectors.side_by_side((one, other), found),
        "asked": [
            (viewer, person, PurposeForm(auto_id=f"id_{person.code}_%s"))
            for viewer, person in ((one, found.one), (other, found.other))
        ],
        "clashes": _named((one, other), services.clashes(found.one, found.other)) if found.waits else [],
        "may_look": request.viewer.may(READ_SENSITIVE), "may_merge": request.viewer.may(MERGE), "seal": new_seal(),
        "crumbs": [(_("People who stand twice"), reverse("pairs")), (found.code, "")], **_proposed(request, found),
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
            merged = found.state == PairState.MERGED
            services.undo_decision(viewer=viewer, pair=found, reason=reason)
            if merged:
                return _("That it be undone is proposed; it waits for another person's decision.")
            return _("The decision is undone; the pair waits again.")
        case _other:
            survivor = found.other if posted.get("survivor") == found.other.code else found.one
            take = {
                clash.name
                for clash in services.clashes(found.one, found.other)
                if posted.get(f"giu-{clash.name}", survivor.code) != survivor.code
            }
            services.propose_merge(
                viewer=viewer, pair=found, survivor=survivor, take=take, reason=reason, seal=posted.get("seal", "")
            )
            return _("The proposal waits for another person's decision.")


def _named(viewers: selectors.Both, found: list[services.Clash]) -> list[services.Clash]:
    """Those whose register may be named for both; of the others the survivor's entry stays."""
    return [clash for clash in found if all(names_itself(viewer, kind_of(clash.model)) for viewer in viewers)]


def _proposed(request: Request, found: Pair) -> dict[str, object]:
    """The change of the pair that waits, a merge or its undoing, and what the viewer may do with it."""
    change = found.change
    if change is not None and change.state == State.APPLIED:
        change = change.undoings.filter(state=State.PROPOSED).first()
    if change is None or change.state != State.PROPOSED:
        return {"proposal": None}
    return {"proposal": change, "change": change, "may": may(request.viewer, change), "stale": is_stale(change)}


def _pair(request: Request, code: str, right: str = MERGE) -> Pair:
    return get_object_or_404(selectors.pairs(request.viewer, right), code=code)
