"""One household, every programme, judged and settled, with reasons when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lawengine.answer_text import AnswerText
from lawengine.answers import JSON, Answers, Judged
from lawengine.closure import Closure, Facts, Verdict
from lawengine.concurrence import Claim, Concurrence, Settlement
from lawengine.household import Household
from lawengine.plan import Plan, Status

_ENTITLED = Status.ENTITLED
_LIVE = frozenset((_ENTITLED, Status.UNDETERMINED))


class Decider:
    """A plan ready to decide households. Create once per plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.closure = Closure(plan)
        self.concurrence = Concurrence(plan)
        subjects = [programme.law.subject for programme in plan.programmes]
        self._own = [place for place, subject in enumerate(subjects) if subject == "person"]
        self._whole = [place for place, subject in enumerate(subjects) if subject == "household"]
        self._once = [
            (place, rule, rule.pair)
            for rule in plan.rules
            if rule.kind == "one_per" and rule.pair and (place := plan.index.get(rule.among[0])) in self._own
        ]

    def judge(self, household: Household) -> list[Judged]:
        """Verdicts and settlements without reasons: the fast path."""
        verdicts = self.closure.judge(household)
        couples = self._one_per_couple(household, verdicts)
        result = []
        for number, own in enumerate(verdicts):
            member = household.members[number] if number < len(household.members) else None
            facts: Facts = {**household.shared, **member.facts} if member else household.shared
            aside = couples.get(number, {})
            places = self._own if member else self._whole
            claims = [
                Claim(place, verdict.status, verdict.amount)
                for place, verdict in zip(places, own, strict=True)
                if verdict.status in _LIVE and place not in aside
            ]
            settled = {**self.concurrence.settle(claims), **aside}
            result.append(Judged(member.id if member else None, facts, tuple(own), settled))
        return result

    def _one_per_couple(self, household: Household, verdicts: list[list[Verdict]]) -> dict[int, dict[int, Settlement]]:
        """Of two spouses entitled to a once-per-couple programme, the lower amount is set aside (or the later)."""
        result: dict[int, dict[int, Settlement]] = {}
        for place, rule, pair in self._once:
            own_place = self._own.index(place)
            claims = {
                number: verdict
                for number in range(len(household.members))
                if (verdict := verdicts[number][own_place]).status is _ENTITLED
            }
            if len(claims) < 2:
                continue
            for a, b in _couples(household, pair, list(claims)):
                loser = b if (claims[a].amount or 0) >= (claims[b].amount or 0) else a
                result.setdefault(loser, {})[place] = Settlement(False, rule, place)
        return result

    def decide(self, household: Household) -> JSON:
        """The full answer; see docs/reference/decide.md for its shape."""
        return self.answers.answer(self.judge(household), household)

    def text(self, household: Household) -> str:
        """The full answer as JSON text, in half the time that writing `decide` takes."""
        return self._text.text(self.judge(household), household)

    @cached_property
    def _text(self) -> AnswerText:
        return AnswerText(self.answers)

    @cached_property
    def answers(self) -> Answers:
        """Made when the first full answer is asked for: verdicts alone do not need it."""
        return Answers(self.plan)


def _couples(household: Household, fact: str, among: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of entitled members of whom at least one names the other; each pair once, in order."""
    names = {member.id: number for number, member in enumerate(household.members)}
    pairs = set()
    for number, member in enumerate(household.members):
        partner = names.get(str(member.facts.get(fact)))
        if number in among and partner in among and partner is not None:
            pairs.add((min(number, partner), max(number, partner)))
    yield from sorted(pairs)
