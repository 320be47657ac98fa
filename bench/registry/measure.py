"""Measure the registers at the size of a province; the figures go into docs/reference/registry-speed.md."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.machine import commit, machine
from bench.measure import DATA, ROOT
from bench.registry.load import Page, press

KEPT = ROOT / "bench" / "registry.json"
PAGE = ROOT / "docs" / "reference" / "registry-speed.md"
BEGIN, END = "<!-- figures: python -m bench registry -->", "<!-- end of figures -->"
SCALE = os.environ.get("BENCH_SCALE", "1")
MINUTES = float(os.environ.get("BENCH_MINUTES", "5"))
USERS = 20
PORT = 8470
ANSINH = ROOT / ".venv" / "bin" / "ansinh"
# Milliseconds at the 95th percentile, seconds of the rest.
SEARCH_P95, PAGE_P95, SNAPSHOT, REFRESH = 100, 250, 60, 10
_SAMPLE = 400


def measure_registry() -> int:
    """Fill PostgreSQL with a province, take the snapshot, press the pages; exit status 1 when a target is missed."""
    environment = _environment()
    found: dict[str, Any] = {
        "machine": machine(),
        "commit": commit(),
        "scale": SCALE,
        "users": USERS,
        "minutes": MINUTES,
    }
    begun = time.monotonic()
    # It keeps what an earlier measurement filled.
    found["kept"] = "giữ nguyên" in _call(environment, ANSINH, "demo", "--scale", SCALE)
    found["filled_seconds"] = round(time.monotonic() - begun, 1)
    found["snapshot"] = _snapshot(environment)
    sample = _ask(environment, "sample", str(_SAMPLE))
    with _served(environment):
        taken = press(f"http://127.0.0.1:{PORT}", pages(sample), users=USERS, minutes=MINUTES, role="specialist")
    found["pages"] = taken.table()
    total = sum(len(times) for times in taken.seconds.values())
    found["requests_per_second"] = round(total / taken.wall, 2)
    found["errors"] = sum(taken.errors.values())
    KEPT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = section(found)
    PAGE.write_text(_placed(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text)
    wrong = missed(found)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def missed(found: dict[str, Any]) -> list[str]:
    """The targets that are missed, in words."""
    wrong = [
        f"{row['kind']}: p95 is {row['p95_ms']} ms, asked for {goal}"
        for row in found["pages"]
        if row["p95_ms"] > (goal := SEARCH_P95 if row["kind"].startswith("search") else PAGE_P95)
    ]
    for name, goal in (("full_seconds", SNAPSHOT), ("refresh_seconds", REFRESH)):
        if found["snapshot"][name] > goal:
            wrong.append(f"snapshot {name} is {found['snapshot'][name]}, asked for {goal}")
    if found["errors"]:
        wrong.append(f"{found['errors']} requests had no answer")
    return wrong


def pages(sample: list[dict[str, str]]) -> list[Page]:
    """Requests about real people of the province, each kind as often."""
    dice = random.Random(7)
    asked: list[Page] = []
    for person in sample:
        words = person["name"].split()
        asked += [
            Page("search: name without accents", f"/nguoi/?q={'+'.join(words)}"),
            Page("search: part of a name", f"/nguoi/?q={'+'.join(words[-2:])}"),
            Page("search: name and commune", f"/nguoi/?q={'+'.join(words)}%2C+{person['commune'].replace(' ', '+')}"),
            Page("page: person", f"/nguoi/{person['code']}/"),
            Page("page: household", f"/ho/{person['household']}/"),
        ]
        if person["number"]:
            asked.append(Page("search: CCCD", f"/nguoi/?q={person['number']}"))
    asked += [Page("work list: home", "/"), Page("work list: changes", "/thay-doi/can-quyet-dinh/")]
    asked.append(Page("work list: checks", "/kiem-tra/"))
    dice.shuffle(asked)
    return asked


def section(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    snapshot = found["snapshot"]
    head = found["machine"]
    lines = [
        f"{snapshot['people']:,} people on PostgreSQL, at commit {found['commit']}.",
        f"{head['processor']}, {head['cores']} cores, load at the start {head['load at the start']}.",
        "The province was there already." if found["kept"] else f"Filled in {found['filled_seconds']} s.",
        "",
        f"{found['users']} users, a request each every 5 s for {found['minutes']:g} min, from the same machine:",
        f"{found['requests_per_second']} requests a second, {found['errors']} errors.",
        "",
        "| page | requests | errors | median ms | p95 ms | longest ms |",
        "|---|--:|--:|--:|--:|--:|",
        *(f"| {' | '.join(str(value) for value in row.values())} |" for row in found["pages"]),
        "",
        f"Snapshot for the law: {snapshot['full_seconds']} s for all, {snapshot['refresh_seconds']} s after",
        f"{snapshot['touched']:,} households changed ({snapshot['refreshed']:,} people asked anew).",
        *(["", "Missed:", "", *(f"- {line}" for line in wrong)] if (wrong := missed(found)) else []),
    ]
    return "\n".join(lines)


def _snapshot(environment: dict[str, str]) -> dict[str, Any]:
    folder = DATA / "registry-snapshot"
    begun = time.monotonic()
    full = json.loads(_call(environment, ANSINH, "snapshot", "--month", "2026-11", "--out", str(folder), "--json"))
    middle = time.monotonic()
    touched = _ask(environment, "touch", "0.01")
    again = time.monotonic()
    fresh = json.loads(_call(environment, ANSINH, "snapshot", "--refresh", "--out", str(folder), "--json"))
    return {
        "people": full["people"],
        "full_seconds": round(middle - begun, 1),
        "touched": touched,
        "refreshed": fresh["refreshed"],
        "refresh_seconds": round(time.monotonic() - again, 1),
    }


def _environment() -> dict[str, str]:
    url = (
        os.environ.get("ANSINH_DATABASE_URL")
        or subprocess.run(
            [ROOT / "tools" / "postgres.sh", "start"],
            env={
                **os.environ,
                "ANSINH_PG": str(DATA / "postgres"),
                "PG_NAME": "registry",
                "PG_BUFFERS": "3GB",
                "PG_OPTIONS": "-c work_mem=64MB",
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    return {
        **os.environ,
        "ANSINH_DATABASE_URL": url,
        "ANSINH_DEMO": "1",
        "ANSINH_DATA": str(DATA / "registry"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def _ask(environment: dict[str, str], *words: str) -> Any:
    return json.loads(_call(environment, Path(sys.executable), "-m", "bench.registry.inside", *words))


def _call(environment: dict[str, str], program: Path, *words: str) -> str:
    return subprocess.run([program, *words], env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[None]:
    server = subprocess.Popen(
        [ANSINH, "serve", "--port", str(PORT)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if line.startswith("READY"):
                break
        yield
    finally:
        server.terminate()
        server.wait(30)


def _placed(page: str, text: str) -> str:
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"
