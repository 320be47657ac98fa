"""The layout of a plan: which fields make a signature, of persons and of households, and how programmes read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lawengine.batch.builder import Builder, Fields, RowValue
from lawengine.batch.fields import DateField, Day, Inexpressible, PlainField
from lawengine.batch.steps import AnyField, Circuit, Look, Read
from lawengine.cel.tree import Compare, Lit, Name, Node, walk
from lawengine.closure import month_number
from lawengine.model import ConcurrenceRule
from lawengine.plan import Plan, PlannedProgramme, PlannedStart

MOST_QUANTITY = 64
MOST_BITS = 62
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class DayLayout:
    """The circuit of one day. `rows` None: otherwise. `quantity`: a constant, or a field that has it as its digit."""

    circuit: Circuit
    conditions: tuple[int, ...]
    rows: tuple[int | None, ...]
    quantity: RowValue | int


@dataclass(frozen=True, slots=True)
class StartLayout:
    """A start rule: dates that it governs are too late from month `number` on. `dated` None: nobody can give it."""

    dated: DateField | None
    number: int
    governs: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class ProgrammeLayout:
    """One programme in force. `fields` are all that can change its finding; `names` the facts that it can miss.

    `key` is the field of the table's key; `inputs` are the facts (`fact`, `less`) of which only "known or not" is in
    the signature and the value is read for each row.
    """

    planned: PlannedProgramme
    place: int
    days: tuple[DayLayout, ...]
    starts: tuple[StartLayout, ...]
    key: PlainField | None
    inputs: Mapping[str, PlainField]
    fields: tuple[AnyField, ...]
    names: tuple[str, ...]

    @property
    def row_valued(self) -> bool:
        """Does its amount depend on a number that is not in the signature?"""
        return self.planned.amount.form.kind == "fact" or self.planned.amount.form.less is not None


@dataclass(slots=True)
class PassLayout:
    """The programmes judged together for one kind of subject. `numbers` are the facts whose value itself they read."""

    subject: str
    programmes: tuple[ProgrammeLayout, ...]
    fields: tuple[AnyField, ...]
    numbers: frozenset[str]


@dataclass(slots=True)
class Layout:
    """Everything about a plan that does not depend on who is judged. Household None: no programme judges households.

    `couples` are the once-per-couple rules: the fact that names the spouse, the rule, the programme (None: not in
    force).
    """

    plan: Plan
    fields: Fields
    person: PassLayout
    household: PassLayout | None
    couples: tuple[tuple[str, ConcurrenceRule, ProgrammeLayout | None], ...]
    by_hand: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The facts that are read: those that fields are made of, what implies them, and who names a spouse."""
        used, facts = self.fields.facts, self.plan.catalogue.facts.values()
        implying = [fact.name for fact in facts if not used.keys().isdisjoint(fact.implies)]
        return tuple(dict.fromkeys([*used, *implying, *(pair for pair, _, _ in self.couples)]))


def make_layout(plan: Plan) -> Layout:
    """Lay out a plan; what no signature can hold is judged `by_hand`, household by household."""
    try:
        (layout,) = make_layouts([plan])
    except Inexpressible:
        return _by_hand(plan)
    return layout


def make_layouts(plans: Sequence[Plan]) -> tuple[Layout, ...]:
    """Lay out plans of the same facts and day together: their shared fields tell apart whatever one of them does.

    Raises:
        Inexpressible: there is something that no signature can hold.
    """
    fields = _new_fields(plans)
    layouts = tuple(_by_signature(plan, fields) for plan in plans)
    fields.freeze()
    return layouts


def _new_fields(plans: Sequence[Plan]) -> Fields:
    question, eve, catalogue = plans[0].question, plans[0].eve, plans[0].catalogue
    return Fields(catalogue, (question.on, eve or question.on), _vocabulary(plans))


def _judges_households(plan: Plan) -> bool:
    return any(planned.law.subject == "household" for planned in plan.programmes)


def _by_signature(plan: Plan, fields: Fields) -> Layout:
    person = _make_pass(plan, fields, "person", frozenset())
    own = frozenset(name for name, fact in plan.catalogue.facts.items() if fact.of == "person")
    household = _make_pass(plan, fields, "household", own)
    for fact in plan.catalogue.facts.values():
        for name, value in fact.implies.items():
            field = fields.facts.get(name)
            if isinstance(field, DateField):
                raise Inexpressible(f"{fact.name} implies a date")
            if field is not None:  # what contradicts must be told apart
                field.tests.append(Compare("==", Name(name), Lit(value)))
    programmes = {item.place: item for item in person.programmes}
    couples = tuple((pair, rule, programmes.get(place)) for pair, rule, place in _couples(plan))
    return Layout(plan, fields, person, household if _judges_households(plan) else None, couples)


def _by_hand(plan: Plan) -> Layout:
    """Every fact is encoded, so that impossible values are found, but nothing is made of it."""
    fields = _new_fields([plan])
    for fact in plan.catalogue.facts.values():
        if fact.type == "date":
            fields.dated(fact.name)
        elif fact.type != "member":
            fields.plain(fact.name)
    fields.freeze()
    couples = tuple((pair, rule, None) for pair, rule, _ in _couples(plan))
    household = PassLayout("household", (), (), frozenset()) if _judges_households(plan) else None
    return Layout(plan, fields, PassLayout("person", (), (), frozenset()), household, couples, by_hand=True)


def _vocabulary(plans: Sequence[Plan]) -> Mapping[str, int]:
    words = {code for fact in plans[0].catalogue.facts.values() for code in fact.codes}
    for node in (node for plan in plans for node in plan.expressions):
        words.update(item.value for item in walk(node) if isinstance(item, Lit) and isinstance(item.value, str))
    return {word: place for place, word in enumerate(sorted(words))}


def _couples(plan: Plan) -> Iterator[tuple[str, ConcurrenceRule, int]]:
    """The fact that names the spouse, the rule, and its programme's place; a household is no couple."""
    for rule in plan.rules:
        place = plan.index.get(rule.among[0]) if rule.kind == "one_per" else None
        if place is not None and rule.pair is not None and plan.programmes[place].law.subject == "person":
            yield rule.pair, rule, place


def _make_pass(plan: Plan, fields: Fields, subject: str, hidden: frozenset[str]) -> PassLayout:
    maker = _Maker(plan, fields, hidden)
    programmes = tuple(
        maker.programme(planned, place)
        for place, planned in enumerate(plan.programmes)
        if planned.in_force and planned.law.subject == subject
    )
    every: dict[int, AnyField] = {}
    for programme in programmes:
        every.update((id(item), item) for item in programme.fields)
    circuits = [item.circuit for item in every.values() if isinstance(item, RowValue)]
    numbers = [name for circuit in circuits for step in circuit.steps if isinstance(step, Read) for name in step.names]
    numbers += [name for programme in programmes for name in programme.inputs]
    return PassLayout(subject, programmes, tuple(every.values()), frozenset(numbers))


@dataclass(slots=True)
class _Maker:
    """Lays out programmes; row-wise values are shared between them."""

    plan: Plan
    fields: Fields
    hidden: frozenset[str]

    def programme(self, planned: PlannedProgramme, place: int) -> ProgrammeLayout:
        both = planned.law.keeps_month and self.plan.eve is not None
        wanted: tuple[Day, ...] = (0, 1) if both else (0,)
        days = tuple(self._day(planned, day) for day in wanted)
        form = planned.amount.form
        inputs = {name: self.fields.plain(name) for name in (form.fact, form.less) if name and self._given(name)}
        key = self.fields.plain(form.key) if form.key and self._given(form.key) else None
        if key is not None and form.table is not None:
            key.tables.append(form.table)
        starts = tuple(self._start(item) for item in planned.start)
        names = tuple(self._names(planned, days))
        share = form.times.as_integer_ratio()[0] if form.kind == "fact" and form.times is not None else 1
        _check(planned, names, [field.fact.max * share for field in inputs.values()])
        own = tuple(_used(days, starts, key, inputs))
        return ProgrammeLayout(planned, place, days, starts, key, inputs, own, names)

    def _given(self, name: str) -> bool:
        return name in self.plan.catalogue.facts and name not in self.hidden

    def _day(self, planned: PlannedProgramme, day: Day) -> DayLayout:
        nodes = self.plan.expressions
        builder = Builder(self.fields, self.hidden, self._row_value)
        conditions = tuple(builder.truth(nodes[item.test], day) for item in planned.conditions)
        rows = tuple(None if row.test is None else builder.truth(nodes[row.test], day) for row in planned.rows)
        per = planned.amount.per
        quantity = 1 if per is None else self._quantity(nodes[per], day)
        return DayLayout(builder.circuit, conditions, rows, quantity)

    def _row_value(self, node: Node, day: Day) -> RowValue:
        key = self._key("truth", node, day)
        if key not in self.fields.row_values:
            builder = Builder(self.fields, self.hidden)
            place = builder.truth(node, key[2])
            names = builder.circuit.names([place])
            self.fields.row_values[key] = RowValue(2, names, builder.circuit, place)
        return self.fields.row_values[key]

    def _key(self, kind: str, node: Node, day: Day) -> tuple[str, Node, Day]:
        return f"{kind} of household" if self.hidden else kind, node, self.fields.day_of(node, day)

    def _quantity(self, node: Node, day: Day) -> RowValue | int:
        if isinstance(node, Lit):
            if int(node.value) < 0:
                raise Inexpressible("a quantity below zero")
            return int(node.value)
        key = self._key("quantity", node, day)
        if key not in self.fields.row_values:
            builder = Builder(self.fields, self.hidden)
            place = builder.number(node, key[2])
            limit = max(1, min(builder.bounds[place][1] + 1, MOST_QUANTITY))
            names = builder.circuit.names([place])
            self.fields.row_values[key] = RowValue(limit, names, builder.circuit, place, limit)
        return self.fields.row_values[key]

    def _start(self, start: PlannedStart) -> StartLayout:
        question = self.plan.question
        number = month_number(question.on) - start.after + 1
        dated = self.fields.dated(start.fact) if self._given(start.fact) else None
        if dated is not None:
            dated.need_month(number)
            for day in (start.window.start, start.window.until):
                if day is not None:
                    dated.need_day(day)
        return StartLayout(dated, number, lambda day: start.window.active(day, question.decided, question.readings))

    def _names(self, planned: PlannedProgramme, days: Sequence[DayLayout]) -> Iterator[str]:
        found: dict[str, None] = {}
        for day in days:
            tests = [*day.conditions, *(row for row in day.rows if row is not None)]
            found.update(dict.fromkeys(day.circuit.names(tests)))
            if isinstance(day.quantity, RowValue):
                found.update(dict.fromkeys(day.quantity.names))
        form = planned.amount.form
        found.update(dict.fromkeys(name for name in (form.fact, form.less, form.key) if name))
        found.update(dict.fromkeys(planned.amount.blocked))
        yield from found


def _used(
    days: Sequence[DayLayout],
    starts: Sequence[StartLayout],
    key: PlainField | None,
    inputs: Mapping[str, PlainField],
) -> Iterator[AnyField]:
    """Every field of a programme, once."""
    found: dict[int, AnyField] = {}
    for day in days:
        found.update((id(step.field), step.field) for step in day.circuit.steps if isinstance(step, Look))
        if isinstance(day.quantity, RowValue):
            found[id(day.quantity)] = day.quantity
    extra: list[AnyField | None] = [*(start.dated for start in starts), key, *inputs.values()]
    found.update((id(item), item) for item in extra if item is not None)
    yield from found.values()


def _check(planned: PlannedProgramme, names: Sequence[str], inputs: Sequence[int]) -> None:
    """Findings are told in 62-bit sets, amounts in 64-bit numbers that are never negative."""
    if max(len(names), len(planned.conditions), len(planned.rows)) > MOST_BITS:
        raise Inexpressible(f"{planned.id}: more than {MOST_BITS} conditions, rows or facts")
    amount = planned.amount
    units = [row.unit for row in planned.rows] + list((amount.form.table or {}).values())
    money = [value for value in (*units, amount.at_least, amount.at_most, *inputs) if value is not None]
    if any(not 0 <= value * MOST_QUANTITY < LARGEST for value in money):
        raise Inexpressible(f"{planned.id}: an amount that is negative or too large")
