"""The linkage on 20,000 labelled records, on the seed it was set by and on one that was never looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansinh.registry.linkage.matching import learn, link
from bench.linkage.judge import judged
from bench.linkage.report import KEPT, PAGE, RECORDS, SEEDS, TARGETS, missed, placed, section
from synth.duplicates import SCHEMA, labelled_register

SMALL = 20_000
RIGHT: dict[str, Any] = {
    "seed": 7,
    "precision of same": 0.999,
    "recall of same and ask": 0.97,
    "records asked about": 0.02,
}
RIGHT |= {"wall": 90.0}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_bands_hold_what_they_promise(seed: int) -> None:
    register = labelled_register(seed, SMALL)
    model = learn(register.persons, strangers=300_000)
    found = judged(register.persons, register.truth, link(register.persons, model))
    listed, ways = found["list"], found["by way"]

    assert register.persons.schema == SCHEMA  # no label goes in
    assert listed["records"] == SMALL
    assert listed["second entries"] == 0.15 * SMALL
    assert listed["second entries without CCCD"] >= 0.3 * listed["second entries"]
    assert found["precision of same"] >= 0.99
    assert found["recall of same and ask"] >= 0.95
    assert found["records asked about"] <= 0.03
    assert found["recall of same"] > 0.85
    assert 0.05 < model.twice < 0.2
    for way in ("no_accents", "no_citizen_id", "day_and_month_swapped", "old_id_instead"):
        assert ways[way]["pairs"] > 50
        assert ways[way]["missed"] < 0.1 * ways[way]["pairs"]
    assert ways["moved"]["missed"] < 0.35 * ways["moved"]["pairs"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("precision of same", 0.98), ("recall of same and ask", 0.94), ("records asked about", 0.031), ("wall", 121.0)],
)
def test_a_missed_target_is_told(name: str, value: float) -> None:
    assert missed(RIGHT) == []
    assert [line.split(":")[0] for line in missed({**RIGHT, name: value})] == ["seed 7"]
    assert name in missed({**RIGHT, name: value})[0]


def test_the_kept_figures_are_right_enough_and_what_they_miss_is_on_the_page() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")

    assert [run["seed"] for run in kept["runs"]] == list(SEEDS)
    assert {run["list"]["records"] for run in kept["runs"]} == {RECORDS}
    assert all(set(TARGETS) <= set(run) for run in kept["runs"])
    wrong = [line for run in kept["runs"] for line in missed(run)]
    # How long it took hangs on what else the machine did; how right it is does not.
    assert all(": wall is " in line for line in wrong)
    assert [line for line in wrong if f"**Missed** – {line}." not in page] == []
    assert placed(page, section(kept)) == page
    assert placed(page, "other figures\n") != page
