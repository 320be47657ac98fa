"""A state of knowledge of a list: everybody judged for some months by what was known on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ansinh.kernel.mapping import Person
from ansinh.lawdesk.roll.archive import plain_facts
from ansinh.lawdesk.roll.asked import facts_of_programme
from ansinh.lawdesk.roll.families import Alike, Family, families
from ansinh.lawdesk.roll.judging import idle_places
from ansinh.lawdesk.roll.keys import unique_keys
from ansinh.lawdesk.roll.model import Intake
from lawengine.dates import parse_span
from lawengine.decide import Decider
from lawengine.household import Household
from lawengine.model import Edition
from lawengine.plan import Plan, Question
from lawengine.planner import make_plan
from lawengine.recompute import Key, Standing, standings_of

BIRTH = "birth_date"
ROW = "row"
"""What is missing of whoever stands on no row that can be read."""
NOT_ON_LIST = Standing("open", missing=(ROW,))

Facts = Mapping[str, object]
Own = dict[str, Standing]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every month: the book, the place, the programmes; `closed` as for a roll."""

    edition: Edition
    months: tuple[date, ...]
    programmes: frozenset[str]
    province: str | None
    former_province: str | None
    closed: bool

    def question(self, on: date, decided: date, readings: frozenset[str]) -> Question:
        """The question for one month, which `on` ends."""
        return Question(on, decided, True, self.province, readings, self.programmes, self.former_province)


@dataclass(frozen=True, slots=True)
class Known:
    """A day of deciding with the list as it was known then, and the readings chosen."""

    intake: Intake
    decided: date
    readings: frozenset[str]


class Judgement:
    """Judges months under states of knowledge; equal months of one state are judged once.

    `facts` are what each list says of people, by its identity; `asks` what a programme asked in a month, in any state.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._months: dict[tuple[int, date, date, frozenset[str]], dict[Key, Standing]] = {}
        self._keys: dict[int, dict[int, str]] = {}
        self.facts: dict[int, dict[str, Facts]] = {}
        self.asks: dict[tuple[str, str], frozenset[str]] = {}

    def keys(self, intake: Intake) -> dict[int, str]:
        """The key of each person of a list, by row."""
        if id(intake) not in self._keys:
            self._keys[id(intake)] = unique_keys(intake)
        return self._keys[id(intake)]

    def standings(self, known: Known, months: Sequence[date]) -> dict[Key, Standing]:
        """Everybody's rights in some months.

        Raises:
            LawConflictError: the law is undecided on somebody.
        """
        found: dict[Key, Standing] = {}
        for on in months:
            place = (id(known.intake), on, known.decided, known.readings)
            if place not in self._months:
                plan = make_plan(self.asked.edition, self.asked.question(on, known.decided, known.readings))
                self._months[place] = dict(self._month(known.intake, plan))
            found.update(self._months[place])
        return found

    def _month(self, intake: Intake, plan: Plan) -> Iterator[tuple[Key, Standing]]:
        """Whoever is not born by the end of the month is not there yet."""
        on, keys, decider = plan.question.on, self.keys(intake), Decider(plan)
        month, told = on.isoformat()[:7], self.facts.setdefault(id(intake), {})
        for item in plan.programmes:
            place = (item.id, month)
            self.asks[place] = self.asks.get(place, frozenset()) | facts_of_programme(plan, item)
        born = [person for person in intake.people if not unborn(person, on)]
        known: dict[Alike, list[Own]] = {}
        for family in families(replace(intake, people=born), plan, closed=self.asked.closed):
            if family.alike not in known:
                known[family.alike] = list(_family(family, decider))
            for number, (person, own) in enumerate(zip(family.people, known[family.alike], strict=True)):
                key = keys[person.row]
                told.setdefault(key, _facts(family, number))
                yield from ((Key(key, name, month), standing) for name, standing in own.items())


def unborn(person: Person, on: date) -> bool:
    """Is the person, at the earliest, born after a day?"""
    birth = person.facts.get(BIRTH)
    return isinstance(birth, str) and parse_span(birth).lo > on


def _facts(family: Family, number: int) -> Facts:
    return plain_facts({**family.household.shared, **family.household.members[number].facts})


def _family(family: Family, decider: Decider) -> Iterator[Own]:
    """Each readable member's rights; those of the household stand with its first member."""
    household: Household = family.household
    *members, whole = decider.judge(household)
    for number, judged in enumerate(members[: len(family.people)]):
        own = standings_of(judged, household, decider, idle_places(decider, judged))
        if number == 0 and whole.verdicts:
            own |= standings_of(whole, household, decider, idle_places(decider, whole))
        yield own
