"""What a roll is made of: reasonings, findings about people, and what the roll rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ansinh.kernel.mapping import ListMapping, Person, RowProblem
from ansinh.kernel.sheets import Table
from lawengine.household import Value
from lawengine.model import Edition, Mark
from lawengine.plan import Plan, Status

State = Literal["paid", "undetermined", "refused"]
MAY_NOT_CLOSE = frozenset({Mark.MEMORY, Mark.ESTIMATE, Mark.CONFLICT})


@dataclass(frozen=True, slots=True)
class Tested:
    """One condition with its value for these people: true, false or None for unknown."""

    id: str
    label: str
    value: bool | None
    cites: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would decide. `member` is the id of the other member whose fact it is, '' for the person's own."""

    fact: str
    label: str
    proof: str
    member: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """One distinct way of coming to a result about one programme; many people share it.

    Attributes:
        number: its place in the table of reasonings, from 1.
        cites: the articles that the result rests on. mark: the least sure of them.
        paid: None when not entitled; False when concurrence pays another programme instead.
        aside: why it is not paid although entitled. provisional: programmes that may still displace it.
    """

    number: int
    programme: str
    title: str
    status: Status
    row: str
    row_label: str
    coefficient: str
    unit: str
    to: str
    conditions: tuple[Tested, ...]
    missing: tuple[Missing, ...]
    cites: str
    mark: Mark
    paid: bool | None
    aside: str
    provisional: tuple[str, ...]
    late_start: bool = False

    @property
    def failing(self) -> tuple[Tested, ...]:
        return tuple(item for item in self.conditions if item.value is False)

    @property
    def distance(self) -> int:
        """How many conditions are not known to be met."""
        return sum(item.value is not True for item in self.conditions)


@dataclass(frozen=True, slots=True)
class Finding:
    """A reasoning applied to one person, with the amount that comes out for that person."""

    reasoning: Reasoning
    amount: int | None
    matters: bool = True


@dataclass(frozen=True, slots=True)
class Nearest:
    """A refused programme that is nearest, and the smallest changes that would qualify, in words."""

    finding: Finding
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings about a person, sorted; people who are alike share them.

    `open` are programmes that cannot be told yet and that could change what is paid.
    """

    all: tuple[Finding, ...]
    paid: tuple[Finding, ...]
    open: tuple[Finding, ...]
    aside: tuple[Finding, ...]

    @property
    def state(self) -> State:
        if self.paid:
            return "paid"
        return "undetermined" if self.open else "refused"


def sort_findings(found: Iterable[Finding]) -> Findings:
    """Sort what was found about one person."""
    every = tuple(found)
    return Findings(
        every,
        tuple(item for item in every if item.reasoning.paid and item.amount is not None),
        tuple(item for item in every if item.reasoning.status is Status.UNDETERMINED and item.matters),
        tuple(item for item in every if item.reasoning.paid is False),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that was found about one person. `key` names the person in the rolls of other months."""

    person: Person
    key: str
    facts: Mapping[str, Value]
    found: Findings
    nearest: tuple[Nearest, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.found.all

    @property
    def paid(self) -> tuple[Finding, ...]:
        return self.found.paid

    @property
    def open(self) -> tuple[Finding, ...]:
        return self.found.open

    @property
    def aside(self) -> tuple[Finding, ...]:
        return self.found.aside

    @property
    def state(self) -> State:
        return self.found.state


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the list that is no person: everything wrong with it. `key` as in `Outcome`, when it can be told."""

    number: int
    problems: tuple[RowProblem, ...]
    key: str


@dataclass(slots=True)
class Intake:
    """A list that has been read: every row of data is one person or one bad row."""

    path: Path
    sha256: str
    table: Table
    mapping: ListMapping
    mapping_path: Path
    proposed: bool
    people: list[Person]
    bad: list[BadRow]


@dataclass(slots=True)
class Roll:
    """The roll of a month."""

    plan: Plan
    intake: Intake
    closed: bool
    allow_unverified: bool
    outcomes: list[Outcome]
    reasonings: list[Reasoning]
    stopping: frozenset[Mark] = field(default=MAY_NOT_CLOSE)

    @property
    def edition(self) -> Edition:
        return self.plan.edition

    @property
    def rests_on_doubt(self) -> list[Reasoning]:
        """Reasonings that are paid and rest on a text that no roll may close on."""
        paid = {item.reasoning.number for outcome in self.outcomes for item in outcome.paid}
        return [item for item in self.reasonings if item.number in paid and item.mark in self.stopping]
