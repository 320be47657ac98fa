"""Template tags of the ledger."""

from __future__ import annotations

from django import template

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.ledger.tokens import token_of

register = template.Library()


@register.filter
def row_token(row: Recorded) -> str:
    """The row in an address."""
    return token_of(row)
