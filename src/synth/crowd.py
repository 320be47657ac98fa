"""Many households at once: the same make-up as `synth.traits`, drawn column by column with numpy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from synth import rates
from synth.draws import Bools, Bytes, Dice, age_table, size_table, table_of

HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT = range(5)
Column = NDArray[Any]

CODES: Final[dict[str, tuple[str, ...]]] = {
    "sex": ("male", "female"),
    "poverty_class": ("poor", "near_poor", "other"),
    "marital_status": ("never_married", "married", "widowed", "spouse_missing", "divorced"),
    "father_status": ("present", "dead", "missing", "facility", "prison", "unidentified", "left"),
    "mother_status": ("present", "dead", "missing", "facility", "prison", "unidentified", "left"),
    "study": ("none", "first_qualification", "continuing", "further"),
    "disability_degree": ("none", "mild", "severe", "extreme"),
    "cared_by": ("none", "own_household", "foster"),
    "carer_situation": ("none", "on_allowance", "unable", "has_carer"),
}
_MARITAL, _PARENT, _STUDY = CODES["marital_status"], CODES["father_status"], CODES["study"]
_DEGREES, _CARE, _CARERS = CODES["disability_degree"], CODES["cared_by"], CODES["carer_situation"]
NEVER, MARRIED = _MARITAL.index("never_married"), _MARITAL.index("married")
PRESENT, DEAD, UNIDENTIFIED = _PARENT.index("present"), _PARENT.index("dead"), _PARENT.index("unidentified")
NOT_STUDYING, FIRST = _STUDY.index("none"), _STUDY.index("first_qualification")

_SIZES = size_table(rates.HOUSEHOLD_SIZES)
_HEAD_AGES, _ALONE_AGES = age_table(rates.HEAD_AGE), age_table(rates.ALONE_AGE)
_WITHOUT_SPOUSE = table_of(rates.WITHOUT_SPOUSE, _MARITAL)
_OLD_WITHOUT_SPOUSE = table_of(rates.OLD_WITHOUT_SPOUSE, _MARITAL)
_FATHERS, _MOTHERS = (table_of(shares, _PARENT, "present") for shares in (rates.FATHER, rates.MOTHER))
_STUDIES = table_of(rates.OTHER_STUDY, _STUDY, "first_qualification")
_LATE_STUDIES = table_of(rates.OTHER_STUDY, _STUDY, "none")
_DISABILITY = table_of(rates.DISABILITY_DEGREES, _DEGREES)
_ALONE_CARERS, _CARERS_OF_OTHERS = (table_of(s, _CARERS) for s in (rates.CARER_OF_ALONE, rates.CARER_OF_OTHERS))
_POVERTY = {
    hard: table_of({"poor": poor, "near_poor": near}, CODES["poverty_class"], "other")
    for hard, (poor, near) in rates.POVERTY.items()
}


@dataclass(slots=True)
class Crowd:
    """Some households in order. `house` says for each person which (from 0), `starts` where each begins.

    `facts` are columns by the law's fact names: truth values, whole numbers, or places in `CODES`.
    """

    house: NDArray[np.int32]
    starts: NDArray[np.int64]
    sizes: Bytes
    role: Bytes
    age: Bytes
    facts: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.age)


def draw(dice: Dice, hard: Bools) -> Crowd:
    """Make up one household for each element of `hard` (whether it lives in an especially hard area)."""
    crowd = _members(dice, len(hard))
    facts = crowd.facts
    facts["hard_area"] = hard[crowd.house]
    poverty = np.where(hard, dice.pick(_POVERTY[True], len(hard)), dice.pick(_POVERTY[False], len(hard)))
    facts["poverty_class"] = poverty[crowd.house]
    _draw_childhood(dice, crowd)
    _draw_family(dice, crowd)
    _draw_health(dice, crowd)
    _draw_income(dice, crowd)
    return crowd


def _members(dice: Dice, count: int) -> Crowd:
    """Places, ages and sexes."""
    sizes = dice.pick(_SIZES, count)
    ends = np.cumsum(sizes, dtype=np.int64)
    starts = ends - sizes
    house = np.repeat(np.arange(count, dtype=np.int32), sizes)
    total = len(house)
    head_age = np.where(sizes == 1, dice.pick(_ALONE_AGES, count), dice.pick(_HEAD_AGES, count))
    old_alone = (sizes == 1) & (head_age > 60)
    head_female = np.where(old_alone, dice.happens(0.62, count), dice.happens(0.3, count))
    with_spouse = (sizes > 1) & dice.by_age(rates.HAS_SPOUSE, head_age)
    with_parent = (sizes > 3) & (head_age < 65) & dice.happens(rates.OLD_PARENT_IN_HOUSEHOLD, count)

    role = np.full(total, CHILD, np.uint8)
    role[starts] = HEAD
    role[starts[with_spouse] + 1] = SPOUSE
    role[ends[with_parent] - 1] = PARENT
    age = head_age[house].astype(np.int16)
    child_age = age - dice.between(20, 38, total)
    youngest = np.maximum(age - 19, 1)
    child_age = np.where(child_age < 0, dice.between(0, 12, total) % youngest, child_age)
    grand = (role == CHILD) & (child_age > 35) & dice.happens(rates.GRANDCHILD, total)
    role[grand] = GRANDCHILD
    gap = dice.between(-2, 7, total) * np.where(head_female[house], -1, 1).astype(np.int16)
    age = np.select(
        [role == HEAD, role == SPOUSE, role == CHILD, role == GRANDCHILD],
        [age, np.maximum(age - gap, 18), child_age, dice.between(0, 21, total)],
        age + dice.between(20, 34, total),
    )
    female = np.where(role == HEAD, head_female[house], (dice.throw(total) & 1).astype(np.bool_))
    female = np.where(role == SPOUSE, ~head_female[house], female)
    crowd = Crowd(house, starts, sizes, role, np.minimum(age, rates.OLDEST).astype(np.uint8))
    crowd.facts["sex"] = female.astype(np.uint8)
    return crowd


def _draw_childhood(dice: Dice, crowd: Crowd) -> None:
    """Parents, school, and care of the young; grown-ups get the values that say nothing."""
    total, age, facts = len(crowd), crowd.age, crowd.facts
    young = np.flatnonzero(age <= 22)
    child = age[young] < 16
    father, mother = dice.pick(_FATHERS, len(young)), dice.pick(_MOTHERS, len(young))
    mother[(father == DEAD) & dice.happens(rates.MOTHER_LOST_TOO, len(young))] = DEAD
    abandoned = child & dice.happens(rates.ABANDONED, len(young))
    father[abandoned] = mother[abandoned] = UNIDENTIFIED
    lost = (father != PRESENT) & (mother != PRESENT)
    study = np.full(total, NOT_STUDYING, np.uint8)
    studying = dice.by_age(rates.STUDYING, age[young])
    study[young] = np.where(studying, dice.pick(_STUDIES, len(young)), NOT_STUDYING)
    grown = np.flatnonzero((age > 22) & (age < 30))
    study[grown] = dice.pick(_LATE_STUDIES, len(grown))
    had = lost & ~child & dice.happens(rates.HAD_CHILD_ALLOWANCE, len(young))
    fostered = lost & child & dice.happens(rates.FOSTERED, len(young))
    facts["study"] = study
    for name, values in (("father_status", father), ("mother_status", mother)):
        facts[name] = _placed(total, young, values)
    for name, flags in (("abandoned", abandoned), ("had_child_allowance", had), ("fostered", fostered)):
        facts[name] = _placed(total, young, flags)


def _placed(total: int, places: NDArray[np.int64], values: Column) -> Column:
    column = np.zeros(total, values.dtype)
    column[places] = values
    return column


def _draw_family(dice: Dice, crowd: Crowd) -> None:
    """Marriage, children, and who has to support the person."""
    total, age, role, facts = len(crowd), crowd.age, crowd.role, crowd.facts
    has_spouse = np.zeros(len(crowd.sizes), np.bool_)
    has_spouse[crowd.house[role == SPOUSE]] = True
    couple = (role == HEAD) | (role == SPOUSE)
    alone = (crowd.sizes == 1)[crowd.house]
    without = np.where(age >= 60, dice.pick(_OLD_WITHOUT_SPOUSE, total), dice.pick(_WITHOUT_SPOUSE, total))
    never = (age < 18) | dice.by_age(rates.UNMARRIED, age)
    others = np.where(never, NEVER, np.where(age >= 60, without, MARRIED))
    facts["marital_status"] = np.where(
        couple & has_spouse[crowd.house], MARRIED, np.where(couple & ~alone, without, others)
    ).astype(np.uint8)

    child = role == CHILD
    student = child & (age >= 16) & (age <= 22) & (facts["study"] == FIRST)
    kept = student & dice.happens(rates.KEPT_STUDYING, total)
    for name, counted in (
        ("children_under_16", child & (age < 16)),
        ("children_16_22_studying", student),
        ("children_16_up_kept_studying", kept),
        ("children_under_36m", child & (age < 3)),
    ):
        in_house = np.add.reduceat(counted.view(np.uint8), crowd.starts)
        facts[name] = np.where(couple, in_house[crowd.house], np.uint8(0))
    carers = np.where(alone, dice.pick(_ALONE_CARERS, total), dice.pick(_CARERS_OF_OTHERS, total))
    facts["carer_situation"] = carers
    facts["pregnant"] = (facts["sex"] == 1) & dice.by_age(rates.PREGNANT, age)
    facts["in_facility"] = alone & dice.by_age(rates.FACILITY, age)


def _draw_health(dice: Dice, crowd: Crowd) -> None:
    """Disability with the one who cares for it, HIV."""
    total, facts = len(crowd), crowd.facts
    disabled = np.flatnonzero(dice.by_age(rates.DISABLED, crowd.age))
    degree = dice.pick(_DISABILITY, len(disabled))
    cared_by = np.zeros(len(disabled), np.uint8)
    for name, shares in rates.CARED_BY.items():
        chosen = degree == _DEGREES.index(name)
        cared_by[chosen] = dice.pick(table_of(shares, _CARE), int(chosen.sum()))
    facts["disability_degree"] = _placed(total, disabled, degree)
    facts["cared_by"] = _placed(total, disabled, cared_by)
    facts["cared_by"][facts["fostered"]] = _CARE.index("foster")
    facts["hiv"] = dice.by_age(rates.HIV, crowd.age)


def _draw_income(dice: Dice, crowd: Crowd) -> None:
    """Pension, merit allowance, other allowances, wage."""
    total, age, facts = len(crowd), crowd.age, crowd.facts
    hard = facts["hard_area"]
    pension = np.where(hard, dice.by_age(rates.PENSION[True], age), dice.by_age(rates.PENSION[False], age))
    wage = np.where(hard, dice.by_age(rates.REGULAR_INCOME[True], age), dice.by_age(rates.REGULAR_INCOME[False], age))
    paid = np.flatnonzero(pension)
    # The mean of two throws has its peak in the middle, a third throw pulls it down to where most pensions lie.
    spread = (dice.throw(len(paid)).astype(np.float64) + np.minimum(dice.throw(len(paid)), dice.throw(len(paid)))) / 2
    range_ = rates.PENSION_HIGH - rates.PENSION_LOW
    amounts = (rates.PENSION_LOW + spread * (range_ / 65_536)).astype(np.int32)
    facts["has_pension"] = pension
    facts["pension_amount"] = _placed(total, paid, amounts // rates.PENSION_STEP * rates.PENSION_STEP)
    facts["merit_allowance"] = dice.by_age(rates.MERIT, age)
    facts["other_monthly_allowance"] = dice.by_age(rates.OTHER_ALLOWANCE, age)
    facts["regular_income"] = wage & ~pension
