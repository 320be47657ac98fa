"""Places as of any day: what stood then, what became of it, and figures in the boundaries of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from ansinh.kernel.viewer import Viewer
from ansinh.registry.places.models import Place, PlaceName, Succession


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit whose land came here or went there. `whole`: nothing of the older one went elsewhere."""

    place: Place
    on: date
    whole: bool


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Figures in other boundaries.

    Attributes:
        exact: figures by place, as far as they can be told apart.
        between: what belongs to one of several places together, and nobody can say to which.
    """

    exact: dict[int, int] = field(default_factory=dict)
    between: dict[frozenset[int], int] = field(default_factory=dict)


def standing(_viewer: Viewer, day: date, level: str | None = None) -> QuerySet[Place]:
    """The units that stand on this day; places are no secret to anybody who has signed in."""
    known = Place.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))
    known = known.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day)).select_related("parent__parent")
    return known if level is None else known.filter(level=level)


def place_on(viewer: Viewer, level: str, code: str, day: date) -> Place | None:
    """The unit that had this official code on this day; a successor may carry the code of the old one."""
    return standing(viewer, day, level).filter(code=code).first()


def names_on(_viewer: Viewer, day: date) -> dict[int, tuple[str, str]]:
    """Kind and name on a day of the units that were ever renamed, by primary key; the others are called as in Place."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    rows = PlaceName.objects.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    return {row.place_id: (row.kind, row.name) for row in rows}


def predecessors(_viewer: Viewer, place: Place) -> list[Neighbour]:
    """The units whose land this one took over."""
    rows = place.predecessions.select_related("old__parent__parent").order_by("old__code")
    return [Neighbour(row.old, row.on, row.whole) for row in rows]


def successors(_viewer: Viewer, place: Place) -> list[Neighbour]:
    """The units that this one's land went to."""
    rows = place.successions.select_related("new__parent__parent").order_by("new__code")
    return [Neighbour(row.new, row.on, row.whole) for row in rows]


def regroup(viewer: Viewer, counts: Mapping[int, int], day: date, level: str) -> Regrouped:
    """Figures by the units of this level that stood on this day.

    A figure follows its place through what it was made of or became. Where that leads to several units, the figure
    belongs to them together: it is never shared out by guess.

    Args:
        counts: figures by primary key of any unit, of today or of a past day.
    """
    maps = _Maps(standing(viewer, day).values_list("pk", "level", "parent_id"))
    found = Regrouped()
    for place, count in counts.items():
        targets = frozenset(filter(None, (maps.lifted(unit, level) for unit in maps.on_the_day(place))))
        if len(targets) == 1:
            only = next(iter(targets))
            found.exact[only] = found.exact.get(only, 0) + count
        elif targets:
            found.between[targets] = found.between.get(targets, 0) + count
    return found


class _Maps:
    """Who stands on a day, who hangs under whom, and what became of what."""

    def __init__(self, stands: Iterable[tuple[int, str, int | None]]) -> None:
        self._levels: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}
        for place, level, parent in stands:
            self._levels[place], self._parents[place] = level, parent
        self._related: dict[int, set[int]] = defaultdict(set)
        for old, new in Succession.objects.values_list("old_id", "new_id"):
            self._related[old].add(new)
            self._related[new].add(old)

    def on_the_day(self, place: int) -> set[int]:
        """The unit itself, or those of the day that it shares land with."""
        if place in self._levels:
            return {place}
        return {each for each in self._related[place] if each in self._levels}

    def lifted(self, place: int | None, level: str) -> int | None:
        """The unit of this level that a unit lies in."""
        while place is not None and self._levels.get(place) != level:
            place = self._parents.get(place)
        return place
