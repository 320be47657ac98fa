"""What the checks found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.registry.ledger.models import Paper
from ansinh.registry.people.models import Household, Person
from ansinh.registry.places.models import Place


class Finding(models.Model):
    """One thing that a check found about a person or a household; it stands until the facts change.

    `mark` is what was found, in plain signs: a finding that was set aside comes back when the mark changes.
    """

    code = models.CharField(max_length=20, unique=True)
    check_code = models.CharField(max_length=30)
    register = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="findings")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="findings")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="findings")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["commune", "check_code", "id"], condition=Q(gone_at__isnull=True), name="finding_commune"
            ),
            models.Index(
                fields=["province", "check_code", "id"], condition=Q(gone_at__isnull=True), name="finding_province"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(reason=""), name="finding_set_aside_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.mark}"
