"""Causes, states and readings of a recomputation in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.law_changes import change_words, when_words
from ansinh.lawdesk.recompute.states import ROW
from ansinh.lawdesk.roll.wording import fact_label, programme_title, value_words
from ansinh.lawdesk.wording import gap_in_words
from lawengine.model import Edition
from lawengine.recompute import Cause, Standing


def cause_words(cause: Cause, edition: Edition) -> str:
    """One cause in one sentence."""
    catalogue = edition.catalogue
    if cause.kind == "fact":
        now, then = (value_words(cause.name, value, catalogue) for value in (cause.before, cause.after))
        return _("{fact}: {now} → {then}").format(fact=fact_label(cause.name, catalogue), now=now, then=then)
    if cause.change is not None:
        return _legal(cause, edition)
    if cause.kind == "concurrence":
        return _concurrence(cause, edition)
    if cause.kind == "payment":
        text = _("{paid} đồng were paid, not the {said} đồng that had been decided")
        return text.format(paid=_money(cause.after), said=_money(cause.before))
    if cause.kind == "undetermined":
        return _("it could not be told before")
    if cause.kind == "list":
        gone = _("the person stands on no row of the later list that can be read")
        return gone if cause.name == "gone" else _("the person was not on the earlier list")
    return _("what is known of others in the household changed")


def _money(amount: object) -> str:
    return grouped(amount) if isinstance(amount, int) else "?"


def _legal(cause: Cause, edition: Edition) -> str:
    assert cause.change is not None
    said = change_words(cause.change, edition)
    when = when_words(cause.change.item.window)
    said = f"{said}, {when}" if when else said
    if cause.kind == "reading":
        return _("another reading is chosen ({reading}): {change}").format(reading=cause.name, change=said)
    return said


def _concurrence(cause: Cause, edition: Edition) -> str:
    rule = next((item.label for item in edition.concurrence if item.id == cause.name), cause.name)
    if cause.after:
        return _("{other} is paid instead: {rule}").format(other=programme_title(str(cause.after), edition), rule=rule)
    return _("{other} is no longer paid instead: {rule}").format(
        other=programme_title(str(cause.before), edition), rule=rule
    )


def causes_words(causes: Sequence[Cause], edition: Edition) -> str:
    """All causes of a line."""
    return "; ".join(cause_words(cause, edition) for cause in causes)


def state_words(standing: Standing, edition: Edition) -> str:
    """What a state of knowledge says: an amount, nothing and why, or what is missing."""
    if standing.state == "paid":
        return grouped(standing.amount)
    if standing.state == "nothing":
        return "0"
    missing = "; ".join(_missing(name, edition) for name in standing.missing)
    return _("cannot be told yet; missing: {facts}").format(facts=missing)


def _missing(name: str, edition: Edition) -> str:
    """A member's fact is named without the member: members have no names here."""
    if name == ROW:
        return _("a row that can be read")
    fact = name if name in edition.catalogue.facts else name.rpartition(".")[2]
    known = fact in edition.catalogue.facts or fact in edition.catalogue.derived
    return fact_label(fact, edition.catalogue) if known else gap_in_words(name)
