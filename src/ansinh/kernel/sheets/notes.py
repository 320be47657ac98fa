"""Remarks beside a name ('chết 3/2026', 'chuyển đi Bình Dương', 'trùng STT 45') as typed findings.

Only a clause that is understood as a whole says something; any other says nothing. A remark about a relative
('chồng chết 2010') says nothing about the person of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ansinh.kernel.partial_dates import PartialDate, PartialDateError, parse_partial_date
from ansinh.kernel.sheets.note_grammar import ADMINISTRATIVE, ALONE, KIN, PROVINCES, SHAPES, START_OF_VERB
from ansinh.kernel.text import clean, fold

NoteKind = Literal["died", "moved_out", "stopped", "suspended", "absent", "duplicate_of"]
_KINDS: dict[str, NoteKind] = {
    "died": "died",
    "registered": "died",
    "moved_out": "moved_out",
    "moved_to": "moved_out",
    "stopped": "stopped",
    "suspended": "suspended",
    "absent": "absent",
    "duplicate_of": "duplicate_of",
}
_LONGEST = 300
# A comma or a dash before a date belongs to the date; a point between digits too.
_BETWEEN = re.compile(
    r"\s*[;|+]\s*|\s*\.(?=\s|$)\s*|\s*,(?!\s*\d)(?!\s*(?:ngày|tháng|năm|từ|ngay|thang|nam|tu)\b)\s*"
    r"|\s+[\-–](?!\s*\d)\s+|\s+(?:do|vì|vi|và)\s+"
)
_BRACKETS = str.maketrans("()[]", "    ")
_LEAD_IN = re.compile(r"^(?:ghi chú|ghi chu|lý do|ly do)\s*:\s*(?:[\-–]\s*)?|^[\-–*+•]\s*", re.IGNORECASE)
_DATE_WORDS = re.compile(r"^(?:(?:ke tu|tu|vao|hoi|luc)\s+)?(?:(?:ngay|thang|nam|th|t)\s*[.:]?\s*(?=\d))?")
_CAPITALISED = re.compile(r"[^\W\d_a-zà-ỹđ][^\W\d_]*")
_NO_PLACE = frozenset(
    {"quan ly", "cap", "lam", "hoc", "theo", "nhan", "huong", "tra", "chi", "dien", "doi tuong", "the", "so", "nguoi"}
)


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """What one clause of a remark says about the person of its row.

    Attributes:
        kind: what happened. text: the clause as it stands.
        date: when, as far as it is written and can be read (a year of two digits or a day of the old calendar cannot);
            of a death that was only registered on a day, None.
        other: for 'duplicate_of' the running number (STT) it names.
    """

    kind: NoteKind
    text: str
    date: PartialDate | None = None
    other: int | None = None


def read_notes(text: str) -> tuple[NoteFinding, ...]:
    """The findings in a remark, in its order; () when nothing in it is understood for certain."""
    if len(text) > _LONGEST:
        return ()
    found: list[NoteFinding] = []
    for clause in _clauses(text):
        finding = _read(clause)
        if finding is not None:
            found.append(finding)
        elif _is_kin(clause):
            if found and len(clause.split()) <= 2:  # 'mất 2019 - chồng'
                found.pop()
            break
    return tuple(found)


def _clauses(text: str) -> Iterator[str]:
    bare = clean(text.translate(_BRACKETS))
    for part in _BETWEEN.split(_LEAD_IN.sub("", bare, count=1)):
        start = 0
        for match in re.finditer(r"(?<=\d)\s+", part):  # 'chết 3/2026 cắt từ 4/2026'
            if START_OF_VERB.match(part.lower(), match.end()) and _read(part[start : match.start()]):
                yield part[start : match.start()]
                start = match.end()
        if part[start:].strip():
            yield part[start:].strip()


def _is_kin(clause: str) -> bool:
    return any(KIN.fullmatch(word) for word in re.findall(r"[^\W\d_]+", clause.lower()))


def _read(clause: str) -> NoteFinding | None:
    lowered = clause.lower().rstrip(" .!")
    alone = ALONE.get(lowered)
    if alone is not None:
        return NoteFinding(_KINDS[alone], clause)
    for shape, pattern in SHAPES:
        match = pattern.fullmatch(lowered)
        if match is None or (shape == "moved_to" and not _is_elsewhere(clause, match)):
            continue
        parts = match.groupdict()
        other = int(parts["other"]) if parts.get("other") else None
        exact = shape != "registered" and not parts.get("vague") and not parts.get("lunar")
        return NoteFinding(_KINDS[shape], clause, _date(parts.get("date")) if exact else None, other)
    return None


def _date(written: str | None) -> PartialDate | None:
    if not written:
        return None
    folded = fold(written)
    for text in (folded, _DATE_WORDS.sub("", folded, count=1)):
        try:
            return parse_partial_date(text)
        except PartialDateError:
            continue
    return None


def _is_elsewhere(clause: str, match: re.Match[str]) -> bool:
    """Whether the place is a province, or a unit with a name: 'chuyển sang hưởng NCC' is no move."""
    place = clause[match.start("place") : match.end("place")].strip(" ,:-–")
    if fold(place) in PROVINCES:
        return True
    unit = ADMINISTRATIVE.fullmatch(place.lower())
    name = place[unit.start("name") :] if unit else place
    if fold(name) in PROVINCES:
        return unit is not None
    words = name.split()
    if len(words) > 5 or any(fold(name).startswith(word) for word in _NO_PLACE):
        return False
    return all(_is_name(word) for word in words)


def _is_name(word: str) -> bool:
    """'Bình', '4'; not 'NCC' and not 'nặng'."""
    return word.isdecimal() or (bool(_CAPITALISED.fullmatch(word)) and word != word.upper())
