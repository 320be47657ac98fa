"""A programme as plain text, as it stands on the date of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.wording import fact_in_words, gap_in_words, programme_title
from lawengine.answers import place_in_words
from lawengine.model import Cite
from lawengine.plan import Plan, PlannedProgramme, PlannedRow


def programme_text(plan: Plan, name: str) -> str:
    """Title, conditions, table with amounts, start rules, each with its article; one of another place says so."""
    place = plan.index.get(name)
    if place is None:
        return _("{programme} does not reach this place.").format(programme=name) + "\n"
    return "\n".join(_lines(plan, plan.programmes[place])) + "\n"


def _lines(plan: Plan, programme: PlannedProgramme) -> Iterator[str]:
    law = programme.law
    yield f"{programme_title(law.id, plan.edition)} ({law.id})"
    yield law.message
    if law.notes:
        yield law.notes
    if not programme.in_force:
        yield _("Not in force.")
        return
    for name in programme.amount.blocked:
        yield _("Not known: {facts}").format(facts=gap_in_words(name))
    yield ""
    yield _("Conditions")
    for condition in programme.conditions:
        yield f"  • {condition.label} – {_cites(plan, condition.cites)}"
    yield _("Levels")
    for row in programme.rows:
        yield f"  • {_row(law.row_kind, row)} – {_cites(plan, row.cites or programme.amount.pieces)}"
    for start in (item for item in programme.start if item.current):
        yield _("Paid from the month of: {fact} ({cites})").format(
            fact=fact_in_words(start.fact, plan.catalogue), cites=_cites(plan, start.cites)
        )


def _row(kind: str, row: PlannedRow) -> str:
    times = f" × {row.value}" if kind == "coefficient" else ""
    amount = f" = {grouped(row.unit)}" if row.unit is not None else ""
    return f"{row.label}{times}{amount}".removeprefix(" = ")


def _cites(plan: Plan, cites: tuple[Cite, ...]) -> str:
    instruments = plan.edition.instruments
    doubt = "" if all(cite.mark.verified for cite in cites) else " [" + _("not yet verified") + "]"
    return "; ".join(f"{place_in_words(cite.place)} {instruments[cite.instrument].short}" for cite in cites) + doubt
