"""Which of several rights is paid: the highest; on a tie, the one that the law's list names first.

A poor single parent's allowance goes together with four of the others. Facility food, which displaces them all, never
meets them here: it asks for a life in a facility, they for one at home, and facts do not change within the month.
Of a couple with a right to support for a small child one is paid; a list that does not say who is whose spouse cannot
ask for it.
"""

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray

from bench.peer.declare import monthly


class Allowance(Enum):
    """The rights of which one is paid, in the law's order."""

    nothing = "nothing"
    social_disability_allowance = "social.disability-allowance"
    social_child_hiv = "social.child-hiv"
    social_child_no_carer = "social.child-no-carer"
    social_student_no_carer = "social.student-no-carer"
    social_elderly_fostered = "social.elderly-fostered"
    social_elderly_poor = "social.elderly-poor"
    social_adult_hiv = "social.adult-hiv"
    social_child_under_3 = "social.child-under-3"
    social_single_parent = "social.single-parent"
    social_pension = "social.pension"


class Care(Enum):
    """The supports for who takes care, of which one is paid, in the law's order."""

    nothing = "nothing"
    social_foster_disability = "social.foster-disability"
    social_foster_child = "social.foster-child"
    social_foster_elderly = "social.foster-elderly"
    social_household_care = "social.household-care"


BESIDE_SINGLE_PARENT = [
    Allowance.social_disability_allowance,
    Allowance.social_elderly_fostered,
    Allowance.social_elderly_poor,
    Allowance.social_adult_hiv,
]
ALONE = [
    Allowance.social_child_hiv,
    Allowance.social_child_no_carer,
    Allowance.social_student_no_carer,
    Allowance.social_child_under_3,
    Allowance.social_pension,
]


def highest(person, period, rights):
    """The highest amount, and the place of its right in the enum (0 where there is none)."""
    best = np.zeros(person.count, np.int32)
    place = np.zeros(person.count, np.uint8)
    for right in rights:
        amount = person(right.name, period)
        np.copyto(place, np.uint8(right.index), where=amount > best)
        np.maximum(best, amount, out=best)
    return best, place


@monthly(Enum, possible_values=Allowance, default_value=Allowance.nothing)
def allowance_paid(person, period):
    """The allowance that is paid, apart from a single parent's."""
    beside, beside_place = highest(person, period, BESIDE_SINGLE_PARENT)
    alone, alone_place = highest(person, period, ALONE)
    together = person("social_single_parent", period) + beside
    place = np.where(beside > 0, beside_place, np.uint8(Allowance.social_single_parent.index))
    together_wins = (together > alone) | ((together == alone) & (place < alone_place))
    return EnumArray(np.where(together_wins, beside_place, alone_place), Allowance)


@monthly(bool)
def single_parent_paid(person, period):
    """The single parent's allowance is paid."""
    set_aside = np.zeros(person.count, np.bool_)
    paid = person("allowance_paid", period)
    for right in ALONE:
        set_aside |= paid == right
    return (person("social_single_parent", period) > 0) & ~set_aside


@monthly(Enum, possible_values=Care, default_value=Care.nothing)
def care_paid(person, period):
    """The support for who takes care that is paid."""
    return EnumArray(highest(person, period, list(Care)[1:])[1], Care)


DECLARED = [allowance_paid, single_parent_paid, care_paid]
