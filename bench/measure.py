"""Running one measurement in a process of its own: what it cost, and what it found.

The process that measures stays small and imports neither side: a child's peak memory is never less than its parent's.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "bench" / "data"
PEER = ROOT / ".bench-venv" / "bin" / "python"
_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
BUNDLE = DATA / "law.json"
_OURS = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
_THEIRS = {"PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system) with all child processes; peak memory in bytes of the largest process."""

    cpu: float
    wall: float
    memory: int
    found: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s CPU, {self.wall:.1f} s wall, {self.memory / 2**20:,.0f} MiB"


def ours(module: str, *arguments: str) -> Cost:
    """Run a module of `bench.own` (or of the product) in our environment, under the law of `keep_law`."""
    return run([sys.executable, "-m", module, *arguments], {**_OURS, "ANSINH_LAW": str(BUNDLE)})


def keep_law() -> None:
    """Put the book of law aside, so that all that follows is measured under the same."""
    run([sys.executable, "-m", "bench.own.bundle", str(BUNDLE)], _OURS)


def theirs(*arguments: str) -> Cost:
    """Run the peer in its own environment."""
    return run([str(PEER), "-m", "bench.peer", *arguments], _THEIRS)


def run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end. Its last line is read as JSON where it is any.

    Raises:
        SystemExit: the command failed; its own words are on standard error.
    """
    begin = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command[:4])} … ended with {process.returncode}")
    usages = [usage, *_orphans()]
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Cost(cpu, wall, max(each.ru_maxrss for each in usages) * 1024, _last_line(output.decode()))


def _adopt() -> None:
    """Processes whose parent has ended become ours (Linux), so that what they used can be counted."""
    ctypes.CDLL(None, use_errno=True).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> Iterator[resource.struct_rusage]:
    """What was used by processes that outlived the command that started them: a fork server with its workers."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


_adopt()


def _last_line(output: str) -> dict[str, Any]:
    lines = output.splitlines()
    found = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return found if isinstance(found, dict) else {}


@contextmanager
def alone() -> Iterator[None]:
    """Keep a second measurement away: it would spoil the figures and the files of this one.

    Raises:
        SystemExit: another one is running.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit("bench: another measurement is running here") from None
        yield


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs of the same; what was found is the last one's."""
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        int(median(cost.memory for cost in costs)),
        costs[-1].found,
    )


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of runs that stood side by side."""
    return median(a / b for a, b in zip(above, below, strict=True))
