"""Who decides on a change, who undoes it, and what later entries forbid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansinh.kernel.accounts.models import User
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import SPECIALIST
from ansinh.registry.books.shelf import SHELF
from ansinh.registry.changes.errors import ChangeError
from ansinh.registry.changes.guards import functions_of
from ansinh.registry.changes.selectors import may, waiting_for
from ansinh.registry.changes.services import add_row, apply_change, open_change, refuse_change, undo_change
from ansinh.registry.imports.models import ImportBatch, Stage
from ansinh.registry.imports.selectors import allowed
from ansinh.registry.imports.services import start_undo
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.merging.services import merge, undo_decision
from ansinh.registry.offices.models import Function
from ansinh.registry.people.models import Contact, Person
from ansinh.registry.statuses.models import Disability, Merit
from tests.cast import Cast, office, officer, person, viewer
from tests.registry.test_merging import pair_of

pytestmark = pytest.mark.django_db


def refused(code: str) -> Any:
    return pytest.raises(ChangeError, check=lambda error: error.code == code)


def listed(by: User, place_of: Person, *, kind: str = "import") -> Change:
    """A list of two people's making about a commune."""
    return open_change(viewer=viewer(by), kind=kind, title="Danh sách", two_people=True, place=place_of.commune)


def test_a_list_is_decided_in_every_function_that_its_rows_belong_to(everyone: Cast) -> None:
    change = listed(everyone.hoa, everyone.tu)
    add_row(change, Merit(person=everyone.tu, category="martyr-kin", starts_on=date(2026, 1, 1)))
    assert functions_of(change) == {"merit"}
    assert change not in waiting_for(viewer(everyone.van))
    assert not may(viewer(everyone.van), change).approve
    for decide in (apply_change, lambda **asked: refuse_change(**asked, reason="thiếu")):
        with refused("change-not-yours"):
            decide(viewer=viewer(everyone.van), code=change.code)
    assert change in waiting_for(viewer(everyone.dung))
    assert may(viewer(everyone.dung), change).approve
    add_row(change, Disability(person=everyone.tu, degree="severe"))
    assert functions_of(change) == {"merit", "social"}
    with refused("change-not-yours"):
        apply_change(viewer=viewer(everyone.dung), code=change.code)


def test_a_change_without_registers_belongs_to_every_function(everyone: Cast) -> None:
    change = listed(everyone.hoa, everyone.tu)
    add_row(change, Contact(person=everyone.tu, kind="phone", value="0900000001"))
    assert functions_of(change) == frozenset()
    assert apply_change(viewer=viewer(everyone.dung), code=change.code).state == State.APPLIED


def test_undoing_asks_for_the_functions_too(everyone: Cast) -> None:
    change = listed(everyone.hoa, everyone.tu)
    add_row(change, Merit(person=everyone.tu, category="martyr-kin"))
    apply_change(viewer=viewer(everyone.dung), code=change.code)
    assert not may(viewer(everyone.van), change).undo
    with refused("change-not-yours"):
        undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    undo_change(viewer=viewer(everyone.dung), code=change.code, reason="nhầm")
    assert not Merit.objects.known().filter(person=everyone.tu).exists()


def test_the_table_of_a_book_knows_the_books_function() -> None:
    assert {book.function for book in SHELF} == {"merit", "children", "social"}
    assert all(book.function == book.model.FUNCTION for book in SHELF)  # type: ignore[attr-defined]


def test_an_undoing_is_not_undone(everyone: Cast) -> None:
    change = listed(everyone.hoa, everyone.tu)
    add_row(change, Disability(person=everyone.tu, degree="severe"))
    apply_change(viewer=viewer(everyone.van), code=change.code)
    undoing = undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    for who in (everyone.hoa, everyone.van, everyone.director):
        assert not may(viewer(who), undoing).undo
    for who in (everyone.hoa, everyone.van):
        with refused("change-not-undoable"):
            undo_change(viewer=viewer(who), code=undoing.code, reason="lần nữa")
    assert not Disability.objects.known().filter(person=everyone.tu).exists()


def test_what_two_people_made_is_not_undone_by_its_proposer(everyone: Cast) -> None:
    change = listed(everyone.van, everyone.tu)
    add_row(change, Disability(person=everyone.tu, degree="severe"))
    apply_change(viewer=viewer(everyone.director), code=change.code)
    change.refresh_from_db()
    assert not may(viewer(everyone.van), change).undo
    with refused("change-same-person"):
        undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    batch = ImportBatch(change=change, place=everyone.an_binh, stage=Stage.WRITTEN)
    assert not allowed(viewer(everyone.van), batch)["undo"]
    assert allowed(viewer(everyone.director), batch)["undo"]
    with refused("change-same-person"):
        start_undo(viewer=viewer(everyone.van), batch=batch)
    assert may(viewer(everyone.director), change).undo
    assert undo_change(viewer=viewer(everyone.director), code=change.code, reason="nhầm").undoes == change


def test_a_merge_is_undone_by_who_may_merge_in_both_places(everyone: Cast) -> None:
    twin = person("Tran Van Sau", "1968", "male", everyone.yen_lac)
    health = office("BYT", "Bộ Y tế", None, Function.SOCIAL)
    minister = officer("lam", "Lê Văn Lâm", health, SPECIALIST, Function.SOCIAL)
    pair = pair_of(everyone.sau, twin)
    done = merge(viewer=viewer(minister), pair=pair, survivor=everyone.sau)
    for outsider in (everyone.hoa, everyone.van, everyone.neighbour):
        assert not may(viewer(outsider), done).undo
        with refused("change-not-yours"):
            undo_change(viewer=viewer(outsider), code=done.code, reason="nhầm")
    for outsider in (everyone.van, everyone.neighbour):
        with pytest.raises(AnSinhError, match="outside your territory"):
            undo_decision(viewer=viewer(outsider), pair=pair, reason="nhầm")
    undo_decision(viewer=viewer(minister), pair=pair, reason="nhầm")
    assert Person.objects.filter(pk=twin.pk).exists()
