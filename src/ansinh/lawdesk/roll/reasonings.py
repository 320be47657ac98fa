"""The distinct reasonings of a roll: what was tested, what came out, under which articles, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ansinh.lawdesk.roll.model import Missing, Reasoning, Tested
from ansinh.lawdesk.roll.wording import fact_label, programme_title
from lawengine.closure import Facts, Verdict
from lawengine.concurrence import Settlement
from lawengine.decide import Decider
from lawengine.household import Household
from lawengine.model import Cite
from lawengine.plan import PlannedProgramme, Status


class Reasonings:
    """Gives equal results the same reasoning; `all` are those given out so far, in order."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.all: list[Reasoning] = []
        self._known: dict[tuple[object, ...], Reasoning] = {}

    def find(self, verdict: Verdict, settlement: Settlement | None, facts: Facts, household: Household) -> Reasoning:
        """The reasoning behind one verdict and its settlement."""
        programme = verdict.programme
        open_ = verdict.status is Status.UNDETERMINED
        missing = tuple(self.decider.answers.missing(verdict, facts, household)) if open_ else ()
        values = tuple(verdict.tests[item.test] for item in programme.conditions)
        rule = (settlement.paid, settlement.rule and settlement.rule.id, settlement.by) if settlement else None
        provisional = settlement.provisional if settlement else ()
        key = (programme.id, verdict.status, verdict.row, values, missing, rule, provisional, verdict.late_start)
        if key not in self._known:
            made = self._make(verdict, settlement, missing)
            self._known[key] = made
            self.all.append(made)
        return self._known[key]

    def _make(self, verdict: Verdict, settlement: Settlement | None, missing: Sequence[str]) -> Reasoning:
        programme, edition = verdict.programme, self.decider.plan.edition
        law = programme.law
        row = programme.rows[verdict.row] if verdict.row is not None and programme.rows else None
        entitled = verdict.status is Status.ENTITLED
        coefficient = str(row.value) if entitled and row is not None and law.row_kind == "coefficient" else ""
        return Reasoning(
            number=len(self.all) + 1,
            programme=law.id,
            title=programme_title(law.id, edition),
            status=verdict.status,
            row=row.id if row is not None else "",
            row_label=row.label if row is not None else "",
            coefficient=coefficient or (str(law.amount.times) if entitled and law.amount.times is not None else ""),
            unit=law.amount.unit,
            to=law.pays_to,
            conditions=tuple(self._tested(verdict)),
            missing=tuple(self._missing(name) for name in missing),
            cites=self._texts(_resting_on(programme, verdict)),
            mark=self.decider.answers.confidence(verdict),
            paid=settlement.paid if settlement is not None and entitled else None,
            aside=self._aside(settlement),
            provisional=tuple(
                programme_title(self.decider.plan.programmes[place].id, edition)
                for place in (settlement.provisional if settlement else ())
            ),
            late_start=verdict.late_start is not None,
        )

    def _tested(self, verdict: Verdict) -> Iterable[Tested]:
        for item in verdict.programme.conditions:
            yield Tested(item.id, item.label, verdict.tests[item.test], self._texts(item.cites))

    def _missing(self, name: str) -> Missing:
        member, _dot, fact = name.rpartition(".")
        catalogue = self.decider.plan.catalogue
        if fact not in catalogue.facts and fact not in catalogue.derived:
            member, fact = "", name
        known = catalogue.facts.get(catalogue.base_of(fact))
        return Missing(fact, fact_label(fact, catalogue), known.proof if known else "", member)

    def _aside(self, settlement: Settlement | None) -> str:
        if settlement is None or settlement.paid or settlement.rule is None or settlement.by is None:
            return ""
        rule = settlement.rule
        other = programme_title(self.decider.plan.programmes[settlement.by].id, self.decider.plan.edition)
        return f"{rule.label} → {other} ({self._texts(rule.cites)})"

    def _texts(self, cites: Sequence[Cite]) -> str:
        return "; ".join(dict.fromkeys(item["text"] for item in self.decider.answers.cited(tuple(cites))))


def _resting_on(programme: PlannedProgramme, verdict: Verdict) -> tuple[Cite, ...]:
    """The articles that a reader looks up for this result: what failed, what is open, or the row and the money."""
    if verdict.late_start is not None:
        return programme.start[verdict.late_start].cites
    if verdict.status is Status.ENTITLED:
        row = programme.rows[verdict.row].cites if verdict.row is not None and programme.rows else ()
        return (*programme.force_cites, *row, *programme.amount.pieces)
    wanted = False if verdict.status is Status.REFUSED else None
    found = [item.cites for item in programme.conditions if verdict.tests[item.test] is wanted]
    if not found:
        found = [programme.rows[number].cites for number in verdict.open_rows]
    return tuple(cite for cites in found for cite in cites) or programme.force_cites
