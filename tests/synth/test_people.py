"""Synthetic people: the same for the same seed, shaped like life, and nothing that the law does not know."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice

from ansinh.kernel.partial_dates import parse_iso
from ansinh.kernel.sheets.citizen_ids import read_citizen_id
from synth import rates
from synth.people import AS_OF, households, people, without
from tests.kernel.books import declared_facts

FACTS = declared_facts()
MANY = people(7, 6000)


def test_the_same_seed_gives_the_same_people() -> None:
    assert people(7, 50) == MANY[:50]
    assert people(8, 50) != MANY[:50]
    assert [person for household in islice(households(7), 9) for person in household][:20] == MANY[:20]


def test_numbers_dates_and_names_agree() -> None:
    for person in MANY[:2000]:
        birth = parse_iso(person.birth)
        assert birth.first <= person.born <= birth.last
        assert person.born <= AS_OF
        assert read_citizen_id(person.citizen_id, birth=birth, sex=person.sex) == person.citizen_id
        assert len(person.name.split()) >= 3
    families = Counter(person.name.split()[0] for person in MANY)
    assert 0.33 < families["Nguyễn"] / len(MANY) < 0.43
    assert not any("Thị" in person.name.split() for person in MANY if person.sex == "male")


def test_facts_are_those_of_the_law() -> None:
    for person in MANY:
        for name, value in person.facts.items():
            fact = FACTS[name]
            match fact.type:
                case "bool":
                    assert isinstance(value, bool), name
                case "int":
                    assert type(value) is int, name
                    assert 0 <= value <= fact.max
                case "code":
                    assert value in fact.codes, (name, value)
                case "date":
                    assert parse_iso(str(value)).is_whole or fact.partial, name


def test_attributes_hang_together() -> None:
    for person in MANY:
        facts = person.facts
        if facts.get("has_pension") is False:
            assert facts["pension_amount"] == 0
        if facts.get("children_under_16"):
            assert person.relation in ("head", "spouse")
        if facts.get("pregnant"):
            assert person.sex == "female"
    old = [person for person in MANY if person.born.year < 1955]
    young = [person for person in MANY if 1976 < person.born.year < 2006]
    assert _share(old, "disability_degree", "severe") > 4 * _share(young, "disability_degree", "severe")
    hard = people(7, 6000, hard_area=True)
    assert _share(hard, "poverty_class", "poor") > 4 * _share(MANY, "poverty_class", "poor")
    assert len({person.name.split()[0] for person in hard} & {"Lò", "Giàng", "Vàng"}) == 3


def _share(found: list, fact: str, value: object) -> float:  # type: ignore[type-arg]
    return sum(person.facts.get(fact) == value for person in found) / len(found)


def test_some_births_are_a_year_or_the_first_of_january() -> None:
    old = [person for person in MANY if person.born.year < 1955]
    assert 0.05 < sum(len(person.birth) == 4 for person in old) / len(old) < 0.35
    first = sum(person.birth.endswith("-01-01") for person in old) / len(old)
    assert first > 0.05


def test_how_much_is_unknown_can_be_chosen() -> None:
    assert all(set(rates.UNKNOWN) <= set(person.facts) for person in people(3, 300, unknown={}))
    nothing = people(3, 50, unknown=dict.fromkeys(MANY[0].facts, 1.0))
    assert not any(person.facts.keys() - {"death_date"} for person in nothing)
    assert "sex" not in without(MANY[0], "sex").facts
    later = people(3, 200, as_of=date(2015, 1, 1))
    assert all(person.born <= date(2015, 1, 1) for person in later)


def test_members_of_a_household_share_its_facts() -> None:
    for household in islice(households(11), 400):
        for fact in ("poverty_class", "hard_area"):
            assert len({person.facts.get(fact, "unknown") for person in household}) == 1


def test_shares_follow_their_curves() -> None:
    curve: rates.Curve = ((10, 0.0), (20, 1.0))
    assert [rates.share(curve, age) for age in (0, 10, 15, 20, 99)] == [0.0, 0.0, 0.5, 1.0, 1.0]
