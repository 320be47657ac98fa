"""What goes wrong in lists: each fault is put into a row of its own, chosen by what the row holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from synth.clerk import PLACE, Row
from synth.wording import Cell

BIRTH, CARD, HOUSEHOLD = "Ngày, tháng, năm sinh", "Số CCCD/ĐDCN", "Mã hộ"
_FIRST_ROW, _STEP = 12, 26  # faults stand scattered over the list

Put = tuple[str, Cell]
Spoiler = Callable[[Row], Sequence[Put]]


def _is_filled(row: Row, *names: str) -> bool:
    return all(row[PLACE[name]] is not None for name in names)


def _card_of_another_year(row: Row) -> list[Put]:
    digits = str(row[PLACE[CARD]]).zfill(12)
    return [(CARD, digits[:4] + f"{(int(digits[4:6]) + 50) % 100:02d}" + digits[6:])]


# (code of the problem, what must be filled in beforehand, what is put in)
FAULTS: Final[tuple[tuple[str, tuple[str, ...], Spoiler], ...]] = (
    ("day", (BIRTH,), lambda _row: [(BIRTH, "31/02/1950")]),
    ("month", (BIRTH,), lambda _row: [(BIRTH, "5/13/1971")]),
    ("two_digit_year", (BIRTH,), lambda _row: [(BIRTH, "12/5/48")]),
    ("future", (BIRTH,), lambda _row: [(BIRTH, "12/10/2062"), (CARD, None)]),
    ("not_a_date", (BIRTH,), lambda _row: [(BIRTH, "khoảng 1940")]),
    ("not_a_number", (), lambda _row: [("Dưới 16 tuổi", "hai cháu")]),
    ("out_of_range", (), lambda _row: [("Có hưởng", "x"), ("Mức (nghìn đồng)", 45_000_000)]),
    ("error_value", (), lambda _row: [("Mức (nghìn đồng)", "#N/A")]),
    ("unknown_value", (), lambda _row: [("Mức độ khuyết tật", "Loại 2")]),
    ("contradiction", (), lambda _row: [("Nam", "x"), ("Nữ", "x")]),
    ("old_id", (CARD,), lambda _row: [(CARD, "131245678")]),
    ("id_birth", (CARD, BIRTH), _card_of_another_year),
)
DUPLICATE: Final = "duplicate_id"


def spoil(rows: list[Row]) -> dict[int, str]:
    """Put every fault into one row of `rows` (in place); returns the code by the row's index.

    Raises:
        ValueError: the list is too short for all faults.
    """
    spoiled: dict[int, str] = {}
    index = _FIRST_ROW
    for code, needed, spoiler in FAULTS:
        while index < len(rows) and not _is_filled(rows[index], *needed):
            index += 1
        if index >= len(rows):
            raise ValueError(f"{len(rows)} rows are too few")
        for heading, cell in spoiler(rows[index]):
            rows[index][PLACE[heading]] = cell
        spoiled[index] = code
        index += _STEP
    spoiled[_enter_twice(rows, index)] = DUPLICATE
    return spoiled


def _enter_twice(rows: list[Row], index: int) -> int:
    """Enter the person of an early row once more, far below, as happens when a list is put together from two."""
    source = next(row for row in rows if _is_filled(row, CARD, BIRTH))
    copy = list(source)
    copy[PLACE[HOUSEHOLD]] = rows[index][PLACE[HOUSEHOLD]]
    for heading in ("Hộ nghèo", "Hộ cận nghèo", "Thôn ĐBKK"):
        copy[PLACE[heading]] = rows[index][PLACE[heading]]
    rows[index][:] = copy
    return index
