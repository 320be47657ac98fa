"""Pictures that a day makes untrue: rows that were written ahead of their time come due, and others end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from ansinh.registry.ledger.clock import tick
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.people.models import Identity, Membership, PersonNumber, Residence
from ansinh.registry.people.pictures import refresh_pictures

_AT_ONCE: Final = 1000
_OF_PEOPLE: Final[tuple[type[Recorded], ...]] = (Identity, PersonNumber, Membership)
_OF_HOUSEHOLDS: Final[tuple[type[Recorded], ...]] = (Residence, Membership)


def redraw_due(
    on: date, since: date | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> int:
    """Draw the pictures anew that a row began or ended to be true of; how many people and households.

    A row counts whose first or last day was still to come when it was written and lies not after `on`.

    Args:
        since: the day of the last run; earlier days are not looked at again. None: of all days.
    """
    due = _came(on, since, "starts_on") | _came(on, since, "ends_on")
    people = _keys(_OF_PEOPLE, "person_id", due)
    homes = _keys(_OF_HOUSEHOLDS, "household_id", due)
    total = len(people) + len(homes)
    for begin in range(0, len(people), _AT_ONCE):
        _draw(on, people=people[begin : begin + _AT_ONCE])
        progress(begin, total)
    for begin in range(0, len(homes), _AT_ONCE):
        _draw(on, households=homes[begin : begin + _AT_ONCE])
        progress(len(people) + begin, total)
    return total


def _keys(models: tuple[type[Recorded], ...], column: str, due: Q) -> list[int]:
    return sorted({key for model in models for key in model.objects.known().filter(due).values_list(column, flat=True)})


@transaction.atomic
def _draw(on: date, *, people: list[int] | None = None, households: list[int] | None = None) -> None:
    tick()  # whoever writes meanwhile waits, so that no picture is older than its rows
    refresh_pictures(people=people or (), households=households or (), on=on)


def _came(on: date, since: date | None, name: str) -> Q:
    # A moment before a day: of both databases' own comparing, which is many times quicker than to cut moments to days.
    ahead = Q(**{f"{name}__lte": on, "known_from__lt": F(name)})
    return ahead if since is None else ahead & Q(**{f"{name}__gt": since})
