"""What the audit log can be asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.purposes import Purpose


class PurposeForm(forms.Form):
    """Why a person's sensitive facts are looked at."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    words = forms.CharField(
        label=_("Which case (number of the dossier, paper, petition)"), max_length=250, required=False
    )


class AuditSearch(forms.Form):
    """Whom or what the audit log is asked about; one of the four is enough."""

    person = forms.CharField(label=_("Code of a person or a change"), max_length=40, required=False)
    user = forms.CharField(label=_("User name"), max_length=64, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not any(asked.values()):
            raise forms.ValidationError(_("Name a code, a user or a day."))
        return asked
