"""An answer as text is the answer: on the book of law, with unknown facts, and with names that look like JSON."""

from __future__ import annotations

import json

import pytest

from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan
from tests.lawengine.small_book import ask

SNARE = '"conditions": -1'
MEMBERS = [
    {"id": SNARE, "birth_date": 1949, "sex": "female", "carer_situation": "none", "disability_degree": "severe"},
    {"id": "Bà Tư – 'p2'\\", "birth_date": "1985-06", "marital_status": "widowed", "children_under_16": 2, "hiv": None},
    {"id": "p3", "birth_date": "2026-11-20", "father_status": "dead", "disability_degree": "extreme"},
]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("question", [ask("2026-11"), ask("2018-03"), ask(on="2024-08-15")])
def test_text_is_the_answer_letter_for_letter(edition: Edition, question: Question, *, closed: bool) -> None:
    payload = {"household": {"poverty_class": "poor", "hard_area": True}, "members": MEMBERS}
    if question.on.year < 2026:
        payload["members"] = MEMBERS[:2]
    household = read_household(edition.catalogue, payload, closed=closed)
    decider = Decider(make_plan(edition, question))
    answer = decider.decide(household)
    assert decider.text(household) == json.dumps(answer, ensure_ascii=False)
    assert json.loads(decider.text(household))["results"][0]["person"] == SNARE
