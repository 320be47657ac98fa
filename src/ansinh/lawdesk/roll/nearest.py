"""For whoever is entitled to nothing: the programmes that are nearest, and the smallest change that would qualify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ansinh.lawdesk.roll.families import Alike, Family
from ansinh.lawdesk.roll.model import Finding, Nearest
from ansinh.lawdesk.roll.wording import change_words
from lawengine.closure import Closure, static
from lawengine.dates import Span
from lawengine.household import Household
from lawengine.plan import Plan, Question, Status
from lawengine.planner import make_plan
from lawengine.qualify import Change, later_day, smallest_changes

MOST_PROGRAMMES = 3
MOST_CHANGES = 3

Changes = list[tuple[Change, ...]]


class NearestSearch:
    """Searches once for all families that are alike; only the days on which an age is reached are each person's own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._single: dict[str, tuple[Plan, Closure]] = {}
        self._known: dict[tuple[Alike, int, str], Changes] = {}

    def find(self, family: Family, number: int, findings: Sequence[Finding]) -> tuple[Nearest, ...]:
        """The refused programmes of one member with the fewest failing conditions, at most three."""
        refused = [item for item in findings if item.reasoning.status is Status.REFUSED]
        if not refused:
            return ()
        fewest = min(len(item.reasoning.failing) for item in refused)
        near = [item for item in refused if len(item.reasoning.failing) == fewest]
        return tuple(Nearest(item, self._changes(family, number, item)) for item in near[:MOST_PROGRAMMES])

    def _changes(self, family: Family, number: int, finding: Finding) -> tuple[str, ...]:
        if finding.reasoning.late_start:
            return ()
        programme = finding.reasoning.programme
        whole = self.plan.edition.programmes[programme].subject == "household"
        key = (family.alike, -1 if whole else number, programme)
        if key not in self._known:
            plan, closure = self._of(programme)
            member = None if whole else str(number + 1)
            found = smallest_changes(plan, family.household, member, programme, closure=closure)
            self._known[key] = found[:MOST_CHANGES]
        own = [self._dated(changes, family.household, number) for changes in self._known[key]]
        return tuple(change_words(changes, self.plan.catalogue) for changes in own)

    def _of(self, programme: str) -> tuple[Plan, Closure]:
        """A plan of the one programme, which is searched faster than all of them."""
        if programme not in self._single:
            asked = self.plan.question
            question = Question(
                asked.on, asked.decided, asked.month, asked.province, asked.readings, frozenset({programme})
            )
            plan = make_plan(self.plan.edition, question)
            self._single[programme] = plan, Closure(plan)
        return self._single[programme]

    def _dated(self, changes: tuple[Change, ...], household: Household, number: int) -> tuple[Change, ...]:
        return tuple(self._own_day(change, household, number) if change.when else change for change in changes)

    def _own_day(self, change: Change, household: Household, number: int) -> Change:
        """The day on which this very person reaches the age."""
        derived = self.plan.catalogue.derived[change.fact]
        facts = {**household.shared, **household.members[number].facts}
        born = static(facts, derived.source, self.plan.question.on)
        if not isinstance(born, Span) or not isinstance(change.then, int):
            return change
        years, months = (change.then, 0) if derived.how == "years_since" else (0, change.then)
        return replace(change, when=later_day(born.hi, years, months))
