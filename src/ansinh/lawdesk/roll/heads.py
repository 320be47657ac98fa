"""Head-counts: by reasoning, by programme, by commune; and the equations that every roll must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.roll.model import Outcome, Reasoning, Roll
from ansinh.lawdesk.roll.wording import programme_title

MONEY = "VND"


@dataclass(frozen=True, slots=True)
class ReasoningHead:
    """How many people a reasoning fits, and what it costs in its programme's unit."""

    reasoning: Reasoning
    people: int
    amount: int


@dataclass(frozen=True, slots=True)
class ProgrammeTotal:
    """One programme's paid lines. `people` equals the lines: a person has one line per programme."""

    programme: str
    title: str
    people: int
    amount: int
    unit: str
    undetermined: int
    unverified: int


@dataclass(frozen=True, slots=True)
class CommuneTotal:
    """One commune, or one section of a list. `amount` in đồng."""

    commune: str
    people: int
    paid: int
    undetermined: int
    refused: int
    amount: int


@dataclass(frozen=True, slots=True)
class Counts:
    """rows = people + bad_rows; people = paid + undetermined + refused (`both` of the paid still have open points)."""

    rows: int
    people: int
    bad_rows: int
    paid: int
    both: int
    undetermined: int
    refused: int
    lines: int
    amount: int


def counts_of(roll: Roll) -> Counts:
    """The counts, checked.

    Raises:
        AnSinhError: they do not add up.
    """
    states = Counter(outcome.state for outcome in roll.outcomes)
    paid = [finding for outcome in roll.outcomes for finding in outcome.paid]
    counts = Counts(
        rows=len(roll.intake.table.rows),
        people=len(roll.outcomes),
        bad_rows=len(roll.intake.bad),
        paid=states["paid"],
        both=sum(bool(outcome.paid) and bool(outcome.open) for outcome in roll.outcomes),
        undetermined=states["undetermined"],
        refused=states["refused"],
        lines=len(paid),
        amount=sum(item.amount or 0 for item in paid if item.reasoning.unit == MONEY),
    )
    by_commune = sum(item.amount for item in commune_totals(roll))
    by_programme = sum(item.amount for item in programme_totals(roll) if item.unit == MONEY)
    if (
        counts.rows != counts.people + counts.bad_rows
        or counts.people != counts.paid + counts.undetermined + counts.refused
        or not counts.amount == by_commune == by_programme
    ):
        raise AnSinhError("sums", N_("The counts of this roll do not add up: {counts}"), counts=counts)
    return counts


def heads_of(roll: Roll) -> list[ReasoningHead]:
    """Every distinct reasoning that somebody has, by programme, most people first."""
    people: Counter[int] = Counter()
    amounts: Counter[int] = Counter()
    for outcome in roll.outcomes:
        for finding in outcome.findings:
            people[finding.reasoning.number] += 1
            if finding.reasoning.paid:
                amounts[finding.reasoning.number] += finding.amount or 0
    heads = [ReasoningHead(item, people[item.number], amounts[item.number]) for item in roll.reasonings]
    places = {item.id: place for place, item in enumerate(roll.plan.programmes)}
    return sorted(heads, key=lambda head: (places[head.reasoning.programme], head.reasoning.status, -head.people))


def programme_totals(roll: Roll) -> list[ProgrammeTotal]:
    """Programmes with a paid line or an open point, the most expensive first."""
    people: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    unverified: Counter[str] = Counter()
    for outcome in roll.outcomes:
        for finding in outcome.paid:
            name = finding.reasoning.programme
            people[name] += 1
            amounts[name] += finding.amount or 0
            unverified[name] += not finding.reasoning.mark.verified
        open_.update(finding.reasoning.programme for finding in outcome.open)
    laws = roll.edition.programmes
    totals = [
        ProgrammeTotal(
            name,
            programme_title(name, roll.edition),
            people[name],
            amounts[name],
            laws[name].amount.unit,
            open_[name],
            unverified[name],
        )
        for name in sorted(people.keys() | open_.keys())
    ]
    return sorted(totals, key=lambda item: (-item.amount, -item.people, item.programme))


def commune_totals(roll: Roll) -> list[CommuneTotal]:
    """Every commune of the list, in its order."""
    return _grouped((outcome.person.commune or _("(commune not given)"), outcome) for outcome in roll.outcomes)


def section_totals(roll: Roll) -> list[CommuneTotal]:
    """Every section of the list (villages, in most lists), in its order; none when the list has no sections."""
    if not any(outcome.person.section for outcome in roll.outcomes):
        return []
    return _grouped((outcome.person.section or _("(no section)"), outcome) for outcome in roll.outcomes)


def _grouped(named: Iterable[tuple[str, Outcome]]) -> list[CommuneTotal]:
    groups: dict[str, list[Outcome]] = {}
    for name, outcome in named:
        groups.setdefault(name, []).append(outcome)
    return [_commune(name, outcomes) for name, outcomes in groups.items()]


def _commune(name: str, outcomes: list[Outcome]) -> CommuneTotal:
    states = Counter(outcome.state for outcome in outcomes)
    return CommuneTotal(
        name,
        len(outcomes),
        states["paid"],
        states["undetermined"],
        states["refused"],
        sum(_money(outcome) for outcome in outcomes),
    )


def _money(outcome: Outcome) -> int:
    return sum(_amounts(outcome))


def _amounts(outcome: Outcome) -> Iterator[int]:
    return (item.amount or 0 for item in outcome.paid if item.reasoning.unit == MONEY)
