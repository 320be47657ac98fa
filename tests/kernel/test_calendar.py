"""Working days: counted, and terms that end on one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.calendar import WorkingCalendar

# National Day 2026: Monday 31/8 is swapped for Saturday 22/8, 1/9 and 2/9 are holidays.
NATIONAL_DAY = WorkingCalendar(free={date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}, worked={date(2026, 8, 22)})
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_days_that_differ_from_their_weekday() -> None:
    assert NATIONAL_DAY.works(date(2026, 8, 22))  # a Saturday
    assert not NATIONAL_DAY.works(date(2026, 8, 31))  # a Monday
    assert NATIONAL_DAY.works(date(2026, 9, 3))
    assert not NATIONAL_DAY.works(date(2026, 8, 29))  # an ordinary Saturday


def test_a_term_of_five_working_days_over_the_holiday() -> None:
    # Received on Friday 28/8: 3/9, 4/9, 7/9, 8/9, 9/9.
    assert NATIONAL_DAY.deadline(date(2026, 8, 28), 5) == date(2026, 9, 9)
    # The worked Saturday counts.
    assert NATIONAL_DAY.deadline(date(2026, 8, 21), 1) == date(2026, 8, 22)
    assert NATIONAL_DAY.next_working_day(date(2026, 8, 29)) == date(2026, 9, 3)
    assert NATIONAL_DAY.next_working_day(date(2026, 9, 3)) == date(2026, 9, 3)
    with pytest.raises(ValueError, match="0"):
        NATIONAL_DAY.deadline(date(2026, 8, 28), 0)


def test_working_days_of_august_and_september() -> None:
    assert NATIONAL_DAY.working_days(date(2026, 8, 1), date(2026, 9, 1)) == 21 - 1 + 1
    assert NATIONAL_DAY.working_days(date(2026, 9, 1), date(2026, 8, 1)) == -21
    assert NATIONAL_DAY.working_days(date(2026, 8, 22), date(2026, 8, 22)) == 0


@given(begin=DAYS, end=DAYS, free=st.sets(DAYS, max_size=12), worked=st.sets(DAYS, max_size=12))
def test_counting_agrees_with_looking_at_each_day(begin: date, end: date, free: set[date], worked: set[date]) -> None:
    calendar = WorkingCalendar(free, worked)
    low, high = min(begin, end), max(begin, end)
    counted = sum(calendar.works(low + timedelta(days=each)) for each in range((high - low).days))
    assert calendar.working_days(begin, end) == (counted if begin <= end else -counted)


@given(received=DAYS, term=st.integers(1, 40), free=st.sets(DAYS, max_size=12))
def test_a_term_ends_on_a_working_day_and_holds_so_many(received: date, term: int, free: set[date]) -> None:
    calendar = WorkingCalendar(free)
    last = calendar.deadline(received, term)
    assert calendar.works(last)
    assert calendar.working_days(received + timedelta(days=1), last + timedelta(days=1)) == term
