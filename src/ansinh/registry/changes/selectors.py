"""Which changes a viewer may see, and what a change replaces, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.kernel.viewer import DECIDE, PROPOSE, READ, Viewer
from ansinh.registry.changes.guards import VOUCH, reaches_change, why_not_undo, writes_beyond
from ansinh.registry.ledger.models import Change, Recorded, State
from ansinh.registry.ledger.rows import closed_by, ledger_models, written_by
from ansinh.registry.ledger.wording import Fact, facts_of, kind_of, label_of, title_of
from ansinh.registry.masking import MASK, names_itself, shown
from ansinh.registry.scope import function_of, territory
from ansinh.registry.statuses.models import STATUSES
from ansinh.shell.wording import day

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

ROWS_SHOWN = 20
# What a change does to a status: enters or corrects it, ends it, withdraws it.
_SUFFIXES = ("", ":end", ":withdraw")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact before and after."""

    label: StrOrPromise
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the change touches it."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a change beside the row that it replaces. `act`: `new`, `correct` or `withdraw`."""

    title: StrOrPromise
    kind: str
    act: str
    lines: list[Line]
    masked: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows of a change, at most ROWS_SHOWN of each table; `rows` is how many there are."""

    shown: list[Side]
    rows: int


@dataclass(frozen=True, slots=True)
class May:
    """What this viewer may do with a change now."""

    approve: bool = False
    refuse: bool = False
    withdraw: bool = False
    undo: bool = False


def changes(viewer: Viewer) -> QuerySet[Change]:
    """Changes of the viewer's territory."""
    commune = territory(viewer, READ, commune="place", province="place__parent")
    province = territory(viewer, READ, commune="place", province="place")
    if commune is None or province is None:
        return Change.objects.none()
    own = Q(proposed_by=viewer.user)
    found = Change.objects.filter(commune | province | own)
    return found.select_related("person", "household", "place__parent", "paper", "proposed_by", "decided_by", "undoes")


def waiting_for(viewer: Viewer) -> QuerySet[Change]:
    """Changes that this viewer could decide: in their territory, and in the function that a register belongs to."""
    decidable = Q(pk__in=())
    by_function: dict[str, list[str]] = {}
    for register in STATUSES:
        kinds = [f"{VOUCH}{register}", *(f"{register}{suffix}" for suffix in _SUFFIXES)]
        by_function.setdefault(function_of(register), []).extend(kinds)
    kept = [kind for kinds in by_function.values() for kind in kinds]
    for right, two_people in ((DECIDE, True), (PROPOSE, False)):
        free = territory(viewer, right, commune="place", province="place__parent")
        if free is not None:
            decidable |= free & Q(two_people=two_people) & ~Q(kind__in=kept)
        for function, kinds in by_function.items():
            reach = territory(viewer, right, function=function, commune="place", province="place__parent")
            if reach is not None:
                decidable |= reach & Q(two_people=two_people, kind__in=kinds)
    waiting = Change.objects.filter(decidable, ~writes_beyond(viewer), state=State.PROPOSED)
    return waiting.exclude(proposed_by=viewer.user)


def sides(viewer: Viewer, change: Change) -> Sides:
    """What a change writes beside what it replaces, each masked as the viewer's purpose allows.

    Of an undoing that waits: what it would hold again beside what is held.
    """
    if change.undoes is not None and change.state == State.PROPOSED:
        undone = sides(viewer, change.undoes)
        return replace(undone, shown=[_mirrored(side) for side in undone.shown])
    shown_sides: list[Side] = []
    rows = 0
    for model in ledger_models():
        written, closed = written_by(model, change), closed_by(model, change)
        rows += written.count() + closed.exclude(pk__in=written.values("replaces")).count()
        new = written.select_related("replaces").order_by("pk")[:ROWS_SHOWN]
        shown_sides.extend(_side(viewer, row.replaces, row) for row in new)
        gone = closed.exclude(pk__in=written.values("replaces")).order_by("pk")[:ROWS_SHOWN]
        shown_sides.extend(_side(viewer, row, None) for row in gone)
    return Sides(shown_sides, rows)


def conflicts(viewer: Viewer, change: Change) -> list[tuple[StrOrPromise, str]]:
    """Held rows that stand in the way of a change that waits: (register, its dates)."""
    found: list[tuple[StrOrPromise, str]] = []
    for model in ledger_models():
        if model.ALONE:
            for row in written_by(model, change)[:ROWS_SHOWN]:
                title = title_of(model) if names_itself(viewer, kind_of(model)) else MASK
                found.extend((title, _dates(other)) for other in _in_the_way(model, row, change))
    return found


def may(viewer: Viewer, change: Change) -> May:
    """What the page offers; the services ask again."""
    own = change.proposed_by_id == viewer.user
    reached = change.place is not None and reaches_change(viewer, change)
    if change.state == State.PROPOSED:
        other = reached and not (own and change.two_people)
        return May(approve=other, refuse=reached and not own, withdraw=own)
    undoable = reached and change.state == State.APPLIED and change.kind != "register"
    return May(undo=undoable and why_not_undo(viewer, change) is None)


def _side(viewer: Viewer, old: Recorded | None, new: Recorded | None) -> Side:
    row = new if new is not None else old
    assert row is not None
    kind = kind_of(type(row))
    masked = not names_itself(viewer, kind)
    olds = {fact.name: fact.shown for fact in _facts(viewer, old)} if old is not None else {}
    news = {fact.name: fact.shown for fact in _facts(viewer, new)} if new is not None else {}
    labels = {fact.name: fact.label for fact in _facts(viewer, row)}
    lines = [Line(label, olds.get(name, ""), news.get(name, "")) for name, label in labels.items()]
    act = "withdraw" if new is None else "new" if old is None else "correct"
    return Side(
        MASK if masked else title_of(type(row)), kind, act,
        [] if masked else [line for line in lines if line.old or line.new], masked, _about(row),
    )  # fmt: skip


def _mirrored(side: Side) -> Side:
    act = {"new": "withdraw", "withdraw": "new"}.get(side.act, side.act)
    return replace(side, act=act, lines=[replace(line, old=line.new, new=line.old) for line in side.lines])


def _facts(viewer: Viewer, row: Recorded) -> Iterator[Fact]:
    for fact in [*facts_of(row, frozenset({"person", "household", "search_key"})), *_times(row)]:
        kind = "ethnicity" if fact.name == "ethnicity" else "account" if fact.name == "number" else ""
        hidden = kind and (kind == "ethnicity" or kind_of(type(row)) == "account")
        yield replace(fact, shown=shown(viewer, kind, fact.shown)) if hidden else fact


def _times(row: Recorded) -> list[Fact]:
    fields = [field for field in row._meta.concrete_fields if field.name in ("starts_on", "ends_on")]
    return [
        Fact(each.name, label_of(each), day(value) if (value := getattr(row, each.name)) else "") for each in fields
    ]


def _about(row: Recorded) -> str:
    subject = getattr(row, "person", None) or getattr(row, "household", None)
    return str(subject or "")


def _in_the_way(model: type[Recorded], row: Recorded, change: Change) -> list[Recorded]:
    alone = {name: getattr(row, name) for name in model.ALONE}
    held = model.objects.known().filter(**alone).exclude(closed_by=change).exclude(pk=row.pk)
    if row.known_from is not None:
        return []
    begins, ends = row.starts_on or date.min, row.ends_on or date.max
    return [each for each in held if (each.starts_on or date.min) < ends and begins < (each.ends_on or date.max)]


def _dates(row: Recorded) -> str:
    begins = day(row.starts_on) if row.starts_on else "…"
    return f"{begins} – {day(row.ends_on) if row.ends_on else '…'}"
