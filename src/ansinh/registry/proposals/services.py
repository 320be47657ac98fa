"""Proposing changes of people and households: each writes one change, applied at once or left for another person.

Every service takes a `Draft`: who asks, what the page looked like, and the one-time code of the form. Sending a form
twice makes one change; a form that was opened before somebody else's change is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from ansinh.kernel.audit.services import record
from ansinh.kernel.codes import new_code
from ansinh.kernel.viewer import Viewer
from ansinh.registry.changes import errors as change_errors
from ansinh.registry.changes.services import add_closing, add_row, apply_change, open_change
from ansinh.registry.ledger.models import Change, Paper, Recorded, State
from ansinh.registry.people.models import Household, Person
from ansinh.registry.places.models import Place
from ansinh.registry.proposals import errors
from ansinh.registry.proposals.kinds import Act

END: Final = ":end"
WITHDRAW: Final = ":withdraw"
Row = tuple[Recorded, Recorded | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """What every proposal has.

    Attributes:
        seen_at: the registers' moment when the form was opened; None when there was no form.
        code: the form's one-time code; blank for none. suffix: END or WITHDRAW of the act.
        place: whose officers decide, when not those of the subject. reason: in the officer's words.
    """

    viewer: Viewer
    act: Act
    person: Person | None = None
    household: Household | None = None
    paper: Paper | None = None
    seen_at: datetime | None = None
    code: str = ""
    place: Place | None = None
    suffix: str = ""
    reason: str = ""


@transaction.atomic
def propose_row(draft: Draft, row: Recorded, *, corrects: Recorded | None = None) -> Change:
    """A new row, or one that corrects another.

    A row that is true of its subject alone and begins while another holds ends that other on the day it begins.

    Raises:
        ChangeError: `paper-missing`, `page-stale`, and whatever `add_row` and `apply_change` raise.
    """
    if corrects is not None:
        return submit(draft, [(row, corrects)], stale=[])
    continued = _continued(row)
    rows: list[Row] = [(row, None)]
    if continued is not None and row.starts_on is not None:
        rows.insert(0, (ended(continued, row.starts_on), continued))
    return submit(draft, rows, stale=[row])


@transaction.atomic
def end_row(draft: Draft, row: Recorded, ends_on: date) -> Change:
    """The row is true only until this day (which is no longer part of it)."""
    return submit(replace(draft, suffix=END), [(ended(row, ends_on), row)])


@transaction.atomic
def withdraw_row(draft: Draft, row: Recorded) -> Change:
    """The row was wrong from the beginning: it is no longer held."""
    return submit(replace(draft, suffix=WITHDRAW), [], closing=[row])


def submit(
    draft: Draft, rows: Sequence[Row], *, closing: Iterable[Recorded] = (), stale: Iterable[Recorded] = ()
) -> Change:
    """Make the change, and apply it when one person is enough.

    Args:
        rows: (new row, the row it replaces). stale: rows whose register must be as it was when the form was opened.
    """
    sent = _sent_before(draft)
    if sent is not None:
        return sent
    if draft.act.needs_paper and draft.paper is None and draft.suffix != WITHDRAW:
        raise errors.no_paper()
    _check_fresh(draft, stale)
    change = _opened(draft)
    for row, replaced in rows:
        add_row(change, row, replaced)
    for row in closing:
        add_closing(change, row)
    if draft.place is not None:
        # The maker reaches the place that is left; those of the place that receives decide.
        Change.objects.filter(pk=change.pk).update(place=draft.place)
    elif not change.two_people:
        apply_change(viewer=draft.viewer, code=change.code)
    change.refresh_from_db()
    if change.state == State.PROPOSED:
        _tell(draft.viewer, change)
    return change


def ended(row: Recorded, ends_on: date | None) -> Recorded:
    """A copy of a row that ends on this day, not yet held."""
    clocks = {"id", "known_from", "known_to", "change", "closed_by", "replaces", "ends_on"}
    facts = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in clocks
    }
    return type(row)(**facts, ends_on=ends_on)


def subject_of(row: Recorded) -> dict[str, Any]:
    """Whom a row is about, as a condition on its table."""
    return {name: getattr(row, name) for name in ("person", "household") if hasattr(row, f"{name}_id")} or {
        "pk": row.pk
    }


def _opened(draft: Draft) -> Change:
    with override("vi"):  # what stands in the registers is Vietnamese, whatever the officer reads
        title = str(draft.act.title)
    return open_change(
        viewer=draft.viewer,
        kind=f"{draft.act.kind}{draft.suffix}",
        title=f"{title}: {draft.reason}"[:200] if draft.reason else title,
        two_people=draft.act.two_people,
        person=draft.person,
        household=draft.household,
        paper=draft.paper,
        seen_at=draft.seen_at,
        code=draft.code or new_code("TD"),
    )


def _tell(viewer: Viewer, change: Change) -> None:
    subject = change.person or change.household
    record(
        viewer=viewer,
        action="change-proposed",
        subject_kind="person" if change.person else "household" if change.household else "change",
        subject_code=subject.code if subject else change.code,
        place_code=change.place.code if change.place else "",
        detail=f"{change.code} {change.kind}",
    )


def _sent_before(draft: Draft) -> Change | None:
    """The change that this very form made already."""
    made = Change.objects.select_for_update().filter(code=draft.code).first() if draft.code else None
    if made is not None and (
        made.proposed_by_id != draft.viewer.user or made.person != draft.person or made.household != draft.household
    ):
        raise errors.used_code()
    return made


def _check_fresh(draft: Draft, rows: Iterable[Recorded]) -> None:
    if draft.seen_at is None:
        return
    for row in rows:
        later = Q(known_from__gt=draft.seen_at) | Q(known_to__gt=draft.seen_at)
        if type(row).objects.filter(later, known_from__isnull=False, **subject_of(row)).exists():
            raise errors.page_stale()


def _continued(row: Recorded) -> Recorded | None:
    """The row that holds when this one begins, where only one of the kind can hold."""
    if not row.ALONE or row.starts_on is None:
        return None
    alone = {name: getattr(row, name) for name in row.ALONE}
    held = type(row).objects.known().true_on(row.starts_on).filter(**alone)
    found: Recorded | None = held.filter(Q(starts_on__isnull=True) | Q(starts_on__lt=row.starts_on)).first()
    return found


def held(row: Recorded | None) -> Recorded:
    """The row, if the registers still hold it.

    Raises:
        ChangeError: `row-not-held`, or `change-waiting` when another proposal is about it.
    """
    if row is None or row.known_from is None or row.known_to is not None:
        raise errors.not_held()
    if row.closed_by_id is not None:
        raise change_errors.closed_elsewhere()
    return row
