"""Which households' facts may differ between two moments of knowledge."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.ledger.rows import ledger_models
from ansinh.registry.people.models import Kinship, Membership, Residence
from ansinh.registry.statuses.models import Care, Completeness, HardArea


def touched_households(after: datetime, until: datetime) -> list[int]:
    """Keys of the households that a row written or closed between two moments may concern, sorted.

    A person counts for every household that they were ever in. Their kin and carers count too.
    A commune that vouches for a register, or no longer does, touches all of its households; so does one that comes to
    be a hard area.
    """
    within = Q(known_from__gt=after, known_from__lte=until) | Q(known_to__gt=after, known_to__lte=until)
    people: set[int] = set()
    households: set[int] = set()
    for model in ledger_models():
        rows = model.objects.filter(within)
        people.update(_keys(model, "person", rows))
        households.update(_keys(model, "household", rows))
        for name in ("relative", "carer"):
            people.update(_keys(model, name, rows))
    kin = Kinship.objects.filter(Q(person__in=people) | Q(relative__in=people))
    for pair in kin.values_list("person_id", "relative_id"):
        people.update(pair)
    people.update(Care.objects.filter(person__in=people, carer__isnull=False).values_list("carer_id", flat=True))
    communes = _keys(Completeness, "commune", Completeness.objects.filter(within))
    communes |= _keys(HardArea, "commune", HardArea.objects.filter(within))
    households.update(Residence.objects.filter(commune_id__in=communes).values_list("household_id", flat=True))
    households.update(Membership.objects.filter(person__in=people).values_list("household_id", flat=True))
    return sorted(households)


def _keys(model: type[Recorded], name: str, rows: object) -> set[int]:
    if not hasattr(model, f"{name}_id"):
        return set()
    return set(rows.exclude(**{name: None}).values_list(f"{name}_id", flat=True))  # type: ignore[attr-defined]
