"""The working calendar of some years as a start: what the package of holidays knows, and swaps announced later.

An office edits the rows; what stands there is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import holidays

from ansinh.registry.offices.models import CalendarDay

_SATURDAY: Final = 5
_SOURCE: Final = "Bộ luật Lao động 2019 Điều 112"
# Swaps that were announced after the package's list was made.
_ANNOUNCED: Final = (
    (date(2026, 1, 2), False, "Nghỉ hoán đổi dịp Tết Dương lịch"),
    (date(2026, 1, 10), True, "Làm bù cho ngày 02/01/2026"),
)
_ANNOUNCEMENT: Final = "Thông báo hoán đổi ngày làm việc năm 2026"


def load_calendar(years: Iterable[int]) -> int:
    """Add the days of these years that differ from their weekday; returns how many were added."""
    held = set(CalendarDay.objects.values_list("day", flat=True))
    added = [row for row in proposed_days(years) if row.day not in held]
    CalendarDay.objects.bulk_create(added)
    return len(added)


def proposed_days(years: Iterable[int]) -> list[CalendarDay]:
    """Rows for the days of these years that differ from their weekday, in order; none of them is saved."""
    known = holidays.country_holidays("VN", years=sorted(set(years)), language="vi")
    wanted = set(known.years)
    rows = {
        day: CalendarDay(day=day, works=False, name=name, source=_SOURCE)
        for day, name in known.items()
        if day.weekday() < _SATURDAY
    }
    for day in known.weekend_workdays:
        rows[day] = CalendarDay(day=day, works=True, name="Làm bù ngày nghỉ hoán đổi", source=_ANNOUNCEMENT)
    for day, works, name in _ANNOUNCED:
        if day.year in wanted:
            rows[day] = CalendarDay(day=day, works=works, name=name, source=_ANNOUNCEMENT)
    return [row for day, row in sorted(rows.items()) if day.year in wanted]
