"""Lock files: every package pinned with hashes, no registry named, every requirement locked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.tree import Fault, name

PINNED = re.compile(r"([a-z0-9-]+)==[\w.+!-]+( ; .+)? \\$")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?$")


def faults(root: Path) -> Iterator[Fault]:
    """Every line of a lock that is neither a pin nor a hash, and every requirement without a pin."""
    asked = _asked((root / "requirements.in").read_text(encoding="utf-8").splitlines())
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked |= _asked(project["dependencies"])
    for lock in sorted(root.glob("requirements*.lock")):
        file, pins = name(root, lock), set()
        lines = lock.read_text(encoding="utf-8").splitlines()
        for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
            pin = PINNED.fullmatch(line)
            if pin and HASH.fullmatch(after):
                pins.add(pin.group(1))
            elif not HASH.fullmatch(line):
                yield Fault(file, number, "neither a pinned package with its hash nor a hash: make it with `make lock`")
        own = lock.with_suffix(".in").read_text(encoding="utf-8").splitlines()
        for missing in sorted((asked | _asked(own)) - pins):
            yield Fault(file, 1, f"{missing} is asked for and not locked: run `make lock`")


def _asked(lines: list[str]) -> set[str]:
    """Names of the packages that requirement lines ask for."""
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {match.group().lower().replace("_", "-").replace(".", "-") for match in found if match}
