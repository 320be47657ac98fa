"""Concurrence: of several rights of one person, which are paid, and which rule sets the others aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from lawengine.model import ConcurrenceRule
from lawengine.plan import Plan, PlannedProgramme, Status

_NONE: frozenset[int] = frozenset()
_ENTITLED, _UNDETERMINED = Status.ENTITLED, Status.UNDETERMINED


@dataclass(frozen=True, slots=True)
class Claim:
    """One entitled or undetermined programme of one person; `place` is its index in the plan."""

    place: int
    status: Status
    amount: int | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """`paid`, or set aside by `rule` in favour of the programme at `by`.

    `provisional` are the places of open rights that may still displace it.
    """

    paid: bool
    rule: ConcurrenceRule | None = None
    by: int | None = None
    provisional: tuple[int, ...] = ()


_PAID = Settlement(True)


class Concurrence:
    """The rules of a plan, compiled to edges between programmes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.bounds = [upper_bound(item) for item in plan.programmes]
        self.edges: dict[tuple[int, int], ConcurrenceRule] = {}
        self.prefers: list[tuple[int, frozenset[int], ConcurrenceRule]] = []
        self.order: dict[int, int] = {}
        for rule in plan.rules:
            places = [plan.index[name] for name in rule.among if name in plan.index]
            if rule.kind == "highest":
                self._highest(rule, places)
            elif rule.kind == "prefer" and rule.among[0] in plan.index:
                self.prefers.append((places[0], frozenset(places[1:]), rule))
        self._rivals: dict[int, set[int]] = {}
        for a, b in self.edges:
            self._rivals.setdefault(a, set()).add(b)
            self._rivals.setdefault(b, set()).add(a)

    def _highest(self, rule: ConcurrenceRule, places: list[int]) -> None:
        for place in places:
            self.order.setdefault(place, len(self.order))
        question = self.plan.question
        live = [pair for pair in rule.both if pair.window.active(question.on, question.decided, question.readings)]
        for a, b in combinations(places, 2):
            one, other = self.plan.programmes[a].id, self.plan.programmes[b].id
            spared = any((one in p.one and other in p.others) or (other in p.one and one in p.others) for p in live)
            if not spared:
                self.edges.setdefault((min(a, b), max(a, b)), rule)

    def edge(self, a: int, b: int) -> ConcurrenceRule | None:
        """The rule under which two programmes exclude each other."""
        return self.edges.get((min(a, b), max(a, b)))

    def settle(self, claims: Sequence[Claim]) -> dict[int, Settlement]:
        """Settle one person's claims; the result has one entry per entitled claim, by place."""
        entitled = {claim.place: claim.amount or 0 for claim in claims if claim.status is _ENTITLED}
        if not entitled:
            return {}
        open_places = [claim.place for claim in claims if claim.status is _UNDETERMINED]
        result: dict[int, Settlement] = {}
        for winner, losers, rule in self.prefers:
            if winner in entitled:
                for place in losers & entitled.keys():
                    result[place] = Settlement(False, rule, winner)
        rest = {place: amount for place, amount in entitled.items() if place not in result}
        paid = self._best(rest)
        for place in rest:
            if place not in paid:
                by = max((other for other in sorted(paid) if self.edge(place, other)), key=lambda other: rest[other])
                result[place] = Settlement(False, self.edge(place, by), by)
        for place in paid:
            open_rivals = tuple(self._open_rivals(place, rest[place], open_places)) if open_places else ()
            result[place] = Settlement(True, provisional=open_rivals) if open_rivals else _PAID
        return result

    def _open_rivals(self, place: int, amount: int, open_places: list[int]) -> Iterator[int]:
        for other in open_places:
            bound = self.bounds[other]
            higher = self.edge(place, other) is not None and (bound is None or bound > amount)
            if higher or any(winner == other and place in losers for winner, losers, _ in self.prefers):
                yield other

    def _best(self, amounts: dict[int, int]) -> set[int]:
        """The set without two excluding programmes that pays most; on a tie, what the rule names first."""
        tied = [place for place in amounts if not self._rivals.get(place, _NONE).isdisjoint(amounts)]
        if not tied:
            return set(amounts)
        tied.sort(key=self.order.__getitem__)
        sets: list[tuple[int, ...]] = [()]
        for place in tied:
            rivals = self._rivals[place]
            sets += [(*chosen, place) for chosen in sets if rivals.isdisjoint(chosen)]
        best = max(sets, key=lambda chosen: (sum(map(amounts.__getitem__, chosen)), [-self.order[n] for n in chosen]))
        return {*(place for place in amounts if place not in tied), *best}


def upper_bound(programme: PlannedProgramme) -> int | None:
    """The most a programme can pay to one person; None when that is not bounded by its rows."""
    amount = programme.amount
    units = [row.unit for row in programme.rows]
    unbounded = amount.per is not None or amount.blocked or amount.at_least is not None or None in units or not units
    return None if unbounded else max(unit for unit in units if unit is not None)
