"""Pages of the working calendar: a year, a month, the end of a term, one day's change, a year's proposal."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel.accounts.http import Request, needs, signed_in
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import KEEP_OFFICES
from ansinh.registry.administration import calendar as acts
from ansinh.registry.administration.forms import CalendarDayForm, TermForm
from ansinh.registry.administration.lists import calendar_list
from ansinh.registry.administration.pages import try_act
from ansinh.registry.administration.selectors import keeps_calendar
from ansinh.registry.administration.wording import SHORT_WEEKDAYS, WEEKDAYS
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.offices.calendar import working_calendar
from ansinh.registry.offices.models import CalendarDay
from ansinh.registry.offices.selectors import today
from ansinh.shell.lists import list_response

FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's leaf; `kind`: '' (worked as usual), 'weekend', 'free', 'worked'. Blank beside the month."""

    day: date | None
    kind: str = ""
    name: str = ""
    today: bool = False


@require_GET
@signed_in
def calendar(request: Request) -> HttpResponseBase:
    """A year with its days off and worked Saturdays, or one month of it with their names; the days as a list."""
    year, month = _year(request.GET.get("nam", "")), _month(request.GET.get("thang", ""))
    known = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}
    months = [month] if month else range(1, 13)
    return list_response(
        request, calendar_list(year), "registry/administration/calendar.html",
        year=year, month=month, leaves=[(date(year, each, 1), leaf(year, each, known)) for each in months],
        weekdays=WEEKDAYS if month else SHORT_WEEKDAYS, before=_turned(year, month, -1), after=_turned(year, month, 1),
        may_keep=keeps_calendar(request.viewer), known=bool(known),
        form=TermForm(request.viewer, initial={"received": today()}),
    )  # fmt: skip


@require_GET
@signed_in
def term(request: Request) -> HttpResponse:
    """When a term of working days ends, and which days were left out on the way."""
    form = TermForm(request.viewer, request.GET or None, initial={"received": today()})
    crumbs = [(_("Working calendar"), reverse("calendar")), (_("End of a term"), "")]
    context: dict[str, object] = {"form": form, "crumbs": crumbs}
    if form.is_valid():
        received, days = form.cleaned_data["received"], form.cleaned_data["days"]
        end = working_calendar().deadline(received, days)
        special = CalendarDay.objects.filter(day__gt=received, day__lte=end)
        context |= {
            "received": received, "days": days, "end": end, "weekday": WEEKDAYS[end.weekday()], "special": special,
            "unknown": not CalendarDay.objects.filter(day__year=end.year).exists(), "span": (end - received).days,
        }  # fmt: skip
    return render(request, "registry/administration/term.html", context)


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def add_day(request: Request) -> HttpResponse:
    """Say that a day is off or worked: first what terms it moves, then it is saved."""
    form = CalendarDayForm(request.viewer, request.POST or None, initial={"day": request.GET.get("ngay")})
    return _day_page(request, form)


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def change_day(request: Request, day: str) -> HttpResponse:
    """Correct what is said of a day, or take it out of the calendar."""
    row = _row(day)
    form = CalendarDayForm(request.viewer, request.POST or None, initial={
        "day": row.day, "works": "yes" if row.works else "no", "name": row.name, "source": row.source,
    })  # fmt: skip
    form.fields["day"].disabled = True
    return _day_page(request, form, row)


@require_POST
@needs(KEEP_OFFICES)
def remove_day(request: Request, day: str) -> HttpResponse:
    """Take a day out of the calendar."""
    row = _row(day)
    led_to = f"{reverse('calendar')}?nam={row.day.year}"
    return try_act(
        request, lambda: acts.remove_calendar_day(viewer=request.viewer, day=row.day),
        _("The day is as its weekday says again."), led_to,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def proposal(request: Request) -> HttpResponse:
    """The days that are known of a year and not yet in the calendar: chosen and confirmed by a person."""
    year = _year(request.GET.get("nam", ""))
    led_to = f"{reverse('calendar')}?nam={year}"
    if request.method == "POST":
        days = {row.day for row in acts.proposal(year) if row.day.isoformat() in request.POST.getlist("ngay")}
        said = ngettext("{count} day was taken in.", "{count} days were taken in.", len(days)).format(count=len(days))
        return try_act(
            request, lambda: acts.confirm_proposal(viewer=request.viewer, year=year, days=days), said, led_to
        )
    rows = [(row, WEEKDAYS[row.day.weekday()]) for row in acts.proposal(year)]
    crumbs = [(_("Working calendar"), led_to), (_("Proposal for a year"), "")]
    return render(request, "registry/administration/proposal.html", {"year": year, "rows": rows, "crumbs": crumbs})


def leaf(year: int, month: int, known: Mapping[date, CalendarDay]) -> list[list[Cell]]:
    """A month's weeks, Monday first, with blanks before the first and after the last day."""
    now = today()
    weeks = Calendar().monthdatescalendar(year, month)
    return [[_cell(day, known.get(day), now) if day.month == month else Cell(None) for day in week] for week in weeks]


def _cell(day: date, row: CalendarDay | None, now: date) -> Cell:
    if row is not None:
        return Cell(day, "worked" if row.works else "free", row.name, day == now)
    return Cell(day, "weekend" if day.weekday() >= 5 else "", "", day == now)


def _day_page(request: Request, form: CalendarDayForm, row: CalendarDay | None = None) -> HttpResponse:
    kept = working_calendar()
    moves: list[acts.Move] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("do") == "save":
            led_to = f"{reverse('calendar')}?nam={given['day'].year}"
            try:
                acts.set_calendar_day(viewer=request.viewer, **given)
            except AnSinhError as refused:
                form.add_error(None, sentence(refused))
            else:
                messages.success(request, gettext("The calendar was changed."))
                return redirect(led_to)
        else:
            moves = acts.moves(kept, acts.with_day(kept, given["day"], given["works"]), given["day"])
    without = acts.moves(kept, acts.with_day(kept, row.day, None), row.day) if row else None
    title = _("A day of the calendar") if row else _("New day in the calendar")
    crumbs = [(_("Working calendar"), reverse("calendar")), (title, "")]
    context = {"form": form, "row": row, "moves": moves, "without": without, "title": title, "crumbs": crumbs}
    return render(request, "registry/administration/day.html", context, status=422 if form.errors else 200)


def _row(day: str) -> CalendarDay:
    try:
        return CalendarDay.objects.get(day=date.fromisoformat(day))
    except (ValueError, CalendarDay.DoesNotExist):
        raise Http404 from None


def _year(asked: str) -> int:
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _month(asked: str) -> int:
    month = int(asked) if asked.isdecimal() and len(asked) < 3 else 0
    return month if 1 <= month <= 12 else 0


def _turned(year: int, month: int, by: int) -> str:
    """The address of the leaf before or after; blank at either end of the calendar."""
    count = year * 12 + month - 1 + by if month else (year + by) * 12
    turned = count // 12
    if not FIRST_YEAR <= turned <= LAST_YEAR:
        return ""
    return f"?nam={turned}" + (f"&thang={count % 12 + 1}" if month else "")
