"""What-if for a province: `ansinh simulate` as the shell starts it, on a kept cube; figures in simulate.json."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from bench.machine import commit, machine
from bench.measure import ROOT, Cost, keep_law, middle, ours
from bench.people import files, population, say

KEPT = ROOT / "bench" / "simulate.json"
PAGE = ROOT / "docs" / "reference" / "speed.md"
BEGIN, END = "<!-- figures: python -m bench simulate -->", "<!-- end of figures -->"
SETTING = "social.standard_rate=600000"
NEW_CUT = "social.pension_rate=600000"
ROUNDS = 3
KINDS = ("build", "kept", "new cut", "two settings", "every programme", "direct")
MOST_SECONDS = 3.0


def measure_simulate() -> int:
    """Measure; exit status 1 when a what-if of a province takes too long or is not exact."""
    keep_law()
    folder = population("province")
    shutil.rmtree(folder.with_name(folder.name + ".cube"), ignore_errors=True)
    names = ours("bench.own.asked", str(files(folder)[0])).found["programmes"]
    asked = ["simulate", "--month", "2026-11", "--decided", "2026-11-30", "--json", str(folder)]
    social = [word for name in names for word in ("--programme", name)]

    def run(*settings: str, programmes: Sequence[str] = social) -> Cost:
        return ours("ansinh.cli.main", *asked, *programmes, *(word for text in settings for word in ("--set", text)))

    say("building the cube")
    built = run(SETTING)
    say("asking the cube")
    kept = middle([run(SETTING) for _ in range(ROUNDS)])
    say("a cut that the cube lacks")
    lacking = run(SETTING, NEW_CUT)
    both = middle([run(SETTING, NEW_CUT) for _ in range(ROUNDS)])
    say("every monthly programme")
    run(SETTING, programmes=())
    every = middle([run(SETTING, programmes=()) for _ in range(ROUNDS)])
    say("the same without a cube")
    direct = ours("bench.own.simulate", SETTING, *(str(path) for path in files(folder)))
    exact = all(kept.found[name] == value for name, value in direct.found.items())
    figures = {
        "commit": commit(),
        "machine": machine(),
        "people": kept.found["people"],
        "communes": len(kept.found["by_commune"]),
        "exact": exact,
        "cube_mib": round(_size(folder.with_name(folder.name + ".cube")) / 2**20, 2),
        **{name: _costs(cost) for name, cost in _named(built, kept, lacking, both, every, direct)},
    }
    KEPT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), section(figures)), encoding="utf-8")
    print(section(figures))
    slow = max(figures[name]["wall"] for name in ("kept", "two settings", "every programme")) >= MOST_SECONDS
    for wrong, text in ((slow, f"a what-if takes {MOST_SECONDS} s or more"), (not exact, "the cube is not exact")):
        if wrong:
            print(text, file=sys.stderr)
    return 1 if slow or not exact else 0


def _named(*costs: Cost) -> list[tuple[str, Cost]]:
    return list(zip(KINDS, costs, strict=True))


def _costs(cost: Cost) -> dict[str, float]:
    return {"wall": round(cost.wall, 2), "cpu": round(cost.cpu, 2), "MiB": round(cost.memory / 2**20)}


def _size(folder: Any) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def section(figures: dict[str, Any]) -> str:
    """The figures as they stand in the page."""
    words = {
        "build": "the first what-if of a snapshot: the cube is built and kept",
        "kept": f"`--set {SETTING}`, the cube is there",
        "new cut": f"`--set {NEW_CUT}` for the first time: the cube lacks a cut and is built anew",
        "two settings": "both settings, the cube is there",
        "every programme": f"`--set {SETTING}` for every monthly programme of the book, the cube is there",
        "direct": "the same without a cube, both plans on each person",
    }
    equal = "equal to the đồng to" if figures["exact"] else "**not** equal to"
    lines = [
        f"{figures['people']:,} people in {figures['communes']:,} communes, at commit {figures['commit']}; medians of",
        f"{ROUNDS}, the whole process with its start. The cube takes {figures['cube_mib']} MiB on disk; what it says",
        f"is {equal} what the people themselves say.",
        "",
        "| | wall s | CPU s | memory MiB |",
        "|---|--:|--:|--:|",
        *(f"| {words[name]} | {cost['wall']} | {cost['cpu']} | {cost['MiB']} |" for name, cost in _rows(figures)),
    ]
    return "\n".join(lines)


def _rows(figures: dict[str, Any]) -> list[tuple[str, dict[str, float]]]:
    return [(name, figures[name]) for name in KINDS]


def placed(page: str, figures: str) -> str:
    """The page with the figures between its two marks."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{figures}\n{END}{tail}"
