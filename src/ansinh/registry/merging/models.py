"""Pairs of people who may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ansinh.registry.ledger.models import Change, State
from ansinh.registry.people.models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Band(models.TextChoices):
    """How sure the linkage is; a person decides in either."""

    SAME = "same", _("Very likely one person")
    ASK = "ask", _("Perhaps one person")


class PairState(models.TextChoices):
    """What became of a pair; a merge counts as far as its change does (`Pair.stands`)."""

    OPEN = "open", _("To be decided")
    MERGED = "merged", _("Merged")
    DIFFERENT = "different", _("Two people")
    GONE = "gone", _("No longer alike")


# Changes of which nothing is left: a pair whose merge came to one of them waits again.
CAME_TO_NOTHING: Final = (State.REFUSED, State.WITHDRAWN, State.UNDONE)


class Pair(models.Model):
    """Two people who may be one, as the linkage found them; the level of each field says why (linkage.explain)."""

    code = models.CharField(max_length=20, unique=True)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    probability = models.DecimalField(max_digits=6, decimal_places=5)
    band = models.CharField(max_length=4, choices=Band.choices)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    name = models.CharField(max_length=30, blank=True)
    birth = models.CharField(max_length=30, blank=True)
    citizen_id = models.CharField(max_length=30, blank=True)
    old_id = models.CharField(max_length=30, blank=True)
    kin = models.CharField(max_length=30, blank=True)
    place = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=30, blank=True)
    birth_one = models.CharField(max_length=10, blank=True)
    birth_other = models.CharField(max_length=10, blank=True)
    name_people = models.PositiveIntegerField(null=True)
    found_at = models.DateTimeField()
    change = models.ForeignKey(Change, null=True, on_delete=models.PROTECT, related_name="pairs")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-probability", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-probability"], name="pair_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def waits(self) -> bool:
        """Whether somebody has to look at it: nothing was decided, or the merge came to nothing."""
        nothing = self.change is not None and self.change.state in CAME_TO_NOTHING
        return self.state == PairState.OPEN or (self.state == PairState.MERGED and nothing)

    @property
    def proposed(self) -> bool:
        """Whether its merge waits for another person's decision."""
        return self.state == PairState.MERGED and self.change is not None and self.change.state == State.PROPOSED

    @property
    def stands(self) -> StrOrPromise:
        """Where it stands, in the reader's language."""
        if self.proposed:
            return _("Merge proposed")
        return PairState.OPEN.label if self.waits else PairState(self.state).label
