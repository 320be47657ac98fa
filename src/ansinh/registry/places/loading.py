"""The administrative units of the country into the tables, from `data/*.csv`; a second run changes nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ansinh.kernel.text import fold
from ansinh.registry.places.models import Place, PlaceName, Succession
from ansinh.registry.places.source import Gazetteer, Unit, read_gazetteer

_AT_ONCE = 2000


@transaction.atomic
def load_places(gazetteer: Gazetteer | None = None) -> int:
    """Add the units that the tables do not have yet, their names over time and what became of them.

    Returns how many units were added. A unit that is there is left as it is.

    Raises:
        PlacesFileError: the files do not fit together.
    """
    source = gazetteer or read_gazetteer()
    held = dict(Place.objects.values_list("key", "pk"))
    new = [unit for unit in source.units.values() if unit.key not in held]
    # Parents first: each level needs the keys of the one above.
    for level in ("province", "district", "commune"):
        made = Place.objects.bulk_create(
            [_place(source, unit, held) for unit in new if unit.level == level], batch_size=_AT_ONCE
        )
        held.update({place.key: place.pk for place in made})
    _name(source, {unit.key for unit in new}, held)
    _succeed(source, held)
    return len(new)


def _place(source: Gazetteer, unit: Unit, held: dict[str, int]) -> Place:
    kind, name = source.kind_and_name(unit.key, unit.ends_on or date.max)
    return Place(
        key=unit.key,
        code=unit.code,
        level=unit.level,
        kind=kind,
        name=name,
        search_key=fold(name),
        parent_id=None if unit.parent is None else held[unit.parent],
        starts_on=unit.starts_on,
        ends_on=unit.ends_on,
        latitude=unit.latitude,
        longitude=unit.longitude,
    )


def _name(source: Gazetteer, new: set[str], held: dict[str, int]) -> None:
    """The names of units that changed theirs; whoever never did stands in Place alone."""
    changed: dict[str, list[PlaceName]] = {}
    for change in sorted(source.changes, key=lambda each: each.starts_on):
        if change.key not in new:
            continue
        unit = source.units[change.key]
        rows = changed.setdefault(
            change.key,
            [PlaceName(place_id=held[unit.key], kind=unit.kind, name=unit.name, starts_on=unit.starts_on)],
        )
        rows[-1].ends_on = change.starts_on
        rows.append(
            PlaceName(
                place_id=held[unit.key],
                kind=change.kind,
                name=change.name,
                starts_on=change.starts_on,
                ends_on=unit.ends_on,
                source=change.source,
            )
        )
    PlaceName.objects.bulk_create([row for rows in changed.values() for row in rows])


def _succeed(source: Gazetteer, held: dict[str, int]) -> None:
    known = set(Succession.objects.values_list("old_id", "new_id"))
    starts = {unit.key: unit.starts_on for unit in source.units.values() if unit.starts_on is not None}
    Succession.objects.bulk_create(
        [
            Succession(
                old_id=held[each.old],
                new_id=held[each.new],
                on=starts[each.new],
                whole=each.whole,
                usual=each.default,
            )
            for each in source.successions
            if (held[each.old], held[each.new]) not in known
        ],
        batch_size=_AT_ONCE,
    )
