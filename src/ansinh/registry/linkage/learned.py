"""Weights for lists that are too small to teach any: learned from a synthetic million (`python -m bench linkage`)."""

from __future__ import annotations

from typing import Final

from ansinh.registry.linkage.comparisons import FIXED, Weights

# Field → level → (how often among records of one person, how often among records of two).
LEARNED: Final[Weights] = {
    **FIXED,
    "name": {
        "same": (0.308, 0.000542),
        "same_without_accents": (0.467, 6.99e-05),
        "other_accents": (0.0074, 1.15e-05),
        "no_middle_name": (0.0589, 0.000235),
        "near_same_given": (0.0758, 0.000114),
        "near": (0.0393, 0.00073),
        "other_middle_name": (0.000441, 0.00151),
        "similar": (0.000811, 0.00283),
        "other": (0.0423, 0.994),
    },
    "birth": {
        "same": (0.631, 3.46e-05),
        "swapped": (0.0311, 1.15e-05),
        "same_year_rough": (0.26, 0.00142),
        "near": (0.028, 0.000964),
        "same_year": (0.0251, 0.0112),
        "other": (0.0248, 0.986),
    },
    "place": {
        "same_village": (0.505, 0.000744),
        "same_commune": (0.391, 0.00812),
        "other_village": (0.0217, 0.014),
        "other": (0.0821, 0.977),
    },
    "kin": {
        "two_same": (0.23, 9.26e-07),
        "one_same": (0.549, 0.00118),
        "other": (0.221, 0.999),
    },
}
