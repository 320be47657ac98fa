"""Whoever is alike gets the same findings; judged one by one, without memory, nobody gets anything else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ansinh.kernel.mapping import Commune, ListMapping, MappedColumn, Person, RowProblem
from ansinh.kernel.sheets import Table
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.roll.families import families
from ansinh.lawdesk.roll.judging import judge_list, monthly_programmes
from ansinh.lawdesk.roll.model import BadRow, Intake, Outcome
from lawengine.catalogue import Fact
from lawengine.closure import Closure
from lawengine.decide import Decider
from lawengine.model import Edition
from lawengine.plan import Plan, Question, Status
from lawengine.planner import make_plan
from lawengine.qualify import smallest_changes

ON = date(2026, 11, 30)
FACTS = (
    *("birth_date", "disability_degree", "poverty_class", "has_pension", "in_facility", "hard_area", "study", "hiv"),
    *("father_status", "mother_status", "children_under_16", "marital_status", "cared_by", "merit_allowance"),
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return open_edition(Path(__file__).parents[2] / "law")


@pytest.fixture(scope="module")
def plan(edition: Edition) -> Plan:
    return make_plan(edition, Question(ON, ON, programmes=monthly_programmes(edition)))


def value_of(fact: Fact, dice: random.Random) -> bool | int | str:
    if fact.type == "bool":
        return dice.random() < 0.3
    if fact.type == "int":
        return dice.choice([0, 0, 1, 2])
    if fact.type == "code":
        return dice.choice(list(fact.codes))
    # Near the ages that matter, so that neighbours fall on both sides of them.
    years = dice.choice([0, 3, 4, 16, 22, 60, 70, 75, 80])
    day = date(2026 - years, 11, 30) + timedelta(days=dice.randint(-40, 400))
    day = min(day, ON)
    return str(day.year) if dice.random() < 0.2 else day.isoformat()


def intake_of(edition: Edition, dice: random.Random, size: int) -> Intake:
    """People, some of them in households of two or three, with blanks here and there."""
    people = []
    facts = edition.catalogue.facts
    for row in range(1, size + 1):
        household = f"h{row // 3}" if dice.random() < 0.4 else f"person:{row}"
        known = {name: value_of(facts[name], dice) for name in FACTS if dice.random() < 0.85}
        people.append(Person(row, f"row-{row}", f"Người {row}", household, "xã", "", "", known))
    shared: dict[tuple[str, str], bool | int | str] = {}
    for person in people:
        for name in ("poverty_class", "hard_area"):
            if name in person.facts:
                person.facts[name] = shared.setdefault((person.household, name), person.facts[name])
    mapping = ListMapping(columns=tuple(MappedColumn(name, name) for name in FACTS), commune=Commune(constant="xã"))
    return Intake(Path("x"), "", Table(None, (), [], []), mapping, Path("m"), False, people, [])


def alone(intake: Intake, person: Person) -> Intake:
    """The household of one person as a list of its own."""
    return replace(intake, people=[item for item in intake.people if item.household == person.household])


def shown(outcome: Outcome) -> list[tuple[object, ...]]:
    """A finding without its number, which depends on who came first."""
    return [(replace(item.reasoning, number=0), item.amount, item.matters) for item in outcome.findings]


@pytest.mark.parametrize("seed", range(3))
def test_memory_changes_nothing(edition: Edition, plan: Plan, seed: int) -> None:
    intake = intake_of(edition, random.Random(seed), 150)
    outcomes, reasonings = judge_list(intake, plan, closed=True)
    assert [outcome.person.row for outcome in outcomes] == list(range(1, 151))
    assert len({item.number for item in reasonings}) == len(reasonings)
    for outcome in outcomes:
        (own,) = [
            item
            for item in judge_list(alone(intake, outcome.person), plan, closed=True)[0]
            if item.person is outcome.person
        ]
        assert shown(own) == shown(outcome)
        assert [near.changes for near in own.nearest] == [near.changes for near in outcome.nearest]


def test_findings_are_the_verdicts_of_the_engine(edition: Edition, plan: Plan) -> None:
    intake = intake_of(edition, random.Random(9), 120)
    outcomes = {outcome.person.row: outcome for outcome in judge_list(intake, plan, closed=True)[0]}
    decider = Decider(plan)
    for family in families(intake, plan, closed=True):
        for person, judged in zip(family.people, decider.judge(family.household), strict=False):
            expected = {
                item.programme.id: (item.status, item.amount)
                for item in judged.verdicts
                if item.status is not Status.NOT_IN_FORCE
            }
            found = outcomes[person.row].findings
            assert {
                item.reasoning.programme: (item.reasoning.status, item.amount)
                for item in found
                if item.reasoning.programme in expected
            } == expected
            paid = {plan.programmes[place].id for place, item in judged.settled.items() if item.paid}
            assert {item.reasoning.programme for item in outcomes[person.row].paid} >= paid


def test_a_brought_closure_finds_the_same_changes(edition: Edition, plan: Plan) -> None:
    intake = intake_of(edition, random.Random(4), 12)
    closure = Closure(plan)
    for family in families(intake, plan, closed=True):
        for programme in ("social.pension", "social.disability"):
            if programme in plan.index:
                own = smallest_changes(plan, family.household, "1", programme)
                assert own == smallest_changes(plan, family.household, "1", programme, closure=closure)


def test_an_unread_row_is_a_member_of_whom_nothing_is_known(edition: Edition, plan: Plan) -> None:
    intake = intake_of(edition, random.Random(2), 30)
    name = intake.people[0].household
    problem = RowProblem(99, "Ngày sinh", "31/02/1950", name, "day", "wrong")
    with_bad = replace(intake, bad=[BadRow(99, (problem,), "")])
    (before, *others), (after, *same) = (list(families(item, plan, closed=True)) for item in (intake, with_bad))
    assert len(after.household.members) == len(before.household.members) + 1
    assert not after.household.members[-1].facts
    assert after.alike != before.alike
    assert [item.alike for item in others] == [item.alike for item in same]
