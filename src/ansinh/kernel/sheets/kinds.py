"""What a row under the header is: a person, a section, a total, a signature, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from ansinh.kernel.sheets.cells import Cell, as_text, is_number
from ansinh.kernel.text import clean, fold

Kind = Literal["title", "header", "numbering", "blank", "section", "total", "signature", "note", "data"]

Filled = Sequence[tuple[int, Cell]]  # the cells that are not blank, with their places
_FEW = 3
_STRONG = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2}|(?<!\d)\d{9}(?:\d{3})?(?!\d)")
# With accents on purpose: "Tống Văn Cộng" and "Bàn Văn Tổ" are people.
_TOTAL = re.compile(r"(tổng cộng|tổng số|tổng|cộng|tong cong|tong so|total)(?!\w)", re.IGNORECASE)
_ADMINISTRATIVE = re.compile(
    r"(huyện|quận|thị xã|thành phố|tỉnh|xã|phường|thị trấn|đặc khu|"
    r"thôn|xóm|bản|ấp|khu phố|khu|tổ dân phố|tổ|tdp|làng|buôn|khóm|tiểu khu|sóc|"
    r"(?:thon|xom|ban|ap|khu|to|lang|buon)(?=\s*\d))(?!\w)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"([ivxlc]{1,6}|[a-z]|\d{1,2})\s*[.)/\-–:]\s*(?=\S)", re.IGNORECASE)
# A digit in front is left out on purpose: "1. Nguyễn Văn An" is a person.
_LETTERED = re.compile(r"([ivxlc]{1,6}|[a-z])\s*[.)/]\s*(?=\S)", re.IGNORECASE)
_GROUP_WORD = re.compile(r"(nhóm|đối tượng|diện)(?!\w)", re.IGNORECASE)
_ORDINAL_ALONE = re.compile(r"([IVXLC]{1,6}|[A-ZĐ])[.)]?")
_COUNT = re.compile(r"\(?\d+\)?\s*(người|hộ|đối tượng|trường hợp|khẩu)?\)?", re.IGNORECASE)
_NUMBERING = re.compile(r"[(\[]?(\d{1,3}|[A-Z])[)\]]?(\s*=.*)?")
_SIGNATURE = re.compile(
    r"(nguoi lap|lap bieu|chu tich|pho chu tich|tm\.? ?(ubnd|uy ban)|kt\.? ?chu tich|tl\.? ?chu tich|thu truong|"
    r"truong (thon|ban|ap|khu|phong)|phu trach|ke toan|can bo|cong chuc|xac nhan|noi nhan|"
    r"\(?ky|da ky|dai dien|giam doc)\b"
)
_PLACE_AND_DAY = re.compile(r"ngay\b.{0,14}\bthang\b.{0,14}\bnam\b")
_NOTE = re.compile(r"(ghi chu|luu y|chu thich|\*)")
_LONG_TEXT = 70


def is_strong(row: Sequence[Cell]) -> bool:
    """Whether the row carries a date or a number of 9 or 12 digits, as only a person's row does."""
    return any(isinstance(cell, date) or bool(_STRONG.search(as_text(cell))) for cell in row if cell is not None)


def is_numbering(row: Sequence[Cell]) -> bool:
    """'1 2 3 …', '(1) (2) …' or 'A B 1 2 …' under the header."""
    texts = [as_text(cell) for cell in row if cell is not None]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(match[1]) for text in texts if (match := _NUMBERING.fullmatch(text)) and match[1].isdecimal()]
    return len(numbers) >= 2 and all(later > earlier for earlier, later in pairwise(numbers))


def repeats_header(row: Sequence[Cell], headings: Sequence[str]) -> bool:
    """Whether the header was printed again (at the top of a page)."""
    pairs = [(fold(as_text(cell)), heading) for cell, heading in zip(row, headings, strict=False) if cell is not None]
    same = sum(bool(text) and text in heading for text, heading in pairs)
    return same >= 3 and same * 10 >= len(pairs) * 7


def kind_of_row(row: Sequence[Cell], *, merged_width: int, numbered: bool, signing: bool) -> Kind:
    """Judge one row under the header.

    Args:
        row: its cells. merged_width: how many columns the widest merged range that starts in its first cells covers.
        numbered: the first column is the running number ('STT'). signing: signatures have begun above.
    """
    filled = [(index, cell) for index, cell in enumerate(row) if cell is not None]
    if not filled:
        return "blank"
    texts = [clean(cell) for _, cell in filled if isinstance(cell, str)]
    strong = is_strong(row)
    if texts and not strong and _is_total(filled):
        return "total"
    if _is_signature(filled, texts, strong=strong, signing=signing):
        return "signature"
    if strong or len(filled) > _FEW or not texts:
        return "data"
    if len(filled) == 1 and (_NOTE.match(fold(texts[0])) or len(texts[0]) > _LONG_TEXT):
        return "note"
    if _is_section(filled, texts, len(row), merged_width=merged_width, numbered=numbered):
        return "section"
    return "data"


def _is_total(filled: Filled) -> bool:
    labels = [cell for _, cell in filled[:2] if isinstance(cell, str)]
    return any(_TOTAL.match(label) for label in labels)


def _is_signature(filled: Filled, texts: list[str], *, strong: bool, signing: bool) -> bool:
    folded = [fold(text) for text in texts]
    if len(filled) > len(texts) or len(texts) > 6:
        return False
    if any(_PLACE_AND_DAY.search(text) for text in folded) and len(texts) <= 2:
        return True
    if strong:
        return False
    if sum(bool(_SIGNATURE.match(text)) for text in folded) * 2 >= len(texts):
        return True
    return signing and len(texts) <= _FEW + 1


def _is_section(filled: Filled, texts: list[str], width: int, *, merged_width: int, numbered: bool) -> bool:
    others = [cell for _, cell in filled if not isinstance(cell, str)]
    label = section_label([cell for _, cell in filled])
    if not all(is_number(cell) for cell in others) or (
        others and isinstance(filled[0][1], (int, float)) and len(others) > 1
    ):
        return False
    rest = [text for text in texts if text != label]
    if not all(_ORDINAL_ALONE.fullmatch(text) or _COUNT.fullmatch(text) for text in rest):
        return False
    bare = bare_label(label)
    if _ADMINISTRATIVE.match(bare) or _LETTERED.match(label) or _GROUP_WORD.match(bare):
        return True
    if merged_width * 2 >= width and merged_width > 2:
        return True
    if texts[0] != label and _ORDINAL_ALONE.fullmatch(texts[0]):
        return True
    return len(filled) == 1 and filled[0][0] == 0 and numbered


def section_label(row: Sequence[Cell]) -> str:
    """The text of a section row without its ordinal or count in cells of their own."""
    texts = [clean(cell) for cell in row if isinstance(cell, str)]
    spoken = [text for text in texts if not _ORDINAL_ALONE.fullmatch(text) and not _COUNT.fullmatch(text)]
    return (spoken or texts or [""])[0]


_LEVELS = (
    re.compile(r"(tỉnh|huyện|quận|thị xã|thành phố)(?!\w)", re.IGNORECASE),
    re.compile(r"(xã|phường|thị trấn|đặc khu)(?!\w)", re.IGNORECASE),
    re.compile(r"(thôn|xóm|bản|ấp|khu|tổ|tdp|làng|buôn|khóm|tiểu khu|sóc|thon|xom|ban|ap|to)(?!\w)", re.IGNORECASE),
)


def section_level(label: str) -> int:
    """0 province or district, 1 commune, 2 village, 3 anything else."""
    return next((level for level, words in enumerate(_LEVELS) if words.match(bare_label(label))), len(_LEVELS))


def bare_label(label: str) -> str:
    """A section's label without 'I.' or '1)' in front."""
    return clean(_ENUMERATED.sub("", label, count=1)) if _ENUMERATED.match(label) else label
