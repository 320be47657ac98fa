"""Weights for lists that are too small to teach any: learned from a synthetic million (`python -m bench linkage`)."""

from __future__ import annotations

from typing import Final

from ansinh.registry.linkage.comparisons import FIXED, Weights

# Field → level → (how often among records of one person, how often among records of two).
LEARNED: Final[Weights] = {
    **FIXED,
    "name": {
        "same": (0.3068, 0.000573),
        "same_without_accents": (0.4777, 5.69e-05),
        "other_accents": (0.0063, 1.12e-05),
        "no_middle_name": (0.0619, 0.000225),
        "near_same_given": (0.08, 0.0003),
        "near": (0.04, 0.0006),
        "other_middle_name": (0.0004, 0.00162),
        "similar": (0.0013, 0.00335),
        "other": (0.0248, 0.993),
    },
    "birth": {
        "same": (0.6429, 3.45e-05),
        "swapped": (0.0304, 9.0e-06),
        "same_year_rough": (0.2674, 0.0015),
        "near": (0.0255, 0.000966),
        "same_year": (0.0066, 0.011),
        "other": (0.0272, 0.986),
    },
    "place": {
        "same_village": (0.5273, 0.001),
        "same_commune": (0.3905, 0.0042),
        "other_village": (0.0199, 0.015),
        "other": (0.0623, 0.98),
    },
    "kin": {"two_same": (0.2494, 3.48e-06), "one_same": (0.5393, 0.00133), "other": (0.2113, 0.999)},
}
