"""What cannot be in an entry of a book, although each of its fields is right (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Wrong = Iterable[tuple[str, "StrPromise"]]
RECEIPTS: Final = {"appeal", "transfer_in", "interest", "state"}
_CITIZEN_ID: Final = re.compile(r"\d{12}|\d{9}")


def check_memorial(entry: Mapping[str, Any]) -> Wrong:
    """Of a memorial work."""
    if (entry["unnamed_graves"] or 0) > (entry["graves"] or 0):
        yield "unnamed_graves", _("More graves without a full name than graves.")
    if entry["repaired_year"] and entry["built_year"] and entry["repaired_year"] < entry["built_year"]:
        yield "repaired_year", _("It was repaired before it was built.")
    if entry["repair_cost"] and not entry["repaired_year"]:
        yield "repaired_year", _("Say in which year this was paid for.")


def check_house(entry: Mapping[str, Any]) -> Wrong:
    """Of a gratitude house."""
    yield from _citizen_id(entry)
    began, handed_over = entry["began_on"], entry["handed_over_on"]
    if began and handed_over and handed_over < began:
        yield "handed_over_on", _("It was handed over before it was begun.")
    if entry["stage"] == "handed_over" and not handed_over:
        yield "handed_over_on", _("Say on which day it was handed over.")
    if not any(entry[name] for name in ("from_state", "from_fund", "from_donors", "from_family")):
        yield "from_state", _("Say from where the money comes.")
    if entry["from_donors"] and not entry["donor"]:
        yield "donor", _("Name the donor.")


def check_turn(entry: Mapping[str, Any]) -> Wrong:
    """Of a convalescence turn."""
    yield from _citizen_id(entry)
    began, ended = entry["began_on"], entry["ended_on"]
    if began and ended and ended < began:
        yield "ended_on", _("The last day lies before the first.")
    if began and began.year != entry["year"]:
        yield "began_on", _("The first day lies in another year.")
    if entry["form"] == "centre" and not entry["centre"]:
        yield "centre", _("Name the centre.")
    if entry["birth_year"] and not 0 <= entry["year"] - entry["birth_year"] <= 120:
        yield "birth_year", _("Nobody is that old.")


def check_fund(entry: Mapping[str, Any]) -> Wrong:
    """Of a fund's entry."""
    if not entry["amount"]:
        yield "amount", _("An amount is more than nothing.")
    if (entry["direction"] == "receipt") != (entry["purpose"] in RECEIPTS):
        yield "purpose", _("This purpose does not fit: one is a receipt, the other a use.")


def check_provider(entry: Mapping[str, Any]) -> Wrong:
    """Of a non-state provider."""
    if entry["standing"] == "active" and not entry["licence"]:
        yield "licence", _("An active provider has a licence.")
    if entry["standing"] == "dissolved" and entry["residents"]:
        yield "residents", _("A dissolved provider has no residents.")


def _citizen_id(entry: Mapping[str, Any]) -> Wrong:
    if entry["citizen_id"] and not _CITIZEN_ID.fullmatch(entry["citizen_id"]):
        yield "citizen_id", _("A citizen's number has 12 digits (an old card's 9).")
