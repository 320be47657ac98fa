"""What a batch says of a month as states of rights, so that whole provinces can be recomputed."""

from __future__ import annotations

from lawengine.batch.outcomes import Outcome
from lawengine.batch.table import BatchResult
from lawengine.plan import Plan, Status
from lawengine.recompute import Key, Standing


def standings_of_table(result: BatchResult, plan: Plan, month: str) -> dict[Key, Standing]:
    """Every right of everybody; those of a household stand with its first member.

    Args:
        month: as '2026-07'. Open rights are there whether they could change what is paid or not.
    """
    amounts = {(row["person_id"], row["programme"]): row["amount"] for row in result.results.to_pylist()}
    found: dict[Key, Standing] = {}
    seen: set[object] = set()
    for row in result.people.to_pylist():
        decisions = [row["decision_id"]]
        if row["household_decision_id"] is not None and row["household_id"] not in seen:
            seen.add(row["household_id"])
            decisions.append(row["household_decision_id"])
        for decision in decisions:
            for name, outcome in result.outcomes(decision).items():
                amount = amounts.get((row["person_id"], name)) or 0
                found[Key(str(row["person_id"]), name, month)] = _standing(outcome, plan, amount)
    return found


def _standing(outcome: Outcome, plan: Plan, amount: int) -> Standing:
    if outcome.status is Status.UNDETERMINED:
        return Standing("open", missing=outcome.missing)
    settled, row = outcome.settlement, outcome.row or ""
    if settled is None:
        failing = frozenset(name for name, value in outcome.conditions.items() if value is False)
        return Standing("nothing", 0, row, failing, outcome.late_start is not None)
    if settled.rule is None or settled.by is None:
        return Standing("paid", amount, row, provisional=bool(settled.provisional))
    return Standing("nothing", 0, row, rule=settled.rule.id, by=plan.programmes[settled.by].id)
