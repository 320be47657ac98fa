"""Lists on their way into the registers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.files.models import StoredFile
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.offices.models import Office
from ansinh.registry.people.models import Household, Person, Relation, Sex
from ansinh.registry.places.models import Place
from ansinh.registry.statuses.models import Disability, ParentsSituation, Pension, Poverty


class Stage(models.TextChoices):
    """How far a list has come; what became of its change is told by the change itself."""

    READ = "read", _("Columns to be looked over")
    CHECKING = "checking", _("Rows are being checked")
    CHECKED = "checked", _("Rows to be looked over")
    WRITING = "writing", _("Being written")
    WRITTEN = "written", _("Written, waiting for approval")
    CANCELLED = "cancelled", _("Cancelled")


class ImportBatch(models.Model):
    """One list that an office gave to be put into the registers, from its upload to what became of it.

    `holds_from` is the day from which the list's statuses hold where a row names no day of its own. `version` grows
    with every check of the rows, so that nobody applies what they have not seen.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("List"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    sheet = models.CharField(_("Sheet"), max_length=80, blank=True)
    signature = models.CharField(max_length=32, blank=True)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="imports")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    holds_from = models.DateField(_("Holds from"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.READ)
    version = models.PositiveIntegerField(default=0)
    two_people = models.BooleanField(default=True)
    change = models.OneToOneField(Change, null=True, on_delete=models.PROTECT, related_name="batch")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["signature", "-id"], name="import_signature")]

    def __str__(self) -> str:
        return self.title

    @property
    def applied(self) -> bool:
        """Whether the registers hold its rows now."""
        return self.change is not None and self.change.state == State.APPLIED

    @property
    def waits(self) -> bool:
        """Whether all is written and somebody has to approve."""
        return self.stage == Stage.WRITTEN and self.change is not None and self.change.state == State.PROPOSED

    @property
    def over(self) -> bool:
        """Whether nothing more can become of it."""
        gone = self.change is not None and self.change.state not in (State.WRITING, State.PROPOSED)
        return self.stage == Stage.CANCELLED or gone


class ImportColumn(models.Model):
    """One column of a list and what it is taken for; or a value that holds for every row and stands in no column.

    Attributes:
        target: code of a field (imports.fields); blank: not taken in. says: a value for a filled cell, as `sex=male`.
        constant: the text that stands for every row, when the list has no such column.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=3, blank=True)
    heading = models.CharField(max_length=400)
    target = models.CharField(max_length=40, blank=True)
    says = models.CharField(max_length=60, blank=True)
    constant = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_column_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class Verdict(models.TextChoices):
    """What is to become of a row."""

    NEW = "new", _("New person")
    UPDATE = "update", _("Changes what is held")
    SAME = "same", _("Nothing new")
    CONFLICT = "conflict", _("Contradicts the registers")
    ASK = "ask", _("Perhaps somebody known")
    DUPLICATE = "duplicate", _("Twice in the list")
    WAITING = "waiting", _("Waits")
    REFUSED = "refused", _("Refused")
    ASIDE = "aside", _("No data")


class Decision(models.TextChoices):
    """What an officer decided about what a row says, where it contradicts something."""

    OURS = "ours", _("Keep what the registers hold")
    THEIRS = "theirs", _("Take what the list says")
    WAIT = "wait", _("Leave it for later")


class Who(models.TextChoices):
    """What an officer decided about whom a row means."""

    KNOWN = "known", _("It is this person")
    ANOTHER = "another", _("It is another person")


class ReadValues(models.Model):
    """What was read from one row of a list, typed (abstract). Blank: the list says nothing."""

    full_name = models.CharField(max_length=120, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(max_length=30, blank=True)
    citizen_id = models.CharField(max_length=12, blank=True)
    old_id = models.CharField(max_length=12, blank=True)
    insurance_number = models.CharField(max_length=20, blank=True)
    commune = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    household_key = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    bank = models.CharField(max_length=40, blank=True)
    account_number = models.CharField(max_length=30, blank=True)
    account_holder = models.CharField(max_length=120, blank=True)
    died_on = models.CharField(max_length=10, blank=True)
    noted_death = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    disability_degree = models.CharField(max_length=8, choices=Disability.Degree.choices, blank=True)
    mobility = models.BooleanField(default=False)
    hearing_speech = models.BooleanField(default=False)
    visual = models.BooleanField(default=False)
    mental = models.BooleanField(default=False)
    intellectual = models.BooleanField(default=False)
    other_kind = models.BooleanField(default=False)
    certificate_number = models.CharField(max_length=40, blank=True)
    certificate_date = models.DateField(null=True)
    merit_category = models.CharField(max_length=40, blank=True)
    merit_percent = models.PositiveSmallIntegerField(null=True)
    merit_file = models.CharField(max_length=40, blank=True)
    poverty_class = models.CharField(max_length=10, choices=Poverty.Class.choices, blank=True)
    father = models.CharField(max_length=12, choices=ParentsSituation.Parent.choices, blank=True)
    mother = models.CharField(max_length=12, choices=ParentsSituation.Parent.choices, blank=True)
    pension_source = models.CharField(max_length=10, choices=Pension.Source.choices, blank=True)
    pension_amount = models.BigIntegerField(null=True)
    programme = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField(null=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    paid_from = models.DateField(null=True)
    health_card_number = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class ImportRow(ReadValues):
    """One row of a list: what was read, whom it means, what is to become of it and why.

    Attributes:
        number: in the file, from 1. kind: what the row is taken for (sheets.kinds). shown: its cells, as they stand.
        reason: an English sentence with `{places}`; reason_values fills them, a line `place=value` each.
        doubt: a contradiction inside the row itself, that somebody has to look at. turn: grows with every decision.
        written: its rows are in the change already; made: the person was made for this row.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default="data")
    shown = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    reason_values = models.TextField(blank=True)
    doubt = models.BooleanField(default=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="import_rows")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=8, choices=Who.choices, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    written = models.BooleanField(default=False)
    made = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes: ClassVar = [models.Index(fields=["batch", "verdict", "number"], name="import_row_verdict")]

    def __str__(self) -> str:
        return f"{self.number}: {self.full_name}"
