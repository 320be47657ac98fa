"""What several programmes ask: age, life, poverty, parents, home.

A month is judged by its last day.
"""

import numpy as np

from bench.peer.codes import DisabilityDegree, ParentStatus, PovertyClass
from bench.peer.declare import derived, lasting, monthly, of_household


@lasting(int)
def birth_month(person, period):
    """Month of birth."""
    return person("birth_date", period).astype("datetime64[M]").astype(np.int32)


@monthly(int)
def age(person, period):
    """Completed years on the last day of the month."""
    month = np.int32((period.start.year - 1970) * 12 + period.start.month - 1)
    return (month - person("birth_month", period)) // np.int32(12)


@monthly(bool)
def alive(person, period):
    """Alive on the last day of the month."""
    return person("death_date", period) > np.datetime64(period.stop.date, "D")


@derived(bool)
def at_home(person, period):
    """Lives in the community, or in a facility by contract."""
    return ~person("in_facility", period) | person("facility_voluntary", period)


@derived(bool)
def no_care_source(person, period):
    """Child without a source of care."""
    father, mother = person("father_status", period), person("mother_status", period)
    return person("abandoned", period) | ((father != ParentStatus.present) & (mother != ParentStatus.present))


@derived(bool)
def disabled(person, period):
    """Severely or extremely severely disabled."""
    degree = person("disability_degree", period)
    return (degree == DisabilityDegree.severe) | (degree == DisabilityDegree.extreme)


@of_household(bool)
def household_poor(household, period):
    """Poor household."""
    return household("poverty_class", period) == PovertyClass.poor


@of_household(bool)
def household_poor_or_near(household, period):
    """Poor or near-poor household."""
    return household("household_poor", period) | (household("poverty_class", period) == PovertyClass.near_poor)


@derived(bool)
def poor(person, period):
    """In a poor household."""
    return person.household("household_poor", period)


@derived(bool)
def poor_or_near(person, period):
    """In a poor or near-poor household."""
    return person.household("household_poor_or_near", period)


@derived(int)
def children_counted(person, period):
    """The children for whom a single parent is paid."""
    return person("children_under_16", period) + person("children_16_up_kept_studying", period)


@monthly(bool)
def low_pension(person, period, parameters):
    """A pension below the social pension."""
    return person("pension_amount", period) < np.int32(parameters(period).social.pension_rate)


DECLARED = [
    *(birth_month, age, alive, at_home, no_care_source, disabled, children_counted, low_pension),
    *(household_poor, household_poor_or_near, poor, poor_or_near),
]
