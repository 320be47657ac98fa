"""What both sides are asked: the monthly programmes of social assistance that hold everywhere, for one month."""

from __future__ import annotations

from datetime import date

from ansinh.lawdesk.editions import open_edition
from lawengine.plan import Plan, Question
from lawengine.planner import make_plan

MONTH_END = date(2026, 11, 30)
FIELD = "social."


def monthly_plan() -> Plan:
    """The plan of the programmes that are compared."""
    edition = open_edition()
    names = frozenset(
        law.id for law in edition.programmes.values() if law.id.startswith(FIELD) and law.every == "month"
    )
    living = make_plan(edition, Question(MONTH_END, MONTH_END, programmes=names))
    in_force = frozenset(programme.id for programme in living.programmes if programme.in_force)
    return make_plan(edition, Question(MONTH_END, MONTH_END, programmes=in_force))


def full_plan() -> Plan:
    """Every programme of the book that reaches the whole country."""
    return make_plan(open_edition(), Question(MONTH_END, MONTH_END))
