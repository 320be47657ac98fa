"""Programmes for elders, for people with disabilities or HIV, and for those in a facility."""

import numpy as np

from bench.peer.codes import CaredBy, CarerSituation, DisabilityDegree
from bench.peer.conditions import ALIVE, AT_HOME, NO_SUPPORTER, NOT_HOUSED, POOR, absent, given, is_one_of, of
from bench.peer.programme import Programme, by_age, flat, times

EXTREME = {"extreme": is_one_of("disability_degree", DisabilityDegree.extreme)}
TAKEN_IN = {
    "elder": of(60),
    **POOR,
    **NO_SUPPORTER,
    "facility-eligible": given("facility_eligible"),
    "taken-in": given("fostered"),
}


def _old_enough(person, month):
    age = person("age", month)
    return (age >= 75) | ((age >= 70) & person("poor_or_near", month))


def _no_higher_pension(person, month):
    return ~person("has_pension", month) | person("low_pension", month)


def _pension(_person, _month, social, _age):
    return np.int32(social.pension_rate)


def _disabled(person, month, social, age):
    rate, of_age = social.standard_rate, (age >= 16) & (age < 60)
    extreme = person("disability_degree", month) == DisabilityDegree.extreme
    higher = np.where(extreme, times(rate, 25), times(rate, 20))
    return np.where(of_age, np.where(extreme, times(rate, 20), times(rate, 15)), higher)


def _expecting_or_raising(person, month):
    return person("pregnant", month) | (person("children_under_36m", month) > 0)


def _one_or_more(person, month, social, _age):
    more = person("children_under_36m", month) + person("pregnant", month) >= 2
    return np.where(more, times(social.standard_rate, 20), times(social.standard_rate, 15))


PROGRAMMES = [
    Programme(
        "social.elderly-poor",
        "Monthly allowance for poor elders without support",
        {
            "elder": of(60),
            **POOR,
            "unsupported": is_one_of("carer_situation", CarerSituation.none, CarerSituation.on_allowance),
            **AT_HOME,
        },
        by_age(75, 15, 20),
        by_age=True,
    ),
    Programme(
        "social.elderly-fostered",
        "Monthly allowance for elders taken in by a household",
        {**TAKEN_IN, **AT_HOME},
        flat(30),
    ),
    Programme("social.foster-elderly", "Support for taking in an elder", {**TAKEN_IN, **NOT_HOUSED}, flat(15)),
    Programme(
        "social.pension",
        "Social pension",
        {"old-enough": _old_enough, "no-higher-pension": _no_higher_pension, **ALIVE},
        _pension,
    ),
    Programme(
        "social.adult-hiv",
        "Monthly allowance for adults with HIV in poor households",
        {
            "adult": of(16),
            "hiv": given("hiv"),
            **POOR,
            "no-wage": absent("regular_income"),
            "no-pension": absent("has_pension"),
            **AT_HOME,
        },
        flat(15),
    ),
    Programme(
        "social.disability-allowance",
        "Monthly allowance for people with disabilities",
        {
            "disabled": given("disabled"),
            "not-merit": absent("merit_allowance"),
            "not-pensioner": absent("has_pension"),
            **AT_HOME,
        },
        _disabled,
        by_age=True,
    ),
    Programme(
        "social.pregnancy-support",
        "Care support for disabled people who are pregnant or raise a small child",
        {"disabled": given("disabled"), "expecting-or-raising": _expecting_or_raising, **NOT_HOUSED},
        _one_or_more,
    ),
    Programme(
        "social.household-care",
        "Support for a household that cares for its own disabled member",
        {**EXTREME, "own-household": is_one_of("cared_by", CaredBy.own_household), **NOT_HOUSED},
        flat(10),
    ),
    Programme(
        "social.foster-disability",
        "Support for taking in an extremely severely disabled person",
        {**EXTREME, "taken-in": is_one_of("cared_by", CaredBy.foster), **NOT_HOUSED},
        by_age(16, 25, 15),
        by_age=True,
    ),
    Programme(
        "social.facility-food",
        "Monthly allowance in a social assistance facility",
        {"housed": given("in_facility"), "not-by-contract": absent("facility_voluntary"), **ALIVE},
        by_age(4, 50, 40),
        by_age=True,
    ),
]
