"""From people on a list to the households that the engine judges, each with what makes two of them alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh.kernel.mapping import Person
from ansinh.lawdesk.roll.model import Intake
from ansinh.lawdesk.roll.thresholds import Threshold, thresholds
from lawengine.catalogue import Catalogue
from lawengine.dates import Span
from lawengine.household import Household, Member, Value, read_value
from lawengine.plan import Plan

Alike = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """People judged together. Members are called '1', '2', … in the order of `people`; unreadable rows follow.

    `alike`: two families with equal `alike` get equal verdicts.
    """

    people: tuple[Person, ...]
    household: Household
    alike: Alike


def families(intake: Intake, plan: Plan, *, closed: bool) -> Iterator[Family]:
    """The households of a list in the order of their first readable row.

    Args:
        closed: facts that no column holds and that `facts.yaml` marks closed mean "no".
    """
    builder = _Builder(intake, plan, closed=closed)
    together: dict[str, list[Person]] = {}
    for person in intake.people:
        together.setdefault(person.household, []).append(person)
    unread: dict[str, int] = {}
    for row in intake.bad:
        unread[row.problems[0].household] = unread.get(row.problems[0].household, 0) + 1
    for name, people in together.items():
        yield builder.build(tuple(people), unread.get(name, 0))


class _Builder:
    def __init__(self, intake: Intake, plan: Plan, *, closed: bool) -> None:
        self.catalogue: Catalogue = plan.catalogue
        self.days = (plan.question.on, *([plan.eve] if plan.eve else []))
        mapped = intake.mapping.facts()
        facts = self.catalogue.facts
        self.assumed: dict[str, Value] = {
            name: fact.no
            for name, fact in facts.items()
            if fact.no is not None and (fact.event or (closed and fact.closed and name not in mapped))
        }
        self._values: dict[tuple[str, type, object], Value] = {}
        self.names = tuple(sorted(mapped | self.assumed.keys()))
        self.ages = _ages(plan)

    def build(self, people: tuple[Person, ...], unread: int) -> Family:
        """A row that could not be read is a member of whom nothing is known: its household is incomplete."""
        places = {person.id: str(number) for number, person in enumerate(people, start=1)}
        everyone = [self._facts(person, places) for person in people]
        shared: dict[str, Value] = {}
        members = []
        for number, facts in enumerate(everyone, start=1):
            own = {name: value for name, value in facts.items() if self.catalogue.facts[name].of != "household"}
            shared.update({name: value for name, value in facts.items() if name not in own})
            members.append(Member(str(number), own))
        shared.update(self._case(everyone))
        members += [Member(str(len(people) + extra), {}) for extra in range(1, unread + 1)]
        alike = (unread, *(tuple(self._bucket(name, facts.get(name)) for name in self.names) for facts in everyone))
        return Family(people, Household(tuple(members), shared), alike)

    def _facts(self, person: Person, places: Mapping[str, str]) -> dict[str, Value]:
        result = dict(self.assumed)
        for name, value in person.facts.items():
            fact = self.catalogue.facts[name]
            if fact.type == "member" and value in places:
                result[name] = places[str(value)]
            else:
                result[name] = self._read(name, value)
        return result

    def _read(self, name: str, value: bool | int | str) -> Value:
        """A fact's value; lists repeat themselves, so each is read once."""
        key = (name, type(value), value)
        if key not in self._values:
            self._values[key] = read_value(self.catalogue.facts[name], value, name)
        return self._values[key]

    def _case(self, everyone: list[dict[str, Value]]) -> dict[str, Value]:
        """Facts of the event hold for the household where its people agree."""
        first = everyone[0]
        return {
            name: value
            for name, value in first.items()
            if self.catalogue.facts[name].of == "case" and all(facts.get(name) == value for facts in everyone)
        }

    def _bucket(self, name: str, value: Value | None) -> object:
        """A birth date as the thresholds it has passed; that is all the law asks about it."""
        if name not in self.ages or not isinstance(value, Span):
            return value
        return tuple(item.passed(value, day) for item in self.ages[name] for day in self.days)


def _ages(plan: Plan) -> dict[str, tuple[Threshold, ...]]:
    """Dates that the plan knows only through completed years or months, with the thresholds it compares them with."""
    derived = plan.catalogue.derived.values()
    ages = {item.source for item in derived if item.how in ("years_since", "months_since")}
    days = {item.source for item in derived if item.how == "reached"}
    starts = {start.fact for programme in plan.programmes for start in programme.start}
    found = thresholds(plan.expressions, plan.catalogue)
    return {name: tuple(item for item in found if item.source == name) for name in ages - days - starts}
