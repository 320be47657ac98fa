"""People, households, and what binds them.

`Person` and `Household` hold today's picture, for search; the ledger's rows (`Identity`, `PersonNumber`, `Membership`,
`Residence`, …) hold what was true when, and the services keep both in step. What no row speaks of – proposed only,
undone, merged into another – is not `held`, and `objects` passes it over; `every` does not.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.places.models import Place


class Sex(models.TextChoices):
    """Sex as the citizen's card has it."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


Kept = TypeVar("Kept", bound=models.Model)


class HeldManager(models.Manager[Kept]):
    """Those that the registers hold now: what is only proposed, was undone or merged is in no list and no count."""

    def get_queryset(self) -> models.QuerySet[Kept]:
        return super().get_queryset().filter(held=True)


class Household(models.Model):
    """One household; Membership says who is in it, Residence where it lives. The columns are today's picture."""

    code = models.CharField(max_length=20, unique=True)
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=160, blank=True)
    head = models.ForeignKey(
        "Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    held = models.BooleanField(default=True)

    objects = HeldManager()
    every: ClassVar[models.Manager[Household]] = models.Manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["commune", "village"], name="household_commune")]

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    """One human being, whatever numbers and names they have had. The columns are today's picture.

    `birth_date` is as much as is known: `1944`, `1944-03` or `1944-03-02`. `search_key` is the folded name
    (kernel.text.fold) in its written order; `sort_key` begins with the given name.
    """

    code = models.CharField(max_length=20, unique=True)
    full_name = models.CharField(_("Full name"), max_length=120)
    search_key = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=140)
    sex = models.CharField(_("Sex"), max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.CharField(_("Date of birth"), max_length=10, blank=True)
    citizen_id = models.CharField(_("Citizen's number"), max_length=12, blank=True)
    death_date = models.CharField(_("Date of death"), max_length=10, blank=True)
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.CharField(max_length=80, blank=True)
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    held = models.BooleanField(default=True)

    objects = HeldManager()
    every: ClassVar[models.Manager[Person]] = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["citizen_id"], name="person_citizen_id"),
            models.Index(fields=["commune", "sort_key"], name="person_commune_name"),
            models.Index(fields=["search_key"], name="person_search_key"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Identity(Recorded):
    """What a person is called, when they were born, of which sex and people they are."""

    ALONE: ClassVar[tuple[str, ...]] = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    full_name = models.CharField(_("Full name"), max_length=120)
    other_name = models.CharField(_("Other name"), max_length=120, blank=True)
    sex = models.CharField(_("Sex"), max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.CharField(_("Date of birth"), max_length=10, blank=True)
    ethnicity = models.CharField(_("Ethnic group"), max_length=30, blank=True)


class NumberKind(models.TextChoices):
    """Kinds of personal numbers."""

    CITIZEN = "citizen_id", _("Citizen's number (CCCD)")
    OLD = "old_id", _("Old identity card (CMND)")
    BIRTH = "birth_certificate", _("Birth certificate")
    INSURANCE = "insurance", _("Social insurance number")
    OTHER = "other", _("Other number")


class PersonNumber(Recorded):
    """One number that a person has or had on a paper."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=20, choices=NumberKind.choices)
    number = models.CharField(_("Number"), max_length=30)

    class Meta(Recorded.Meta):
        indexes: ClassVar = [models.Index(fields=["number"], name="person_number")]


class Death(Recorded):
    """A person's death; `died_on` is as much as is known (`2026`, `2026-03`, `2026-03-05`)."""

    ALONE: ClassVar[tuple[str, ...]] = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deaths")
    died_on = models.CharField(_("Date of death"), max_length=10)


class Relation(models.TextChoices):
    """Relation to the head of the household."""

    HEAD = "head", _("Head")
    SPOUSE = "spouse", _("Wife or husband")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Father or mother")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    SIBLING = "sibling", _("Brother or sister")
    CHILD_IN_LAW = "child_in_law", _("Son- or daughter-in-law")
    FOSTERED = "fostered", _("Person taken in")
    OTHER = "other", _("Other relation")
    UNKNOWN = "unknown", _("Not known")


class Membership(Recorded):
    """One person living as a member of one household, for a time."""

    ALONE: ClassVar[tuple[str, ...]] = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(_("Relation to the head"), max_length=12, choices=Relation.choices)


class Residence(Recorded):
    """Where a household lives, for a time."""

    ALONE: ClassVar[tuple[str, ...]] = ("household",)

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    village = models.CharField(_("Village"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=160, blank=True)


class KinKind(models.TextChoices):
    """How `relative` is kin to `person`."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SPOUSE = "spouse", _("Wife or husband")
    GUARDIAN = "guardian", _("Guardian")


class Kinship(Recorded):
    """One person being the mother, father, spouse or guardian of another, for a time (spouses have a row each)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin_of")
    kind = models.CharField(max_length=10, choices=KinKind.choices)


class Contact(Recorded):
    """One way to reach a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=[("phone", _("Telephone")), ("email", _("E-mail"))])
    value = models.CharField(max_length=80)


class PaymentAccount(Recorded):
    """One account that a person is paid to, for a time; the holder may be another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    bank = models.CharField(_("Bank"), max_length=40)
    number = models.CharField(_("Account number"), max_length=30)
    holder = models.CharField(_("Account holder"), max_length=120)

    class Meta(Recorded.Meta):
        indexes: ClassVar = [models.Index(fields=["bank", "number"], name="payment_account")]
