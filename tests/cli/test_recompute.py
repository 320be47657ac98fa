"""`ansinh recompute`: arrears and recovery of a list, never twice, with causes and both readings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansinh.cli.main import main
from ansinh.kernel.messages import use_language
from tests.lawdesk.lists import BAD, DOUBT, LANH, SAU, TU, make_list, roll, table

ASKED = ("--from", "2026-07", "--to", "2026-10", "--decided", "2026-09-10", "--again", "2026-10-10", "--closed")
BANDS = "nd335-bands-from-july-2026"
# 77 years old, in a poor household: not told whether anybody supports her.
NAM = {"name": "Võ Thị Năm", "id": "025149000006", "born": "01/01/1949", "poor": "x"}
SOCIAL = ("social.pension", "social.disability-allowance")
ONLY = tuple(word for name in SOCIAL for word in ("--programme", name))


@pytest.fixture(autouse=True)
def _vietnamese() -> Any:
    yield
    use_language("vi")


def again(path: Path, *more: str, lang: str = "vi") -> int:
    return main(["--lang", lang, "recompute", *ASKED, *more, str(path)])


def told(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    again(path, "--json", *more)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_came_into_force_is_paid_with_its_cause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU, SAU, LANH, DOUBT))
    assert again(path, *ONLY, "--out", str(tmp_path / "out")) == 0
    said = capsys.readouterr().out
    # Bà Tư 4 × 40.000, ông Sáu 2,0 × 40.000 × 4.
    assert "truy lĩnh 480.000" in said.replace("+ truy lĩnh", "truy lĩnh")
    assert "Đã chi 6.000.000 + truy lĩnh 480.000 − thu hồi 0 = phải chi 6.480.000 đồng." in said
    assert "Mức trợ cấp hưu trí xã hội (chung cả nước): 500.000 đồng → 540.000 đồng" in said
    assert "thành luật ngày 05/10/2026" in said
    assert "1 người chưa kết luận được" in said
    header, *rows = table(tmp_path / "out", "recompute")
    assert len(rows) == 8
    assert [row[header.index("Truy lĩnh")] for row in rows].count("40000") == 4
    assert {tuple(row) for row in table(tmp_path / "out", "people")[1:]} == {
        ("Nguyễn Thị Tư", "025147000001", "xã An Bình", "160000", "0", "160000"),
        ("Trần Văn Sáu", "025068000002", "xã An Bình", "320000", "0", "320000"),
    }
    undetermined = table(tmp_path / "out", "undetermined")[1:]
    assert {row[0] for row in undetermined} == {"Lê Văn Ba"}
    assert all("Mức độ khuyết tật" in row[5] and row[7] == "chưa biết" for row in undetermined)
    assert (tmp_path / "out" / "recompute.xlsx").is_file()


def test_english_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU, BAD))
    assert again(path, *ONLY, lang="en") == 3
    said = capsys.readouterr().out
    assert "Paid 2.000.000 + arrears 160.000 − to be recovered 0 = due 2.160.000 đồng." in said
    assert "1 of the rows could not be read" in said


def test_what_was_paid_is_never_paid_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU, SAU))
    first = tmp_path / "first"
    assert again(path, *ONLY, "--out", str(first)) == 0
    capsys.readouterr()
    found = told(path, capsys, *ONLY, "--paid", str(first))
    assert (found["arrears"], found["recovery"], found["lines"], found["balanced"]) == (0, 0, 0, True)
    assert again(path, *ONLY, "--paid", str(first), "--out", str(first)) == 2
    assert "sẽ bị mất" in capsys.readouterr().err
    assert again(path, *ONLY, "--paid", str(first), "--paid", str(first)) == 2
    assert "hai lần" in capsys.readouterr().err


def test_a_roll_says_what_was_paid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU, LANH))
    july = ("--month", "2026-07", "--decided", "2026-09-10", "--closed", *ONLY)
    assert roll(path, tmp_path / "july", asked=july) == 0
    assert roll(path, tmp_path / "again", asked=july) == 0
    later = make_list(tmp_path / "later", (TU, {**LANH, "degree": "nặng"}))
    capsys.readouterr()
    found = told(path, capsys, *ONLY, "--late", str(later), "--paid", str(tmp_path / "july"))
    # Cô Lành was not known to be disabled: 1,5 × 540.000 for each month.
    assert found["arrears"] == 160_000 + 4 * 810_000
    assert again(path, *ONLY, "--late", str(later)) == 0
    assert "Mức độ khuyết tật: Không khuyết tật → Nặng" in capsys.readouterr().out
    assert again(path, *ONLY, "--paid", str(tmp_path / "july"), "--paid", str(tmp_path / "again")) == 2
    assert "một tháng chỉ chi một lần" in capsys.readouterr().err


def test_a_table_of_payments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, paid = make_list(tmp_path, (TU,)), tmp_path / "paid.csv"
    paid.write_text("person,programme,month,amount\n025147000001,social.pension,2026-07,600000\n", encoding="utf-8")
    assert again(path, *ONLY, "--paid", str(paid)) == 0
    said = capsys.readouterr().out
    assert "thu hồi 60.000" in said
    assert "đã chi 600.000 đồng, không phải 500.000 đồng như đã xét" in said
    for text in ("person,programme\n", "person,programme,month,amount\nx,social.pension,2026-13,1\n"):
        paid.write_text(text, encoding="utf-8")
        assert again(path, *ONLY, "--paid", str(paid)) == 2
        assert "paid.csv" in capsys.readouterr().err


def test_who_is_left_off_the_later_list_is_not_asked_to_give_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, later = make_list(tmp_path, (TU, SAU)), make_list(tmp_path / "later", (TU, NAM))
    out = tmp_path / "out"
    assert again(path, *ONLY, "--late", str(later), "--out", str(out)) == 0
    assert "trước đây chưa" not in capsys.readouterr().out
    rows = table(out, "undetermined")[1:]
    assert {(row[0], row[6]) for row in rows} == {("Trần Văn Sáu", "chưa kết luận được; còn thiếu: dòng đọc được")}
    causes = {row[1]: row[10] for row in table(out, "recompute")[1:]}
    assert causes["Võ Thị Năm"] == "người này không có trong danh sách trước"


def test_both_readings_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "person_id,household_id,birth_date,poverty_class,carer_situation,has_pension,survivor_benefit,merit_allowance\n"
    )
    row = "p1,h1,1949-01-01,poor,none,false,none,false\n"
    path = tmp_path / "ds.csv"
    path.write_text(text + row, encoding="utf-8")
    mapping = """\
columns:
  - {column: birth_date, fact: birth_date}
  - {column: poverty_class, fact: poverty_class, values: {poor: poor}}
  - {column: carer_situation, fact: carer_situation, values: {none: none}}
  - {column: has_pension, fact: has_pension, values: {"false": false}}
  - {column: survivor_benefit, fact: survivor_benefit, values: {none: none}}
  - {column: merit_allowance, fact: merit_allowance, values: {"false": false}}
id: {column: person_id, kind: text}
ignored: [household_id]
"""
    (tmp_path / "ds.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    asked = ("--programme", "social.elderly-poor", "--programme", "social.pension")
    found = told(path, capsys, *asked)
    # 1,5 × 40.000 for three months, and 2,0 × 540.000 − 1,5 × 500.000 in October.
    assert found["arrears"] == 3 * 60_000 + 330_000
    (other,) = [item for item in found["other_readings"] if item["reading"] == BANDS]
    assert (other["arrears"], other["chosen_here"]) == (4 * 330_000, False)
    chosen = told(path, capsys, *asked, "--reading", BANDS)
    assert chosen["arrears"] == 4 * 330_000
    assert again(path, *asked, "--reading-again", BANDS, "--out", str(tmp_path / "out")) == 0
    said = capsys.readouterr().out
    assert f"chọn cách hiểu khác ({BANDS})" in said
    readings = {row[6]: row for row in table(tmp_path / "out", "readings")[1:]}
    assert readings[BANDS][3] == str(3 * 60_000 + 330_000)
    assert readings[BANDS][5] == str(3 * 60_000 + 330_000 - 4 * 330_000)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--from", "2026-13"), "không phải tháng"),
        (("--to", "2026-06"), "cần từ 1 đến"),
        (("--again", "2026-09-09"), "trước ngày đã xét"),
        (("--programme", "relief.house"), "không phải chế độ trả tiền hằng tháng"),
        (("--out", "."), "không phải bản tính lại"),
    ],
)
def test_what_cannot_be_asked_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], says: str
) -> None:
    path = make_list(tmp_path, (TU,))
    assert again(path, *ONLY[:2], *more) == 2
    assert says in capsys.readouterr().err
