"""Who serves where today, and so who a viewer is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import EVERY_FUNCTION, RIGHTS, Scope, Viewer
from ansinh.registry.offices.models import Mandate, Posting
from ansinh.registry.places.models import Level, Place


def today() -> date:
    """The day that it is in Vietnam, whatever the machine's clock is set to."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def postings_on(user: User, day: date) -> QuerySet[Posting]:
    """The user's postings that hold on this day, in offices that exist then."""
    held = Mandate.objects.filter(holds(day))
    return (
        Posting.objects.filter(holds(day), holds(day, "office__"), user=user, role__in=RIGHTS, user__is_active=True)
        .select_related("office__place__parent__parent")
        .prefetch_related(Prefetch("office__mandates", held, to_attr="held"))
    )


def viewer_of(user: User, day: date | None = None, *, purpose: str = "") -> Viewer:
    """The viewer that this user is on a day (today unless another is named); without postings they may nothing.

    A posting reaches the functions that are both its own and its office's on that day.
    """
    scopes = dict.fromkeys(scope for posting in postings_on(user, day or today()) for scope in _scopes(posting))
    return Viewer(user.pk, user.full_name, tuple(scopes), purpose, user.language)


def holds(day: date, prefix: str = "") -> Q:
    """What began before or on this day and ends later; an open end holds."""
    started = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": day})
    lasts = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    return started & lasts


def _scopes(posting: Posting) -> Iterator[Scope]:
    place = posting.office.place
    province = _province(place)
    if place is not None and province is None:
        return  # a place that hangs in the air reaches nothing, not everything
    commune = None if place is None or place.pk == province else place.pk
    for function in _functions(posting):
        yield Scope(posting.role, function, province, commune)


def _functions(posting: Posting) -> list[str]:
    """Of a posting for every function, those of its office; of one, that one if the office holds it; else none ("")."""
    held = sorted({mandate.function for mandate in posting.office.held})  # type: ignore[attr-defined]
    if EVERY_FUNCTION in held:
        return [posting.function]
    if posting.function == EVERY_FUNCTION:
        return held or [""]
    return [posting.function if posting.function in held else ""]


def _province(place: Place | None) -> int | None:
    """The province of a place: itself, one step up today, two while there were districts."""
    while place is not None and place.level != Level.PROVINCE:
        place = place.parent
    return place.pk if place is not None else None


def somebody_in_role(role: str) -> User | None:
    """The first user who serves in this role today, by user name."""
    serving = Posting.objects.filter(holds(today()), role=role, user__is_active=True).order_by("user__username")
    posting = serving.select_related("user").first()
    return posting.user if posting else None
