"""Statuses of people and households. Codes are the law's own (law/facts.yaml): nothing is translated on the way.

Each class is one register. `SENSITIVE`: masked until a purpose is given, each look logged. `NEEDS_PAPER`: a row without
a paper is on the work list. `MONEY`: a change touches a right, so another person approves it.
A blank, also of a yes or no, is what nobody has said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.people.models import Household, Person
from ansinh.registry.places.models import Place

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Status(Recorded):
    """What every status has (abstract)."""

    KIND: ClassVar[str]
    TITLE: ClassVar[StrPromise]
    SENSITIVE: ClassVar[bool] = False
    MONEY: ClassVar[bool] = True
    NEEDS_PAPER: ClassVar[bool] = True

    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta(Recorded.Meta):
        abstract = True


class PersonStatus(Status):
    """A status of one person (abstract)."""

    ALONE: ClassVar[tuple[str, ...]] = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta(Status.Meta):
        abstract = True


class HouseholdStatus(Status):
    """A status of one household (abstract)."""

    ALONE: ClassVar[tuple[str, ...]] = ("household",)

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta(Status.Meta):
        abstract = True


class Disability(PersonStatus):
    """A person's degree and kinds of disability, as the commune's council found and its certificate says."""

    KIND, TITLE, SENSITIVE = "disability", _("Disability"), True

    class Degree(models.TextChoices):
        """NĐ 28/2012 Điều 3; the law's fact `disability_degree`."""

        NONE = "none", _("None")
        MILD = "mild", _("Mild")
        SEVERE = "severe", _("Severe")
        EXTREME = "extreme", _("Extremely severe")

    degree = models.CharField(_("Degree"), max_length=8, choices=Degree.choices)
    mobility = models.BooleanField(_("Mobility"), null=True, blank=True)
    hearing_speech = models.BooleanField(_("Hearing or speech"), null=True, blank=True)
    visual = models.BooleanField(_("Sight"), null=True, blank=True)
    mental = models.BooleanField(_("Mental illness"), null=True, blank=True)
    intellectual = models.BooleanField(_("Intellectual"), null=True, blank=True)
    other = models.BooleanField(_("Other kind"), null=True, blank=True)
    certificate_number = models.CharField(_("Certificate number"), max_length=40, blank=True)
    certificate_date = models.DateField(_("Date of the certificate"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)


class Merit(PersonStatus):
    """A person recognised as having merit, or drawing a monthly allowance for it."""

    KIND, TITLE, SENSITIVE, ALONE = "merit", _("Merit"), True, ()

    category = models.CharField(_("Category"), max_length=40)
    percent = models.PositiveSmallIntegerField(_("Rate of injury (%)"), null=True, blank=True)
    file_number = models.CharField(_("File number"), max_length=40, blank=True)
    monthly = models.BooleanField(_("Monthly allowance"), default=False)


class MeritShare(PersonStatus):
    """One relative's share in the allowance of a person with merit."""

    KIND, TITLE, ALONE = "merit-share", _("Relative of a person with merit"), ()

    of = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="merit_shares", verbose_name=_("Person with merit")
    )
    relation = models.CharField(_("Relation"), max_length=20)
    share_percent = models.PositiveSmallIntegerField(_("Share (%)"), default=100)
    monthly = models.BooleanField(_("Monthly allowance"), default=True)


class Poverty(HouseholdStatus):
    """A household's class in the poverty review; `local` by the province's own line."""

    KIND, TITLE = "poverty", _("Poverty class")

    class Class(models.TextChoices):
        """NĐ 07/2021 Điều 3; the law's fact `poverty_class`."""

        POOR = "poor", _("Poor")
        NEAR_POOR = "near_poor", _("Near-poor")
        OTHER = "other", _("Neither")

    poverty_class = models.CharField(_("Class"), max_length=10, choices=Class.choices)
    local_class = models.CharField(_("Class by the province's line"), max_length=10, choices=Class.choices, blank=True)
    hardship = models.BooleanField(_("In hardship, as the commune confirms"), null=True, blank=True)


class ParentsSituation(PersonStatus):
    """What became of a child's parents."""

    KIND, TITLE, SENSITIVE = "parents", _("Situation of the parents"), True

    class Parent(models.TextChoices):
        """The law's facts `father_status` and `mother_status`."""

        PRESENT = "present", _("There, and able to care")
        DEAD = "dead", _("Dead")
        MISSING = "missing", _("Declared missing")
        LEFT = "left", _("Has left, not declared missing")
        FACILITY = "facility", _("In a social assistance facility")
        PRISON = "prison", _("In prison or under a compulsory measure")
        UNIDENTIFIED = "unidentified", _("Cannot be identified")

    father = models.CharField(_("Father"), max_length=12, choices=Parent.choices, blank=True)
    mother = models.CharField(_("Mother"), max_length=12, choices=Parent.choices, blank=True)
    abandoned = models.BooleanField(_("Abandoned and not adopted"), null=True, blank=True)
    other_parent_unable = models.BooleanField(_("The other parent is unable to care"), null=True, blank=True)


class Hiv(PersonStatus):
    """A person living with HIV."""

    KIND, TITLE, SENSITIVE = "hiv", _("HIV"), True


class Pension(PersonStatus):
    """A pension, a monthly social-insurance benefit or a survivor's benefit that a person draws."""

    KIND, TITLE, ALONE = "pension", _("Pension or social insurance"), ()

    class Source(models.TextChoices):
        """Who pays and for what."""

        PENSION = "pension", _("Pension")
        BENEFIT = "benefit", _("Monthly social-insurance benefit")
        SURVIVOR = "survivor", _("Survivor's benefit")

    source = models.CharField(_("Kind"), max_length=10, choices=Source.choices)
    amount = models.BigIntegerField(_("Amount a month (VND)"), null=True, blank=True)


class Study(PersonStatus):
    """A person's schooling."""

    KIND, TITLE = "study", _("Study")

    class Course(models.TextChoices):
        """The law's fact `study`."""

        FIRST = "first_qualification", _("General, vocational or first higher education")
        CONTINUING = "continuing", _("Continuing education")
        FURTHER = "further", _("A further qualification")

    course = models.CharField(_("Course"), max_length=20, choices=Course.choices)
    school = models.CharField(_("School"), max_length=120, blank=True)
    interrupted = models.BooleanField(_("Interrupted without lawful reason"), default=False)


class Care(PersonStatus):
    """Who looks after a person who cannot live alone."""

    KIND, TITLE = "care", _("Care arrangement")

    class By(models.TextChoices):
        """The law's fact `cared_by`."""

        OWN = "own_household", _("The own household")
        FOSTER = "foster", _("A household that took the person in by decision")

    by = models.CharField(_("Cared for by"), max_length=14, choices=By.choices)
    carer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="cares_for", verbose_name=_("Carer")
    )


class Pregnancy(PersonStatus):
    """A pregnancy, from when it was confirmed to the birth."""

    KIND, TITLE, SENSITIVE = "pregnancy", _("Pregnancy"), True

    due_on = models.DateField(_("Due on"), null=True, blank=True)


class Facility(PersonStatus):
    """A person's stay in a social assistance facility, or being found fit to enter one."""

    KIND, TITLE = "facility", _("Social assistance facility")

    class Stay(models.TextChoices):
        """The law's facts `in_facility`, `facility_voluntary`, `facility_eligible`."""

        RESIDENT = "resident", _("Admitted by decision")
        VOLUNTARY = "voluntary", _("By contract, at own wish")
        WAITING = "waiting", _("Fit to enter, still in the community")

    stay = models.CharField(_("Stay"), max_length=10, choices=Stay.choices)
    facility = models.CharField(_("Facility"), max_length=120, blank=True)


class Absence(PersonStatus):
    """A person who is away from home for long."""

    KIND, TITLE, SENSITIVE = "absence", _("Absence"), True

    class Reason(models.TextChoices):
        """Why."""

        PRISON = "prison", _("In prison")
        COMPULSORY = "compulsory", _("Under a compulsory measure")
        MISSING = "missing", _("Missing")
        ABROAD = "abroad", _("Abroad")
        AWAY = "away", _("Works away from home")

    reason = models.CharField(_("Reason"), max_length=12, choices=Reason.choices)


class HealthCard(PersonStatus):
    """A health insurance card."""

    KIND, TITLE, MONEY, NEEDS_PAPER = "health-card", _("Health insurance card"), False, False

    number = models.CharField(_("Card number"), max_length=20)
    group = models.CharField(_("Group"), max_length=10, blank=True)


class Marriage(PersonStatus):
    """A person's marital status."""

    KIND, TITLE = "marriage", _("Marital status")

    class Situation(models.TextChoices):
        """The law's fact `marital_status`."""

        NEVER = "never_married", _("Never married")
        MARRIED = "married", _("Married")
        WIDOWED = "widowed", _("Widowed")
        SPOUSE_MISSING = "spouse_missing", _("Wife or husband declared missing")
        DIVORCED = "divorced", _("Divorced")

    situation = models.CharField(_("Situation"), max_length=16, choices=Situation.choices)


class Work(PersonStatus):
    """Whether a person has a regular wage, and is able to work."""

    KIND, TITLE = "work", _("Work and ability to work")

    regular_income = models.BooleanField(_("Has a regular monthly wage"), null=True, blank=True)
    no_work_capacity = models.BooleanField(_("Has no working capacity"), null=True, blank=True)
    capacity_loss = models.PositiveSmallIntegerField(_("Loss of working capacity (%)"), null=True, blank=True)


class Illness(PersonStatus):
    """A long illness."""

    KIND, TITLE, SENSITIVE = "illness", _("Long illness"), True

    critical = models.BooleanField(_("Critical illness"), default=False)
    often_ill = models.BooleanField(_("Often ill"), default=False)


class Support(PersonStatus):
    """Whether somebody is obliged and able to support a person."""

    KIND, TITLE = "support", _("Support by others")

    class Carers(models.TextChoices):
        """The law's fact `carer_situation`."""

        NONE = "none", _("Nobody")
        ON_ALLOWANCE = "on_allowance", _("Somebody who draws a monthly social allowance")
        UNABLE = "unable", _("Somebody who is unable")
        HAS_CARER = "has_carer", _("Somebody who is able")

    carers = models.CharField(_("Those obliged to support"), max_length=14, choices=Carers.choices)
    lives_alone = models.BooleanField(_("Lives alone"), default=False)


class HeldAllowance(PersonStatus):
    """A monthly allowance that a person draws by a decision, as the registers know it until benefits are kept here."""

    KIND, TITLE, ALONE = "allowance", _("Monthly allowance drawn"), ()

    programme = models.CharField(_("Programme"), max_length=60)
    decision_number = models.CharField(_("Decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    amount = models.BigIntegerField(_("Amount a month (VND)"), null=True, blank=True)


# Registers that a commune vouches for.
VOUCHED: Final[dict[str, StrPromise]] = {
    **{
        each.KIND: each.TITLE
        for each in (
            *(Disability, Merit, Poverty, ParentsSituation, Hiv, Pension, Study, Care, Pregnancy, Facility, Absence),
            *(Work, Illness, Support, HeldAllowance),
        )
    },
    "kinship": _("Kin"),
}


class Completeness(Recorded):
    """A commune vouching that one register is complete there for a time: only then a blank means "no"."""

    ALONE: ClassVar[tuple[str, ...]] = ("register", "commune")

    register = models.CharField(max_length=20, choices=list(VOUCHED.items()))
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")


class HardArea(Recorded):
    """A commune being on the State's list of especially hard areas, or surely not, for a time."""

    ALONE: ClassVar[tuple[str, ...]] = ("commune",)

    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    hard = models.BooleanField(_("On the list of especially hard areas"))


PERSON_STATUSES: tuple[type[PersonStatus], ...] = (
    *(Disability, Merit, MeritShare, ParentsSituation, Hiv, Pension, Study, Care, Pregnancy, Facility, Absence),
    *(HealthCard, Marriage, Work, Illness, Support, HeldAllowance),
)
HOUSEHOLD_STATUSES: tuple[type[HouseholdStatus], ...] = (Poverty,)
STATUSES: dict[str, type[Status]] = {each.KIND: each for each in (*PERSON_STATUSES, *HOUSEHOLD_STATUSES)}
