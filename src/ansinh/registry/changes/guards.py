"""Who may decide on a change, or undo it; and whom it may not leave without a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from ansinh.kernel.viewer import DECIDE, MERGE, PROPOSE, Viewer
from ansinh.registry.changes import errors
from ansinh.registry.ledger.models import Change, LedgerQuerySet, Recorded, State
from ansinh.registry.ledger.rows import closed_by, ledger_models, written_by
from ansinh.registry.people.models import Household, Identity, Person, Residence
from ansinh.registry.places.models import Place
from ansinh.registry.scope import function_of, reaches
from ansinh.registry.statuses.models import STATUSES, Status

UNDO: Final = "undo"
MERGING: Final = "merge"
VOUCH: Final = "vouch:"


def right_to_decide(change: Change) -> str:
    """DECIDE where two people are needed; else whoever may propose may also make it true."""
    return DECIDE if change.two_people else PROPOSE


def function_of_kind(kind: str) -> str | None:
    """The function of the State that a kind of change names by its register; None when it names none.

    To vouch for a register (`vouch:hiv`) belongs where the register does.
    """
    register = kind.removeprefix(VOUCH).partition(":")[0]
    return function_of(register) if register in STATUSES else None


def functions_of(change: Change) -> frozenset[str]:
    """Functions of the State that a change belongs to: its register's, and those of all tables that it touches.

    A merge hands rows on as they are; it belongs to the functions of the rows that it drops.
    """
    named = function_of_kind(change.kind)
    found = {named} if named else set()
    for model in ledger_models():
        function = _function_of_table(model)
        if function and function not in found and _touches(model, change):
            found.add(function)
    return frozenset(found)


def reaches_place(viewer: Viewer, right: str, place: Place | None, function: str | None) -> bool:
    """Whether the viewer has a right in a place; what has no place is the whole country's."""
    if place is None:
        return any(scope.province is None for scope in viewer.where(right, function))
    return reaches(viewer, right, place, function=function)


def reaches_change(viewer: Viewer, change: Change) -> bool:
    """Whether the viewer's right to decide reaches the change in every function that it belongs to.

    An undoing belongs where the undone does; a merge is decided by whoever decides in the places of all it makes one.
    """
    right, done = right_to_decide(change), change.undoes or change
    functions: set[str | None] = {*functions_of(done)} or {None}
    reached = all(reaches_place(viewer, right, change.place, function) for function in functions)
    return reached and _reaches_merged(viewer, right, done)


def why_not_undo(viewer: Viewer, change: Change) -> errors.ChangeError | None:
    """What forbids the viewer to undo a change, whatever was written since; None when nothing does.

    What two people made is not taken back by the one who proposed it, unless two take it back (`undone_by_two`); an
    undoing is not undone, but proposed anew.
    """
    if not reaches_change(viewer, change) or not _reaches_merged(viewer, MERGE, change):
        return errors.not_yours()
    if change.kind == UNDO:
        return errors.not_undoable()
    if undone_by_two(change):
        waits = Change.objects.filter(undoes=change, state=State.PROPOSED).exists()
        return errors.closed_elsewhere() if waits else None
    if change.two_people and change.proposed_by_id == viewer.user:
        return errors.same_person_undoes()
    return None


def undone_by_two(change: Change) -> bool:
    """Whether its undoing is itself proposed by one and approved by another: of a merge, whatever it rests on."""
    return change.kind == MERGING


def merged_away(change: Change) -> QuerySet[Person]:
    """Whom a merge lets live on in its person, or would."""
    return Person.every.filter(identities__closed_by=change).exclude(pk=change.person_id or 0).distinct()


def _reaches_merged(viewer: Viewer, right: str, change: Change) -> bool:
    if change.kind != MERGING:
        return True
    both = [*([change.person] if change.person else []), *merged_away(change).select_related("commune")]
    return all(reaches(viewer, right, person.commune) for person in both)


def written_since(people: Iterable[Person], moment: datetime, but: Change) -> bool:
    """Whether another change wrote of one of these people after a moment, or closed what was held of them."""
    keys = [person.pk for person in people]
    later = Q(known_from__gt=moment) & ~Q(change=but) | Q(known_to__gt=moment) & ~Q(closed_by=but)
    return any(
        model.objects.filter(later, known_from__isnull=False, **{f"{name}__in": keys}).exists()
        for model in ledger_models()
        for whose, name in _subjects(model)
        if whose is Person
    )


def is_stale(change: Change) -> bool:
    """Whether a row that a waiting change would close is no longer held.

    A merge is decided as both stood when it was proposed: whatever was written of either since makes it stale.
    """
    if any(closed_by(model, change).filter(known_to__isnull=False).exists() for model in ledger_models()):
        return True
    if change.kind != MERGING or change.person is None:
        return False
    return written_since([change.person, *merged_away(change)], change.seen_at, change)


def waits_about_merged(change: Change) -> bool:
    """Whether a row of another change that waits names one whom a merge would end, or their emptied household."""
    waiting = Q(known_from__isnull=True, change__state__in=(State.WRITING, State.PROPOSED))
    gone: dict[type[Model], QuerySet[Any]] = {
        Person: merged_away(change).values("pk"),
        Household: Residence.objects.filter(closed_by=change).values("household"),
    }
    return any(
        model.objects.filter(waiting, **{f"{name}__in": gone[whose]}).exclude(change=change).exists()
        for model in ledger_models()
        for whose, name in _subjects(model)
    )


def leaves_hanging(change: Change) -> bool:
    """Whether a row of another change, held or waiting, names somebody who is held no longer because of this one.

    To be asked when the rows of the change are closed and opened: after it is applied, or undone.
    """
    gone: dict[type[Model], QuerySet[Any]] = {
        Person: _of_nobody(Identity, "person", change),
        Household: _of_nobody(Residence, "household", change),
    }
    gone = {whose: keys for whose, keys in gone.items() if keys.exists()}
    held_or_waiting = Q(known_from__isnull=False, known_to__isnull=True) | Q(
        known_from__isnull=True, change__state__in=(State.WRITING, State.PROPOSED)
    )
    return bool(gone) and any(
        model.objects.filter(held_or_waiting, **{f"{name}__in": gone[whose]}).exclude(change=change).exists()
        for model in ledger_models()
        for whose, name in _subjects(model)
        if whose in gone
    )


def names_merged(model: type[Recorded], rows: LedgerQuerySet) -> bool:
    """Whether one of the rows names a person who lives on in another."""
    merged = Q(pk__in=())
    for whose, name in _subjects(model):
        if whose is Person:
            merged |= Q(**{f"{name}__merged_into__isnull": False})
    return rows.filter(merged).exists()


def _of_nobody(model: type[Recorded], name: str, change: Change) -> QuerySet[Any]:
    """Keys of those of whom the change wrote or closed a row, and no row is held."""
    held = model.objects.known().filter(**{name: OuterRef(name)})
    touched = model.objects.filter(Q(change=change) | Q(closed_by=change))
    return touched.filter(~Exists(held)).values(name)


def _subjects(model: type[Recorded]) -> Iterator[tuple[type[Model], str]]:
    for field in model._meta.concrete_fields:
        if field.related_model in (Person, Household):
            yield field.related_model, field.name


def writes_beyond(viewer: Viewer) -> Q:
    """Changes that write into a table whose function none of the viewer's postings decides in.

    A merge hands rows on; what it drops counts.
    """
    beyond = Q(pk__in=())
    for model in ledger_models():
        function = _function_of_table(model)
        if function and not (viewer.may(DECIDE, function) or viewer.may(PROPOSE, function)):
            dropped = model.objects.filter(closed_by=OuterRef("pk")).exclude(replacements__change=F("closed_by"))
            beyond |= Q(Exists(model.objects.filter(change=OuterRef("pk")))) & ~Q(kind=MERGING)
            beyond |= Q(Exists(dropped), kind=MERGING)
    return beyond


def _function_of_table(model: type[Recorded]) -> str | None:
    return function_of(model.KIND) if issubclass(model, Status) else model.FUNCTION


def _touches(model: type[Recorded], change: Change) -> bool:
    written, closed = written_by(model, change), closed_by(model, change)
    if change.kind == MERGING:
        return closed.exclude(pk__in=written.filter(replaces__isnull=False).values("replaces")).exists()
    return written.exists() or closed.exists()
