"""Acts on the working calendar, the proposal for a year, and which terms a change moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from ansinh.kernel.audit.services import record
from ansinh.kernel.calendar import WorkingCalendar
from ansinh.kernel.viewer import Viewer
from ansinh.registry.administration.errors import refused
from ansinh.registry.administration.selectors import keeps_calendar
from ansinh.registry.loading.calendar import proposed_days
from ansinh.registry.offices.models import CalendarDay

# Terms that procedures of the field really set, in working days.
TERMS: Final = (3, 5, 7, 10, 12, 15, 20, 30)
_SATURDAY: Final = 5
_LONGEST_WAIT: Final = 90


@dataclass(frozen=True, slots=True)
class Move:
    """How one term moves: receipts from `first` to `last` (both counted) end later or earlier than before.

    Attributes:
        days: the term in working days. receipts: how many days of receipt are concerned.
        before, after: the last day of the term for what was received on `last`.
    """

    days: int
    first: date
    last: date
    receipts: int
    before: date
    after: date


@transaction.atomic
def set_calendar_day(*, viewer: Viewer, day: date, works: bool, name: str, source: str) -> CalendarDay:
    """Say that a day is a day off or worked; what was said of it before stands in the audit log.

    Raises:
        AdministrationError: `calendar-not-yours`, `calendar-no-difference`.
    """
    _must_keep(viewer)
    if works == (day.weekday() < _SATURDAY):
        raise refused("calendar-no-difference")
    before = CalendarDay.objects.select_for_update().filter(day=day).first()
    said = f"; before: {_said(before)}" if before else ""
    row, made = CalendarDay.objects.update_or_create(day=day, defaults={"works": works, "name": name, "source": source})
    _tell(viewer, "calendar-day-added" if made else "calendar-day-changed", day, f"{_said(row)}{said}")
    return row


@transaction.atomic
def remove_calendar_day(*, viewer: Viewer, day: date) -> None:
    """Let a day be what its weekday says again; a day that is not in the calendar stays so.

    Raises:
        AdministrationError: `calendar-not-yours`.
    """
    _must_keep(viewer)
    before = CalendarDay.objects.select_for_update().filter(day=day).first()
    if before is not None:
        before.delete()
        _tell(viewer, "calendar-day-removed", day, f"before: {_said(before)}")


@transaction.atomic
def confirm_proposal(*, viewer: Viewer, year: int, days: Collection[date]) -> int:
    """Take days of the proposal for a year into the calendar; returns how many were new.

    Raises:
        AdministrationError: `calendar-not-yours`, `calendar-nothing-chosen`.
    """
    _must_keep(viewer)
    rows = [row for row in proposal(year) if row.day in days]
    if not rows:
        raise refused("calendar-nothing-chosen")
    CalendarDay.objects.bulk_create(rows)
    for row in rows:
        _tell(viewer, "calendar-day-added", row.day, _said(row))
    return len(rows)


def proposal(year: int) -> list[CalendarDay]:
    """Days that the package of holidays and the announced swaps know of this year and the calendar lacks; not saved."""
    held = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    return [row for row in proposed_days([year]) if row.day not in held]


def with_day(calendar: WorkingCalendar, day: date, works: bool | None) -> WorkingCalendar:
    """The calendar with this day said otherwise; None: as its weekday says."""
    free, worked = set(calendar.free) - {day}, set(calendar.worked) - {day}
    if works is not None:
        (worked if works else free).add(day)
    return WorkingCalendar(frozenset(free), frozenset(worked))


def moves(before: WorkingCalendar, after: WorkingCalendar, day: date, terms: Iterable[int] = TERMS) -> list[Move]:
    """Which terms end on another day when the calendar changes on one day, the shortest first."""
    found = []
    receipts = [day - timedelta(days=back) for back in range(_LONGEST_WAIT, -1, -1)]
    for days in terms:
        ends = [(each, before.deadline(each, days), after.deadline(each, days)) for each in receipts]
        moved = [each for each in ends if each[1] != each[2]]
        if moved:
            last, was, becomes = moved[-1]
            found.append(Move(days, moved[0][0], last, len(moved), was, becomes))
    return found


def _said(row: CalendarDay) -> str:
    return f"{'worked' if row.works else 'off'} {row.name} ({row.source})"


def _must_keep(viewer: Viewer) -> None:
    if not keeps_calendar(viewer):
        raise refused("calendar-not-yours")


def _tell(viewer: Viewer, action: str, day: date, detail: str) -> None:
    record(viewer=viewer, action=action, subject_kind="calendar", subject_code=day.isoformat(), detail=detail)
