"""Random households for tests: unknowns, partial dates, dates on the edges; as a table and as the closure reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from lawengine.catalogue import Catalogue, Fact
from lawengine.cel.tree import Lit, walk
from lawengine.dates import month_bounds, parse_span
from lawengine.household import NONE_DATE, Household, read_household
from lawengine.plan import Plan

NEVER = date(9999, 12, 31)
Facts = dict[str, Any]


@dataclass(frozen=True)
class Payload:
    """One household in plain values, as somebody would write it."""

    members: list[Facts]
    household: Facts
    case: Facts


@dataclass(frozen=True)
class People:
    """Households as the closure reads them, and the same people as a table."""

    households: list[Household]
    table: pa.Table


@dataclass
class Generator:
    """Draws facts that lie near what the law asks. `unknown` is the chance that a fact is not known."""

    plan: Plan
    random: Random
    unknown: float = 0.15
    numbers: list[int] = field(default_factory=list)
    births: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        found = {
            int(item.value)
            for node in self.plan.expressions
            for item in walk(node)
            if isinstance(item, Lit) and isinstance(item.value, int)
        }
        self.numbers = sorted(found | {0, 1, 2, 3})
        ages = (item for item in self.plan.catalogue.derived.values() if item.how in ("years_since", "months_since"))
        self.births = {item.source for item in ages}

    def value(self, fact: Fact) -> Any:
        """One known value."""
        if fact.type == "bool":
            return self.random.random() < 0.6
        if fact.type == "code":
            return self.random.choice(list(fact.codes))
        if fact.type == "int":
            near = self.random.choice(self.numbers) + self.random.choice((-1, 0, 0, 1, 2))
            far = self.random.randint(0, 3 * abs(near) + 90)
            return max(0, min(fact.max, near if self.random.random() < 0.8 else far))
        if fact.no == NONE_DATE and self.random.random() < 0.5:
            return NONE_DATE
        return self.day(fact)

    def day(self, fact: Fact) -> str:
        """A date, often an anniversary of the day judged or of the eve, give or take a day; sometimes only a year."""
        on = self.plan.question.on
        base = on if self.plan.eve is None or self.random.random() < 0.5 else self.plan.eve
        years = self.random.choice([*(n for n in self.numbers if n <= 120), self.random.randint(0, 110)])
        months = self.random.choice([*self.numbers[:8], 36, 1]) if self.random.random() < 0.3 else 0
        total = (base.year - years) * 12 + base.month - 1 - months
        year, month = max(total // 12, 1851), total % 12 + 1
        if self.random.random() < 0.1:
            year, month = self.random.choice((1944, 2000, 2008)), 2
        first, last = month_bounds(f"{year:04d}-{month:02d}")
        if fact.partial and self.random.random() < 0.25:
            return first.isoformat()[: self.random.choice((4, 7))]
        day = first.replace(day=min(base.day, last.day)) + timedelta(days=self.random.choice((-1, 0, 0, 1, 5)))
        return day.isoformat()

    def facts(self, scope: str) -> Facts:
        """The known facts of one person, household or case, none contradicting another, nobody dead before birth."""
        facts = {
            fact.name: self.value(fact)
            for fact in self.plan.catalogue.facts.values()
            if fact.of == scope and fact.type != "member" and self.random.random() >= self.unknown
        }
        for name in list(facts):
            fact = self.plan.catalogue.facts[name]
            if facts.get(name) not in (None, fact.no):
                facts.update({other: value for other, value in fact.implies.items() if other in facts})
            if fact.type == "date" and facts[name] != NONE_DATE:
                earlier = facts.get(fact.not_before or "", NONE_DATE)
                unborn = name in self.births and parse_span(facts[name]).lo > self.plan.question.on
                if unborn or (earlier != NONE_DATE and parse_span(facts[name]).hi < parse_span(earlier).lo):
                    del facts[name]
        return facts

    def marry(self, link: str, members: list[Facts]) -> None:
        """Pair members at random; one of a couple may not say so, or say "none"."""
        single = self.random.sample(members, len(members))
        while len(single) > 1 and self.random.random() < 0.7:
            one, other = single.pop(), single.pop()
            one[link] = other["id"]
            if self.random.random() < 0.7:
                other[link] = self.random.choice([one["id"], one["id"], NONE_DATE])
        for member in single:
            if self.random.random() < 0.3:
                member[link] = NONE_DATE

    def payloads(self, count: int) -> Iterator[Payload]:
        """Households of one to five; a spouse is named by one or by both."""
        links = [fact.name for fact in self.plan.catalogue.facts.values() if fact.type == "member"]
        number = 0
        for _ in range(count):
            names = [f"p{number + step}" for step in range(self.random.choice((1, 2, 2, 3, 4, 5)))]
            number += len(names)
            members = [{"id": name, **self.facts("person")} for name in names]
            for link in links:
                self.marry(link, members)
            yield Payload(members, self.facts("household"), self.facts("case"))


def draw(plan: Plan, seed: int, count: int, *, unknown: float = 0.15, closed: bool = False) -> People:
    """Random people for a plan."""
    return people_of(list(Generator(plan, Random(seed), unknown).payloads(count)), plan.catalogue, closed=closed)


def people_of(payloads: Sequence[Payload], catalogue: Catalogue, *, closed: bool = False) -> People:
    """Some households, both ways."""
    households = [
        read_household(
            catalogue, {"members": item.members, "household": item.household, "case": item.case}, closed=closed
        )
        for item in payloads
    ]
    return People(households, as_table(payloads, catalogue))


def as_table(payloads: Sequence[Payload], catalogue: Catalogue) -> pa.Table:
    """Households as rows: codes as dictionaries, partial dates in two columns, shared facts on every row."""
    rows = [
        {**member, **payload.household, **payload.case, "household_id": number}
        for number, payload in enumerate(payloads)
        for member in payload.members
    ]
    columns: dict[str, Any] = {
        "person_id": [row["id"] for row in rows],
        "household_id": [row["household_id"] for row in rows],
        "commune": pa.array([f"Xã {row['household_id'] % 3}" for row in rows]).dictionary_encode(),
    }
    for fact in catalogue.facts.values():
        columns.update(_column(fact, [row.get(fact.name) for row in rows]))
    return pa.table(columns)


def _column(fact: Fact, values: Sequence[Any]) -> Mapping[str, pa.Array[Any]]:
    if fact.type == "code":
        return {fact.name: pa.array(values, pa.string()).dictionary_encode()}
    if fact.type != "date":
        kind = {"bool": pa.bool_(), "int": pa.int64(), "member": pa.string()}[fact.type]
        return {fact.name: pa.array(values, kind)}
    spans = [None if value in (None, NONE_DATE) else parse_span(value) for value in values]
    first = [NEVER if value == NONE_DATE else span and span.lo for value, span in zip(values, spans, strict=True)]
    found = {fact.name: pa.array(first, pa.date32())}
    if fact.partial:
        last = [span.hi if span is not None and span.lo != span.hi else None for span in spans]
        found[f"{fact.name}_to"] = pa.array(last, pa.date32())
    return found
