"""The page of a form, the same for all acts of administration: what is asked, what was refused, where it leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.errors import AnSinhError
from ansinh.registry.ledger.wording import sentence

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form.

    Attributes:
        act: on the button. back: where cancelling leads. done: said when it is done. notes: what happens then.
        crumbs: (title, address) from the list down to here.
    """

    title: StrOrPromise
    act: StrOrPromise
    back: str
    done: StrOrPromise = ""
    notes: Sequence[StrOrPromise] = ()
    crumbs: Sequence[tuple[StrOrPromise, str]] = ()
    danger: bool = False


def form_page(request: Request, page: FormPage, form: Form, work: Callable[[], str]) -> HttpResponse:
    """Show the form, or do the work and lead on to the address that it answers with; a refusal stands above it."""
    if request.method == "POST" and form.is_valid():
        try:
            led_to = work()
        except AnSinhError as refused:
            form.add_error(None, sentence(refused))
        else:
            if page.done:
                messages.success(request, str(page.done))
            return redirect(led_to)
    context = {"form": form, "page": page, "crumbs": page.crumbs}
    return render(request, "registry/administration/form.html", context, status=422 if form.errors else 200)


def try_act(request: Request, work: Callable[[], object], done: StrOrPromise, led_to: str) -> HttpResponse:
    """Do what one button does; say what came of it on the next page."""
    try:
        work()
    except AnSinhError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, str(done))
    return redirect(led_to)
