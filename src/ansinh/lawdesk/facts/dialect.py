"""The few words in which SQLite and PostgreSQL differ; everything else of the facts' SQL is the same text."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database writes literals. Only our own dates, moments and numbers are written so, never a user's text."""

    vendor: str

    def day(self, value: date) -> str:
        """A day as a literal."""
        return f"'{value.isoformat()}'" if self.vendor == "sqlite" else f"DATE '{value.isoformat()}'"

    def moment(self, value: datetime) -> str:
        """A moment as a literal; Django's SQLite keeps UTC as text, without a fraction that is nought."""
        text = value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
        return f"'{text}'" if self.vendor == "sqlite" else f"TIMESTAMPTZ '{text}+00'"


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked: true on `day`, as the registers held it at `known` (now when None)."""

    day: date
    known: datetime | None = None


def years_before(day: date, years: int) -> str:
    """The text that a birth date must be greater than for fewer than `years` completed years on `day`.

    The last day of a month is written as its 31st, of 29 February too: nobody is born on a day that there is not, and a
    birth of which only the month is known ends on that 31st as well (children.LATEST).
    """
    last = monthrange(day.year, day.month)[1]
    return f"{day.year - years:04}-{day.month:02}-{31 if day.day == last else day.day:02}"
