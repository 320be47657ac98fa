"""Changes: two people, nothing stale, nothing overlapping, all or nothing, undone without destroying."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.registry.changes.errors import ChangeError
from ansinh.registry.changes.services import (
    add_closing,
    add_row,
    apply_change,
    open_change,
    refuse_change,
    undo_change,
    withdraw_change,
)
from ansinh.registry.ledger.clock import now
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.people.models import Death, Identity, Person, Residence
from ansinh.registry.statuses.models import Disability, Pension
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db


def propose(by: User, person: Person, *, two_people: bool = True) -> Change:
    return open_change(viewer=viewer(by), kind="status", title="Thử", two_people=two_people, person=person)


def severe(person: Person, **dates: date) -> Disability:
    return Disability(person=person, degree="severe", **dates)


def refused(code: str) -> Any:
    return pytest.raises(ChangeError, check=lambda error: error.code == code)


def test_a_proposal_is_seen_by_nobody_until_another_approves_it(everyone: Cast) -> None:
    change = propose(everyone.van, everyone.tu)
    add_row(change, severe(everyone.tu, starts_on=date(2026, 1, 1)))
    assert not Disability.objects.known().filter(person=everyone.tu).exists()
    with refused("change-same-person"):
        apply_change(viewer=viewer(everyone.van), code=change.code)
    with refused("change-not-yours"):
        apply_change(viewer=viewer(everyone.hoa), code=change.code)
    before = now()
    apply_change(viewer=viewer(everyone.director), code=change.code)
    row = Disability.objects.known().get(person=everyone.tu)
    assert row.known_from == now() > before
    assert not Disability.objects.known(before).filter(person=everyone.tu).exists()
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject_code, entry.actor) == ("change-applied", everyone.tu.code, everyone.director)
    with refused("change-decided"):
        apply_change(viewer=viewer(everyone.director), code=change.code)


def test_nobody_writes_about_people_of_another_place(everyone: Cast) -> None:
    for outsider in (everyone.phuc, everyone.thu, everyone.neighbour, everyone.kien, everyone.admin, everyone.stranger):
        with refused("change-not-yours"):
            propose(outsider, everyone.tu)
    assert not Change.objects.filter(title="Thử").exists()


def test_a_correction_closes_the_old_row_and_keeps_it(everyone: Cast) -> None:
    old = Disability.objects.known().get(person=everyone.sau)
    seen = now()
    change = propose(everyone.hoa, everyone.sau)
    add_row(change, severe(everyone.sau), replaces=old)
    apply_change(viewer=viewer(everyone.van), code=change.code)
    new = Disability.objects.known().get(person=everyone.sau)
    assert (new.degree, new.replaces) == ("severe", old)
    assert Disability.objects.known(seen).get(person=everyone.sau).degree == "extreme"
    old.refresh_from_db()
    assert (old.degree, old.known_to, old.closed_by) == ("extreme", new.known_from, change)


def test_two_proposals_about_one_row_do_not_both_go_through(everyone: Cast) -> None:
    old = Disability.objects.known().get(person=everyone.sau)
    first, second = propose(everyone.hoa, everyone.sau), propose(everyone.hoa, everyone.sau)
    add_row(first, severe(everyone.sau), replaces=old)
    with refused("change-waiting"):
        add_row(second, severe(everyone.sau), replaces=old)
    apply_change(viewer=viewer(everyone.van), code=first.code)
    with refused("change-stale"):
        add_row(second, severe(everyone.sau), replaces=old)
    with refused("change-empty"):
        apply_change(viewer=viewer(everyone.van), code=second.code)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (None, None, False),
        (date(2026, 3, 1), None, False),
        (date(2026, 2, 1), date(2026, 3, 2), False),
        (date(2026, 1, 1), date(2026, 3, 1), True),
        (date(2026, 6, 1), date(2026, 7, 1), True),
        (date(2026, 5, 31), None, False),
        (None, date(2026, 3, 1), True),
    ],
)
def test_two_rows_are_never_true_of_one_person_at_once(
    everyone: Cast, starts_on: date | None, ends_on: date | None, fits: bool
) -> None:
    held = propose(everyone.hoa, everyone.tu)
    add_row(held, severe(everyone.tu, starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 1)))
    apply_change(viewer=viewer(everyone.van), code=held.code)
    change = propose(everyone.hoa, everyone.tu)
    add_row(change, Disability(person=everyone.tu, degree="mild", starts_on=starts_on, ends_on=ends_on))
    if fits:
        apply_change(viewer=viewer(everyone.van), code=change.code)
        assert Disability.objects.known().filter(person=everyone.tu).count() == 2
    else:
        with refused("change-overlap"):
            apply_change(viewer=viewer(everyone.van), code=change.code)
        change.refresh_from_db()
        assert change.state == State.PROPOSED
        assert Disability.objects.known().filter(person=everyone.tu).count() == 1


def test_a_change_cannot_contradict_itself_either(everyone: Cast) -> None:
    change = propose(everyone.hoa, everyone.tu)
    add_row(change, severe(everyone.tu))
    add_row(change, Disability(person=everyone.tu, degree="mild"))
    with refused("change-overlap"):
        apply_change(viewer=viewer(everyone.van), code=change.code)


def test_some_statuses_may_hold_side_by_side(everyone: Cast) -> None:
    change = propose(everyone.hoa, everyone.tu)
    add_row(change, Pension(person=everyone.tu, source="pension", amount=2_000_000))
    add_row(change, Pension(person=everyone.tu, source="survivor", amount=900_000))
    apply_change(viewer=viewer(everyone.van), code=change.code)
    assert Pension.objects.known().filter(person=everyone.tu).count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the constraint is PostgreSQL's")
def test_the_database_itself_refuses_an_overlap(everyone: Cast) -> None:
    held = Disability.objects.known().get(person=everyone.sau)
    held.pk = None
    with pytest.raises(IntegrityError, match="disability_alone"), transaction.atomic():
        held.save(force_insert=True)


def test_impossible_values_and_dates_are_refused_when_they_are_proposed(everyone: Cast) -> None:
    change = propose(everyone.hoa, everyone.tu)
    with pytest.raises(ValidationError):
        add_row(change, Disability(person=everyone.tu, degree="terrible"))
    with pytest.raises(ValidationError):
        add_row(change, severe(everyone.tu, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 1)))


def test_the_picture_follows_what_is_true_today(everyone: Cast) -> None:
    tu = everyone.tu
    change = propose(everyone.hoa, tu, two_people=False)
    add_row(change, Identity(person=tu, full_name="Nguyễn Thị Tứ", sex="female", birth_date="1950-02"),
            replaces=Identity.objects.known().get(person=tu))  # fmt: skip
    add_row(change, Death(person=tu, died_on="2026-10"))
    add_row(
        change,
        Residence(household=tu.household, commune=everyone.an_hoa, village="Thôn 2"),
        replaces=Residence.objects.known().get(household=tu.household),
    )
    apply_change(viewer=viewer(everyone.hoa), code=change.code)
    tu.refresh_from_db()
    assert (tu.full_name, tu.search_key, tu.sort_key) == ("Nguyễn Thị Tứ", "nguyen thi tu", "tu nguyen thi")
    assert (tu.birth_date, tu.death_date, tu.commune, tu.village) == ("1950-02", "2026-10", everyone.an_hoa, "Thôn 2")


def test_a_refused_or_withdrawn_proposal_frees_the_row(everyone: Cast) -> None:
    old = Disability.objects.known().get(person=everyone.sau)
    for end in ("refuse", "withdraw"):
        change = propose(everyone.hoa, everyone.sau)
        add_closing(change, old)
        if end == "refuse":
            with refused("change-not-yours"):
                refuse_change(viewer=viewer(everyone.hoa), code=change.code, reason="tự mình")
            refuse_change(viewer=viewer(everyone.van), code=change.code, reason="thiếu giấy tờ")
        else:
            with refused("change-not-yours"):
                withdraw_change(viewer=viewer(everyone.van), code=change.code)
            withdraw_change(viewer=viewer(everyone.hoa), code=change.code)
        old.refresh_from_db()
        assert (old.closed_by, old.known_to) == (None, None)
        with refused("change-decided"):
            apply_change(viewer=viewer(everyone.van), code=change.code)


def test_undoing_holds_again_what_was_held_before(everyone: Cast) -> None:
    old = Disability.objects.known().get(person=everyone.sau)
    change = propose(everyone.hoa, everyone.sau)
    add_row(change, severe(everyone.sau), replaces=old)
    apply_change(viewer=viewer(everyone.van), code=change.code)
    between = now()
    with refused("change-not-yours"):
        undo_change(viewer=viewer(everyone.hoa), code=change.code, reason="nhầm người")
    undoing = undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm người")
    again = Disability.objects.known().get(person=everyone.sau)
    assert (again.degree, again.replaces, again.change) == ("extreme", old, undoing)
    assert Disability.objects.known(between).get(person=everyone.sau).degree == "severe"
    change.refresh_from_db()
    assert (change.state, undoing.undoes, undoing.reason) == (State.UNDONE, change, "nhầm người")
    with refused("change-decided"):
        undo_change(viewer=viewer(everyone.van), code=change.code, reason="lần nữa")


def test_what_later_changes_build_on_is_not_undone(everyone: Cast) -> None:
    first = propose(everyone.hoa, everyone.tu)
    add_row(first, severe(everyone.tu))
    apply_change(viewer=viewer(everyone.van), code=first.code)
    second = propose(everyone.hoa, everyone.tu)
    add_row(second, Disability(person=everyone.tu, degree="mild"), Disability.objects.known().get(person=everyone.tu))
    with refused("change-not-undoable"):
        undo_change(viewer=viewer(everyone.van), code=first.code, reason="muộn")
    apply_change(viewer=viewer(everyone.van), code=second.code)
    with refused("change-not-undoable"):
        undo_change(viewer=viewer(everyone.van), code=first.code, reason="muộn")
    with refused("change-decided"):
        add_row(second, severe(everyone.tu))


def test_undoing_does_not_put_two_rows_in_one_place(everyone: Cast) -> None:
    old = Disability.objects.known().get(person=everyone.sau)
    closing = propose(everyone.hoa, everyone.sau)
    add_closing(closing, old)
    apply_change(viewer=viewer(everyone.van), code=closing.code)
    later = propose(everyone.hoa, everyone.sau)
    add_row(later, severe(everyone.sau, starts_on=date(2026, 5, 15)))
    apply_change(viewer=viewer(everyone.van), code=later.code)
    with refused("change-overlap"):
        undo_change(viewer=viewer(everyone.van), code=closing.code, reason="muộn")
    assert Disability.objects.known().get(person=everyone.sau).degree == "severe"
