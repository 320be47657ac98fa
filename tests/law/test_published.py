"""Cases that ministries, departments and law publishers have answered: our answer agrees, or the article says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lawengine.answers import JSON
from lawengine.dates import month_bounds, parse_day
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan
from lawengine.stories import FAR_FUTURE
from lawengine.strictyaml import read_yaml

CASES = Path(__file__).parent / "published"
EXPECTED = {"programme", "result", "amount", "coefficient", "missing", "payable"}


def cases() -> Iterator[dict[str, Any]]:
    for file in sorted(CASES.glob("*.yaml")):
        text = "cases:\n" + file.read_text(encoding="utf-8")
        document = read_yaml(text, file.name)
        yield from document.value["cases"]  # type: ignore[misc]


ALL = list(cases())


def answer_to(edition: Edition, case: dict[str, Any]) -> JSON:
    """Decide a published case as it was asked."""
    month = case.get("month")
    on = month_bounds(str(month))[1] if month else parse_day(str(case["on"]))
    decided = parse_day(str(case["decided"])) if "decided" in case else FAR_FUTURE
    # What a programme says does not hang on the others; whether it is paid does.
    asked = (
        None if any("payable" in each for each in case["expect"]) else {each["programme"] for each in case["expect"]}
    )
    question = Question(
        on, decided, bool(month), case.get("province"), frozenset(case.get("readings", [])), asked and frozenset(asked)
    )
    facts = edition.catalogue.facts
    parts: dict[str, dict[str, Any]] = {
        "household": dict(case.get("household", {})),
        "case": dict(case.get("case", {})),
        "person": {},
    }
    for name, value in case["person"].items():
        scope = facts[name].of if name in facts else "person"
        parts[scope][name] = str(value) if hasattr(value, "isoformat") else value
    members = [{"id": "p1", **parts["person"]}, *case.get("members", [])]
    payload = {"household": parts["household"], "case": parts["case"], "members": members}
    return Decider(make_plan(edition, question)).decide(
        read_household(edition.catalogue, payload, closed=not case.get("open", False))
    )


def disagreements(answer: JSON, expected: dict[str, Any]) -> list[str]:
    """Where our answer is not the published one."""
    assert set(expected) <= EXPECTED, expected
    found = next(
        (
            item
            for item in answer["results"]
            if item["programme"] == expected["programme"] and item["person"] in ("p1", None)
        ),
        None,
    )
    if found is None:
        return [f"{expected['programme']} does not reach this place"]
    seen = {
        "result": found["result"],
        "amount": (found["value"] or {}).get("amount"),
        "coefficient": found["coefficient"],
        "missing": found["missing"],
        "payable": bool(found["concurrence"] and found["concurrence"]["paid"]),
    }
    keys = [key for key in expected if key != "programme"]
    return [
        f"{expected['programme']} {key}: published {expected[key]}, ours {seen[key]} ({found['missing'] or found.get('refused_by')})"
        for key in keys
        if seen[key] != expected[key]
    ]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["id"])
def test_a_published_case_agrees_or_is_listed_with_the_article(edition: Edition, case: dict[str, Any]) -> None:
    answer = answer_to(edition, case)
    found = [line for expected in case["expect"] for line in disagreements(answer, expected)]
    if "disagrees" in case:
        assert found, f"{case['id']} is listed as contradicting, but our answer agrees"
        assert "Điều" in case["disagrees"], "a contradiction names the article"
    else:
        assert found == [], case["answer"]


def test_there_are_enough_and_many_are_hard() -> None:
    assert len(ALL) >= 40
    assert sum(bool(case.get("boundary")) for case in ALL) >= 15
    assert len({case["id"] for case in ALL}) == len(ALL)
    for case in ALL:
        source = case["source"]
        assert source["publisher"], case["id"]
        assert source["url"].startswith("http"), case["id"]
    agreeing = sum("disagrees" not in case for case in ALL)
    assert agreeing >= 0.95 * len(ALL)
