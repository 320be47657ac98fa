"""This roll against an earlier one: who is new, stopped, raised or lowered, why, and the proof that it is all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.roll.archive import Kept, read_archive
from ansinh.lawdesk.roll.causes import Causes
from ansinh.lawdesk.roll.heads import MONEY, programme_totals
from ansinh.lawdesk.roll.model import Roll
from ansinh.lawdesk.roll.tables import Heading, Output, Value, unit_words, who_headings
from ansinh.lawdesk.roll.wording import programme_title
from lawengine.difference import Difference, Kind, Line, Movement, compare

KINDS: tuple[Kind, ...] = ("new", "stopped", "raised", "lowered")


class RollUnbalancedError(AnSinhError):
    """Last roll + changes is not this roll: one of the two was altered after it was made."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement with the person's name and identity number ('' without one), and its causes in words."""

    movement: Movement
    name: str
    number: str
    commune: str
    title: str
    unit: str
    causes: tuple[str, ...]

    @property
    def difference(self) -> int:
        return self.movement.after - self.movement.before


@dataclass(frozen=True, slots=True)
class Sum:
    """before + change = after, in one programme's unit."""

    programme: str
    title: str
    unit: str
    before: int
    change: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """All movements since an earlier roll. `total` in đồng."""

    since: str
    moved: tuple[Moved, ...]
    sums: tuple[Sum, ...]
    total: Sum

    def count(self, kind: Kind) -> int:
        return sum(item.movement.kind == kind for item in self.moved)

    def summary(self) -> dict[str, Any]:
        """Without names."""
        counts: dict[str, Any] = {kind: self.count(kind) for kind in KINDS}
        return {
            "since": self.since,
            **counts,
            "by_programme": [asdict(item) for item in self.sums],
            "before": self.total.before,
            "change": self.total.change,
            "after": self.total.after,
        }


def changes_since(roll: Roll, folder: Path) -> Changes:
    """Compare with the roll kept in `folder`.

    Raises:
        AnSinhError: no roll there, or one of the same month or later.
        RollUnbalancedError: the sums do not meet.
    """
    kept = read_archive(folder)
    month = roll.plan.question.on.isoformat()[:7]
    if kept.month >= month:
        template = N_("The earlier roll is of {earlier}, which is not before {month}.")
        raise AnSinhError("not_earlier", template, earlier=kept.month, month=month)
    try:
        found = compare(_kept_lines(kept), _own_lines(roll))
    except ValueError as error:
        raise RollUnbalancedError("unbalanced", N_("A person stands twice in the earlier roll.")) from error
    sums = tuple(_sums(roll, kept, found))
    money = [item for item in sums if item.unit == MONEY]
    total = (
        Sum(
            "",
            "",
            MONEY,
            *(sum(values) for values in zip(*((s.before, s.change, s.after) for s in money), strict=True)),
        )
        if money
        else Sum("", "", MONEY, 0, 0, 0)
    )
    _check(kept, sums, total, {item.programme: item.amount for item in programme_totals(roll)})
    causes = Causes(roll, kept)
    moved = tuple(_moved(item, roll, kept, causes) for item in found.movements)
    return Changes(kept.month, tuple(sorted(moved, key=lambda item: KINDS.index(item.movement.kind))), sums, total)


def _kept_lines(kept: Kept) -> Iterable[Line]:
    return (Line(line.key, line.programme, line.amount, line.level, {}) for line in kept.lines)


def _own_lines(roll: Roll) -> Iterator[Line]:
    for outcome in roll.outcomes:
        for finding in outcome.paid:
            yield Line(outcome.key, finding.reasoning.programme, finding.amount or 0, finding.reasoning.row, {})


def _sums(roll: Roll, kept: Kept, found: Difference) -> Iterator[Sum]:
    """Per programme: what stood there, what moved, and what stands here, each counted on its own."""
    before: dict[str, int] = {}
    units: dict[str, str] = {}
    for line in kept.lines:
        before[line.programme] = before.get(line.programme, 0) + line.amount
        units[line.programme] = line.unit
    change: dict[str, int] = {}
    for item in found.movements:
        change[item.programme] = change.get(item.programme, 0) + item.after - item.before
    after: dict[str, int] = {}
    for total in programme_totals(roll):
        after[total.programme] = total.amount
        units[total.programme] = total.unit
    for name in sorted(before.keys() | after.keys()):
        title = programme_title(name, roll.edition)
        yield Sum(name, title, units[name], before.get(name, 0), change.get(name, 0), after.get(name, 0))


def _check(kept: Kept, sums: Iterable[Sum], total: Sum, own: dict[str, int]) -> None:
    """The earlier roll's own totals, its lines, the changes and this roll must meet to the đồng."""
    said = {item["programme"]: item["amount"] for item in kept.summary["by_programme"]}
    for item in sums:
        if (
            item.before + item.change != item.after
            or item.before != said.get(item.programme, 0)
            or item.after != own.get(item.programme, 0)
        ):
            raise _unbalanced(item)
    if total.before + total.change != total.after or total.before != kept.summary["counts"]["amount"]:
        raise _unbalanced(total)


def _unbalanced(item: Sum) -> RollUnbalancedError:
    return RollUnbalancedError(
        "unbalanced",
        N_("{programme}: last roll {before} + changes {change} is not this roll {after}; a roll was altered."),
        programme=item.title or _("All programmes"),
        before=item.before,
        change=item.change,
        after=item.after,
    )


def _moved(item: Movement, roll: Roll, kept: Kept, causes: Causes) -> Moved:
    name, number, commune = causes.who(item.person)
    law = roll.edition.programmes.get(item.programme)
    unit = law.amount.unit if law else next(line.unit for line in kept.lines if line.programme == item.programme)
    return Moved(
        item, name, number, commune, programme_title(item.programme, roll.edition), unit, tuple(causes.of(item))
    )


def kind_words(kind: Kind) -> str:
    """A movement's kind as the list of changes calls it."""
    return {"new": _("new"), "stopped": _("stopped"), "raised": _("raised"), "lowered": _("lowered")}[kind]


def changes_table(changes: Changes) -> Output:
    """One line per movement."""
    headings = [
        Heading(_("Change"), "text", 10),
        *who_headings(),
        Heading(_("Programme"), "long", 34),
        Heading(_("Before"), "money", 14),
        Heading(_("Now"), "money", 14),
        Heading(_("Difference"), "money", 14),
        Heading(_("Unit"), "text", 7),
        Heading(_("Cause"), "long", 60),
    ]
    return Output("changes", _("Changes since {month}").format(month=_month(changes.since)), headings, _rows(changes))


def _rows(changes: Changes) -> Iterator[list[Value]]:
    for item in changes.moved:
        found = item.movement
        yield [
            kind_words(found.kind),
            item.name,
            item.number,
            item.commune,
            item.title,
            found.before,
            found.after,
            item.difference,
            unit_words(item.unit),
            "; ".join(item.causes),
        ]


def _month(text: str) -> str:
    return "/".join(reversed(text.split("-")))
