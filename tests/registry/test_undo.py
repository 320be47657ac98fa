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
from ansinh.registry.changes.services import add_closing, add_row, apply_change, open_change, refuse_change, undo_change
from ansinh.registry.imports.models import ImportBatch, Stage
from ansinh.registry.imports.selectors import allowed
from ansinh.registry.imports.services import start_undo
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.merging.services import propose_merge, undo_decision
from ansinh.registry.offices.models import Function
from ansinh.registry.people.models import Contact, Household, Identity, Kinship, Membership, Person, Residence
from ansinh.registry.statuses.models import Disability, Merit, Poverty
from tests.cast import Cast, office, officer, person, status, viewer
from tests.registry.merges import merged, parted
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
    other = officer("lien", "Lê Thị Liên", health, SPECIALIST, Function.SOCIAL)
    pair = pair_of(everyone.sau, twin)
    done = propose_merge(viewer=viewer(minister), pair=pair, survivor=everyone.sau)
    for outsider in (everyone.hoa, everyone.van, everyone.director, everyone.neighbour):
        assert not may(viewer(outsider), done).approve
        with refused("change-not-yours"):
            apply_change(viewer=viewer(outsider), code=done.code)
    done = apply_change(viewer=viewer(other), code=done.code)
    for outsider in (everyone.hoa, everyone.van, everyone.neighbour):
        assert not may(viewer(outsider), done).undo
        with refused("change-not-yours"):
            undo_change(viewer=viewer(outsider), code=done.code, reason="nhầm")
    for outsider in (everyone.van, everyone.neighbour):
        with pytest.raises(AnSinhError, match="outside your territory"):
            undo_decision(viewer=viewer(outsider), pair=pair, reason="nhầm")
    undo_decision(viewer=viewer(minister), pair=pair, reason="nhầm")
    undoing = done.undoings.get()
    for outsider in (everyone.van, everyone.director):
        assert not may(viewer(outsider), undoing).approve
        with refused("change-not-yours"):
            apply_change(viewer=viewer(outsider), code=undoing.code)
    apply_change(viewer=viewer(other), code=undoing.code)
    assert Person.objects.filter(pk=twin.pk).exists()


def arrived(everyone: Cast) -> tuple[Change, Person, Household]:
    """A list that brought cụ Lựu and her household into xã An Bình."""
    where = {"commune": everyone.an_binh, "province": everyone.province}
    home = Household.objects.create(code="H-L1", held=False, **where)
    luu = Person.objects.create(code="N-L1", full_name="Vi Thị Lựu", search_key="vi thi luu", held=False, **where)
    change = listed(everyone.hoa, everyone.tu)
    add_row(change, Identity(person=luu, full_name="Vi Thị Lựu", sex="female"))
    add_row(change, Membership(person=luu, household=home, relation="head"))
    add_row(change, Residence(household=home, commune=everyone.an_binh))
    apply_change(viewer=viewer(everyone.director), code=change.code)
    return change, Person.objects.get(pk=luu.pk), Household.objects.get(pk=home.pk)


def test_who_came_by_a_change_goes_with_it(everyone: Cast) -> None:
    change, luu, home = arrived(everyone)
    undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    assert (Person.every.get(pk=luu.pk).held, Household.every.get(pk=home.pk).held) == (False, False)


@pytest.mark.parametrize("later", ["disability", "guardian", "poverty", "member"])
@pytest.mark.parametrize("waits", [True, False])
def test_who_came_by_a_change_stays_when_later_rows_speak_of_them(everyone: Cast, later: str, *, waits: bool) -> None:
    change, luu, home = arrived(everyone)
    row = {
        "disability": Disability(person=luu, degree="severe"),
        "guardian": Kinship(person=everyone.na, relative=luu, kind="guardian"),
        "poverty": Poverty(household=home, poverty_class="poor"),
        "member": Membership(person=everyone.tu, household=home, relation="other"),
    }[later]
    then = listed(everyone.hoa, everyone.tu)
    replaced = Membership.objects.known().get(person=everyone.tu) if later == "member" else None
    add_row(then, row, replaced)
    if not waits:
        apply_change(viewer=viewer(everyone.director), code=then.code)
    with refused("change-not-undoable"):
        undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    assert Person.objects.filter(pk=luu.pk).exists()
    if waits:
        refuse_change(viewer=viewer(everyone.director), code=then.code, reason="thiếu")
    else:
        undo_change(viewer=viewer(everyone.director), code=then.code, reason="nhầm")
    undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm")
    assert not Person.objects.filter(pk=luu.pk).exists()


@pytest.mark.parametrize("whose", ["person", "relative", "household"])
def test_nobody_goes_into_another_while_a_proposal_speaks_of_them(everyone: Cast, whose: str) -> None:
    twin = person("Tran Van Sau", "1968", "male", everyone.an_binh)
    row = {
        "person": Disability(person=twin, degree="severe"),
        "relative": Kinship(person=everyone.na, relative=twin, kind="guardian"),
        "household": Poverty(household=twin.household, poverty_class="poor"),
    }[whose]
    waiting = listed(everyone.hoa, everyone.tu)
    add_row(waiting, row)
    pair = pair_of(everyone.sau, twin)
    with refused("change-waiting"):
        propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau)
    assert Person.objects.get(pk=twin.pk).merged_into is None
    refuse_change(viewer=viewer(everyone.director), code=waiting.code, reason="trùng")
    merged(everyone, pair, everyone.sau)
    late = listed(everyone.hoa, everyone.tu)
    if whose != "household":
        row.pk = None
        add_row(late, row)
        with refused("change-stale"):
            apply_change(viewer=viewer(everyone.director), code=late.code)


def test_what_was_ended_before_a_merge_is_not_held_again_of_who_went(everyone: Cast) -> None:
    twin = person("Tran Van Sau", "1968", "male", everyone.an_binh)
    row = status(Disability, person=twin, degree="mild")
    closing = listed(everyone.hoa, twin)
    add_closing(closing, row)
    apply_change(viewer=viewer(everyone.van), code=closing.code)
    pair = pair_of(everyone.sau, twin)
    merged(everyone, pair, everyone.sau)
    with refused("change-not-undoable"):
        undo_change(viewer=viewer(everyone.van), code=closing.code, reason="muộn")
    parted(everyone, pair)
    undo_change(viewer=viewer(everyone.van), code=closing.code, reason="muộn")
    assert Disability.objects.known().get(person=twin).degree == "mild"
