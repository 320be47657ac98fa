"""`ansinh simulate`: a list and a snapshot, the cube beside it, the page; the same as editing the book."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.cli.main import main
from ansinh.kernel.messages import use_language
from ansinh.lawdesk.scenario.comparison import Comparison
from ansinh.lawdesk.scenario.tables import bars_of
from lawengine.batch.whatif import Shift
from tests.lawdesk.lists import BAD, DOUBT, LANH, SAU, TU, make_list, roll, summary, table
from tests.lawengine.batch import book

LAW = Path(__file__).parents[2] / "law"
ASKED = ("--month", "2026-11", "--decided", "2026-11-24", "--closed")
ONLY = ("--programme", "social.pension", "--programme", "social.disability-allowance")
RATE = "social.standard_rate=600000"


@pytest.fixture(autouse=True)
def _vietnamese() -> Any:
    yield
    use_language("vi")


def simulate(place: Path, *more: str, lang: str = "vi") -> int:
    return main(["--lang", lang, "simulate", *ASKED, *ONLY, *more, str(place)])


def told(place: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    simulate(place, "--json", *more)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def people(place: Path, rows: int = 40) -> Path:
    """A snapshot: every second person is old, some are disabled, of every seventh no birth date is known."""
    numbers = list(range(rows))
    born = [date(1945 + n % 2 * 40, 1, 1 + n % 28) if n % 7 else None for n in numbers]
    degrees = [(None, "none", "severe", "extreme")[n % 4] if n % 3 == 0 else "none" for n in numbers]
    columns = {
        "person_id": pa.array(numbers),
        "household_id": pa.array([n // 2 for n in numbers]),
        "commune": pa.array([f"xã {n // 10}" for n in numbers]),
        "birth_date": pa.array(born, pa.date32()),
        "disability_degree": pa.array(degrees),
        "has_pension": pa.array([n % 5 == 0 for n in numbers]),
        "pension_amount": pa.array([520_000 + n * 1_000 if n % 5 == 0 else 0 for n in numbers], pa.int32()),
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), place)
    return place


def test_a_list_says_cost_gainers_and_losers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = make_list(tmp_path, (TU, SAU, LANH, DOUBT, BAD)), tmp_path / "out"
    assert simulate(path, "--set", RATE, "--set", "social.pension_rate=500.000", "--out", str(out)) == 3
    said = capsys.readouterr().out
    assert "Mức chuẩn trợ giúp xã hội (tối thiểu chung cả nước): 540.000 đồng → 600.000 đồng" in said
    assert "4 người: 1 được thêm 120.000 đồng, 1 bị giảm 40.000 đồng, 1 không đổi, 1 chưa kết luận." in said
    assert "Chi phí 1.620.000 → 1.700.000 đồng (+80.000)." in said
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "http" not in page.replace("http-equiv", "")
    assert main(["--lang", "vi", "view", "--check", str(out)]) == 0
    assert table(out, "communes")[1] == ["xã An Bình", "1620000", "1700000", "80000", "1", "1", "1", "1"]
    assert {row[0]: row[6] for row in table(out, "programmes")[1:]} == {
        "Trợ cấp hưu trí xã hội": "-40000",
        "Trợ cấp xã hội hằng tháng đối với người khuyết tật": "120000",
    }
    assert simulate(path, "--set", RATE, "--out", str(out), lang="en") == 3
    assert "1 gain 120.000 đồng" in capsys.readouterr().out


def test_it_is_what_an_edited_book_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, edited = make_list(tmp_path, (TU, SAU, LANH)), tmp_path / "law"
    shutil.copytree(LAW, edited)
    file = edited / "parameters" / "social.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("is: 540_000, cite: [nd335 4.2, nd335 32.3]") == 1
    file.write_text(
        text.replace("is: 540_000, cite: [nd335 4.2, nd335 32.3]", "is: 600_000, cite: [nd335 4.2, nd335 32.3]"),
        encoding="utf-8",
    )
    found = told(path, capsys, "--set", RATE)
    assert roll(path, tmp_path / "roll", "--law", str(edited), *ONLY) == 0
    assert found["after"] == summary(tmp_path / "roll")["counts"]["amount"]
    capsys.readouterr()
    assert main(["--lang", "vi", "law", "diff", str(LAW), str(edited), "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["id"], change["before"]["value"], change["after"]["value"]) == (
        "social.standard_rate",
        "540000",
        "600000",
    )
    assert main(["--lang", "vi", "law", "diff", str(LAW), str(edited), "--list", str(path), "--closed", *ONLY]) == 2
    assert "xét tháng nào" in capsys.readouterr().err
    asked = ["--list", str(path), *ASKED, *ONLY]
    assert main(["--lang", "vi", "law", "diff", str(LAW), str(edited), *asked]) == 0
    said = capsys.readouterr().out
    assert "540.000 đồng → 600.000 đồng (khoản 2 Điều 4 NĐ 335/2026; khoản 3 Điều 32 NĐ 335/2026)" in said
    assert "1 được thêm 120.000 đồng, 0 bị giảm" in said


def test_a_snapshot_is_asked_through_its_cube(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = people(tmp_path / "people.parquet")
    settings = ("--set", RATE, "--set", "social.pension_rate=530000")
    first = told(place, capsys, *settings)
    again = main(["--lang", "vi", "simulate", *ASKED, *ONLY, *settings, str(place)])
    captured = capsys.readouterr()
    assert (again, captured.err) == (0, "")
    assert "xã 3: " in captured.out
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".cube")] == ["people.parquet.cube"]
    folder = tmp_path / "many"
    people(folder / "one.parquet")
    (folder / "settings.txt").write_text("", encoding="utf-8")
    assert told(folder, capsys, *settings) == first
    assert first["people"] == 40
    assert first["balanced"]
    assert first["losers"] > 0
    assert first["gainers"] > 0
    assert first["undetermined"] > 0
    # Another cut: whoever has 535.000 of pension is entitled at 540.000, not at 530.000.
    simulate(place, "--set", "social.pension_rate=541000")
    assert "không phân biệt được" in capsys.readouterr().err
    simulate(place, "--set", "social.pension_rate=541000")
    assert capsys.readouterr().err == ""
    simulate(place, *settings)
    assert capsys.readouterr().err == ""


def test_a_cube_is_of_these_people_and_is_not_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = people(tmp_path / "people.parquet")
    assert told(place, capsys, "--set", RATE)["people"] == 40
    people(place, 50)
    assert told(place, capsys, "--set", RATE)["people"] == 50
    kept = tmp_path / "people.parquet.cube"
    for number in range(9):
        assert simulate(place, "--decided", f"2026-11-{10 + number}", "--set", RATE) == 0
    assert len(list(kept.iterdir())) == 8
    shutil.rmtree(kept)
    kept.write_text("in the way", encoding="utf-8")
    capsys.readouterr()
    assert told(place, capsys, "--set", RATE)["people"] == 50


def test_what_no_cube_holds_is_judged_person_by_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.write(tmp_path / "law")
    place = tmp_path / "many-days.parquet"
    columns = {"person_id": [1, 2], "household_id": [1, 2], "days": [80, 3], "housed": [False, False]}
    pq.write_table(pa.table(columns), place)
    asked = ["--month", "2026-11", "--decided", "2026-11-24", "--programme", "b.days", "--law", str(tmp_path / "law")]
    assert main(["--lang", "vi", "simulate", *asked, "--set", "b.rate=150000", str(place)]) == 0
    captured = capsys.readouterr()
    assert "xét từng người" in captured.err
    assert "2 người: 0 được thêm 0 đồng, 2 bị giảm 4.150.000 đồng" in captured.out


def test_households_and_many_communes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.write(tmp_path / "law")
    numbers = list(range(25))
    columns = {"person_id": numbers, "household_id": numbers, "commune": [f"xã {n}" for n in numbers]}
    place = tmp_path / "houses.parquet"
    pq.write_table(pa.table({**columns, "hard_area": [True] * 25}), place)
    asked = ["--month", "2023-05", "--decided", "2023-06-01", "--programme", "b.old", "--law", str(tmp_path / "law")]
    assert main(["--lang", "vi", "simulate", *asked, "--set", "b.rate=150000", str(place)]) == 0
    said = capsys.readouterr().out
    assert "25 hộ được thêm, 0 hộ bị giảm." in said
    assert "… và 5 xã khác" in said
    assert "Chi phí 2.500.000 → 3.750.000 đồng (+1.250.000)." in said
    listed = tmp_path / "houses.csv"
    listed.write_text("ma,vung\n1,x\n2,x\n", encoding="utf-8")
    mapping = "id: {column: ma, kind: text}\ncolumns:\n  - {column: vung, fact: hard_area, values: {x: true}}\n"
    listed.with_name("houses.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    assert main(["--lang", "vi", "simulate", *asked, "--set", "b.rate=150000", str(listed)]) == 0
    assert "2 hộ được thêm, 0 hộ bị giảm." in capsys.readouterr().out


def test_programmes_of_which_nothing_can_be_told_take_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_list(tmp_path, (TU,))
    month = ("--month", "2026-11", "--decided", "2026-11-24")
    assert main(["--lang", "vi", "simulate", *month, "--set", RATE, str(path)]) == 0
    assert "chế độ khác không chi cho ai ở đây mà có người chưa kết luận được" in capsys.readouterr().out
    asked = ("--from", "2026-10", "--to", "2026-10", "--decided", "2026-10-06", "--again", "2026-10-10")
    assert main(["--lang", "vi", "recompute", *asked, str(path)]) == 0
    said = capsys.readouterr().out
    assert "chế độ khác không chi cho ai ở đây mà có người chưa kết luận được" in said
    assert "Nguyên nhân" not in said


def test_figures_that_differ_are_not_balanced() -> None:
    empty = Comparison(0, 0, (), (), Shift(), Shift())
    assert empty.balanced
    assert bars_of(empty) == []
    assert not Comparison(0, 0, (), (), Shift(gain=1), Shift()).balanced


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("social.standard_rate",), "không có dạng"),
        (("social.standard_rate=1.5",), "không có dạng"),
        ((RATE, RATE), "đặt hai lần"),
        (("social.standard_rat=600000",), "gần nhất là social.standard_rate"),
        (("social.standard_rate=9999999999999",), "cần một mức từ 0"),
    ],
)
def test_what_cannot_be_set_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], says: str
) -> None:
    path = make_list(tmp_path, (TU,))
    assert simulate(path, *(word for text in given for word in ("--set", text))) == 2
    assert says in capsys.readouterr().err


def test_another_folder_and_a_broken_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU,))
    assert simulate(path, "--set", RATE, "--out", str(tmp_path)) == 2
    assert "không phải bản so sánh" in capsys.readouterr().err
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1")
    assert simulate(broken, "--set", RATE) == 2
    assert capsys.readouterr().err


def test_groups_outside_the_book_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU,))
    assert main(["--lang", "vi", "simulate", *ASKED, "--province", "22", "--set", RATE, str(path)]) == 0
    assert "CHƯA ĐỦ" in capsys.readouterr().out
