"""Find the header of a list among its title rows, and give every column one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ansinh.kernel.sheets.cells import Cell, Merge, RawSheet, as_text, is_number
from ansinh.kernel.text import fold

JOINT = " › "
_SEARCHED_ROWS = 120
_DEEPEST = 4
_LONGEST_HEADING = 160

# Headings that only a list of people has; one of them must be there. Whole words anywhere in the heading.
_ANCHORS = (
    *(
        "stt",
        "so tt",
        "so thu tu",
        "ho ten",
        "ho va ten",
        "ho, ten",
        "ho dem",
        "ten doi tuong",
        "ngay sinh",
        "nam sinh",
    ),
    *("ngay thang nam sinh", "ngay, thang, nam sinh", "ngay, thang", "gioi tinh", "cccd", "cmnd", "can cuoc"),
    *("so dinh danh", "ma dinh danh", "person id", "full name", "birth date", "date of birth"),
)
_OTHERS = (
    *("ma ho", "chu ho", "quan he", "dia chi", "noi o", "thon/xom", "dan toc", "ton giao", "ghi chu", "doi tuong"),
    *("khuyet tat", "ho ngheo", "can ngheo", "so tien", "muc huong", "he so", "hon nhan", "luong huu", "thu nhap"),
    *(
        "ma so",
        "so so",
        "bhyt",
        "bao hiem",
        "so tai khoan",
        "so dien thoai",
        "tinh trang",
        "so quyet dinh",
        "thang huong",
    ),
    *("don vi", "noi cap", "ngay cap", "household", "commune", "mo coi", "nguoi cham soc", "nguoi cao tuoi"),
)
# These are headings only when they stand alone: within a longer text they are names and addresses.
_ALONE = frozenset(
    {"tt", "ten", "nam", "nu", "thon", "xom", "ban", "ap", "to", "xa", "phuong", "so", "id", "sex", "tuoi", "hiv"}
)
_WORD = {phrase: re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)") for phrase in (*_ANCHORS, *_OTHERS)}
_DATE_LIKE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{9,}")
_CODE_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of the header, zero-based and inclusive, and a name for each column from A on ('' when it has none)."""

    top: int
    bottom: int
    names: tuple[str, ...]


def find_header(sheet: RawSheet, headings: Iterable[str] = ()) -> Header | None:
    """Find the header, or None.

    Args:
        sheet: the raw sheet. headings: further headings the caller knows (from a mapping file or a catalogue of facts).
    """
    known = frozenset(fold(heading) for heading in headings) | frozenset(
        fold(part) for heading in headings for part in heading.split(JOINT.strip())
    )
    best, best_hits = None, 1
    for index, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        hits = _hits(row, known)
        if hits > best_hits:
            best, best_hits = index, hits
    if best is None:
        best = _code_names(sheet.rows)
    if best is None:
        return None
    top, bottom = _block(sheet, best)
    return Header(top, bottom, _names(sheet, top, bottom))


def _hits(row: Sequence[Cell], known: frozenset[str]) -> int:
    """How many cells are headings; 0 for a row that carries data or has nothing that a list of people must have."""
    texts = [fold(cell) for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING]
    filled = sum(cell is not None for cell in row)
    other = sum(is_number(cell) or bool(_DATE_LIKE.search(as_text(cell))) for cell in row)
    if not texts or other * 5 > filled:
        return 0
    anchored = any(text in known or _has(text, _ANCHORS) for text in texts)
    return (
        sum(text in known or text in _ALONE or _has(text, (*_ANCHORS, *_OTHERS)) for text in texts) if anchored else 0
    )


def _has(text: str, phrases: Sequence[str]) -> bool:
    return any(phrase in text and _WORD[phrase].search(text) for phrase in phrases)


def _code_names(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The first row with anything in it, when it is made of distinct code names ('person_id', 'birth_date')."""
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        filled = [cell for cell in row if cell is not None]
        if not filled:
            continue
        names = [cell for cell in filled if isinstance(cell, str) and _CODE_NAME.fullmatch(cell)]
        is_header = len(names) == len(filled) == len(set(names)) > 1 and any("_" in name for name in names)
        return index if is_header else None
    return None


def _block(sheet: RawSheet, best: int) -> tuple[int, int]:
    """Grow the best row to the whole header: by its merged ranges, else by rows that complete each other."""
    top = bottom = best
    if best + 1 < len(sheet.rows) and _completes(sheet, best, best + 1):
        bottom = best + 1
    elif best > 0 and _completes(sheet, best - 1, best):
        top = best - 1
    for _ in range(_DEEPEST):
        touching = [
            merge for merge in sheet.merges if merge.top <= bottom and merge.bottom >= top and merge.bottom > merge.top
        ]
        new_top = min([top, *(merge.top for merge in touching)])
        new_bottom = max([bottom, *(merge.bottom for merge in touching)])
        if (new_top, new_bottom) == (top, bottom) or new_bottom - new_top >= _DEEPEST:
            break
        top, bottom = new_top, new_bottom
    return top, bottom


def _completes(sheet: RawSheet, upper: int, lower: int) -> bool:
    """Whether `lower` holds the sub-headings of groups in `upper`: text under groups, nothing under single columns."""
    above, below = sheet.rows[upper], sheet.rows[lower]
    if any(cell is not None and (not isinstance(cell, str) or _DATE_LIKE.search(cell)) for cell in below):
        return False
    width = max(len(above), len(below))
    top, bottom = _padded(above, width), _padded(below, width)
    starts = [index for index in range(width) if top[index] is not None]
    if not starts:
        return False
    grouped = singles = 0
    for start, end in zip(starts, [*starts[1:], width], strict=True):
        under = [bottom[index] is not None for index in range(start, end)]
        if not any(under):
            singles += 1
        elif len([flag for flag in under if flag]) > 1 and under[0]:
            grouped += 1
        else:
            return False
    return bool(grouped and singles) and not any(cell is not None for cell in bottom[: starts[0]])


def _padded(row: Sequence[Cell], width: int) -> list[Cell]:
    return [*row, *[None] * (width - len(row))]


def _names(sheet: RawSheet, top: int, bottom: int) -> tuple[str, ...]:
    width = max((len(row) for row in sheet.rows[top : bottom + 1]), default=0)
    levels = [[as_text(cell) for cell in _padded(row, width)] for row in sheet.rows[top : bottom + 1]]
    merges = [merge for merge in sheet.merges if merge.top <= bottom and merge.bottom >= top]
    for merge in merges:
        _spread(levels, merge, top)
    if not merges:
        for upper, lower in pairwise(levels):
            _fill_right(upper, lower)
    return _unique([_joined([level[index] for level in levels]) for index in range(width)])


def _spread(levels: list[list[str]], merge: Merge, top: int) -> None:
    row = merge.top - top
    if row < 0 or merge.left >= len(levels[0]):
        return
    text = levels[row][merge.left]
    for level in levels[row : merge.bottom - top + 1]:
        for column in range(merge.left, min(merge.right + 1, len(level))):
            level[column] = text


def _fill_right(upper: list[str], lower: list[str]) -> None:
    """Without merged ranges (CSV) a group's name stands over its first column only."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column]:
            upper[column] = upper[column - 1]


def _joined(parts: list[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and (not kept or part != kept[-1]):
            kept.append(part)
    return JOINT.join(kept)


def _unique(names: list[str]) -> tuple[str, ...]:
    """The second 'Ghi chú' becomes 'Ghi chú (2)', so that a mapping can name it."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(result)
