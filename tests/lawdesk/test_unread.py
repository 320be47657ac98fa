"""What the book does not hold is on the face of an answer and of a roll: groups of the place, unread programmes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from ansinh.cli.main import main
from tests.lawdesk.lists import SAU, make_list, roll, summary, table

HA_NOI = ("--month", "2023-06", "--decided", "2026-11-24", "--closed", "--province", "01")
QUANG_NINH = ("--month", "2024-12", "--decided", "2026-11-24", "--closed", "--province", "22")
HALF_ORPHAN = {"birth_date": 2013, "father_status": "dead", "mother_disability_allowance": True}


@pytest.fixture
def household(tmp_path: Path) -> Path:
    place = tmp_path / "ho.json"
    given = {"household": {"poverty_class": "other"}, "members": [{"id": "p1", **HALF_ORPHAN}]}
    place.write_text(json.dumps(given), encoding="utf-8")
    return place


def test_an_answer_names_the_groups_and_the_unread_text(household: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "vi", "decide", *HA_NOI, "--explain", str(household)]) == 0
    told = capsys.readouterr().out
    head, people = told.split("Người p1")
    assert "CHƯA ĐỦ" in head
    assert "Nhóm riêng khác của NQ 09/2021" in head
    assert "(Điều 2 NQ 09/2021 Hà Nội)" in head
    child = people[people.index("? Trợ cấp hằng tháng của Hà Nội") :]
    assert "nội dung văn bản (biết là có nhưng chưa đọc được)\n      Điều 2 NQ 09/2021 Hà Nội [chưa thẩm định]" in child
    assert main(["--lang", "en", "decide", *HA_NOI, "--explain", str(household)]) == 0
    assert "Other groups of NQ 09/2021" in capsys.readouterr().out


def test_an_answer_without_such_groups_says_nothing_of_them(
    household: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ([], ["--province", "40"]):
        asked = ["decide", "--month", "2023-06", "--closed", "--explain", *more, str(household)]
        assert main(["--lang", "vi", *asked]) == 0
        assert "CHƯA ĐỦ" not in capsys.readouterr().out


def test_a_programme_shown_for_a_time_whose_text_is_unread_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for month, said in (("2023-06", True), ("2026-03", False)):
        assert main(["--lang", "vi", "law", "show", "ha-noi.children", "--month", month, "--province", "01"]) == 0
        assert ("Chưa biết: nội dung văn bản" in capsys.readouterr().out) is said


def test_a_roll_bears_the_groups_on_its_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out, asked=QUANG_NINH)
    (group,) = summary(out)["unread"]
    assert group["id"] == "qn-2021-groups"
    assert "(Điều 2 NQ 21/2021 Quảng Ninh)" in group["label"]
    assert f"CHƯA ĐỦ: {group['label']}" in capsys.readouterr().out
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'id="ngoai-bo-luat"' in page
    assert group["label"] in page
    sheet = openpyxl.load_workbook(out / "roll.xlsx").active
    assert sheet is not None
    face = [str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row if cell.value]
    assert any(group["label"] in line for line in face)


def test_whoever_may_fall_under_an_unread_programme_is_open(tmp_path: Path) -> None:
    poor = {**SAU, "poor": "x"}
    out = tmp_path / "roll"
    asked = ("--month", "2024-12", "--decided", "2026-11-24", "--province", "22")
    roll(make_list(tmp_path, [poor]), out, asked=(*asked, "--programme", "quang-ninh.unable-to-work"))
    header, line = table(out, "undetermined")
    assert line[header.index("Họ và tên")] == SAU["name"]
    assert "Không còn khả năng lao động" in line[header.index("Dữ kiện còn thiếu")]


def test_a_roll_of_a_place_without_such_groups_is_as_before(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    assert summary(out)["unread"] == []
    assert 'id="ngoai-bo-luat"' not in (out / "index.html").read_text(encoding="utf-8")
