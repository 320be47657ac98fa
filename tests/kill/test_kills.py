"""`kill -9` at random moments of an import and of merges, and on again: nothing is lost, nothing is there twice.

Each moment: the prepared database is copied, a process of its own works on it and is killed, a second one goes on to
the end. Four moments in the build; `ANSINH_KILLS=50 pytest tests/kill` is the long proof. On PostgreSQL where the suite
runs on it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
MOMENTS = int(os.environ.get("ANSINH_KILLS", "4"))
SERVER = os.environ.get("ANSINH_DATABASE_URL", "")
# Written whole, whatever is compared: the numbers of a run that nobody kills.
IMPORT_ROWS, MERGES = 2601, 12


class Workbench:
    """A prepared database and copies of it: files of SQLite, or databases of the PostgreSQL that the suite runs on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[str] = []
        (folder / "prepared").mkdir()
        self.prepared = self.environment("prepared")
        self._create("prepared", None)
        self.run("prepared", "prepare")

    def environment(self, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("ANSINH_", "COV_", "COVERAGE_"))}
        url = self._url(name) if SERVER else ""
        return {
            **kept,
            "ANSINH_DATA": str(self._folder / name),
            "ANSINH_DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        }

    def copy(self, name: str) -> None:
        shutil.copytree(self._folder / "prepared", self._folder / name)
        self._create(name, "prepared")

    def start(self, name: str, what: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.kill.child", what]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(name), stdout=subprocess.PIPE, text=True)

    def run(self, name: str, what: str) -> tuple[dict[str, Any], float]:
        """Work to the end: what came of it, and how long the work took, in seconds."""
        process = self.start(name, what)
        lines, begun, took = [], 0.0, 0.0
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                begun = time.monotonic() if line == "BEGIN\n" else begun
                took = time.monotonic() - begun if line == "END\n" else took
                lines.append(line)
        assert process.returncode == 0
        return json.loads(lines[-1]), took

    def close(self) -> None:
        for name in self._made:
            self._execute(f'DROP DATABASE "{self._database(name)}" WITH (FORCE)')

    def _create(self, name: str, template: str | None) -> None:
        if SERVER:
            like = f' TEMPLATE "{self._database(template)}"' if template else ""
            self._execute(f'CREATE DATABASE "{self._database(name)}"{like}')
            self._made.append(name)

    def _database(self, name: str | None) -> str:
        return f"kill_{os.getpid()}_{name}"

    def _url(self, name: str) -> str:
        parts = urlsplit(SERVER)
        return urlunsplit(parts._replace(path=f"/{self._database(name)}"))

    @staticmethod
    def _execute(statement: str) -> None:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = Workbench(tmp_path_factory.mktemp("kill"))
    yield made
    made.close()


def killed_and_gone_on(bench: Workbench, name: str, what: str, after: float) -> dict[str, Any]:
    """What came of it when the first process is killed `after` seconds of work."""
    bench.copy(name)
    with bench.start(name, what) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "BEGIN\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
    return bench.run(name, what)[0]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["import", "merge"])
def test_nothing_is_lost_and_nothing_is_there_twice(bench: Workbench, what: str) -> None:
    bench.copy(f"{what}-whole")
    whole, took = bench.run(f"{what}-whole", what)
    expected = {"import": ("applied", 1), "merge": ("pairs", MERGES)}[what]
    assert whole[expected[0]] == expected[1]
    assert not whole["audit"]
    assert len(whole["list"]) == IMPORT_ROWS + 1
    random = Random(f"{what} {MOMENTS}")
    for number in range(MOMENTS // 2):
        after = random.uniform(0, took)
        found = killed_and_gone_on(bench, f"{what}-{number}", what, after)
        wrong = [key for key in whole if found[key] != whole[key]]
        assert wrong == [], f"killed after {after:.2f} s of {took:.2f}: {wrong}"


@pytest.mark.slow
def test_a_run_that_is_left_half_done_is_seen(bench: Workbench) -> None:
    """The comparison itself can fail: what a killed process leaves is not what a whole run leaves."""
    bench.copy("left")
    left, _ = bench.run("left", "half")
    bench.copy("gone-on")
    bench.run("gone-on", "half")
    whole, _ = bench.run("gone-on", "merge")
    assert {key for key in whole if left[key] != whole[key]} >= {"rows", "people", "merged", "pairs"}
