"""Small lists of invented people, and a command line to make rolls of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from ansinh.cli.main import main

HEADINGS = ("STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Mức độ khuyết tật", "Hộ nghèo", "Hưởng lương hưu", "Ngày chết")
MAPPING = """\
id: {column: "Số CCCD", kind: cccd}
name: "Họ và tên"
commune: {constant: "xã An Bình"}
columns:
  - {column: "Ngày sinh", fact: birth_date}
  - column: "Mức độ khuyết tật"
    fact: disability_degree
    values: {"nặng": severe, "đbn": extreme, "nhẹ": mild, "?": unknown}
  - column: "Hộ nghèo"
    values: {"x": {poverty_class: poor}}
  - {column: "Hưởng lương hưu", fact: has_pension, values: {"x": true}}
  - {column: "Ngày chết", fact: death_date}
vouched: {disability_degree: none, poverty_class: other, has_pension: false, death_date: none}
ignored: ["STT"]
"""
Person = Mapping[str, str]
TU: Person = {"name": "Nguyễn Thị Tư", "id": "025147000001", "born": "02/03/1947"}
SAU: Person = {"name": "Trần Văn Sáu", "id": "025068000002", "born": "15/07/1968", "degree": "đbn"}
LANH: Person = {"name": "Phạm Thị Lành", "id": "025190000003", "born": "01/01/1990"}
DOUBT: Person = {"name": "Lê Văn Ba", "id": "025070000004", "born": "09/09/1970", "degree": "?"}
BAD: Person = {"name": "Đỗ Văn Lỗi", "id": "025050000005", "born": "31/02/1950"}
PEOPLE = (TU, SAU, LANH, DOUBT, BAD)
# Every fact that no column holds means "no", so that only what a test says decides.
ASKED = ("--month", "2026-11", "--decided", "2026-11-24", "--closed")
_CELLS = ("name", "id", "born", "degree", "poor", "pension", "died")


def make_list(folder: Path, people: Sequence[Person] = PEOPLE, name: str = "ds.xlsx") -> Path:
    """Write a list and its mapping beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("DS")
        sheet.write_row(0, 0, ["DANH SÁCH ĐỐI TƯỢNG"])
        sheet.write_row(2, 0, HEADINGS)
        for number, person in enumerate(people, start=1):
            sheet.write_row(2 + number, 0, [number, *(person.get(cell, "") for cell in _CELLS)])
    path.with_name(f"{name}.mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return path


def roll(path: Path, out: Path, *more: str, asked: Sequence[str] = ASKED, lang: str = "vi") -> int:
    """Run `ansinh roll` in this process."""
    return main(["--lang", lang, "roll", *asked, "--out", str(out), *more, str(path)])


def summary(out: Path) -> dict[str, Any]:
    """The summary of a roll."""
    found: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return found


def table(out: Path, name: str) -> list[list[str]]:
    """A .csv of a roll, header first."""
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))
