"""Recomputing: what two states of knowledge say of the same months, as arrears or recovery, each with its causes.

A state of knowledge is what was known of the facts and of the law on a day. What was paid for a month is an input, so
that nothing is paid or recovered twice; what one of the states cannot tell is listed and never counted as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lawengine.answers import Judged
from lawengine.decide import Decider
from lawengine.edition_diff import Change
from lawengine.household import Household
from lawengine.model import Mark
from lawengine.plan import Status

State = Literal["paid", "nothing", "open"]


class Key(NamedTuple):
    """Whose right, under which programme, for which month ('2026-07')."""

    person: str
    programme: str
    month: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What one state of knowledge says of a right.

    Attributes:
        amount: in the programme's unit, 0 unless it is paid.
        row: the row that won. failing: the conditions that do not hold. late: it begins in a later month.
        rule, by: the concurrence rule that sets it aside, and the programme that is paid instead.
        provisional: an open right may still displace it. missing: the facts that keep it open. mark: the least sure
            text that it rests on.
    """

    state: State
    amount: int = 0
    row: str = ""
    failing: frozenset[str] = frozenset()
    late: bool = False
    rule: str = ""
    by: str = ""
    provisional: bool = False
    missing: tuple[str, ...] = field(default=(), compare=False)
    mark: Mark = field(default=Mark.PRIMARY, compare=False)


NOTHING = Standing("nothing")
Standings = Mapping[Key, Standing]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was really paid.

    `lines` are sums by right; `complete` names the (programme, month) pairs of which every payment is there, so that a
    right without a line was paid nothing. For other pairs the earlier state is taken as paid. `later` are arrears
    (above 0) and recoveries (below 0) that were settled since, on top of either.
    """

    lines: Mapping[Key, int] = field(default_factory=dict)
    complete: frozenset[tuple[str, str]] = frozenset()
    later: Mapping[Key, int] = field(default_factory=dict)

    def paid(self, key: Key, before: Standing) -> int | None:
        """What was paid for a right; None when nobody can tell."""
        if (key.programme, key.month) in self.complete:
            first = self.lines.get(key, 0)
        elif before.state == "open":
            return None
        else:
            first = before.amount
        return first + self.later.get(key, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One right that both states tell. `paid` is what was paid, `due` what is due now, in the programme's unit."""

    key: Key
    before: Standing
    after: Standing
    paid: int

    @property
    def due(self) -> int:
        return self.after.amount

    @property
    def difference(self) -> int:
        return self.due - self.paid

    @property
    def arrears(self) -> int:
        """What is still to be paid, 0 when nothing is."""
        return max(0, self.difference)

    @property
    def recovery(self) -> int:
        """What was paid too much, 0 when nothing was."""
        return max(0, -self.difference)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A right that one of the states cannot tell. `paid` None: what was paid cannot be told either."""

    key: Key
    before: Standing
    after: Standing
    paid: int | None


@dataclass(frozen=True, slots=True)
class Recomputation:
    """All that differs (`lines`), all that cannot be told (`open`), and the sums over all that can be told."""

    lines: tuple[Line, ...]
    open: tuple[OpenLine, ...]
    unchanged: int
    paid: int
    due: int

    @property
    def arrears(self) -> int:
        return sum(item.arrears for item in self.lines)

    @property
    def recovery(self) -> int:
        return sum(item.recovery for item in self.lines)

    @property
    def balanced(self) -> bool:
        """Paid + arrears − recovery is what is due, to the đồng."""
        return self.paid + self.arrears - self.recovery == self.due


def recompute(before: Standings, after: Standings, ledger: Ledger | None = None) -> Recomputation:
    """Compare two states of knowledge of the same people, programmes and months.

    Args:
        before: what was decided; rights that are not there are nothing. after: the same, decided again. What is due
            only as long as an open right does not displace it, and was not paid before, cannot be told either: what
            was paid under the open right would be paid twice.
        ledger: what was paid; without it, what the earlier state says.
    """
    book = ledger or Ledger()
    lines: list[Line] = []
    unknown: list[OpenLine] = []
    unchanged = paid_sum = due_sum = 0
    for key in sorted({*before, *after, *book.lines, *book.later}):
        old, new = before.get(key, NOTHING), after.get(key, NOTHING)
        paid = book.paid(key, old)
        if paid is None or new.state == "open" or (new.provisional and not paid):
            unknown.append(OpenLine(key, old, new, paid))
            continue
        line = Line(key, old, new, paid)
        paid_sum += paid
        due_sum += line.due
        if line.difference:
            lines.append(line)
        else:
            unchanged += 1
    return Recomputation(tuple(lines), tuple(unknown), unchanged, paid_sum, due_sum)


CauseKind = Literal["fact", "text", "reading", "concurrence", "payment", "undetermined", "household", "list"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a right differs.

    `fact`: `name` went from `before` to `after`. `text`: a text came into force or lapsed. `reading`: another reading
    was chosen. `concurrence`: the rule `name` pays `after` instead, `before` then. `payment`: not what the earlier
    state said was paid. `undetermined`: it could not be told then. `household`: what is known of others in it changed.
    `list`: the person stands on one of two lists only, which the caller knows.
    """

    kind: CauseKind
    name: str
    before: object = None
    after: object = None
    change: Change | None = None


def causes_of(
    line: Line | OpenLine,
    changes: Iterable[Change],
    facts: Mapping[str, tuple[object, object]],
    readings: frozenset[str] = frozenset(),
) -> tuple[Cause, ...]:
    """Why a right differs; there is always one.

    Args:
        changes: how the law of that month differs between the two states. facts: those that the programme asks and
            that differ, before and after. readings: those that one state chose and the other did not.
    """
    found = [Cause("fact", name, old, new) for name, (old, new) in facts.items()]
    found += _legal(line, changes, readings)
    old, new = line.before, line.after
    if (old.rule, old.by) != (new.rule, new.by):
        found.append(Cause("concurrence", new.rule or old.rule, old.by, new.by))
    if old.state == "open":
        found.append(Cause("undetermined", "", old.missing))
    elif line.paid != old.amount:
        found.append(Cause("payment", "", old.amount, line.paid))
    return tuple(found) or (Cause("household", ""),)


def _legal(line: Line | OpenLine, changes: Iterable[Change], readings: frozenset[str]) -> Iterator[Cause]:
    for change in changes:
        if _concerns(change, line):
            named = {change.item.window.reading, change.item.window.unless_reading} & readings
            name = next(iter(sorted(name for name in named if name)), "")
            yield Cause("reading" if name else "text", name or change.item.id, change=change)


def _concerns(change: Change, line: Line | OpenLine) -> bool:
    """Does a change of the law stand behind this line? It must be in force for what won, failed or was paid."""
    item, old, new = change.item, line.before, line.after
    if line.key.programme not in item.touches:
        return False
    if item.part == "row":
        return item.id in (old.row, new.row)
    if item.part == "condition":
        return item.id in old.failing ^ new.failing
    if item.part == "start":
        return old.late or new.late
    if item.part == "rule":
        return item.id in (old.rule, new.rule)
    return True


def standings_of(judged: Judged, household: Household, decider: Decider, idle: frozenset[int]) -> dict[str, Standing]:
    """What the closure says of one person (or household), by programme; what is refused or not in force too.

    Args:
        idle: places of open programmes that cannot change what is paid; they are left out.
    """
    plan, answers = decider.plan, decider.answers
    found: dict[str, Standing] = {}
    for verdict in judged.verdicts:
        law, place = verdict.programme, plan.index[verdict.programme.id]
        if verdict.status is Status.UNDETERMINED:
            if place not in idle:
                missing = tuple(answers.missing(verdict, judged.facts, household))
                found[law.id] = Standing("open", missing=missing)
            continue
        failing = frozenset(item.id for item in law.conditions if verdict.tests[item.test] is False)
        settled = judged.settled.get(place)
        row, mark = law.rows[verdict.row].id if verdict.row is not None else "", answers.confidence(verdict)
        if settled is None:
            found[law.id] = Standing("nothing", 0, row, failing, verdict.late_start is not None, mark=mark)
        elif settled.rule is None or settled.by is None:
            provisional = bool(settled.provisional)
            found[law.id] = Standing("paid", verdict.amount or 0, row, provisional=provisional, mark=mark)
        else:
            by = plan.programmes[settled.by].id
            found[law.id] = Standing("nothing", 0, row, rule=settled.rule.id, by=by, mark=mark)
    return found
