"""A hundred million people on two processes in bounded memory. It takes long: its figures are kept."""

from __future__ import annotations

import json
import shutil
from typing import Any

from bench.machine import commit, machine, sources, versions
from bench.measure import DATA, ROOT, ours
from bench.people import files, population, say

KEPT = ROOT / "bench" / "hundred-million.json"
PROCESSES = 2
NEEDED = 8 * 2**30
_MEASURED = ("src/lawengine", "src/synth")


def run_it() -> dict[str, Any]:
    """Write the people, judge them, keep the figures.

    Raises:
        SystemExit: not enough room on the disk.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(DATA).free < NEEDED:
        raise SystemExit(f"bench: {NEEDED / 2**30:.0f} GiB of free disk are needed in bench/data")
    folder, results = population("100m", processes=PROCESSES), DATA / "result-100m"
    say("judging a hundred million people")
    cost = ours("bench.own.batch", str(PROCESSES), str(results), *(str(path) for path in files(folder)))
    written = sum(path.stat().st_size for path in results.rglob("*") if path.is_file())
    figures = {
        "commit": commit(),
        "sources": sources(*_MEASURED),
        "machine": machine(),
        "versions": versions(),
        "people": cost.found["people"],
        "reasonings": cost.found["reasonings"],
        "processes": PROCESSES,
        "cpu_seconds": round(cost.cpu, 1),
        "wall_seconds": round(cost.wall, 1),
        "memory_of_largest_process": cost.memory,
        "read_bytes": sum(path.stat().st_size for path in files(folder)),
        "written_bytes": written,
    }
    KEPT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(results)
    return figures


def kept() -> dict[str, Any] | None:
    """The kept figures, None where there are none; `stale` says that the source has changed since."""
    if not KEPT.is_file():
        return None
    figures: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return {**figures, "stale": figures["sources"] != sources(*_MEASURED)}
