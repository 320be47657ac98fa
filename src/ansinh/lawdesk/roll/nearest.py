"""For whoever is entitled to nothing: the programmes that are nearest, and the smallest change that would qualify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ansinh.lawdesk.roll.asked import asked_facts
from ansinh.lawdesk.roll.families import Family
from ansinh.lawdesk.roll.model import Finding, Nearest
from ansinh.lawdesk.roll.thresholds import Threshold, thresholds
from ansinh.lawdesk.roll.wording import change_words
from lawengine.cel.tree import Members, walk
from lawengine.closure import Closure, Facts, static
from lawengine.dates import Span
from lawengine.plan import Plan, Question, Status
from lawengine.planner import make_plan
from lawengine.qualify import Change, later_day, smallest_changes

MOST_PROGRAMMES = 3
MOST_CHANGES = 3

Changes = list[tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class _Single:
    """A plan of one programme, which is searched faster than all of them, and what it can see of a person."""

    plan: Plan
    closure: Closure
    names: tuple[str, ...]
    ages: tuple[Threshold, ...]
    sees_members: bool

    def alike(self, facts: Facts) -> tuple[object, ...]:
        """Two people with equal `alike` need the same changes; an age to wait for comes on each one's own day."""
        on = self.plan.question.on
        dated = {item.source for item in self.ages}
        values = [None if name in dated else facts.get(name) for name in self.names]
        passed = [
            item.passed(born, on) if isinstance(born := facts.get(item.source), Span) else None for item in self.ages
        ]
        return (*values, *passed)


class NearestSearch:
    """Searches once for all people who are alike to a programme."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._single: dict[str, _Single] = {}
        self._known: dict[tuple[str, tuple[object, ...]], Changes] = {}

    def find(self, family: Family, number: int, findings: Sequence[Finding]) -> tuple[Nearest, ...]:
        """The refused programmes of one member with the fewest conditions failing or unknown, at most three.

        Those of which a change may be said come first: past merit, say, is nothing that anybody could still acquire.
        """
        refused = [item for item in findings if item.reasoning.status is Status.REFUSED]
        if not refused:
            return ()
        fewest = min(item.reasoning.distance for item in refused)
        near = [item for item in refused if item.reasoning.distance == fewest]
        told: list[Nearest] = []
        silent: list[Nearest] = []
        for item in near:
            found = Nearest(item, self._changes(family, number, item))
            (told if found.changes else silent).append(found)
            if len(told) == MOST_PROGRAMMES:
                break
        return (*told, *silent)[:MOST_PROGRAMMES]

    def _changes(self, family: Family, number: int, finding: Finding) -> tuple[str, ...]:
        if finding.reasoning.late_start:
            return ()
        programme = finding.reasoning.programme
        whole = self.plan.edition.programmes[programme].subject == "household"
        shared = family.household.shared
        facts: Facts = shared if whole else {**shared, **family.household.members[number].facts}
        found = self._search(family, None if whole else number, programme, facts)
        catalogue = self.plan.catalogue
        return tuple(change_words([self._own_day(change, facts) for change in changes], catalogue) for changes in found)

    def _search(self, family: Family, number: int | None, programme: str, facts: Facts) -> Changes:
        single = self._of(programme)
        # What other members are on the day that is waited for is each family's own.
        own = single.sees_members and len(family.household.members) > 1
        key = (programme, single.alike(facts))
        if not own and key in self._known:
            return self._known[key]
        member = None if number is None else str(number + 1)
        household = family.household
        found = smallest_changes(single.plan, household, member, programme, closure=single.closure)
        changes = [item for item in found if self._may_be_said(item)][:MOST_CHANGES]
        if not own:
            self._known[key] = changes
        return changes

    def _may_be_said(self, changes: tuple[Change, ...]) -> bool:
        """An illness, a disability, a parent's death: no roll holds these out to anybody as a way to money."""
        facts = self.plan.catalogue.facts
        return not any(item.fact in facts and facts[item.fact].sensitive for item in changes)

    def _of(self, programme: str) -> _Single:
        if programme not in self._single:
            asked = self.plan.question
            question = Question(
                asked.on, asked.decided, asked.month, asked.province, asked.readings, frozenset({programme})
            )
            plan = make_plan(self.plan.edition, question)
            sees = any(isinstance(item, Members) for node in plan.expressions for item in walk(node))
            ages = thresholds(plan.expressions, plan.catalogue)
            self._single[programme] = _Single(plan, Closure(plan), tuple(sorted(asked_facts(plan))), ages, sees)
        return self._single[programme]

    def _own_day(self, change: Change, facts: Facts) -> Change:
        """The day on which this very person reaches the age."""
        if change.when is None:
            return change
        derived = self.plan.catalogue.derived[change.fact]
        born = static(facts, derived.source, self.plan.question.on)
        if not isinstance(born, Span) or not isinstance(change.then, int):
            return change
        years, months = (change.then, 0) if derived.how == "years_since" else (0, change.then)
        return replace(change, when=later_day(born.hi, years, months))
