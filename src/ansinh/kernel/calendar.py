"""Arithmetic of working days; which days differ from their weekday is an argument, nothing here knows a holiday."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday are worked, but for what is said here.

    Attributes:
        free: days off among Monday to Friday. worked: Saturdays and Sundays that are worked, swapped for a day off.
    """

    free: Collection[date] = field(default=frozenset())
    worked: Collection[date] = field(default=frozenset())

    def works(self, day: date) -> bool:
        """Whether offices work on this day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.free)

    def working_days(self, begin: date, end: date) -> int:
        """Working days from `begin` up to the day before `end`; negative when `end` is the earlier one."""
        if end < begin:
            return -self.working_days(end, begin)
        weeks, rest = divmod((end - begin).days, 7)
        last = begin + timedelta(weeks=weeks)
        plain = weeks * _SATURDAY + sum((last + _DAY * each).weekday() < _SATURDAY for each in range(rest))
        lost = sum(begin <= day < end and day.weekday() < _SATURDAY for day in set(self.free) - set(self.worked))
        won = sum(begin <= day < end and day.weekday() >= _SATURDAY for day in set(self.worked))
        return plain - lost + won

    def deadline(self, received: date, days: int) -> date:
        """The last day of a term of working days; the day of receipt is not counted (Bộ luật Dân sự 2015 Điều 147).

        Raises:
            ValueError: a term of less than one day.
        """
        if days < 1:
            raise ValueError(days)
        day = received
        while days:
            day += _DAY
            days -= self.works(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first after it that is."""
        while not self.works(day):
            day += _DAY
        return day
