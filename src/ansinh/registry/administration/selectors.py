"""What an administrator keeps: offices, users and postings of their territory."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import KEEP_OFFICES, Viewer
from ansinh.registry.offices.models import CalendarDay, IntakePoint, Mandate, NumberSeries, Office, Posting
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import territory


def offices_kept(viewer: Viewer) -> QuerySet[Office]:
    """Offices of the territory that the viewer keeps; those of the whole country belong to whoever keeps all of it."""
    reach = _reach(viewer, "")
    found = Office.objects.select_related("place", "parent", "replaces")
    return found.none() if reach is None else found.filter(reach)


def postings_kept(viewer: Viewer) -> QuerySet[Posting]:
    """Postings in those offices, past ones too."""
    reach = _reach(viewer, "office__")
    found = Posting.objects.select_related("user", "office__place")
    return found.none() if reach is None else found.filter(reach)


def intake_points_kept(viewer: Viewer) -> QuerySet[IntakePoint]:
    """Intake points of those offices."""
    reach = _reach(viewer, "office__")
    found = IntakePoint.objects.select_related("office", "place")
    return found.none() if reach is None else found.filter(reach)


def series_kept(viewer: Viewer) -> QuerySet[NumberSeries]:
    """Number series of those offices."""
    reach = _reach(viewer, "office__")
    found = NumberSeries.objects.select_related("office")
    return found.none() if reach is None else found.filter(reach)


def users_kept(viewer: Viewer) -> QuerySet[User]:
    """Users who serve or served in those offices; whoever keeps the whole country also sees who serves nowhere."""
    served = User.objects.filter(pk__in=postings_kept(viewer).values("user"))
    if keeps_all(viewer):
        return served | User.objects.filter(postings=None)
    return served


def user_is_kept(viewer: Viewer, user: User) -> bool:
    """Whether all that the user serves in now or later lies within what the viewer keeps."""
    lasting = Posting.objects.filter(user=user).exclude(ends_on__lte=today())
    return not lasting.exclude(pk__in=postings_kept(viewer).values("pk")).exists()


def keeps_all(viewer: Viewer) -> bool:
    """Whether the viewer keeps the offices of the whole country."""
    return any(scope.province is None for scope in viewer.where(KEEP_OFFICES))


def keeps_calendar(viewer: Viewer) -> bool:
    """Whether the viewer keeps the working calendar: a province's administrator, for it holds for all of it."""
    return any(scope.commune is None for scope in viewer.where(KEEP_OFFICES))


def keeps_place(viewer: Viewer, place: Place | None) -> bool:
    """Whether the viewer keeps offices at this place; without a place an office is the whole country's."""
    if place is None:
        return keeps_all(viewer)
    return places_kept(viewer).filter(pk=place.pk).exists()


def places_kept(viewer: Viewer) -> QuerySet[Place]:
    """Provinces and communes, of today and of old, where the viewer keeps offices."""
    scopes = viewer.where(KEEP_OFFICES)
    if keeps_all(viewer):
        return Place.objects.all()
    provinces = {scope.province for scope in scopes if scope.commune is None}
    reach = Q(pk__in={scope.commune for scope in scopes} - {None}) | Q(pk__in=provinces)
    return Place.objects.filter(reach | Q(parent__in=provinces) | Q(parent__parent__in=provinces))


def places_today(viewer: Viewer) -> QuerySet[Place]:
    """Of those the provinces and communes that exist today, the province first."""
    there = places_kept(viewer).filter(ends_on__isnull=True).exclude(level=Level.DISTRICT)
    return there.order_by("-level", "search_key")


def mandates(viewer: Viewer) -> QuerySet[Mandate]:
    """Who is in charge of what and when, in the viewer's provinces: open to everybody who has signed in."""
    found = Mandate.objects.select_related("office__place")
    provinces = {scope.province for scope in viewer.scopes}
    if None in provinces or not provinces:
        return found
    there = Q(office__place__in=provinces) | Q(office__place__parent__in=provinces)
    return found.filter(there | Q(office__place__parent__parent__in=provinces) | Q(office__place=None))


def lineage(office: Office) -> list[Office]:
    """The offices that this one goes on from, the newest first."""
    found: list[Office] = []
    before = office.replaces
    while before is not None and before not in found:
        found.append(before)
        before = before.replaces
    return found


def branches_of(office: Office) -> QuerySet[Office]:
    """Offices below this one, also those that were put below it under an earlier name."""
    return Office.objects.filter(parent__in=[office, *lineage(office)]).order_by("code")


def calendar_days(year: int) -> QuerySet[CalendarDay]:
    """Days of a year that differ from their weekday."""
    return CalendarDay.objects.filter(day__year=year)


def _reach(viewer: Viewer, prefix: str) -> Q | None:
    """The condition on the place of an office; an office of a province lies at the province itself."""
    place = f"{prefix}place"
    reach = territory(viewer, KEEP_OFFICES, commune=place, province=place)
    if not reach:
        return reach
    below = territory(viewer, KEEP_OFFICES, commune=place, province=f"{place}__parent")
    old = territory(viewer, KEEP_OFFICES, commune=place, province=f"{place}__parent__parent")
    return reach | (below or Q()) | (old or Q())
