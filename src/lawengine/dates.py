"""Calendar arithmetic of the law: partial birth dates, months judged by their last day, completed years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 1850, 2200


@dataclass(frozen=True, slots=True)
class Span:
    """A date known to lie in `[lo, hi]`: a day (`lo == hi`), a month or a year."""

    lo: date
    hi: date


def parse_span(text: str | int) -> Span:
    """Read '1944', '1944-03' or '1944-03-02'.

    Raises:
        ValueError: the text has another shape, or is no date.
    """
    text = str(text)
    if _YEAR.fullmatch(text):
        year = int(text)
        span = Span(date(year, 1, 1), date(year, 12, 31))
    elif _MONTH.fullmatch(text):
        first, last = month_bounds(text)
        span = Span(first, last)
    else:
        day = parse_day(text)
        span = Span(day, day)
    if not FIRST_YEAR <= span.lo.year <= LAST_YEAR:
        raise ValueError(text)
    return span


def parse_day(text: str) -> date:
    """Read '1944-03-02' and nothing else (`fromisoformat` alone also takes '19440302').

    Raises:
        ValueError: another shape, or no date.
    """
    if len(text) != len("1944-03-02"):
        raise ValueError(text)
    return date.fromisoformat(text)


def month_bounds(text: str) -> tuple[date, date]:
    """First and last day of the month '2024-08'.

    Raises:
        ValueError: another shape, or no month.
    """
    match = _MONTH.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def day_before(day: date) -> date:
    """The eve: whoever qualified then and no longer does is still paid for this month."""
    return day - timedelta(days=1)


def years_back(day: date, years: int) -> date:
    """The latest birth date of whoever has completed `years` on `day`; 29 February steps back to the 28th."""
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def months_back(day: date, months: int) -> date:
    """The latest birth date of whoever has completed `months` on `day`."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def completed_years(birth: date, day: date) -> int:
    """Age in completed years; born on 29 February, a year completes on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def completed_months(birth: date, day: date) -> int:
    """Age in completed months."""
    return (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)
