"""The roll end to end: every row is paid, open, refused or bad; sums hold; the same list gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from ansinh.kernel.messages import use_language
from ansinh.lawdesk.roll.wording import count_words
from tests.lawdesk.lists import BAD, DOUBT, LANH, PEOPLE, SAU, TU, make_list, roll, summary, table


def cells(out: Path, name: str, column: str) -> list[str]:
    header, *rows = table(out, name)
    return [row[header.index(column)] for row in rows]


def test_every_row_ends_up_in_exactly_one_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path), out) == 3
    assert cells(out, "roll", "Họ và tên") == [TU["name"], SAU["name"]]
    assert set(cells(out, "undetermined", "Họ và tên")) == {DOUBT["name"]}
    assert set(cells(out, "refused", "Họ và tên")) == {LANH["name"]}
    assert [row[0] for row in table(out, "bad-rows")[1:]] == ["8"]
    counts = summary(out)["counts"]
    assert (counts["rows"], counts["people"], counts["bad_rows"]) == (5, 4, 1)
    assert (counts["paid"], counts["undetermined"], counts["refused"]) == (2, 1, 1)
    said = capsys.readouterr().out
    assert "5 dòng = 4 người + 1 dòng lỗi" in said
    assert "dòng 8" in said
    assert BAD["name"] not in said


def test_amounts_articles_and_totals_are_those_of_the_law(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    assert dict(zip(cells(out, "roll", "Họ và tên"), cells(out, "roll", "Mức tiền"), strict=True)) == {
        TU["name"]: "540000",
        SAU["name"]: "1080000",
    }
    assert all("NĐ" in text for text in cells(out, "roll", "Căn cứ"))
    found = summary(out)
    assert sum(item["amount"] for item in found["by_programme"]) == 1_620_000 == found["counts"]["amount"]
    assert [(item["commune"], item["amount"], item["people"]) for item in found["by_commune"]] == [
        ("xã An Bình", 1_620_000, 4)
    ]
    kept = pq.read_table(out / "roll.parquet").to_pylist()
    assert [(line["id"], line["amount"]) for line in kept] == [(TU["id"], 540_000), (SAU["id"], 1_080_000)]


def test_an_open_case_names_the_fact_and_its_paper_and_a_refusal_what_would_change_it(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    assert "Mức độ khuyết tật" in cells(out, "undetermined", "Dữ kiện còn thiếu")[0]
    assert "Giấy xác nhận khuyết tật" in cells(out, "undetermined", "Giấy tờ chứng minh")[0]
    changes = " ".join(cells(out, "refused", "Thay đổi nhỏ nhất để đủ điều kiện"))
    assert "Mức độ khuyết tật" not in changes
    assert "01/01/2065" in changes
    assert all(cells(out, "refused", "Căn cứ"))


def test_head_counts_of_reasonings_cover_everybody_once_per_programme(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    header, *rows = table(out, "reasonings")
    programme, people, amount = (header.index(name) for name in ("Chế độ", "Số người", "Mức tiền"))
    by_programme: dict[str, int] = {}
    for row in rows:
        by_programme[row[programme]] = by_programme.get(row[programme], 0) + int(row[people])
    assert set(by_programme.values()) == {4}
    assert sum(int(row[amount]) for row in rows) == 1_620_000


def test_a_clean_list_is_status_0_and_leaves_no_bad_rows_file(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path, PEOPLE[:4]), out) == 0
    assert not list(out.glob("bad-rows.*"))


def test_without_a_mapping_one_is_proposed_kept_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path)
    mapping = path.with_name("ds.xlsx.mapping.yaml")
    mapping.unlink()
    roll(path, tmp_path / "a")
    assert mapping.is_file()
    said = capsys.readouterr().out
    assert str(mapping) in said
    assert "BẢNG GHÉP CỘT CHƯA ĐƯỢC XEM LẠI" in said
    assert "BẢNG GHÉP CỘT CHƯA ĐƯỢC XEM LẠI" in (tmp_path / "a" / "index.html").read_text(encoding="utf-8")
    assert summary(tmp_path / "a")["mapping"]["proposed"] is True
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("kind: cccd", "kind: text"), encoding="utf-8")
    roll(path, tmp_path / "b")
    assert summary(tmp_path / "b")["mapping"]["proposed"] is False
    assert "CHƯA ĐƯỢC XEM LẠI" not in (tmp_path / "b" / "index.html").read_text(encoding="utf-8")
    assert "kind: text" in (tmp_path / "b" / "mapping.yaml").read_text(encoding="utf-8")


def test_assumptions_stand_in_the_summary_and_on_the_page(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    found = summary(out)["assumptions"]
    assert {item["fact"]: item["value"] for item in found["vouched"]}["has_pension"] == "không"
    assert any(item["fact"] == "in_facility" for item in found["closed"])
    assert any(item["fact"] == "carer_situation" for item in found["absent"])
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Danh sách cam đoan" in page
    assert "Theo yêu cầu, dữ kiện không có cột được coi là" in page


def test_without_closed_a_fact_without_a_column_is_unknown(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out, asked=("--month", "2026-11", "--decided", "2026-11-24"))
    assert set(cells(out, "undetermined", "Họ và tên")) == {person["name"] for person in PEOPLE[:4]}
    assert SAU["name"] not in cells(out, "roll", "Họ và tên")
    assert any("cơ sở trợ giúp xã hội" in text for text in cells(out, "undetermined", "Dữ kiện còn thiếu"))
    assert any(item["fact"] == "in_facility" for item in summary(out)["assumptions"]["absent"])


def test_somebody_born_after_the_month_is_a_bad_row(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    child = {"name": "Em Bé", "id": "025226000009", "born": "01/12/2026"}
    assert roll(make_list(tmp_path, [child, TU]), out) == 3
    assert summary(out)["counts"]["bad_rows"] == 1


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    path = make_list(tmp_path)
    digests = []
    for name in ("a", "b"):
        roll(path, tmp_path / name)
        files = sorted((tmp_path / name).iterdir())
        digests.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files})
    assert digests[0] == digests[1]
    assert len(digests[0]) >= 14


def test_a_roll_replaces_a_roll_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = make_list(tmp_path), tmp_path / "roll"
    roll(path, out)
    (out / "old.txt").write_text("x")
    assert roll(path, out) == 3
    assert not (out / "old.txt").exists()
    other = tmp_path / "letters"
    other.mkdir()
    (other / "a.txt").write_text("x")
    assert roll(path, other) == 2
    assert (other / "a.txt").read_text() == "x"
    assert "không phải danh sách chi trả" in capsys.readouterr().err
    assert not [item for item in tmp_path.iterdir() if item.name.startswith(".")]


def test_json_says_the_summary_and_the_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = roll(make_list(tmp_path), tmp_path / "roll", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["exit"] == status == 3
    assert said["counts"] == summary(tmp_path / "roll")["counts"]


def test_progress_goes_to_standard_error_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roll(make_list(tmp_path), tmp_path / "roll", "--progress")
    said = capsys.readouterr()
    assert "Đang xét: 4 / 4" in said.err
    assert "Đang xét" not in said.out


@pytest.mark.parametrize(
    ("more", "name"),
    [(("--programme", "no.such"), "no.such"), (("--province", "ZZ"), "ZZ"), (("--previous", "nowhere"), "nowhere")],
)
def test_what_cannot_be_asked_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], name: str
) -> None:
    assert roll(make_list(tmp_path), tmp_path / "roll", *more) == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "roll").exists()


def test_a_list_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roll(tmp_path / "missing.xlsx", tmp_path / "roll") == 2
    assert "missing.xlsx" in capsys.readouterr().err


def test_both_languages_say_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path)
    roll(path, tmp_path / "vi")
    roll(path, tmp_path / "en", lang="en")
    said = capsys.readouterr().out
    assert "Tổng chi trả" in said
    assert "To be paid" in said
    vi, en = ((tmp_path / name / "index.html").read_text(encoding="utf-8") for name in ("vi", "en"))
    assert '<html lang="vi">' in vi
    assert "Chưa kết luận được" in vi
    assert '<html lang="en">' in en
    assert "Cannot be decided yet" in en
    assert "Chưa kết luận" not in en
    assert summary(tmp_path / "vi")["counts"] == summary(tmp_path / "en")["counts"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", ["1 người", "3 người", "2 ngày", "1 tháng"]), ("en", ["1 person", "3 people", "2 days", "1 month"])],
)
def test_units_are_said_in_the_readers_language(language: str, said: list[str]) -> None:
    use_language(language)
    try:
        counted = [(1, "người"), (3, "người"), (2, "ngày"), (1, "tháng")]
        assert [count_words(number, unit) for number, unit in counted] == said
        assert (count_words(500_000, "VND"), count_words(61, "%")) == ("500.000 đồng", "61 %")
    finally:
        use_language("vi")


def test_narrow_tables_carry_the_name_of_each_column_in_the_cell(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    page = (out / "index.html").read_text(encoding="utf-8")
    cells_of_cards = re.findall(r'<tr><th scope="row"[^>]*>.*?</tr>', page)
    named = [row for row in cells_of_cards if "data-cot" in row]
    assert len(named) >= 5
    assert all("<td" not in row.replace("<td data-cot", "").replace('<td class="so" data-cot', "") for row in named)
    assert 'data-cot="Lý do"' in page


def test_the_sheet_opens_in_a_spreadsheet_program(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    sheet = openpyxl.load_workbook(out / "roll.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Danh sách chi trả của tháng"
    assert rows[5][2] == TU["name"]
    assert 540_000 in rows[5]
    assert TU["id"] in rows[5]


def test_facts_that_contradict_each_other_make_a_bad_row(tmp_path: Path) -> None:
    path, out = make_list(tmp_path, [{**TU, "pension": "500000"}, SAU]), tmp_path / "roll"
    mapping = path.with_name("ds.xlsx.mapping.yaml")
    old = '{column: "Hưởng lương hưu", fact: has_pension, values: {"x": true}}'
    new = '{column: "Hưởng lương hưu", fact: pension_amount}\n  - {column: "STT", fact: has_pension, values: {"1": false}}'
    text = mapping.read_text(encoding="utf-8").replace(old, new).replace('ignored: ["STT"]', "ignored: []")
    mapping.write_text(text.replace('"1": false', '"1": false, "2": false'), encoding="utf-8")
    assert roll(path, out) == 3
    (row,) = table(out, "bad-rows")[1:]
    assert row[0] == "4"
    assert "mâu thuẫn" in row[3] or "trái" in row[3]
    assert cells(out, "roll", "Họ và tên") == [SAU["name"]]
