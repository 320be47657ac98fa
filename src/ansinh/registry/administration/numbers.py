"""Numbers of papers: one series for each office, symbol and year, without gaps and without doubles."""

from __future__ import annotations

from django.db import connection, transaction

from ansinh.registry.offices.models import NumberSeries, Office


def next_number(*, office: Office, symbol: str, year: int) -> int:
    """The next number of a series (1, 2, …), for a paper that is written in the same transaction.

    Others who want a number of this series wait until the caller's transaction ends; one that is rolled back gives
    its number back, so no number is lost and none is given twice. Take it late.

    Args:
        symbol: as it stands after the slash (`QĐ-UBND`). year: numbers begin anew with each year.

    Raises:
        TransactionManagementError: outside of a transaction, where a number could get lost.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("take a number inside the transaction that uses it")
    NumberSeries.objects.get_or_create(office=office, symbol=symbol, year=year)
    series = NumberSeries.objects.select_for_update().get(office=office, symbol=symbol, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def number_text(number: int, symbol: str) -> str:
    """`15/QĐ-UBND`; below ten with a zero before it: `05/QĐ-UBND` (NĐ 30/2020, Phụ lục I)."""
    return f"{number:02}/{symbol}"
