"""People read from a list, rows that could not be read, and what members of one household say about each other."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from ansinh.kernel.mapping.model import Facts, Value
from ansinh.kernel.messages import N_, _


@dataclass(frozen=True, slots=True)
class Person:
    """One row that can be judged. A fact that is absent from `facts` is unknown.

    Attributes:
        row: its number in the file. id: unique in the list. household: people of one household share it.
        facts: of the person, the household and the case alike; dates as '1944', '1944-03' or '1944-03-02'.
    """

    row: int
    id: str
    name: str
    household: str
    commune: str
    section: str
    claimed: str
    facts: dict[str, Value]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be judged.

    Attributes:
        row: its number in the file. column: the column's name. value: what stands there.
        household: whose household it is, as in `Person.household`: without this row that household is incomplete.
    """

    row: int
    column: str
    value: str
    household: str
    code: str
    template: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason in the reader's language."""
        return _(self.template).format(**self.params)


def share_household_facts(
    people: list[Person], facts: Facts, columns: Mapping[str, str], assumed: Set[tuple[int, str]]
) -> tuple[list[Person], list[RowProblem]]:
    """What one row says about the household holds for all its members; rows that contradict each other are problems.

    Args:
        people: those whose rows are readable. facts: the declared facts. columns: the column of each fact.
        assumed: (row, fact) where the fact is only the "no" of a blank, which a row that speaks overrules.
    """
    shared = [fact for fact in columns if facts[fact].of == "household"]
    said: dict[tuple[str, str], dict[int, Value]] = {}
    for person in people:
        for fact in shared:
            if fact in person.facts and (person.row, fact) not in assumed:
                said.setdefault((person.household, fact), {})[person.row] = person.facts[fact]
    kept, problems = [], []
    for person in people:
        sayings = {fact: said[person.household, fact] for fact in shared if (person.household, fact) in said}
        clashes = [fact for fact, by_row in sayings.items() if len(set(by_row.values())) > 1]
        for fact in clashes:
            params: dict[str, object] = {"rows": ", ".join(map(str, sayings[fact]))}
            template = N_("rows {rows} of one household contradict each other")
            shown = str(person.facts.get(fact, ""))
            problems.append(
                RowProblem(person.row, columns[fact], shown, person.household, "household", template, params)
            )
        if not clashes:
            person.facts.update({fact: next(iter(by_row.values())) for fact, by_row in sayings.items()})
            kept.append(person)
    return kept, problems


def check_links(
    people: list[Person], facts: Facts, columns: Mapping[str, str]
) -> tuple[list[Person], list[RowProblem]]:
    """A fact that names another member must name one of the same household."""
    links = [fact for fact in columns if facts[fact].type == "member"]
    if not links:
        return people, []
    households: dict[str, set[str]] = {}
    for person in people:
        households.setdefault(person.household, set()).add(person.id)
    kept, problems = [], []
    for person in people:
        others = households[person.household] - {person.id}
        wrong = [fact for fact in links if person.facts.get(fact, "none") not in (*others, "none")]
        for fact in wrong:
            template = N_("names nobody else of the same household")
            shown = str(person.facts[fact])
            problems.append(RowProblem(person.row, columns[fact], shown, person.household, "no_member", template))
        if not wrong:
            kept.append(person)
    return kept, problems
