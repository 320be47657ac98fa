"""The tables of a comparison: by programme and by commune, and its bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ansinh.kernel.messages import _
from ansinh.lawdesk.roll.tables import Heading, Output, Value, unit_words
from ansinh.lawdesk.roll.wording import mark_words
from ansinh.lawdesk.scenario.comparison import MONEY, Comparison, ProgrammeRow
from lawengine.batch.whatif import Shift

WIDTH = 1000
"""Of the longest bar."""


@dataclass(frozen=True, slots=True)
class Bars:
    """One programme's two bars, each from 0 to 1000 and never nothing where there is money."""

    row: ProgrammeRow
    before: int
    after: int


def bars_of(comparison: Comparison) -> list[Bars]:
    """Bars of the programmes that pay money under either plan, as the table has them."""
    rows = [row for row in comparison.programmes if row.unit == MONEY and (row.before.amount or row.after.amount)]
    most = max((max(row.before.amount, row.after.amount) for row in rows), default=1)
    return [Bars(row, _width(row.before.amount, most), _width(row.after.amount, most)) for row in rows]


def _width(amount: int, most: int) -> int:
    return max(6, amount * WIDTH // most) if amount else 0


def outputs(comparison: Comparison) -> Iterator[Output]:
    """Both tables."""
    yield Output("programmes", _("Cost by programme"), _programme_headings(), _programme_rows(comparison))
    yield Output("communes", _("Cost by commune"), _commune_headings(), _commune_rows(comparison))


def _programme_headings() -> list[Heading]:
    return [
        Heading(_("Programme"), "long", 40),
        Heading(_("People before"), "number", 10),
        Heading(_("People after"), "number", 10),
        Heading(_("Cannot be decided yet"), "number", 10),
        Heading(_("Cost before"), "money", 18),
        Heading(_("Cost after"), "money", 18),
        Heading(_("Difference"), "money", 18),
        Heading(_("Unit"), "text", 7),
        Heading(_("Verification"), "text", 22),
    ]


def _programme_rows(comparison: Comparison) -> Iterator[list[Value]]:
    for row in comparison.programmes:
        old, new = row.before, row.after
        people: list[Value] = [old.paid, new.paid, max(old.undetermined, new.undetermined)]
        money: list[Value] = [old.amount, new.amount, row.difference]
        yield [row.title, *people, *money, unit_words(row.unit), mark_words(row.mark)]


def _commune_headings() -> list[Heading]:
    return [
        Heading(_("Commune"), "text", 24),
        Heading(_("Cost before"), "money", 18),
        Heading(_("Cost after"), "money", 18),
        Heading(_("Difference"), "money", 18),
        Heading(_("Gain"), "number", 10),
        Heading(_("Lose"), "number", 10),
        Heading(_("Unchanged"), "number", 10),
        Heading(_("Cannot be decided yet"), "number", 10),
    ]


def _commune_rows(comparison: Comparison) -> Iterator[list[Value]]:
    for row in comparison.communes:
        shift = row.shift
        heads: list[Value] = [shift.gainers, shift.losers, shift.unchanged, shift.undetermined]
        yield [row.commune, row.before, row.after, row.difference, *heads]


def figures_of(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON values; holds no personal data."""
    return {
        "people": comparison.people,
        "households": comparison.households,
        "before": comparison.before,
        "after": comparison.after,
        "difference": comparison.after - comparison.before,
        "balanced": comparison.balanced,
        **_shift(comparison.shift),
        "households_shift": _shift(comparison.houses),
        "by_programme": [
            {
                "programme": row.programme,
                "title": row.title,
                "unit": row.unit,
                "before": asdict(row.before),
                "after": asdict(row.after),
                "difference": row.difference,
                "mark": row.mark.name.lower(),
            }
            for row in comparison.programmes
        ],
        "by_commune": [
            {
                "commune": row.commune,
                "before": row.before,
                "after": row.after,
                "difference": row.difference,
                **_shift(row.shift),
            }
            for row in comparison.communes
        ],
    }


def _shift(shift: Shift) -> dict[str, int]:
    return {name: getattr(shift, name) for name in Shift.__dataclass_fields__}
