"""Places: `python -m tools.places PACKAGE` writes the administrative units from a package and our own facts.

PACKAGE is the folder of `vietnamadminunits` 1.0.4 (MIT) in an environment of its own; nothing else reads it. It gives
the units since 1 July 2025 and those just before, with a point each, and which became which. What it has wrong is put
right here, each with its reason; what changed since is dated here, each with its resolution.
"""

from __future__ import annotations

import csv
import json
import math
import sqlite3
import statistics
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/ansinh/registry/places/data"
TURN = "2025-07-01"  # Nghị quyết 202/2025/QH15 and the communes' resolutions: no districts any more
FAR = 25.0  # km between an old unit and all that came of it: its point was looked up wrongly

Row = Mapping[str, str]
Point = tuple[float, float]  # latitude, longitude in degrees

PREFIXES = {
    "tỉnh": "province", "thành phố": "city", "quận": "urban_district", "thị xã": "town", "huyện": "district",
    "thị trấn": "township", "phường": "ward", "xã": "commune", "đặc khu": "special_zone",
}  # fmt: skip

# Names and kinds that changed within a unit's life: key, date, kind, name, source. The 'before' of Huế is FIRST.
HUE, DONG_NAI = "Nghị quyết 175/2024/QH15", "Nghị quyết 30/2026/QH16"
CHANGED = [("tinh-cu-46", "2025-01-01", "city", "Huế", HUE), ("tinh-75", "2026-04-30", "city", "Đồng Nai", DONG_NAI)]
FIRST = {"tinh-cu-46": ("province", "Thừa Thiên Huế")}
NEW_WARDS = ("25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485")
WARDS_SOURCE = "Nghị quyết 237/NQ-UBTVQH16"

# Points that the package has wrong. Pairs whose points were exchanged:
EXCHANGED = [("xa-30130", "xa-28615"), ("xa-04924", "xa-08296")]
# Communes put into another district: the middle of the units they were made of stands for them.
MISPLACED = ("xa-04714", "xa-06757", "xa-06967", "xa-29983")
# Islands that were looked up on the mainland.
ISLANDS: dict[str, Point] = {
    "xa-cu-22736": (8.645, 111.92), "xa-cu-22737": (11.429, 114.331), "xa-cu-22739": (9.887, 114.328),
    "huyen-cu-576": (9.71, 114.45), "huyen-cu-498": (16.568, 112.135),
}  # fmt: skip

# Two old communes of the same name in one new province, taken for each other; the rule of `without_namesakes` cannot
# tell these two apart because the old point of xã Phú Tân (Hậu Giang) is that of its namesake in Sóc Trăng.
NOT_SUCCESSORS = {("xa-cu-31379", "xa-31582"), ("xa-cu-31582", "xa-31378")}


@dataclass(frozen=True)
class Unit:
    """One unit of one era."""

    key: str
    code: str
    level: str
    kind: str
    name: str
    parent: str
    starts_on: str
    ends_on: str
    point: Point | None


@dataclass(frozen=True)
class Link:
    """An old unit and one that took it over."""

    old: str
    new: str
    default: bool


def main(package: Path) -> None:
    """Read the package, put right, date, write."""
    with sqlite3.connect(package / "data/dataset.db") as base:
        base.row_factory = sqlite3.Row
        new = [dict(row) for row in base.execute("SELECT * FROM admin_units")]
        old = [dict(row) for row in base.execute("SELECT * FROM admin_units_legacy")]
    converter = json.loads((package / "data/converter_2025.json").read_text(encoding="utf-8"))
    units = {unit.key: unit for unit in [*new_units(new), *old_units(old)]}
    links = without_namesakes(commune_links(converter, new, old), units)
    units = with_points_of_successors(with_exchanged_points(without_shared_points(units)), links)
    provinces = province_links(converter, new, old)
    write("units.csv", unit_rows(units.values()))
    write("names.csv", change_rows(units))
    write("successors.csv", link_rows([*provinces, *links]))


def new_units(rows: Sequence[dict[str, str]]) -> Iterable[Unit]:
    """Provinces and communes since the turn."""
    for row in {row["provinceCode"]: row for row in rows}.values():
        yield unit("tinh", row["provinceCode"], row["province"], "", point(row, "province"), old=False)
    for row in rows:
        parent = f"tinh-{row['provinceCode']}"
        yield unit("xa", row["wardCode"], row["ward"], parent, point(row, "ward"), old=False)


def old_units(rows: Sequence[dict[str, str]]) -> Iterable[Unit]:
    """Provinces, districts and communes as they stood on the last day."""
    for row in {row["provinceCode"]: row for row in rows}.values():
        yield unit("tinh", row["provinceCode"], row["province"], "", point(row, "province"), old=True)
    for row in {row["districtCode"]: row for row in rows}.values():
        parent = f"tinh-cu-{row['provinceCode']}"
        yield unit("huyen", row["districtCode"], row["district"], parent, point(row, "district"), old=True)
    for row in rows:
        if row["wardCode"]:
            parent = f"huyen-cu-{row['districtCode']}"
            yield unit("xa", row["wardCode"], row["ward"], parent, point(row, "ward"), old=True)


LEVELS = {"tinh": "province", "huyen": "district", "xa": "commune"}


def unit(sort: str, code: str, title: str, parent: str, where: Point | None, *, old: bool) -> Unit:
    """A unit from its title ('Thị trấn Yên Viên')."""
    key, level = f"{sort}-cu-{code}" if old else f"{sort}-{code}", LEVELS[sort]
    kind, name = kind_and_name(title)
    if level == "district" and kind == "city":
        kind = "provincial_city"
    kind, name = FIRST.get(key, (kind, name))
    starts_on, ends_on = ("", TURN) if old else (TURN, "")
    return Unit(key, code, level, kind, name, parent, starts_on, ends_on, ISLANDS.get(key, where))


def kind_and_name(title: str) -> tuple[str, str]:
    """The kind and the bare name of a title, composed, with plain spaces."""
    title = " ".join(unicodedata.normalize("NFC", title).split())
    for prefix, kind in PREFIXES.items():
        if title.casefold().startswith(f"{prefix} "):
            return kind, title[len(prefix) + 1 :]
    raise ValueError(f"{title!r}: no kind is known by which it begins")


def point(row: Row, level: str) -> Point | None:
    """The point of the row's province, district or ward; None where the package has none."""
    latitude, longitude = row[f"{level}Lat"], row[f"{level}Lon"]
    return (float(latitude), float(longitude)) if latitude else None


def commune_links(converter: Mapping[str, Mapping[str, Mapping[str, list[object]]]],
                  new: Sequence[Row], old: Sequence[Row]) -> list[Link]:  # fmt: skip
    """What became of each commune, and of the five island districts that had none."""
    new_keys = {(row["provinceKey"], row["wardKey"]): f"xa-{row['wardCode']}" for row in new}
    old_keys = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": (
            f"xa-cu-{row['wardCode']}" if row["wardCode"] else f"huyen-cu-{row['districtCode']}"
        )
        for row in old
    }
    links = [
        Link(old_keys[str(source)], new_keys[province, target], default=True)
        for province, targets in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for target, sources in targets.items()
        for source in sources
    ]
    for province, sources in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in sources.items():
            for part in parts:
                assert isinstance(part, dict)
                target = new_keys[province, part["newWardKey"]]
                links.append(Link(old_keys[source], target, default=part["isDefaultNewWard"]))
    return links


def without_namesakes(links: Sequence[Link], units: Mapping[str, Unit]) -> list[Link]:
    """The links without those that belong to another commune of the same name.

    Where one new province was made of several old ones, the package tells communes of the same name apart by nothing:
    each gets what came of all. Of the namesakes that lead to one new commune only the nearest keeps it.
    """
    dropped = set(NOT_SUCCESSORS)
    of_new: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        old = units[link.old]
        if (link.old, link.new) not in dropped:
            of_new[link.new, old.kind, old.name].append(link)
    for (new, _kind, _name), rivals in of_new.items():
        if len(rivals) > 1:
            nearest = min(rivals, key=lambda link: (distance(units[link.old], units[link.new]), link.old))
            dropped |= {(link.old, new) for link in rivals if link is not nearest}
    if not_there := NOT_SUCCESSORS - {(link.old, link.new) for link in links}:
        raise ValueError(f"not in the package any more: {sorted(not_there)}")
    return with_defaults([link for link in links if (link.old, link.new) not in dropped], units)


def with_defaults(links: Sequence[Link], units: Mapping[str, Unit]) -> list[Link]:
    """The links with exactly one default for each old unit: the one it had, else the nearest."""
    of_old: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_old[link.old].append(link)
    kept = []
    for those in of_old.values():
        first = min(those, key=lambda link: (not link.default, distance(units[link.old], units[link.new]), link.new))
        kept += [replace(link, default=link is first) for link in those]
    return kept


def without_shared_points(units: Mapping[str, Unit]) -> dict[str, Unit]:
    """The units without the points that several old communes have: each is that of a district, or of nothing."""
    shared = Counter(unit.point for unit in units.values() if unit.ends_on and unit.level == "commune")
    return {
        key: replace(unit, point=None) if unit.level == "commune" and shared[unit.point] > 1 else unit
        for key, unit in units.items()
    }


def with_exchanged_points(units: Mapping[str, Unit]) -> dict[str, Unit]:
    """The units with the points of the exchanged pairs put back."""
    mended = dict(units)
    for one, other in EXCHANGED:
        mended[one] = replace(units[one], point=units[other].point)
        mended[other] = replace(units[other], point=units[one].point)
    return mended


def with_points_of_successors(units: Mapping[str, Unit], links: Sequence[Link]) -> dict[str, Unit]:
    """The units with misplaced new ones where their parts lie, and without old points far from what came of them."""
    mended, became, came_of = dict(units), defaultdict(list), defaultdict(list)
    for link in links:
        became[link.old].append(link.new)
        became[units[link.old].parent].append(link.new)
        came_of[link.new].append(link.old)
    for key in MISPLACED:
        parts = [where for old in came_of[key] if (where := units[old].point) is not None]
        middle = (statistics.median(each[0] for each in parts), statistics.median(each[1] for each in parts))
        mended[key] = replace(units[key], point=(round(middle[0], 5), round(middle[1], 5)))
    for key, news in became.items():
        near = min(distance(mended[key], mended[new]) for new in news)
        # A province's point is its middle or its seat: both may lie far from every commune's.
        if near > FAR and units[key].level != "province" and key not in ISLANDS:
            mended[key] = replace(units[key], point=None)
    return mended


def distance(one: Unit, other: Unit) -> float:
    """Kilometres between two units, near enough for a country; 0 where a point is missing."""
    if one.point is None or other.point is None:
        return 0.0
    (latitude, longitude), (to_latitude, to_longitude) = one.point, other.point
    east = (to_longitude - longitude) * math.cos(math.radians(latitude))
    return 111.2 * math.hypot(to_latitude - latitude, east)


def province_links(converter: Mapping[str, Mapping[str, list[str]]], new: Sequence[Row],
                   old: Sequence[Row]) -> list[Link]:  # fmt: skip
    """Which province each old one went into, whole."""
    codes = {row["provinceKey"]: row["provinceCode"] for row in new}
    old_codes = {row["provinceKey"]: row["provinceCode"] for row in old}
    return [
        Link(f"tinh-cu-{old_codes[source]}", f"tinh-{codes[target]}", default=True)
        for target, sources in converter["DICT_PROVINCE"].items()
        for source in sources
    ]


ORDER = ("tinh", "tinh-cu", "huyen-cu", "xa", "xa-cu")


def place_of(key: str) -> tuple[int, str]:
    """Where a key stands in the files: new before old, provinces first, then by code."""
    sort, _, code = key.rpartition("-")
    return ORDER.index(sort), code


def unit_rows(units: Iterable[Unit]) -> list[list[str]]:
    """The lines of units.csv."""
    rows = [["key", "code", "level", "kind", "name", "parent", "starts_on", "ends_on", "lat", "lon"]]
    for each in sorted(units, key=lambda unit: place_of(unit.key)):
        where = ["", ""] if each.point is None else [f"{degrees:.5f}".rstrip("0").rstrip(".") for degrees in each.point]
        rows.append(
            [each.key, each.code, each.level, each.kind, each.name, each.parent, each.starts_on, each.ends_on, *where]
        )
    return rows


def change_rows(units: Mapping[str, Unit]) -> list[list[str]]:
    """The lines of names.csv."""
    wards = [(f"xa-{code}", "2026-04-30", "ward", units[f"xa-{code}"].name, WARDS_SOURCE) for code in NEW_WARDS]
    return [["key", "starts_on", "kind", "name", "source"], *map(list, [*CHANGED, *wards])]


def link_rows(links: Sequence[Link]) -> list[list[str]]:
    """The lines of successors.csv."""
    successors = Counter(link.old for link in links)
    rows = [["old", "new", "share", "default"]]
    for link in sorted(links, key=lambda link: (place_of(link.old), not link.default, link.new)):
        share = "whole" if successors[link.old] == 1 else "part"
        rows.append([link.old, link.new, share, "yes" if link.default else "no"])
    return rows


def write(name: str, rows: Iterable[Sequence[str]]) -> None:
    """One file of the data."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
