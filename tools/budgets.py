"""Budgets: how long a file, a function, a page may be, what a module is called, what it begins with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.tree import Fault, files, name, parsed

FILE, TEST_FILE, FUNCTION, TEMPLATE, README = 400, 500, 50, 120, 120
# As Django writes it, from the models.
GENERATED = "0001_initial.py"
BANNED_MODULES = {"utils", "util", "misc", "common", "helpers", "helper", "base", "manager", "managers"}
# Written apart, so that this file does not hold what it looks for.
TO_DO = re.compile("TO" + r"DO\b(?!\(#\d+\))|FIX" + "ME|XX" + "X")


def faults(root: Path) -> Iterator[Fault]:
    """Every budget that is exceeded below `root`."""
    for path in files(root):
        file, text = name(root, path), path.read_text(encoding="utf-8")
        yield from _length(file, text.count("\n"))
        for number, line in enumerate(text.splitlines(), 1):
            if path.suffix != ".lock" and TO_DO.search(line):
                yield Fault(
                    file, number, "work left to do without its issue: finish it, or write (#123) after the word"
                )
    for path in files(root, ".py"):
        yield from _module(name(root, path), path, parsed(path))


def _length(file: str, lines: int) -> Iterator[Fault]:
    allowed = _allowed(file)
    if allowed is not None and lines > allowed:
        yield Fault(
            file, allowed, f"{lines} lines; at most {allowed}: find the second thing it does and give it a file"
        )


def _allowed(file: str) -> int | None:
    """Lines that this file may have; None for data."""
    path = Path(file)
    if path.name == GENERATED:
        return None
    if path.name.startswith("README"):
        return README
    if path.suffix == ".html":
        return TEMPLATE
    if path.suffix in {".py", ".sh"}:
        return TEST_FILE if path.parts[0] == "tests" or "tests" in path.parts else FILE
    return None


def _module(file: str, path: Path, tree: ast.Module) -> Iterator[Fault]:
    if path.stem in BANNED_MODULES or path.parent.name in BANNED_MODULES:
        yield Fault(file, 1, f"{path.stem!r} says nothing: name the module after what is in it")
    first = path.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n")
    if path.name == GENERATED:
        return
    if ast.get_docstring(tree) is None or not first.startswith('"""'):
        yield Fault(file, 1, "the first line is a docstring that says what this module is")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(file, node)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node):
            yield Fault(file, node.lineno, "catch the error that is meant, not every Exception")


def _function(file: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Fault]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION:
        yield Fault(file, node.lineno, f"{node.name} has {lines} lines; at most {FUNCTION}")
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            yield Fault(file, inner.lineno, f"import inside {node.name}: imports stand at the top")


def _catches_all(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}) for kind in kinds
    )
