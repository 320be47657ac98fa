"""Forms of what is said of a commune: from which day on, and what."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.registry.proposals.fields import day_input
from ansinh.registry.proposals.forms import ActForm


class VouchForm(ActForm):
    """From which day on the register is complete."""

    on = forms.DateField(label=_("Complete as of"), widget=day_input())


class HardAreaForm(ActForm):
    """Whether the commune is on the list, and from which day on."""

    hard = forms.TypedChoiceField(
        label=_("On the list of especially hard areas"),
        choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
    )
    on = forms.DateField(label=_("From"), widget=day_input())
