"""Forms of offices, users, postings and the calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.models import User
from ansinh.kernel.text import clean, tidy_name
from ansinh.kernel.viewer import Viewer
from ansinh.registry.administration.selectors import offices_kept, places_today
from ansinh.registry.administration.users import Desk
from ansinh.registry.offices.models import Function, Office
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Place
from ansinh.shell.wording import ROLES

if TYPE_CHECKING:
    OfficeChoice: TypeAlias = forms.ModelChoiceField[Office]
    PlaceChoice: TypeAlias = forms.ModelChoiceField[Place]
    SetPassword: TypeAlias = SetPasswordForm[User]
else:  # Django's own classes take no type in brackets
    OfficeChoice = PlaceChoice = forms.ModelChoiceField
    SetPassword = SetPasswordForm

_CODE: Final = RegexValidator(r"\A[A-Z0-9][A-Z0-9-]*\Z", _("Capital letters without accents, digits and hyphens."))
_USERNAME: Final = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]*\Z", _("Small letters without accents, digits, dots and hyphens.")
)


class OfficeField(OfficeChoice):
    """One of the offices that the viewer keeps, by its code."""

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(Office.objects.none(), label=label, to_field_name="code", **given)

    def label_from_instance(self, obj: Office) -> str:
        return f"{obj.name} ({obj.code})"


class PlaceField(PlaceChoice):
    """One of the places where the viewer keeps offices, by its key."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Place.objects.none(), label=_("Place"), to_field_name="key", **given)


class HouseForm(forms.Form):
    """A form in the house's dress; it offers what lies within the viewer's territory."""

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)
            if isinstance(field, OfficeField):
                field.queryset = offices_kept(viewer).exclude(ends_on__lte=today()).order_by("code")
            elif isinstance(field, PlaceField):
                field.queryset = places_today(viewer)


def dress(field: forms.Field) -> None:
    """The classes that the shell's style sheet knows."""
    if isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "form-check-input"
    else:
        field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordsField(forms.CharField):
    """Text in composed form with single spaces."""

    def clean(self, value: Any) -> Any:
        return super().clean(clean(value or ""))


class OfficeForm(HouseForm):
    """A new office."""

    name = WordsField(label=_("Name"), max_length=160)
    short_name = WordsField(label=_("Short name"), max_length=40)
    code = forms.CharField(
        label=_("Code"), max_length=20, validators=[_CODE], help_text=_("Never given twice, also not to a successor.")
    )
    place = PlaceField(required=False)
    parent = OfficeField(_("Below"), required=False)
    starts_on = forms.DateField(label=_("From"), widget=day_input())


class SuccessorForm(OfficeForm):
    """The office from a day on, under another name, place or superior."""

    starts_on = forms.DateField(label=_("From which day on"), widget=day_input())


class EndForm(HouseForm):
    """The day on which something ends."""

    on = forms.DateField(
        label=_("Ends on"), widget=day_input(), help_text=_("The first day on which it no longer holds.")
    )
    source = WordsField(label=_("By which text"), max_length=160, required=False)


class FunctionForm(HouseForm):
    """A function that an office is put in charge of."""

    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    source = WordsField(label=_("By which text"), max_length=160)


class HandOverForm(HouseForm):
    """A function that goes from one office to another."""

    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    giver = OfficeField(_("From which office"))
    taker = OfficeField(_("To which office"))
    on = forms.DateField(
        label=_("On which day"), widget=day_input(), help_text=_("The first day on which the other is in charge.")
    )
    source = WordsField(label=_("By which text"), max_length=160)


class IntakePointForm(HouseForm):
    """A counter."""

    name = WordsField(label=_("Intake point"), max_length=120)
    address = WordsField(label=_("Address"), max_length=200, required=False)
    place = PlaceField(required=False)
    starts_on = forms.DateField(label=_("From"), widget=day_input())


class PostingForm(HouseForm):
    """Where somebody serves, as what, in which function, from when."""

    office = OfficeField(_("The office"))
    role = forms.ChoiceField(label=_("Role"), choices=tuple(ROLES.items()))
    function = forms.ChoiceField(
        label=_("Function"),
        choices=Function.choices,
        help_text=_("“Every function” means all that the office itself is in charge of."),
    )
    title = WordsField(label=_("Title"), max_length=80, required=False)
    starts_on = forms.DateField(label=_("From"), widget=day_input(), initial=today)
    ends_on = forms.DateField(label=_("Until (that day not counted)"), widget=day_input(), required=False)
    signs = forms.BooleanField(label=_("Signs papers of the office"), required=False)

    def desk(self) -> Desk:
        """What was filled in."""
        return Desk(**{name: self.cleaned_data[name] for name in PostingForm.base_fields})


class UserForm(PostingForm):
    """A new user with a first posting."""

    username = forms.CharField(
        label=_("User name"), min_length=3, max_length=40, validators=[_USERNAME], help_text=_("It stays for good.")
    )
    full_name = WordsField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)

    field_order = ("full_name", "username", "email")

    def clean_full_name(self) -> str:
        """A name as it is written on papers."""
        return tidy_name(self.cleaned_data["full_name"])


class CalendarDayForm(HouseForm):
    """One day that differs from its weekday."""

    day = forms.DateField(
        label=_("Day"),
        widget=day_input(),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))],
    )
    works = forms.TypedChoiceField(
        label=_("What it is"),
        choices=(("no", _("Day off")), ("yes", _("Worked (swapped for a day off)"))),
        coerce=lambda value: value == "yes",
    )
    name = WordsField(label=_("Name"), max_length=120)
    source = WordsField(label=_("By which text"), max_length=160)


class TermForm(HouseForm):
    """A term of working days."""

    received = forms.DateField(
        label=_("Received on"),
        widget=day_input(),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2098, 1, 1))],
    )
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=400)


class FirstPasswordForm(SetPassword):
    """The password of one's own, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "new_password1": _("New password (12 characters or more)"),
            "new_password2": _("New password, once more"),
        }
        for name, label in labels.items():
            dress(self.fields[name])
            self.fields[name].label, self.fields[name].help_text = label, ""
