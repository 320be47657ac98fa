"""Kinds of units in words."""

from __future__ import annotations

from django import template

from ansinh.registry.atlas import wording
from ansinh.registry.places.models import Place, PlaceName

register = template.Library()


@register.filter
def kind_of(unit: Place | PlaceName) -> str:
    """The kind of a unit, or of one of its names: 'Xã'."""
    return wording.kind_of(unit.kind)


@register.filter
def kind_word(code: str) -> str:
    """The kind in words, from its code."""
    return wording.kind_of(code)
