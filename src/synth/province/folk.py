"""The people of one piece of a province: who they are, what they are called, when they were born and died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from synth import rates
from synth.crowd import CHILD, GRANDCHILD, HEAD, PARENT, SPOUSE, Crowd
from synth.draws import Bools, Bytes, Dice
from synth.province.land import Land
from synth.province.peoples import (
    FAMILIES,
    FAMILY_TABLES,
    GENERATIONS,
    GIVEN_TABLES,
    GIVENS,
    KINH,
    MIDDLE_TABLES,
    MIDDLES,
    PEOPLES,
    draw_by,
    plain,
)
from synth.province.tables import coded, iso, year_of

LATE, TWIN = 5, 6  # roles beside those of synth.crowd: a spouse who died before, a person entered once more
_REMEMBERED = 0.45  # of the widowed, whose late spouse stands in the registers
_ENTERED_TWICE = 0.0025
_MARRIED_OUT: Final = 0.06  # of the spouses in mixed country, who are of another people
Days = NDArray[np.int32]
Index = NDArray[np.int64]


@dataclass(slots=True)
class Folk:
    """People as columns: first the members of the households, then late spouses, then those entered twice.

    `house` is the household's place in the piece, `of` for late spouses the widowed, for twins the person they are.
    `birth`/`death` are days; `death` is 0 for the living. `birth_text` is what the papers say: a day, a month, a year.
    """

    house: Index
    role: Bytes
    female: Bools
    people: Bytes
    birth: Days
    death: Days
    of: Index
    birth_text: Any
    names: Any
    members: int

    def __len__(self) -> int:
        return len(self.house)

    @property
    def lives(self) -> Bools:
        return np.equal(self.death, 0)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


def make_folk(dice: Dice, crowd: Crowd, land: Land, commune: Index, as_of: int) -> Folk:
    """Give the members of a crowd their people, names and dates, and add those who are not members."""
    total = len(crowd)
    house, role = crowd.house.astype(np.int64), crowd.role
    female = crowd.facts["sex"] == 1
    birth, death = _life(dice, crowd, as_of)
    people = _peoples(dice, crowd, land, commune)
    widowed = np.flatnonzero((role == HEAD) & (crowd.facts["marital_status"] == 2) & (death == 0))
    late_of = widowed[dice.happens(_REMEMBERED, len(widowed))]
    twin_of = np.flatnonzero(dice.happens(_ENTERED_TWICE, total) & (death == 0))
    late_birth = birth[late_of] + dice.between(-3500, 2000, len(late_of))
    # Nobody married before twenty or died after today.
    late_death = np.clip(as_of - dice.between(60, 7300, len(late_of)), late_birth + 9000, as_of - 30)
    each = np.concatenate
    folk = Folk(
        each([house, house[late_of], (house[twin_of] + len(commune) // 2) % len(commune)]),
        each([role, np.full(len(late_of), LATE, np.uint8), np.full(len(twin_of), TWIN, np.uint8)]),
        each([female, ~female[late_of], female[twin_of]]),
        each([people, people[late_of], people[twin_of]]),
        each([birth, late_birth, birth[twin_of]]).astype(np.int32),
        each([death, late_death, np.zeros(len(twin_of))]).astype(np.int32),
        each([np.full(total, -1), late_of, twin_of]),
        None,
        None,
        total,
    )
    folk.birth_text = _birth_texts(dice, folk, as_of)
    folk.names = _names(dice, folk, crowd)
    return folk


def _life(dice: Dice, crowd: Crowd, as_of: int) -> tuple[Days, Days]:
    total, age = len(crowd), crowd.age
    years = age.astype(np.int32)
    birth = as_of - years * 365 - years // 4 - dice.between(1, 364, total)
    new_year = np.flatnonzero(dice.by_age(rates.FIRST_OF_JANUARY, age))
    birth[new_year] = (
        birth[new_year].astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(int)
    )
    dead = dice.by_age(rates.DEAD_THIS_YEAR, age)
    death = np.where(dead, np.maximum(as_of - dice.between(1, 299, total), birth), 0)
    return birth.astype(np.int32), death.astype(np.int32)


def _peoples(dice: Dice, crowd: Crowd, land: Land, commune: Index) -> Bytes:
    """One people a household; some spouses come from another."""
    houses = len(commune)
    throws = dice.throw(houses)
    tables = np.stack(land.peoples)
    of_house = tables[commune, throws]
    people = of_house[crowd.house]
    other = tables[commune, dice.throw(houses)][crowd.house]
    mixed = (crowd.role == SPOUSE) & dice.happens(_MARRIED_OUT, len(crowd))
    return np.where(mixed, other, people).astype(np.uint8)


def _birth_texts(dice: Dice, folk: Folk, as_of: int) -> Any:
    """What is written down: of the old often only the year, or the first of January."""
    count = len(folk)
    age = np.clip((as_of - folk.birth) // 365, 0, rates.OLDEST).astype(np.uint8)
    length = np.full(count, 10, np.int64)
    length[dice.by_age(rates.YEAR_ONLY, age)] = 4
    length[dice.happens(0.004, count) & (age > 50)] = 7
    length[dice.happens(0.0008, count)] = 0
    # Entered once more: half of them by the year alone.
    length[(folk.role == TWIN) & dice.happens(0.5, count)] = 4
    whole = iso(folk.birth).to_numpy(zero_copy_only=False).astype("U10")
    texts = whole.copy()
    for shorter in (7, 4):
        chosen = length == shorter
        texts[chosen] = whole[chosen].astype(f"U{shorter}")
    texts[length == 0] = ""
    return texts


def _names(dice: Dice, folk: Folk, crowd: Crowd) -> Any:
    count, people = len(folk), folk.people.astype(np.int64)
    family = draw_by(FAMILY_TABLES, dice.throw(count), people)
    family = _handed_on(folk, crowd, family)
    sex = folk.female.astype(np.int64)
    years = year_of(folk.birth)
    generation = (years >= GENERATIONS[0]).astype(np.int64) + (years >= GENERATIONS[1])
    middle = draw_by(MIDDLE_TABLES, dice.throw(count), people, sex)
    given = draw_by(GIVEN_TABLES, dice.throw(count), people, sex, generation)
    twins = np.flatnonzero(folk.role == TWIN)
    for words in (family, middle, given):
        words[twins] = words[folk.of[twins]]
    hurried = np.zeros(count, np.bool_)
    hurried[twins] = dice.happens(0.4, len(twins))
    return _written(family, middle, given, hurried)


def _written(family: Any, middle: Any, given: Any, hurried: Bools) -> Any:
    parts = []
    for words, places in ((FAMILIES.words, family), (MIDDLES.words, middle), (GIVENS.words, given)):
        both = [*words, *(plain(word) for word in words)]
        parts.append(both_table(both, places.astype(np.int64) + hurried * len(words)))
    return parts


def both_table(words: list[str], places: Index) -> Any:
    """The words at these places, blank ones left out when the name is put together."""
    return coded(places, [word or None for word in words])


def _handed_on(folk: Folk, crowd: Crowd, family: Any) -> Any:
    """Children carry their father's family name: the man's of the couple, else the head's."""
    starts = crowd.starts
    head_female = folk.female[starts]
    has_spouse = np.zeros(len(starts), np.bool_)
    spouses = np.flatnonzero(crowd.role == SPOUSE)
    has_spouse[crowd.house[spouses]] = True
    of_house = family[starts].copy()
    by_spouse = np.flatnonzero(head_female & has_spouse)
    spouse_of = np.zeros(len(starts), np.int64)
    spouse_of[crowd.house[spouses]] = spouses
    of_house[by_spouse] = family[spouse_of[by_spouse]]
    members = np.arange(len(folk)) < folk.members
    descends = members & ((folk.role == CHILD) | (folk.role == GRANDCHILD))
    # An old father in the house is the head's own, and gave the head the name.
    father = members & (folk.role == PARENT) & ~folk.female
    result = np.where(descends, of_house[folk.house], family)
    return np.where(father, family[starts][folk.house], result)


KINH_PLACE: Final = PEOPLES.index(KINH)
