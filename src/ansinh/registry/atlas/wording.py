"""Kinds of units in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

KINDS: Final = {
    "province": _("Province"),
    "city": _("Centrally run city"),
    "urban_district": _("Urban district"),
    "provincial_city": _("City of a province"),
    "town": _("Town"),
    "district": _("District"),
    "ward": _("Urban commune"),
    "township": _("Township"),
    "commune": _("Commune"),
    "special_zone": _("Special zone"),
}


def kind_of(code: str) -> str:
    """The kind in words; a code that is not known stands for itself."""
    return str(KINDS.get(code, code))
