"""Judging a table in memory: a commune's list, or any number of people that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from lawengine.batch.encode import Fault
from lawengine.batch.engine import Engine
from lawengine.batch.outcomes import Outcome
from lawengine.batch.part import Part, ProgrammeTotal
from lawengine.batch.read import read_table
from lawengine.batch.tables import outcome_values, outcomes_table, reasonings_table
from lawengine.plan import Plan


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a table comes to.

    `results` has a row for each right that is paid, set aside or undetermined; `people` the decision of everybody,
    refusals included. `heads` says how many share each decision.
    """

    results: pa.Table
    people: pa.Table
    totals: tuple[ProgrammeTotal, ...]
    by_hand: int
    _part: Part

    @property
    def heads(self) -> list[int]:
        """By decision: how many share it."""
        return [int(count) for count in self._part.heads]

    def outcomes(self, decision_id: int) -> Mapping[str, Outcome]:
        """What each programme comes to under a decision: status, row, conditions' values, missing facts."""
        book = self._part.engine.book
        row = book.rows[self._part.decisions[decision_id]].tolist()
        found = (book.outcomes[number] for number in row if number >= 0)
        return {outcome.programme.id: outcome for outcome in found}

    def reasonings(self) -> tuple[pa.Table, pa.Table]:
        """Distinct decisions with head-counts, and the outcomes that they name."""
        book, part = self._part.engine.book, self._part
        rows, used = part.compact()
        legend = outcomes_table([outcome_values(book.outcomes[number], book.plan) for number in used])
        return reasonings_table(book.plan, part.heads, part.of_household, rows), legend


def judge_table(
    plan: Plan,
    table: pa.Table,
    *,
    closed: bool = False,
    vouched: frozenset[str] = frozenset(),
    faults: list[Fault] | None = None,
) -> BatchResult:
    """Judge a table of people, grouped by household.

    Args:
        table: `person_id`, `household_id`, perhaps `commune` and `province`, and facts by their name; a fact without a
            column, or a blank, is unknown. `<date>_to` is the latest day of a partial date. 9999-12-31: never comes.
        closed: a blank in a fact that a complete register would hold means "no". vouched: so does one in these columns.
        faults: impossible values are listed here and their households left out; None: the first is raised.

    Raises:
        QuestionError: a column is missing, of the wrong type, or holds an impossible value.
        LawConflictError: the law is undecided on the facts of somebody.
    """
    engine = Engine(plan, closed=closed, vouched=vouched)
    part = Part(engine)
    batches = [
        batch
        for columns, starts in read_table(table, engine.layout, vouched)
        if (batch := part.judge(columns, starts, faults)) is not None
    ]
    empty = part.empty(table.schema)
    results = pa.Table.from_batches([batch[0] for batch in batches] or [empty[0]])
    people = pa.Table.from_batches([batch[1] for batch in batches] or [empty[1]])
    return BatchResult(results.unify_dictionaries(), people, part.totals(), part.by_hand, part)
