"""Stories: the examples in the files of law, run against the engine, and which rows they cover."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from lawengine.answers import JSON
from lawengine.book import load_folder
from lawengine.dates import month_bounds, parse_day
from lawengine.decide import Decider
from lawengine.errors import LawEngineError
from lawengine.household import Household, read_household
from lawengine.model import Edition, Story
from lawengine.plan import Question
from lawengine.planner import make_plan

FAR_FUTURE = date(9999, 12, 31)
ELSEWHERE: Mapping[str, Any] = {"result": "not_in_force"}  # a programme of another place


@dataclass(frozen=True, slots=True)
class Told:
    """A story and what came of it; `faults` is empty when it agrees."""

    story: Story
    answer: JSON
    faults: tuple[str, ...]


@dataclass(slots=True)
class Coverage:
    """What the stories of a book touch: rows that won, conditions that refused or were left open, per programme.

    `unread` are the groups outside the book that a story expects to be told of.
    """

    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unread: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)


def all_stories(edition: Edition) -> Iterator[Story]:
    """Every story of the book."""
    for programme in edition.programmes.values():
        yield from programme.stories
    for overlay in edition.overlays:
        yield from overlay.stories
    yield from edition.stories


class Teller:
    """Runs stories; keeps one decider per question."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._deciders: dict[Question, Decider] = {}

    def decider(self, question: Question) -> Decider:
        """The decider of a question, made once."""
        if question not in self._deciders:
            self._deciders[question] = Decider(make_plan(self.edition, question))
        return self._deciders[question]

    def tell(self, story: Story) -> Told:
        """Run one story.

        Raises:
            QuestionError: the story gives a fact that does not exist, or an impossible value.
        """
        household = story_household(self.edition, story)
        question = story_question(story)
        if stands_alone(story):
            question = replace(question, programmes=frozenset({story.programme}) & set(self.edition.programmes))
        answer = self.decider(question).decide(household)
        return Told(story, answer, tuple(_faults(story, answer)))


def stands_alone(story: Story) -> bool:
    """Does a story look at one programme only, so that no other need be judged?"""
    return bool(story.programme) and not {"payable", "payable_amount", "set_aside", "unread"} & set(story.expect)


def story_question(story: Story) -> Question:
    """What a story asks; without `decided`, everything that is law today is known."""
    asked = story.asked
    on = month_bounds(str(asked["month"]))[1] if "month" in asked else parse_day(str(asked["on"]))
    decided = parse_day(str(asked["decided"])) if "decided" in asked else FAR_FUTURE
    province, former = asked.get("province"), asked.get("former_province")
    readings = asked.get("readings", [])
    assert isinstance(readings, list)
    return Question(
        on,
        decided,
        "month" in asked,
        None if province is None else str(province),
        frozenset(map(str, readings)),
        former_province=None if former is None else str(former),
    )


def story_household(edition: Edition, story: Story) -> Household:
    """The household of a story: facts sorted to person, household and case; the first member is the person judged."""
    facts = edition.catalogue.facts
    parts: dict[str, dict[str, object]] = {"person": {}, "household": {}, "case": {}}
    for name, value in story.given.items():
        if name not in ("members", "id"):
            parts[facts[name].of if name in facts else "person"][name] = value
    others = story.given.get("members", [])
    assert isinstance(others, list)
    first = {"id": story.given.get("id", "p1"), **parts["person"]}
    payload = {"household": parts["household"], "case": parts["case"], "members": [first, *others]}
    return read_household(edition.catalogue, payload, closed=False)


def own_results(story: Story, answer: JSON) -> dict[str, JSON]:
    """Results by programme for the person judged, the household's own included."""
    first = story.given.get("id", "p1")
    return {item["programme"]: item for item in answer["results"] if item["person"] in (first, None)}


def _faults(story: Story, answer: JSON) -> Iterator[str]:
    results = own_results(story, answer)
    expect = dict(story.expect)
    if isinstance(expect.get("payable"), list) or "set_aside" in expect:
        yield from _payable_faults(story, expect, answer, results)
        expect = {key: value for key, value in expect.items() if key not in ("payable", "set_aside")}
    if "unread" in expect:
        wanted, told = expect.pop("unread"), [item["id"] for item in answer["unread"]]
        if wanted != told:
            yield f"unread: expected {wanted}, found {told}"
    if not expect:
        return
    found = seen(results[story.programme], answer) if story.programme in results else ELSEWHERE
    for key, wanted in expect.items():
        if key == "refused" and set(wanted if isinstance(wanted, list) else []) != set(found.get(key) or []):
            yield f"refused: expected {wanted}, found {found.get(key)} ({found['result']})"
        elif key == "undetermined" and set(wanted if isinstance(wanted, list) else []) != set(found.get(key) or []):
            yield f"undetermined: expected {wanted}, found {found.get(key)} ({found['result']})"
        elif key not in ("refused", "undetermined") and found.get(key) != wanted:
            why = found.get("undetermined") or found.get("refused") or ""
            yield f"{key}: expected {wanted}, found {found.get(key)} ({found['result']}, {why})"


def seen(result: JSON, answer: JSON) -> dict[str, Any]:
    """One result in the words of `expect`."""
    value = result["value"] or {}
    paid = [
        item
        for item in answer["payable"]
        if (item["person"], item["programme"]) == (result["person"], result["programme"])
    ]
    return {
        "result": result["result"],
        "amount": value.get("amount") if value.get("unit") == "VND" else None,
        "quantity": value.get("amount") if value.get("unit") != "VND" else None,
        "class": value.get("amount"),
        "coefficient": result["coefficient"],
        "by": result["row"]["id"] if result["row"] else None,
        "refused": result.get("refused_by"),
        "undetermined": result["missing"] if result["result"] == "undetermined" else None,
        "payable": bool(paid),
        "payable_amount": paid[0]["amount"] if paid else None,
    }


def _payable_faults(
    story: Story, expect: Mapping[str, object], answer: JSON, results: Mapping[str, JSON]
) -> Iterator[str]:
    first = story.given.get("id", "p1")
    if isinstance(expect.get("payable"), list):
        paid = sorted(item["programme"] for item in answer["payable"] if item["person"] in (first, None))
        wanted = sorted(map(str, expect["payable"]))  # type: ignore[call-overload]
        if paid != wanted:
            yield f"payable: expected {wanted}, found {paid}"
    aside = expect.get("set_aside", {})
    assert isinstance(aside, Mapping)
    for name, rule in aside.items():
        found = (results.get(str(name), {}).get("concurrence") or {}).get("rule")
        if found != rule:
            yield f"set_aside {name}: expected {rule}, found {found}"


def cover(coverage: Coverage, told: Told) -> None:
    """Add what a story touched."""
    first = told.story.given.get("id", "p1")
    if "unread" in told.story.expect:
        coverage.unread.update(item["id"] for item in told.answer["unread"])
    for item in told.answer["results"]:
        name = item["programme"]
        if item["row"]:
            coverage.rows[name].add(item["row"]["id"])
        if item["concurrence"] and item["concurrence"]["rule"]:
            coverage.rules.add(item["concurrence"]["rule"])
        if name == told.story.programme and item["person"] in (first, None):
            coverage.refused[name].update(item.get("refused_by", []))
            coverage.opened[name].update(item["missing"])


def tell_all(edition: Edition) -> tuple[list[Told], Coverage]:
    """Run every story of the book."""
    teller, coverage, result = Teller(edition), Coverage(), []
    for story in all_stories(edition):
        told = teller.tell(story)
        cover(coverage, told)
        result.append(told)
    return result, coverage


def uncovered(edition: Edition, coverage: Coverage) -> list[str]:
    """Rows that never win a story, conditions that never refuse one, as 'programme row'."""
    gaps = []
    for programme in edition.programmes.values():
        gaps += [f"{programme.id} {row.id}" for row in programme.rows if row.id not in coverage.rows[programme.id]]
        gaps += [
            f"{programme.id} {c.id} (refusal)"
            for c in programme.conditions
            if c.id not in coverage.refused[programme.id]
        ]
    groups = [(overlay, item) for overlay in edition.overlays for item in overlay.unread]
    gaps += [f"{overlay.id} {item.id}" for overlay, item in groups if item.id not in coverage.unread]
    gaps += [f"concurrence {rule.id}" for rule in edition.concurrence if rule.id not in coverage.rules]
    return gaps


def main(folder: str) -> int:
    """Run the stories of a folder and print those that disagree: `python -m lawengine.stories law`."""
    edition = load_folder(Path(folder))
    teller, coverage, bad, count = Teller(edition), Coverage(), 0, 0
    for story in all_stories(edition):
        count += 1
        try:
            told = teller.tell(story)
            cover(coverage, told)
            faults: tuple[str, ...] = told.faults
        except LawEngineError as error:
            faults = (str(error),)
        for fault in faults:
            bad += 1
            sys.stdout.write(f"{story.file}:{story.line}: {story.text}\n    {fault}\n")
    gaps = uncovered(edition, coverage)
    for gap in gaps:
        sys.stdout.write(f"no story: {gap}\n")
    sys.stdout.write(f"{count} stories, {bad} faults, {len(gaps)} gaps\n")
    return 1 if bad or gaps else 0


if __name__ == "__main__":  # pragma: no cover - the module as a command
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "law"))
