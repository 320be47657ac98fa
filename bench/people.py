"""The shared population: written once for each size, kept until its generator changes."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.machine import sources
from bench.measure import DATA, ours

SEED = 1
HOUSEHOLDS = {"1m": 290_000, "province": 1_070_000, "10m": 2_900_000, "100m": 29_000_000}
_STAMP = "stamp"


def population(size: str, *, processes: int = 1) -> Path:
    """The folder with a population's files, one for each province."""
    folder = DATA / f"people-{size}"
    stamp = f"{sources('src/synth')} {SEED} {HOUSEHOLDS[size]}"
    if not _is(folder, stamp):
        say(f"making up a population ({size})")
        _clear(folder)
        arguments = ["--households", str(HOUSEHOLDS[size]), "--seed", str(SEED), "--processes", str(processes)]
        ours("synth.population", *arguments, "--out", str(folder))
        (folder / _STAMP).write_text(stamp, encoding="utf-8")
    for path in files(folder):
        path.read_bytes()  # both sides find the files in the page cache
    return folder


def known(size: str) -> Path:
    """The same people with nothing unknown: for the comparison, as OpenFisca has no unknown."""
    folder, source = DATA / f"known-{size}", population(size)
    stamp = f"{(source / _STAMP).read_text(encoding='utf-8')} {sources('bench/own')}"
    if not _is(folder, stamp):
        _clear(folder)
        ours("bench.own.known", str(source), str(folder))
        (folder / _STAMP).write_text(stamp, encoding="utf-8")
    return folder


def files(folder: Path) -> list[Path]:
    """A population's files, in order."""
    return sorted(folder.glob("*.parquet"))


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"bench: {text}\n")


def _is(folder: Path, stamp: str) -> bool:
    path = folder / _STAMP
    return path.is_file() and path.read_text(encoding="utf-8") == stamp


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*files(folder), folder / _STAMP):
        path.unlink(missing_ok=True)
