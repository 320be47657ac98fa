"""The administrative units as data: reads `data/*.csv` strictly, knows no database."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_

DATA = Path(__file__).parent / "data"
UNITS, CHANGES, SUCCESSIONS, HEXES = "units.csv", "names.csv", "successors.csv", "hexes.csv"
# The layout of the provinces, with Hoàng Sa and Trường Sa; every other layout is called after its province's key.
NATION = "ca-nuoc"
# Which kinds a unit of each level may be; the words for them are the catalogue's.
KINDS: Mapping[str, tuple[str, ...]] = {
    "province": ("province", "city"),
    "district": ("urban_district", "provincial_city", "town", "district"),
    "commune": ("ward", "township", "commune", "special_zone"),
}

_Made = TypeVar("_Made")
_SORTS = {"tinh": "province", "huyen": "district", "xa": "commune"}
_KEY = re.compile(r"(tinh|huyen|xa)(?:-cu)?-(\d{2,5})")
_DIGITS = {"province": 2, "district": 3, "commune": 5}


class PlacesFileError(AnSinhError):
    """A file of places that cannot be taken as it is; the sentence begins with the file and the line."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit from its founding to its end, with the kind and name it began with.

    `starts_on` is None for the units that stood before 1 July 2025: the data do not say since when. `parent` is None
    for provinces. Degrees are WGS 84; both are None where no point is known.
    """

    key: str
    code: str
    level: str
    kind: str
    name: str
    parent: str | None
    starts_on: date | None
    ends_on: date | None
    latitude: Decimal | None
    longitude: Decimal | None

    def stands_on(self, day: date) -> bool:
        """Whether the unit is there on that day; on the day it ends it is not."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Change:
    """The kind and name that a unit has from a day on, by which text."""

    key: str
    starts_on: date
    kind: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Succession:
    """An old unit and a new one that its land went to.

    `whole`: nothing of it went elsewhere. `default`: the one to take when nothing more is known; each old unit has one.
    """

    old: str
    new: str
    whole: bool
    default: bool


@dataclass(frozen=True, slots=True)
class Hex:
    """Where a unit stands in a layout of hexagons: rows from north to south, odd rows half a hexagon further east."""

    layout: str
    key: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that the files say, and fits together."""

    units: Mapping[str, Unit]
    changes: tuple[Change, ...]
    successions: tuple[Succession, ...]
    hexes: tuple[Hex, ...]

    def kind_and_name(self, key: str, day: date) -> tuple[str, str]:
        """What the unit is and is called on that day."""
        unit = self.units[key]
        begun = [change for change in self.changes if change.key == key and change.starts_on <= day]
        latest = max(begun, key=lambda change: change.starts_on, default=unit)
        return latest.kind, latest.name


def read_gazetteer(folder: Path = DATA) -> Gazetteer:
    """Everything in a folder.

    Raises:
        PlacesFileError: a file is missing, a line is not as it must be, or names a unit that is in no line.
    """
    units = {unit.key: unit for unit in read_units(folder)}
    return Gazetteer(
        units,
        tuple(read_changes(units, folder)),
        tuple(read_successions(units, folder)),
        tuple(read_hexes(units, folder)),
    )


def read_units(folder: Path = DATA) -> Iterator[Unit]:
    """The units, each after its parent.

    Raises:
        PlacesFileError: see `read_gazetteer`.
    """
    seen: dict[str, Unit] = {}
    columns = ("key", "code", "level", "kind", "name", "parent", "starts_on", "ends_on", "lat", "lon")
    for line in _lines(folder / UNITS, columns):
        unit = _unit(line)
        line.once(seen, unit.key)
        if unit.parent is not None:
            line.one_of(seen, "parent")
        _check_parent(line, unit, seen)
        seen[unit.key] = unit
        yield unit


def _unit(line: _Line) -> Unit:
    level = line.choice("level", KINDS)
    sort, code = line.matched("key", _KEY)
    if _SORTS[sort] != level or len(code) != _DIGITS[level]:
        raise line.wrong("key")
    if line["code"] != code:
        raise line.wrong("code")
    latitude, longitude = line.degrees("lat", 90), line.degrees("lon", 180)
    if (latitude is None) != (longitude is None):
        raise line.wrong("lon")
    starts_on, ends_on = line.maybe_day("starts_on"), line.maybe_day("ends_on")
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        raise line.wrong("ends_on")
    kind, name = line.choice("kind", KINDS[level]), line.text("name")
    parent = line["parent"] or None
    return Unit(line["key"], code, level, kind, name, parent, starts_on, ends_on, latitude, longitude)


def _check_parent(line: _Line, unit: Unit, seen: Mapping[str, Unit]) -> None:
    """A province has none, a district a province, a commune either; and both stand at the same time."""
    parent = None if unit.parent is None else seen[unit.parent]
    levels = list(KINDS)
    fits = (
        unit.level == "province"
        if parent is None
        else levels.index(parent.level) < levels.index(unit.level)
        and (parent.starts_on, parent.ends_on) == (unit.starts_on, unit.ends_on)
    )
    if not fits:
        raise line.wrong("parent")


def read_changes(units: Mapping[str, Unit], folder: Path = DATA) -> Iterator[Change]:
    """The dated changes of kind and name within a unit's life."""
    seen: set[str] = set()
    for line in _lines(folder / CHANGES, ("key", "starts_on", "kind", "name", "source")):
        unit, day = units[line.one_of(units, "key")], line.day("starts_on")
        if not unit.stands_on(day) or day == unit.starts_on:
            raise line.wrong("starts_on")
        line.once(seen, f"{unit.key} {day}")
        seen.add(f"{unit.key} {day}")
        yield Change(unit.key, day, line.choice("kind", KINDS[unit.level]), line.text("name"), line.text("source"))


def read_successions(units: Mapping[str, Unit], folder: Path = DATA) -> Iterator[Succession]:
    """Which new units took over each old one."""
    seen: set[str] = set()
    for line in _lines(folder / SUCCESSIONS, ("old", "new", "share", "default")):
        old, new = units[line.one_of(units, "old")], units[line.one_of(units, "new")]
        if old.ends_on is None:
            raise line.wrong("old")
        if new.starts_on != old.ends_on:
            raise line.wrong("new")
        line.once(seen, f"{old.key} {new.key}")
        seen.add(f"{old.key} {new.key}")
        whole = line.choice("share", ("whole", "part")) == "whole"
        yield Succession(old.key, new.key, whole, line.choice("default", ("yes", "no")) == "yes")


def read_hexes(units: Mapping[str, Unit], folder: Path = DATA) -> Iterator[Hex]:
    """Where each unit stands in the layouts; no two in one place."""
    seen: set[str] = set()
    for line in _lines(folder / HEXES, ("layout", "key", "column", "row")):
        if line["layout"] != NATION:
            line.one_of(units, "layout")
        key = line.one_of(units, "key")
        cell = Hex(line["layout"], key, line.number("column"), line.number("row"))
        for place in (f"{cell.layout} {key}", f"{cell.layout} {cell.column}/{cell.row}"):
            line.once(seen, place)
            seen.add(place)
        yield cell


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file: gives its cells as what they must be, and says where it stands when they are not."""

    file: str
    at: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        return f"{self.file}:{self.at}"

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, column: str) -> PlacesFileError:
        return PlacesFileError(
            "places-file",
            N_("{where}: {column} cannot be “{value}”"),
            where=self.where,
            column=column,
            value=self.cells[column],
        )

    def once(self, seen: Iterable[str], what: str) -> None:
        if what in seen:
            raise PlacesFileError("places-file", N_("{where}: {what} was there before"), where=self.where, what=what)

    def one_of(self, units: Mapping[str, Unit], column: str) -> str:
        if self.cells[column] not in units:
            raise PlacesFileError(
                "places-file", N_("{where}: no unit has the key “{key}”"), where=self.where, key=self.cells[column]
            )
        return self.cells[column]

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise self.wrong(column)
        return self.cells[column]

    def choice(self, column: str, allowed: Iterable[str]) -> str:
        if self.cells[column] not in allowed:
            raise self.wrong(column)
        return self.cells[column]

    def matched(self, column: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        found = pattern.fullmatch(self.cells[column])
        if found is None:
            raise self.wrong(column)
        return found.groups()

    def day(self, column: str) -> date:
        return self._made(column, date.fromisoformat)

    def maybe_day(self, column: str) -> date | None:
        return self.day(column) if self.cells[column] else None

    def number(self, column: str) -> int:
        return self._made(column, int)

    def degrees(self, column: str, limit: int) -> Decimal | None:
        if not self.cells[column]:
            return None
        found = self._made(column, Decimal)
        if not found.is_finite() or abs(found) > limit:
            raise self.wrong(column)
        return found

    def _made(self, column: str, make: Callable[[str], _Made]) -> _Made:
        try:
            found = make(self.cells[column])
        except (ValueError, InvalidOperation) as error:
            raise self.wrong(column) from error
        # Python reads more spellings than one: '20250701' and '1_000' are refused.
        if str(found) != self.cells[column]:
            raise self.wrong(column)
        return found


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[_Line]:
    """The lines below the head, which must be these columns."""
    try:
        rows = csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True)
        if tuple(next(rows, ())) != columns:
            raise _unfit(path, 1, columns)
        for number, row in enumerate(rows, 2):
            if len(row) != len(columns):
                raise _unfit(path, number, columns)
            yield _Line(path.name, number, dict(zip(columns, row, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PlacesFileError(
            "places-file", N_("{where}: cannot be read: {problem}"), where=path.name, problem=error
        ) from error


def _unfit(path: Path, number: int, columns: tuple[str, ...]) -> PlacesFileError:
    return PlacesFileError(
        "places-file",
        N_("{where}: the columns are {columns}"),
        where=f"{path.name}:{number}",
        columns=", ".join(columns),
    )
