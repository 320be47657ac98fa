"""Acts on offices: founded, going on under another name, ended; functions given, handed over, ended; intake points.

Nothing is overwritten: what changes ends on a day, and a new row begins on it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import F, Q, QuerySet

from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import ADMINISTRATOR, Viewer
from ansinh.registry.administration.errors import refused
from ansinh.registry.administration.selectors import keeps_place, offices_kept
from ansinh.registry.offices.models import IntakePoint, Mandate, Office, Posting
from ansinh.registry.offices.selectors import holds
from ansinh.registry.places.models import Place

# Rows of an office with a beginning and an end: functions, postings, intake points.
Dated: TypeAlias = QuerySet[Any]


@transaction.atomic
def found_office(
    *,
    viewer: Viewer,
    code: str,
    name: str,
    short_name: str,
    starts_on: date | None,
    parent: Office | None = None,
    place: Place | None = None,
) -> Office:
    """Enter a new office; it holds no function yet.

    Raises:
        AdministrationError: `office-not-yours`, `office-code-taken`.
    """
    if not keeps_place(viewer, place):
        raise refused("office-not-yours")
    if Office.objects.filter(code=code).exists():
        raise refused("office-code-taken", taken=code)
    office = Office.objects.create(
        code=code, name=name, short_name=short_name, parent=parent, place=place, starts_on=starts_on
    )
    _tell(viewer, "office-founded", office, f"{name}; {starts_on or ''}")
    return office


@transaction.atomic
def continue_office(
    *,
    viewer: Viewer,
    office: Office,
    on: date,
    code: str,
    name: str,
    short_name: str,
    parent: Office | None = None,
    place: Place | None = None,
) -> Office:
    """Let an office go on under another name, place or superior from a day: the old one ends, its successor begins.

    Functions, postings and intake points that last beyond that day end with the old one and begin with the new.

    Raises:
        AdministrationError: `office-not-yours`, `already-ended`, `before-start`, `office-begins-later`,
            `office-code-taken`.
    """
    old = _locked(viewer, office)
    _must_last(old, on)
    ends_on = old.ends_on
    new = found_office(
        viewer=viewer, code=code, name=name, short_name=short_name, starts_on=on, parent=parent, place=place
    )
    Office.objects.filter(pk=new.pk).update(replaces=old, ends_on=ends_on)
    moved = [_moved(rows, new, on) for rows in _dated(old)]
    _end(old, on)
    _tell(viewer, "office-continued", old, f"{code} {name}; {on}; functions, postings, intake points {moved}")
    new.refresh_from_db()
    return new


@transaction.atomic
def end_office(*, viewer: Viewer, office: Office, on: date, source: str = "") -> None:
    """End an office, its postings and its intake points on a day; its functions must be handed over before.

    Raises:
        AdministrationError: `office-not-yours`, `already-ended`, `before-start`, `office-begins-later`,
            `office-holds-functions`.
    """
    held = _locked(viewer, office)
    _must_last(held, on)
    if Mandate.objects.filter(_beyond(on), office=held).exists():
        raise refused("office-holds-functions")
    _mandates, *others = _dated(held)
    for rows in others:
        _must_begin_before(rows, on)
        _lasting(rows, on).update(ends_on=on)
    _end(held, on)
    _tell(viewer, "office-ended", held, f"{on}; {source}")


@transaction.atomic
def give_function(*, viewer: Viewer, office: Office, function: str, starts_on: date | None, source: str) -> Mandate:
    """Put an office in charge of a function from a day.

    Raises:
        AdministrationError: `office-not-yours`, `office-not-then`, `function-held-already`, `function-yourself`.
    """
    held = _locked(viewer, office)
    _must_not_serve(viewer, held, starts_on)
    begun = Mandate(office=held, function=function, starts_on=starts_on, ends_on=held.ends_on, source=source)
    return _given(viewer, begun)


@transaction.atomic
def hand_over_function(
    *, viewer: Viewer, function: str, giver: Office, taker: Office, on: date, source: str
) -> Mandate:
    """Hand a function over on a day in one act: it ends with one office and begins with the other.

    Returns:
        What the other office holds now.

    Raises:
        AdministrationError: `office-not-yours`, `function-same-office`, `function-not-held`, `office-not-then`,
            `function-held-already`, `function-yourself`.
    """
    if giver.pk == taker.pk:
        raise refused("function-same-office")
    # In one order, so that two who hand over crosswise do not wait for each other.
    both = {each.pk: _locked(viewer, each) for each in sorted((giver, taker), key=lambda office: office.pk)}
    _must_not_serve(viewer, both[taker.pk], on)
    began_before = Q(starts_on__isnull=True) | Q(starts_on__lt=on)
    held = Mandate.objects.filter(began_before, _beyond(on), office=giver, function=function).first()
    if held is None:
        raise refused("function-not-held", office=giver.name, day=on)
    begun = Mandate(office=both[taker.pk], function=function, starts_on=on, ends_on=held.ends_on, source=source)
    _end(held, on)
    _tell(viewer, "function-handed-over", both[giver.pk], f"{function} → {taker.code}; {on}; {source}")
    return _given(viewer, begun)


@transaction.atomic
def end_function(*, viewer: Viewer, mandate: Mandate, on: date, source: str = "") -> None:
    """End a function with an office without another taking it over.

    Raises:
        AdministrationError: `office-not-yours`, `already-ended`, `before-start`.
    """
    office = _locked(viewer, mandate.office)
    held = Mandate.objects.get(pk=mandate.pk)
    _end(held, on)
    _tell(viewer, "function-ended", office, f"{held.function}; {on}; {source}")


@transaction.atomic
def open_intake_point(
    *, viewer: Viewer, office: Office, name: str, address: str, place: Place | None, starts_on: date | None
) -> IntakePoint:
    """Let an office take dossiers in at a counter from a day; the counter may stand in another place that is kept.

    Raises:
        AdministrationError: `office-not-yours`, `office-not-then`.
    """
    held = _locked(viewer, office)
    if place is not None and not keeps_place(viewer, place):
        raise refused("office-not-yours")
    _must_exist(held, starts_on)
    point = IntakePoint.objects.create(
        office=held, name=name, address=address, place=place, starts_on=starts_on, ends_on=held.ends_on
    )
    _tell(viewer, "intake-point-opened", held, f"{name}; {starts_on or ''}")
    return point


@transaction.atomic
def close_intake_point(*, viewer: Viewer, point: IntakePoint, on: date) -> None:
    """Close a counter on a day.

    Raises:
        AdministrationError: `office-not-yours`, `already-ended`, `before-start`.
    """
    office = _locked(viewer, point.office)
    held = IntakePoint.objects.get(pk=point.pk)
    _end(held, on)
    _tell(viewer, "intake-point-closed", office, f"{held.name}; {on}")


def _given(viewer: Viewer, mandate: Mandate) -> Mandate:
    office = mandate.office
    _must_exist(office, mandate.starts_on)
    same = Mandate.objects.filter(office=office, function=mandate.function)
    if same.filter(_overlapping(mandate.starts_on, mandate.ends_on)).exists():
        raise refused("function-held-already", office=office.name)
    mandate.save(force_insert=True)
    _tell(viewer, "function-given", office, f"{mandate.function}; {mandate.starts_on or ''}; {mandate.source}")
    return mandate


def _dated(office: Office) -> tuple[Dated, Dated, Dated]:
    """Functions, postings and intake points of an office."""
    return (
        Mandate.objects.filter(office=office),
        Posting.objects.filter(office=office),
        IntakePoint.objects.filter(office=office),
    )


def _moved(rows: Dated, new: Office, on: date) -> int:
    """End rows that last beyond the day and begin them anew in the other office; returns how many."""
    _must_begin_before(rows, on)
    lasting = list(_lasting(rows, on))
    _lasting(rows, on).update(ends_on=on)
    for row in lasting:
        row.pk, row.office, row.starts_on = None, new, on
        row.save(force_insert=True)
    return len(lasting)


def _must_begin_before(rows: Dated, on: date) -> None:
    """What was entered and ended again before it began does not count."""
    if rows.filter(starts_on__gte=on).exclude(ends_on__lte=F("starts_on")).exists():
        raise refused("office-begins-later", day=on)


def _lasting(rows: Dated, on: date) -> Dated:
    return rows.filter(_beyond(on)).exclude(starts_on__gte=on)


def _must_last(office: Office, on: date) -> None:
    if office.ends_on is not None and office.ends_on <= on:
        raise refused("already-ended")
    if office.starts_on is not None and office.starts_on >= on:
        raise refused("before-start")


def _must_exist(office: Office, on: date | None) -> None:
    if on is None:
        return
    if not Office.objects.filter(holds(on), pk=office.pk).exists():
        raise refused("office-not-then", office=office.name, day=on)


def _must_not_serve(viewer: Viewer, office: Office, on: date | None) -> None:
    """Whoever serves in an office in another role would give themselves rights with the function."""
    serving = Posting.objects.filter(office=office, user=viewer.user).exclude(role=ADMINISTRATOR)
    if (serving if on is None else serving.filter(_beyond(on))).exists():
        raise refused("function-yourself")


def _end(row: Office | Mandate | IntakePoint, on: date) -> None:
    if row.ends_on is not None and row.ends_on <= on:
        raise refused("already-ended")
    if row.starts_on is not None and on < row.starts_on:
        raise refused("before-start")
    row.ends_on = on
    row.save(update_fields=["ends_on"])


def _beyond(on: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=on)


def _overlapping(starts_on: date | None, ends_on: date | None) -> Q:
    beyond = Q() if starts_on is None else _beyond(starts_on)
    before = Q() if ends_on is None else Q(starts_on__isnull=True) | Q(starts_on__lt=ends_on)
    return beyond & before


def _locked(viewer: Viewer, office: Office) -> Office:
    """The office as it is now; nobody else changes it until this transaction ends."""
    if not offices_kept(viewer).filter(pk=office.pk).exists():
        raise refused("office-not-yours")
    return Office.objects.select_for_update().get(pk=office.pk)


def _tell(viewer: Viewer, action: str, office: Office, detail: str) -> None:
    record(
        viewer=viewer,
        action=action,
        subject_kind="office",
        subject_code=office.code,
        place_code=office.place.code if office.place else "",
        detail=detail.rstrip("; "),
    )
