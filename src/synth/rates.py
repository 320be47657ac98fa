"""How people and households are made up: the shares that the generator draws from, for one person and for a nation.

They give lists and loads of the right shape; they are not statistics. A curve is a series of (age, share) points with
straight lines between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Curve = tuple[tuple[int, float], ...]

OLDEST: Final = 104
# Sizes 1, 2, … of households; the mean is 3.5.
HOUSEHOLD_SIZES: Final = (0.11, 0.17, 0.22, 0.27, 0.13, 0.07, 0.03)
HEAD_AGE: Final[Curve] = ((20, 0.0), (26, 0.6), (35, 1.0), (50, 1.0), (65, 0.55), (80, 0.22), (95, 0.0))
ALONE_AGE: Final[Curve] = ((18, 0.2), (25, 0.6), (40, 0.35), (60, 0.8), (75, 1.0), (90, 0.4), (104, 0.0))
# Whether the second person of a household is the head's spouse.
HAS_SPOUSE: Final[Curve] = ((20, 0.85), (40, 0.9), (60, 0.85), (75, 0.6), (90, 0.25))
OLD_PARENT_IN_HOUSEHOLD: Final = 0.22  # the last person of a household of four or more
GRANDCHILD: Final = 0.8  # a child would be older than this household can have: it is a grandchild

HARD_AREA: Final[Mapping[str, float]] = {"mountain": 0.45, "mixed": 0.12, "plain": 0.02}
POVERTY: Final[Mapping[bool, tuple[float, float]]] = {True: (0.27, 0.17), False: (0.025, 0.035)}

DISABLED: Final[Curve] = (
    (0, 0.004),
    (10, 0.012),
    (30, 0.018),
    (50, 0.04),
    (60, 0.07),
    (70, 0.14),
    (80, 0.27),
    (95, 0.45),
)
DISABILITY_DEGREES: Final[Mapping[str, float]] = {"mild": 0.42, "severe": 0.43, "extreme": 0.15}
PENSION: Final[Mapping[bool, Curve]] = {
    False: ((45, 0.0), (55, 0.12), (61, 0.3), (75, 0.28), (95, 0.2)),
    True: ((45, 0.0), (55, 0.04), (61, 0.09), (95, 0.06)),
}
PENSION_LOW, PENSION_HIGH, PENSION_STEP = 700_000, 12_000_000, 1_000
MERIT: Final[Curve] = ((18, 0.001), (50, 0.01), (65, 0.06), (80, 0.09))
OTHER_ALLOWANCE: Final[Curve] = ((0, 0.001), (60, 0.004), (90, 0.01))
HIV: Final[Curve] = ((0, 0.0003), (15, 0.0006), (25, 0.004), (45, 0.004), (70, 0.0004))
REGULAR_INCOME: Final[Mapping[bool, Curve]] = {
    False: ((17, 0.0), (22, 0.4), (35, 0.55), (55, 0.4), (65, 0.05), (80, 0.0)),
    True: ((17, 0.0), (22, 0.15), (35, 0.22), (55, 0.15), (65, 0.02), (80, 0.0)),
}
STUDYING: Final[Curve] = ((5, 0.0), (6, 0.97), (14, 0.96), (17, 0.82), (18, 0.5), (22, 0.38), (23, 0.1), (30, 0.0))
OTHER_STUDY: Final[Mapping[str, float]] = {"continuing": 0.03, "further": 0.01}
PREGNANT: Final[Curve] = ((16, 0.0), (18, 0.01), (26, 0.08), (35, 0.04), (45, 0.003), (50, 0.0))
FACILITY: Final[Curve] = ((0, 0.0006), (60, 0.0006), (85, 0.004))
ABANDONED: Final = 0.0006  # of children
FATHER: Final[Mapping[str, float]] = {
    "dead": 0.022,
    "missing": 0.003,
    "facility": 0.0006,
    "prison": 0.005,
    "unidentified": 0.012,
}
MOTHER: Final[Mapping[str, float]] = {
    "dead": 0.01,
    "missing": 0.002,
    "facility": 0.0005,
    "prison": 0.001,
    "unidentified": 0.0004,
}
MOTHER_LOST_TOO: Final = 0.12  # how often a child that lost the father lost the mother as well
KEPT_STUDYING: Final = 0.2  # of children in education for whom their single parent was paid before they were 16
HAD_CHILD_ALLOWANCE: Final = 0.6  # of the young who lost both
FOSTERED: Final = 0.35  # of children without a carer
UNMARRIED: Final[Curve] = ((17, 1.0), (20, 0.9), (26, 0.5), (35, 0.15), (50, 0.07), (90, 0.05))
WITHOUT_SPOUSE: Final[Mapping[str, float]] = {
    "widowed": 0.55,
    "divorced": 0.26,
    "never_married": 0.17,
    "spouse_missing": 0.02,
}
OLD_WITHOUT_SPOUSE: Final[Mapping[str, float]] = {
    "widowed": 0.86,
    "divorced": 0.05,
    "never_married": 0.08,
    "spouse_missing": 0.01,
}
CARER_OF_ALONE: Final[Mapping[str, float]] = {"none": 0.3, "on_allowance": 0.08, "unable": 0.12, "has_carer": 0.5}
CARER_OF_OTHERS: Final[Mapping[str, float]] = {"none": 0.02, "on_allowance": 0.03, "unable": 0.05, "has_carer": 0.9}
CARED_BY: Final[Mapping[str, Mapping[str, float]]] = {
    "severe": {"none": 0.6, "own_household": 0.38, "foster": 0.02},
    "extreme": {"none": 0.12, "own_household": 0.84, "foster": 0.04},
}
DEAD_THIS_YEAR: Final[Curve] = ((0, 0.0004), (50, 0.002), (70, 0.01), (85, 0.04), (100, 0.12))
YEAR_ONLY: Final[Curve] = ((30, 0.0), (55, 0.02), (70, 0.12), (85, 0.3))
FIRST_OF_JANUARY: Final[Curve] = ((20, 0.005), (55, 0.03), (75, 0.15), (90, 0.2))

# How often each fact is unknown. Facts that are not named are always known.
UNKNOWN: Final[Mapping[str, float]] = {
    "birth_date": 0.001,
    "sex": 0.0005,
    "hiv": 0.02,
    "marital_status": 0.01,
    "carer_situation": 0.02,
    "poverty_class": 0.003,
    "hard_area": 0.001,
    "disability_degree": 0.004,
    "has_pension": 0.006,
    "study": 0.004,
    "regular_income": 0.01,
    "father_status": 0.002,
    "mother_status": 0.002,
    "cared_by": 0.004,
    "merit_allowance": 0.002,
}

# Province: code since July 2025, kind of land, people in thousands (rounded, of the mergers of 2025).
PROVINCES: Final[tuple[tuple[str, str, int], ...]] = (
    *(("01", "plain", 8808), ("04", "mountain", 573), ("08", "mountain", 1866), ("11", "mountain", 673)),
    *(("12", "mountain", 512), ("14", "mountain", 1404), ("15", "mountain", 1779), ("19", "mixed", 1799)),
    *(
        ("20", "mountain", 882),
        ("22", "mixed", 1498),
        ("24", "mixed", 3619),
        ("25", "mixed", 4023),
        ("31", "plain", 4665),
    ),
    *(
        ("33", "plain", 3568),
        ("37", "plain", 4413),
        ("38", "mixed", 4325),
        ("40", "mixed", 3831),
        ("42", "mixed", 1623),
    ),
    *(
        ("44", "mixed", 1870),
        ("46", "mixed", 1432),
        ("48", "mixed", 3065),
        ("51", "mixed", 2162),
        ("52", "mixed", 3584),
    ),
    *(
        ("56", "mixed", 2243),
        ("66", "mixed", 3346),
        ("68", "mixed", 3873),
        ("75", "plain", 4491),
        ("79", "plain", 14002),
    ),
    *(
        ("80", "plain", 3254),
        ("82", "plain", 4370),
        ("86", "plain", 4258),
        ("91", "plain", 4953),
        ("92", "plain", 4200),
    ),
    *(("96", "plain", 2607),),
)
COMMUNES_PER_PROVINCE: Final = 98


def share(curve: Curve, age: int) -> float:
    """The share at an age: before the first point and after the last, theirs."""
    before = curve[0]
    for point in curve:
        if age < point[0]:
            if point is before:
                return point[1]
            return before[1] + (point[1] - before[1]) * (age - before[0]) / (point[0] - before[0])
        before = point
    return before[1]
