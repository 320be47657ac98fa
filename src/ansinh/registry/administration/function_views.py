"""Who held a function from when to when, as a timeline for everybody; and handing one over."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.kernel.accounts.http import Request, needs, signed_in
from ansinh.kernel.viewer import KEEP_OFFICES, Viewer
from ansinh.registry.administration.forms import HandOverForm
from ansinh.registry.administration.lists import MANDATES
from ansinh.registry.administration.offices import hand_over_function
from ansinh.registry.administration.pages import FormPage, form_page
from ansinh.registry.administration.selectors import mandates
from ansinh.registry.offices.models import Function, Mandate
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Level
from ansinh.shell.components import Event
from ansinh.shell.lists import list_response
from ansinh.shell.wording import number


@require_GET
@signed_in
def functions(request: Request) -> HttpResponseBase:
    """Which office was in charge of what, when: for each function a timeline, below it the list with its filters."""
    ways = [(_("Hand a function over"), reverse("hand_over"), "refresh")] if request.viewer.may(KEEP_OFFICES) else []
    chosen = request.GET.get("chuc-nang", "")
    shown = [each for each in Function if chosen in {"", each.value}]
    lines = [(each.label, timeline(request.viewer, each)) for each in shown]
    return list_response(
        request, MANDATES, "registry/administration/functions.html",
        ways=ways, lines=[line for line in lines if line[1]],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def hand_over(request: Request) -> HttpResponse:
    """End a function with one office and begin it with another, in one act."""
    form = HandOverForm(request.viewer, request.POST or None, initial={
        "function": request.GET.get("chuc-nang"), "giver": request.GET.get("tu"),
    })  # fmt: skip
    page = FormPage(
        _("Hand a function over"), _("Hand it over"), reverse("functions"), _("The function was handed over."),
        [_("On that day the first office is no longer in charge and the other is; rights follow at once.")],
        [(_("Who is in charge of what"), reverse("functions")), (_("Hand a function over"), "")],
    )  # fmt: skip

    def work() -> str:
        hand_over_function(viewer=request.viewer, **form.cleaned_data)
        return f"{reverse('functions')}?chuc-nang={form.cleaned_data['function']}"

    return form_page(request, page, form, work)


def timeline(viewer: Viewer, function: str) -> list[Event]:
    """Who held one function, the oldest first; communes that began and ended together are one point."""
    held = list(mandates(viewer).filter(function=function))
    single = [each for each in held if not _of_commune(each)]
    together = Counter((each.starts_on, each.ends_on, each.source) for each in held if _of_commune(each))
    events = [_event(each.office.name, each.starts_on, each.ends_on, each.source) for each in single]
    for (starts_on, ends_on, source), count in together.items():
        title = ngettext("{count} commune", "{count} communes", count).format(count=number(count))
        events.append(_event(title, starts_on, ends_on, source))
    return sorted(events, key=lambda event: (event.starts_on or date.min, event.ends_on or date.max))


def _of_commune(mandate: Mandate) -> bool:
    return mandate.office.place is not None and mandate.office.place.level == Level.COMMUNE


def _event(title: str, starts_on: date | None, ends_on: date | None, source: str) -> Event:
    day = today()
    over = ends_on is not None and ends_on <= day
    coming = starts_on is not None and starts_on > day
    return Event(title, starts_on, ends_on, mark="past" if over else "" if coming else "ok", paper=source)
