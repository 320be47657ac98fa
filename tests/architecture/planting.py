"""A temporary copy of the tree in which a fault is planted, and the checks run over it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def copy_tree(to: Path, *names: str) -> Path:
    """Copy the named files and folders of the tree; returns the copy's root."""
    for name in names:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo"))
        else:
            shutil.copy(source, target)
    return to


def plant(root: Path, file: str, text: str) -> None:
    """Write a file, or put `text` in front of one that is there (after its first line)."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        first, rest = path.read_text(encoding="utf-8").split("\n", 1)
        future = "from __future__ import annotations\n"
        rest = rest.replace(future, future + text, 1) if future in rest else text + rest
        path.write_text(f"{first}\n{rest}", encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8")


@contextmanager
def replaced(root: Path, file: str, text: str) -> Iterator[None]:
    """Put this text in place of a file (or where none is), and set everything right afterwards."""
    path = root / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    made = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        if before is not None:
            path.write_text(before, encoding="utf-8")
        else:
            path.unlink()
        for folder in made:
            folder.rmdir()


def run(root: Path, *words: str) -> tuple[int, str]:
    """Run a tool of the environment inside the copy; its exit status and all it printed."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [str(BIN / words[0]), *words[1:]]
    done = subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr
