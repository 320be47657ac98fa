"""Dates in every shape that lists use; what could be read two ways is refused by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.partial_dates import PartialDate, PartialDateError, check_birth_date, parse_iso, parse_partial_date


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2/3/1944", "1944-03-02"),
        ("02-03-1944", "1944-03-02"),
        ("02/3/1944 ", "1944-03-02"),
        ("2.3.1944", "1944-03-02"),
        ("2 / 3 / 1944", "1944-03-02"),
        ("'02/03/1944", "1944-03-02"),
        ("1944-03-02", "1944-03-02"),
        ("1944/3/2", "1944-03-02"),
        ("1944-03-02T00:00:00", "1944-03-02"),
        ("1944-03-02 00:00:00", "1944-03-02"),
        ("02/03/1944 00:00", "1944-03-02"),
        ("19440302", "1944-03-02"),
        ("02031944", "1944-03-02"),
        (19440302, "1944-03-02"),
        ("ngày 2 tháng 3 năm 1944", "1944-03-02"),
        ("02 tháng 03 năm 1944", "1944-03-02"),
        ("Sinh ngày 02/03/1944", "1944-03-02"),
        ("2-Mar-1944", "1944-03-02"),
        (date(1944, 3, 2), "1944-03-02"),
        (datetime(1944, 3, 2, 7, 30, tzinfo=UTC), "1944-03-02"),
        (16133, "1944-03-02"),
        (16133.0, "1944-03-02"),
        (16133.5, "1944-03-02"),
        ("16133", "1944-03-02"),
        ("3/1944", "1944-03"),
        ("03-1944", "1944-03"),
        ("3.1944", "1944-03"),
        ("1944-03", "1944-03"),
        ("tháng 3 năm 1944", "1944-03"),
        ("tháng 3/1944", "1944-03"),
        ("00/03/1944", "1944-03"),
        ("../3/1944", "1944-03"),
        ("1944", "1944"),
        ("1944.0", "1944"),
        (1944, "1944"),
        (1944.0, "1944"),
        ("sinh năm 1944", "1944"),
        ("SN: 1944", "1944"),
        ("năm 1944", "1944"),
        ("00/00/1944", "1944"),
        ("--/--/1944", "1944"),
        ("xx/xx/1944", "1944"),
        ("29/2/1944", "1944-02-29"),
    ],
)
def test_shapes_of_a_date(value: object, text: str) -> None:
    assert parse_partial_date(value).text == text


@pytest.mark.parametrize(
    ("value", "code", "says"),
    [
        ("2/3/44", "two_digit_year", "two centuries"),
        ("2.3.44", "two_digit_year", "two centuries"),
        ("3/44", "two_digit_year", "two centuries"),
        (44, "two_digit_year", "two centuries"),
        ("44", "two_digit_year", "two centuries"),
        ("31/2/1944", "day", "month 2 of 1944 has no day 31"),
        ("29/2/1945", "day", "no day 29"),
        ("2/13/1944", "month", "no month 13"),
        ("15/00/1944", "month", "a day without a month"),
        ("2/3/944", "year", "four digits"),
        ("2/3/1744", "year", "1744 is not possible"),
        ("2/3/2944", "year", "2944 is not possible"),
        ("không rõ", "not_a_date", "không rõ"),
        ("khoảng 1944", "not_a_date", "khoảng"),
        ("1944-1945", "not_a_date", "1944-1945"),
        ("  ", "blank", "no date"),
        (True, "not_a_date", "True"),
        (None, "not_a_date", "None"),
        (time(8, 0), "not_a_date", "08:00"),
        (timedelta(days=3), "not_a_date", "3 days"),
        (float("nan"), "not_a_date", "nan"),
        (float("inf"), "not_a_date", "inf"),
        (1944.5, "not_a_date", "neither a year nor a day"),
        (3.1944, "not_a_date", "neither a year nor a day"),
        (999_999, "not_a_date", "neither a year nor a day"),
        (-5, "not_a_date", "neither a year nor a day"),
        (25141012345, "not_a_date", "neither a year nor a day"),
    ],
)
def test_what_is_no_date_says_why(value: object, code: str, says: str) -> None:
    with pytest.raises(PartialDateError) as caught:
        parse_partial_date(value)
    assert caught.value.code == code
    assert says in str(caught.value)


@given(
    st.dates(date(1850, 1, 1), date(2200, 12, 31)),
    st.sampled_from(
        ["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d:02}{m:02}{y}", "{y}{m:02}{d:02}"]
    ),
)
def test_every_day_survives_every_shape(day: date, shape: str) -> None:
    assert parse_partial_date(shape.format(d=day.day, m=day.month, y=day.year)).first == day


@given(st.dates(date(1906, 1, 10), date(2099, 12, 31)))
def test_days_of_excel(day: date) -> None:
    assert parse_partial_date((day - date(1899, 12, 30)).days).first == day


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.text("0123456789/-. xnăm", max_size=12)))
def test_anything_else_is_a_date_or_a_named_error(value: object) -> None:
    code = ""
    try:
        found = parse_partial_date(value)
    except PartialDateError as error:
        code = error.code
    if code:
        assert code in {"two_digit_year", "not_a_date", "day", "month", "year", "blank"}
        return
    assert parse_iso(found.text) == found
    assert found.first <= found.last


def test_bounds_of_a_partial_date() -> None:
    assert (PartialDate(1944).first, PartialDate(1944).last) == (date(1944, 1, 1), date(1944, 12, 31))
    assert (PartialDate(1944, 2).first, PartialDate(1944, 2).last) == (date(1944, 2, 1), date(1944, 2, 29))
    assert PartialDate(1944, 3, 2).is_whole
    assert [date_.shown for date_ in (PartialDate(1944), PartialDate(1944, 3), PartialDate(1944, 3, 2))] == [
        "1944",
        "03/1944",
        "02/03/1944",
    ]
    assert not PartialDate(1944, 3).is_whole


@pytest.mark.parametrize("text", ["1944-3-2", "2/3/1944", "1944-", "44", "1944-13", "1944-02-30"])
def test_only_three_shapes_are_iso(text: str) -> None:
    with pytest.raises(PartialDateError):
        parse_iso(text)


def test_births_are_judged_against_a_day() -> None:
    today = date(2026, 11, 24)
    check_birth_date(PartialDate(2026, 11, 24), today)
    check_birth_date(PartialDate(2026), today)  # somewhere in this year, perhaps already
    check_birth_date(PartialDate(1896), today)
    with pytest.raises(PartialDateError, match="after 24/11/2026"):
        check_birth_date(PartialDate(2026, 11, 25), today)
    with pytest.raises(PartialDateError, match="nobody lives 131 years"):
        check_birth_date(PartialDate(1895), today)
