"""Synthetic people one by one: small objects for samples and tests, by household, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, chain, islice
from random import Random
from typing import Final

from synth import rates
from synth.ids import BIRTH_PROVINCES, citizen_id
from synth.names import Names, Sex
from synth.traits import Member, Traits, draw_facts

AS_OF: Final = date(2026, 11, 1)
OF_THE_HOUSEHOLD: Final = ("poverty_class", "hard_area")  # known or unknown for all its members
MINORITY_IN_HARD_AREAS: Final = 0.8


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """One made-up person.

    Attributes:
        citizen_id: twelve digits that agree with province, sex and year of birth; '' for some of the youngest.
        birth: '1944-03-02', or '1944' when only the year is known.
        facts: what is known, by the law's fact names; a fact that is missing is unknown.
    """

    citizen_id: str
    name: str
    sex: Sex
    birth: str
    born: date
    household: str
    relation: str
    facts: Mapping[str, bool | int | str] = field(default_factory=dict)


def people(
    seed: int,
    count: int,
    *,
    hard_area: bool = False,
    as_of: date = AS_OF,
    unknown: Mapping[str, float] = rates.UNKNOWN,
) -> list[SyntheticPerson]:
    """The first `count` people of the stream of this seed.

    Args:
        seed: the same seed gives the same people. hard_area: whether they live in an especially hard commune.
        as_of: the day that ages are counted at. unknown: how often each fact is unknown (0 to 1).
    """
    stream = households(seed, hard_area=hard_area, as_of=as_of, unknown=unknown)
    return list(islice(chain.from_iterable(stream), count))


def households(
    seed: int, *, hard_area: bool = False, as_of: date = AS_OF, unknown: Mapping[str, float] = rates.UNKNOWN
) -> Iterator[list[SyntheticPerson]]:
    """Households without end; arguments as in `people`."""
    random = Random(seed)  # noqa: S311 - made-up people, not secrets
    maker = _Maker(random, Names(random), hard_area, as_of, unknown)
    number = 0
    while True:
        number += 1
        yield maker.household(f"H{number:05d}")


@dataclass(frozen=True, slots=True)
class _Maker:
    random: Random
    names: Names
    hard_area: bool
    as_of: date
    unknown: Mapping[str, float]

    def household(self, code: str) -> list[SyntheticPerson]:
        size = self.random.choices(range(1, len(rates.HOUSEHOLD_SIZES) + 1), rates.HOUSEHOLD_SIZES)[0]
        members = [self._head(size)]
        for place in range(1, size):
            members.append(self._next(members, last=place == size - 1))
        family = self._family()
        traits = Traits(self.random, self.hard_area, self._poverty(), tuple(members))
        hidden = {fact for fact in OF_THE_HOUSEHOLD if self._forgotten(fact)}
        return [self._person(member, family, code, traits, hidden) for member in members]

    def _family(self) -> str:
        return self.names.family(minority=self.hard_area and self.random.random() < MINORITY_IN_HARD_AREAS)

    def _forgotten(self, fact: str) -> bool:
        return self.random.random() < self.unknown.get(fact, 0.0)

    def _poverty(self) -> str:
        poor, near = rates.POVERTY[self.hard_area]
        drawn = self.random.random()
        return "poor" if drawn < poor else "near_poor" if drawn < poor + near else "other"

    def _age_from(self, curve: rates.Curve) -> int:
        ages, weights = _ages(curve)
        return self.random.choices(ages, cum_weights=weights)[0]

    def _head(self, size: int) -> Member:
        age = self._age_from(rates.ALONE_AGE if size == 1 else rates.HEAD_AGE)
        sex: Sex = "female" if self.random.random() < (0.62 if size == 1 and age > 60 else 0.3) else "male"
        return Member("head", age, sex)

    def _next(self, members: list[Member], *, last: bool) -> Member:
        head = members[0]
        chance = self.random.random()
        if len(members) == 1 and chance < rates.share(rates.HAS_SPOUSE, head.age):
            sex: Sex = "male" if head.sex == "female" else "female"
            gap = self.random.randint(-2, 7) * (1 if head.sex == "male" else -1)
            return Member("spouse", min(max(head.age - gap, 18), rates.OLDEST), sex)
        sex = self.random.choice(("male", "female"))
        if last and len(members) >= 3 and head.age < 65 and chance < rates.OLD_PARENT_IN_HOUSEHOLD:
            return Member("parent", min(head.age + self.random.randint(20, 34), rates.OLDEST), sex)
        age = head.age - self.random.randint(20, 38)
        if age > 35 and chance < rates.GRANDCHILD:
            return Member("grandchild", self.random.randint(0, 21), sex)
        return Member("child", age if age >= 0 else self.random.randint(0, max(head.age - 19, 0)), sex)

    def _person(self, member: Member, family: str, code: str, traits: Traits, hidden: set[str]) -> SyntheticPerson:
        born = self.as_of - timedelta(days=member.age * 365 + member.age // 4 + self.random.randrange(1, 365))
        if self.random.random() < rates.share(rates.FIRST_OF_JANUARY, member.age):
            born = date(born.year, 1, 1)
        year_only = self.random.random() < rates.share(rates.YEAR_ONLY, member.age)
        birth = str(born.year) if year_only else born.isoformat()
        own = member.relation in ("head", "child", "grandchild")
        name = self.names.person(family if own else self._family(), member.sex, born.year)
        province = self.random.choice(BIRTH_PROVINCES) if self.random.random() < 0.1 else "025"
        known = {"birth_date": birth, "sex": member.sex, **draw_facts(traits, member, self.as_of)}
        if "death_date" in known:
            known["death_date"] = max(str(known["death_date"]), born.isoformat())
        hidden = hidden | {fact for fact in known if fact not in OF_THE_HOUSEHOLD and self._forgotten(fact)}
        facts = {fact: value for fact, value in known.items() if fact not in hidden}
        number = citizen_id(self.random, province, member.sex, born.year)
        return SyntheticPerson(number, name, member.sex, birth, born, code, member.relation, facts)


@cache
def _ages(curve: rates.Curve) -> tuple[range, list[float]]:
    """The ages between a curve's ends, and their summed shares."""
    ages = range(curve[0][0], curve[-1][0] + 1)
    return ages, list(accumulate(rates.share(curve, age) for age in ages))


def without(person: SyntheticPerson, *facts: str) -> SyntheticPerson:
    """The same person with these facts unknown."""
    return replace(person, facts={fact: value for fact, value in person.facts.items() if fact not in facts})
