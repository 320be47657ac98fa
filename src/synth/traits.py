"""What is true of a member of a household: facts that hang together, drawn by age, sex, place and the other members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from synth import rates
from synth.names import Sex

Facts = dict[str, bool | int | str]


@dataclass(frozen=True, slots=True)
class Member:
    """One member before anything is known but place, age and sex."""

    relation: str
    age: int
    sex: Sex


@dataclass(frozen=True, slots=True)
class Traits:
    """What all members of a household share while their facts are drawn."""

    random: Random
    hard_area: bool
    poverty: str
    members: tuple[Member, ...]

    def chance(self, share: float) -> bool:
        """True as often as `share` says."""
        return self.random.random() < share

    def choose(self, shares: Mapping[str, float], otherwise: str = "") -> str:
        """One of the names by its share; `otherwise` takes what is left of 1."""
        drawn = self.random.random()
        for name, part in shares.items():
            drawn -= part
            if drawn < 0:
                return name
        return otherwise or list(shares)[-1]

    def at(self, curve: rates.Curve, member: Member) -> bool:
        """True as often as the curve says at the member's age."""
        return self.chance(rates.share(curve, member.age))


def draw_facts(traits: Traits, member: Member, as_of: date) -> Facts:
    """All core facts of one member (birth date and sex apart), each with a value that the law knows."""
    facts: Facts = {"poverty_class": traits.poverty, "hard_area": traits.hard_area}
    facts |= _family(traits, member)
    facts |= _childhood(traits, member)
    facts |= _health(traits, member, facts)
    facts |= _income(traits, member)
    if traits.at(rates.DEAD_THIS_YEAR, member):
        facts["death_date"] = (as_of - timedelta(days=traits.random.randrange(1, 300))).isoformat()
    return facts


def _family(traits: Traits, member: Member) -> Facts:
    """Marriage, children, and who has to support the member."""
    spouse = any(other.relation == "spouse" for other in traits.members)
    couple = member.relation in ("head", "spouse")
    children = [other for other in traits.members if other.relation == "child"] if couple else []
    if couple and spouse:
        marital = "married"
    elif couple and len(traits.members) > 1:
        marital = traits.choose(rates.OLD_WITHOUT_SPOUSE if member.age >= 60 else rates.WITHOUT_SPOUSE)
    elif member.age < 18 or traits.at(rates.UNMARRIED, member):
        marital = "never_married"
    else:
        marital = traits.choose(rates.OLD_WITHOUT_SPOUSE) if member.age >= 60 else "married"
    alone = len(traits.members) == 1
    students = sum(16 <= child.age <= 22 and traits.chance(0.5) for child in children)
    return {
        "marital_status": marital,
        "children_under_16": sum(child.age < 16 for child in children),
        "children_16_22_studying": students,
        "children_16_up_kept_studying": sum(traits.chance(rates.KEPT_STUDYING) for _ in range(students)),
        "children_under_36m": sum(child.age < 3 for child in children),
        "carer_situation": traits.choose(rates.CARER_OF_ALONE if alone else rates.CARER_OF_OTHERS),
        "pregnant": member.sex == "female" and traits.at(rates.PREGNANT, member),
        "in_facility": alone and traits.at(rates.FACILITY, member),
    }


def _childhood(traits: Traits, member: Member) -> Facts:
    """Parents, school, and care of a child or a young person."""
    if member.age > 22:
        further = traits.choose(rates.OTHER_STUDY, "none") if member.age < 30 else "none"
        none: Facts = {"father_status": "present", "mother_status": "present", "abandoned": False, "study": further}
        return none | {"had_child_allowance": False, "fostered": False}
    studying = traits.at(rates.STUDYING, member)
    abandoned = member.age < 16 and traits.chance(rates.ABANDONED)
    father = "unidentified" if abandoned else traits.choose(rates.FATHER, "present")
    mother = "unidentified" if abandoned else traits.choose(rates.MOTHER, "present")
    if father == "dead" and traits.chance(rates.MOTHER_LOST_TOO):
        mother = "dead"
    no_parents = father != "present" and mother != "present"
    return {
        "father_status": father,
        "mother_status": mother,
        "abandoned": abandoned,
        "study": traits.choose(rates.OTHER_STUDY, "first_qualification") if studying else "none",
        "had_child_allowance": no_parents and member.age >= 16 and traits.chance(rates.HAD_CHILD_ALLOWANCE),
        "fostered": no_parents and member.age < 16 and traits.chance(rates.FOSTERED),
    }


def _health(traits: Traits, member: Member, facts: Facts) -> Facts:
    """Disability with the one who cares for it, and HIV."""
    degree = traits.choose(rates.DISABILITY_DEGREES) if traits.at(rates.DISABLED, member) else "none"
    care = rates.CARED_BY.get(degree)
    cared_by = "foster" if facts["fostered"] else traits.choose(care) if care else "none"
    return {"disability_degree": degree, "cared_by": cared_by, "hiv": traits.at(rates.HIV, member)}


def _income(traits: Traits, member: Member) -> Facts:
    """Pension, merit allowance, other allowances, wage."""
    pension = traits.at(rates.PENSION[traits.hard_area], member)
    amount = traits.random.triangular(rates.PENSION_LOW, rates.PENSION_HIGH, 3_500_000) if pension else 0
    return {
        "has_pension": pension,
        "pension_amount": int(amount) // rates.PENSION_STEP * rates.PENSION_STEP,
        "merit_allowance": traits.at(rates.MERIT, member),
        "other_monthly_allowance": traits.at(rates.OTHER_ALLOWANCE, member),
        "regular_income": not pension and traits.at(rates.REGULAR_INCOME[traits.hard_area], member),
    }
