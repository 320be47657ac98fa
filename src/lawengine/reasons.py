"""Reasons: which facts a condition used, and which missing fact keeps an expression open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import (
    Compare,
    Field,
    If,
    ListLit,
    Lit,
    Members,
    Name,
    Node,
    Size,
    children,
    walk,
)
from lawengine.closure import Facts, read_slots, static
from lawengine.codegen import Compiled, Slot, compile_expressions
from lawengine.dates import Span
from lawengine.fold import is_interval
from lawengine.household import Household

People = Sequence[tuple[str, Facts]]


class Reasoner:
    """Explains folded expressions; keeps the compiled sub-expressions of those it has met."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._cache: dict[Node, tuple[tuple[Node, ...], Compiled]] = {}

    def missing(self, node: Node, facts: Facts, household: Household, day: date) -> tuple[str, ...]:
        """The facts that keep `node` unknown; a member's fact is written `id.fact`. Empty when it is known."""
        people = [(member.id, {**household.shared, **member.facts}) for member in household.members]
        values = self._values(node, facts, [person for _, person in people], day)
        return tuple(dict.fromkeys(self._missing(node, values, people, day)))

    def _values(self, node: Node, facts: Facts, people: Sequence[Facts], day: date) -> Mapping[Node, Any]:
        """The value of every sub-expression, aggregates as one piece."""
        if node not in self._cache:
            parts = tuple(_parts(node, self.catalogue))
            self._cache[node] = parts, compile_expressions(parts, self.catalogue)
        parts, compiled = self._cache[node]
        groups = [
            aggregate([read_slots(compiled.member_slots, person, day, self.catalogue) for person in people])
            for aggregate in compiled.aggregates
        ]
        return dict(
            zip(parts, compiled.run(read_slots(compiled.slots, facts, day, self.catalogue), groups), strict=True)
        )

    def _missing(self, node: Node, values: Mapping[Node, Any], people: People, day: date) -> Iterator[str]:
        if isinstance(node, Lit) or (node in values and values[node] is not None):
            return
        match node:
            case Name() | Field():
                yield self.catalogue.base_of(node.name)
            case If():
                yield from self._missing(
                    node.test if values[node.test] is None else node.then if values[node.test] else node.other,
                    values,
                    people,
                    day,
                )
            case Members():
                yield from self._missing_members(node, people, day)
            case Size():
                yield from self._missing(node.arg, {}, people, day)
            case _:
                for child in children(node):
                    yield from self._missing(child, values, people, day)

    def _missing_members(self, node: Members, people: People, day: date) -> Iterator[str]:
        for name, person in people:
            values = self._values(node.body, person, [], day)
            for fact in self._missing(node.body, values, people, day):
                yield f"{name}.{fact}"

    def names(self, node: Node) -> tuple[str, ...]:
        """The facts an expression reads, in order; a member's as `members.fact`."""
        found: dict[str, None] = {}
        for item in walk(node):
            if isinstance(item, Name) and (item.name in self.catalogue.facts or item.name in self.catalogue.derived):
                found.setdefault(item.name)
            elif isinstance(item, Field):
                found.setdefault(f"members.{item.name}")
        return tuple(found)

    def shown(self, name: str, facts: Facts, day: date) -> object:
        """A fact's value as plain JSON: [low, high] for an age of a partial date, None when unknown or a member's."""
        if name.startswith("members."):
            return None
        value = static(facts, self.catalogue.base_of(name), day)
        derived = self.catalogue.derived.get(name)
        if derived is None or value is None:
            return plain(value)
        from_slots = read_slots(_slots(name, derived.how), facts, day, self.catalogue)
        return from_slots[0] if len(set(from_slots)) == 1 else from_slots


def plain(value: object) -> object:
    """A span as text, anything else as it is."""
    if isinstance(value, Span):
        if value.lo == value.hi:
            return value.lo.isoformat()
        same_month = (value.lo.year, value.lo.month) == (value.hi.year, value.hi.month)
        return value.lo.isoformat()[:7] if same_month else value.lo.isoformat()[:4]
    return value


def _slots(name: str, how: str) -> tuple[Slot, ...]:
    parts = ("lo", "hi") if how in ("years_since", "months_since") else ("value",)
    return tuple(Slot(name, part) for part in parts)


def _parts(node: Node, catalogue: Catalogue) -> Iterator[Node]:
    """Sub-expressions whose value can be computed alone: not literals, not what lies inside an aggregate."""
    if isinstance(node, (Lit, ListLit)):
        return
    yield node
    if isinstance(node, (Members, Size)):
        return
    for child in children(node):
        if not (isinstance(node, Compare) and is_interval(child, catalogue)):
            yield from _parts(child, catalogue)
