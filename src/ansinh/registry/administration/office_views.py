"""Pages of offices: the list, one office, its functions, its intake points, the numbers of papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.viewer import KEEP_OFFICES
from ansinh.registry.administration import offices as acts
from ansinh.registry.administration.forms import EndForm, FunctionForm, IntakePointForm, OfficeForm, SuccessorForm
from ansinh.registry.administration.lists import INTAKE_POINTS, OFFICES, SERIES
from ansinh.registry.administration.pages import FormPage, form_page
from ansinh.registry.administration.selectors import branches_of, lineage, offices_kept
from ansinh.registry.offices.models import IntakePoint, Mandate, NumberSeries, Office, Posting
from ansinh.shell.components import Tab
from ansinh.shell.lists import list_response
from ansinh.shell.wording import ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LIST: Final = "registry/administration/list.html"
Row = TypeVar("Row", bound=Model)


@require_GET
@needs(KEEP_OFFICES)
def offices(request: Request) -> HttpResponseBase:
    """Offices of the territory."""
    return list_response(request, OFFICES, LIST, tabs=office_tabs("offices"), ways=[
        (_("New office"), reverse("found_office"), "plus"),
        (_("Hand a function over"), reverse("hand_over"), "refresh"),
    ])  # fmt: skip


@require_GET
@needs(KEEP_OFFICES)
def number_series(request: Request) -> HttpResponseBase:
    """The last number of each office's papers."""
    return list_response(request, SERIES, LIST, tabs=office_tabs("number_series"))


@require_GET
@needs(KEEP_OFFICES)
def intake_points(request: Request) -> HttpResponseBase:
    """Where dossiers are taken in."""
    return list_response(request, INTAKE_POINTS, LIST, tabs=office_tabs("intake_points"))


@require_GET
@needs(KEEP_OFFICES)
def office(request: Request, code: str) -> HttpResponse:
    """One office: what it is in charge of and since when, who serves there, where it takes dossiers in."""
    found = _office(request, code)
    postings = Posting.objects.filter(office=found).select_related("user").order_by("role", "user__username", "pk")
    context = {
        "office": found,
        "before": lineage(found),
        "after": Office.objects.filter(replaces=found),
        "branches": branches_of(found),
        "mandates": _numbered(Mandate.objects.filter(office=found).order_by("pk")),
        "postings": [(posting, ROLES.get(posting.role, posting.role)) for posting in postings],
        "points": _numbered(IntakePoint.objects.filter(office=found).select_related("place").order_by("pk")),
        "series": NumberSeries.objects.filter(office=found).order_by("-year", "symbol"),
        "crumbs": [(_("Offices"), reverse("offices")), (found.short_name, "")],
    }
    return render(request, "registry/administration/office.html", context)


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def found_office(request: Request) -> HttpResponse:
    """Enter a new office."""
    form = OfficeForm(request.viewer, request.POST or None)
    page = FormPage(
        _("New office"), _("Enter the office"), reverse("offices"), _("The office was entered."),
        crumbs=[(_("Offices"), reverse("offices")), (_("New office"), "")],
    )  # fmt: skip
    return form_page(request, page, form, lambda: _url(acts.found_office(viewer=request.viewer, **form.cleaned_data)))


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def rename_office(request: Request, code: str) -> HttpResponse:
    """Let an office go on under another name, place or superior."""
    found = _office(request, code)
    form = SuccessorForm(request.viewer, request.POST or None, initial={
        "name": found.name, "short_name": found.short_name, "place": found.place and found.place.key,
        "parent": found.parent and found.parent.code,
    })  # fmt: skip
    title = _("Another name, place or superior")
    page = _page(found, title, _("Let it go on so"), _("The office goes on as entered."), [
        _("The present office ends on that day; its functions, postings and intake points go on in the new one."),
        _("Papers issued before keep the old name. Numbers of papers begin anew."),
    ])  # fmt: skip

    def work() -> str:
        given = dict(form.cleaned_data)
        on = given.pop("starts_on")
        return _url(acts.continue_office(viewer=request.viewer, office=found, on=on, **given))

    return form_page(request, page, form, work)


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def end_office(request: Request, code: str) -> HttpResponse:
    """End an office."""
    found = _office(request, code)
    form = EndForm(request.viewer, request.POST or None)
    page = _page(found, _("End the office"), _("End it"), _("The office ends on that day."), [
        _("Its postings and intake points end with it. Functions must be handed over before."),
    ])  # fmt: skip
    return form_page(request, page, form, lambda: _done(
        found, acts.end_office(viewer=request.viewer, office=found, **form.cleaned_data)
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def give_function(request: Request, code: str) -> HttpResponse:
    """Put an office in charge of a function."""
    found = _office(request, code)
    form = FunctionForm(request.viewer, request.POST or None)
    page = _page(found, _("Put in charge of a function"), _("Put in charge"), _("The function was entered."), [
        _("When another office loses the function on that day, hand it over instead: both happen in one act."),
    ])  # fmt: skip
    return form_page(request, page, form, lambda: _done(
        found, acts.give_function(viewer=request.viewer, office=found, **form.cleaned_data)
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def end_function(request: Request, code: str, number: int) -> HttpResponse:
    """End a function with an office; `number` counts the office's functions as they were entered."""
    found = _office(request, code)
    mandate = _nth(list(Mandate.objects.filter(office=found).order_by("pk")), number)
    form = EndForm(request.viewer, request.POST or None)
    title = _("End a function: {function}").format(function=mandate.get_function_display())
    page = _page(found, title, _("End it"), _("The function ends on that day."), [
        _("Nobody takes it over. To give it to another office, hand it over instead."),
    ])  # fmt: skip
    return form_page(request, page, form, lambda: _done(
        found, acts.end_function(viewer=request.viewer, mandate=mandate, **form.cleaned_data)
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def open_intake_point(request: Request, code: str) -> HttpResponse:
    """Open a counter."""
    found = _office(request, code)
    form = IntakePointForm(request.viewer, request.POST or None, initial={"place": found.place and found.place.key})
    page = _page(found, _("New intake point"), _("Open it"), _("The intake point was entered."))
    return form_page(request, page, form, lambda: _done(
        found, acts.open_intake_point(viewer=request.viewer, office=found, **form.cleaned_data)
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def close_intake_point(request: Request, code: str, number: int) -> HttpResponse:
    """Close a counter; `number` counts the office's counters as they were entered."""
    found = _office(request, code)
    point = _nth(list(IntakePoint.objects.filter(office=found).order_by("pk")), number)
    form = EndForm(request.viewer, request.POST or None)
    del form.fields["source"]
    page = _page(found, _("Close an intake point: {name}").format(name=point.name), _("Close it"),
                 _("The intake point closes on that day."))  # fmt: skip
    return form_page(request, page, form, lambda: _done(
        found, acts.close_intake_point(viewer=request.viewer, point=point, **form.cleaned_data)
    ))  # fmt: skip


def office_tabs(current: str) -> list[Tab]:
    """The pages that belong together."""
    titles = {"offices": OFFICES.title, "number_series": SERIES.title, "intake_points": INTAKE_POINTS.title}
    return [Tab(title, reverse(name), name == current) for name, title in titles.items()]


def _office(request: Request, code: str) -> Office:
    return get_object_or_404(offices_kept(request.viewer), code=code)


def _url(found: Office) -> str:
    return reverse("office", args=[found.code])


def _done(found: Office, _result: object) -> str:
    return _url(found)


def _page(
    found: Office, title: StrOrPromise, act: StrOrPromise, done: StrOrPromise, notes: Sequence[StrOrPromise] = ()
) -> FormPage:
    crumbs: list[tuple[StrOrPromise, str]] = [(_("Offices"), reverse("offices"))]
    crumbs += [(found.short_name, _url(found)), (title, "")]
    return FormPage(title, act, _url(found), done, notes, crumbs)


def _numbered(rows: QuerySet[Row]) -> list[tuple[int, Row]]:
    """Rows with the number by which their address names them."""
    return list(enumerate(rows, 1))


def _nth(rows: Sequence[Row], number: int) -> Row:
    if not 1 <= number <= len(rows):
        raise Http404
    return rows[number - 1]
