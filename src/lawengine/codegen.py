"""Expressions as Python source: three-valued, None is unknown, every distinct sub-expression computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import And, Arith, Compare, Field, If, In, ListLit, Lit, Members, Name, Neg, Node, Not, Or, Size
from lawengine.fold import is_interval

Run = Callable[[Sequence[Any], Sequence[Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Slot:
    """One input of the generated code: a fact's value, or the bounds of a date-derived number."""

    name: str
    part: str


@dataclass(slots=True)
class Compiled:
    """`run(values, aggregates)` gives one value per expression; `aggregates[i](member_values)` a household's part."""

    slots: tuple[Slot, ...]
    run: Run
    member_slots: tuple[Slot, ...]
    aggregates: tuple[Callable[[Sequence[Sequence[Any]]], Any], ...]
    source: str


def compile_expressions(expressions: Sequence[Node], catalogue: Catalogue) -> Compiled:
    """Generate and compile code for folded expressions."""
    writer = _Writer(catalogue)
    results = [writer.emit(node) for node in expressions]
    body = "\n".join(f"    {line}" for line in writer.lines) or "    pass"
    source = f"def run(v, g):\n{body}\n    return ({', '.join(results)}{',' if results else ''})\n"
    scope: dict[str, Any] = {
        "divide": _divide,
        "remainder": _remainder,
        "some": _some,
        "every": _every,
        "one": _one,
        "count": _count,
    }
    exec(compile(source + "\n".join(writer.functions), "<law>", "exec"), scope)  # noqa: S102 - our own generated text, no input in it
    aggregates = tuple(scope[f"aggregate_{number}"] for number in range(len(writer.aggregates)))
    return Compiled(tuple(writer.slots), scope["run"], tuple(writer.member_slots), aggregates, source)


def _divide(a: int, b: int) -> int:
    """CEL division truncates toward zero."""
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def _remainder(a: int, b: int) -> int:
    """CEL remainder has the sign of the dividend."""
    return a - b * _divide(a, b)


def _some(values: list[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def _every(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _one(values: list[bool | None]) -> bool | None:
    return None if None in values else values.count(True) == 1


def _count(values: list[bool | None]) -> int | None:
    return None if None in values else values.count(True)


_TAKES = {"exists": "some", "all": "every", "exists_one": "one", "filter": "count"}


@dataclass(slots=True)
class _Writer:
    """Collects the lines of one function. `var` is the bound member inside an aggregate."""

    catalogue: Catalogue
    var: str | None = None
    prefix: str = "t"
    lines: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    member_slots: list[Slot] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    aggregates: list[Node] = field(default_factory=list)
    known: dict[Node | Slot, str] = field(default_factory=dict)

    def assign(self, key: Node | Slot, code: str) -> str:
        name = f"{self.prefix}{len(self.known)}"
        self.known[key] = name
        self.lines.append(f"{name} = {code}")
        return name

    def slot(self, name: str, part: str) -> str:
        slot = Slot(name, part)
        if slot not in self.known:
            self.slots.append(slot)
            return self.assign(slot, f"v[{len(self.slots) - 1}]")
        return self.known[slot]

    def emit(self, node: Node) -> str:
        """The name (or literal) that holds the value of `node`."""
        if isinstance(node, Lit):
            return repr(node.value)
        if node in self.known:
            return self.known[node]
        match node:
            case Name() | Field():
                return self.slot(node.name, "value")
            case Compare():
                return self._compare(node)
            case In():
                return self._in(node)
            case Not():
                arg = self.emit(node.arg)
                return self.assign(node, f"None if {arg} is None else not {arg}")
            case Neg():
                arg = self.emit(node.arg)
                return self.assign(node, f"None if {arg} is None else -{arg}")
            case And() | Or():
                return self._junction(node)
            case Arith():
                return self._arith(node)
            case If():
                test, then, other = self.emit(node.test), self.emit(node.then), self.emit(node.other)
                return self.assign(node, f"None if {test} is None else {then} if {test} else {other}")
            case _:
                assert not isinstance(node, ListLit)  # stands only beside `in`: checked when the book is loaded
                return self._aggregate(node)

    def _junction(self, node: And | Or) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        decisive = "False" if isinstance(node, And) else "True"
        other = "True" if isinstance(node, And) else "False"
        return self.assign(
            node,
            f"{decisive} if {left} is {decisive} or {right} is {decisive} "
            f"else None if {left} is None or {right} is None else {other}",
        )

    def _compare(self, node: Compare) -> str:
        if is_interval(node.left, self.catalogue):
            return self._compare_interval(node)
        left, right = self.emit(node.left), self.emit(node.right)
        return self.assign(node, f"{self._guard(node.left, left, node.right, right)}{left} {node.op} {right}")

    def _compare_interval(self, node: Compare) -> str:
        assert isinstance(node.left, (Name, Field))
        assert isinstance(node.right, Lit)
        low, high = self.slot(node.left.name, "lo"), self.slot(node.left.name, "hi")
        n = repr(node.right.value)
        true, false = {
            ">=": (f"{low} >= {n}", f"{high} < {n}"),
            ">": (f"{low} > {n}", f"{high} <= {n}"),
            "<": (f"{high} < {n}", f"{low} >= {n}"),
            "<=": (f"{high} <= {n}", f"{low} > {n}"),
            "==": (f"{low} == {high} == {n}", f"{high} < {n} or {low} > {n}"),
            "!=": (f"{high} < {n} or {low} > {n}", f"{low} == {high} == {n}"),
        }[node.op]
        return self.assign(node, f"None if {low} is None else True if {true} else False if {false} else None")

    def _guard(self, left: Node, left_name: str, right: Node, right_name: str) -> str:
        tests = [
            f"{name} is None" for item, name in ((left, left_name), (right, right_name)) if not isinstance(item, Lit)
        ]
        return f"None if {' or '.join(tests)} else " if tests else ""

    def _in(self, node: In) -> str:
        item = self.emit(node.item)
        assert isinstance(node.items, ListLit)  # of literals: checked when the book is loaded
        values = "".join(f"{value.value!r}, " for value in node.items.items if isinstance(value, Lit))
        guard = "" if isinstance(node.item, Lit) else f"None if {item} is None else "
        return self.assign(node, f"{guard}{item} in ({values})")

    def _arith(self, node: Arith) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        guard = self._guard(node.left, left, node.right, right)
        if node.op in "/%":
            call = "divide" if node.op == "/" else "remainder"
            return self.assign(node, f"{guard}{call}({left}, {right})")
        return self.assign(node, f"{guard}{left} {node.op} {right}")

    def _aggregate(self, node: Members | Size) -> str:
        """A household part is computed once for all members; here it is only read."""
        number = len(self.aggregates)
        self.aggregates.append(node)
        inner = node.arg if isinstance(node, Size) else node
        if isinstance(inner, Name):
            self.functions.append(f"\ndef aggregate_{number}(people):\n    return len(people)\n")
            return self.assign(node, f"g[{number}]")
        assert isinstance(inner, Members)
        body = _Writer(self.catalogue, inner.var, "m", slots=self.member_slots)
        body.known.update({slot: f"v[{place}]" for place, slot in enumerate(self.member_slots)})
        result = body.emit(inner.body)
        lines = "".join(f"        {line}\n" for line in body.lines)
        self.functions.append(
            f"\ndef aggregate_{number}(people):\n    values = []\n"
            f"    for v in people:\n{lines}        values.append({result})\n"
            f"    return {_TAKES[inner.kind]}(values)\n"
        )
        return self.assign(node, f"g[{number}]")
