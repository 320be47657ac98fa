"""Two plans set against each other on the same people: what each pays by programme and commune, who gains, who loses.

Either on a cube, signature by signature, or – where no cube holds them exactly – on the people themselves. Both count
the same. Of whom one of the plans cannot tell a right, and what is paid is the same, is never counted as unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.columns import Columns
from lawengine.batch.cube import Chosen, Cube, CubeSpace, Subject, spaces_of
from lawengine.batch.engine import Engine
from lawengine.batch.layout import ProgrammeLayout
from lawengine.batch.outcomes import ASIDE, NO_AMOUNT, NOTHING, OPEN, PAID
from lawengine.batch.steps import Space
from lawengine.concurrence import Settlement
from lawengine.plan import Plan

Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]
_MONEY = "VND"
STATES = 4
"""Paid, set aside, undetermined (the numbers of `outcomes`), and the amount paid."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What happens to subjects between two plans, in đồng: `gain` and `loss` are sums of differences above 0.

    `gainers` and `losers` are paid more or less. `undetermined` are paid the same, but one of the plans leaves a right
    of theirs open: what becomes of them is not known, so they are not among the `unchanged`. `open_gainers` and
    `open_losers` are those gainers and losers of whom a right is open too: their difference is provisional.
    """

    gainers: int = 0
    losers: int = 0
    unchanged: int = 0
    undetermined: int = 0
    open_gainers: int = 0
    open_losers: int = 0
    gain: int = 0
    loss: int = 0

    @property
    def difference(self) -> int:
        """All that is paid more, or (below 0) less."""
        return self.gain - self.loss

    def plus(self, other: Shift) -> Shift:
        """Both together."""
        return Shift(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(slots=True)
class Tally:
    """Counts and sums, by programme of each plan and commune.

    `before`, `after`: communes × programmes × (paid, set aside, undetermined, amount). `shifts`: by subject, commune.
    """

    programmes: tuple[tuple[str, ...], tuple[str, ...]]
    communes: list[str] = field(default_factory=list)
    before: Integers = field(default_factory=lambda: np.zeros((0, 0, STATES), np.int64))
    after: Integers = field(default_factory=lambda: np.zeros((0, 0, STATES), np.int64))
    shifts: dict[tuple[Subject, int], Shift] = field(default_factory=dict)
    people: int = 0
    households: int = 0

    def shift(self, subject: Subject) -> Shift:
        """Of all communes."""
        found = Shift()
        for (kind, _), one in self.shifts.items():
            found = found.plus(one) if kind == subject else found
        return found


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a plan says at some places: what each programme is (places × programmes) and what it pays, in its unit.

    `in_money` are the programmes that pay đồng: only these count as gain or loss.
    """

    states: NDArray[np.int8]
    money: Integers
    in_money: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Places with the commune and how many stand there (below 0: taken away again)."""

    place: Integers
    commune: Integers
    count: Integers


class Whatif:
    """Two plans of one day made ready to be compared."""

    def __init__(
        self, before: Plan, after: Plan, *, closed: bool = False, vouched: frozenset[str] = frozenset()
    ) -> None:
        self.engines = tuple(Engine(plan, closed=closed, vouched=vouched) for plan in (before, after))
        self.tally = Tally(_names(before, after))

    def on_cube(self, cube: Cube) -> Tally:
        """Compare on a cube.

        Raises:
            CubeLacksError: it does not tell apart what the plans do. LawConflictError: the law is undecided.
        """
        self.tally.communes = list(cube.communes)
        self.tally.people, self.tally.households = cube.people, cube.households
        spaces = [dict(spaces_of(cube, engine.layout)) for engine in self.engines]
        for subject in dict.fromkeys([*spaces[0], *spaces[1]]):
            side = cube.side(subject)
            cells = _Cells(side.signature, side.commune, side.count)
            decisions = [
                engine.decide(own[subject], subject) if subject in own else None
                for engine, own in zip(self.engines, spaces, strict=True)
            ]
            places = [own.get(subject) for own in spaces]
            self._add(subject, places, decisions, cells)
            if subject == "person" and len(cube.couples):
                self._correct(cube, places, decisions)
        return self.tally

    def _correct(self, cube: Cube, spaces: Sequence[CubeSpace | None], decisions: Sequence[Numbers | None]) -> None:
        """Of two spouses one is set aside, which no signature says: take their plain places away, put others there."""
        first, last, communes, counts = _both(cube.couples)
        places = np.concatenate([first, last])
        cells = _Cells(np.arange(len(places)), communes, counts)
        chosen: list[Space | None] = []
        plain: list[Numbers | None] = []
        right: list[Numbers | None] = []
        for engine, space, decided in zip(self.engines, spaces, decisions, strict=True):
            assert space is not None
            assert decided is not None
            own = Chosen(space, places)
            aside = _aside(engine, space, decided, first, last)
            chosen.append(own)
            plain.append(decided[places])
            right.append(engine.decide(own, "person", aside))
        self._add("person", chosen, plain, _Cells(cells.place, cells.commune, -cells.count))
        self._add("person", chosen, right, cells)

    def add(self, columns: Columns, starts: Integers) -> None:
        """Compare on people themselves: whole households, each judged under both plans.

        Raises:
            QuestionError: a value cannot be. LawConflictError: the law is undecided on somebody.
        """
        decided = []
        for engine in self.engines:
            found, faults = engine.judge(columns, starts)
            if faults or found is None:
                raise faults[0].error()
            decided.append(found)
        communes = self._communes(columns)
        one = np.ones(columns.length, np.int64)
        rows = _Cells(np.arange(columns.length), communes, one)
        self._add("person", [item.rows for item in decided], [item.person for item in decided], rows)
        houses = _Cells(np.arange(len(starts)), communes[starts], one[: len(starts)])
        if any(item.household is not None for item in decided):
            spaces = [item.houses if item.household is not None else None for item in decided]
            self._add("household", spaces, [item.household for item in decided], houses)
        self.tally.people += columns.length
        self.tally.households += len(starts)

    def _communes(self, columns: Columns) -> Integers:
        """The place of each row's commune in the tally."""
        array = columns.get("commune")
        names = [""] * columns.length if array is None else [name or "" for name in array.to_pylist()]
        known = {name: place for place, name in enumerate(self.tally.communes)}
        places = [known.setdefault(name, len(known)) for name in names]
        self.tally.communes = list(known)
        return np.array(places, np.int64)

    def _add(
        self, subject: Subject, spaces: Sequence[Space | None], decisions: Sequence[Numbers | None], cells: _Cells
    ) -> None:
        spaces, decisions, cells = self._alike(subject, spaces, decisions, cells)
        length = next(len(decided) for decided in decisions if decided is not None)
        sheets = [
            _sheet(engine, space, decided, subject, length)
            for engine, space, decided in zip(self.engines, spaces, decisions, strict=True)
        ]
        tally, communes = self.tally, len(self.tally.communes)
        tally.before, tally.after = _grown(tally.before, sheets[0], communes), _grown(tally.after, sheets[1], communes)
        for total, sheet in zip((tally.before, tally.after), sheets, strict=True):
            _sum_up(total, sheet, cells)
        if len(cells.place):
            self._shift(subject, sheets, cells)

    def _alike(
        self, subject: Subject, spaces: Sequence[Space | None], decisions: Sequence[Numbers | None], cells: _Cells
    ) -> tuple[list[Space | None], list[Numbers | None], _Cells]:
        """One place for all that are decided alike under both plans and paid alike, and the cells by commune."""
        length = next(len(decided) for decided in decisions if decided is not None)
        key = np.zeros(length, np.int64)
        own = np.zeros(length, np.bool_)
        for engine, space, decided in zip(self.engines, spaces, decisions, strict=True):
            key = key << 31 | (0 if decided is None else decided.astype(np.int64))
            if space is not None and decided is not None:
                for programme in _row_valued(engine, subject):
                    own |= engine.amounts(programme, space, decided)[1]
        key = np.where(own, -1 - np.arange(length), key)
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        pairs, at = np.unique(cells.commune << 32 | group[cells.place], return_inverse=True)
        counts = np.zeros(len(pairs), np.int64)
        np.add.at(counts, at, cells.count)
        chosen: list[Space | None] = [None if space is None else Chosen(space, first) for space in spaces]
        fewer = [None if decided is None else decided[first] for decided in decisions]
        return chosen, fewer, _Cells(pairs & 0xFFFFFFFF, pairs >> 32, counts)

    def _shift(self, subject: Subject, sheets: Sequence[_Sheet], cells: _Cells) -> None:
        before, after = (_of_each(sheet) for sheet in sheets)
        open_ = (before[1] | after[1])[cells.place]
        moved = (after[0] - before[0])[cells.place]
        more, less, same = moved > 0, moved < 0, moved == 0
        flags = [more, less, same & ~open_, same & open_, more & open_, less & open_]
        figures = [cells.count * flag for flag in flags]
        figures += [cells.count * np.maximum(moved, 0), cells.count * np.maximum(-moved, 0)]
        starts = np.flatnonzero(np.diff(cells.commune, prepend=-1))
        sums = [np.add.reduceat(figure, starts).tolist() for figure in figures]
        for commune, *values in zip(cells.commune[starts].tolist(), *sums, strict=True):
            key = (subject, commune)
            self.tally.shifts[key] = self.tally.shifts.get(key, Shift()).plus(Shift(*values))


def _names(before: Plan, after: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, other = (tuple(item.id for item in plan.programmes) for plan in (before, after))
    return one, other


def _both(couples: Integers) -> tuple[Integers, Integers, Integers, Integers]:
    """Signatures of the first and of the last; communes and counts of all first, then all last."""
    first, last, near, far, count = couples.T
    return first, last, np.concatenate([near, far]), np.concatenate([count, count])


def _aside(
    engine: Engine, space: Space, decided: Numbers, first: Integers, last: Integers
) -> Mapping[int, Mapping[int, Settlement]]:
    """Once per couple: what is set aside beforehand, by place (the last of a pair stands behind all first ones)."""
    found: dict[int, dict[int, Settlement]] = {}
    for _, rule, programme in engine.layout.couples:
        if programme is None:
            continue
        entitled, _, amounts = engine.amounts(programme, space, decided)
        both = np.flatnonzero(entitled[first] & entitled[last])
        late = amounts[first[both]] >= amounts[last[both]]
        for place in np.where(late, both + len(first), both).tolist():
            found.setdefault(place, {})[programme.place] = Settlement(False, rule, programme.place)
    return found


def _sheet(engine: Engine, space: Space | None, decided: Numbers | None, subject: Subject, length: int) -> _Sheet:
    """What each programme comes to at each place; nothing of programmes that judge another kind of subject."""
    plan, book = engine.plan, engine.book
    in_money = np.array([item.law.kind == "benefit" and item.law.amount.unit == _MONEY for item in plan.programmes])
    if space is None or decided is None:
        shape = (length, len(plan.programmes))
        return _Sheet(np.full(shape, NOTHING, np.int8), np.zeros(shape, np.int64), in_money)
    outcomes = book.rows[decided]
    states = np.append(book.column("payment"), NOTHING)[outcomes].astype(np.int8)
    amounts = np.append(book.column("amount"), NO_AMOUNT)[outcomes]
    for programme in _row_valued(engine, subject):
        _, row_valued, values = engine.amounts(programme, space, decided)
        column = amounts[:, programme.place]
        amounts[:, programme.place] = np.where(row_valued, values, column)
    money = np.where((states == PAID) & (amounts != NO_AMOUNT), amounts, 0)
    return _Sheet(states, money, in_money)


def _of_each(sheet: _Sheet) -> tuple[Integers, NDArray[np.bool_]]:
    """By place: all that is paid, and whether some right cannot be told."""
    return sheet.money[:, sheet.in_money].sum(axis=1), (sheet.states == OPEN).any(axis=1)


def _grown(total: Integers, sheet: _Sheet, communes: int) -> Integers:
    bigger = np.zeros((communes, sheet.states.shape[1], STATES), np.int64)
    bigger[: total.shape[0], : total.shape[1]] = total
    return bigger


def _row_valued(engine: Engine, subject: Subject) -> list[ProgrammeLayout]:
    """The programmes whose amount follows a number of the subject itself."""
    own = engine.layout.person if subject == "person" else engine.layout.household
    return [] if own is None else [item for item in own.programmes if item.row_valued]


def _sum_up(total: Integers, sheet: _Sheet, cells: _Cells) -> None:
    """Add cells, which are sorted by commune, to the sums; many programmes are open or refused for the same people."""
    alike: dict[bytes, Integers] = {}
    for programme in range(sheet.states.shape[1]):
        column = sheet.states[:, programme]
        key = column.tobytes()
        if key not in alike:
            alike[key] = _heads(column, cells, len(total))
        total[:, programme, : STATES - 1] += alike[key]
        if sheet.money[:, programme].any():
            money = sheet.money[:, programme].take(cells.place)
            where = np.flatnonzero(money)
            _add_up(total[:, programme, STATES - 1], cells.commune[where], money[where] * cells.count[where])


def _heads(column: NDArray[np.int8], cells: _Cells, communes: int) -> Integers:
    """How many are paid, set aside, undetermined in each commune: communes × 3."""
    heads = np.zeros((communes, STATES - 1), np.int64)
    states = column.take(cells.place)
    for state in (PAID, ASIDE, OPEN):
        where = np.flatnonzero(states == state)
        _add_up(heads[:, state], cells.commune[where], cells.count[where])
    return heads


def _add_up(sums: Integers, communes: Integers, figures: Integers) -> None:
    """Add figures, which are sorted by commune, to the sum of each commune."""
    if len(communes):
        starts = np.flatnonzero(np.diff(communes, prepend=-1))
        sums[communes[starts]] += np.add.reduceat(figures, starts)


def compare_pieces(whatif: Whatif, pieces: Iterable[tuple[Columns, Integers]]) -> Tally:
    """Compare on people, piece by piece."""
    for columns, starts in pieces:
        whatif.add(columns, starts)
    return whatif.tally
