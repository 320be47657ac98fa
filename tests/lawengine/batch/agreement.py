"""Do the two executors agree? Every person, every programme: status, row, day, amount, payment, conditions, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from lawengine.answers import Judged
from lawengine.batch import BatchResult, judge_table
from lawengine.batch.outcomes import Outcome
from lawengine.closure import Verdict
from lawengine.concurrence import Settlement
from lawengine.decide import Decider
from lawengine.household import Household
from lawengine.plan import Plan, Status
from tests.lawengine.batch.people import People

Told = dict[tuple[int, str | None, str], dict[str, Any]]
"""By household, person (None: the household) and programme."""


def by_closure(plan: Plan, households: list[Household]) -> Told:
    """What the closure says."""
    decider = Decider(plan)
    told: Told = {}
    for number, household in enumerate(households):
        for judged in decider.judge(household):
            for verdict in judged.verdicts:
                told[number, judged.member, verdict.programme.id] = _verdict(decider, household, judged, verdict)
    return told


def _verdict(decider: Decider, household: Household, judged: Judged, verdict: Verdict) -> dict[str, Any]:
    programme, plan = verdict.programme, decider.plan
    if verdict.status is Status.NOT_IN_FORCE:
        return {"status": verdict.status}
    missing: set[str] = set()
    if verdict.status is Status.UNDETERMINED:
        members = {f"{member.id}." for member in household.members}
        for name in decider.answers.missing(verdict, judged.facts, household):
            owner = next((prefix for prefix in members if name.startswith(prefix)), None)
            missing.add(f"members.{name.removeprefix(owner)}" if owner else name)
    return {
        "status": verdict.status,
        "row": programme.rows[verdict.row].id if verdict.row is not None else None,
        "day": verdict.day,
        "amount": verdict.amount,
        "late": programme.start[verdict.late_start].fact if verdict.late_start is not None else None,
        "open rows": tuple(programme.rows[row].id for row in verdict.open_rows),
        "conditions": {item.id: verdict.tests[item.test] for item in programme.conditions},
        "missing": missing,
        "settled": _settled(judged.settled.get(plan.index[programme.id]), plan),
    }


def _settled(settlement: Settlement | None, plan: Plan) -> Any:
    if settlement is None:
        return None
    by = plan.programmes[settlement.by].id if settlement.by is not None else None
    provisional = [plan.programmes[place].id for place in settlement.provisional]
    return settlement.paid, settlement.rule.id if settlement.rule else None, by, provisional


def by_batch(plan: Plan, result: BatchResult) -> Told:
    """What the batch says, put together from its tables."""
    told: Told = {}
    paid = {(row["person_id"], row["programme"]): row for row in result.results.to_pylist()}
    seen: set[int] = set()
    for row in result.people.to_pylist():
        household, person = row["household_id"], row["person_id"]
        for name, outcome in result.outcomes(row["decision_id"]).items():
            told[household, person, name] = _outcome(plan, outcome, paid.get((person, name)))
        if row["household_decision_id"] is not None and household not in seen:
            seen.add(household)
            for name, outcome in result.outcomes(row["household_decision_id"]).items():
                told[household, None, name] = _outcome(plan, outcome, paid.get((person, name)))
    return told


def _outcome(plan: Plan, outcome: Outcome, line: Mapping[str, Any] | None) -> dict[str, Any]:
    if outcome.status is Status.NOT_IN_FORCE:
        assert line is None
        return {"status": outcome.status}
    settled = _settled(outcome.settlement, plan)
    expected = None if settled is None else "paid" if settled[0] else "set_aside"
    expected = "undetermined" if outcome.status is Status.UNDETERMINED else expected
    assert (line["status"] if line else None) == expected
    if line is not None:
        assert line["provisional"] == bool(settled and settled[3])
    return {
        "status": outcome.status,
        "row": outcome.row,
        "day": outcome.day,
        "amount": line["amount"] if line else None,
        "late": outcome.late_start,
        "open rows": outcome.open_rows,
        "conditions": dict(outcome.conditions),
        "missing": set(outcome.missing),
        "settled": settled,
    }


def differences(one: Told, other: Told) -> Iterator[str]:
    """Where two accounts differ."""
    for key in sorted(one.keys() | other.keys(), key=str):
        if one.get(key) != other.get(key):
            yield f"{key}\n  closure: {one.get(key)}\n  batch:   {other.get(key)}"


def assert_agree(plan: Plan, people: People, table: pa.Table | None = None, **how: Any) -> BatchResult:
    """Judge people both ways and compare everything; the batch's result is handed back for more."""
    result = judge_table(plan, people.table if table is None else table, **how)
    found = list(differences(by_closure(plan, people.households), by_batch(plan, result)))
    assert not found, f"{len(found)} differ at {plan.question}\n" + "\n".join(found[:3])
    assert sum(result.heads) >= result.people.num_rows
    return result
