"""A user's own access tokens: give, see, take back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel.accounts.again import confirm_url, missing
from ansinh.kernel.accounts.http import Request, needs, signed_in
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.tokens.services import LONGEST_DAYS, Scope, give_token, take_back, tokens_of
from ansinh.kernel.viewer import READ
from ansinh.registry.ledger.wording import sentence


class TokenForm(forms.Form):
    """What a new token is for, what it opens, for how long."""

    name = forms.CharField(label=lazy("For which program"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=lazy("What it opens"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=lazy("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=90)


@require_GET
@signed_in
def tokens(request: Request) -> HttpResponseBase:
    """The list; and the form for another, once one has confirmed who one is."""
    return render(request, "api/tokens.html", {"form": TokenForm(), **_shared(request)})


@require_POST
@never_cache
@needs(READ)
def give(request: Request) -> HttpResponseBase:
    """Give a token, once one has confirmed who one is; its text is on this one answer and nowhere else."""
    owed = missing(request)
    if owed:
        messages.warning(request, _("Confirm who you are, then give the token."))
        return redirect(confirm_url(owed[0], reverse("tokens")))
    form = TokenForm(request.POST)
    text = ""
    if form.is_valid():
        _token, text = give_token(viewer=request.viewer, **form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "text": text, **_shared(request)}
    return render(request, "api/tokens.html", context, status=200 if text else 422)


def _shared(request: Request) -> dict[str, object]:
    owed = [(method, confirm_url(method, reverse("tokens"))) for method in missing(request)]
    return {"tokens": tokens_of(request.viewer), "owed": owed}


@require_POST
@signed_in
def take(request: Request, code: str) -> HttpResponseBase:
    """Take a token back."""
    try:
        take_back(viewer=request.viewer, code=code)
        messages.success(request, _("The token is worthless from now on."))
    except AnSinhError as error:
        messages.error(request, sentence(error))
    return redirect("tokens")
