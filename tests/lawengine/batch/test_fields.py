"""What the law can tell apart: stretches of birthdays, classes of numbers and codes, on the days that matter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lawengine.batch.fields import FALSE, TRUE, UNKNOWN, DateField, Inexpressible, OpenField, PlainField
from lawengine.catalogue import DerivedFact, Fact
from lawengine.cel.tree import Compare, In, ListLit, Lit, Name
from lawengine.dates import completed_months, completed_years

AGE = DerivedFact("age", "", "", "person", "int", "years_since", "birth_date", None, "")
MONTHS = DerivedFact("months", "", "", "person", "int", "months_since", "birth_date", None, "")


def fact(kind: Any, **more: Any) -> Fact:
    """A fact of some type."""
    given = {"codes": {}, "no": None, "closed": False, "event": False, "implies": {}, "partial": False, "max": 100}
    rest = {"unit": "", "proof": "", "sensitive": False, "declare": True, "aliases": ()}
    return Fact(name="x", label="", label_en="", of="person", type=kind, **{**given, **rest, **more})


@pytest.mark.parametrize("derived", [AGE, MONTHS])
@pytest.mark.parametrize("on", [date(2024, 8, 31), date(2024, 2, 29), date(2023, 2, 28), date(2025, 6, 30)])
@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_every_birthday_falls_on_the_right_side(derived: DerivedFact, on: date, op: Any) -> None:
    tests = [Compare(op, Name("age"), Lit(n)) for n in (0, 1, 6, 12, 36)]
    field = DateField(fact("date"), (on, on - timedelta(days=31)))
    for test in tests:
        field.need(derived, test, 0)
    field.freeze()
    count = completed_years if derived is AGE else completed_months
    truths = [field.truths(derived, test, 0) for test in tests]
    for back in range(-3, 366 * 37 + 3):
        birth = on - timedelta(days=back)
        for test, truth in zip(tests, truths, strict=True):
            value = count(birth, on)
            n = test.right.value if isinstance(test.right, Lit) else 0
            expected = {"<": value < n, "<=": value <= n, ">": value > n, ">=": value >= n}.get(op)
            expected = (value == n) == (op == "==") if expected is None else expected
            assert truth[field.stretch(birth)] == (TRUE if expected else FALSE), (birth, test)


def test_an_age_that_nobody_can_reach_tells_nobody_apart() -> None:
    field = DateField(fact("date"), (date(2024, 8, 31), date(2024, 7, 31)))
    for n in (3000, -9000):
        field.need(AGE, Compare("<", Name("age"), Lit(n)), 0)
    field.freeze()
    assert len(field.starts) == 1
    assert field.truths(AGE, Compare("<", Name("age"), Lit(3000)), 0)[0] == TRUE


def test_numbers_fall_into_the_classes_between_cuts() -> None:
    field = PlainField(fact("int"), [Compare(">", Name("x"), Lit(4)), In(Name("x"), ListLit((Lit(9), Lit(200))))])
    field.tables.append({"3": 30, "007": 1, "ba": 2})
    field.freeze()
    assert field.values == [0, 3, 4, 5, 9, 10]
    assert [field.digit(value) for value in (0, 3, 4, 8, 9, 100)] == [0, 1, 2, 3, 4, 5]
    assert list(field.truths(field.tests[0])) == [FALSE, FALSE, FALSE, TRUE, TRUE, TRUE, UNKNOWN]
    assert field.cells({"3": 30, "007": 1}) == [None, 30, None, None, None, None, None]


def test_codes_that_no_test_tells_apart_share_a_digit() -> None:
    codes = {"a": "A", "b": "B", "c": "C", "d": "D"}
    field = PlainField(fact("code", codes=codes), [In(Name("x"), ListLit((Lit("a"), Lit("b"))))])
    field.tables.append({"a": 1, "b": 1, "d": 5})
    field.freeze()
    assert field.digit_of == {"a": 0, "b": 0, "c": 1, "d": 2}
    assert (field.radix, field.unknown) == (4, 3)


def test_a_value_may_not_hang_on_too_many_facts() -> None:
    with pytest.raises(Inexpressible, match="more than 12 facts"):
        OpenField(2, tuple(f"fact{number}" for number in range(13)))
