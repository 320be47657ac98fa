"""The question before sensitive facts are shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.purposes import Purpose


class PurposeForm(forms.Form):
    """Why a person's sensitive facts are looked at."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Purpose.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    words = forms.CharField(
        label=_("Which case (number of the dossier, paper, petition)"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
