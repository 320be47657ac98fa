"""From the trees of a plan to circuits: which facts, groups of members and row-wise values each expression reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lawengine.batch.fields import (
    FALSE,
    OPS,
    TRUE,
    UNKNOWN,
    DateField,
    Day,
    OpenField,
    PlainField,
    literals,
)
from lawengine.batch.steps import (
    Absent,
    Against,
    Among,
    AsNumber,
    Calculate,
    Choose,
    Circuit,
    Constant,
    Count,
    Inner,
    Invert,
    Leaf,
    Least,
    Literal,
    Look,
    Most,
    Negate,
    Read,
)
from lawengine.catalogue import Catalogue
from lawengine.cel.tree import And, Arith, Compare, Field, If, In, Lit, Members, Name, Neg, Node, Not, Or, Size, walk
from lawengine.fold import is_interval

MOST_MEMBERS = 2**31


@dataclass(slots=True, eq=False)
class Group(OpenField):
    """What a household's members answer together. `body` is computed for each member; None counts the members."""

    kind: str = "size"
    body: Circuit | None = None
    place: int = 0
    cuts: list[int] = field(default_factory=list)
    tests: list[tuple[Look, Compare | In]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class RowValue(OpenField):
    """A truth (`limit` 0) or a small quantity that no single fact holds: computed for each row by `circuit`."""

    circuit: Circuit = field(default_factory=Circuit)
    place: int = 0
    limit: int = 0


@dataclass(slots=True)
class Fields:
    """All fields that a plan needs: facts and groups are shared by everybody who reads them.

    `vocabulary` gives every code its place in order, so that codes compare as numbers. `row_values` are kept by
    what they are of ("truth", "quantity", of a household's own or not), their expression and the day.
    """

    catalogue: Catalogue
    days: tuple[date, date]
    vocabulary: Mapping[str, int]
    facts: dict[str, PlainField | DateField] = field(default_factory=dict)
    groups: dict[tuple[Node, Day], Group] = field(default_factory=dict)
    row_values: dict[tuple[str, Node, Day], RowValue] = field(default_factory=dict)
    ageing: dict[Node, bool] = field(default_factory=dict)

    def plain(self, name: str) -> PlainField:
        """The field of a truth, code or number fact."""
        found = self.facts.setdefault(name, PlainField(self.catalogue.facts[name]))
        assert isinstance(found, PlainField)
        return found

    def dated(self, name: str) -> DateField:
        """The field of a date fact."""
        found = self.facts.setdefault(name, DateField(self.catalogue.facts[name], self.days))
        assert isinstance(found, DateField)
        return found

    def day_of(self, node: Node, day: Day) -> Day:
        """The day that matters to an expression: what reads no date is the same on both."""
        if node not in self.ageing:
            names = (item.name for item in walk(node) if isinstance(item, (Name, Field)))
            self.ageing[node] = any(name in self.catalogue.derived for name in names)
        return day if self.ageing[node] else 0

    def group(self, node: Members | Size, day: Day) -> Group:
        """The field of a household part."""
        key: tuple[Node, Day] = (node, self.day_of(node, day))
        if key not in self.groups:
            self.groups[key] = self._group(node, key[1])
        return self.groups[key]

    def _group(self, node: Members | Size, day: Day) -> Group:
        inner = node.arg if isinstance(node, Size) else node
        if not isinstance(inner, Members):
            return Group(0, (), "size")
        builder = Builder(self, frozenset())
        place = builder.truth(inner.body, day)
        names = tuple(f"members.{name}" for name in builder.circuit.names([place]))
        return Group(2, names, inner.kind, builder.circuit, place)

    def freeze(self) -> None:
        """Fix the digits of every field, once every expression is built."""
        for fact in self.facts.values():
            fact.freeze()
        for group in self.groups.values():
            if group.kind in ("size", "filter"):
                _freeze_count(group)


def _freeze_count(group: Group) -> None:
    """A count is a number: its classes are the stretches between the cuts of its tests."""
    group.cuts = sorted({cut for cut in group.cuts if cut > 0})
    group.known = len(group.cuts) + 1
    for look, test in group.tests:
        look.known = tuple(TRUE if _count_holds(test, value) else FALSE for value in (0, *group.cuts))


def _count_holds(test: Compare | In, value: int) -> bool:
    if isinstance(test, In):
        return value in literals(test)
    assert isinstance(test.right, Lit)
    return OPS[test.op](value, test.right.value)


@dataclass(slots=True)
class Builder:
    """Builds one circuit.

    `hidden` are the declared facts that nobody can give here; `row_value` makes a field of a truth that needs more than
    one fact at once (None: it is computed in place).
    """

    fields: Fields
    hidden: frozenset[str]
    row_value: Callable[[Node, Day], RowValue] | None = None
    circuit: Circuit = field(default_factory=Circuit)
    known: dict[tuple[Node, Day, bool], int] = field(default_factory=dict)
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)

    def _add(self, step: Leaf | Inner) -> int:
        self.circuit.steps.append(step)
        return len(self.circuit.steps) - 1

    def truth(self, node: Node, day: Day) -> int:
        """The place of a truth."""
        if isinstance(node, Lit):
            return self._add(Constant(TRUE if node.value else FALSE))
        key = (node, day, False)
        if key not in self.known:
            self.known[key] = self._add(self._truth(node, day))
        return self.known[key]

    def _truth(self, node: Node, day: Day) -> Leaf | Inner:
        match node:
            case Not():
                return Invert((self.truth(node.arg, day),))
            case And():
                return Least((self.truth(node.left, day), self.truth(node.right, day)))
            case Or():
                return Most((self.truth(node.left, day), self.truth(node.right, day)))
            case If():
                return Choose((self.truth(node.test, day), self.truth(node.then, day), self.truth(node.other, day)))
            case Name() | Field():
                return self._fact(node, node, day)
            case Members():
                return Look(self.fields.group(node, day), None, day)
            case _:
                assert isinstance(node, (Compare, In)), node  # the book was typed when it was loaded
                return self._test(node, day)

    def _test(self, node: Compare | In, day: Day) -> Leaf | Inner:
        subject = node.left if isinstance(node, Compare) else node.item
        if isinstance(node, In) or isinstance(node.right, Lit):
            if isinstance(subject, (Name, Field)) and not self._is_truth(subject):
                return self._fact(subject, node, day)
            if isinstance(subject, Size):
                return self._count_test(subject, node, day)
        one = self._is_truth(subject) and (isinstance(node, In) or self._is_truth(node.right))
        if self.row_value is not None and not one and _reads_facts(node):
            return Look(self.row_value(node, day), None, day)
        return self._computed(node, day)

    def _computed(self, node: Compare | In, day: Day) -> Leaf | Inner:
        if isinstance(node, In):
            values = tuple(self._plain_number(value) for value in literals(node))
            return Among(values, (self.number(node.item, day),))
        return Against(node.op, (self.number(node.left, day), self.number(node.right, day)))

    def _fact(self, subject: Name | Field, test: Name | Field | Compare | In, day: Day) -> Leaf | Inner:
        """A test of one declared or date-derived fact against literals."""
        name = self.fields.catalogue.base_of(subject.name)
        if name not in self.fields.catalogue.facts or name in self.hidden:
            return Constant(UNKNOWN, (name,))
        derived = self.fields.catalogue.derived.get(subject.name)
        if derived is not None:
            dated = self.fields.dated(name)
            dated.need(derived, test, day)
            return Look(dated, test, day, derived)
        plain = self.fields.plain(name)
        if isinstance(test, (Compare, In)):
            plain.tests.append(test)
        return Look(plain, test, day)

    def _count_test(self, subject: Size, test: Compare | In, day: Day) -> Leaf | Inner:
        group = self.fields.group(subject, day)
        values = literals(test) if isinstance(test, In) else [_literal(test.right)]
        group.cuts.extend(cut for value in values for cut in (value, value + 1))
        look = Look(group, None, day)
        group.tests.append((look, test))
        return look

    def number(self, node: Node, day: Day) -> int:
        """The place of a number; truths and codes become numbers that compare alike."""
        key = (node, day, True)
        if key not in self.known:
            step, bounds = self._number(node, day)
            self.known[key] = self._add(step)
            self.bounds[self.known[key]] = bounds
            self.circuit.bound = max(self.circuit.bound, *map(abs, bounds))
        return self.known[key]

    def _number(self, node: Node, day: Day) -> tuple[Leaf | Inner, tuple[int, int]]:
        match node:
            case Lit():
                value = self._plain_number(node.value)
                return Literal(value), (value, value)
            case Name() | Field() if not self._is_truth(node):
                return self._read(node)
            case Neg():
                arg = self.number(node.arg, day)
                low, high = self.bounds[arg]
                return Negate((arg,)), (-high, -low)
            case Arith():
                return self._calculated(node, day)
            case If() if not self._is_truth(node.then):
                then, other = self.number(node.then, day), self.number(node.other, day)
                a, b = self.bounds[then], self.bounds[other]
                return Choose((self.truth(node.test, day), then, other)), (min(a[0], b[0]), max(a[1], b[1]))
            case Size():
                return Count(self.fields.group(node, day)), (0, MOST_MEMBERS)
            case _:
                return AsNumber((self.truth(node, day),)), (0, 1)

    def _read(self, node: Name | Field) -> tuple[Leaf | Inner, tuple[int, int]]:
        assert not is_interval(node, self.fields.catalogue)  # stands beside literals only
        fact = self.fields.catalogue.facts.get(node.name)
        if fact is None or node.name in self.hidden:
            return Absent((node.name,)), (0, 0)
        self.fields.plain(node.name)
        return Read((node.name,)), (0, fact.max)

    def _calculated(self, node: Arith, day: Day) -> tuple[Leaf | Inner, tuple[int, int]]:
        assert node.op not in "/%" or isinstance(node.right, Lit)  # not zero: refused when the book is loaded
        args = self.number(node.left, day), self.number(node.right, day)
        (a, b), (c, d) = self.bounds[args[0]], self.bounds[args[1]]
        corners = [a * c, a * d, b * c, b * d] if node.op == "*" else [a, b, -a, -b]
        if node.op in "+-":
            corners = [a + c, b + d] if node.op == "+" else [a - d, b - c]
        return Calculate(node.op, args), (min(corners), max(corners))

    def _plain_number(self, value: bool | int | str) -> int:
        """A literal as a number; text becomes its place in the vocabulary."""
        return self.fields.vocabulary[value] if isinstance(value, str) else int(value)

    def _is_truth(self, node: Node) -> bool:
        if isinstance(node, (Name, Field)):
            fact = self.fields.catalogue.facts.get(node.name) or self.fields.catalogue.derived.get(node.name)
            return fact is not None and fact.type == "bool"
        if isinstance(node, Lit):
            return isinstance(node.value, bool)
        if isinstance(node, If):
            return self._is_truth(node.then)
        return isinstance(node, (Not, And, Or, Compare, In, Members))


def _reads_facts(node: Node) -> bool:
    return any(isinstance(item, (Name, Field)) for item in walk(node))


def _literal(node: Node) -> int:
    assert isinstance(node, Lit)
    return int(node.value)
