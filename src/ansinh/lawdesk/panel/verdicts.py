"""A person's rights on a day, from the registers through the engine, sorted for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ansinh.lawdesk.editions import current_edition
from ansinh.lawdesk.facts.columns import FACTS
from ansinh.lawdesk.facts.dialect import Moment
from ansinh.lawdesk.facts.household import decided_on, household_facts
from ansinh.lawdesk.wording import (
    cites,
    concurrence_lines,
    day_in_words,
    doubt,
    missing_in_words,
    title,
    unread_in_words,
    value_in_words,
)
from ansinh.registry.people.models import Membership, Person
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One programme in words. `value` and `doubt` are blank where there is none."""

    title: str
    value: str
    doubt: str
    reasons: tuple[str, ...]
    cites: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the law says of one person.

    Attributes:
        due: what they are entitled to, the household's rights too. open: what a fact that the registers should hold
            keeps open. refused: what they are not entitled to. for_cases: how many programmes need a case (an accident,
            a disaster, …) before they can be asked. unread: groups of the place that the book does not hold.
        decided: the day by whose law it was judged.
    """

    due: tuple[Line, ...]
    open: tuple[Line, ...]
    refused: tuple[Line, ...]
    for_cases: int
    unread: tuple[str, ...]
    decided: str
    edition: str


def verdicts_of(person: Person, day: date, known: datetime | None, decided: date) -> Verdicts | None:
    """Judge the household that the person lived in on this day; None when they lived in none.

    Whoever has no decision yet is judged as if it were signed on `decided`.
    """
    moment = Moment(day, known)
    home = Membership.objects.as_of(day, known).filter(person=person).values_list("household_id", flat=True).first()
    if home is None:
        return None
    edition = current_edition()
    gathered = household_facts(edition.catalogue, home, moment)
    if gathered is None:
        return None
    asked = decided_on(gathered, decided)
    household = read_household(edition.catalogue, asked.payload, closed=False)
    answer = _decider(day, decided, asked.province).decide(household)
    return _sorted(answer, str(person.pk), edition)


@lru_cache(maxsize=32)
def _decider(day: date, decided: date, province: str | None) -> Decider:
    """A plan is the same for everybody who asks the same question."""
    return Decider(make_plan(current_edition(), Question(day, decided, False, province)))


def _sorted(answer: JSON, person: str, edition: Edition) -> Verdicts:
    results = [item for item in answer["results"] if item["person"] in (person, None)]
    open_ = [item for item in results if item["result"] == "undetermined"]
    ours = [item for item in open_ if all(name.rpartition(".")[2] in FACTS for name in item["missing"])]
    return Verdicts(
        due=tuple(_lines(results, "entitled", edition)),
        open=tuple(_lines(ours, "undetermined", edition)),
        refused=tuple(_lines(results, "refused", edition)),
        for_cases=len(open_) - len(ours),
        unread=tuple(unread_in_words(group) for group in answer["unread"]),
        decided=day_in_words(answer["decided"]),
        edition=answer["edition"][:12],
    )


def _lines(results: list[JSON], kind: str, edition: Edition) -> Iterator[Line]:
    for item in results:
        if item["result"] == kind:
            yield Line(
                title=title(item, edition),
                value=value_in_words(item["value"]),
                doubt=doubt(item).strip(" []"),
                reasons=tuple(_reasons(item, edition)),
                cites=cites(item["cite"]),
            )


def _reasons(item: JSON, edition: Edition) -> Iterator[str]:
    if item["result"] == "entitled":
        if item["row"]:
            yield str(item["row"]["label"])
        yield from concurrence_lines(item, edition)
    elif item["result"] == "undetermined":
        yield missing_in_words([_own(name) for name in item["missing"]], edition)
    else:
        yield from (f"{each['label']} ({cites(each['cite'])})" for each in item["conditions"] if each["value"] is False)


def _own(name: str) -> str:
    """A missing fact without the member's key, which says nothing to a reader."""
    return name.rpartition(".")[2]
