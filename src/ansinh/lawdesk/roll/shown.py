"""Which facts of a person may stand on the page: those that the programmes shown for that person test, no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansinh.lawdesk.roll.model import Finding, Outcome
from lawengine.cel.tree import Name, walk
from lawengine.household import Value
from lawengine.plan import Plan, PlannedProgramme, Status


class ShownFacts:
    """Looks up what each programme of a plan asks of the person itself; what it asks of other members is theirs."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._names: dict[int, frozenset[str]] = {}

    def of(self, outcome: Outcome, shown: Iterable[Finding]) -> dict[str, Value]:
        """The facts of a person that the shown findings rest on, in the order in which they are known."""
        names = {name for finding in shown for name in self._tested(finding)}
        return {name: value for name, value in outcome.facts.items() if name in names}

    def _tested(self, finding: Finding) -> Iterator[str]:
        """A refusal rests on what fails; anything else on the conditions, the rows that count, and the money."""
        found = finding.reasoning
        programme = self.plan.programmes[self.plan.index[found.programme]]
        refused = found.status is Status.REFUSED
        failing = {item.id for item in found.failing}
        for item in programme.conditions:
            if not refused or item.id in failing:
                yield from self._of(item.test)
        if refused:
            yield from (start.fact for start in programme.start if found.late_start)
            return
        for row in programme.rows:
            if row.test is not None and row.id == (found.row or row.id):
                yield from self._of(row.test)
        yield from self._of_amount(programme)

    def _of_amount(self, programme: PlannedProgramme) -> Iterator[str]:
        form = programme.amount.form
        yield from (name for name in (form.fact, form.less, form.key) if name)
        yield from self._of(programme.amount.per) if programme.amount.per is not None else ()
        yield from (start.fact for start in programme.start)

    def _of(self, test: int) -> frozenset[str]:
        if test not in self._names:
            catalogue = self.plan.catalogue
            nodes = walk(self.plan.expressions[test])
            self._names[test] = frozenset(catalogue.base_of(item.name) for item in nodes if isinstance(item, Name))
        return self._names[test]
