"""The labelled register: the same for the same seed, spoilt as much as it says, its truth kept apart."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from synth.duplicates import DUPLICATES, SCHEMA, Labelled, labelled_register
from synth.miswriting import WAYS, Entry, bare, miswrite

RECORDS = 8_000
AN = Entry(
    full_name="Nguyễn Thị Thuý An",
    birth_date="1961-04-09",
    sex="female",
    citizen_id="038161004321",
    old_id="171234567",
    commune="14758",
    village="Thôn 3",
    father="Nguyễn Văn Bảy",
    mother="Lê Thị Tư",
    head="Trần Văn Chín",
)


@pytest.fixture(scope="module")
def register() -> Labelled:
    return labelled_register(3, RECORDS)


def test_the_same_seed_gives_the_same_register(register: Labelled) -> None:
    again = labelled_register(3, RECORDS)

    assert again.persons.equals(register.persons)
    assert again.truth.equals(register.truth)
    assert not labelled_register(4, RECORDS).persons.equals(register.persons)


def test_the_truth_is_not_in_the_list(register: Labelled) -> None:
    assert register.persons.schema == SCHEMA
    assert not set(register.truth.column_names) - {"person_code"} & set(register.persons.column_names)
    humans = register.truth.column("human").to_pylist()
    assert humans != sorted(humans)


def test_one_record_in_seven_is_a_second_entry_and_every_one_is_spoilt(register: Labelled) -> None:
    entries = Counter(register.truth.column("human").to_pylist())
    ways = [spoilt for spoilt in register.truth.column("ways").to_pylist() if spoilt]
    numbers = dict(
        zip(*(register.persons.column(name).to_pylist() for name in ("person_code", "citizen_id")), strict=True)
    )
    spoilt = [line["person_code"] for line in register.truth.to_pylist() if line["ways"]]

    assert len(register.persons) == RECORDS
    assert len(ways) == RECORDS - len(entries) == RECORDS * DUPLICATES
    assert sum(len(numbers[code]) != 12 for code in spoilt) >= 0.3 * len(spoilt)
    assert {way for each in ways for way in each} == {name for name, _, _ in WAYS} | {"moved", "moved_within"}


def test_names_are_as_common_as_they_are(register: Labelled) -> None:
    names = register.persons.column("full_name").to_pylist()
    nguyen = sum(bare(name).lower().startswith("nguyen ") for name in names) / RECORDS
    commonest = Counter(bare(name).lower() for name in names).most_common(1)[0][1]

    assert 0.33 < nguyen < 0.43
    assert commonest > RECORDS / 500


@pytest.mark.parametrize(
    ("way", "field", "became"),
    [
        ("no_accents", "full_name", {"Nguyen Thi Thuy An", "NGUYEN THI THUY AN"}),
        ("no_middle_name", "full_name", {"Nguyễn An"}),
        ("day_and_month_swapped", "birth_date", {"1961-09-04"}),
        ("first_of_january", "birth_date", {"1961-01-01"}),
        ("year_only", "birth_date", {"1961"}),
        ("no_citizen_id", "citizen_id", {""}),
        ("old_id_instead", "citizen_id", {"171234567"}),
        ("no_village", "village", {""}),
        ("wrong_sex", "sex", {"male"}),
    ],
)
def test_each_way_of_writing_somebody_differently(way: str, field: str, became: set[str]) -> None:
    write = {name: done for name, _, done in WAYS}[way]

    assert getattr(write(Random(1), AN), field) in became


def test_slips_change_a_little() -> None:
    for name, field in (
        ("typo", "full_name"),
        ("mistyped_citizen_id", "citizen_id"),
        ("wrong_birth_digit", "birth_date"),
    ):
        write = {way: done for way, _, done in WAYS}[name]
        slips = {getattr(write(Random(seed), AN), field) for seed in range(60)}
        assert len(slips) > 15
        assert all(abs(len(slip) - len(getattr(AN, field))) <= 2 for slip in slips)


def test_what_does_not_apply_is_left_alone() -> None:
    rough = Entry("Vi A", "1940", "male", "", "", "14758", "", "", "", "")
    ways = {name: done for name, _, done in WAYS}

    assert ways["day_and_month_swapped"](Random(1), rough) == rough
    assert ways["mistyped_citizen_id"](Random(1), rough) == rough
    for seed in range(40):
        changed, done = miswrite(Random(seed), rough)
        assert done
        assert changed != rough
