"""Who serves where today, and so who a viewer is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import RIGHTS, Scope, Viewer
from ansinh.registry.offices.models import Posting
from ansinh.registry.places.models import Level, Place


def today() -> date:
    """The day that it is in Vietnam, whatever the machine's clock is set to."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def postings_on(user: User, day: date) -> QuerySet[Posting]:
    """The user's postings that hold on this day, in offices that exist then."""
    return Posting.objects.filter(
        _holds("", day), _holds("office__", day), user=user, role__in=RIGHTS, user__is_active=True
    ).select_related("office__place__parent__parent")


def viewer_of(user: User, day: date | None = None, *, purpose: str = "") -> Viewer:
    """The viewer that this user is on a day (today unless another is named); without postings they may nothing."""
    scopes = dict.fromkeys(_scope(posting) for posting in postings_on(user, day or today()))
    return Viewer(user.pk, user.full_name, tuple(scopes), purpose, user.language)


def _holds(prefix: str, day: date) -> Q:
    started = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": day})
    lasts = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    return started & lasts


def _scope(posting: Posting) -> Scope:
    place = posting.office.place
    if place is None:
        return Scope(posting.role, posting.function, None, None)
    if place.level == Level.PROVINCE:
        return Scope(posting.role, posting.function, place.pk, None)
    return Scope(posting.role, posting.function, _province(place), place.pk)


def _province(place: Place) -> int | None:
    """The province above a place: one step up today, two while there were districts."""
    above = place.parent
    while above is not None and above.level != Level.PROVINCE:
        above = above.parent
    return above.pk if above is not None else None
