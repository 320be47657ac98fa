"""What becomes of single rows, and that one effect comes of many clicks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import SPECIALIST
from ansinh.registry.changes.services import add_row, apply_change, open_change
from ansinh.registry.imports.checking import check_list
from ansinh.registry.imports.columns import MARKS
from ansinh.registry.imports.models import ImportBatch, ImportRow, Stage
from ansinh.registry.imports.reasons import sentence
from ansinh.registry.imports.services import (
    REOPEN,
    ColumnChoice,
    cancel_batch,
    decide_row,
    resume,
    save_columns,
    start_apply,
    start_check,
    start_undo,
    start_write,
)
from ansinh.registry.ledger.models import Change, State
from ansinh.registry.offices.models import Function, Office
from ansinh.registry.people.models import Identity, Person, PersonNumber
from ansinh.registry.statuses.models import Disability, ParentsSituation, Pension, Poverty
from tests.cast import Cast, officer, person, status, viewer
from tests.kernel.books import workbook
from tests.registry.office_lists import HEADER, again, an_binh_poor, disabled, given, kept_in, row, verdicts, work

pytestmark = pytest.mark.django_db
PANG = (1, "Vi Văn Păng", "1/2/1990", "Nam", "038090000333", "Bản 4", None, None)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: object) -> None:
    kept_in(tmp_path, settings)


def one(everyone: Cast, *cells: object) -> ImportRow:
    """What a list of one row of xã An Bình comes to."""
    batch = given(everyone.hoa, everyone.an_binh, disabled([1, *cells]))
    return batch.rows.get(kind="data")


def sentence_of(row: ImportRow) -> str:
    return sentence(row.reason, row.reason_values)


@pytest.mark.parametrize(
    ("cells", "verdict", "reason"),
    [
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", None, "Thôn 1", None, None), "new", ""),
        (("Bùi Thị Thơm", None, "Nữ", None, "Thôn 1", None, None), "refused", "too_little"),
        ((None, "5/5/1980", "Nữ", 38180000777, "Thôn 1", None, None), "refused", "no_name"),
        (("Bùi Thị Thơm", "5/5/2040", "Nữ", None, "Thôn 1", None, None), "refused", "future"),
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", "12345", "Thôn 1", None, None), "refused", "id_length"),
        (("Bùi Thị Thơm", "5/5/1980", "??", None, "Thôn 1", None, None), "refused", "unknown_value"),
        (("Bùi 7", "5/5/1980", "Nữ", None, "Thôn 1", None, None), "refused", "name"),
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", "038080000777", "Thôn 1", None, None), "ask", "id_sex"),
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", None, "Thôn 1", None, "chuyển đi tỉnh Bình Dương"), "ask", "noted"),
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", None, "Thôn 1", None, "đã chết"), "ask", "noted_death"),
        (("Bùi Thị Thơm", "5/5/1980", "Nữ", None, "T" * 90, None, None), "refused", "too_long"),
        # People whom the registers hold.
        (("Trần Văn Sáu", "2/3/1968", "Nam", "038068000026", "Thôn 1", "đặc biệt nặng", None), "same", ""),
        (("TRAN VAN SAU", "1968", "Nam", "038068000026", "Thôn 9", None, None), "same", ""),
        (("Trần Văn Sáu", "2/3/1968", "Nam", None, "Thôn 1", "đặc biệt nặng", None), "same", ""),
        (("Trần Văn Sáu", "2/3/1968", "Nam", None, "Thôn 2", None, None), "ask", "perhaps"),
        (("Trần Văn Sáu", "1968", "Nam", None, "Thôn 1", None, None), "ask", "perhaps"),
        (("Trần Văn Sáu", "3/2/1968", "Nam", None, "Thôn 1", None, None), "ask", "perhaps"),
        (("Trần Văn Sáu", "2/3/1968", "Nam", "038068000027", "Thôn 1", None, None), "conflict", "differs_citizen_id"),
        (("Trần Văn Sáu", "2/3/1968", "Nam", "001068999927", "Thôn 1", None, None), "new", ""),
        (("Trần Văn Tám", "2/3/1968", "Nam", "038068000026", "Thôn 1", None, None), "conflict", "differs_full_name"),
        (("Trần Văn Sáu", "2/3/1969", "Nam", "038068000026", "Thôn 1", None, None), "ask", "id_birth"),
        (("Trần Văn Sáu", "2/3/1968", "Nam", "038068000026", "Thôn 1", "nặng", None), "conflict", "differs_disability"),
        (("Phạm Văn Bảy", "7/1945", "Nam", "038045000041", "Thôn 1", None, None), "waiting", "held_elsewhere"),
    ],
)
def test_verdicts(everyone: Cast, cells: Sequence[object], verdict: str, reason: str) -> None:
    found = one(everyone, *cells)
    assert (found.verdict, found.reason_code) == (verdict, reason)
    assert bool(sentence_of(found)) == bool(reason)
    assert "{" not in sentence_of(found)


def test_a_longer_birth_date_and_a_first_number_are_taken_over(everyone: Cast) -> None:
    person("Kha Thi Mo", "1950", "", everyone.an_binh)
    batch = given(
        everyone.hoa, everyone.an_binh, disabled([1, "Kha Thị Mơ", "7/8/1950", "Nữ", 38150000888, "Thôn 1", None, None])
    )
    mo = row(batch, "Kha Thị Mơ")
    assert (mo.verdict, mo.reason_code) == ("ask", "perhaps")
    assert mo.person is not None
    decide_row(viewer=viewer(everyone.hoa), batch=batch, number=2, turn=0, who="known", person=mo.person.code)
    done(everyone, batch)
    held = Identity.objects.known().get(person=mo.person)
    assert (held.full_name, held.birth_date, held.sex) == ("Kha Thị Mơ", "1950-08-07", "female")
    assert PersonNumber.objects.known().get(person=mo.person).number == "038150000888"
    assert Person.objects.get(pk=mo.person.pk).search_key == "kha thi mo"


@pytest.mark.parametrize("moved", [{"stage": Stage.WRITING}, {"stage": Stage.CHECKING, "version": 2}])
def test_a_check_that_comes_too_late_leaves_the_rows(everyone: Cast, moved: dict[str, object]) -> None:
    batch = given(everyone.hoa, everyone.an_binh, disabled(PANG))
    before = list(batch.rows.values_list("pk", flat=True))
    ImportBatch.objects.filter(pk=batch.pk).update(**moved)
    check_list(batch, lambda _done, _of: None)
    late = again(batch)
    assert (list(late.rows.values_list("pk", flat=True)), late.stage) == (before, moved["stage"])


SAU = ("Trần Văn Sáu", "2/3/1968", "Nam", "038068000026", "Thôn 1", None, None)


@pytest.mark.parametrize("held", [{"birth_date": "1968"}, {"sex": ""}])
def test_another_birth_date_or_sex_needs_a_second_person(everyone: Cast, held: dict[str, str]) -> None:
    Identity.objects.known().filter(person=everyone.sau).update(**held)
    batch = given(everyone.hoa, everyone.an_binh, disabled([1, *SAU]))
    assert (row(batch, "Trần Văn Sáu").verdict, batch.two_people) == ("update", True)


def test_what_is_written_says_whether_it_needs_a_second_person(everyone: Cast) -> None:
    Identity.objects.known().filter(person=everyone.sau).update(full_name="Tran Van Sau")
    batch = given(everyone.hoa, everyone.an_binh, disabled([1, *SAU]))
    assert (row(batch, "Trần Văn Sáu").verdict, batch.two_people) == ("update", False), "accents alone"
    Identity.objects.known().filter(person=everyone.sau).update(birth_date="1968")
    start_write(viewer=viewer(everyone.hoa), batch=again(batch), version=again(batch).version)
    assert work(batch).state == "done"
    batch = again(batch)
    assert batch.change is not None
    assert (batch.waits, batch.two_people, batch.change.two_people) == (True, True, True)
    assert Identity.objects.known().get(person=everyone.sau).birth_date == "1968"


def done(everyone: Cast, batch: ImportBatch) -> ImportBatch:
    """Written by chị Hoa, approved by chị Vân where that is needed."""
    start_write(viewer=viewer(everyone.hoa), batch=again(batch), version=again(batch).version)
    assert work(batch).state == "done"
    if again(batch).waits:
        start_apply(viewer=viewer(everyone.director), batch=again(batch))
        assert work(batch).state == "done"
    assert again(batch).applied
    return again(batch)


@pytest.mark.parametrize(
    ("decision", "degree", "number"), [("theirs", "severe", "Trần Văn Tám"), ("ours", "extreme", "Trần Văn Sáu")]
)
def test_whichever_side_is_taken_in_a_conflict(everyone: Cast, decision: str, degree: str, number: str) -> None:
    batch = given(
        everyone.hoa,
        everyone.an_binh,
        disabled([1, "Trần Văn Tám", "2/3/1968", "Nam", "038068000026", "Bản 4", "nặng", None], PANG),
    )
    assert len(row(batch, "Trần Văn Tám").reason.split("\n")) == 2, "name and degree"
    decide_row(viewer=viewer(everyone.hoa), batch=batch, number=2, turn=0, decision=decision)
    done(everyone, batch)
    sau = Person.objects.get(pk=everyone.sau.pk)
    today = Disability.objects.as_of(date(2026, 11, 2)).get(person=sau)
    assert (sau.full_name, today.degree) == (number, degree)
    assert Disability.objects.as_of(date(2026, 10, 31)).get(person=sau).degree == "extreme"
    assert today.visual is None, "the list names no kind"


def test_another_person_in_spite_of_the_number_does_not_get_it(everyone: Cast) -> None:
    batch = given(
        everyone.hoa,
        everyone.an_binh,
        disabled([1, "Trần Văn Tám", "2/3/1968", "Nam", "038068000026", "Bản 4", None, None]),
    )
    assert decide_row(viewer=viewer(everyone.hoa), batch=batch, number=2, turn=0, who="another").verdict == "new"
    done(everyone, batch)
    assert Person.objects.get(full_name="Trần Văn Tám").citizen_id == ""
    assert Person.objects.get(pk=everyone.sau.pk).citizen_id == "038068000026"


def test_a_decision_can_be_put_off_and_taken_again(everyone: Cast) -> None:
    batch = given(
        everyone.hoa, everyone.an_binh, disabled([1, "Trần Văn Sáu", "1968", "Nam", None, "Thôn 1", None, None])
    )
    by = viewer(everyone.hoa)
    assert decide_row(viewer=by, batch=batch, number=2, turn=0, decision="wait").verdict == "waiting"
    known = decide_row(viewer=by, batch=batch, number=2, turn=1, who="known", person=everyone.sau.code)
    assert (known.verdict, known.reason_code) == ("waiting", "put_off")
    opened = decide_row(viewer=by, batch=batch, number=2, turn=2, decision=REOPEN)
    assert (opened.verdict, opened.person) == ("ask", everyone.sau)
    with pytest.raises(AnSinhError, match="gone on"):
        decide_row(viewer=by, batch=batch, number=2, turn=3, who="known", person=everyone.tu.code)
    with pytest.raises(AnSinhError, match="gone on"):
        decide_row(viewer=by, batch=batch, number=2, turn=1, who="known", person=everyone.sau.code)
    work(batch)
    start_check(viewer=by, batch=again(batch))
    work(batch)
    assert row(batch, "Trần Văn Sáu").turn == 3, "what was decided is kept when the rows are checked anew"


def test_what_changed_since_the_check_waits(everyone: Cast) -> None:
    batch = given(
        everyone.hoa,
        everyone.an_binh,
        disabled(PANG, [2, "Hoàng Thị Lành", "20/11/1992", "Nữ", "038192000058", "Thôn 1", "nặng", None]),
    )
    assert verdicts(batch) == {"Vi Văn Păng": "new", "Hoàng Thị Lành": "update"}
    person("Vi Văn Păng", "1990-02-01", "male", everyone.an_binh, "038090000333")
    change = open_change(
        viewer=viewer(everyone.van), kind="status", title="Thử", two_people=False, person=everyone.lanh
    )
    add_row(change, Disability(person=everyone.lanh, degree="mild", starts_on=date(2026, 1, 1)))
    apply_change(viewer=viewer(everyone.van), code=change.code)
    start_write(viewer=viewer(everyone.hoa), batch=batch, version=1)
    work(batch)
    assert {each.reason_code for each in batch.rows.filter(kind="data")} == {"", "differs_disability"}
    assert verdicts(batch) == {"Vi Văn Păng": "same", "Hoàng Thị Lành": "waiting"}


def test_an_entry_that_another_proposal_is_about_waits(everyone: Cast) -> None:
    held = Identity.objects.known().get(person=everyone.lanh)
    change = open_change(
        viewer=viewer(everyone.van), kind="identity", title="Thử", two_people=True, person=everyone.lanh
    )
    add_row(
        change, Identity(person=everyone.lanh, full_name="Hoàng Thị Lan", sex="female", birth_date="1992-11-20"), held
    )
    batch = given(
        everyone.hoa,
        everyone.an_binh,
        disabled([2, "Hoàng Thị Lành Anh", "20/11/1992", "Nữ", "038192000058", "Thôn 1", None, None]),
    )
    found = decide_row(viewer=viewer(everyone.hoa), batch=batch, number=2, turn=0, decision="theirs")
    assert (found.verdict, found.reason_code) == ("waiting", "waits_elsewhere")


def test_two_clicks_and_stale_pages_have_one_effect(everyone: Cast) -> None:
    batch = given(everyone.hoa, everyone.an_binh, an_binh_poor())
    stale = again(batch)
    by = viewer(everyone.hoa)
    with pytest.raises(AnSinhError, match="gone on"):
        start_write(viewer=by, batch=batch, version=0)
    start_write(viewer=by, batch=batch, version=1)
    for late in (
        lambda: start_write(viewer=by, batch=stale, version=1),
        lambda: start_check(viewer=by, batch=stale),
        lambda: decide_row(viewer=by, batch=stale, number=12, turn=0, decision="theirs"),
        lambda: save_columns(viewer=by, batch=stale, choices=[], constants={}),
    ):
        with pytest.raises(AnSinhError, match="gone on"):
            late()
    change = again(batch).change
    assert change is not None
    assert change.state == State.WRITING
    with pytest.raises(AnSinhError, match="decided"):
        apply_change(viewer=viewer(everyone.director), code=change.code)
    assert resume(viewer=by, batch=again(batch)).code == work(batch).code
    with pytest.raises(AnSinhError, match="gone on"):
        start_undo(viewer=viewer(everyone.van), batch=again(batch))
    first, second = (start_apply(viewer=viewer(everyone.director), batch=again(batch)) for _click in range(2))
    assert first == second, "one job"
    people = Person.objects.count()
    work(batch)
    assert Person.objects.count() == people + 3
    with pytest.raises(AnSinhError, match="gone on"):
        start_apply(viewer=viewer(everyone.director), batch=again(batch))
    with pytest.raises(AnSinhError, match="gone on"):
        resume(viewer=by, batch=ImportBatch(stage=Stage.READ, place=everyone.an_binh))
    assert Change.objects.filter(kind="import").count() == 1


def test_a_list_can_be_dropped_and_come_again(everyone: Cast) -> None:
    content = an_binh_poor()
    batch = given(everyone.hoa, everyone.an_binh, content)
    start_write(viewer=viewer(everyone.hoa), batch=batch, version=1)
    cancel_batch(viewer=viewer(everyone.hoa), batch=again(batch))
    work(batch)
    batch = again(batch)
    assert batch.over
    assert batch.change is not None
    assert batch.change.state == State.WITHDRAWN
    assert not batch.rows.filter(written=True).exists(), "a worker that comes late writes nothing more"
    with pytest.raises(AnSinhError, match="gone on"):
        cancel_batch(viewer=viewer(everyone.hoa), batch=batch)
    second = given(everyone.hoa, everyone.an_binh, content)
    start_write(viewer=viewer(everyone.hoa), batch=second, version=1)
    work(second)
    health = Office.objects.get(code="SYT-38")
    lan = officer("lan", "Lê Thị Lan", health, SPECIALIST, Function.POVERTY)
    cancel_batch(viewer=viewer(lan), batch=again(second), reason="sai năm")
    refused = again(second).change
    assert refused is not None
    assert (refused.state, refused.reason) == (State.REFUSED, "sai năm")
    assert given(everyone.hoa, everyone.an_binh, content).stage == Stage.CHECKED


def test_columns_are_chosen_and_remembered(everyone: Cast) -> None:
    header = ("STT", "Họ và tên", "Sinh", "Nam", "Nữ", "Cột lạ", "Mồ côi cha", "Lương hưu")
    woman = [2, "Vi Thị Nhình", "1/2/1955", None, "x", "Bản 4", None, None]
    first = workbook([header, [1, "Vi Văn Păng", "1/2/2015", "x", None, "Bản 4", "x", 3500000], woman])
    batch = given(everyone.hoa, everyone.an_binh, first)
    places = {column.heading: column for column in batch.columns.all()}
    assert {name: (each.target, each.says) for name, each in places.items()} == {
        "STT": ("", ""),
        "Họ và tên": ("full_name", ""),
        "Sinh": ("", ""),
        "Nam": ("", "sex=male"),
        "Nữ": ("", "sex=female"),
        "Cột lạ": ("", ""),
        "Mồ côi cha": ("", "father=dead"),
        "Lương hưu": ("pension_amount", ""),
    }
    choices = [ColumnChoice(places["Sinh"].position, "birth_date"), ColumnChoice(places["Cột lạ"].position, "village")]
    save_columns(
        viewer=viewer(everyone.hoa), batch=batch, choices=choices, constants={"poverty_class": "nghèo", "x": "y"}
    )
    work(batch)
    done(everyone, batch)
    pang = Person.objects.get(full_name="Vi Văn Păng")
    assert (pang.birth_date, pang.village, pang.sex) == ("2015-02-01", "Bản 4", "male")
    parents = ParentsSituation.objects.known().get(person=pang)
    assert (parents.father, parents.mother, parents.abandoned, parents.other_parent_unable) == ("dead", "", None, None)
    assert Pension.objects.known().get(person=pang).amount == 3500000
    poverty = Poverty.objects.known().get(household=pang.household)
    assert (poverty.poverty_class, poverty.hardship) == ("poor", None)
    second = given(
        everyone.hoa,
        everyone.an_binh,
        workbook([header, [1, "Vi Thị Chom", "1/2/2016", None, "x", "Bản 5", None, None]]),
    )
    assert {c.heading: c.target for c in second.columns.all() if c.target} == {
        "Họ và tên": "full_name", "Sinh": "birth_date", "Cột lạ": "village", "Lương hưu": "pension_amount",
        "": "poverty_class",
    }  # fmt: skip
    assert row(second, "Vi Thị Chom").poverty_class == "poor"
    with pytest.raises(AnSinhError, match="full name"):
        save_columns(viewer=viewer(everyone.hoa), batch=second, choices=[ColumnChoice(1)], constants={})
    assert "dead" in MARKS["father"]


def test_registers_of_other_functions_are_refused(everyone: Cast) -> None:
    status(Poverty, household=everyone.bay.household, poverty_class="poor")
    batch = given(everyone.dung, everyone.an_binh, an_binh_poor())
    with pytest.raises(AnSinhError, match="functions"):
        start_write(viewer=viewer(everyone.dung), batch=batch, version=1)
    for outsider in (everyone.phuc, everyone.thu, everyone.kien):
        with pytest.raises(AnSinhError, match="outside"):
            given(outsider, everyone.an_binh, disabled(PANG))
        with pytest.raises(AnSinhError, match="outside"):
            start_check(viewer=viewer(outsider), batch=batch)
    nothing = given(everyone.hoa, everyone.an_binh, disabled([1, None, "1990", *[None] * 5]), "khong.xlsx")
    with pytest.raises(AnSinhError, match="No row"):
        start_write(viewer=viewer(everyone.hoa), batch=nothing, version=1)
    assert HEADER[1] == "Họ và tên"
