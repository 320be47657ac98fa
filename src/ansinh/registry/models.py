"""The registry's tables, kept by its parts."""

from __future__ import annotations

from ansinh.registry.books.models import (
    ChildFund,
    ConvalescenceTurn,
    GratitudeFund,
    GratitudeHouse,
    MemorialWork,
    NonStateProvider,
)
from ansinh.registry.checks.models import Finding
from ansinh.registry.imports.models import ImportBatch, ImportColumn, ImportRow
from ansinh.registry.ledger.models import Change, Paper, Tick
from ansinh.registry.merging.models import Pair
from ansinh.registry.offices.models import CalendarDay, IntakePoint, Mandate, NumberSeries, Office, Posting
from ansinh.registry.people.models import (
    Contact,
    Death,
    Household,
    Identity,
    Kinship,
    Membership,
    PaymentAccount,
    Person,
    PersonNumber,
    Residence,
)
from ansinh.registry.places.models import Place, PlaceName, Succession
from ansinh.registry.statuses.models import HOUSEHOLD_STATUSES, PERSON_STATUSES, Completeness, HardArea

__all__ = [
    "HOUSEHOLD_STATUSES",
    "PERSON_STATUSES",
    "CalendarDay",
    "Change",
    "ChildFund",
    "Completeness",
    "Contact",
    "ConvalescenceTurn",
    "Death",
    "Finding",
    "GratitudeFund",
    "GratitudeHouse",
    "HardArea",
    "Household",
    "Identity",
    "ImportBatch",
    "ImportColumn",
    "ImportRow",
    "IntakePoint",
    "Kinship",
    "Mandate",
    "Membership",
    "MemorialWork",
    "NonStateProvider",
    "NumberSeries",
    "Office",
    "Pair",
    "Paper",
    "PaymentAccount",
    "Person",
    "PersonNumber",
    "Place",
    "PlaceName",
    "Posting",
    "Residence",
    "Succession",
    "Tick",
]
