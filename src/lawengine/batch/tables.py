"""Outcomes and reasonings as tables: what an auditor reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lawengine.batch.outcomes import NOTHING, STATUSES, Outcome
from lawengine.plan import Plan

_TEXTS: pa.DataType = pa.list_(pa.string())
_FIELDS: dict[str, pa.DataType] = {
    "outcome_id": pa.int32(),
    "programme": pa.string(),
    "result": pa.string(),
    "status": pa.string(),
    "row": pa.string(),
    "day": pa.date32(),
    "amount": pa.int64(),
    "row_valued": pa.bool_(),
    "conditions_true": pa.int64(),
    "conditions_known": pa.int64(),
    "holds": _TEXTS,
    "fails": _TEXTS,
    "open": _TEXTS,
    "open_rows": _TEXTS,
    "late_start": pa.string(),
    "set_aside_by": pa.string(),
    "in_favour_of": pa.string(),
    "provisional": _TEXTS,
    "missing": _TEXTS,
}
OUTCOMES = pa.schema(_FIELDS)
"""`result` as `ansinh decide` says it, `status` as in results. Bits of `conditions_*` are conditions in their order."""


def outcome_values(outcome: Outcome, plan: Plan) -> dict[str, Any]:
    """One outcome as plain values, all of `OUTCOMES` but its number."""
    settled = outcome.settlement
    conditions = outcome.conditions
    return {
        "programme": outcome.programme.id,
        "result": outcome.status.name.lower(),
        "status": None if outcome.payment == NOTHING else STATUSES[outcome.payment],
        "row": outcome.row,
        "day": outcome.day,
        "amount": outcome.amount,
        "row_valued": outcome.finding.row_valued,
        "conditions_true": outcome.finding.holds,
        "conditions_known": outcome.finding.known,
        "holds": [name for name, value in conditions.items() if value is True],
        "fails": [name for name, value in conditions.items() if value is False],
        "open": [name for name, value in conditions.items() if value is None],
        "open_rows": list(outcome.open_rows),
        "late_start": outcome.late_start,
        "set_aside_by": settled.rule.id if settled and settled.rule else None,
        "in_favour_of": plan.programmes[settled.by].id if settled and settled.by is not None else None,
        "provisional": [plan.programmes[place].id for place in settled.provisional] if settled else [],
        "missing": list(outcome.missing),
    }


def outcomes_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Outcomes numbered in the order given."""
    numbered = [{"outcome_id": number, **row} for number, row in enumerate(rows)]
    return pa.Table.from_pylist(numbered, OUTCOMES)


def reasonings_table(
    plan: Plan, heads: NDArray[np.int64], of_household: NDArray[np.bool_], rows: NDArray[np.int32]
) -> pa.Table:
    """Distinct decisions with head-counts: one column for each programme, with the outcome's number.

    Args:
        heads: n head-counts. of_household: n. rows: n × programmes, -1: judges another kind of subject.
    """
    columns: dict[str, Any] = {
        "reasoning_id": pa.array(np.arange(len(heads), dtype=np.int32)),
        "subject": pa.DictionaryArray.from_arrays(of_household.astype(np.int8), pa.array(["person", "household"])),
        "count": pa.array(heads),
    }
    for place, programme in enumerate(plan.programmes):
        own = rows[:, place]
        columns[programme.id] = pa.array(own, mask=own < 0)
    return pa.table(columns)
