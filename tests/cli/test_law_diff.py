"""`ansinh law diff`: two days of the book and two books, in words and in people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansinh.cli.main import main
from ansinh.kernel.messages import use_language
from tests.lawdesk.lists import BAD, SAU, TU, make_list
from tests.lawengine.small_book import ALLOWANCE, PARAMETERS, programme, write_book

NEWBORN = {"name": "Trần Văn Bé", "id": "025226000009", "born": "05/10/2026"}


@pytest.fixture(autouse=True)
def _vietnamese() -> Any:
    yield
    use_language("vi")


def diff(*words: str, lang: str = "vi") -> int:
    return main(["--lang", lang, "law", "diff", *words])


def test_two_days_of_one_book_in_words_and_in_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_list(tmp_path, (TU, SAU, BAD, NEWBORN))
    asked = ("--list", str(path), "--closed", "--programme", "social.pension", "--programme", "social.elderly-poor")
    assert diff("2026-10-04", "2026-10-05", *asked) == 3
    said = capsys.readouterr().out
    assert "Mức trợ cấp hưu trí xã hội (chung cả nước): 500.000 đồng → 540.000 đồng" in said
    assert "mức bỏ – Từ đủ 80 tuổi: 2,0 (điểm đ khoản 1 Điều 6 NĐ 20/2021), đến trước ngày 05/10/2026" in said
    assert "mức mới – Từ đủ 75 tuổi: 2,0 (điểm đ khoản 1 Điều 6 NĐ 335/2026)" in said
    assert "2 người: 1 được thêm 40.000 đồng" in said
    assert "Trợ cấp xã hội hằng tháng đối với người khuyết tật" not in said
    assert diff("2026-10-06", "2026-10-06") == 0
    assert capsys.readouterr().out == "Không có gì khác.\n"


ENTITLED = "entitlement: [{id: sick, label: Ốm, require: housed, cite: [d 1]}]\n"
LEVELS = """\
levels: [{id: one, label: Một, otherwise: true, is: 40_000, cite: [d 1]}]
amount: {levels: true, per: '2', at_most: a.cap}
"""
OVERLAY = """
id: overlay.x
title: Thủ đô
territory: '01'
sources: {d: decree}
rates: [{id: more, parameter: a.rate, covers: [a.allowance], is: 130_000, from: 2024-01-01, cite: [d 1]}]
supplements: [{id: plus, programme: a.allowance, plus: 50_000, from: 2024-01-01, cite: [d 1]}]
unread: [{id: groups, label: Nhóm khác, label_en: Others, from: 2022-01-01, cite: [d 1]}]
"""
CONCURRENCE = """
sources: {d: decree}
rules:
  - id: highest
    label: Cao nhất
    highest: [a.allowance, a.fresh]
    both: [{one: [a.allowance], with: [a.fresh], cite: [d 1]}]
    cite: [d 1]
"""
READINGS = """
sources: {d: decree}
readings: {wide: {question: Rộng hay hẹp?, default: Hẹp., alternative: Rộng., cite: [d 1]}}
"""
OLD = {
    "programmes/a/gone.yaml": programme("a.gone", ENTITLED + "amount: {money: a.rate}"),
    "overlays/x.yaml": OVERLAY,
}


def _changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


NEW = {
    "programmes/a/allowance.yaml": _changed(
        ALLOWANCE,
        ("is: '1.5'", "is: '1.75'"),
        ("label: Nặng,", "label: Nặng thật,"),
        ('"!housed"', '"!housed || age > 90"'),
        ("label: Nhỏ, when", "label: Nhỏ, from: 2021-01-01, when"),
        ("[{month_of: decision_date, cite", "[{month_of: decision_date, after: 1, cite"),
        ("month_after, cite: [d 3]", "month_after, cite: [d 2]"),
        ("amount: 150_000", "amount: 175_000"),
    ),
    "programmes/a/fresh.yaml": programme("a.fresh", ENTITLED + LEVELS),
    "parameters/a.yaml": _changed(
        PARAMETERS,
        ("is: 200_000", "is: 210_000"),
        ("[{is: 250_000, cite: [d 1]}]", "[{is: 250_000, cite: [d 1]}, {from: 2026-01-01, none: true, cite: [d 1]}]"),
    ),
    "overlays/x.yaml": _changed(
        OVERLAY, ("is: 130_000", "unread: true"), ("plus: 50_000", "plus: 60_000"), ("Nhóm khác", "Nhóm khác nữa")
    ),
    "concurrence.yaml": CONCURRENCE,
    "readings.yaml": READINGS,
}


@pytest.fixture
def books(tmp_path: Path) -> tuple[str, str]:
    return str(write_book(tmp_path / "old", OLD)), str(write_book(tmp_path / "new", NEW))


def test_two_books_piece_by_piece(books: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(*books) == 0
    said = capsys.readouterr().out
    for line in (
        "mức thay đổi – Thường: 1,5 → 1,75 (Điều 2 NĐ 1)",
        "mức thay đổi – Nhỏ: – → từ ngày 01/01/2021",
        "điều kiện thay đổi – Nặng thật: lời khác",
        "điều kiện thay đổi – Không ở cơ sở: !housed → !housed || age > 90",
        "tháng đầu thay đổi – decision_date: decision_date + 0 → decision_date + 1",
        "tháng cuối thay đổi – Trợ cấp: dẫn điều khoản khác",
        "Mức chuẩn: 200.000 đồng → 210.000 đồng (Điều 1 NĐ 2), từ ngày 01/07/2026, thành luật ngày 05/10/2026",
        "Trần: không có (Điều 1 NĐ 1), từ ngày 01/01/2026",
        "Thủ đô: Mức chuẩn: 130.000 đồng → chưa đọc",
        "Thủ đô: Trợ cấp: 50.000 đồng → 60.000 đồng",
        "nhóm của tỉnh ngoài bộ luật thay đổi – Nhóm khác nữa: lời khác",
        "quy tắc hưởng một hoặc nhiều chế độ mới – Cao nhất (Điều 1 NĐ 1)",
        "chỗ để ngỏ cách hiểu mới – Rộng hay hẹp? (Điều 1 NĐ 1)",
        "chế độ bỏ – T",
        "mức mới – Một: 40.000 đồng (Điều 1 NĐ 1)",
    ):
        assert line in said, line
    assert "• Trần (" not in said
    assert diff(*books, lang="en") == 0
    english = capsys.readouterr().out
    assert "Standard: 200.000 đồng → 210.000 đồng" in english
    assert "1.5 → 1.75" in english


def test_json_names_every_piece(books: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(*books, "--json", "--programme", "a.allowance") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["before"] != found["after"]
    rows = {item["id"]: item for item in found["changes"] if item["part"] == "row"}
    assert rows["plain"]["before"] == {"value": "1.5", "test": "true"}
    assert (rows["young"]["from"], rows["young"]["kind"]) == ("2021-01-01", "changed")
    assert {"parameter", "rule", "rate", "supplement", "row"} <= {item["part"] for item in found["changes"]}
    assert all("a.allowance" in item["programmes"] for item in found["changes"])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("nowhere", "elsewhere"), "không có thư mục hay gói ấy"),
        (("2026-10-04", "2026-13-05"), "2026-13-05"),
        (("2026-10-04", "2026-10-05", "--programme", "x.y"), "x.y"),
        (("law", "law", "--month", "2026-13"), "không phải tháng"),
    ],
)
def test_what_cannot_be_compared_is_said(more: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(*more) == 2
    assert says in capsys.readouterr().err


def test_a_list_under_two_books_of_different_facts(
    tmp_path: Path, books: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("ma,ten,sinh,muc,o\n1,Ba,01/01/1990,nang,\n", encoding="utf-8")
    mapping = """\
id: {column: ma, kind: text}
name: ten
columns:
  - {column: sinh, fact: birth_date}
  - {column: muc, fact: degree, values: {nang: severe}}
  - {column: o, fact: housed, values: {x: true}}
vouched: {housed: false}
"""
    path.with_name("ds.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    asked = ("--list", str(path), "--month", "2026-11", "--decided", "2026-11-24", "--programme", "a.allowance")
    assert diff(*books, *asked) == 0
    assert "1 người: 1 được thêm 67.500 đồng" in capsys.readouterr().out
