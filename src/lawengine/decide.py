"""One household, every programme, as plain JSON values with reasons: behind `ansinh decide`, dossier and portal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawengine.closure import Closure, Facts, Verdict
from lawengine.concurrence import Claim, Concurrence, Settlement
from lawengine.household import Household
from lawengine.model import Cite, Mark
from lawengine.plan import Plan, PlannedCondition, Status, worst
from lawengine.reasons import Reasoner, plain

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts of one person (or the household, `member` None) with the settlement of those that are entitled."""

    member: str | None
    facts: Facts
    verdicts: tuple[Verdict, ...]
    settled: Mapping[int, Settlement]


class Decider:
    """A plan ready to decide households. Create once per plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.closure = Closure(plan)
        self.concurrence = Concurrence(plan)
        self.reasoner = Reasoner(plan.catalogue)

    def judge(self, household: Household) -> list[Judged]:
        """Verdicts and settlements without reasons: the fast path."""
        verdicts = self.closure.judge(household)
        couples = self._one_per_couple(household, verdicts)
        result = []
        for number, own in enumerate(verdicts):
            member = household.members[number] if number < len(household.members) else None
            facts: Facts = {**household.shared, **member.facts} if member else household.shared
            aside = couples.get(number, {})
            claims = [claim for claim in self._claims(own) if claim.place not in aside]
            settled = {**self.concurrence.settle(claims), **aside}
            result.append(Judged(member.id if member else None, facts, tuple(own), settled))
        return result

    def _claims(self, verdicts: Sequence[Verdict]) -> Iterator[Claim]:
        for verdict in verdicts:
            if verdict.status in (Status.ENTITLED, Status.UNDETERMINED):
                yield Claim(self.plan.index[verdict.programme.id], verdict.status, verdict.amount)

    def _one_per_couple(self, household: Household, verdicts: list[list[Verdict]]) -> dict[int, dict[int, Settlement]]:
        """Of two spouses entitled to a once-per-couple programme, the lower amount is set aside (or the later)."""
        result: dict[int, dict[int, Settlement]] = {}
        for rule in self.plan.rules:
            place = self.plan.index.get(rule.among[0]) if rule.kind == "one_per" else None
            if place is None or rule.pair is None:
                continue
            name = rule.among[0]
            claims = {
                n: v
                for n, own in enumerate(verdicts)
                for v in own
                if v.programme.id == name and v.status is Status.ENTITLED
            }
            for a, b in _couples(household, rule.pair, list(claims)):
                loser = b if (claims[a].amount or 0) >= (claims[b].amount or 0) else a
                result.setdefault(loser, {})[place] = Settlement(False, rule, place)
        return result

    def decide(self, household: Household) -> JSON:
        """The full answer; see docs/reference/decide.md for its shape."""
        judged = self.judge(household)
        results, payable = [], []
        for person in judged:
            for verdict in person.verdicts:
                place = self.plan.index[verdict.programme.id]
                settlement = person.settled.get(place)
                results.append(self._result(person, verdict, settlement, household))
                if settlement is not None and settlement.paid and verdict.amount is not None:
                    payable.append(self._payable(person, verdict, settlement))
        question = self.plan.question
        return {
            "edition": self.plan.edition.hash,
            "month" if question.month else "on": question.on.isoformat()[: 7 if question.month else 10],
            "decided": question.decided.isoformat(),
            "province": question.province,
            "readings": sorted(question.readings),
            "results": results,
            "payable": payable,
        }

    def _result(self, person: Judged, verdict: Verdict, settlement: Settlement | None, household: Household) -> JSON:
        programme = verdict.programme
        row = programme.rows[verdict.row] if verdict.row is not None else None
        missing = self.missing(verdict, person.facts, household) if verdict.status is Status.UNDETERMINED else []
        result: JSON = {
            "person": person.member,
            "programme": programme.id,
            "title": programme.law.title,
            "result": verdict.status.name.lower(),
            "value": self._value(verdict),
            "coefficient": str(row.value) if row is not None and programme.law.row_kind == "coefficient" else None,
            "row": {"id": row.id, "label": row.label, "cite": self.cited(row.cites)}
            if row is not None and row.id
            else None,
            "conditions": [self._condition(item, verdict, person.facts) for item in programme.conditions],
            "missing": missing,
            "confidence": self.confidence(verdict).name.lower(),
            "starts": self._starts(verdict, person.facts),
            "cite": self.cited((verdict.amount is not None and programme.amount.pieces) or programme.force_cites),
            "concurrence": self._concurrence(settlement),
        }
        if verdict.late_start is not None:
            result["refused_by"] = ["start"]
        elif verdict.status is Status.REFUSED:
            result["refused_by"] = [item.id for item in programme.conditions if verdict.tests[item.test] is False]
        return result

    def _value(self, verdict: Verdict) -> JSON | None:
        law = verdict.programme.law
        if verdict.status is not Status.ENTITLED:
            return None
        if law.kind == "classification":
            assert verdict.row is not None
            return {"kind": "class", "unit": "", "amount": verdict.programme.rows[verdict.row].value}
        kind = {"benefit": "amount", "charge": "charge", "duration": "duration"}[law.kind]
        return {"kind": kind, "unit": law.amount.unit or "month", "amount": verdict.amount}

    def _condition(self, item: PlannedCondition, verdict: Verdict, facts: Facts) -> JSON:
        node = self.plan.expressions[item.test]
        return {
            "id": item.id,
            "label": item.label,
            "value": verdict.tests[item.test],
            "cite": self.cited(item.cites),
            "facts": self.reasoner.used(node, facts, verdict.day),
        }

    def missing(self, verdict: Verdict, facts: Facts, household: Household) -> list[str]:
        """The facts on the critical path of an undetermined verdict."""
        programme = verdict.programme
        tests = [item.test for item in programme.conditions if verdict.tests[item.test] is None]
        if not tests:
            tests = [
                test
                for n in verdict.open_rows
                if (test := programme.rows[n].test) is not None and verdict.tests[test] is None
            ]
        if not tests and not verdict.missing and programme.amount.per is not None:
            tests = [programme.amount.per]
        found = [
            name
            for test in tests
            for name in self.reasoner.missing(self.plan.expressions[test], facts, household, verdict.day)
        ]
        return list(dict.fromkeys([*found, *verdict.missing]))

    def confidence(self, verdict: Verdict) -> Mark:
        """The least sure text that the result rests on."""
        programme = verdict.programme
        marks = [worst(programme.force_cites)]
        decisive = [
            c for c in programme.conditions if verdict.status is not Status.REFUSED or verdict.tests[c.test] is False
        ]
        marks += [worst(item.cites) for item in decisive]
        if verdict.row is not None:
            marks += [worst(programme.rows[verdict.row].cites), worst(programme.amount.pieces)]
        return max(marks)

    def cited(self, cites: Sequence[Cite]) -> list[JSON]:
        """Citations as plain values: instrument, place, how a reader is told, how sure."""
        instruments = self.plan.edition.instruments
        return [
            {
                "instrument": c.instrument,
                "place": c.place,
                "text": f"{place_in_words(c.place)} {instruments[c.instrument].short}",
                "mark": c.mark.name.lower(),
            }
            for c in cites
        ]

    def _starts(self, verdict: Verdict, facts: Facts) -> list[JSON]:
        if verdict.status not in (Status.ENTITLED, Status.UNDETERMINED) and verdict.late_start is None:
            return []
        return [
            {
                "date": item.fact,
                "value": plain(facts.get(item.fact)),
                "after": item.after,
                "cite": self.cited(item.cites),
            }
            for item in verdict.programme.start
        ]

    def _concurrence(self, settlement: Settlement | None) -> JSON | None:
        if settlement is None:
            return None
        names = [self.plan.programmes[place].id for place in settlement.provisional]
        if settlement.rule is None or settlement.by is None:
            return {"paid": settlement.paid, "rule": None, "by": None, "provisional": names}
        rule, by = settlement.rule, self.plan.programmes[settlement.by]
        return {
            "paid": False,
            "rule": rule.id,
            "label": rule.label,
            "by": by.id,
            "cite": self.cited(rule.cites),
            "provisional": names,
        }

    def _payable(self, person: Judged, verdict: Verdict, settlement: Settlement) -> JSON:
        law = verdict.programme.law
        return {
            "person": person.member,
            "programme": law.id,
            "amount": verdict.amount,
            "unit": law.amount.unit,
            "to": law.pays_to,
            "every": law.every,
            "provisional": bool(settlement.provisional),
        }


def place_in_words(place: str) -> str:
    """'6.1.e' as it is written in Vietnamese: 'điểm e khoản 1 Điều 6'."""
    parts = place.split(".")
    words = [f"{name} {part}" for name, part in zip(("Điều", "khoản", "điểm"), parts, strict=False)]
    return " ".join(reversed(words))


def _couples(household: Household, fact: str, among: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of entitled members of whom at least one names the other; each pair once, in order."""
    names = {member.id: number for number, member in enumerate(household.members)}
    pairs = set()
    for number, member in enumerate(household.members):
        partner = names.get(str(member.facts.get(fact)))
        if number in among and partner in among and partner is not None:
            pairs.add((min(number, partner), max(number, partner)))
    yield from sorted(pairs)
