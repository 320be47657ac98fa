"""Rows whose cells can be read and which are wrong all the same: nameless, twice on the list, impossible days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lawdesk.lists import SAU, TU, Person, make_list, roll, table

NAMELESS: Person = {**TU, "name": ""}
UNNUMBERED: Person = {**TU, "id": ""}
SPELT: Person = {**TU, "id": "", "name": "NGUYỄN  THỊ TƯ"}


def bad_rows(tmp_path: Path, *people: Person) -> list[tuple[str, str, str]]:
    """Row, column and reason of each bad row of a roll."""
    out = tmp_path / "roll"
    status = roll(make_list(tmp_path, people), out)
    rows = table(out, "bad-rows")[1:] if status == 3 else []
    assert status == (3 if rows else 0)
    return [(row[0], row[1], row[3]) for row in rows]


@pytest.mark.parametrize("people", [(TU, UNNUMBERED), (UNNUMBERED, TU), (UNNUMBERED, SPELT), (TU, SPELT)])
def test_the_same_person_is_not_paid_twice_for_want_of_a_number(tmp_path: Path, people: tuple[Person, ...]) -> None:
    ((row, column, reason),) = bad_rows(tmp_path, *people)
    assert (row, column) == ("5", "Họ và tên")
    assert "dòng 4" in reason
    assert len(table(tmp_path / "roll", "roll")) == 2


@pytest.mark.parametrize(
    "other",
    [
        {**TU, "id": "025147000011"},
        {**UNNUMBERED, "born": "03/03/1947"},
        {**UNNUMBERED, "name": "Nguyễn Thị Tám"},
        {**UNNUMBERED, "born": "1947"},
    ],
)
def test_namesakes_are_two_people(tmp_path: Path, other: Person) -> None:
    assert bad_rows(tmp_path, TU, other) == []


def test_a_row_without_a_name_is_nobody(tmp_path: Path) -> None:
    ((row, column, reason),) = bad_rows(tmp_path, SAU, NAMELESS)
    assert (row, column) == ("5", "Họ và tên")
    assert "không có tên" in reason


@pytest.mark.parametrize(
    ("died", "says"), [("01/03/1947", "trước Ngày sinh"), ("01/12/2026", "sau 30/11/2026"), ("2/3/2031", "sau 30/11")]
)
def test_nobody_dies_before_birth_or_after_the_month(tmp_path: Path, died: str, says: str) -> None:
    ((row, column, reason),) = bad_rows(tmp_path, {**TU, "died": died}, SAU)
    assert (row, column) == ("4", "Ngày chết")
    assert says in reason


@pytest.mark.parametrize("died", ["02/03/1947", "30/11/2026", ""])
def test_possible_days_of_death_are_read(tmp_path: Path, died: str) -> None:
    assert bad_rows(tmp_path, {**TU, "died": died}, SAU) == []
