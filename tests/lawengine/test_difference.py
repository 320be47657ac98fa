"""Two rolls: every difference has its line, and last roll + changes = this roll."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawengine.difference import Line, compare


def line(person: str, amount: int, reason: str = "r", **facts: object) -> Line:
    return Line(person, "a.x", amount, reason, facts)


def test_each_movement_has_its_kind_and_cause() -> None:
    before = [line("a", 5), line("b", 5, age=15), line("c", 5), line("d", 9, "high"), line("e", 4)]
    after = [line("b", 3, age=16), line("c", 5), line("d", 7, "low"), line("e", 6), line("f", 1)]
    found = compare(before, after)
    assert [(m.person, m.kind, m.before, m.after, m.causes) for m in found.movements] == [
        ("a", "stopped", 5, 0, ()),
        ("b", "lowered", 5, 3, (("fact", "age"),)),
        ("d", "lowered", 9, 7, (("reason", "high → low"),)),
        ("e", "raised", 4, 6, (("rate", ""),)),
        ("f", "new", 0, 1, ()),
    ]
    assert (found.before, found.change, found.after, found.balanced) == (28, -6, 22, True)


def test_a_roll_that_names_somebody_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        compare([line("a", 1), line("a", 2)], [])


ROLL = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9)).map(
    lambda roll: [line(k, v) for k, v in roll.items()]
)


@given(ROLL, ROLL)
def test_it_always_balances_and_no_change_is_listed_twice(before: list[Line], after: list[Line]) -> None:
    found = compare(before, after)
    assert found.balanced
    assert len({m.person for m in found.movements}) == len(found.movements)
    assert all(m.before != m.after for m in found.movements)
