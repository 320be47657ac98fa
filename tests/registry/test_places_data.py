"""The administrative units: as many as the resolutions say, each with what became of it, none off the map."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from ansinh.registry.places.source import DATA, NATION, Gazetteer, PlacesFileError, Unit, read_gazetteer

LAST_DAY_OF_OLD, FIRST_DAY_OF_NEW = date(2025, 6, 30), date(2025, 7, 1)
DAY_BEFORE, CITY_DAY = date(2026, 4, 29), date(2026, 4, 30)
TERRITORIES = Path(__file__).parents[2] / "law/territories.csv"
# From the tip of Cà Mau to Lũng Cú, from A Pa Chải to the east of Trường Sa.
SOUTH, NORTH, WEST, EAST = 6.5, 23.5, 102.1, 117.5
# 'hoà', 'loè', 'thuỷ': the mark on the last vowel of an open syllable, which this data does not use; 'quý' is not one.
OTHER_TONE_STYLE = re.compile(r"o[àáảãạèéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return read_gazetteer()


def standing(places: Gazetteer, day: date, level: str) -> list[Unit]:
    return [unit for unit in places.units.values() if unit.level == level and unit.stands_on(day)]


def kinds(places: Gazetteer, day: date, level: str) -> Counter[str]:
    return Counter(places.kind_and_name(unit.key, day)[0] for unit in standing(places, day, level))


@pytest.mark.parametrize(
    ("day", "level", "expected"),
    [
        (date(2024, 12, 31), "province", {"city": 5, "province": 58}),
        (LAST_DAY_OF_OLD, "province", {"city": 6, "province": 57}),
        (LAST_DAY_OF_OLD, "district", {"urban_district": 49, "provincial_city": 87, "town": 52, "district": 508}),
        (LAST_DAY_OF_OLD, "commune", {"ward": 1726, "township": 617, "commune": 7692}),
        (FIRST_DAY_OF_NEW, "province", {"city": 6, "province": 28}),
        (FIRST_DAY_OF_NEW, "district", {}),
        (FIRST_DAY_OF_NEW, "commune", {"ward": 687, "commune": 2621, "special_zone": 13}),
        (DAY_BEFORE, "province", {"city": 6, "province": 28}),
        (DAY_BEFORE, "commune", {"ward": 687, "commune": 2621, "special_zone": 13}),
        (CITY_DAY, "province", {"city": 7, "province": 27}),
        (CITY_DAY, "commune", {"ward": 697, "commune": 2611, "special_zone": 13}),
    ],
)
def test_as_many_as_the_resolutions_say(places: Gazetteer, day: date, level: str, expected: dict[str, int]) -> None:
    assert kinds(places, day, level) == expected


def test_totals_of_both_times(places: Gazetteer) -> None:
    levels = ("province", "district", "commune")
    assert [len(standing(places, LAST_DAY_OF_OLD, level)) for level in levels] == [63, 696, 10_035]
    assert [len(standing(places, CITY_DAY, level)) for level in levels] == [34, 0, 3_321]


@pytest.mark.parametrize("day", [LAST_DAY_OF_OLD, FIRST_DAY_OF_NEW, CITY_DAY])
def test_a_code_stands_once_in_its_level_on_a_day(places: Gazetteer, day: date) -> None:
    codes = Counter((unit.level, unit.code) for unit in places.units.values() if unit.stands_on(day))
    assert codes
    assert set(codes.values()) == {1}


def test_every_commune_hangs_on_a_province(places: Gazetteer) -> None:
    depths = Counter()
    for unit in places.units.values():
        above, depth = unit, 0
        while above.parent is not None:
            above, depth = places.units[above.parent], depth + 1
        assert above.level == "province"
        depths[unit.level, unit.ends_on is None, depth] += 1
    assert depths == {
        ("province", True, 0): 34, ("commune", True, 1): 3_321,
        ("province", False, 0): 63, ("district", False, 1): 696, ("commune", False, 2): 10_035,
    }  # fmt: skip


def province_of(places: Gazetteer, key: str) -> str:
    unit = places.units[key]
    while unit.parent is not None:
        unit = places.units[unit.parent]
    return unit.key


def test_every_old_commune_has_successors_in_the_province_its_own_went_to(places: Gazetteer) -> None:
    became = {one.old: one.new for one in places.successions if places.units[one.old].level == "province"}
    of_old = defaultdict(list)
    for one in places.successions:
        of_old[one.old].append(one)
        assert province_of(places, one.new) == became[province_of(places, one.old)], one
    old = [unit for unit in places.units.values() if unit.ends_on is not None]
    without = {unit.key for unit in old if unit.key not in of_old}
    assert {places.units[key].level for key in without} == {"district"}
    # Five island districts had no communes: they themselves became communes.
    islands = {places.units[key].name for key in of_old if places.units[key].level == "district"}
    assert islands == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}
    for successions in of_old.values():
        assert [one.default for one in successions].count(True) == 1
        assert all(one.whole == (len(successions) == 1) for one in successions)


def test_every_new_unit_came_of_an_old_one(places: Gazetteer) -> None:
    new = {unit.key for unit in places.units.values() if unit.ends_on is None}
    assert {one.new for one in places.successions} == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xa-cu-25462", ["xa-25459"]),  # Phường 4 of Tây Ninh, not that of Tân An
        ("xa-cu-31268", ["xa-31288"]),  # Tân Thạnh of Cần Thơ, not that of Sóc Trăng
        ("xa-cu-31582", ["xa-31582"]),  # Phú Tân of Sóc Trăng, not that of Hậu Giang
    ],
)
def test_namesakes_are_told_apart(places: Gazetteer, old: str, new: list[str]) -> None:
    assert [one.new for one in places.successions if one.old == old] == new


def test_every_point_is_in_the_country_and_near_what_came_of_it(places: Gazetteer) -> None:
    for unit in places.units.values():
        if unit.latitude is None or unit.longitude is None:
            assert unit.ends_on is not None, f"{unit.key} has no point"
            continue
        assert SOUTH <= unit.latitude <= NORTH, unit
        assert WEST <= unit.longitude <= EAST, unit
    ways = defaultdict(list)
    for one in places.successions:
        if places.units[one.old].level == "commune" and places.units[one.old].latitude is not None:
            ways[one.old].append(kilometres(places.units[one.old], places.units[one.new]))
    # Trường Sa is one commune now, five hundred kilometres long.
    wide = {"xa-cu-22736", "xa-cu-22737", "xa-cu-22739"}
    assert max(min(each) for key, each in ways.items() if key not in wide) <= 25
    assert max(min(ways[key]) for key in wide) <= 310


def kilometres(one: Unit, other: Unit) -> float:
    north = float(other.latitude or 0) - float(one.latitude or 0)
    east = (float(other.longitude or 0) - float(one.longitude or 0)) * math.cos(math.radians(float(one.latitude or 0)))
    return 111.2 * math.hypot(north, east)


@pytest.mark.parametrize(
    ("key", "name", "province"), [("xa-20333", "Hoàng Sa", "tinh-48"), ("xa-22736", "Trường Sa", "tinh-56")]
)
def test_the_islands_are_there_and_in_the_sea(places: Gazetteer, key: str, name: str, province: str) -> None:
    unit = places.units[key]
    assert (unit.name, unit.kind, unit.parent) == (name, "special_zone", province)
    assert unit.longitude is not None
    assert unit.longitude > 111
    assert {cell.layout for cell in places.hexes if cell.key == key} == {NATION, province}


def test_names_are_composed_and_of_one_tone_style(places: Gazetteer) -> None:
    names = [unit.name for unit in places.units.values()] + [change.name for change in places.changes]
    for name in names:
        assert name == unicodedata.normalize("NFC", " ".join(name.split())), name
        assert not OTHER_TONE_STYLE.search(name), name
        # A ward of Huế was called Phường Đúc: phường Phường Đúc.
        assert name == "Phường Đúc" or not re.match(
            r"(?i)(tỉnh|thành phố|thị trấn|thị xã|quận|huyện|phường|đặc khu|xã) ", name
        ), name
        assert not re.search(r"[()’]", name), name
    assert OTHER_TONE_STYLE.search("Thuỷ")
    assert OTHER_TONE_STYLE.search("Hoà Bình")
    assert not OTHER_TONE_STYLE.search("Quý Hoàng")


def test_the_law_and_the_registry_know_the_same_provinces(places: Gazetteer) -> None:
    with TERRITORIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    turns = (date(2024, 12, 31), date(2025, 1, 1), LAST_DAY_OF_OLD, FIRST_DAY_OF_NEW, DAY_BEFORE, CITY_DAY)
    for day in turns:
        said = {
            row["code"]: (row["kind"], row["name"])
            for row in rows
            if row["from"] <= day.isoformat() and (not row["until"] or day.isoformat() < row["until"])
        }
        ours = {unit.code: places.kind_and_name(unit.key, day) for unit in standing(places, day, "province")}
        assert ours == said
    went = {places.units[one.old].code: places.units[one.new].code for one in places.successions}
    merged = {row["code"]: row["successor"] for row in rows if row["until"] == FIRST_DAY_OF_NEW.isoformat()}
    assert len(merged) == 52
    assert {code: went[code] for code in merged} == merged


def test_every_province_has_a_layout_of_its_communes_without_two_in_one_place(places: Gazetteer) -> None:
    layouts = defaultdict(set)
    for cell in places.hexes:
        layouts[cell.layout].add(cell.key)
        assert min(cell.column, cell.row) >= 0
    provinces = {unit.key for unit in standing(places, CITY_DAY, "province")}
    assert layouts.pop(NATION) == provinces | {"xa-20333", "xa-22736"}
    assert layouts.keys() == provinces
    for province, keys in layouts.items():
        assert keys == {unit.key for unit in standing(places, CITY_DAY, "commune") if unit.parent == province}


def test_north_is_up_and_east_is_right(places: Gazetteer) -> None:
    cells = {cell.key: cell for cell in places.hexes if cell.layout == NATION}
    assert cells["tinh-04"].row < cells["tinh-01"].row < cells["tinh-38"].row < cells["tinh-46"].row
    assert cells["tinh-46"].row < cells["tinh-79"].row < cells["tinh-96"].row
    assert cells["tinh-11"].column < cells["tinh-01"].column < cells["tinh-22"].column
    assert cells["xa-20333"].column > cells["tinh-48"].column + 1
    assert cells["xa-22736"].column > cells["tinh-56"].column + 1


SMALL = {
    "units.csv": [
        "key,code,level,kind,name,parent,starts_on,ends_on,lat,lon",
        "tinh-38,38,province,province,Thanh Hóa,,2025-07-01,,20.0468,105.317",
        "tinh-cu-38,38,province,province,Thanh Hóa,,,2025-07-01,19.80669,105.78518",
        "huyen-cu-380,380,district,provincial_city,Thanh Hóa,tinh-cu-38,,2025-07-01,,",
        "xa-14758,14758,commune,ward,Hàm Rồng,tinh-38,2025-07-01,,19.8431,105.774",
        "xa-cu-14758,14758,commune,ward,Hàm Rồng,huyen-cu-380,,2025-07-01,,",
    ],
    "names.csv": ["key,starts_on,kind,name,source", "xa-14758,2026-04-30,commune,Hàm Rồng,Nghị quyết 1"],
    "successors.csv": [
        "old,new,share,default",
        "tinh-cu-38,tinh-38,whole,yes",
        "xa-cu-14758,xa-14758,whole,yes",
    ],
    "hexes.csv": ["layout,key,column,row", "ca-nuoc,tinh-38,0,0", "tinh-38,xa-14758,0,0"],
}


def written(folder: Path, **changed: list[str]) -> Path:
    for name, lines in SMALL.items():
        text = "\n".join(changed.get(name.removesuffix(".csv"), lines))
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_small_country_is_read(tmp_path: Path) -> None:
    small = read_gazetteer(written(tmp_path))
    assert list(small.units) == ["tinh-38", "tinh-cu-38", "huyen-cu-380", "xa-14758", "xa-cu-14758"]
    assert small.kind_and_name("xa-14758", DAY_BEFORE) == ("ward", "Hàm Rồng")
    assert small.kind_and_name("xa-14758", CITY_DAY) == ("commune", "Hàm Rồng")
    assert not small.units["tinh-38"].stands_on(LAST_DAY_OF_OLD)
    assert not small.units["tinh-cu-38"].stands_on(FIRST_DAY_OF_NEW)


@pytest.mark.parametrize(
    ("file", "line", "wrong", "says"),
    [
        ("units", 1, "key,code", "units.csv:1: the columns are key, code, level"),
        ("units", 2, "tinh-38,38,province", "units.csv:2: the columns are key, code, level"),
        ("units", 2, "tinh-38,83,province,city,A,,2025-07-01,,,", "units.csv:2: code cannot be “83”"),
        ("units", 2, "tinh-038,038,province,city,A,,2025-07-01,,,", "units.csv:2: key cannot be “tinh-038”"),
        ("units", 2, "xa-14758,14758,province,city,A,,2025-07-01,,,", "units.csv:2: key cannot be “xa-14758”"),
        ("units", 2, "lang-38,38,province,city,A,,2025-07-01,,,", "units.csv:2: key cannot be “lang-38”"),
        ("units", 2, "tinh-38,38,village,city,A,,2025-07-01,,,", "units.csv:2: level cannot be “village”"),
        ("units", 2, "tinh-38,38,province,ward,A,,2025-07-01,,,", "units.csv:2: kind cannot be “ward”"),
        ("units", 2, "tinh-38,38,province,city,,,2025-07-01,,,", "units.csv:2: name cannot be “”"),
        ("units", 2, "tinh-38,38,province,city,A,,20250701,,,", "units.csv:2: starts_on cannot be “20250701”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-32,,,", "units.csv:2: starts_on cannot be “2025-07-32”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-01,2025-07-01,,", "ends_on cannot be “2025-07-01”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-01,,20,", "units.csv:2: lon cannot be “”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-01,,91,100", "units.csv:2: lat cannot be “91”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-01,,NaN,100", "units.csv:2: lat cannot be “NaN”"),
        ("units", 2, "tinh-38,38,province,city,A,,2025-07-01,,x,100", "units.csv:2: lat cannot be “x”"),
        ("units", 3, SMALL["units.csv"][1], "units.csv:3: tinh-38 was there before"),
        ("units", 4, "huyen-cu-380,380,district,town,A,tinh-cu-39,,2025-07-01,,", "no unit has the key “tinh-cu-39”"),
        ("units", 4, "huyen-cu-380,380,district,town,A,,,2025-07-01,,", "units.csv:4: parent cannot be “”"),
        ("units", 4, "huyen-cu-380,380,district,town,A,tinh-38,,2025-07-01,,", "parent cannot be “tinh-38”"),
        ("units", 5, "xa-14758,14758,commune,ward,A,xa-14758,2025-07-01,,,", "no unit has the key “xa-14758”"),
        ("names", 2, "xa-1,2026-04-30,ward,A,B", "names.csv:2: no unit has the key “xa-1”"),
        ("names", 2, "xa-14758,2025-06-30,ward,A,B", "names.csv:2: starts_on cannot be “2025-06-30”"),
        ("names", 2, "xa-14758,2025-07-01,ward,A,B", "names.csv:2: starts_on cannot be “2025-07-01”"),
        ("names", 2, "xa-14758,,ward,A,B", "names.csv:2: starts_on cannot be “”"),
        ("names", 2, "xa-14758,2026-04-30,city,A,B", "names.csv:2: kind cannot be “city”"),
        ("names", 2, "xa-14758,2026-04-30,ward,A,", "names.csv:2: source cannot be “”"),
        ("names", 3, SMALL["names.csv"][1], "names.csv:3: xa-14758 2026-04-30 was there before"),
        ("successors", 2, "tinh-38,tinh-38,whole,yes", "successors.csv:2: old cannot be “tinh-38”"),
        ("successors", 2, "tinh-cu-38,tinh-cu-38,whole,yes", "successors.csv:2: new cannot be “tinh-cu-38”"),
        ("successors", 2, "tinh-cu-38,tinh-38,half,yes", "successors.csv:2: share cannot be “half”"),
        ("successors", 2, "tinh-cu-38,tinh-38,whole,1", "successors.csv:2: default cannot be “1”"),
        ("successors", 3, SMALL["successors.csv"][1], "successors.csv:3: tinh-cu-38 tinh-38 was there before"),
        ("hexes", 2, "tinh-99,tinh-38,0,0", "hexes.csv:2: no unit has the key “tinh-99”"),
        ("hexes", 2, "ca-nuoc,tinh-38,0,1_0", "hexes.csv:2: row cannot be “1_0”"),
        ("hexes", 3, "ca-nuoc,xa-14758,0,0", "hexes.csv:3: ca-nuoc 0/0 was there before"),
        ("hexes", 3, "ca-nuoc,tinh-38,1,0", "hexes.csv:3: ca-nuoc tinh-38 was there before"),
        ("hexes", 2, 'ca-nuoc,"tinh-38,0,0', "hexes.csv: cannot be read: unexpected end of data"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, file: str, line: int, wrong: str, says: str) -> None:
    lines = list(SMALL[f"{file}.csv"])
    lines[line - 1 : line] = [wrong]
    with pytest.raises(PlacesFileError, match=re.escape(says)):
        read_gazetteer(written(tmp_path, **{file: lines}))


def test_an_empty_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(PlacesFileError, match=r"names\.csv:1: the columns are key, starts_on"):
        read_gazetteer(written(tmp_path, names=[]))
    (tmp_path / "units.csv").unlink()
    with pytest.raises(PlacesFileError, match=r"units\.csv: cannot be read: "):
        read_gazetteer(tmp_path)
    (tmp_path / "units.csv").write_bytes("key,Hóa".encode("utf-16"))
    with pytest.raises(PlacesFileError, match=r"units\.csv: cannot be read: "):
        read_gazetteer(tmp_path)


def test_the_files_say_whose_they_are() -> None:
    notice = (DATA / "NOTICE.md").read_text(encoding="utf-8")
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in notice
    assert all(f"`{path.name}`" in notice for path in DATA.glob("*.csv"))
