"""Form, lint and types: what the tools are set to refuse, they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.planting import copy_tree, plant, run

HEAD = '"""Planted."""\n\n'
BRANCHES = "".join(f"    if number == {n}:\n        number += {n}\n" for n in range(13))
LINT = {
    "PLC0415": HEAD + "def planted() -> None:\n    import os\n\n    os.getcwd()\n",
    "BLE001": HEAD + "try:\n    x = 1\nexcept Exception:\n    x = 2\n",
    "TID251": HEAD + "from unittest.mock import Mock\n\nx = Mock()\n",
    "TID252": HEAD + "from . import text\n\nx = text\n",
    "C901": HEAD + f"def planted(number: int) -> int:\n{BRANCHES}    return number\n",
    "D100": "x = 1\n",
    "D103": HEAD + "def planted() -> None:\n    pass\n",
    "E501": HEAD + f'x = "{"a" * 120}"\n',
    "T201": HEAD + 'print("a")\n',
    "ERA001": HEAD + "# x = compute(1)\n",
    "S301": HEAD + "import pickle\n\nx = pickle.loads(b'')\n",
    "F401": HEAD + "import os\n",
    "B006": HEAD + "def planted(x: list[int] = []) -> list[int]:\n    return x\n",
    "DTZ005": HEAD + "from datetime import datetime\n\nx = datetime.now()\n",
}


@pytest.mark.parametrize("rule", sorted(LINT))
def test_the_linter_refuses(tmp_path: Path, rule: str) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml")
    plant(tree, "src/ansinh/kernel/planted.py", LINT[rule])

    status, said = run(tree, "ruff", "check", "--no-cache", "--output-format", "concise", ".")

    assert status == 1, said
    assert rule in said


def test_the_formatter_refuses(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml")
    plant(tree, "src/ansinh/kernel/planted.py", HEAD + "x = {'a':1}\n")

    status, said = run(tree, "ruff", "format", "--check", "--no-cache", ".")

    assert status == 1, said
    assert "planted.py" in said


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("def planted(x):\n    return x\n", "no-untyped-def"),
        ("def planted() -> list:\n    return []\n", "type-arg"),
        ("x: int = 'a'\n", "assignment"),
        ("x: int = 'a'  # type: ignore\n", "ignore-without-code"),
    ],
)
def test_the_type_checker_refuses(tmp_path: Path, body: str, code: str) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml")
    plant(tree, "src/ansinh/kernel/planted.py", HEAD + body)

    status, said = run(tree, "mypy", "--cache-dir", str(tmp_path / "cache"), "src")

    assert status == 1, said
    assert f"[{code}]" in said


def test_a_warning_fails_a_test(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml")
    plant(tree, "tests/test_planted.py", HEAD + "import warnings\n\n\ndef test_it():\n    warnings.warn('old')\n")

    status, said = run(tree, "pytest", "-p", "no:cacheprovider", "-q")

    assert status == 1, said
    assert "UserWarning: old" in said


def test_an_unknown_marker_fails(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml")
    plant(tree, "tests/test_planted.py", HEAD + "import pytest\n\n\n@pytest.mark.nonsense\ndef test_it():\n    pass\n")

    status, said = run(tree, "pytest", "-p", "no:cacheprovider", "-q")

    assert status != 0, said
    assert "'nonsense' not found" in said


@pytest.mark.parametrize("package", ["playwright", "openpyxl"])
def test_a_package_that_is_not_required_is_refused(tmp_path: Path, package: str) -> None:
    tree = copy_tree(tmp_path, "src", "pyproject.toml")
    plant(tree, "src/ansinh/kernel/planted.py", HEAD + f"import {package}\n")

    status, said = run(tree, "deptry", "--no-ansi", "src")

    assert status == 1, said
    assert f"'{package}' imported but" in said
