"""Thirty people for July to October 2026, worked by hand from the decrees' figures: the engine agrees to the đồng."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ansinh.lawdesk.roll.judging import idle_places, monthly_programmes
from lawengine.dates import month_bounds
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan
from lawengine.recompute import Key, Standing, recompute, standings_of

TABLE = Path(__file__).parent / "handworked" / "2026.csv"
OPEN = "?"
BANDS = "nd335-bands-from-july-2026"
BEFORE, AGAIN = date(2026, 9, 10), date(2026, 10, 10)
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
# What holds of everybody of whom the table does not say otherwise.
USUAL: dict[str, object] = {
    "poverty_class": "other",
    "carer_situation": "has_carer",
    "marital_status": "married",
    "survivor_benefit": "none",
    "pension_amount": 0,
    "hard_area": False,
    "regular_income": False,
    "other_monthly_allowance": False,
    "facility_voluntary": False,
}


@dataclass(frozen=True)
class Worked:
    """One line of the table for one month; an amount None cannot be told."""

    key: Key
    paid: int | None
    due: int | None
    due_other: int | None


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _amount(text: str) -> int | None:
    return None if text == OPEN else int(text)


def _worked() -> Iterator[Worked]:
    for row in _rows():
        first, _, last = row["months"].partition("-")
        for month in range(int(first), int(last or first) + 1):
            key = Key(row["no"], row["programme"], f"2026-{month:02d}")
            yield Worked(key, _amount(row["paid"]), _amount(row["due"]), _amount(row["due_other"]))


def _value(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() else text


def _people() -> dict[str, dict[str, object]]:
    people = {}
    for row in _rows():
        given = dict(part.strip().split("=") for part in row["given"].split(";"))
        known = {name: _value(text) for name, text in given.items()}
        if known.get("has_pension"):
            people[row["no"]] = {**USUAL, **known}
        else:
            people[row["no"]] = {**USUAL, "has_pension": False, **known}
    return people


def _standings(edition: Edition, decided: date, readings: frozenset[str] = frozenset()) -> dict[Key, Standing]:
    programmes = monthly_programmes(edition)
    found: dict[Key, Standing] = {}
    for month in MONTHS:
        question = Question(month_bounds(month)[1], decided, True, None, readings, programmes)
        decider = Decider(make_plan(edition, question))
        for number, facts in _people().items():
            household = read_household(edition.catalogue, _placed(edition, facts), closed=True)
            judged = decider.judge(household)[0]
            own = standings_of(judged, household, decider, idle_places(decider, judged))
            found.update((Key(number, name, month), standing) for name, standing in own.items())
    return found


def _placed(edition: Edition, facts: dict[str, object]) -> dict[str, object]:
    parts: dict[str, dict[str, object]] = {"person": {"id": "p"}, "household": {}, "case": {}}
    for name, value in facts.items():
        parts[edition.catalogue.facts[name].of][name] = value
    return {"members": [parts["person"]], "household": parts["household"], "case": parts["case"]}


@pytest.fixture(scope="module")
def states(edition: Edition) -> tuple[dict[Key, Standing], dict[Key, Standing], dict[Key, Standing]]:
    """Decided early, decided again, and decided again under the other reading."""
    chosen = frozenset((BANDS,))
    return _standings(edition, BEFORE), _standings(edition, AGAIN), _standings(edition, AGAIN, chosen)


def _told(standings: dict[Key, Standing]) -> dict[Key, int | None]:
    """What is paid or open (also what an open right may still displace); what is nothing is left out."""
    return {
        key: None if item.state == "open" or item.provisional else item.amount
        for key, item in standings.items()
        if item.state != "nothing"
    }


def test_thirty_people_stand_in_the_table() -> None:
    assert len(_people()) == 30
    assert len(list(_worked())) == len({item.key for item in _worked()})
    assert all(row["arithmetic"] for row in _rows())


def test_the_engine_agrees_to_the_dong(
    states: tuple[dict[Key, Standing], dict[Key, Standing], dict[Key, Standing]],
) -> None:
    before, after, other = states
    for standings, column in ((before, "paid"), (after, "due"), (other, "due_other")):
        worked = {item.key: getattr(item, column) for item in _worked()}
        expected = {key: amount for key, amount in worked.items() if amount != 0}
        assert _told(standings) == expected, column


def test_the_differences_are_those_of_the_table(
    states: tuple[dict[Key, Standing], dict[Key, Standing], dict[Key, Standing]],
) -> None:
    before, after, other = states
    for standings, column in ((after, "due"), (other, "due_other")):
        found = recompute(before, standings)
        lines = {line.key: line.difference for line in found.lines}
        told = {item.key: (item.paid, getattr(item, column)) for item in _worked()}
        expected = {key: due - paid for key, (paid, due) in told.items() if paid is not None and due is not None}
        assert lines == {key: difference for key, difference in expected.items() if difference}
        assert {line.key for line in found.open} >= {key for key, pair in told.items() if None in pair}
        assert found.balanced
        assert found.recovery == 500_000
        assert found.arrears == sum(value for value in expected.values() if value > 0)
