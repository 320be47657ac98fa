"""Programmes for children, the young, their parents and those who take them in."""

import numpy as np

from bench.peer.codes import MaritalStatus, Study
from bench.peer.conditions import AT_HOME, NOT_HOUSED, POOR, absent, below, given, is_one_of, of
from bench.peer.programme import Programme, by_age, flat

SINGLE = (MaritalStatus.never_married, MaritalStatus.widowed, MaritalStatus.spouse_missing)


def _poor_with_hiv(person, month):
    return ~(person("hiv", month) & person("poor", month))


def _hard_area(person, month):
    return person.household("hard_area", month)


def _raising(person, month):
    return person("children_counted", month) > 0


def _each_child(person, month, social, _age):
    return np.int32(social.standard_rate) * person("children_counted", month)


PROGRAMMES = [
    Programme(
        "social.child-no-carer",
        "Monthly allowance for children without a source of care",
        {"under-16": below(16), "no-source-335": given("no_care_source"), **AT_HOME},
        by_age(4, 25, 15),
        by_age=True,
    ),
    Programme(
        "social.student-no-carer",
        "Monthly allowance for students who were children without a source of care",
        {
            "from-16": of(16),
            "was-paid": given("had_child_allowance"),
            "studying-335": is_one_of("study", Study.first_qualification, Study.continuing),
            "unbroken": absent("study_interrupted"),
            **AT_HOME,
        },
        flat(15),
    ),
    Programme(
        "social.child-hiv",
        "Monthly allowance for children with HIV in poor households",
        {"child": below(16), "hiv": given("hiv"), **POOR, **AT_HOME},
        by_age(4, 25, 20),
        by_age=True,
    ),
    Programme(
        "social.single-parent",
        "Monthly allowance for poor single parents",
        {
            "single": is_one_of("marital_status", *SINGLE),
            "poor-or-near": given("poor_or_near"),
            "raising-335": _raising,
            **AT_HOME,
        },
        _each_child,
    ),
    Programme(
        "social.child-under-3",
        "Monthly allowance for children under 3 in especially hard areas",
        {
            "under-3": below(3),
            "poor-or-near": given("poor_or_near"),
            "hard-area": _hard_area,
            "has-source-335": absent("no_care_source"),
            "not-poor-with-hiv": _poor_with_hiv,
            "not-disabled": absent("disabled"),
            **AT_HOME,
        },
        flat(15),
    ),
    Programme(
        "social.foster-child",
        "Support for taking in a child without a source of care",
        {
            "under-16": below(16),
            "no-source-335": given("no_care_source"),
            "taken-in": given("fostered"),
            **NOT_HOUSED,
        },
        by_age(4, 25, 15),
        by_age=True,
    ),
]
