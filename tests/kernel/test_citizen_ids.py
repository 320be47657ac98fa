"""Personal identification numbers: lost zeros come back only when the whole agrees with the person."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.partial_dates import PartialDate
from ansinh.kernel.sheets import Cell
from ansinh.kernel.sheets.citizen_ids import PROVINCES, CitizenIdError, read_citizen_id
from synth.ids import citizen_id


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("025144012345", "025144012345"),
        ("025 144 012345 ", "025144012345"),
        ("'025144012345", "025144012345"),
        (25144012345, "025144012345"),
        (25144012345.0, "025144012345"),
        ("25144012345", "025144012345"),
        (1044012345, "001044012345"),
        ("123044012345", "123044012345"),  # born abroad
    ],
)
def test_numbers_as_lists_hold_them(cell: Cell, number: str) -> None:
    assert read_citizen_id(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("131245678", "old_id"),
        (131245678, "old_id"),
        ("0251440123456", "id_length"),
        ("12345", "id_length"),
        ("02514401234X", "not_an_id"),
        ("chưa có", "not_an_id"),
        (25144012345.5, "not_an_id"),
        (True, "not_an_id"),
        ("003144012345", "id_province"),
        (99144012345, "id_province"),
        ("٠٢٥١٤٤٠١٢٣٤٥", "not_an_id"),
    ],
)
def test_what_is_no_number_says_why(cell: Cell, code: str) -> None:
    with pytest.raises(CitizenIdError) as caught:
        read_citizen_id(cell)
    assert caught.value.code == code


def test_number_and_person_must_agree() -> None:
    assert read_citizen_id(25144012345, birth=PartialDate(1944, 3), sex="female") == "025144012345"
    assert read_citizen_id("025203012345", birth=PartialDate(2003), sex="male") == "025203012345"
    for birth, sex, code in (
        (PartialDate(1945), "female", "id_birth"),
        (PartialDate(2044), None, "id_birth"),
        (PartialDate(1944), "male", "id_sex"),
    ):
        with pytest.raises(CitizenIdError) as caught:
            read_citizen_id(25144012345, birth=birth, sex=sex)
        assert caught.value.code == code


@given(st.integers(), st.sampled_from(sorted(PROVINCES)), st.sampled_from(["male", "female"]), st.integers(1900, 2099))
def test_generated_numbers_are_read_from_number_and_text(seed: int, province: str, sex: str, year: int) -> None:
    number = citizen_id(Random(seed), province, "male" if sex == "male" else "female", year)
    for cell in (number, int(number), float(int(number))):
        assert read_citizen_id(cell, birth=PartialDate(year), sex=sex) == number


def test_numbers_end_with_the_centuries_that_have_a_digit() -> None:
    with pytest.raises(ValueError, match="1899"):
        citizen_id(Random(1), "025", "male", 1899)
