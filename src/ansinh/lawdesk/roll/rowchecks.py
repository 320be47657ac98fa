"""What is wrong with a row although each of its cells can be read: no name, the same person twice, impossible days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ansinh.kernel.mapping import ListMapping, Person, RowProblem
from ansinh.kernel.messages import N_
from ansinh.kernel.text import fold
from ansinh.lawdesk.roll.wording import fact_label
from lawengine.catalogue import Catalogue
from lawengine.dates import Span, parse_span

BIRTH = "birth_date"


class RowChecks:
    """Checks the people of one list, in its order. `on` is the last day that anybody can know of."""

    def __init__(self, mapping: ListMapping, catalogue: Catalogue, on: date) -> None:
        self.mapping, self.catalogue, self.on = mapping, catalogue, on
        self.columns = {fact: item.column for item in reversed(mapping.columns) for fact in item.facts()}
        self.ordered = [name for name, fact in catalogue.facts.items() if fact.not_before and name in self.columns]
        self._seen: dict[tuple[str, str, str], Person] = {}
        self._days: dict[str, Span | None] = {}

    def sort(self, people: list[Person]) -> tuple[list[Person], list[RowProblem]]:
        """Who may be judged, and what is wrong with the others."""
        kept, problems = [], []
        for person in people:
            found = [*self._name(person), *self._days_in_order(person)]
            found += [] if found else self._twice(person)
            problems += found
            kept += [] if found else [person]
        return kept, problems

    def _name(self, person: Person) -> Iterator[RowProblem]:
        if self.mapping.name and not person.name:
            template = N_("there is no name: nobody can be paid on this row")
            yield RowProblem(person.row, self.mapping.name, "", person.household, "no_name", template)

    def _days_in_order(self, person: Person) -> Iterator[RowProblem]:
        """Nobody dies before birth, nor after the last day that anybody can know of."""
        for name in self.ordered:
            day = self._day(person, name)
            if day is None:
                continue
            first = self.catalogue.facts[name].not_before or ""
            earliest, place = self._day(person, first), (person.row, self.columns[name], str(person.facts[name]))
            if earliest is not None and day.hi < earliest.lo:
                template = N_("this date lies before {other}")
                params: dict[str, object] = {"other": fact_label(first, self.catalogue)}
                yield RowProblem(*place, person.household, "too_early", template, params)
            elif day.lo > self.on:
                template = N_("this lies after {day}")
                params = {"day": f"{self.on:%d/%m/%Y}"}
                yield RowProblem(*place, person.household, "too_late", template, params)

    def _twice(self, person: Person) -> Iterator[RowProblem]:
        """Same name, same day of birth, same commune: the same person, unless two identity numbers tell them apart."""
        born = self._day(person, BIRTH)
        if born is None or born.lo != born.hi or not person.name:
            return
        earlier = self._seen.setdefault((fold(person.name), str(born.lo), fold(person.commune)), person)
        if earlier is not person and not (_has_number(person) and _has_number(earlier)):
            column = self.mapping.name or self.columns[BIRTH]
            template = N_("same name, birth date and commune as row {earlier}, and no identity number tells them apart")
            params: dict[str, object] = {"earlier": earlier.row}
            yield RowProblem(person.row, column, person.name, person.household, "same_person", template, params)

    def _day(self, person: Person, name: str) -> Span | None:
        """A date of a person; lists repeat days, so each is read once."""
        fact, value = self.catalogue.facts.get(name), person.facts.get(name)
        if fact is None or fact.type != "date" or not isinstance(value, str) or value == fact.no:
            return None
        if value not in self._days:
            self._days[value] = parse_span(value)
        return self._days[value]


def _has_number(person: Person) -> bool:
    return not person.id.startswith("row-")
