"""The working calendar that the office keeps: its rows, and the arithmetic over them."""

from __future__ import annotations

from ansinh.kernel.calendar import WorkingCalendar
from ansinh.registry.offices.models import CalendarDay


def working_calendar() -> WorkingCalendar:
    """The calendar as it is kept now."""
    days = dict(CalendarDay.objects.values_list("day", "works"))
    return WorkingCalendar(
        frozenset(day for day, works in days.items() if not works),
        frozenset(day for day, works in days.items() if works),
    )
