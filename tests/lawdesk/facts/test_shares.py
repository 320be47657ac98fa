"""All households in shares that are asked for side by side: together they are everybody, and each once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.lawdesk.facts.query import facts_query
from ansinh.lawdesk.facts.snapshot import PART_BITS, shares_of
from ansinh.lawdesk.facts.sources import Selection
from tests.cast import Cast

MOMENT = Moment(date(2026, 11, 30))


def asked(selection: Selection) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(facts_query(Dialect(connection.vendor), MOMENT, selection))
        return cursor.fetchall()


@pytest.mark.django_db
def test_shares_together_are_everybody(everyone: Cast) -> None:
    middle = everyone.sau.household_id
    assert middle is not None
    before, after = asked(Selection(end=middle)), asked(Selection(first=middle))
    assert before
    assert after
    assert before + after == asked(Selection())


@pytest.mark.parametrize("last", [1 << PART_BITS, 1_000_000, 3_000_000])
def test_no_part_is_cut_in_two(last: int) -> None:
    lower, upper = shares_of("postgresql", last)
    assert lower.end == upper.first
    assert lower.first is upper.end is None
    assert lower.end is not None
    assert 0 < lower.end <= last + (1 << PART_BITS)
    assert lower.end % (1 << PART_BITS) == 0


def test_few_households_and_files_are_asked_for_at_once() -> None:
    assert shares_of("postgresql", 65_535) == shares_of("sqlite", 1_000_000) == [Selection()]
