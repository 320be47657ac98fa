"""Places: which provincial rules reach a person whose province is named by its code of any period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lawengine.errors import N_, QuestionError
from lawengine.model import Edition, Territory


@dataclass(frozen=True, slots=True)
class Area:
    """One former province: the code it had, the code of the province it lies in now, and the day they were joined."""

    former: str
    current: str
    joined: date | None

    def reached_by(self, territory: str, start: date | None) -> bool:
        """Does a rule of `territory` from `start` hold here? A province's older rules do not spread by a merger."""
        if territory == self.former:
            return True
        return territory == self.current and start is not None and self.joined is not None and start >= self.joined


@dataclass(frozen=True, slots=True)
class Place:
    """A province as asked. `areas` are the former provinces it may lie in: one when known, several after a merger."""

    code: str
    areas: tuple[Area, ...]


def locate(edition: Edition, province: str | None, on: date, former_province: str | None = None) -> Place | None:
    """The place behind a province code on a day.

    An old code still names its area after the merger. A code that was kept by the merged province names the whole
    of it, so the area is open between the former provinces, unless one of them is named.

    Raises:
        QuestionError: no such code, or the province was not made of the former one.
    """
    named = province or former_province
    if named is None:
        return None
    place = _locate(edition, named, on)
    if former_province is None:
        return place
    areas = tuple(area for area in place.areas if area.former == former_province)
    if not areas:
        template = N_("the province {code} was not made of {former}")
        raise QuestionError("former_province", template, code=place.code, former=former_province)
    return Place(place.code, areas)


def _locate(edition: Edition, province: str, on: date) -> Place:
    known = [item for item in edition.territories if item.code == province]
    if not known:
        raise QuestionError("province", N_("no province has the code {code}"), code=province)
    if not any(_in_use(item, on) for item in known):
        successor = next(
            (item.successor for item in known if item.until and item.until <= on and item.successor), province
        )
        return Place(province, (Area(province, successor, _joined(edition, successor, on)),))
    joined = _joined(edition, province, on)
    former = [
        item.code for item in edition.territories if item.successor == province and item.until and item.until <= on
    ]
    return Place(province, tuple(Area(code, province, joined) for code in dict.fromkeys(former or [province])))


def _joined(edition: Edition, code: str, on: date) -> date | None:
    """The day on which the province `code` last took another in; None when it never did by `on`."""
    days = [
        item.until
        for item in edition.territories
        if item.successor == code != item.code and item.until and item.until <= on
    ]
    return max(days, default=None)


def _in_use(item: Territory, on: date) -> bool:
    return (item.start is None or item.start <= on) and (item.until is None or on < item.until)
