"""Dates as Vietnamese lists write them: a day, only a month, or only a year, in every shape that was seen."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.text import fold

FIRST_YEAR, LAST_YEAR = 1850, 2200  # what the law engine takes
OLDEST_AGE = 130
# Day 0 of Excel's calendar as it is from March 1900 on (Excel believes in 29 February 1900).
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = LAST_YEAR + 1, (date(2100, 1, 1) - _EXCEL_DAY_0).days

_UNSAID = r"(?:0{1,2}|\.{2,}|…|[-_?]{1,2}|x{1,2})"
_PART = rf"(\d{{1,2}}|{_UNSAID})"
_BETWEEN = r"\s*[/\-. ]\s*"
_DAY_FIRST = re.compile(rf"{_PART}{_BETWEEN}{_PART}{_BETWEEN}(\d{{1,4}})")
_MONTH_FIRST = re.compile(rf"{_PART}{_BETWEEN}(\d{{1,4}})")
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[/\-.]\s*(\d{1,2})(?:\s*[/\-.]\s*(\d{1,2}))?(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_WORDS = re.compile(r"(?:ngay\s*(\d{1,2})\s*,?\s*)?thang\s*(\d{1,2})\s*(?:,|/|-)?\s*(?:nam)?\s*(\d{1,4})")
_DAY_MONTH_WORDS = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*,?\s*(?:nam)?\s*(\d{1,4})")
_ENGLISH = re.compile(r"(\d{1,2})[- /](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- /](\d{1,4})")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMPACT = re.compile(r"\d{8}")
_NUMBER = re.compile(r"(\d{1,6})(?:\.(0+))?")
_LEAD_IN = re.compile(r"^(?:ngay sinh|nam sinh|sinh nam|sinh ngay|sinh|sn|ns|nam)\s*[:.]?\s*")
_MIDNIGHT = re.compile(r"\s+0{1,2}:00(?::00)?$")


class PartialDateError(AnSinhError):
    """A value that is no date."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def text(self) -> str:
        """'1944-03-02', '1944-03' or '1944': the shapes that the law engine reads."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def shown(self) -> str:
        """'02/03/1944', '03/1944' or '1944': as people here write dates."""
        return "/".join(reversed(self.text.split("-")))

    @property
    def first(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def is_whole(self) -> bool:
        """Whether the very day is known."""
        return self.day is not None


def parse_partial_date(value: object) -> PartialDate:
    """Read a cell: a date, a number (a year or Excel's day number) or text, day before month.

    Raises:
        PartialDateError: names why it is no date; years of two digits are refused because they can be read two ways.
    """
    if isinstance(value, date):  # a datetime is a date too; its time of day says nothing about a birthday
        return _checked(value.year, value.month, value.day, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value)
    raise PartialDateError("not_a_date", N_("“{value}” is not a date"), value=value)


def parse_iso(text: str) -> PartialDate:
    """Read the three shapes of `PartialDate.text` and nothing else.

    Raises:
        PartialDateError: another shape, or no date.
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise PartialDateError("not_a_date", N_("“{value}” is not a date"), value=text)
    year, *rest = (int(part) for part in text.split("-"))
    return _checked(year, rest[0] if rest else None, rest[1] if len(rest) > 1 else None, text)


def check_birth_date(birth: PartialDate, today: date) -> None:
    """Whether somebody living can be born then.

    Raises:
        PartialDateError: the day lies after `today`, or so far back that nobody is that old.
    """
    if birth.first > today:
        raise PartialDateError(
            "future", N_("born on {value}, which is after {today}"), value=birth.shown, today=f"{today:%d/%m/%Y}"
        )
    if today.year - birth.year > OLDEST_AGE:
        raise PartialDateError(
            "too_old", N_("born in {year}: nobody lives {age} years"), year=birth.year, age=today.year - birth.year
        )


def _from_number(value: float) -> PartialDate:
    if not math.isfinite(value):
        raise PartialDateError("not_a_date", N_("“{value}” is not a date"), value=value)
    whole = int(value)
    if FIRST_YEAR <= value <= LAST_YEAR and whole == value:
        return PartialDate(whole)
    if _EXCEL_FIRST <= value < _EXCEL_LAST:  # a fraction is a time of day
        day = _EXCEL_DAY_0 + timedelta(days=whole)
        return PartialDate(day.year, day.month, day.day)
    if whole == value and 0 <= whole <= 99:
        raise _two_digits(whole)
    if whole == value and _COMPACT.fullmatch(str(whole)):
        return _from_compact(str(whole))
    raise PartialDateError("not_a_date", N_("{value} is neither a year nor a day of the calendar"), value=value)


def _from_text(value: str) -> PartialDate:
    text = _MIDNIGHT.sub("", fold(value).strip(" '\"")).rstrip(" .,;")
    if not text:
        raise PartialDateError("blank", N_("there is no date"))
    text = _LEAD_IN.sub("", text) or text
    if number := _NUMBER.fullmatch(text):
        return _from_number(int(number[1]))
    if _COMPACT.fullmatch(text):
        return _from_compact(text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _from_parts(match[3], match[2], match[1], value)
    if match := _DAY_FIRST.fullmatch(text):
        return _from_parts(match[1], match[2], match[3], value)
    if match := _MONTH_FIRST.fullmatch(text):
        return _from_parts(None, match[1], match[2], value)
    if match := _WORDS.fullmatch(text) or _DAY_MONTH_WORDS.fullmatch(text):
        return _from_parts(match[1], match[2], match[3], value)
    if match := _ENGLISH.fullmatch(text):
        return _from_parts(match[1], str(_ENGLISH_MONTHS.index(match[2]) + 1), match[3], value)
    raise PartialDateError("not_a_date", N_("“{value}” is not a date"), value=value)


def _from_compact(text: str) -> PartialDate:
    """'19440302' or '02031944': read the other way round, year or month is impossible."""
    if FIRST_YEAR <= int(text[:4]) <= LAST_YEAR and int(text[4:6]) <= 12:
        return _from_parts(text[6:], text[4:6], text[:4], text)
    return _from_parts(text[:2], text[2:4], text[4:], text)


def _from_parts(day: str | None, month: str | None, year: str, shown: str) -> PartialDate:
    if len(year) < 4:
        raise (
            _two_digits(shown)
            if len(year) == 2
            else PartialDateError("year", N_("“{value}”: a year has four digits"), value=shown)
        )
    return _checked(int(year), _said(month), _said(day), shown)


def _said(part: str | None) -> int | None:
    """A day or month number; None when the list says that nobody knows it ('00', '..', '??')."""
    return int(part) if part and part.isdecimal() and int(part) else None


def _checked(year: int, month: int | None, day: int | None, shown: object) -> PartialDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PartialDateError("year", N_("“{value}”: the year {year} is not possible"), value=shown, year=year)
    if month is None and day is not None:
        raise PartialDateError("month", N_("“{value}”: a day without a month"), value=shown)
    if month is not None and month > 12:
        raise PartialDateError(
            "month", N_("“{value}”: there is no month {month} (day first, then month)"), value=shown, month=month
        )
    if month is not None and day is not None and day > monthrange(year, month)[1]:
        raise PartialDateError(
            "day",
            N_("“{value}”: month {month} of {year} has no day {day}"),
            value=shown,
            day=day,
            month=month,
            year=year,
        )
    return PartialDate(year, month, day)


def _two_digits(shown: object) -> PartialDateError:
    return PartialDateError(
        "two_digit_year",
        N_("“{value}”: a year of two digits can mean two centuries; write all four digits"),
        value=shown,
    )
