"""The central property on the real book: batch and closure agree row for row, at every date at which the law changes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lawengine.book import load_folder
from lawengine.dates import month_bounds
from lawengine.exhaust import local_programmes, questions_at_changes
from lawengine.model import Edition
from lawengine.plan import Plan, PlannedProgramme, Question
from lawengine.planner import make_plan
from tests.lawengine.batch.agreement import assert_agree
from tests.lawengine.batch.people import draw

LAW = Path(__file__).parents[2] / "law"
SHARES = 8


@cache
def _law() -> Edition:
    return load_folder(LAW)


@cache
def _questions() -> tuple[Question, ...]:
    """For each date of change, place and reading: the programmes that come out as they did nowhere before.

    With them those that a rule of concurrence sets beside them. Every tenth question is about the whole law.
    """
    asked, seen = list[Question](), set[object]()
    local = local_programmes(_law())
    for number, question in enumerate(questions_at_changes(_law())):
        month = month_bounds(question.on.isoformat()[:7])[1]
        turned = question if number % 2 else replace(question, on=month, month=True)
        plan = make_plan(_law(), turned if turned.province is None else replace(turned, programmes=local))
        fresh = {item.id for item in plan.programmes if _content(item, plan) not in seen}
        seen.update(_content(item, plan) for item in plan.programmes)
        beside = {name for rule in plan.rules if fresh & set(rule.among) for name in rule.among}
        if fresh:
            whole = len(asked) % 10 == 0
            asked.append(turned if whole else replace(turned, programmes=frozenset(fresh | beside)))
    return tuple(asked)


def _content(item: PlannedProgramme, plan: Plan) -> object:
    """What a programme comes to under a plan, and the rules that touch it."""
    tests = [one.test for one in item.conditions] + [row.test for row in item.rows if row.test is not None]
    nodes = tuple(plan.expressions[test] for test in tests)
    rows = tuple((row.id, row.test is None, row.value, row.unit, row.beats) for row in item.rows)
    amount = item.amount
    money = (amount.at_least, amount.at_most, amount.blocked, amount.per and plan.expressions[amount.per])
    rules = tuple(rule.id for rule in plan.rules if item.id in rule.among)
    return item.id, item.in_force, nodes, rows, money, item.start, rules


@pytest.mark.parametrize("share", range(SHARES))
def test_the_book_of_law_is_judged_alike_at_every_change(share: int) -> None:
    for number, question in enumerate(_questions()):
        if number % SHARES == share:
            plan = make_plan(_law(), question)
            assert_agree(plan, draw(plan, number, 25, unknown=(0.03, 0.1, 0.3)[number % 3]))
