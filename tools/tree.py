"""The files of the project, and what a check finds in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Made by a tool or by a run, never by us.
SKIPPED = {"build", "dist", "htmlcov", "node_modules", "__pycache__"}
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".sh", ".html", ".css", ".js", ".csv", ".json", ".in", ".lock", ".cfg",
        ".po", ".sql", ".svg", ".txt", ".scala"}  # fmt: skip
BARE = {"Makefile", "run", ".gitignore", ".gitattributes"}


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """Something that must not be in the tree; `file` is relative to its root, `line` counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Text files of the project, in order; with suffixes only those."""
    for path in sorted(_walk(root)):
        if (path.suffix in suffixes) if suffixes else (path.suffix in TEXT or path.name in BARE):
            yield path


def name(root: Path, path: Path) -> str:
    """The path as a fault says it."""
    return path.relative_to(root).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            made = path.name in SKIPPED or path.name.endswith(".egg-info")
            if not (hidden or made or path.is_symlink()):
                yield from _walk(path)
        elif path.is_file():
            yield path
