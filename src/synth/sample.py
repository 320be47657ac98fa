"""The sample list: a commune's spreadsheet as communes really keep it, with some rows wrong, always the same.

`python -m synth.sample FILE.xlsx` writes it. Nobody in it exists.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from synth import rates
from synth.clerk import COLUMNS, PLACE, Row, write_row
from synth.faults import spoil
from synth.people import AS_OF, SyntheticPerson, households
from synth.wording import Cell

SEED: Final = 2026
VILLAGES: Final = (
    ("Thôn 1", 29),
    ("Thôn 2", 24),
    ("Thôn 3 (xóm Hoà Bình cũ)", 21),
    ("Thôn 4", 23),
    ("Thôn Bản Mới", 21),
)
HARD_VILLAGE: Final = "Thôn Bản Mới"
# A list that is still being filled in.
UNKNOWN: Final = {**{fact: 4 * share for fact, share in rates.UNKNOWN.items()}, "poverty_class": 0.04}
SAVED: Final = datetime(2026, 11, 5, 8, 30, tzinfo=UTC)
TITLES: Final = (
    ("UBND XÃ AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PHÒNG VĂN HÓA - XÃ HỘI", "Độc lập - Tự do - Hạnh phúc"),
    ("", ""),
    ("DANH SÁCH RÀ SOÁT ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI VÀ THÀNH VIÊN TRONG HỘ", ""),
    ("(Tháng 11 năm 2026 - dữ liệu giả lập, không có người thật)", ""),
    ("", ""),
)
LEFT_TITLE_COLUMNS: Final = 6


@dataclass(slots=True)
class SampleList:
    """What is written. `faults` name wrong rows by their number in the file: the code of what is wrong."""

    villages: list[tuple[str, list[Row]]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """All rows of people in order."""
        return [row for _, rows in self.villages for row in rows]

    def numbers(self) -> list[int]:
        """The number in the file of each of `rows()`: after titles, two rows of header, numbering and village rows."""
        number, found = len(TITLES) + 3, list[int]()
        for _, rows in self.villages:
            found += range(number + 2, number + 2 + len(rows))
            number += 1 + len(rows)
        return found


def build(seed: int = SEED) -> SampleList:
    """Make up the people and write their rows down as a clerk would."""
    random = Random(seed)  # noqa: S311 - made-up people, not secrets
    sample = SampleList()
    for place, (village, count) in enumerate(VILLAGES):
        stream = households(seed + place, hard_area=village == HARD_VILLAGE, unknown=UNKNOWN)
        rows = [
            write_row(random, person, f"{place + 1}.{number:02d}")
            for number, household in enumerate(_choose(stream, count), start=1)
            for person in household
        ]
        sample.villages.append((village, rows))
    rows, numbers = sample.rows(), sample.numbers()
    sample.faults = {numbers[index]: code for index, code in spoil(rows).items()}
    for number, row in enumerate(rows, start=1):
        row[PLACE["STT"]] = number
    return sample


def _choose(stream: Iterator[list[SyntheticPerson]], count: int) -> list[list[SyntheticPerson]]:
    """Households that a commune would review, one of each rare kind among them, in the order of the stream."""
    wanted = list(_RARE)
    chosen: list[tuple[int, list[SyntheticPerson]]] = []
    common = count - len(wanted)
    for place, household in enumerate(islice(stream, _SEARCHED)):
        rare = next((kind for kind in wanted if any(kind(person) for person in household)), None)
        if rare:
            wanted.remove(rare)
            chosen.append((place, household))
        elif common and any(_is_of_interest(person) for person in household):
            common -= 1
            chosen.append((place, household))
        if not wanted and not common:
            break
    return [household for _, household in sorted(chosen, key=lambda item: item[0])]


def _age(person: SyntheticPerson) -> int:
    return AS_OF.year - person.born.year


def _is_poor(person: SyntheticPerson) -> bool:
    return person.facts.get("poverty_class") in ("poor", "near_poor")


def _is_of_interest(person: SyntheticPerson) -> bool:
    disabled = person.facts.get("disability_degree") in ("severe", "extreme")
    return _age(person) >= 74 or disabled or (_is_poor(person) and _age(person) >= 60)


def _is_poor_single_parent(person: SyntheticPerson) -> bool:
    single = person.facts.get("marital_status") in ("never_married", "widowed", "spouse_missing")
    return _is_poor(person) and single and bool(person.facts.get("children_under_16"))


def _lost_both_parents(person: SyntheticPerson) -> bool:
    lost = {person.facts.get("father_status"), person.facts.get("mother_status")}
    return _age(person) < 22 and not lost & {"present", None}


_RARE: Final[tuple[Callable[[SyntheticPerson], bool], ...]] = (
    _is_poor_single_parent,
    _is_poor_single_parent,
    _is_poor_single_parent,
    _lost_both_parents,
    lambda person: _is_poor(person) and person.facts.get("hiv") is True,
    lambda person: _is_poor(person) and _age(person) < 3,
    lambda person: _is_poor(person) and person.facts.get("pregnant") is True,
    lambda person: _lost_both_parents(person) and person.facts.get("fostered") is True,
)
_SEARCHED: Final = 2500


def write(path: Path, sample: SampleList) -> None:
    """Write the workbook; the same sample gives the same bytes with the same writer."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": SAVED, "author": "UBND xã An Bình", "title": "Danh sách rà soát tháng 11/2026"})
        sheet = book.add_worksheet("DS thang 11")
        notes = book.add_worksheet("Ghi chu")
        notes.write("A1", "x = có; để trống = không, trừ cột ngày sinh, giới tính, hôn nhân, HIV và người phụng dưỡng.")
        _write_sheet(sheet, _Formats(book), sample)


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": "Times New Roman", "font_size": 11}
        boxed = {**plain, "border": 1, "valign": "vcenter"}
        self.title: Format = book.add_format({**plain, "bold": True, "align": "center"})
        self.header: Format = book.add_format({**boxed, "bold": True, "align": "center", "text_wrap": True})
        self.village: Format = book.add_format({**boxed, "bold": True, "bg_color": "#F2F2F2"})
        self.cell: Format = book.add_format(boxed)
        self.day: Format = book.add_format({**boxed, "num_format": "dd/mm/yyyy"})
        self.digits: Format = book.add_format({**boxed, "num_format": "0"})


def _write_sheet(sheet: Worksheet, formats: _Formats, sample: SampleList) -> None:
    last = len(COLUMNS) - 1
    for place, (_, _, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
    for row, (left, right) in enumerate(TITLES):
        if right:
            sheet.merge_range(row, 0, row, LEFT_TITLE_COLUMNS, left, formats.title)
            sheet.merge_range(row, LEFT_TITLE_COLUMNS + 1, row, last, right, formats.title)
        elif left:
            sheet.merge_range(row, 0, row, last, left, formats.title)
    row = _write_header(sheet, formats, len(TITLES))
    for number, (village, rows) in enumerate(sample.villages, start=1):
        sheet.write(row, 0, ("I", "II", "III", "IV", "V")[number - 1], formats.village)
        sheet.merge_range(row, 1, row, 6, village, formats.village)
        for cells in rows:
            row += 1
            for place, cell in enumerate(cells):
                _write_cell(sheet, formats, row, place, cell)
        row += 1
    _write_foot(sheet, formats, row, len(sample.rows()))
    sheet.freeze_panes(len(TITLES) + 3, 3)


def _write_header(sheet: Worksheet, formats: _Formats, top: int) -> int:
    """Two rows of header with merged groups, then a row of numbers; returns the next row."""
    place = 0
    while place < len(COLUMNS):
        group, heading, _ = COLUMNS[place]
        if not group:
            sheet.merge_range(top, place, top + 1, place, heading, formats.header)
            place += 1
            continue
        end = place
        while end < len(COLUMNS) and COLUMNS[end][0] == group:
            sheet.write(top + 1, end, COLUMNS[end][1], formats.header)
            end += 1
        sheet.merge_range(top, place, top, end - 1, group, formats.header)
        place = end
    for number in range(len(COLUMNS)):
        sheet.write(top + 2, number, number + 1, formats.header)
    return top + 3


def _write_cell(sheet: Worksheet, formats: _Formats, row: int, place: int, cell: Cell) -> None:
    if cell is None:
        sheet.write_blank(row, place, None, formats.cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats.day)
    elif isinstance(cell, str) and cell.startswith("#"):
        sheet.write_formula(row, place, "=VLOOKUP(C1,A1:B1,2,0)", formats.cell, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell, formats.cell)
    else:
        sheet.write_number(row, place, cell, formats.digits)


def _write_foot(sheet: Worksheet, formats: _Formats, row: int, count: int) -> None:
    sheet.merge_range(row, 0, row, 2, "Tổng cộng", formats.village)
    sheet.write(row, 3, f"{count} người", formats.village)
    sheet.write(row + 2, 27, "An Bình, ngày 05 tháng 11 năm 2026", formats.title)
    sheet.write(row + 3, 2, "NGƯỜI LẬP BIỂU", formats.title)
    sheet.write(row + 3, 27, "TM. ỦY BAN NHÂN DÂN", formats.title)
    sheet.write(row + 4, 2, "(Ký, ghi rõ họ tên)", formats.title)
    sheet.write(row + 4, 27, "KT. CHỦ TỊCH", formats.title)
    sheet.write(row + 5, 27, "PHÓ CHỦ TỊCH", formats.title)
    sheet.write(row + 9, 2, "Hà Thị Hoa", formats.title)
    sheet.write(row + 9, 27, "Đinh Văn Phúc", formats.title)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample list to the file that is named."""
    parser = argparse.ArgumentParser(prog="python -m synth.sample", description="Write the sample list.")
    parser.add_argument("file", type=Path)
    write(parser.parse_args(arguments).file, build())


if __name__ == "__main__":
    main()
