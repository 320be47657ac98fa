"""What was measured on what: machine, versions, the state of the source."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROOT

OF_OURS = ("numpy", "pyarrow")


def machine() -> dict[str, str]:
    """Processor, cores, memory, system, Python."""
    processor = _line_of(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine()
    kilobytes = int((_line_of(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0])
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    return {
        "processor": processor,
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{kilobytes / 2**20:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "load at the start": load,
    }


def versions() -> dict[str, str]:
    """Our libraries."""
    return {name: version(name) for name in OF_OURS}


def commit() -> str:
    """The commit, with a mark where the files that are measured differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", "src", "law", "bench/own", "bench/peer")
    return f"{head} and changes" if changed else head


def sources(*folders: str) -> str:
    """A hash over the Python files of some folders: tells whether a figure is of this source."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _line_of(path: Path, name: str) -> str | None:
    if not path.is_file():
        return None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return None
