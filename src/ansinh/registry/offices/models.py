"""Offices, their functions, people's postings, the calendar."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.viewer import EVERY_FUNCTION
from ansinh.registry.places.models import Place


class Function(models.TextChoices):
    """Functions of the State that the one department held until 2025."""

    EVERY = EVERY_FUNCTION, _("Every function")
    SOCIAL = "social", _("Social assistance")
    MERIT = "merit", _("People with merit")
    POVERTY = "poverty", _("Poverty reduction")
    CHILDREN = "children", _("Children")
    LABOUR = "labour", _("Labour and employment")
    TRAINING = "training", _("Vocational training")
    REHAB = "rehab", _("Drug rehabilitation")
    GENDER = "gender", _("Gender equality")


class Office(models.Model):
    """One agency that works with the registers, from its founding to its end.

    A new name, place or superior makes a new row that begins when the old one ends; `replaces` binds the two.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="branches")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="offices")
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """One function held by one office from a day to a day."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mandates")
    function = models.CharField(max_length=12, choices=Function.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["function", models.F("starts_on").asc(nulls_first=True)]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_function_display()}"


class Posting(models.Model):
    """One user serving in one office in one role, from a day to a day: where all rights come from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=20)
    function = models.CharField(max_length=12, choices=Function.choices, default=EVERY_FUNCTION)
    signs = models.BooleanField(default=False)
    title = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["user", "role"]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class NumberSeries(models.Model):
    """The running number of one office's papers of one symbol in one year; it has no gaps."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="series")
    symbol = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "symbol", "year"], name="series_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.last}/{self.symbol} {self.year}"


class IntakePoint(models.Model):
    """One counter where an office takes dossiers in."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="intake_points")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """One day that differs from its weekday: a holiday on a working day, or a worked Saturday."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
