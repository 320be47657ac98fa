"""The registers' own clock: writers take it in turn, so a moment that was once read never changes afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from ansinh.registry.ledger.models import Tick

_ONE: Final = 1
_STEP: Final = timedelta(microseconds=1)


def tick() -> datetime:
    """The moment of this transaction's writing, later than all before it; others wait until this transaction ends.

    Must be called inside a transaction, and as late in it as can be.
    """
    last = Tick.objects.select_for_update().get(pk=_ONE)
    last.at = max(timezone.now(), last.at + _STEP)
    last.save(update_fields=["at"])
    return last.at


def now() -> datetime:
    """The latest moment whose writing is complete: what "as we know it now" means, and stays."""
    return Tick.objects.get(pk=_ONE).at
