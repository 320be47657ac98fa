"""Changes of the registers: proposed on a paper, decided by another where a right hangs on it, applied as a whole.

change = open_change(viewer=…, kind="status", title=…, person=…, two_people=True)
add_row(change, Disability(person=…, degree="severe", starts_on=…), replaces=old)
apply_change(viewer=another, code=change.code)
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ansinh.kernel.audit.services import record
from ansinh.kernel.codes import new_code
from ansinh.kernel.viewer import MERGE, PROPOSE, Viewer
from ansinh.registry.changes import errors
from ansinh.registry.changes.guards import (
    MERGING,
    UNDO,
    function_of_kind,
    is_stale,
    leaves_hanging,
    merged_away,
    names_merged,
    reaches_change,
    reaches_place,
    right_to_decide,
    undone_by_two,
    why_not_undo,
)
from ansinh.registry.changes.overlaps import check_alone
from ansinh.registry.ledger.clock import now, tick
from ansinh.registry.ledger.models import Change, LedgerQuerySet, Paper, Recorded, State
from ansinh.registry.ledger.rows import closed_by, ledger_models, written_by
from ansinh.registry.people.models import Household, Person
from ansinh.registry.people.pictures import refresh_pictures
from ansinh.registry.places.models import Place


def open_change(
    *,
    viewer: Viewer,
    kind: str,
    title: str,
    two_people: bool,
    person: Person | None = None,
    household: Household | None = None,
    place: Place | None = None,
    paper: Paper | None = None,
    seen_at: datetime | None = None,
    right: str = PROPOSE,
    code: str = "",
) -> Change:
    """Begin a change; it is seen by nobody but its maker and its decider until it is applied.

    Args:
        kind: a register's KIND (what it is about: then the right must be held in its function), or another word.
        code: given to the form when it was opened, so that sending it twice makes one change; a new one when blank.
        place: whose officers it concerns; the person's or household's commune when left out.
        seen_at: the moment of the page that the proposer looked at (ledger.clock.now).

    Raises:
        ChangeError: `change-not-yours`.
    """
    where = place
    if where is None and person is not None:
        where = person.commune
    elif where is None and household is not None:
        where = household.commune
    if not reaches_place(viewer, right, where, function_of_kind(kind)):
        raise errors.not_yours()
    return Change.objects.create(
        code=code or new_code("TD"),
        kind=kind,
        title=title,
        two_people=two_people,
        person=person,
        household=household,
        place=where,
        paper=paper,
        proposed_by_id=viewer.user,
        proposed_at=timezone.now(),
        seen_at=seen_at or now(),
    )


def add_row(change: Change, row: Recorded, replaces: Recorded | None = None) -> None:
    """Put one row into a change that waits; `replaces` is the row that it corrects or continues.

    Raises:
        ChangeError: `change-decided`, `change-stale`, `change-waiting`.
        ValidationError: a value is missing or impossible.
    """
    if not Change.objects.filter(pk=change.pk, state=State.PROPOSED).exists():
        raise errors.already_decided()
    if replaces is not None:
        add_closing(change, replaces)
        row.replaces = replaces
    row.change = change
    row.full_clean()
    row.save(force_insert=True)


def add_closing(change: Change, row: Recorded) -> None:
    """Put into a change that a row was wrong, or is replaced: it will no longer be held.

    Raises:
        ChangeError: `change-stale` when it is no longer held, `change-waiting` when another change closes it.
    """
    claimed = (
        type(row).objects.filter(pk=row.pk, known_from__isnull=False, known_to__isnull=True, closed_by__isnull=True)
    ).update(closed_by=change)
    if not claimed:
        held = type(row).objects.known().filter(pk=row.pk).exists()
        raise errors.closed_elsewhere() if held else errors.stale()


@transaction.atomic
def apply_change(*, viewer: Viewer, code: str) -> Change:
    """Make a change true: all of its rows at one moment, or none.

    Raises:
        ChangeError: `change-not-yours`, `change-same-person`, `change-decided`, `change-stale`, `change-overlap`,
            `change-empty`.
    """
    change = _waiting(code)
    _must_reach(viewer, change)
    if change.two_people and change.proposed_by_id == viewer.user:
        raise errors.same_person()
    if change.undoes is not None:
        return _undo(viewer, change, change.undoes)
    at = tick()
    if change.kind == MERGING and is_stale(change):
        raise errors.stale()
    people, households, rows = _make_known(change, at)
    if not rows:
        raise errors.empty()
    if change.kind == MERGING:
        _live_on(change)
    change.state, change.decided_by_id, change.known_at = State.APPLIED, viewer.user, at
    change.save(update_fields=["state", "decided_by", "known_at"])
    refresh_pictures(people=people, households=households)
    _tell(viewer, "change-applied", change, f"rows={rows}")
    return change


@transaction.atomic
def refuse_change(*, viewer: Viewer, code: str, reason: str) -> Change:
    """Send a proposal back with a reason; its rows stay as they were proposed, and are never seen as facts."""
    change = _waiting(code)
    _must_reach(viewer, change)
    if change.proposed_by_id == viewer.user:
        raise errors.same_person()
    return _drop(viewer, change, State.REFUSED, reason)


@transaction.atomic
def withdraw_change(*, viewer: Viewer, code: str, reason: str = "") -> Change:
    """Take one's own proposal back."""
    change = _waiting(code)
    if change.proposed_by_id != viewer.user:
        raise errors.not_yours()
    return _drop(viewer, change, State.WITHDRAWN, reason)


@transaction.atomic
def undo_change(*, viewer: Viewer, code: str, reason: str) -> Change:
    """Hold what was held before a change: its rows are closed, what it closed is held anew. Nothing is destroyed.

    Of a merge it is only proposed: somebody else approves it (`apply_change`).

    Raises:
        ChangeError: `change-not-undoable` when a later change closed one of its rows or speaks of somebody whom it
            brought into the registers, or it is an undoing itself;
            `change-overlap` when a later one wrote where its row would be held again; `change-same-person`,
            `change-decided`, `change-not-yours`; `change-waiting` when its undoing was proposed already.
    """
    done = Change.objects.select_for_update().get(code=code)
    forbidden = why_not_undo(viewer, done)
    if forbidden is not None:
        raise forbidden
    if done.state != State.APPLIED:
        raise errors.already_decided()
    undoing = open_change(
        viewer=viewer,
        kind=UNDO,
        title=done.title,
        two_people=undone_by_two(done),
        person=done.person,
        household=done.household,
        place=done.place,
        right=MERGE if undone_by_two(done) else right_to_decide(done),
    )
    undoing.undoes, undoing.reason = done, reason
    undoing.save(update_fields=["undoes", "reason"])
    if undoing.two_people:
        _tell(viewer, "change-proposed", undoing, reason)
        return undoing
    return _undo(viewer, undoing, done)


def _undo(viewer: Viewer, undoing: Change, change: Change) -> Change:
    done = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if done.state != State.APPLIED:
        raise errors.stale()
    at = tick()
    people: set[int] = set()
    households: set[int] = set()
    for model in ledger_models():
        written = written_by(model, done)
        if written.filter(known_to__isnull=False).exists() or written.filter(closed_by__isnull=False).exists():
            raise errors.not_undoable()
        _gather(model, written, people, households)
        written.update(known_to=at, closed_by=undoing)
        closed = closed_by(model, done)
        _gather(model, closed, people, households)
        _hold_again(closed, undoing, at)
    if leaves_hanging(done):
        raise errors.not_undoable()
    done.state = State.UNDONE
    done.save(update_fields=["state"])
    Change.objects.filter(pk=undoing.pk).update(state=State.APPLIED, known_at=at, decided_by_id=viewer.user)
    refresh_pictures(people=people, households=households)
    _tell(viewer, "change-undone", done, undoing.reason)
    undoing.refresh_from_db()
    return undoing


def _live_on(change: Change) -> None:
    """Raises `change-waiting` when a row held or waiting speaks of the one who goes."""
    if leaves_hanging(change):
        raise errors.closed_elsewhere()
    merged_away(change).update(merged_into=change.person)


def _hold_again(closed: LedgerQuerySet, undoing: Change, at: datetime) -> None:
    """Raises `change-overlap` when another row took the place, `change-not-undoable` when whom it names was merged."""
    copies = [_copied(row, undoing) for row in closed.iterator(chunk_size=5000)]
    closed.model.objects.bulk_create(copies, batch_size=2000)
    opening = written_by(closed.model, undoing)
    # Whom a merge ended is held again by undoing it; whatever else names them would speak of nobody.
    if undoing.undoes is not None and undoing.undoes.kind != MERGING and names_merged(closed.model, opening):
        raise errors.not_undoable()
    check_alone(closed.model, opening)
    opening.update(known_from=at)


def _copied(row: Recorded, undoing: Change) -> Recorded:
    copy = deepcopy(row)
    copy.pk = None
    copy.replaces = row
    copy.change, copy.closed_by, copy.known_from, copy.known_to = undoing, None, None, None
    return copy


def _waiting(code: str) -> Change:
    change = Change.objects.select_for_update(of=("self",)).select_related("place").get(code=code)
    if change.state != State.PROPOSED:
        raise errors.already_decided()
    return change


def _make_known(change: Change, at: datetime) -> tuple[set[int], set[int], int]:
    """Close and open this change's rows; returns people and households touched, and how many rows."""
    people: set[int] = set()
    households: set[int] = set()
    count = 0
    for model in ledger_models():
        closing, opening = closed_by(model, change), written_by(model, change)
        if opening.filter(replaces__known_to__isnull=False).exists():
            raise errors.stale()
        _gather(model, closing, people, households)
        _gather(model, opening, people, households)
        count += closing.filter(known_to__isnull=True).update(known_to=at)
        if names_merged(model, opening):
            raise errors.stale()
        check_alone(model, opening)
        count += opening.update(known_from=at)
    return people, households, count


def _gather(model: type[Recorded], rows: LedgerQuerySet, people: set[int], households: set[int]) -> None:
    for name, found in (("person", people), ("household", households)):
        if hasattr(model, f"{name}_id"):
            found.update(rows.values_list(f"{name}_id", flat=True).distinct())


def _drop(viewer: Viewer, change: Change, state: State, reason: str) -> Change:
    change.state, change.decided_by_id, change.reason = state, viewer.user, reason
    change.save(update_fields=["state", "decided_by", "reason"])
    for model in ledger_models():
        closed_by(model, change).filter(known_to__isnull=True).update(closed_by=None)
    _tell(viewer, f"change-{state}", change, reason)
    return change


def _must_reach(viewer: Viewer, change: Change) -> None:
    if not reaches_change(viewer, change):
        raise errors.not_yours()


def _tell(viewer: Viewer, action: str, change: Change, detail: str) -> None:
    subject = change.person or change.household
    record(
        viewer=viewer,
        action=action,
        subject_kind="person" if change.person else "household" if change.household else "change",
        subject_code=subject.code if subject else change.code,
        place_code=change.place.code if change.place else "",
        detail=f"{change.code} {change.kind} {detail}".strip(),
    )
