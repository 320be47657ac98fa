"""From an edition and a question to a plan: pick what holds on the date, put the money in, share equal expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from lawengine.cel.tree import Node
from lawengine.dates import day_before
from lawengine.errors import N_, LawConflictError, QuestionError
from lawengine.fold import fold
from lawengine.model import Amount, Cite, DatedTable, Edition, Overlay, ParameterValue, Programme, Row, Window
from lawengine.plan import (
    FORMER_PROVINCE,
    UNREAD_TEXT,
    Plan,
    PlannedAmount,
    PlannedCondition,
    PlannedGroup,
    PlannedProgramme,
    PlannedRow,
    PlannedStart,
    Question,
    exact_product,
)
from lawengine.territory import Area, Place, locate


def make_plan(edition: Edition, question: Question) -> Plan:
    """Compile the law for one question.

    Raises:
        QuestionError: an unknown province, reading or programme.
        LawConflictError: a product is not whole and no rounding is written.
    """
    for reading in sorted(question.readings - set(edition.readings)):
        raise QuestionError("reading", N_("there is no reading {reading}"), reading=reading)
    for name in sorted((question.programmes or frozenset()) - set(edition.programmes)):
        raise QuestionError("programme", N_("there is no programme {programme}"), programme=name)
    return _Planner(edition, question).plan()


@dataclass(slots=True)
class _Money:
    """A parameter's value for one programme: None with `blocked` when it is not known, without when there is none."""

    value: int | None
    cites: tuple[Cite, ...] = ()
    blocked: tuple[str, ...] = ()


@dataclass(slots=True)
class _Planner:
    edition: Edition
    question: Question
    place: Place | None = None
    parameters: dict[str, int | None] = field(default_factory=dict)
    expressions: dict[Node, int] = field(default_factory=dict)

    def plan(self) -> Plan:
        question = self.question
        self.place = locate(self.edition, question.province, question.on, question.former_province)
        self.parameters = {name: self._national(name).value for name in self.edition.parameters}
        chosen = [
            law
            for law in self.edition.programmes.values()
            if question.programmes is None or law.id in question.programmes
        ]
        programmes = tuple(planned for law in chosen if (planned := self._programme(law)) is not None)
        rules = tuple(rule for rule in self.edition.concurrence if self._active(rule.window))
        month_start = question.on.replace(day=1)
        return Plan(
            edition=self.edition,
            question=question,
            eve=day_before(month_start) if question.month else None,
            expressions=tuple(self.expressions),
            programmes=programmes,
            rules=rules,
            parameters=self.parameters,
            unread=tuple(self._unread_groups()),
            index={planned.id: number for number, planned in enumerate(programmes)},
        )

    def _active(self, window: Window) -> bool:
        return window.active(self.question.on, self.question.decided, self.question.readings)

    def _in_force_cites(self, cites: Iterable[Cite]) -> tuple[Cite, ...]:
        return cites_in_force(self.edition, cites, self.question.on)

    def _unread_groups(self) -> Iterator[PlannedGroup]:
        """Of every area that may be meant: a note too many does no harm."""
        areas = self.place.areas if self.place else ()
        for overlay in self.edition.overlays:
            for group in overlay.unread:
                reaches = any(area.reached_by(overlay.territory, group.window.start) for area in areas)
                if reaches and self._active(group.window):
                    cites = self._in_force_cites(group.cites)
                    yield PlannedGroup(group.id, group.label, group.label_en, overlay.territory, cites)

    def _share(self, node: Node) -> int:
        folded = fold(node, self.edition.catalogue, self.parameters)
        return self.expressions.setdefault(folded, len(self.expressions))

    def _programme(self, law: Programme) -> PlannedProgramme | None:
        reached = self._reached(law)
        if reached is None:
            return None
        force = [item for item in law.in_force if self._active(item.window)]
        if not force:
            return PlannedProgramme(
                law, False, (), (), (), PlannedAmount(law.amount, None, None, None, None, None, (), ()), ()
            )
        conditions = tuple(
            PlannedCondition(item.id, item.label, self._share(item.node), self._in_force_cites(item.cites))
            for item in law.conditions
            if self._active(item.window)
        )
        money, plus = self._money(law)
        rows = self._rows(law, money, plus)
        unknown = [() if reached else (FORMER_PROVINCE,), (UNREAD_TEXT,) if any(item.unread for item in force) else ()]
        amount = self._amount(law, money, plus, (*unknown[0], *unknown[1]))
        start = tuple(
            PlannedStart(
                item.fact, item.after, self._in_force_cites(item.cites), item.window, self._active(item.window)
            )
            for item in law.start
        )
        return PlannedProgramme(law, True, self._in_force_cites(force[0].cites), conditions, rows, amount, start)

    def _reached(self, law: Programme) -> bool | None:
        """True: national, or of this place; None: of another place; False: perhaps of this place (its area is open)."""
        if not law.territory:
            return True
        if self.place is None:
            return None
        start = min((item.window.start for item in law.in_force if item.window.start), default=None)
        hits = [any(area.reached_by(code, start) for code in law.territory) for area in self.place.areas]
        return True if all(hits) else False if any(hits) else None

    def _rows(self, law: Programme, money: _Money, plus: _Money) -> tuple[PlannedRow, ...]:
        live = [row for row in law.rows if self._active(row.window)]
        place = {row.id: number for number, row in enumerate(live)}
        planned = []
        for row in live:
            unit = self._unit(law, row, money, plus)
            beats = frozenset(place[name] for name in row.over if name in place)
            test = None if row.node is None else self._share(row.node)
            planned.append(PlannedRow(row.id, row.label, test, row.value, unit, beats, self._in_force_cites(row.cites)))
        return tuple(planned) or self._only_row(law, money, plus)

    def _only_row(self, law: Programme, money: _Money, plus: _Money) -> tuple[PlannedRow, ...]:
        """A programme without a table has one row that always wins."""
        if law.rows:
            return ()
        unit = self._unit(law, None, money, plus)
        return (PlannedRow("", "", None, law.amount.times or 0, unit, frozenset(), ()),)

    def _unit(self, law: Programme, row: Row | None, money: _Money, plus: _Money) -> int | None:
        form = law.amount
        if form.level_cap is not None and row is not None:
            return self._level_cap(law, row, form.level_cap)
        if form.kind in ("none", "fact", "table"):
            return int(row.value) if row is not None and law.row_kind == "durations" else None
        if form.kind == "levels":
            base = None if row is None else self._level(law, row)
        elif form.kind == "quantity":
            assert form.times is not None
            base = exact_product(1, form.times, form.rounding)
        else:
            base = self._multiplied(law, row, money.value)
        return None if base is None else base + (plus.value or 0)

    def _level(self, law: Programme, row: Row) -> int | None:
        return int(row.value) if row.parameter is None else self._rate(law, row.parameter).value

    def _level_cap(self, law: Programme, row: Row, times: Decimal) -> int | None:
        """The most that is paid under a row: so many times its level."""
        level = self._level(law, row)
        return None if level is None else self._whole(law, level, times)

    def _multiplied(self, law: Programme, row: Row | None, rate: int | None) -> int | None:
        form = law.amount
        times = form.times if form.times is not None else None if row is None or form.kind == "money" else row.value
        if rate is None or times is None:
            return rate
        return self._whole(law, rate, times)  # type: ignore[arg-type]

    def _whole(self, law: Programme, rate: int, times: Decimal) -> int:
        product = exact_product(rate, times, law.amount.rounding)
        if product is None:
            raise LawConflictError(
                N_("{programme}: {rate} × {times} is not a whole amount and no rounding is cited"),
                programme=law.id,
                rate=rate,
                times=times,
            )
        return product

    def _money(self, law: Programme) -> tuple[_Money, _Money]:
        """The programme's rate, and the province's supplement on top."""
        rate = self._rate(law, law.amount.parameter) if law.amount.parameter else _Money(None)
        return rate, self._supplement(law)

    def _amount(self, law: Programme, money: _Money, plus: _Money, blocked: tuple[str, ...]) -> PlannedAmount:
        form, annexed = self._annexed(law.amount)
        floor, cap = (self._rate(law, name) if name else _Money(None) for name in (form.at_least, form.at_most))
        per = None if form.per is None else self._share(form.per)
        levels = [self._rate(law, row.parameter) for row in law.rows if row.parameter and self._active(row.window)]
        parts = (money, plus, floor, cap, *levels, annexed)
        pieces = tuple(dict.fromkeys(cite for part in parts for cite in part.cites))
        # Of a text that nobody has read the amounts are not asked for either.
        unread = UNREAD_TEXT in blocked
        unknown = () if unread else tuple(dict.fromkeys(name for part in parts for name in part.blocked))
        return PlannedAmount(
            form, money.value, per, floor.value, cap.value, form.rounding, pieces, (*blocked, *unknown)
        )

    def _annexed(self, form: Amount) -> tuple[Amount, _Money]:
        """The amount with the latest annexed table that is known in its place, and where it stands."""
        if not form.tables:
            return form, _Money(None)
        live = [table for table in form.tables if self._active(table.window)]
        if not live:
            return form, _Money(None, (), (UNREAD_TEXT,))
        latest = max(live, key=_since)
        return replace(form, table=latest.cells), _Money(None, self._in_force_cites(latest.cites))

    def _national(self, name: str) -> _Money:
        latest = value_in_force(self.edition, name, self.question)
        if latest is None:
            return _Money(None, (), (name,))
        return _Money(latest.amount, self._in_force_cites(latest.cites))

    def _rate(self, law: Programme, name: str) -> _Money:
        """National value, or the province's where its resolution covers the programme and is higher."""
        national = self._national(name)
        if self.place is None or national.value is None:
            return national
        found = [self._rate_in(law, name, area, national) for area in self.place.areas]
        if len({item.value for item in found}) > 1:
            return _Money(None, national.cites, (FORMER_PROVINCE,))
        return _Money(found[0].value, tuple(dict.fromkeys(cite for item in found for cite in item.cites)))

    def _rate_in(self, law: Programme, name: str, area: Area, national: _Money) -> _Money:
        best, unread = national, list[Cite]()
        for overlay in self.edition.overlays:
            for rate in overlay.rates:
                covers = rate.parameter == name and law.id in rate.covers and self._active(rate.window)
                if not covers or not area.reached_by(overlay.territory, rate.window.start):
                    continue
                if rate.amount is None:
                    unread += self._in_force_cites(rate.cites)
                elif rate.amount > (best.value or 0):
                    best = _Money(rate.amount, self._in_force_cites(rate.cites))
        return _Money(best.value, (*best.cites, *unread), best.blocked)

    def _supplement(self, law: Programme) -> _Money:
        if self.place is None:
            return _Money(None)
        found = [self._supplement_in(law, area, self.edition.overlays) for area in self.place.areas]
        if len({item.value for item in found}) > 1:
            return _Money(None, (), (FORMER_PROVINCE,))
        return found[0]

    def _supplement_in(self, law: Programme, area: Area, overlays: Iterable[Overlay]) -> _Money:
        live = [
            extra
            for overlay in overlays
            for extra in overlay.supplements
            if extra.programme == law.id
            and self._active(extra.window)
            and area.reached_by(overlay.territory, extra.window.start)
        ]
        if not live:
            return _Money(None)
        cites = tuple(cite for extra in live for cite in self._in_force_cites(extra.cites))
        return _Money(sum(extra.plus for extra in live), cites)


def cites_in_force(edition: Edition, cites: Iterable[Cite], on: date) -> tuple[Cite, ...]:
    """The citations of texts that live on the date; all of them when none does (a right that outlived its text)."""
    every = tuple(cites)
    return tuple(cite for cite in every if _living(edition, cite, on)) or every


def _living(edition: Edition, cite: Cite, on: date) -> bool:
    instrument = edition.instruments[cite.instrument]
    own = instrument.windows.get(cite.place.split(".", 1)[0])
    return all(
        (window.start is None or window.start <= on) and (window.until is None or on < window.until)
        for window in (instrument.window, own)
        if window is not None
    )


def value_in_force(edition: Edition, name: str, question: Question) -> ParameterValue | None:
    """The national value of a parameter that counts under a question: the latest that is known; None: there is none."""
    readings = question.readings
    values = edition.parameters[name].values
    live = (value for value in values if value.window.active(question.on, question.decided, readings))
    return max(live, key=_since, default=None)


def _since(value: ParameterValue | DatedTable) -> tuple[bool, str]:
    start = value.window.start
    return start is not None, start.isoformat() if start else ""
