"""Papers, changes, and the shape of every row that is true for a time and known for a time.

Two clocks run in each such row: `starts_on`/`ends_on` (half-open) say when it was true, `known_from`/`known_to` when
the registers held it so. A row is written once; a correction closes the old row and inserts a new one. A row
that is only proposed has no `known_from` yet and is seen by nobody but the one who decides on it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.files.models import StoredFile
from ansinh.registry.places.models import Place


class Paper(models.Model):
    """One source paper: a certificate, a decision, an extract, a list; its scan where there is one."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(_("Kind of paper"), max_length=40)
    number = models.CharField(_("Number and symbol"), max_length=60, blank=True)
    issuer = models.CharField(_("Issued by"), max_length=160, blank=True)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    note = models.CharField(_("Note"), max_length=300, blank=True)

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part)


class Tick(models.Model):
    """The registers' own clock, one row: writers take it in turn, so that what was known at a moment stays known so."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()


class State(models.TextChoices):
    """Where a change stands."""

    WRITING = "writing", _("Being written")
    PROPOSED = "proposed", _("Waiting for a decision")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNDONE = "undone", _("Undone")


class Change(models.Model):
    """One act of writing to the registers: what, on which paper, proposed by whom, decided by whom."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "registry.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    household = models.ForeignKey(
        "registry.Household", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    two_people = models.BooleanField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    known_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undoings")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "place"], name="change_waiting"),
            models.Index(fields=["person", "-id"], name="change_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(two_people=False)
                | Q(decided_by__isnull=True)
                | Q(state="withdrawn")
                | ~Q(decided_by=models.F("proposed_by")),
                name="change_two_people",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(state__in=["proposed", "applied"]), name="change_undone_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LedgerQuerySet(models.QuerySet[Any]):
    """Rows by the two clocks."""

    def known(self, at: datetime | None = None) -> Self:
        """Rows that the registers held at this moment; now when it is None."""
        if at is None:
            return self.filter(known_from__isnull=False, known_to__isnull=True)
        return self.filter(Q(known_to__isnull=True) | Q(known_to__gt=at), known_from__lte=at)

    def true_on(self, day: date) -> Self:
        """Rows that say something about this day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        )

    def as_of(self, day: date, known: datetime | None = None) -> Self:
        """What was true on this day, as the registers held it at that moment."""
        return self.known(known).true_on(day)

    def proposed(self) -> Self:
        """Rows that wait for a decision."""
        return self.filter(known_from__isnull=True)


class Recorded(models.Model):
    """A row with both clocks (abstract).

    `ALONE` names the columns for which at most one row is true at a time (as known at a moment); none: any number.
    `FUNCTION` is the function of the State whose officers keep the table, where no register (KIND) says so.
    """

    ALONE: ClassVar[tuple[str, ...]] = ()
    FUNCTION: ClassVar[str | None] = None

    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    known_from = models.DateTimeField(null=True, blank=True)
    known_to = models.DateTimeField(null=True, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="%(class)s_rows")
    closed_by = models.ForeignKey(
        Change, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_closed"
    )
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements")

    objects: ClassVar[models.Manager[Any]] = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=models.F("starts_on")),
                name="%(class)s_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gte=models.F("known_from")),
                name="%(class)s_known_in_order",
            ),
        ]
