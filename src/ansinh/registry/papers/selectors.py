"""Which papers a viewer may open."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.ledger.models import Change, Paper
from ansinh.registry.people.models import Person
from ansinh.registry.scope import territory
from ansinh.registry.statuses.models import PERSON_STATUSES


def changes_of(viewer: Viewer, paper: Paper) -> QuerySet[Change]:
    """The changes that rest on this paper and lie within the viewer's reach, by their place or their person's."""
    found = Change.objects.none()
    reach = territory(viewer, READ, commune="place", province="place__parent")
    by_person = territory(viewer, READ, commune="person__commune", province="person__province")
    if reach is not None and by_person is not None:
        found = Change.objects.filter(reach | by_person | _of_a_whole_province(viewer), paper=paper)
    return found.select_related("person")


def sensitive_of(paper: Paper) -> dict[Person, set[str]]:
    """Whose sensitive facts the paper proves, and in which registers; empty for most papers."""
    found: dict[Person, set[str]] = {}
    for register in PERSON_STATUSES:
        if register.SENSITIVE:
            for row in register.objects.filter(change__paper=paper).select_related("person"):
                found.setdefault(row.person, set()).add(register.KIND)
    return found


def _of_a_whole_province(viewer: Viewer) -> Q:
    return Q(place__in={scope.province for scope in viewer.where(READ) if scope.commune is None and scope.province})
