"""Exactness: money and coefficients are never floats, and what must give the same answer twice reads no clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.tree import Fault, files, name, parsed

# Whatever counts money here is an integer, a Fraction or a Decimal.
WITHOUT_FLOATS = ("src/lawengine",)
WITHOUT_CLOCK = ("src/lawengine", "src/synth", "src/ansinh/kernel")
WITHOUT_CODE = ("law", "analytics")
FLOATS = {"float", "float16", "float32", "float64", "float_", "double", "true_divide"}
# Not money: how alike two words are, how long to wait.
NOT_MONEY = {"cutoff", "timeout", "_PAUSE"}
CLOCK = {"today", "now", "utcnow", "fromtimestamp"}
CALENDAR = {"date", "datetime", "Timestamp"}


def faults(root: Path) -> Iterator[Fault]:
    """Every float, clock and program where none belongs."""
    for folder in WITHOUT_FLOATS:
        for path in files(root / folder, ".py"):
            yield from _floats(name(root, path), parsed(path))
    for folder in WITHOUT_CLOCK:
        for path in files(root / folder, ".py"):
            yield from _clock(name(root, path), parsed(path))
    for folder in WITHOUT_CODE:
        if (root / folder).is_dir():
            for path in files(root / folder, ".py", ".sh", ".js"):
                yield Fault(name(root, path), 1, f"{folder}/ is data: no program belongs here")


def _floats(file: str, tree: ast.Module) -> Iterator[Fault]:
    asked = {id(each) for node in ast.walk(tree) for each in (*_refusals(node), *_not_money(node))}
    for node in ast.walk(tree):
        if id(node) in asked:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield Fault(file, node.lineno, f"{node.value} is a float: write an integer, Fraction or Decimal('…')")
        elif _word(node) in FLOATS:
            yield Fault(file, _line(node), f"{_word(node)} does not keep đồng exact: use integers, Fraction or Decimal")


def _refusals(node: ast.AST) -> Iterator[ast.AST]:
    """The type in `isinstance(value, float)` or in a key `{float: …}`: the engine must be able to refuse a float."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
        for argument in node.args[1:]:
            yield from ast.walk(argument)
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if isinstance(key, ast.Name))


def _not_money(node: ast.AST) -> Iterator[ast.AST]:
    named = (
        node.arg if isinstance(node, ast.keyword) else _word(node.targets[0]) if isinstance(node, ast.Assign) else ""
    )
    if isinstance(node, ast.keyword | ast.Assign) and named in NOT_MONEY:
        yield node.value


def _clock(file: str, tree: ast.Module) -> Iterator[Fault]:
    calendar = CALENDAR | {
        alias.asname for node in ast.walk(tree) for alias in _imported(node, "datetime") if alias.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK and _word(node.value) in calendar:
            yield Fault(file, node.lineno, f".{node.attr} reads the clock: dates are arguments")
        if any(_imported(node, "time")):
            yield Fault(file, _line(node), "the module time reads the clock: dates are arguments")


def _imported(node: ast.AST, module: str) -> Iterator[ast.alias]:
    """What is taken from a module of the standard library, by either form of import."""
    if isinstance(node, ast.ImportFrom) and node.module == module:
        yield from node.names
    if isinstance(node, ast.Import):
        yield from (alias for alias in node.names if alias.name == module)


def _word(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))
