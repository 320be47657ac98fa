"""Judging a list: each household once per way of being alike, with reasonings shared by whoever they fit.

The one place of the roll that asks the engine. Small and middling lists go through the closure; a family that is
alike to one that was judged before (same facts, same ages) takes its findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ansinh.lawdesk.roll.families import Alike, Family, families
from ansinh.lawdesk.roll.keys import unique_keys
from ansinh.lawdesk.roll.model import Finding, Findings, Intake, Outcome, Reasoning, sort_findings
from ansinh.lawdesk.roll.nearest import NearestSearch
from ansinh.lawdesk.roll.reasonings import Reasonings
from lawengine.answers import Judged
from lawengine.concurrence import Claim, Settlement
from lawengine.decide import Decider
from lawengine.household import Household
from lawengine.model import Edition
from lawengine.plan import Plan, Status

Progress = Callable[[int, int], None]
EVERY_STEP = 500
MONEY = "VND"
# Emergency relief and the packages of an epidemic are paid by lists of their own, made after the event; unemployment
# benefit by the insurer, and what people in drug rehabilitation are given by their centre.
NOT_MONTHLY_ROLLS = frozenset({"relief", "packages", "unemployment", "rehabilitation"})
MORE_THAN_ANY_AMOUNT = 10**15


def monthly_programmes(edition: Edition) -> frozenset[str]:
    """What a month's roll asks when no programme is named: the benefits that are paid in money every month."""
    return frozenset(
        law.id
        for law in edition.programmes.values()
        if law.kind == "benefit"
        and law.every == "month"
        and law.amount.unit == MONEY
        and law.id.split(".", 1)[0] not in NOT_MONTHLY_ROLLS
    )


def judge_list(
    intake: Intake, plan: Plan, *, closed: bool, progress: Progress | None = None
) -> tuple[list[Outcome], list[Reasoning]]:
    """One outcome per person, in the order of the list, and the distinct reasonings in the order of first use."""
    judge = _Judge(plan)
    outcomes: list[Outcome] = []
    total = len(intake.people)
    keys = unique_keys(intake)
    for family in families(intake, plan, closed=closed):
        outcomes.extend(judge.outcomes(family, keys))
        if progress and len(outcomes) % EVERY_STEP < len(family.people):
            progress(len(outcomes), total)
    if progress:
        progress(total, total)
    return sorted(outcomes, key=lambda outcome: outcome.person.row), judge.reasonings.all


class _Judge:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.decider = Decider(plan)
        self.reasonings = Reasonings(self.decider)
        self.nearest = NearestSearch(plan)
        self._known: dict[Alike, tuple[Findings, ...]] = {}

    def outcomes(self, family: Family, keys: dict[int, str]) -> Iterator[Outcome]:
        found = self._known.get(family.alike)
        if found is None:
            found = self._known[family.alike] = tuple(self._judge(family.household, len(family.people)))
        for number, (person, findings) in enumerate(zip(family.people, found, strict=True)):
            facts = {**family.household.shared, **family.household.members[number].facts}
            own = _told(findings, family) if findings.open and len(family.people) > 1 else findings
            refused = own.state == "refused"
            nearest = self.nearest.find(family, number, own.all) if refused else ()
            yield Outcome(person, keys[person.row], facts, own, nearest)

    def _judge(self, household: Household, people: int) -> Iterator[Findings]:
        """Findings per readable member; the household's own programmes stand with its first member."""
        judged = self.decider.judge(household)
        *members, whole = judged
        for number in range(people):
            findings = list(self._findings(members[number], household))
            if number == 0 and whole.verdicts:
                findings += self._findings(whole, household)
            yield sort_findings(findings)

    def _findings(self, judged: Judged, household: Household) -> Iterator[Finding]:
        idle = idle_places(self.decider, judged)
        for verdict in judged.verdicts:
            if verdict.status is Status.NOT_IN_FORCE:
                continue
            place = self.plan.index[verdict.programme.id]
            reasoning = self.reasonings.find(verdict, judged.settled.get(place), judged.facts, household)
            yield Finding(reasoning, verdict.amount, place not in idle)


def idle_places(decider: Decider, judged: Judged) -> frozenset[int]:
    """Places of undetermined programmes that could not change what is paid, whatever comes of them."""
    index = decider.plan.index
    open_places = [index[item.programme.id] for item in judged.verdicts if item.status is Status.UNDETERMINED]
    entitled = [item for item in judged.verdicts if item.status is Status.ENTITLED]
    if not open_places or not any(item.paid for item in judged.settled.values()):
        return frozenset()
    fixed = [Claim(index[item.programme.id], Status.ENTITLED, item.amount) for item in entitled]
    trials = [[place] for place in open_places] + [open_places]
    paid: set[int] = set()
    for trial in trials:
        settled = _settle(decider, fixed, trial)
        paid |= {place for place in trial if settled[place].paid}
    return frozenset(open_places) - paid


def _settle(decider: Decider, fixed: list[Claim], trial: Iterable[int]) -> dict[int, Settlement]:
    """Settle as if the open programmes of a trial were entitled to the most that they can pay."""
    bounds = decider.concurrence.bounds
    most = [
        Claim(place, Status.ENTITLED, MORE_THAN_ANY_AMOUNT if bounds[place] is None else bounds[place])
        for place in trial
    ]
    return decider.concurrence.settle([*fixed, *most])


def _told(found: Findings, family: Family) -> Findings:
    """A member's missing fact named by the member instead of the place in the household."""
    if not any(item.member for finding in found.open for item in finding.reasoning.missing):
        return found
    return sort_findings(_named(finding, family) for finding in found.all)


def _named(finding: Finding, family: Family) -> Finding:
    missing = tuple(
        replace(item, member=_member_name(item.member, family)) if item.member else item
        for item in finding.reasoning.missing
    )
    return replace(finding, reasoning=replace(finding.reasoning, missing=missing))


def _member_name(place: str, family: Family) -> str:
    number = int(place)
    if number <= len(family.people):
        person = family.people[number - 1]
        return person.name or person.id
    return "?"
