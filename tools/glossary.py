"""The glossary: words that are not used are in no identifier, and words that are defined are used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tools.tree import Fault, files, name, parsed

FILE = "GLOSSARY.yaml"
KEYS = {"vi", "code", "not", "source"}


def faults(root: Path) -> Iterator[Fault]:
    """Every entry that is incomplete or unused, every identifier with a word that is not ours."""
    text = (root / FILE).read_text(encoding="utf-8")
    words: list[dict[str, Any]] = yaml.safe_load(text)["words"]
    used = _identifiers(root)
    law = "\n".join(path.read_text(encoding="utf-8") for path in files(root / "law", ".yaml"))
    for word in words:
        line = _line(text, str(word.get("code")))
        if set(word) != KEYS:
            yield Fault(FILE, line, f"an entry has {', '.join(sorted(KEYS))}")
        elif not any(contains(each, word["code"]) for each in used) and not contains(law, word["code"]):
            yield Fault(FILE, line, f"{word['code']} is defined and used nowhere")
    banned = {each: word["code"] for word in words for each in word.get("not", ())}
    for identifier, (file, at) in sorted(used.items()):
        for each, instead in banned.items():
            if contains(identifier, each):
                yield Fault(file, at, f"{identifier}: the house says {instead!r}, not {each!r} ({FILE})")


def contains(identifier: str, word: str) -> bool:
    """Whether the parts of the word follow each other among the parts of the identifier (or text)."""
    return f"_{snake(word)}_" in f"_{snake(identifier)}_"


@lru_cache(maxsize=100_000)
def snake(identifier: str) -> str:
    """`HouseholdPass` and `household-pass` as `household_pass`; a final plural s is dropped."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", identifier)
    return "_".join(re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", part.lower()) for part in parts)


def _line(text: str, code: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if f"code: {code}," in line), 1)


def _identifiers(root: Path) -> dict[str, tuple[str, int]]:
    """Every name that our code gives, with the first place that gives it."""
    found: dict[str, tuple[str, int]] = {}
    for path in files(root / "src", ".py"):
        file = name(root, path)
        found.setdefault(path.stem, (file, 1))
        for node in ast.walk(parsed(path)):
            for identifier in _given(node):
                found.setdefault(identifier, (file, int(getattr(node, "lineno", 1))))
    return found


def _given(node: ast.AST) -> Iterator[str]:
    """The name that a node gives to something (not one it only mentions, which may be a library's)."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.id if isinstance(node, ast.Name) else node.attr
