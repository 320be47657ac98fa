"""Conditions that several programmes share."""

from bench.peer.codes import CarerSituation


def below(age):
    """Younger than so many years."""
    return lambda person, month: person("age", month) < age


def of(age):
    """At least so many years old."""
    return lambda person, month: person("age", month) >= age


def given(fact):
    """A fact or a derived one that holds."""
    return lambda person, month: person(fact, month)


def absent(fact):
    """One that does not."""
    return lambda person, month: ~person(fact, month)


def is_one_of(fact, *codes):
    """A code among some."""

    def test(person, month):
        value = person(fact, month)
        found = value == codes[0]
        for code in codes[1:]:
            found |= value == code
        return found

    return test


ALIVE = {"alive": given("alive")}
AT_HOME = {"at-home": given("at_home"), **ALIVE}
NOT_HOUSED = {"at-home": absent("in_facility"), **ALIVE}
POOR = {"poor": given("poor")}
NO_SUPPORTER = {"no-supporter": is_one_of("carer_situation", CarerSituation.none)}
