"""The two days that every page can be asked for: on which day it was true, and on which day we knew it so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.registry.ledger.clock import now
from ansinh.registry.offices.selectors import today


@dataclass(frozen=True, slots=True)
class Moment:
    """What was true on `day`, as the registers held it at `known`.

    Attributes:
        known: None means as they hold it now. asked_day, asked_known: what the reader named; None when it was left out.
    """

    day: date
    known: datetime | None = None
    asked_day: date | None = None
    asked_known: date | None = None

    @property
    def is_past(self) -> bool:
        """Whether the page shows another moment than now."""
        return self.asked_day is not None or self.asked_known is not None


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class MomentForm(forms.Form):
    """`?ngay=` (true on) and `?biet=` (as known at the end of that day)."""

    ngay = forms.DateField(label=_("True on"), required=False, widget=_day_input())
    biet = forms.DateField(label=_("As known on"), required=False, widget=_day_input())

    def moment(self) -> Moment:
        """The moment that is asked for; days that are no days are left out."""
        self.is_valid()
        day, known = self.cleaned_data.get("ngay"), self.cleaned_data.get("biet")
        return Moment(day or today(), end_of(known) if known else None, day, known)


def end_of(day: date) -> datetime:
    """The last moment of a day that is complete: its end, or the registers' latest writing when the day still runs."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return min(midnight - timedelta(microseconds=1), now())
