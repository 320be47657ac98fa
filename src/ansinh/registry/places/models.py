"""Places and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Levels of administration; the district ends on 1 July 2025."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class Place(models.Model):
    """One administrative unit from its founding to its end; a unit that is merged ends, and its successor begins.

    `code` is the official code, which a successor may take over; `key` is ours and unique for good (`xa-14758`,
    `xa-cu-14758`). `name` and `kind` are those of its last day or of today; earlier ones stand in PlaceName.
    """

    key = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=5)
    level = models.CharField(max_length=10, choices=Level.choices)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    search_key = models.CharField(max_length=80, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "code"], condition=models.Q(ends_on__isnull=True), name="place_code_once_today"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="place_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """What a place was called and of which kind it was, for a time."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["place", models.F("starts_on").asc(nulls_first=True)]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One old place and one of the new places that its land went to; many to many."""

    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()
    whole = models.BooleanField()
    usual = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
