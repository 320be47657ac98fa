"""Numbers of papers: no gaps, no doubles, whoever takes them at once; a number that is not used is given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from ansinh.registry.administration.numbers import next_number, number_text
from ansinh.registry.offices.models import NumberSeries, Office

SYMBOL, YEAR = "QĐ-UBND", 2026
AT_ONCE = 8


def an_office(code: str = "UBND-1") -> Office:
    return Office.objects.create(code=code, name="UBND xã An Bình", short_name="UBND xã")


@pytest.mark.django_db
def test_each_series_counts_by_itself() -> None:
    office, other = an_office(), an_office("UBND-2")
    assert [next_number(office=office, symbol=SYMBOL, year=YEAR) for _ in range(3)] == [1, 2, 3]
    assert next_number(office=office, symbol="TB-UBND", year=YEAR) == 1
    assert next_number(office=office, symbol=SYMBOL, year=YEAR + 1) == 1
    assert next_number(office=other, symbol=SYMBOL, year=YEAR) == 1
    assert next_number(office=office, symbol=SYMBOL, year=YEAR) == 4


@pytest.mark.django_db
def test_a_series_that_was_prepared_goes_on() -> None:
    office = an_office()
    NumberSeries.objects.create(office=office, symbol=SYMBOL, year=YEAR, last=14)
    number = next_number(office=office, symbol=SYMBOL, year=YEAR)
    assert number_text(number, SYMBOL) == "15/QĐ-UBND"
    assert number_text(5, SYMBOL) == "05/QĐ-UBND"
    assert number_text(1234, "BC-SYT") == "1234/BC-SYT"


class WriteError(Exception):
    """The paper was not written after all."""


def fail_with(office: Office, symbol: str) -> int:
    """Take a number for a paper that is not written after all; returns the number."""
    number = 0
    try:
        with transaction.atomic():
            number = next_number(office=office, symbol=symbol, year=YEAR)
            raise WriteError
    except WriteError:
        return number


@pytest.mark.django_db
def test_a_number_that_is_rolled_back_is_given_again() -> None:
    office = an_office()
    next_number(office=office, symbol=SYMBOL, year=YEAR)
    assert fail_with(office, SYMBOL) == 2
    assert next_number(office=office, symbol=SYMBOL, year=YEAR) == 2
    assert fail_with(office, "TB") == 1
    assert not NumberSeries.objects.filter(symbol="TB").exists()


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_there_is_no_number() -> None:
    office = an_office()
    with pytest.raises(transaction.TransactionManagementError):
        next_number(office=office, symbol=SYMBOL, year=YEAR)
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once() -> None:
    office = an_office()
    begun = 6 if connection.vendor == "sqlite" else 40

    def take(turn: int) -> int:
        """Every third writer fails after taking its number: it is given to another."""
        try:
            with transaction.atomic():
                number = next_number(office=office, symbol=SYMBOL, year=YEAR)
                if turn % 3 == 0:
                    raise WriteError
                return number
        except WriteError:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = [number for number in threads.map(take, range(begun)) if number]
    kept = begun - len(range(0, begun, 3))
    assert sorted(taken) == list(range(1, kept + 1))
    assert NumberSeries.objects.get(symbol=SYMBOL).last == kept
