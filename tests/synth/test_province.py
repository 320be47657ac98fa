"""A made-up province: the same bytes for the same seed, shaped like life, with the faults that the checks look for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from synth.draws import Dice
from synth.province.land import Commune, lay_out
from synth.province.make import Order, main, pieces, write_province
from synth.province.peoples import FAMILIES, FAMILY, Words, plain
from synth.province.tables import SCHEMAS, codes, table

# A ward of the town, two of the plain, Mường Lát and Quan Hóa in the mountains, Như Xuân.
COMMUNES = tuple(
    Commune(code, name, code == "14758")
    for code, name in (
        *(("14758", "Hàm Rồng"), ("14845", "Mường Lát"), ("14848", "Tam Chung"), ("14869", "Hồi Xuân")),
        *(("15271", "Hà Trung"), ("16012", "Hậu Lộc"), ("16174", "Như Xuân")),
    )
)
ORDER = Order(7, 24_000, "38", COMMUNES)
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def province() -> Tables:
    return whole(ORDER)


def whole(order: Order) -> Tables:
    found: dict[str, list[pa.Table]] = {}
    for piece in pieces(order):
        for name, rows in piece.items():
            found.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(parts) for name, parts in found.items()}


def listed(rows: pa.Table, *columns: str) -> list[Any]:
    return list(zip(*(rows[name].to_pylist() for name in columns), strict=True))


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    small = Order(3, 900)
    digests = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        rows = write_province(folder, small)
        files = sorted(folder.iterdir())
        assert [file.stem for file in files] == sorted(SCHEMAS)
        assert rows["person"] == pq.read_metadata(folder / "person.parquet").num_rows
        digests.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    assert digests[0] == digests[1]
    write_province(tmp_path / "three", Order(4, 900))
    assert hashlib.sha256((tmp_path / "three/person.parquet").read_bytes()).hexdigest() not in digests[0]


def test_size_and_references(province: Tables) -> None:
    assert abs(len(province["person"]) - ORDER.people) < ORDER.people * 0.03
    ids = {name: set(rows["id"].to_pylist()) for name, rows in province.items()}
    leads = {"person": "person", "household": "household", "change": "change", "closed_by": "change", "paper": "paper"}
    leads |= {"relative": "person", "carer": "person", "of": "person", "head": "person"}
    for name, rows in province.items():
        assert len(ids[name]) == len(rows)
        for column in set(leads) & set(rows.column_names):
            assert set(rows[column].drop_null().to_pylist()) <= ids[leads[column]], (name, column)
        if "replaces" in rows.column_names:
            assert set(rows["replaces"].drop_null().to_pylist()) <= ids[name]
    for name in ("person", "household", "paper", "change"):
        assert pc.count_distinct(province[name]["code"]).as_py() == len(province[name])


def test_the_two_clocks_run_forward(province: Tables) -> None:
    recorded = {name: rows for name, rows in province.items() if "known_from" in rows.column_names}
    assert len(recorded) == len(SCHEMAS) - 4
    for name, rows in recorded.items():
        assert rows["known_from"].null_count == 0
        assert not pc.any(pc.less_equal(rows["ends_on"], rows["starts_on"])).as_py(), name
        assert not pc.any(pc.less(rows["known_to"], rows["known_from"])).as_py(), name
        assert pc.max(rows["known_from"]).as_py().date() <= ORDER.as_of, name


ALONE = ("identity", "death", "membership", "residence", "poverty", "disability", "parentssituation", "hiv", "study")
ALONE += ("care", "pregnancy", "facility", "absence", "healthcard", "marriage", "work", "illness", "support")


@pytest.mark.parametrize("name", ALONE)
def test_one_thing_is_true_at_a_time(province: Tables, name: str) -> None:
    rows = province[name].filter(pc.is_null(province[name]["known_to"]))
    subject = "household" if "person" not in rows.column_names else "person"
    spans: dict[int, list[tuple[str, str]]] = {}
    for who, begin, end in listed(rows, subject, "starts_on", "ends_on"):
        spans.setdefault(who, []).append((str(begin or "0000"), str(end or "9999")))
    assert spans
    for who, held in spans.items():
        ordered = sorted(held)
        assert all(end <= later for (_, end), (later, _) in pairwise(ordered)), who


def test_citizens_numbers_agree_with_sex_and_year(province: Tables) -> None:
    checked = 0
    for number, sex, birth in listed(province["person"], "citizen_id", "sex", "birth_date"):
        if not number or not birth:
            continue
        assert re.fullmatch(r"\d{12}", number)
        same = number[4:6] == birth[2:4] and int(number[3]) == 2 * (int(birth[:2]) - 19) + (sex == "female")
        checked += same
    # All but those who share a number, or whose year was mistyped.
    assert checked > 0.995 * sum(1 for number in province["person"]["citizen_id"].to_pylist() if number)
    assert (
        Counter(number[:3] for number in province["person"]["citizen_id"].to_pylist() if number).most_common(1)[0][0]
        == "038"
    )


def test_names_by_people_and_father(province: Tables) -> None:
    people = dict(listed(province["identity"], "person", "ethnicity"))
    names = dict(listed(province["person"], "id", "full_name"))
    kinh = Counter(name.split()[0] for who, name in names.items() if people[who] == "Kinh")
    assert [name for name, _ in kinh.most_common(2)] == ["Nguyễn", "Lê"]
    mong = Counter(name.split()[0] for who, name in names.items() if people[who] == "Mông")
    assert sum(mong[name] for name in FAMILY["Mông"]) > 0.8 * sum(mong.values())
    commune = dict(listed(province["person"], "id", "commune"))
    here = Counter(people[who] for who in names if commune[who] == "14845")
    assert {name for name, _ in here.most_common(2)} == {"Mông", "Thái"}
    fathers = [
        (who, relative)
        for who, relative, kind in listed(province["kinship"], "person", "relative", "kind")
        if kind == "father"
    ]
    same = sum(names[who].split()[0] == names[relative].split()[0] for who, relative in fathers)
    assert len(fathers) > 3_000
    assert same > 0.97 * len(fathers)


def test_the_old_are_often_known_by_their_year(province: Tables) -> None:
    births = province["person"]["birth_date"].to_pylist()
    old = [birth for birth in births if birth and birth < "1945"]
    young = [birth for birth in births if birth > "2000"]
    assert sum(len(birth) == 4 for birth in old) > 0.12 * len(old)
    assert sum(len(birth) == 4 for birth in young) < 0.01 * len(young)
    assert sum(birth.endswith("-01-01") for birth in old) > 0.08 * len(old)


def test_faults_that_the_checks_look_for(province: Tables) -> None:
    numbers = Counter(number for number in province["person"]["citizen_id"].to_pylist() if number)
    assert sum(count > 1 for count in numbers.values()) >= 2
    dead = set(province["death"]["person"].to_pylist())
    drawing = province["heldallowance"].filter(pc.is_null(province["heldallowance"]["ends_on"]))
    assert dead & set(drawing["person"].to_pylist())
    accounts = Counter(listed(province["paymentaccount"], "bank", "number"))
    assert max(accounts.values()) >= 4
    without_paper = [change for change in province["disability"]["change"].to_pylist() if change == 1]
    assert 0 < len(without_paper) < 0.1 * len(province["disability"])
    assert pc.count(province["disability"]["valid_until"]).as_py() > 0
    members = set(province["membership"]["person"].to_pylist())
    assert set(province["person"]["id"].to_pylist()) - members  # entered once more, in no household
    assert [birth for birth in province["person"]["birth_date"].to_pylist() if birth and birth < "1922"]
    assert province["disability"]["replaces"].drop_null().to_pylist()


def test_mountains_are_poor_and_towns_are_full() -> None:
    land = lay_out(5, "38", COMMUNES, 10_000)
    homes = dict(zip((commune.code for commune in land.communes), land.households.tolist(), strict=True))
    hard = {commune.code for commune, is_hard in zip(land.communes, land.hard, strict=True) if is_hard}
    assert sum(homes.values()) == 10_000
    assert homes["14758"] > homes["14845"]
    assert {"14845", "14848"} <= hard
    assert not {"14758", "15271", "16012"} & hard
    assert all(village.startswith("Bản ") for village in land.villages[1])


@pytest.mark.parametrize(("province", "mountain"), [("11", True), ("80", False), ("99", True)])
def test_other_provinces_by_their_land(province: str, mountain: bool) -> None:
    communes = tuple(Commune(f"{number:05d}", f"Xã {number}") for number in range(40))
    found = whole(Order(2, 3_000, province, communes))
    peoples = Counter(found["identity"]["ethnicity"].to_pylist())
    assert (peoples["Kinh"] < 0.95 * sum(peoples.values())) == mountain


def test_parts_of_names_and_codes() -> None:
    assert plain("Đặng Thị Hoà") == "Dang Thi Hoa"
    drawn = Words([{"a": 3, "b": 1}]).table({"a": 3, "b": 1})
    assert [int((drawn == place).sum()) for place in (0, 1)] == [49_152, 16_384]
    assert len(FAMILIES.words) > 60
    made = codes("N", pa.array(range(1, 2_000)).to_numpy())
    assert pc.count_distinct(made).as_py() == 1_999
    assert all(re.fullmatch(r"N-[0-9A-HJKMNP-TV-Z]{10}", code) for code in made.to_pylist())


def test_a_table_takes_no_column_that_it_does_not_have() -> None:
    with pytest.raises(KeyError, match="hiv has no degree"):
        table("hiv", 1, 1, {"degree": "severe"})
    assert Dice(1).between(3, 3, 2).tolist() == [3, 3]


def test_the_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--people", "600", "--out", str(tmp_path / "out"), "--seed", "9"])
    assert len(list((tmp_path / "out").glob("*.parquet"))) == len(SCHEMAS)
    assert "people" in capsys.readouterr().err
