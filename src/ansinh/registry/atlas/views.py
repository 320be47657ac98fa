"""Pages of places."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ansinh.kernel.accounts.http import Request, signed_in
from ansinh.kernel.viewer import READ
from ansinh.registry.atlas.cartogram import cartogram, has_layout
from ansinh.registry.atlas.counting import by_boundaries, communes_by_province, living_by_commune, offices_at
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Level, Place
from ansinh.registry.places.selectors import names_on, predecessors, standing, successors
from ansinh.registry.places.source import NATION
from ansinh.registry.vouching.selectors import communes, hard_on

# The islands have a hexagon of their own beside their provinces'.
ISLANDS = ("xa-20333", "xa-22736")
_CHILD_LEVELS = {Level.PROVINCE: Level.COMMUNE, Level.DISTRICT: Level.COMMUNE}
_FIRST, _LAST = date(1975, 1, 1), date(2100, 1, 1)


@require_GET
@signed_in
def atlas(request: Request) -> HttpResponse:
    """The country on a day: a hexagon for each province of today, and a table of those of that day."""
    day = _day(request)
    provinces = list(standing(request.viewer, day, Level.PROVINCE).order_by("code"))
    communes, names = communes_by_province(request.viewer, day), names_on(request.viewer, day)
    drawn = [*provinces, *standing(request.viewer, day, Level.COMMUNE).filter(key__in=ISLANDS)]
    context = {
        "day": day,
        "provinces": [(each, *names.get(each.pk, (each.kind, each.name)), communes[each.pk]) for each in provinces],
        "communes": communes.total(),
        "map": cartogram(NATION, {place.key: place.name for place in drawn}),
        "crumbs": [(_("Places"), None)],
    }
    return render(request, "registry/atlas/country.html", context)


@require_GET
@signed_in
def place(request: Request, key: str) -> HttpResponse:
    """One unit: its names, what it came from and became, its offices, its units and people, by any day's boundaries."""
    unit = get_object_or_404(Place.objects.select_related("parent__parent"), key=key)
    viewer, day = request.viewer, _day(request)
    counts = living_by_commune(viewer, unit) if viewer.may(READ) and unit.ends_on is None else {}
    context = {
        "place": unit,
        "day": day,
        "names": unit.names.all(),
        "before": predecessors(viewer, unit),
        "after": successors(viewer, unit),
        "offices": offices_at(unit),
        "people": sum(counts.values()),
        "hard": unit.level == Level.COMMUNE and hard_on(unit, today()),
        "said": communes(viewer).filter(pk=unit.pk).exists(),
        "crumbs": [(_("Places"), reverse("atlas")), *_above(unit), (unit.name, None)],
        **_inside(unit, counts),
    }
    if counts and unit.level == Level.PROVINCE and unit.starts_on and day < unit.starts_on:
        context["then"] = by_boundaries(viewer, counts, day, Level.DISTRICT)
    return render(request, "registry/atlas/place.html", context)


def _inside(unit: Place, counts: dict[int, int]) -> dict[str, Any]:
    """The units inside, with their people, and their map."""
    communes = Q(parent=unit) | Q(parent__parent=unit)
    inside = (
        list(Place.objects.filter(communes, level=Level.COMMUNE).order_by("code"))
        if unit.level in _CHILD_LEVELS
        else []
    )
    names = {each.key: each.name for each in inside}
    figures = {each.key: counts.get(each.pk, 0) for each in inside}
    drawn = cartogram(unit.key, names, figures) if has_layout(unit.key) else None
    return {"inside": [(each, counts.get(each.pk)) for each in inside], "map": drawn}


def _above(unit: Place) -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = []
    above = unit.parent
    while above is not None:
        trail.insert(0, (above.name, reverse("place", args=[above.key])))
        above = above.parent
    return trail


def _day(request: Request) -> date:
    """The day that is asked for; today when none is."""
    asked = request.GET.get("ngay", "")
    if not asked:
        return today()
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(asked) from error
    if not _FIRST <= day < _LAST:
        raise BadRequest(asked)
    return day
