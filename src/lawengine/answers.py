"""A full answer as plain JSON values: every condition with its facts and articles, what is missing, what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lawengine.closure import Facts, Verdict, static
from lawengine.concurrence import Settlement
from lawengine.household import Household
from lawengine.model import Cite, Mark
from lawengine.plan import Plan, PlannedProgramme, Status, worst
from lawengine.reasons import Reasoner, plain

JSON = dict[str, Any]
# A member of an enum and its name are looked up anew each time, which takes longer than what is done with them.
_ENTITLED, _REFUSED, _UNDETERMINED = Status.ENTITLED, Status.REFUSED, Status.UNDETERMINED
_WORDS = {status: status.name.lower() for status in Status}
_MARKS = {mark: mark.name.lower() for mark in Mark}


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts of one person (or the household, `member` None) with the settlement of those that are entitled."""

    member: str | None
    facts: Facts
    verdicts: tuple[Verdict, ...]
    settled: Mapping[int, Settlement]


class Answers:
    """Renders verdicts of one plan. What does not depend on the person is made once and shared: do not change it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.reasoner = Reasoner(plan.catalogue)
        self._cited: dict[tuple[Cite, ...], list[JSON]] = {}
        self.parts = {item.id: Part(item, self) for item in plan.programmes}
        self.unread: list[JSON] = [
            {
                "id": item.id,
                "label": item.label,
                "label_en": item.label_en,
                "province": item.province,
                "cite": self.cited(item.cites),
            }
            for item in plan.unread
        ]

    def answer(self, judged: Sequence[Judged], household: Household) -> JSON:
        """The full answer, shaped as in docs/reference/decide.md; parts are shared between answers: do not change."""
        results = []
        for person in judged:
            person_facts: dict[date, dict[str, object]] = {}
            for verdict in person.verdicts:
                conditions = self._conditions(person, verdict, person_facts.setdefault(verdict.day, {}))
                results.append(self.result(person, verdict, household, conditions))
        return self.whole(judged, results)

    def whole(self, judged: Sequence[Judged], results: list[JSON]) -> JSON:
        """What was asked, the results, and what is paid to whom."""
        question = self.plan.question
        return {
            "edition": self.plan.edition.hash,
            "month" if question.month else "on": question.on.isoformat()[: 7 if question.month else 10],
            "decided": question.decided.isoformat(),
            "province": question.province,
            "former_province": question.former_province,
            "readings": sorted(question.readings),
            "unread": self.unread,
            "results": results,
            "payable": list(self._payable(judged)),
        }

    def result(self, person: Judged, verdict: Verdict, household: Household, conditions: object) -> JSON:
        """What one programme comes to for one person, with `conditions` as they are given."""
        programme = verdict.programme
        part = self.parts[programme.id]
        row = programme.rows[verdict.row] if verdict.row is not None else None
        missing = self.missing(verdict, person.facts, household) if verdict.status is _UNDETERMINED else []
        result: JSON = {
            "person": person.member,
            "programme": programme.id,
            "title": programme.law.title,
            "result": _WORDS[verdict.status],
            "value": self._value(verdict),
            "coefficient": str(row.value) if row is not None and programme.law.row_kind == "coefficient" else None,
            "row": part.rows[verdict.row] if verdict.row is not None else None,
            "conditions": conditions,
            "missing": missing,
            "confidence": _MARKS[self.confidence(verdict)],
            "starts": self._starts(verdict, person.facts),
            "cite": part.money if verdict.amount is not None else part.force,
            "concurrence": self._concurrence(self._settlement(person, verdict)),
        }
        if verdict.late_start is not None:
            result["refused_by"] = ["start"]
        elif verdict.status is _REFUSED:
            result["refused_by"] = [item.id for item in programme.conditions if verdict.tests[item.test] is False]
        return result

    def _conditions(self, person: Judged, verdict: Verdict, shown: dict[str, object]) -> list[JSON]:
        """`shown` keeps the facts' values for what else the person is asked."""
        return [
            {
                "id": item.id,
                "label": item.label,
                "value": verdict.tests[item.test],
                "cite": cite,
                "facts": {
                    name: shown[name] if name in shown else self._shown(name, person.facts, verdict.day, shown)
                    for name in names
                },
            }
            for item, cite, names in self.parts[verdict.programme.id].conditions
        ]

    def _settlement(self, person: Judged, verdict: Verdict) -> Settlement | None:
        return person.settled.get(self.plan.index[verdict.programme.id]) if person.settled else None

    def _shown(self, name: str, facts: Facts, day: date, known: dict[str, object]) -> object:
        """A fact's value on the day, kept for what else the person is asked."""
        known[name] = self.reasoner.shown(name, facts, day)
        return known[name]

    def _value(self, verdict: Verdict) -> JSON | None:
        law = verdict.programme.law
        if verdict.status is not _ENTITLED:
            return None
        if law.kind == "classification":
            assert verdict.row is not None
            return {"kind": "class", "unit": "", "amount": verdict.programme.rows[verdict.row].value}
        kind = {"benefit": "amount", "charge": "charge", "duration": "duration"}[law.kind]
        return {"kind": kind, "unit": law.amount.unit or "month", "amount": verdict.amount}

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
        part = self.parts[verdict.programme.id]
        mark = part.worst_mark
        if verdict.status is _REFUSED and mark != part.force_mark:
            failed = [mark for mark, item in part.marks if verdict.tests[item.test] is False]
            mark = max([part.force_mark, *failed])
        return mark if verdict.row is None else max(mark, part.row_marks[verdict.row])

    def cited(self, cites: tuple[Cite, ...]) -> list[JSON]:
        """Citations as plain values: instrument, place, how a reader is told, how sure."""
        known = self._cited.get(cites)
        if known is None:
            known = self._cited[cites] = [self._cite(cite) for cite in cites]
        return known

    def _cite(self, cite: Cite) -> JSON:
        text = f"{place_in_words(cite.place)} {self.plan.edition.instruments[cite.instrument].short}"
        return {"instrument": cite.instrument, "place": cite.place, "text": text, "mark": cite.mark.name.lower()}

    def _starts(self, verdict: Verdict, facts: Facts) -> list[JSON]:
        if verdict.status is not _ENTITLED and verdict.status is not _UNDETERMINED and verdict.late_start is None:
            return []
        return [
            {
                "date": item.fact,
                "value": plain(static(facts, item.fact, self.plan.question.on)),
                "after": item.after,
                "cite": self.cited(item.cites),
            }
            for number, item in enumerate(verdict.programme.start)
            if item.current or number == verdict.late_start
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

    def _payable(self, judged: Sequence[Judged]) -> Iterator[JSON]:
        for person in judged:
            for verdict in person.verdicts if person.settled else ():
                settlement = self._settlement(person, verdict)
                law = verdict.programme.law
                if settlement is None or not settlement.paid or verdict.amount is None or law.kind != "benefit":
                    continue
                yield {
                    "person": person.member,
                    "programme": law.id,
                    "amount": verdict.amount,
                    "unit": law.amount.unit,
                    "to": law.pays_to,
                    "every": law.every,
                    "provisional": bool(settlement.provisional),
                }


class Part:
    """What an answer says of one programme whoever is asked about."""

    def __init__(self, programme: PlannedProgramme, answers: Answers) -> None:
        cited = answers.cited
        self.force = cited(programme.force_cites)
        self.money = cited(programme.amount.pieces or programme.force_cites)
        self.force_mark = worst(programme.force_cites)
        self.rows = [
            {"id": row.id, "label": row.label, "cite": cited(row.cites)} if row.id else None for row in programme.rows
        ]
        self.row_marks = [max(worst(row.cites), worst(programme.amount.pieces)) for row in programme.rows]
        self.marks = [(worst(item.cites), item) for item in programme.conditions]
        self.worst_mark = max([self.force_mark, *(mark for mark, _ in self.marks)])
        names = answers.reasoner.names
        self.conditions = [
            (item, cited(item.cites), names(answers.plan.expressions[item.test])) for item in programme.conditions
        ]


def place_in_words(place: str) -> str:
    """'6.1.e' as it is written in Vietnamese: 'điểm e khoản 1 Điều 6'; a resolution has sections: 'điểm 4 Mục II'."""
    parts = place.split(".")
    names = ("Mục", "điểm") if set(parts[0]) <= set("IVX") else ("Điều", "khoản", "điểm")
    words = [f"{name} {part}" for name, part in zip(names, parts, strict=False)]
    return " ".join(reversed(words))
