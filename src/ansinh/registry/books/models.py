"""Books: one table each, typed, with both clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.offices.models import Function
from ansinh.registry.places.models import Place

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class BookRow(Recorded):
    """One entry of a book as it was held for a time (abstract); `code` stays the same through its corrections.

    `commune` is None for what is the province's own. `search_key` is the folded text of the fields that are searched.
    """

    ALONE = ("code",)
    TITLE: ClassVar[StrPromise]
    FUNCTION: ClassVar[str] = Function.MERIT  # of the State, whose officers keep the book

    code = models.CharField(max_length=20, db_index=True)
    commune = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    search_key = models.CharField(max_length=400, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.code

    @property
    def pays_out(self) -> bool:
        """Whether money goes out by this entry: then another person approves it, its correction, its withdrawal."""
        return False


class MemorialWork(BookRow):
    """One work that commemorates martyrs: a cemetery, a monument, a stele house (công trình ghi công liệt sĩ)."""

    TITLE = _("Memorial works")

    class Kind(models.TextChoices):
        """Kinds of work."""

        CEMETERY = "cemetery", _("Martyrs' cemetery")
        MONUMENT = "monument", _("Martyrs' monument")
        NAMES = "names", _("House or stele of names")
        TEMPLE = "temple", _("Martyrs' temple")
        OTHER = "other", _("Other memorial")

    class Condition(models.TextChoices):
        """What the last look found."""

        GOOD = "good", _("Good")
        WORN = "worn", _("Worn, needs repair")
        BAD = "bad", _("Badly worn, needs rebuilding")

    name = models.CharField(_("Name of the work"), max_length=160)
    kind = models.CharField(_("Kind of work"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("Where it stands"), max_length=160, blank=True)
    keeper = models.CharField(_("Looked after by"), max_length=120, blank=True)
    built_year = models.PositiveSmallIntegerField(_("Built in"), null=True, blank=True)
    area = models.PositiveIntegerField(_("Area (m²)"), null=True, blank=True)
    graves = models.PositiveIntegerField(_("Graves"), null=True, blank=True)
    unnamed_graves = models.PositiveIntegerField(_("Graves without full name"), null=True, blank=True)
    names = models.PositiveIntegerField(_("Names recorded"), null=True, blank=True)
    condition = models.CharField(_("Condition"), max_length=6, choices=Condition.choices)
    repaired_year = models.PositiveSmallIntegerField(_("Last repaired in"), null=True, blank=True)
    repair_cost = models.BigIntegerField(_("Cost of the last repair"), null=True, blank=True)
    repair_source = models.CharField(_("Paid from"), max_length=120, blank=True)


class GratitudeHouse(BookRow):
    """One house built or repaired for a family with merit (nhà tình nghĩa)."""

    TITLE = _("Gratitude houses")

    class Work(models.TextChoices):
        """What was done."""

        BUILD = "build", _("New house")
        REPAIR = "repair", _("Repair")

    class Stage(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("Approved, not begun")
        BUILDING = "building", _("Under construction")
        HANDED_OVER = "handed_over", _("Handed over")

    owner = models.CharField(_("Head of the family"), max_length=120)
    citizen_id = models.CharField(_("Citizen's number"), max_length=12, blank=True)
    category = models.CharField(_("Category of merit"), max_length=80)
    address = models.CharField(_("Address"), max_length=160, blank=True)
    work = models.CharField(_("Work on the house"), max_length=6, choices=Work.choices)
    stage = models.CharField(_("Stage"), max_length=12, choices=Stage.choices)
    began_on = models.DateField(_("Begun on"), null=True, blank=True)
    handed_over_on = models.DateField(_("Handed over on"), null=True, blank=True)
    from_state = models.BigIntegerField(_("From the State budget"), default=0)
    from_fund = models.BigIntegerField(_("From the Gratitude Fund"), default=0)
    from_donors = models.BigIntegerField(_("From donors"), default=0)
    from_family = models.BigIntegerField(_("From the family"), default=0)
    donor = models.CharField(_("Donor"), max_length=160, blank=True)


class ConvalescenceTurn(BookRow):
    """One person's turn of convalescence in one year, at a centre or at home (lượt điều dưỡng)."""

    TITLE = _("Convalescence turns")

    class Form(models.TextChoices):
        """NĐ 131/2021: at a centre, or at home with the money in hand."""

        CENTRE = "centre", _("At a centre")
        HOME = "home", _("At home")

    class Cycle(models.TextChoices):
        """How often the category entitles to a turn."""

        YEARLY = "yearly", _("Every year")
        SECOND_YEAR = "second_year", _("Every second year")

    full_name = models.CharField(_("Full name"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("Year of birth"), null=True, blank=True)
    citizen_id = models.CharField(_("Citizen's number"), max_length=12, blank=True)
    category = models.CharField(_("Category of merit"), max_length=80)
    cycle = models.CharField(_("Entitled"), max_length=12, choices=Cycle.choices)
    year = models.PositiveSmallIntegerField(_("Year of the turn"))
    form = models.CharField(_("Form"), max_length=6, choices=Form.choices)
    batch = models.PositiveSmallIntegerField(_("Batch"), null=True, blank=True)
    began_on = models.DateField(_("First day"), null=True, blank=True)
    ended_on = models.DateField(_("Last day"), null=True, blank=True)
    centre = models.CharField(_("Centre"), max_length=120, blank=True)
    amount = models.BigIntegerField(_("Cost of the turn"), null=True, blank=True)


class FundEntry(BookRow):
    """One receipt or use of a fund (abstract): the commune's, or the province's when no commune is named."""

    class Direction(models.TextChoices):
        """Money in or out."""

        RECEIPT = "receipt", _("Receipt")
        USE = "use", _("Use")

    direction = models.CharField(_("Receipt or use"), max_length=8, choices=Direction.choices)
    on = models.DateField(_("Date"))
    amount = models.BigIntegerField(_("Amount"))
    party = models.CharField(_("Given by, or paid to"), max_length=160)
    voucher = models.CharField(_("Voucher"), max_length=40, blank=True)

    class Meta(BookRow.Meta):
        abstract = True
        constraints: ClassVar = [
            *BookRow.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="%(class)s_amount_positive"),
        ]

    @property
    def pays_out(self) -> bool:
        """A use does; a receipt does not."""
        return self.direction == self.Direction.USE


class GratitudeFund(FundEntry):
    """One receipt or use of the Gratitude Fund (Quỹ Đền ơn đáp nghĩa)."""

    TITLE = _("Gratitude Fund")

    class Purpose(models.TextChoices):
        """NĐ 131/2021 Điều 173-181."""

        APPEAL = "appeal", _("Appeal of the year")
        TRANSFER_IN = "transfer_in", _("From another level of the fund")
        INTEREST = "interest", _("Interest and other receipts")
        HOUSE = "house", _("Houses for people with merit")
        MEMORIAL = "memorial", _("Memorial works")
        HARDSHIP = "hardship", _("Sickness and hardship")
        GIFT = "gift", _("Visits and gifts")
        TRANSFER_OUT = "transfer_out", _("To another level of the fund")
        RUNNING = "running", _("Running of the fund")

    purpose = models.CharField(_("For what"), max_length=12, choices=Purpose.choices)


class ChildFund(FundEntry):
    """One receipt or use of the Child Protection Fund (Quỹ Bảo trợ trẻ em)."""

    TITLE = _("Child Protection Fund")
    FUNCTION = Function.CHILDREN

    class Purpose(models.TextChoices):
        """Luật Trẻ em Điều 95, and what funds report by."""

        APPEAL = "appeal", _("Appeal of the year")
        STATE = "state", _("From the State budget")
        INTEREST = "interest", _("Interest and other receipts")
        SURGERY = "surgery", _("Surgery (heart, eyes, cleft, movement)")
        SCHOLARSHIP = "scholarship", _("Scholarships")
        GIFT = "gift", _("Gifts at Tết and on 1 June")
        EMERGENCY = "emergency", _("Emergencies, abuse and injury")
        RUNNING = "running", _("Running of the fund")

    purpose = models.CharField(_("For what"), max_length=12, choices=Purpose.choices)


class NonStateProvider(BookRow):
    """One non-state facility that provides social services (cơ sở trợ giúp xã hội ngoài công lập)."""

    TITLE = _("Non-state service providers")
    FUNCTION = Function.SOCIAL

    class Kind(models.TextChoices):
        """Whom it serves (NĐ 103/2017 Điều 5)."""

        OLDER = "older", _("Older people")
        CHILDREN = "children", _("Children in special circumstances")
        DISABLED = "disabled", _("People with disabilities")
        MENTAL = "mental", _("People with mental illness")
        GENERAL = "general", _("Several groups")
        CENTRE = "centre", _("Social work centre")

    class Standing(models.TextChoices):
        """Whether it may take people in."""

        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        DISSOLVED = "dissolved", _("Dissolved")

    name = models.CharField(_("Name of the provider"), max_length=160)
    kind = models.CharField(_("Kind of provider"), max_length=10, choices=Kind.choices)
    founder = models.CharField(_("Founded by"), max_length=120, blank=True)
    head = models.CharField(_("Head of the provider"), max_length=120)
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    address = models.CharField(_("Address"), max_length=160)
    licence = models.CharField(_("Licence"), max_length=60, blank=True)
    licensed_on = models.DateField(_("Licensed on"), null=True, blank=True)
    places = models.PositiveIntegerField(_("Beds"))
    residents = models.PositiveIntegerField(_("Residents"))
    staff = models.PositiveIntegerField(_("Staff"), null=True, blank=True)
    standing = models.CharField(_("Standing"), max_length=10, choices=Standing.choices)
    inspected_on = models.DateField(_("Last inspected on"), null=True, blank=True)
    meets_standard = models.BooleanField(_("Meets the standard of care"), default=False)


BOOKS: tuple[type[BookRow], ...] = (
    MemorialWork,
    GratitudeHouse,
    ConvalescenceTurn,
    GratitudeFund,
    ChildFund,
    NonStateProvider,
)
