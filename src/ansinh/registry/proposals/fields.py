"""Fields of the proposal forms: people, households and communes by what officers know of them, partial dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.partial_dates import PartialDateError, parse_partial_date
from ansinh.kernel.text import clean, fold
from ansinh.kernel.viewer import Viewer
from ansinh.registry.ledger.wording import label_of, sentence
from ansinh.registry.people.models import Household, Person
from ansinh.registry.people.selectors import households, people
from ansinh.registry.places.models import Level, Place
from ansinh.shell.wording import day

PARTIAL_DATES = frozenset({"birth_date", "died_on"})
# Yes or no: whoever fills in the form says either, where a list may have left it open.
_TICKED = frozenset({
    *("mobility", "hearing_speech", "visual", "mental", "intellectual", "other"),
    *("hardship", "abandoned", "other_parent_unable"),
})  # fmt: skip
# Somebody has to say it, if only that it is not known.
_EXPLICIT = frozenset({"father", "mother"})
NOT_KNOWN = "?"


class CodeField(forms.Field):
    """A person or a household of the viewer's territory, by its code or (of people) the citizen's number."""

    viewer: Viewer | None = None

    def __init__(self, *, model: type[Person] | type[Household], **given: Any) -> None:
        self.model = model
        super().__init__(widget=forms.TextInput(attrs={"maxlength": 20}), **given)

    def to_python(self, value: Any) -> Any:
        """The row; None for a blank.

        Raises:
            ValidationError: nobody of the territory has this code.
        """
        text = clean(str(value or "")).upper()
        if not text or self.viewer is None:
            return None
        if self.model is Household:
            found: Any = households(self.viewer).filter(code=text).first()
        else:
            found = people(self.viewer).filter(models.Q(code=text) | models.Q(citizen_id=text)).first()
        if found is None:
            raise forms.ValidationError(now_("“{code}” was not found in your territory.").format(code=text))
        return found

    def prepare_value(self, value: Any) -> Any:
        """The code of the row that the form begins with."""
        if isinstance(value, int):
            return self.model.every.filter(pk=value).values_list("code", flat=True).first()
        return getattr(value, "code", value)


class CommuneField(forms.Field):
    """A commune of today, by its code or its name."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"maxlength": 80}), help_text=_("Name or code of the commune"), **given
        )

    def to_python(self, value: Any) -> Any:
        """The place; None for a blank.

        Raises:
            ValidationError: no commune is called so, or several are.
        """
        text = fold(str(value or ""))
        if not text:
            return None
        today = Place.objects.filter(level=Level.COMMUNE, ends_on__isnull=True).select_related("parent")
        bare = text.removeprefix("xa ").removeprefix("phuong ").removeprefix("dac khu ")
        found = list(today.filter(models.Q(code=text) | models.Q(search_key__in={text, bare}))[:9])
        if len(found) > 1:
            listed = "; ".join(f"{place.code} {place.name}, {place.parent}" for place in found)
            raise forms.ValidationError(
                now_("Several communes are called so, give the code: {list}").format(list=listed)
            )
        if not found:
            raise forms.ValidationError(now_("There is no commune “{name}” today.").format(name=value))
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """The code of the place that the form begins with."""
        return value.code if isinstance(value, Place) else value


class PartialDateField(forms.CharField):
    """A date of which only the year, or the month and the year, may be known."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("help_text", _("Day/month/year, month/year or the year alone"))
        super().__init__(**{**given, "max_length": 30})

    def clean(self, value: Any) -> str:
        """ISO text of what is known; '' for a blank."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return parse_partial_date(text).text
        except PartialDateError as error:
            raise forms.ValidationError(sentence(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """Day first, as people write it."""
        text = str(value or "")
        return day(text) if text.replace("-", "").isdigit() else value


class ExplicitField(forms.TypedChoiceField):
    """A choice that nobody makes by overlooking it: "not known" is one of them, and is kept as a blank."""

    def __init__(self, *, choices: Any, **given: Any) -> None:
        offered = [("", "—"), *choices, (NOT_KNOWN, _("Not known"))]
        super().__init__(choices=offered, coerce=lambda value: "" if value == NOT_KNOWN else value, **given)


def day_input() -> forms.DateInput:
    """A day, picked or typed."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def field_of(column: models.Field[Any, Any], **given: Any) -> forms.Field | None:
    """The form's field for a column of a register."""
    label = label_of(column)
    if isinstance(column, models.ForeignKey) and column.related_model in (Person, Household):
        return CodeField(
            model=column.related_model, label=label, required=not column.blank,
            help_text=_("Code or citizen's number") if column.related_model is Person else _("Code of the household"),
        )  # fmt: skip
    if column.name in PARTIAL_DATES:
        return PartialDateField(label=label, required=not column.blank or column.name == "died_on")
    if column.name in _TICKED:
        return forms.BooleanField(label=label, required=False)
    if column.name in _EXPLICIT:
        return ExplicitField(label=label, choices=column.choices or ())
    if isinstance(column, models.DateField):
        given["widget"] = day_input()
    return column.formfield(**{"label": label, **given})
