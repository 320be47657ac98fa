"""Calendar arithmetic: completed years and months, partial dates, the 29th of February."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawengine.dates import (
    Span,
    completed_months,
    completed_years,
    day_before,
    month_bounds,
    months_back,
    parse_day,
    parse_span,
    years_back,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_a_date_may_be_a_day_a_month_or_a_year() -> None:
    assert parse_span("1944-03-02") == Span(date(1944, 3, 2), date(1944, 3, 2))
    assert parse_span("1944-02") == Span(date(1944, 2, 1), date(1944, 2, 29))
    assert parse_span(1944) == Span(date(1944, 1, 1), date(1944, 12, 31))


@pytest.mark.parametrize(
    "text", ["", "44", "1944-13", "1944-00", "1944-02-30", "19440302", "0000", "1700", "2300-01-01", "x", "1944-3-2"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_span(text) if text else parse_day(text or "x")


@pytest.mark.parametrize("text", ["2024", "2024-1", "1700-01", "2024-13"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        month_bounds(text)


@given(DAYS, st.integers(0, 120))
def test_age_reached_is_the_same_as_born_on_or_before_the_day_that_many_years_back(day: date, years: int) -> None:
    border = years_back(day, years)
    for birth in (border - timedelta(1), border, border + timedelta(1)):
        assert (completed_years(birth, day) >= years) == (birth <= border)


@given(DAYS, st.integers(0, 1200))
def test_months_reached_is_the_same_as_born_on_or_before_the_day_that_many_months_back(day: date, months: int) -> None:
    border = months_back(day, months)
    later = border + timedelta(1)
    assert completed_months(border, day) >= months
    # The day after the border is a month short, but where months are of unequal length the last days fold together.
    assert completed_months(later, day) < months or later.day > day.day or border.day < day.day


def test_born_on_29_february_a_year_completes_on_1_march() -> None:
    birth = date(2008, 2, 29)
    assert completed_years(birth, date(2024, 2, 28)) == 15
    assert completed_years(birth, date(2024, 2, 29)) == 16
    assert completed_years(birth, date(2026, 2, 28)) == 17
    assert completed_years(birth, date(2026, 3, 1)) == 18
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)
