"""Every expression of the book means to Google's CEL what it means to us: same type, same value on sampled facts."""

from __future__ import annotations

import random
from typing import Any

from lawengine.cel.check import check
from lawengine.cel.evaluate import evaluate
from lawengine.cel.parse import parse
from lawengine.cel.text import free_names
from lawengine.cel.types import Type
from lawengine.environment import environment
from lawengine.model import Edition
from tests.lawengine.cel.google import Exact, google

SAMPLES = 60


def expressions(edition: Edition) -> dict[str, str]:
    """Every distinct expression by its text, with the subject that it is about."""
    found: dict[str, str] = {}
    for law in edition.programmes.values():
        texts = [item.text for item in law.conditions] + [row.text for row in law.rows if row.node is not None]
        texts += [law.amount.per_text] if law.amount.per_text else []
        found.update(dict.fromkeys(texts, law.subject))
    found.update({item.source: "person" for item in edition.catalogue.derived.values() if item.how == "expr"})
    return found


def _sample(kind: Type, edition: Edition, name: str, dice: random.Random) -> Any:
    if kind.kind == "bool":
        return dice.random() < 0.5
    if kind.kind == "int":
        return dice.choice([0, 1, 2, 3, 4, 15, 16, 22, 35, 36, 59, 60, 70, 74, 75, 79, 80, 499_999, 500_000, 540_000])
    return dice.choice(list(edition.catalogue.facts[name].codes))


def test_google_agrees_on_type_and_value(edition: Edition) -> None:
    dice = random.Random(20261105)
    wrong, asked, texts = [], 0, expressions(edition)
    for text, subject in texts.items():
        node = parse(text)
        env = environment(edition.catalogue, edition.parameters, subject)
        names = sorted(free_names(node), key=len, reverse=True)
        assert "members" not in names, "add a list of members to the samples"
        assert check(node, env).kind in ("bool", "int")
        # A dotted name is one variable to us; CEL would look for a field, so it is renamed for the comparison.
        plain = {name: name.replace(".", "__") for name in names}
        theirs_text = text
        for name in names:
            theirs_text = theirs_text.replace(name, plain[name]) if "." in name else theirs_text
        for _ in range(SAMPLES):
            facts = {name: _sample(env.names[name], edition, name, dice) for name in names}
            theirs = google(theirs_text, {plain[name]: value for name, value in facts.items()})
            ours = Exact(evaluate(node, facts))
            asked += 1
            if theirs != ours:
                wrong.append(f"{text} {facts}: {theirs} / {ours}")
    assert wrong == []
    assert len(texts) > 60
    assert asked == SAMPLES * len(texts)
