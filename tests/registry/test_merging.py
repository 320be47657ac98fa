"""People who stand twice: found, decided by a person, merged whole, parted again as they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.running import run_job
from ansinh.kernel.messages import use_language
from ansinh.registry.changes.guards import is_stale
from ansinh.registry.changes.selectors import waiting_for
from ansinh.registry.changes.services import add_row, apply_change, open_change, refuse_change, undo_change
from ansinh.registry.ledger.clock import now
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.ledger.rows import ledger_models
from ansinh.registry.merging.models import Pair, PairState
from ansinh.registry.merging.selectors import DECIDED, PROPOSED, WAITING, pairs, side_by_side, why
from ansinh.registry.merging.services import clashes, propose_merge, start_finding, tell_apart, undo_decision
from ansinh.registry.merging.snapshot import snapshot
from ansinh.registry.people.models import (
    Contact,
    Household,
    Identity,
    Kinship,
    Membership,
    Person,
    PersonNumber,
    Residence,
)
from ansinh.registry.people.pictures import refresh_pictures
from ansinh.registry.proposals.seals import new_seal
from ansinh.registry.statuses.models import Care, Disability, Poverty
from tests.cast import KNOWN, Cast, change, person, status, viewer
from tests.registry.merges import merged, parted

pytestmark = pytest.mark.django_db
REASON = "hai lần nhập"


@pytest.fixture
def twin(everyone: Cast) -> Person:
    """Ông Sáu once more: without a number, disability severe, a telephone, a poor household of his own."""
    twin = person("Tran Van Sau", "1968", "male", everyone.an_binh)
    act = change("register", person=twin)
    Contact.objects.create(person=twin, kind="phone", value="0912345678", change=act, known_from=KNOWN)
    PersonNumber.objects.create(person=twin, kind="old_id", number="171234567", change=act, known_from=KNOWN)
    Kinship.objects.create(person=everyone.na, relative=twin, kind="guardian", change=act, known_from=KNOWN)
    status(Care, person=everyone.na, by="foster", carer=twin)
    status(Disability, person=twin, degree="severe", mobility=True)
    status(Poverty, household=twin.household, poverty_class="poor")
    return twin


def pair_of(one: Person, other: Person) -> Pair:
    first, second = sorted((one, other), key=lambda person: person.pk)
    levels = {"name": "same_without_accents", "birth": "same_year_rough", "citizen_id": "unknown", "old_id": "unknown"}
    return Pair.objects.create(
        code=f"CT-{first.pk}-{second.pk}", one=first, other=second, probability=Decimal("0.9"), band="ask",
        birth_one=first.birth_date, birth_other=second.birth_date, name_people=2, found_at=timezone.now(),
        kin="unknown", place="same_village", sex="same", **levels,
    )  # fmt: skip


def held() -> set[tuple[object, ...]]:
    """What the registers say, whichever rows say it; and today's pictures."""
    own = {"id", "known_from", "known_to", "change_id", "closed_by_id", "replaces_id"}
    found: set[tuple[object, ...]] = set()
    for model in ledger_models():
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in own]
        found |= {(model.__name__, *row) for row in model.objects.known().values_list(*columns)}
    pictured = [field.attname for field in Person._meta.concrete_fields if field.name != "sort_key"]
    return found | set(Person.every.values_list(*pictured)) | set(Household.every.values_list("pk", "head", "held"))


def test_merged_whole_and_parted_as_they_were(everyone: Cast, twin: Person) -> None:
    before, moment = held(), now()
    pair = pair_of(everyone.sau, twin)
    assert [clash.name for clash in clashes(everyone.sau, twin)] == ["identity", "disability"]
    merged(everyone, pair, everyone.sau, reason=REASON)
    sau = Person.objects.get(pk=everyone.sau.pk)
    assert (sau.full_name, sau.citizen_id, sau.birth_date) == ("Trần Văn Sáu", "038068000026", "1968-03-02")
    assert not Person.objects.filter(pk=twin.pk).exists()
    assert Person.every.get(pk=twin.pk).merged_into == sau
    assert set(PersonNumber.objects.known().filter(person=sau).values_list("kind", flat=True)) == {
        "citizen_id",
        "old_id",
    }
    assert Contact.objects.known().get(person=sau).value == "0912345678"
    assert Disability.objects.known().get(person=sau).degree == "extreme"
    assert Kinship.objects.known().get(person=everyone.na).relative == sau
    assert Care.objects.known().get(person=everyone.na).carer == sau
    assert Poverty.objects.known().get(household=sau.household).poverty_class == "poor"
    assert not Household.objects.filter(pk=twin.household_id).exists()
    assert not any(model.objects.known().filter(person=twin).exists() for model in (Identity, Membership, Disability))
    assert Identity.objects.known(moment).filter(person=twin).exists(), "what was known before the merge stays known so"
    proposed, applied = AuditEntry.objects.filter(action__in=("pair-proposed", "change-applied")).order_by("number")
    assert (proposed.actor, proposed.detail) == (everyone.van, f"{everyone.sau.code} {twin.code}")
    assert (applied.actor, applied.subject_code) == (everyone.director, sau.code)
    parted(everyone, pair)
    assert held() == before
    assert Pair.objects.get(WAITING).stands == PairState.OPEN.label


def test_the_others_entry_may_be_the_right_one(everyone: Cast, twin: Person) -> None:
    pair = pair_of(everyone.sau, twin)
    merged(everyone, pair, everyone.sau, {"disability", "identity"})
    assert Disability.objects.known().get(person=everyone.sau).degree == "severe"
    assert Person.objects.get(pk=everyone.sau.pk).full_name == "Tran Van Sau"


def test_a_merge_undone_on_its_changes_page_leaves_the_pair_open(everyone: Cast, twin: Person) -> None:
    pair = pair_of(everyone.sau, twin)
    done = merged(everyone, pair, everyone.sau)
    undoing = undo_change(viewer=viewer(everyone.van), code=done.code, reason="nhầm")
    assert Person.every.get(pk=twin.pk).merged_into == everyone.sau, "it is only proposed"
    apply_change(viewer=viewer(everyone.director), code=undoing.code)
    assert Person.objects.get(pk=twin.pk).merged_into is None
    assert merged(everyone, pair, twin).pk != done.pk
    assert Person.every.get(pk=everyone.sau.pk).merged_into == twin


def test_of_one_household_the_survivor_becomes_the_head(everyone: Cast) -> None:
    assert everyone.tu.household is not None
    twice = person("Nguyen Thi Tu", "1950", "female", everyone.an_binh)
    Membership.objects.filter(person=twice).update(household=everyone.tu.household, relation="other")
    merged(everyone, pair_of(everyone.tu, twice), twice)
    assert Membership.objects.known().get(person=twice).relation == "head"
    assert Household.objects.get(pk=everyone.tu.household_id).head == twice


def test_who_lived_nowhere_lives_where_the_other_did(everyone: Cast, twin: Person) -> None:
    ours = Membership.objects.known().filter(person=everyone.sau)
    ours.update(ends_on=date(2020, 1, 1))
    Membership.objects.known().filter(person=twin).update(starts_on=date(2020, 1, 1))
    refresh_pictures(people=[everyone.sau.pk, twin.pk], households=[everyone.sau.household_id or 0])
    before = held()
    pair = pair_of(everyone.sau, twin)
    merged(everyone, pair, everyone.sau)
    lived = Membership.objects.known().filter(person=everyone.sau).order_by("starts_on")
    assert {(row.household_id, row.starts_on) for row in lived} == {
        (everyone.sau.household_id, lived.get(ends_on__isnull=False).starts_on),
        (twin.household_id, date(2020, 1, 1)),
    }
    home = Household.objects.get(pk=twin.household_id)
    assert home.head == everyone.sau
    assert Residence.objects.known().filter(household=home).exists()
    assert Poverty.objects.known().get(household=home).poverty_class == "poor"
    parted(everyone, pair)
    assert held() == before


def test_only_who_may_and_only_once(everyone: Cast, twin: Person) -> None:
    pair = pair_of(everyone.sau, twin)
    for outsider in (everyone.hoa, everyone.phuc, everyone.kien, everyone.neighbour, everyone.inspector):
        with pytest.raises(AnSinhError, match="outside your territory"):
            propose_merge(viewer=viewer(outsider), pair=pair, survivor=everyone.sau)
        with pytest.raises(AnSinhError, match="outside your territory"):
            tell_apart(viewer=viewer(outsider), pair=pair, reason=REASON)
        assert not start_is_allowed(outsider, everyone)
    tell_apart(viewer=viewer(everyone.van), pair=pair, reason=REASON)
    with pytest.raises(AnSinhError, match="decided"):
        propose_merge(viewer=viewer(everyone.dung), pair=pair, survivor=everyone.sau)
    with pytest.raises(AnSinhError, match="outside your territory"):
        undo_decision(viewer=viewer(everyone.neighbour), pair=pair, reason=REASON)
    undo_decision(viewer=viewer(everyone.dung), pair=pair, reason=REASON)
    with pytest.raises(AnSinhError, match="decided"):
        undo_decision(viewer=viewer(everyone.dung), pair=pair, reason=REASON)
    third = pair_of(everyone.lanh, twin)
    merged(everyone, pair, everyone.sau)
    with pytest.raises(AnSinhError, match="no longer in the registers"):
        propose_merge(viewer=viewer(everyone.van), pair=third, survivor=everyone.lanh)
    assert Change.objects.filter(kind="merge").count() == 1


def start_is_allowed(user: object, everyone: Cast) -> bool:
    try:
        start_finding(viewer=viewer(user), place=everyone.province)  # type: ignore[arg-type]
    except AnSinhError:
        return False
    return True


def test_a_waiting_proposal_stops_the_merge_as_a_whole(everyone: Cast, twin: Person) -> None:
    row = Disability.objects.known().get(person=twin)
    waiting = open_change(viewer=viewer(everyone.hoa), kind="status", title="Thử", two_people=True, person=twin)
    add_row(waiting, Disability(person=twin, degree="mild", starts_on=date(2026, 1, 1)), row)
    before = held()
    with pytest.raises(AnSinhError, match="Another proposal"):
        propose_merge(viewer=viewer(everyone.van), pair=pair_of(everyone.sau, twin), survivor=everyone.sau)
    assert held() == before
    apply_change(viewer=viewer(everyone.director), code=waiting.code)


def test_the_job_finds_keeps_and_puts_away(everyone: Cast, twin: Person) -> None:
    assert snapshot(everyone.province).num_rows == 6
    again = snapshot(everyone.an_binh).to_pylist()
    assert {
        key: next(row for row in again if row["citizen_id"] == "038068000026")[key]
        for key in ("full_name", "commune", "village", "old_id")
    } == {"full_name": "Trần Văn Sáu", "commune": "99101", "village": "Thôn 1", "old_id": None}
    Person.objects.filter(pk=twin.pk).update(birth_date="1968-03-02")
    job = start_finding(viewer=viewer(everyone.van), place=everyone.province)
    assert run_job.call(job.code) == "done"
    use_language("vi")
    found = Pair.objects.get(state=PairState.OPEN)
    assert {found.one, found.other} == {everyone.sau, twin}
    assert any("dấu" in sentence for sentence in why(found))
    sides = side_by_side((viewer(everyone.van), viewer(everyone.van)), found)
    assert {str(side.label) for side in sides if side.differs} >= {"Họ và tên"}
    assert set(pairs(viewer(everyone.phuc), "merge")) == set()
    assert set(pairs(viewer(everyone.van), "merge")) == {found}
    tell_apart(viewer=viewer(everyone.van), pair=found, reason=REASON)
    run_job.call(start_finding(viewer=viewer(everyone.van), place=everyone.an_binh).code)
    found.refresh_from_db()
    assert found.state == PairState.DIFFERENT, "what was decided stays decided"
    undo_decision(viewer=viewer(everyone.van), pair=found, reason=REASON)
    Person.every.filter(pk=twin.pk).update(full_name="Lò Thị Ếch", birth_date="2001-01-04", sex="female")
    run_job.call(start_finding(viewer=viewer(everyone.van), place=everyone.an_binh).code)
    found.refresh_from_db()
    assert found.state == PairState.GONE
    Person.every.filter(pk=twin.pk).update(full_name="Tran Van Sau", birth_date="1968-03-02", sex="male")
    run_job.call(start_finding(viewer=viewer(everyone.van), place=everyone.an_binh).code)
    found.refresh_from_db()
    assert found.state == PairState.OPEN


def test_one_proposes_another_approves_and_each_once(everyone: Cast, twin: Person) -> None:
    pair, before, seal = pair_of(everyone.sau, twin), held(), new_seal()
    made = propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau, seal=seal)
    assert propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau, seal=seal) == made, "sent twice"
    with pytest.raises(AnSinhError, match="used already"):
        propose_merge(viewer=viewer(everyone.dung), pair=pair, survivor=everyone.sau, seal=seal)
    with pytest.raises(AnSinhError, match="decided"):
        propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=twin, seal=new_seal())
    assert held() == before, "nothing is true before another person says so"
    assert Pair.objects.get(PROPOSED).stands == "Đề nghị gộp"
    with pytest.raises(AnSinhError, match="cannot also approve"):
        apply_change(viewer=viewer(everyone.van), code=made.code)
    with pytest.raises(AnSinhError, match="outside what your office"):
        apply_change(viewer=viewer(everyone.hoa), code=made.code)
    assert list(waiting_for(viewer(everyone.director))) == [made]
    apply_change(viewer=viewer(everyone.director), code=made.code)
    with pytest.raises(AnSinhError, match="decided"):
        apply_change(viewer=viewer(everyone.director), code=made.code)
    assert Pair.objects.get(DECIDED).stands == PairState.MERGED.label


def test_a_refused_merge_leaves_the_pair_waiting(everyone: Cast, twin: Person) -> None:
    pair, before = pair_of(everyone.sau, twin), held()
    made = propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau)
    refuse_change(viewer=viewer(everyone.director), code=made.code, reason="hai người")
    assert held() == before
    assert Pair.objects.get(WAITING).waits
    done = merged(everyone, pair, twin)
    for reason in ("một", "hai"):  # refused once, the undoing may be proposed again
        undo_decision(viewer=viewer(everyone.van), pair=pair, reason=reason)
        with pytest.raises(AnSinhError, match="Another proposal"):
            undo_decision(viewer=viewer(everyone.van), pair=pair, reason=reason)
        undoing = done.undoings.get(state=State.PROPOSED)
        with pytest.raises(AnSinhError, match="cannot also approve"):
            apply_change(viewer=viewer(everyone.van), code=undoing.code)
        if reason == "một":
            refuse_change(viewer=viewer(everyone.director), code=undoing.code, reason="đúng là một người")
    apply_change(viewer=viewer(everyone.director), code=undoing.code)
    assert held() == before


def _go_on(everyone: Cast, pair: Pair, made: Change | None, seal: str) -> None:
    if made is None:
        propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau, seal=seal)
    else:
        apply_change(viewer=viewer(everyone.director), code=made.code)


@pytest.mark.parametrize("before_the_proposal", [True, False])
def test_what_is_written_of_either_meanwhile_is_not_passed_over(
    everyone: Cast, twin: Person, before_the_proposal: bool
) -> None:
    pair, seal = pair_of(everyone.sau, twin), new_seal()
    made = None if before_the_proposal else propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=everyone.sau)
    late = open_change(viewer=viewer(everyone.hoa), kind="contact", title="Thử", two_people=False, person=everyone.sau)
    add_row(late, Contact(person=everyone.sau, kind="phone", value="0987654321"))
    apply_change(viewer=viewer(everyone.hoa), code=late.code)
    assert made is None or is_stale(made)
    with pytest.raises(AnSinhError, match="was changed after"):
        _go_on(everyone, pair, made, seal)
    assert Person.objects.filter(pk=twin.pk).exists()


def test_the_pages_of_a_merge(everyone: Cast, twin: Person, signed_in: Callable[[User], Client]) -> None:
    pair = pair_of(everyone.sau, twin)
    van, director = signed_in(everyone.van), signed_in(everyone.director)
    page = f"/trung-nhau/{pair.code}/"
    form = van.get(page)
    data = {"do": "merge", "survivor": everyone.sau.code, "seal": form.context["seal"], "giu-disability": twin.code}
    assert [van.post(f"{page}quyet-dinh/", data).status_code for _ in range(2)] == [302, 302]
    made = Change.objects.get(kind="merge")
    shown = director.get(page).content.decode()
    assert f"sống tiếp với tên {everyone.sau.full_name} ({everyone.sau.code})" in shown
    assert f"/thay-doi/{made.code}/duyet/" in shown
    assert "Đề nghị gộp hai người" not in shown, "a chief decides, and does not propose"
    assert f"/thay-doi/{made.code}/rut-lai/" in van.get(page).content.decode()
    change_page = director.get(f"/thay-doi/{made.code}/").content.decode()
    assert page in change_page
    assert "Nặng" not in change_page, "sensitive facts of two ask for a purpose of each"
    assert change_page.count('name="purpose"') == 2
    assert pair.code in van.get("/trung-nhau/?xem=cho-duyet").content.decode()
    assert pair.code not in van.get("/trung-nhau/").content.decode()
    assert director.post(f"/thay-doi/{made.code}/duyet/").status_code == 302
    assert Disability.objects.known().get(person=everyone.sau).degree == "severe"
    assert pair.code in van.get("/trung-nhau/?xem=da-quyet-dinh").content.decode()
    van.post(f"{page}quyet-dinh/", {"do": "undo", "reason": "nhầm"})
    undoing = made.undoings.get()
    shown = director.get(page).content.decode()
    assert f"/thay-doi/{undoing.code}/duyet/" in shown
    assert "đề nghị tách lại" in shown
    mirrored = director.get(f"/thay-doi/{undoing.code}/").context["sides"]
    assert {side.act for side in mirrored.shown} >= {"new", "correct"}
    director.post(f"/thay-doi/{undoing.code}/duyet/")
    assert Person.objects.filter(pk=twin.pk).exists()
