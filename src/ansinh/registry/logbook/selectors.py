"""Reading the audit log, within one's territory."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import READ, READ_AUDIT, Viewer
from ansinh.registry.offices.models import Posting
from ansinh.registry.people.models import Person
from ansinh.registry.places.models import Place
from ansinh.registry.scope import territory, within


def audit_entries(viewer: Viewer) -> QuerySet[AuditEntry]:
    """Entries of the audit log that the viewer may read.

    An entry belongs to a territory when it tells of a place there or of somebody who has ever served there.
    """
    found = AuditEntry.objects.select_related("actor")
    reach = territory(viewer, READ_AUDIT, commune="pk", province="parent")
    if reach is None:
        return found.none()
    if not reach:
        return found
    provinces = {scope.province for scope in viewer.where(READ_AUDIT) if scope.commune is None}
    places = Place.objects.filter(reach | Q(pk__in=provinces))
    serving = Posting.objects.filter(office__place__in=places)
    return found.filter(Q(place_code__in=places.values("code")) | Q(actor__in=serving.values("user")))


def person_within(viewer: Viewer, code: str, right: str = READ) -> Person | None:
    """The person of this code, if the viewer's postings reach them with this right."""
    return within(viewer, right, Person.objects.filter(code=code)).first()
