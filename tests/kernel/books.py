"""Small workbooks and catalogues of facts for the tests of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import xlsxwriter
import yaml

from ansinh.kernel.mapping.model import FactType, Value

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class DeclaredFact:
    """A fact as law/facts.yaml declares it."""

    label: str
    of: str
    type: FactType
    codes: Mapping[str, str] = field(default_factory=dict)
    no: Value | None = None
    closed: bool = False
    partial: bool = False
    max: int = 10**9
    aliases: Sequence[str] = ()


def declared_facts() -> dict[str, DeclaredFact]:
    """The facts of the book of law."""
    raw = yaml.safe_load((ROOT / "law" / "facts.yaml").read_text(encoding="utf-8"))["facts"]
    return {
        name: DeclaredFact(
            fact["label"],
            fact["of"],
            fact["type"],
            fact.get("codes", {}),
            fact.get("closed"),
            fact["absence"] == "closed",
            fact.get("partial", False),
            fact.get("max", 10**9),
            fact.get("aliases", ()),
        )
        for name, fact in raw.items()
    }


def workbook(*sheets: Sequence[Sequence[object]], merges: Sequence[str] = (), names: Sequence[str] = ()) -> bytes:
    """An .xlsx of plain rows; `merges` are ranges of the first sheet, text starting with '=' becomes a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"})
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet(names[number] if names else None)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
        for merge in merges if number == 0 else ():
            sheet.merge_range(merge, None)
            top, left = _corner(merge)
            sheet.write(top, left, rows[top][left])
    book.close()
    return buffer.getvalue()


def _corner(merge: str) -> tuple[int, int]:
    first = merge.split(":", 1)[0]
    letters = first.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(first[len(letters) :]) - 1, column - 1


HEADER: tuple[str, ...] = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Hộ nghèo")


def small_list(*people: Sequence[object]) -> bytes:
    """A workbook of one header row and some people."""
    return workbook([HEADER, *people])
