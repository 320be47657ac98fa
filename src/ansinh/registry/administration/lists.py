"""Lists of offices, functions, users, rights, numbers and intake points, each with its Excel; the ways in the menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import KEEP_OFFICES, RIGHTS, Viewer
from ansinh.registry.administration.numbers import number_text
from ansinh.registry.administration.selectors import (
    calendar_days,
    intake_points_kept,
    mandates,
    offices_kept,
    places_today,
    postings_kept,
    series_kept,
    users_kept,
)
from ansinh.registry.administration.wording import RIGHT_WORDS, WEEKDAYS, rights_of
from ansinh.registry.offices.models import Function
from ansinh.registry.offices.selectors import holds, today
from ansinh.shell.columns import Column, Filter, Rows, Shape
from ansinh.shell.lists import ListOf
from ansinh.shell.wording import ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOW, PAST, LATER = "dang-co", "da-ket-thuc", "sap-co"
_FROM: Final = Column("starts_on", _("From"), lambda row: row.starts_on, Shape.DATE)
_UNTIL: Final = Column("ends_on", _("Until (that day not counted)"), lambda row: row.ends_on, Shape.DATE)


def by_words(*fields: str) -> Callable[[Rows, str], Rows]:
    """A search without accents over these fields; offices and users are few enough to be read."""

    def search(rows: Rows, words: str) -> Rows:
        wanted = fold(words).split()
        texts = ((pk, fold(" ".join(filter(None, said)))) for pk, *said in rows.values_list("pk", *fields))
        return rows.filter(pk__in=[pk for pk, text in texts if all(word in text for word in wanted)])

    return search


def _in_time(rows: Rows, value: str) -> Rows:
    day = today()
    if value == PAST:
        return rows.filter(ends_on__lte=day)
    return rows.filter(starts_on__gt=day) if value == LATER else rows.filter(holds(day))


def _times(_viewer: Viewer) -> Sequence[tuple[str, StrOrPromise]]:
    return [(NOW, _("Holds today")), (PAST, _("Over")), (LATER, _("Still to come"))]


def _on(rows: Rows, value: str) -> Rows:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return rows.none()
    return rows.filter(holds(day))


def _of_function(rows: Rows, value: str) -> Rows:
    return rows.filter(function=value)


def _places(viewer: Viewer) -> Sequence[tuple[str, StrOrPromise]]:
    return [(place.key, place.name) for place in places_today(viewer)]


_TIME: Final = Filter("khi", _("In time"), _in_time, choices=_times)
_FUNCTION: Final = Filter("chuc-nang", _("Function"), _of_function, choices=lambda _viewer: Function.choices)


def _user_url(username: str) -> str:
    return reverse("user", args=[username])


def _office_url(code: str) -> str:
    return reverse("office", args=[code])


OFFICES: Final = ListOf(
    name="co-quan",
    title=_("Offices"),
    rows=offices_kept,
    columns=(
        Column("name", _("The office"), lambda office: office.name, link=lambda office: _office_url(office.code)),
        Column("code", _("Code"), lambda office: office.code),
        Column("short", _("Short name"), lambda office: office.short_name, page=False),
        Column("place", _("Place"), lambda office: str(office.place or "")),
        Column("parent", _("Below"), lambda office: str(office.parent or "")),
        _FROM,
        _UNTIL,
    ),
    code=lambda office: office.code,
    search=by_words("name", "short_name", "code"),
    filters=(_TIME, Filter("noi", _("Place"), lambda rows, value: rows.filter(place__key=value), choices=_places)),
    order=("code", "pk"),
    ask_first=False,
    download=KEEP_OFFICES,
    hint=_("Agencies that work with the registers. A new name ends the old row and begins a new one."),
)

MANDATES: Final = ListOf(
    name="chuc-nang",
    title=_("Who is in charge of what"),
    rows=mandates,
    columns=(
        Column("function", _("Function"), lambda mandate: str(mandate.get_function_display())),
        Column("office", _("The office"), lambda mandate: mandate.office.name),
        Column("code", _("Code"), lambda mandate: mandate.office.code, page=False),
        _FROM,
        _UNTIL,
        Column("source", _("By which text"), lambda mandate: mandate.source),
    ),
    code=lambda mandate: f"{mandate.office.code} {mandate.function}",
    search=by_words("office__name", "office__code", "source"),
    filters=(_FUNCTION, Filter("ngay", _("On the day"), _on, kind="date")),
    order=("function", "office__code", "pk"),
    download=None,
    hint=_("Which office held a function of the State from when to when, and by which text."),
)

SERIES: Final = ListOf(
    name="so-van-ban",
    title=_("Numbers of papers"),
    rows=series_kept,
    columns=(
        Column("office", _("The office"), lambda series: series.office.name),
        Column("symbol", _("Symbol"), lambda series: series.symbol),
        Column("year", _("Year"), lambda series: str(series.year)),
        Column("last", _("Last number"), lambda series: series.last, Shape.NUMBER),
        Column("text", _("As it is written"), lambda series: number_text(series.last, series.symbol)),
    ),
    code=lambda series: f"{series.office.code} {series.symbol} {series.year}",
    search=by_words("office__name", "office__code", "symbol"),
    filters=(
        Filter(
            "nam",
            _("Year"),
            lambda rows, value: rows.filter(year=int(value) if value.isdecimal() else 0),
            kind="number",
        ),
    ),
    order=("-year", "office__code", "symbol", "pk"),
    ask_first=False,
    download=KEEP_OFFICES,
    hint=_("Numbers are given by the system when a paper is issued, without gaps; nobody types them in."),
    empty=_("A series begins with the first paper of its symbol in the year."),
)

INTAKE_POINTS: Final = ListOf(
    name="diem-tiep-nhan",
    title=_("Intake points"),
    rows=intake_points_kept,
    columns=(
        Column("name", _("Intake point"), lambda point: point.name, link=lambda point: _office_url(point.office.code)),
        Column("office", _("The office"), lambda point: point.office.name),
        Column("place", _("Place"), lambda point: str(point.place or "")),
        Column("address", _("Address"), lambda point: point.address),
        _FROM,
        _UNTIL,
    ),
    code=lambda point: point.office.code,
    search=by_words("name", "address", "office__name", "place__name"),
    filters=(_TIME, Filter("noi", _("Place"), lambda rows, value: rows.filter(place__key=value), choices=_places)),
    order=("office__code", "pk"),
    ask_first=False,
    download=KEEP_OFFICES,
    hint=_("Counters where dossiers are taken in; an office's page opens and closes them."),
)


def calendar_list(year: int) -> ListOf:
    """The days of one year that differ from their weekday."""
    return ListOf(
        name="lich-lam-viec",
        title=_("Working calendar"),
        rows=lambda _viewer: calendar_days(year),
        columns=(
            Column("day", _("Day"), lambda row: row.day, Shape.DATE),
            Column("weekday", _("Weekday"), lambda row: str(WEEKDAYS[row.day.weekday()])),
            Column("works", _("What it is"), lambda row: str(_("worked") if row.works else _("off"))),
            Column("name", _("Name"), lambda row: row.name),
            Column("source", _("By which text"), lambda row: row.source),
        ),
        code=lambda row: row.day.isoformat(),
        order=("day",),
        ask_first=False,
        download=None,
    )


def _serving(rows: Rows, value: str) -> Rows:
    return rows.filter(pk__in=rows.filter(holds(today(), "postings__"), postings__role=value).values("pk"))


def _open_accounts(rows: Rows, value: str) -> Rows:
    return rows.filter(is_active=value == "mo")


def _offices_of_today(viewer: Viewer) -> Sequence[tuple[str, StrOrPromise]]:
    lasting = offices_kept(viewer).filter(holds(today())).order_by("code")
    return [(office.code, office.short_name) for office in lasting]


_ROLE_CHOICES: Final = tuple(ROLES.items())
USERS: Final = ListOf(
    name="nguoi-dung",
    title=_("Users"),
    rows=users_kept,
    columns=(
        Column("name", _("Full name"), lambda user: user.full_name, link=lambda user: _user_url(user.username)),
        Column("username", _("User name"), lambda user: user.username),
        Column("email", _("E-mail"), lambda user: user.email, page=False),
        Column("active", _("May sign in"), lambda user: user.is_active, Shape.YES_NO),
        Column("last", _("Last sign-in"), lambda user: user.last_login, Shape.MOMENT),
        Column("created", _("Created"), lambda user: user.created_at, Shape.MOMENT, page=False),
    ),
    code=lambda user: user.username,
    search=by_words("full_name", "username", "email"),
    filters=(
        Filter("vai", _("Role today"), _serving, choices=lambda _viewer: _ROLE_CHOICES),
        Filter(
            "tai-khoan",
            _("Account"),
            _open_accounts,
            choices=lambda _viewer: [("mo", _("open")), ("dong", _("closed"))],
        ),
    ),
    order=("username", "pk"),
    ask_first=False,
    download=KEEP_OFFICES,
    hint=_("Who works with the system. Rights come from postings alone, and nobody gives them to themselves."),
)


def _right_column(right: str) -> Column:
    return Column(right, RIGHT_WORDS[right], lambda posting: right in RIGHTS[posting.role], Shape.YES_NO, page=False)


def _with_right(rows: Rows, value: str) -> Rows:
    return rows.filter(role__in=[role for role in RIGHTS if value in RIGHTS[role]])


def _at_work(viewer: Viewer) -> Rows:
    day = today()
    return postings_kept(viewer).filter(holds(day), holds(day, "office__"), role__in=RIGHTS, user__is_active=True)


WHO_MAY: Final = ListOf(
    name="quyen-han",
    title=_("Who may do what where"),
    rows=_at_work,
    columns=(
        Column(
            "user",
            _("User"),
            lambda posting: posting.user.full_name,
            link=lambda posting: _user_url(posting.user.username),
        ),
        Column("username", _("User name"), lambda posting: posting.user.username, page=False),
        Column("role", _("Role"), lambda posting: str(ROLES[posting.role])),
        Column("function", _("Function"), lambda posting: str(posting.get_function_display())),
        Column("office", _("The office"), lambda posting: posting.office.short_name),
        Column("place", _("Where"), lambda posting: str(posting.office.place or _("the whole country"))),
        Column("rights", _("What they may do"), rights_of, page=False),
        Column("signs", _("Signs"), lambda posting: posting.signs, Shape.YES_NO),
        *map(_right_column, RIGHT_WORDS),
        _FROM,
        _UNTIL,
    ),
    code=lambda posting: posting.user.username,
    search=by_words("user__full_name", "user__username", "office__name", "title"),
    filters=(
        Filter("vai", _("Role"), lambda rows, value: rows.filter(role=value), choices=lambda _viewer: _ROLE_CHOICES),
        _FUNCTION,
        Filter(
            "co-quan", _("The office"), lambda rows, value: rows.filter(office__code=value), choices=_offices_of_today
        ),
        Filter("quyen", _("What they may do"), _with_right, choices=lambda _viewer: list(RIGHT_WORDS.items())),
    ),
    order=("user__username", "pk"),
    ask_first=False,
    download=KEEP_OFFICES,
    hint=_("Every posting that holds today. A posting reaches the functions that are both its own and its office's."),
)


def menu_entries(viewer: Viewer | None) -> list[slots.Entry]:
    """The menu's ways here: two for everybody, two for who keeps offices."""
    if viewer is None:
        return []
    office, keeping = _("Office"), _("Administration")
    found = [
        slots.Entry(_("Working calendar"), reverse("calendar"), "calendar", office, 280),
        slots.Entry(_("Who is in charge of what"), reverse("functions"), "scale", office, 281),
    ]
    if viewer.may(KEEP_OFFICES):
        found += [
            slots.Entry(_("Offices"), reverse("offices"), "building", keeping, 91),
            slots.Entry(_("Users"), reverse("users"), "users", keeping, 92),
        ]
    return found
