"""What a row would write into the registers."""

from __future__ import annotations

from dataclasses import dataclass, field

from ansinh.registry.imports.models import Verdict
from ansinh.registry.imports.reasons import Reason
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.people.models import Person


@dataclass(slots=True)
class Plan:
    """What is to become of a row, and what it would write.

    Attributes:
        person: whom it means; unsaved when the row makes somebody new. adds: rows to insert. closes: rows that are
            held no longer. conflicts: what a person has to decide, when the verdict says so. home: the household
            whose poverty class this row is the first to say.
    """

    verdict: Verdict
    person: Person | None = None
    adds: list[Recorded] = field(default_factory=list)
    closes: list[Recorded] = field(default_factory=list)
    conflicts: list[Reason] = field(default_factory=list)
    home: int | None = None

    def add(self, row: Recorded, *, instead_of: Recorded | None = None) -> None:
        """Insert a row, in the place of another when one is named."""
        if instead_of is not None:
            self.closes.append(instead_of)
            row.replaces = instead_of
        self.adds.append(row)
