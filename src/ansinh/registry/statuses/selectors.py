"""Statuses of a person or a household as the registers held them, limited to the viewer's functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.scope import function_of, within
from ansinh.registry.statuses.models import HOUSEHOLD_STATUSES, PERSON_STATUSES, HouseholdStatus, PersonStatus, Status

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.registry.people.models import Household, Person


def statuses_of_person(viewer: Viewer, person: Person, known: datetime | None = None) -> list[PersonStatus]:
    """All status rows of a person that were held at a moment (now when it is None), of the viewer's functions."""
    return [row for model in PERSON_STATUSES for row in _rows(viewer, model, "person", person, known)]


def statuses_of_household(viewer: Viewer, household: Household, known: datetime | None = None) -> list[HouseholdStatus]:
    """The same of a household."""
    return [row for model in HOUSEHOLD_STATUSES for row in _rows(viewer, model, "household", household, known)]


def registers_for(viewer: Viewer, right: str) -> list[type[Status]]:
    """Registers in whose function the viewer has this right."""
    return [model for model in (*PERSON_STATUSES, *HOUSEHOLD_STATUSES) if viewer.may(right, function_of(model.KIND))]


def _rows(
    viewer: Viewer, model: type[Status], field: str, subject: Person | Household, known: datetime | None
) -> list[Any]:
    if not viewer.may(READ, function_of(model.KIND)):
        return []
    held = model.objects.known(known).filter(**{field: subject})
    others = [each.name for each in model._meta.concrete_fields if each.is_relation and each.name in ("carer", "of")]
    return list(
        within(
            viewer,
            READ,
            held.select_related("change__paper", "change__proposed_by", "replaces", *others).order_by("pk"),
            function=function_of(model.KIND),
            commune=f"{field}__commune",
            province=f"{field}__province",
        )
    )
