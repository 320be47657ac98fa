"""The bar chart of a roll: one bar per programme, in units that do not depend on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.lawdesk.roll.heads import MONEY, ProgrammeTotal

WIDTH = 1000  # of the longest bar, in thousandths of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One programme's bar; `width` from 0 to 1000, and never nothing where there is money."""

    total: ProgrammeTotal
    width: int


def bars_of(totals: Sequence[ProgrammeTotal]) -> list[Bar]:
    """Bars of the programmes that pay money, the longest first."""
    paying = [item for item in totals if item.unit == MONEY and item.amount]
    most = max((item.amount for item in paying), default=1)
    return [Bar(item, max(6, item.amount * WIDTH // most)) for item in paying]
