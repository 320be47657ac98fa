"""What the registers hold about the people and households of some rows: read once for a few thousand of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from ansinh.registry.ledger.models import Change, Recorded
from ansinh.registry.people.models import Contact, Death, Identity, Membership, PaymentAccount, PersonNumber
from ansinh.registry.statuses.models import (
    Disability,
    HealthCard,
    HeldAllowance,
    Merit,
    ParentsSituation,
    Pension,
    Poverty,
)

OF_PERSON: Final[tuple[type[Recorded], ...]] = (
    *(Identity, PersonNumber, Death, Membership, Contact, PaymentAccount),
    *(Disability, Merit, ParentsSituation, Pension, HeldAllowance, HealthCard),
)


@dataclass(slots=True)
class Held:
    """Rows that the registers hold, by table and by the key of the person or household."""

    rows: dict[type[Recorded], dict[int, list[Any]]] = field(default_factory=dict)
    proposed_homes: dict[int, str] = field(default_factory=dict)

    def of(self, model: type[Recorded], key: int | None) -> list[Any]:
        """The rows of one person or household, oldest first."""
        return self.rows.get(model, {}).get(key, []) if key is not None else []

    def one(self, model: type[Recorded], key: int | None) -> Any | None:
        """The newest of them; None when there is none."""
        found = self.of(model, key)
        return found[-1] if found else None


def load_held(people: Collection[int], households: Collection[int], change: Change | None) -> Held:
    """What is held of these people and households.

    Args:
        change: the import's own, when it is being written: the poverty classes that it already proposes.
    """
    held = Held()
    for model in OF_PERSON:
        held.rows[model] = _by(model, "person", people)
    held.rows[Poverty] = _by(Poverty, "household", households)
    if change is not None:
        proposed = Poverty.objects.filter(change=change, household__in=households, ends_on__isnull=True)
        held.proposed_homes = dict(proposed.values_list("household_id", "poverty_class"))
    return held


def _by(model: type[Recorded], whose: str, keys: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if keys:
        for row in model.objects.known().filter(**{f"{whose}__in": keys}).order_by("starts_on", "pk"):
            found[getattr(row, f"{whose}_id")].append(row)
    return found
