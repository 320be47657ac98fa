"""Two plans on the same people as figures that are shown: by programme, by commune, gainers and losers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ansinh.kernel.messages import _
from ansinh.lawdesk.recompute.states import unborn
from ansinh.lawdesk.roll.families import Family, families
from ansinh.lawdesk.roll.model import Intake
from ansinh.lawdesk.roll.wording import programme_title
from lawengine.answers import Judged
from lawengine.batch.whatif import STATES, Shift, Tally
from lawengine.decide import Decider
from lawengine.model import Mark
from lawengine.plan import Plan, Status, worst

MONEY = "VND"
NONE = Shift()


@dataclass(frozen=True, slots=True)
class Totals:
    """Rights of one programme: how many are paid, set aside, undetermined; the amount paid in its unit."""

    paid: int = 0
    set_aside: int = 0
    undetermined: int = 0
    amount: int = 0

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        parts = ("paid", "set_aside", "undetermined", "amount")
        return Totals(*(getattr(self, name) + getattr(other, name) for name in parts))


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme under both plans; `mark` is the least sure text behind what it pays after."""

    programme: str
    title: str
    unit: str
    before: Totals
    after: Totals
    mark: Mark

    @property
    def difference(self) -> int:
        return self.after.amount - self.before.amount


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune under both plans, in đồng."""

    commune: str
    before: int
    after: int
    shift: Shift

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """All figures. `shift` counts people; `houses` counts households, for what is paid to these."""

    people: int
    households: int
    programmes: tuple[ProgrammeRow, ...]
    communes: tuple[CommuneRow, ...]
    shift: Shift
    houses: Shift

    @property
    def before(self) -> int:
        return sum(item.before for item in self.communes)

    @property
    def after(self) -> int:
        return sum(item.after for item in self.communes)

    @property
    def balanced(self) -> bool:
        """Programmes, communes and people tell the same sums, to the đồng."""
        money = [item for item in self.programmes if item.unit == MONEY]
        sums = [sum(item.before.amount for item in money), sum(item.after.amount for item in money)]
        moved = self.shift.difference + self.houses.difference
        return sums == [self.before, self.after] and moved == self.after - self.before


@dataclass(slots=True)
class _Figures:
    """Totals by side (0 before, 1 after) and programme; money by side and commune; shifts by subject and commune."""

    totals: dict[tuple[int, str], Totals] = field(default_factory=dict)
    money: dict[tuple[int, str], int] = field(default_factory=dict)
    shifts: dict[tuple[str, str], Shift] = field(default_factory=dict)
    communes: dict[str, None] = field(default_factory=dict)
    people: int = 0
    households: int = 0

    def add(self, side: int, programme: str, more: Totals) -> None:
        key = (side, programme)
        self.totals[key] = self.totals.get(key, Totals()).plus(more)

    def pay(self, side: int, commune: str, money: int) -> None:
        self.communes[commune] = None
        self.money[side, commune] = self.money.get((side, commune), 0) + money

    def move(self, subject: str, commune: str, shift: Shift) -> None:
        key = (subject, commune)
        self.shifts[key] = self.shifts.get(key, NONE).plus(shift)


def of_tally(tally: Tally, before: Plan, after: Plan) -> Comparison:
    """From what the batch counted."""
    figures = _Figures(people=tally.people, households=tally.households)
    sides = zip(tally.programmes, (tally.before, tally.after), (before, after), strict=True)
    for side, (names, table, plan) in enumerate(sides):
        for name, row in zip(names, table.sum(axis=0).tolist(), strict=False):
            figures.add(side, name, Totals(*row[:STATES]))
        paid = [place for place, name in enumerate(names) if _in_money(plan, name)] if len(table) else []
        money = table[:, paid, STATES - 1].sum(axis=1).tolist() if paid else [0] * len(tally.communes)
        for commune, amount in zip(tally.communes, money, strict=True):
            figures.pay(side, commune, amount)
    for (subject, place), shift in tally.shifts.items():
        figures.move(subject, tally.communes[place], shift)
    return _comparison(figures, before, after)


def of_list(intake: Intake, before: Plan, after: Plan, *, closed: bool, born_by: date | None = None) -> Comparison:
    """From a list, household by household, with the closure.

    Args:
        born_by: whoever is born later is left out under both plans, when these judge different days.

    Raises:
        LawConflictError: the law is undecided on somebody.
    """
    figures, deciders = _Figures(), (Decider(before), Decider(after))
    known: dict[object, tuple[list[Judged], list[Judged]]] = {}
    if born_by is not None:
        intake = replace(intake, people=[person for person in intake.people if not unborn(person, born_by)])
    lists = [families(_known_to(intake, plan), plan, closed=closed) for plan in (before, after)]
    for old, new in zip(*lists, strict=True):
        key = (old.alike, new.alike)
        if key not in known:
            known[key] = deciders[0].judge(old.household), deciders[1].judge(new.household)
        _count(figures, old, known[key], (before, after))
    return _comparison(figures, before, after)


def _known_to(intake: Intake, plan: Plan) -> Intake:
    """The list without facts that this edition does not have."""
    facts = plan.catalogue.facts
    people = [
        replace(person, facts={name: value for name, value in person.facts.items() if name in facts})
        for person in intake.people
    ]
    columns = tuple(item for item in intake.mapping.columns if item.facts() <= facts.keys())
    vouched = {name: value for name, value in intake.mapping.vouched.items() if name in facts}
    return replace(intake, people=people, mapping=replace(intake.mapping, columns=columns, vouched=vouched))


def _count(figures: _Figures, family: Family, judged: tuple[list[Judged], list[Judged]], plans: Sequence[Plan]) -> None:
    figures.people += len(family.people)
    figures.households += 1
    for number, person in enumerate(family.people):
        _subject(figures, "person", person.commune, [side[number] for side in judged], plans)
    whole = [side[-1] for side in judged]
    if any(item.verdicts for item in whole):
        _subject(figures, "household", family.people[0].commune, whole, plans)


def _subject(figures: _Figures, subject: str, commune: str, pair: Sequence[Judged], plans: Sequence[Plan]) -> None:
    money, unknown = [0, 0], False
    for side, (judged, plan) in enumerate(zip(pair, plans, strict=True)):
        for name, totals in _rights(judged, plan):
            figures.add(side, name, totals)
            unknown |= totals.undetermined > 0
            if _in_money(plan, name):
                money[side] += totals.amount
        figures.pay(side, commune, money[side])
    figures.move(subject, commune, shift_of(money[1] - money[0], unknown=unknown))


def _rights(judged: Judged, plan: Plan) -> Iterator[tuple[str, Totals]]:
    for verdict in judged.verdicts:
        settled = judged.settled.get(plan.index[verdict.programme.id])
        if verdict.status is Status.UNDETERMINED:
            yield verdict.programme.id, Totals(undetermined=1)
        elif settled is not None:
            amount = (verdict.amount or 0) if settled.paid else 0
            yield verdict.programme.id, Totals(int(settled.paid), int(not settled.paid), 0, amount)


def _in_money(plan: Plan, name: str) -> bool:
    law = plan.edition.programmes[name]
    return law.kind == "benefit" and law.amount.unit == MONEY


def shift_of(moved: int, *, unknown: bool) -> Shift:
    """One subject whose payments differ by so many đồng; `unknown`: a right of theirs cannot be told."""
    up, down = int(moved > 0), int(moved < 0)
    same, open_ = 1 - up - down, int(unknown)
    return Shift(up, down, same - same * open_, same * open_, up * open_, down * open_, max(0, moved), max(0, -moved))


def _comparison(figures: _Figures, before: Plan, after: Plan) -> Comparison:
    communes = tuple(_commune(figures, commune) for commune in figures.communes)
    programmes = [row for name in _names(before, after) if (row := _programme(figures, name, before, after))]
    shifts = {"person": NONE, "household": NONE}
    for (subject, _commune_name), shift in figures.shifts.items():
        shifts[subject] = shifts[subject].plus(shift)
    rows = tuple(sorted(communes, key=lambda row: (-row.after, row.commune)))
    ordered = tuple(sorted(programmes, key=lambda row: (-row.after.amount, row.programme)))
    return Comparison(figures.people, figures.households, ordered, rows, shifts["person"], shifts["household"])


def _names(before: Plan, after: Plan) -> list[str]:
    return list(dict.fromkeys(item.id for plan in (after, before) for item in plan.programmes))


def _programme(figures: _Figures, name: str, before: Plan, after: Plan) -> ProgrammeRow | None:
    """A programme under which somebody has a right, open or not; None when nobody has."""
    old, new = (figures.totals.get((side, name), Totals()) for side in (0, 1))
    if old == new == Totals():
        return None
    plan = after if name in after.index else before
    law = plan.edition.programmes[name]
    return ProgrammeRow(name, programme_title(name, plan.edition), law.amount.unit, old, new, _mark(plan, name))


def _mark(plan: Plan, name: str) -> Mark:
    programme = plan.programmes[plan.index[name]]
    cites = [programme.force_cites, programme.amount.pieces]
    cites += [item.cites for item in programme.conditions] + [row.cites for row in programme.rows]
    return max(worst(item) for item in cites)


def _commune(figures: _Figures, commune: str) -> CommuneRow:
    old, new = (figures.money.get((side, commune), 0) for side in (0, 1))
    shift = figures.shifts.get(("person", commune), NONE).plus(figures.shifts.get(("household", commune), NONE))
    return CommuneRow(commune or _("(commune not given)"), old, new, shift)


def marks_of(comparison: Comparison) -> Mapping[str, Mark]:
    """The programmes whose figures rest on a text that is not verified, with the mark."""
    return {row.title: row.mark for row in comparison.programmes if not row.mark.verified and row.after.paid}
