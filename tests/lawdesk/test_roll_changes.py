"""A roll against the one before: each movement has its cause in words, and the sums meet or the roll is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lawdesk.lists import BAD, LANH, SAU, TU, make_list, roll, summary, table

SEPTEMBER = ("--month", "2026-09", "--decided", "2026-11-24", "--closed")
HAI = {"name": "Vũ Thị Hai", "id": "025148000006", "born": "05/05/1948"}
BAY = {"name": "Bùi Văn Bảy", "id": "025049000007", "born": "06/06/1949"}
TURNS_75 = {"name": "Ngô Thị Mười", "id": "025151000008", "born": "20/10/1951"}


def moved(out: Path) -> dict[str, tuple[str, int, int, str]]:
    header, *rows = table(out, "changes")
    kind, before, now, cause = (header.index(name) for name in ("Biến động", "Kỳ trước", "Kỳ này", "Nguyên nhân"))
    return {row[1]: (row[kind], int(row[before]), int(row[now]), row[cause]) for row in rows}


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A roll of September and the list of November with one of each change."""
    before = make_list(tmp_path / "09", [TU, {**SAU, "degree": "nặng"}, HAI, BAY, LANH, TURNS_75])
    assert roll(before, tmp_path / "last", asked=SEPTEMBER) == 0
    now = [
        TU,
        SAU,
        {**BAY, "born": "31/02/1949"},
        {**LANH, "degree": "nặng"},
        TURNS_75,
        {"name": "Mới Thị Đến", "id": "025140000010", "born": "1940"},
    ]
    make_list(tmp_path / "11", now)
    return tmp_path


def test_every_movement_has_its_cause(both: Path) -> None:
    out = both / "roll"
    assert roll(both / "11" / "ds.xlsx", out, "--previous", str(both / "last")) == 3
    found = moved(out)
    assert TU["name"] not in found
    assert found[SAU["name"]][:3] == ("tăng", 810_000, 1_080_000)
    assert "Mức độ khuyết tật: Nặng → Đặc biệt nặng" in found[SAU["name"]][3]
    assert "mức hưởng" in found[SAU["name"]][3]
    assert found[HAI["name"]] == ("thôi hưởng", 540_000, 0, "không còn trong danh sách")
    assert found[BAY["name"]][0] == "thôi hưởng"
    assert "dòng 6" in found[BAY["name"]][3]
    assert "Mức độ khuyết tật: Không khuyết tật → Nặng" in found[LANH["name"]][3]
    assert found[TURNS_75["name"]][0] == "mới"
    assert "đủ 75 vào ngày 20/10/2026" in found[TURNS_75["name"]][3]
    assert found["Mới Thị Đến"][3] == "mới có trong danh sách"


def test_last_roll_and_changes_are_this_roll(both: Path) -> None:
    out = both / "roll"
    roll(both / "11" / "ds.xlsx", out, "--previous", str(both / "last"))
    found = summary(out)["changes"]
    assert found["before"] == summary(both / "last")["counts"]["amount"]
    assert found["after"] == summary(out)["counts"]["amount"]
    assert found["before"] + found["change"] == found["after"]
    assert all(item["before"] + item["change"] == item["after"] for item in found["by_programme"])
    assert sum(now - before for _, before, now, _ in moved(out).values()) == found["change"]
    assert "Biến động so với tháng 09/2026" in (out / "index.html").read_text(encoding="utf-8")


def test_a_changed_rate_is_named_with_its_article(tmp_path: Path) -> None:
    path = make_list(tmp_path, [TU, SAU])
    june = ("--month", "2026-06", "--decided", "2026-06-20", "--closed")
    roll(path, tmp_path / "last", asked=june)
    out = tmp_path / "roll"
    roll(path, out, "--previous", str(tmp_path / "last"))
    kind, before, now, cause = moved(out)[SAU["name"]]
    assert (kind, before, now) == ("tăng", 1_000_000, 1_080_000)
    assert "mức tiền thay đổi: 1.000.000 → 1.080.000 đồng" in cause
    assert "NĐ 335/2026" in cause


def test_an_altered_earlier_roll_is_refused(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = both / "last" / "summary.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    said["by_programme"][0]["amount"] += 1
    place.write_text(json.dumps(said), encoding="utf-8")
    out = both / "roll"
    assert roll(both / "11" / "ds.xlsx", out, "--previous", str(both / "last")) == 4
    assert "có danh sách đã bị sửa" in capsys.readouterr().err
    assert not out.exists()


def test_an_earlier_roll_must_be_earlier(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--month", "2026-09", "--decided", "2026-11-24", "--closed")
    out = both / "roll"
    assert roll(both / "11" / "ds.xlsx", out, "--previous", str(both / "last"), asked=asked) == 2
    assert "2026-09" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["last", "last/../last", "link", "."])
def test_the_earlier_roll_is_never_overwritten(
    both: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    (both / "link").symlink_to("last", target_is_directory=True)
    monkeypatch.chdir(both)
    before = (both / "last" / "people.parquet").read_bytes()
    (both / "summary.json").write_text("{}", encoding="utf-8")
    assert roll(both / "11" / "ds.xlsx", Path(out), "--previous", "last") == 2
    assert "--out" in capsys.readouterr().err
    assert (both / "last" / "people.parquet").read_bytes() == before


def test_whoever_was_a_bad_row_last_time_is_new_for_that_reason(tmp_path: Path) -> None:
    mended = {**BAD, "born": "28/02/1950"}
    roll(make_list(tmp_path / "09", [BAD, TU]), tmp_path / "last", asked=SEPTEMBER)
    out = tmp_path / "roll"
    roll(make_list(tmp_path / "11", [mended, TU]), out, "--previous", str(tmp_path / "last"))
    assert moved(out)[BAD["name"]][3] == "kỳ trước dòng của người đó bị lỗi (dòng 4)"


def test_a_bad_row_with_a_persons_number_does_not_replace_the_person(tmp_path: Path) -> None:
    twice = make_list(tmp_path / "09", [TU, {**TU, "name": "Ai Khác"}])
    assert roll(twice, tmp_path / "last", asked=SEPTEMBER) == 3
    out = tmp_path / "roll"
    roll(make_list(tmp_path / "11", [SAU]), out, "--previous", str(tmp_path / "last"))
    found = moved(out)
    assert set(found) == {TU["name"], SAU["name"]}
    assert found[TU["name"]] == ("thôi hưởng", 540_000, 0, "không còn trong danh sách")
