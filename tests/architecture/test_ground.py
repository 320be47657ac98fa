"""The ground the house stands on: coverage gate, network, browser, commands of the Makefile."""

from __future__ import annotations

import re
import socket
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.architecture.planting import ROOT, copy_tree, run
from tools.docs import headings, make_targets

PROMISED = {"run", "test", "check", "bench", "lawbook", "prove", "help", "format", "locale"}


def test_make_offers_what_was_promised() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert make_targets(ROOT) >= PROMISED
    assert set(re.findall(r"^make (\w+)", said, re.MULTILINE)) >= PROMISED


def test_the_landing_check_runs_tests_and_checks() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()

    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make")] == ["make test", "make check"]


def test_a_test_reaches_loopback_and_nothing_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()

    for address in (("192.0.2.1", 80), ("example.invalid", 80)):
        with pytest.raises(PermissionError, match=address[0]):
            socket.create_connection(address, timeout=1)


@pytest.mark.parametrize(("tested", "status"), [("one(True)", 1), ("one(True), one(False)", 0)])
def test_the_coverage_gate_wants_every_branch_of_the_engine(tmp_path: Path, tested: str, status: int) -> None:
    tree = copy_tree(tmp_path, "pyproject.toml", "tools")
    for package in ("lawengine", "ansinh", "synth"):
        _write(tree / f"src/{package}/__init__.py", "def one(so):\n    if so:\n        return 1\n    return 0\n")
    _write(tree / "src/ansinh/config/__init__.py", "")
    _write(tree / "src/ansinh/config/settings.py", "SECRET_KEY = 'none'\n")
    body = f"import {{0}}\n\ndef test_{{0}}():\n    from {{0}} import one\n    {tested}\n"
    _write(tree / "tests/test_engine.py", body.format("lawengine"))
    _write(tree / "tests/test_ansinh.py", body.format("ansinh").replace(tested, "one(True), one(False)"))
    _write(tree / "tests/test_synth.py", body.format("synth").replace(tested, "one(True), one(False)"))

    tests, said = run(tree, "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-report=")
    found, judged = run(tree, "python", "-m", "tools.coverage_gate")

    assert tests == 0, said
    assert found == status, judged
    assert ("coverage of lawengine: 100.0 %" in judged) == (status == 0)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_anchors_are_those_of_a_code_host() -> None:
    assert headings("# Đúng đối tượng, đủ chế độ!\n\n## 2. `make run`\n") == {"đúng-đối-tượng-đủ-chế-độ", "2-make-run"}


@pytest.mark.browser
def test_a_browser_shows_vietnamese(page: Page) -> None:
    page.set_content("<title>An Sinh</title><p>Đúng đối tượng, đủ chế độ, kịp thời")

    assert page.title() == "An Sinh"
    assert page.get_by_text("đủ chế độ").is_visible()
