"""Who may import whom: the walls stand in the tree, and each falls red when something is planted across it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.planting import ROOT, copy_tree, plant, run


@dataclass(frozen=True)
class Crossing:
    """Text planted into a file, and the wall (id of a contract in pyproject.toml) that it crosses."""

    wall: str
    file: str
    text: str


DOCSTRING = '"""Planted."""\n'
CROSSINGS = [
    Crossing("rooms", "src/ansinh/kernel/planted.py", DOCSTRING + "from ansinh.lawdesk import editions\n"),
    Crossing("rooms", "src/ansinh/kernel/text.py", "from ansinh.cli import main\n"),
    Crossing("rooms", "src/ansinh/lawdesk/editions.py", "from ansinh.cli import main\n"),
    Crossing("rooms", "src/ansinh/attic/__init__.py", DOCSTRING),
    Crossing("engine", "src/lawengine/dates.py", "from ansinh.kernel import text\n"),
    Crossing("engine", "src/lawengine/cel/tree.py", "import synth\n"),
    Crossing("engine", "src/lawengine/plan.py", "import django\n"),
    Crossing("engine", "src/lawengine/plan.py", "import lawrun\n"),
    Crossing("engine", "src/lawengine/plan.py", "import urllib.request\n"),
    Crossing("engine", "src/lawengine/plan.py", "import socket\n"),
    Crossing("engine", "src/lawengine/decide.py", "import time\n"),
    Crossing("engine-door", "src/ansinh/kernel/planted.py", DOCSTRING + "from lawengine import decide\n"),
    Crossing("engine-door", "src/synth/planted.py", DOCSTRING + "import lawengine\n"),
    Crossing("synth", "src/synth/planted.py", DOCSTRING + "from ansinh.kernel import text\n"),
    Crossing("synth", "src/synth/planted.py", DOCSTRING + "import django\n"),
    Crossing("pure", "src/ansinh/kernel/text.py", "import django.conf\n"),
    Crossing("pure", "src/ansinh/cli/law.py", "import django\n"),
    Crossing("light", "src/ansinh/cli/decide.py", "import numpy\n"),
    Crossing("light", "src/lawengine/plan.py", "import pyarrow\n"),
    Crossing("light", "src/ansinh/lawdesk/editions.py", "import jinja2\n"),
    Crossing("no-circles", "src/lawengine/dates.py", "from lawengine import planner\n"),
    Crossing("no-circles", "src/ansinh/kernel/errors.py", "from ansinh.kernel import partial_dates\n"),
]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_walls_stand() -> None:
    status, said = run(ROOT, "lint-imports", "--no-cache", "--no-logo")

    assert status == 0, said
    assert f"{len(CONTRACTS)} kept, 0 broken" in said


def test_every_wall_is_tried() -> None:
    assert {crossing.wall for crossing in CROSSINGS} == {contract["id"] for contract in CONTRACTS}


@pytest.mark.parametrize("crossing", CROSSINGS, ids=lambda crossing: f"{crossing.wall}-{Path(crossing.file).stem}")
def test_a_crossing_turns_the_check_red(tmp_path: Path, crossing: Crossing) -> None:
    tree = copy_tree(tmp_path, "src", "pyproject.toml")
    plant(tree, crossing.file, crossing.text)

    status, said = run(tree, "lint-imports", "--no-cache", "--no-logo", "--contract", crossing.wall)

    name = next(contract["name"] for contract in CONTRACTS if contract["id"] == crossing.wall)
    assert status == 1, said
    assert f"{name} BROKEN" in said
