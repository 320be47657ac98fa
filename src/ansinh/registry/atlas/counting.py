"""How many live where, for whoever asks, in the boundaries of any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.offices.models import Mandate, Office
from ansinh.registry.people.selectors import people
from ansinh.registry.places.models import Level, Place
from ansinh.registry.places.selectors import regroup, standing


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a unit and its people. `between`: units of which nobody can say to which they belong."""

    place: Place | None
    people: int
    between: tuple[Place, ...] = ()


def living_by_commune(viewer: Viewer, within: Place | None = None) -> dict[int, int]:
    """Living people whom the viewer may read of, by the primary key of the commune they are in today.

    Args:
        within: only in this province or commune; None for wherever the viewer reaches.
    """
    counted = people(viewer, READ).filter(death_date="")
    if within is not None:
        counted = counted.filter(Q(province=within) | Q(commune=within))
    rows = counted.order_by().values_list("commune").annotate(Count("pk"))
    return dict(rows)


def communes_by_province(viewer: Viewer, day: date) -> Counter[int]:
    """How many communes stand on a day, by the primary key of their province; the district between does not count."""
    rows = standing(viewer, day, Level.COMMUNE).values_list("parent_id", "parent__parent_id")
    return Counter(above or parent for parent, above in rows)


def by_boundaries(viewer: Viewer, counts: Mapping[int, int], day: date, level: str) -> list[Row]:
    """Today's people by the units of a day, the units that cannot be told apart together, in order of their codes."""
    found = regroup(viewer, counts, day, level)
    keys = {*found.exact, *(key for group in found.between for key in group)}
    places = Place.objects.select_related("parent").in_bulk(keys)
    rows = [Row(places[key], count) for key, count in found.exact.items()]
    rows.sort(key=lambda row: row.place.code if row.place else "")
    for group, count in found.between.items():
        together = tuple(sorted((places[key] for key in group), key=lambda place: place.code))
        rows.append(Row(None, count, together))
    return rows


def offices_at(place: Place) -> list[tuple[Office, list[Mandate]]]:
    """The offices that sit here with the functions each holds and held; those of today first."""
    rows = place.offices.prefetch_related("mandates").order_by(F("ends_on").desc(nulls_first=True), "code")
    return [(office, list(office.mandates.all())) for office in rows]
