"""Lists of offices never seen before: every row accounted for, applied as one, undone as one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.sheets import parse_table
from ansinh.registry.imports.models import ImportBatch, Stage
from ansinh.registry.imports.results import returned_list
from ansinh.registry.imports.services import decide_row, start_apply, start_undo, start_write
from ansinh.registry.people.models import (
    Contact,
    Death,
    Household,
    Identity,
    Membership,
    PaymentAccount,
    Person,
    PersonNumber,
)
from ansinh.registry.statuses.models import Disability, Poverty
from tests.cast import Cast, viewer
from tests.registry.office_lists import (
    again,
    an_binh_poor,
    disabled,
    given,
    kept_in,
    province_disabled,
    row,
    tcvn3_elderly,
    verdicts,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: object) -> None:
    kept_in(tmp_path, settings)


def test_a_poverty_list_of_a_commune(everyone: Cast) -> None:
    batch = given(everyone.hoa, everyone.an_binh, an_binh_poor())
    assert (batch.stage, batch.version, batch.two_people) == (Stage.CHECKED, 1, True)
    assert verdicts(batch) == {
        "Nguyễn Thị Tư": "update",
        "Đỗ Văn Hùng": "new",
        "Lê Thị Hoà": "new",
        "Đỗ Thị Mận": "new",
        "Trịnh Văn Bền": "ask",
        "Trịnh Văn Lỗi": "refused",
        "Hoàng Thị Lành": "ask",
    }
    kinds = parse_table(an_binh_poor()).kinds()
    assert {each.number: each.kind for each in batch.rows.all()} == kinds, "every row of the file is there"
    refused = row(batch, "Trịnh Văn Lỗi")
    assert (refused.reason_code, refused.written) == ("day", False)
    assert row(batch, "Trịnh Văn Bền").noted_death


def test_it_is_written_approved_by_another_and_undone(everyone: Cast) -> None:
    batch = given(everyone.hoa, everyone.an_binh, an_binh_poor())
    people, households = Person.objects.count(), Household.objects.count()
    before = _held()
    settle(everyone, batch)
    start_write(viewer=viewer(everyone.hoa), batch=again(batch), version=batch.version)
    assert work(batch).state == "done"
    batch = again(batch)
    assert batch.waits
    assert batch.change is not None
    assert batch.change.two_people
    assert (Person.objects.count(), Household.objects.count(), _held()) == (people, households, before)
    with pytest.raises(AnSinhError) as refused:
        start_apply(viewer=viewer(everyone.hoa), batch=batch)
    assert refused.value.code == "import-not-yours"
    start_apply(viewer=viewer(everyone.director), batch=batch)
    job = work(batch)
    assert job.state == "done", job.message
    batch = again(batch)
    assert batch.applied
    assert Person.objects.count() == people + 4
    hung = Person.objects.get(full_name="Đỗ Văn Hùng")
    assert (hung.citizen_id, hung.birth_date, hung.commune, hung.village) == (
        "038071000111", "1971-05-03", everyone.an_binh, "Thôn 1",
    )  # fmt: skip
    assert hung.household is not None
    assert hung.household.head == hung
    assert set(hung.household.people.values_list("full_name", flat=True)) == {"Đỗ Văn Hùng", "Lê Thị Hoà", "Đỗ Thị Mận"}
    assert Membership.objects.known().get(person__full_name="Lê Thị Hoà").relation == "spouse"
    assert Poverty.objects.known().filter(household=hung.household).count() == 1
    assert Contact.objects.known().get(person=hung).value == "0912345678"
    ben = Person.objects.get(full_name="Trịnh Văn Bền")
    assert (ben.death_date, Death.objects.known().get(person=ben).died_on) == ("2026-03", "2026-03")
    poverty = Poverty.objects.known().filter(household=everyone.tu.household).order_by("starts_on")
    assert [(each.poverty_class, str(each.starts_on), str(each.ends_on)) for each in poverty] == [
        ("poor", "2025-01-01", "2026-11-01"),
        ("near_poor", "2026-11-01", "None"),
    ]
    entry = AuditEntry.objects.get(action="import-applied")
    assert (entry.actor, entry.subject_code, entry.place_code) == (everyone.director, batch.code, "99101")
    start_undo(viewer=viewer(everyone.director), batch=batch)
    assert work(batch).state == "done"
    assert again(batch).over
    assert not again(batch).applied
    assert (Person.objects.count(), Household.objects.count(), _held()) == (people, households, before)
    assert Person.every.get(pk=hung.pk).held is False


def settle(everyone: Cast, batch: ImportBatch) -> None:
    """Decide what the poverty list leaves open: the dead man is dead, cô Lành is cô Lành."""
    by = viewer(everyone.hoa)
    ben, lanh = row(batch, "Trịnh Văn Bền"), row(batch, "Hoàng Thị Lành")
    assert decide_row(viewer=by, batch=batch, number=ben.number, turn=0, decision="theirs").verdict == "new"
    known = decide_row(viewer=by, batch=batch, number=lanh.number, turn=0, who="known", person=everyone.lanh.code)
    assert (known.verdict, known.person) == ("update", everyone.lanh)


def _held() -> set[tuple[object, ...]]:
    """What the registers say now, whatever rows say it."""
    return {
        *Identity.objects.known().values_list("person", "full_name", "birth_date", "sex", "ethnicity"),
        *PersonNumber.objects.known().values_list("person", "kind", "number"),
        *Membership.objects.known().values_list("person", "household", "relation"),
        *Poverty.objects.known().values_list("household", "poverty_class", "starts_on", "ends_on"),
        *Disability.objects.known().values_list("person", "degree", "starts_on", "ends_on"),
        *Death.objects.known().values_list("person", "died_on"),
        *Person.objects.values_list("pk", "full_name", "citizen_id", "death_date", "household"),
    }


def test_a_departments_list_over_communes(everyone: Cast) -> None:
    batch = given(everyone.van, everyone.province, province_disabled())
    assert verdicts(batch) == {
        "Trần Văn Sáu": "update",
        "Phùng Thị Sen": "new",
        "Phạm Văn Bảy": "update",
        "Quách Văn Tân": "refused",
        "Đinh Thị Chín": "refused",
    }
    assert row(batch, "Đinh Thị Chín").reason_code == "no_commune"
    start_write(viewer=viewer(everyone.van), batch=batch, version=1)
    work(batch)
    start_apply(viewer=viewer(everyone.director), batch=again(batch))
    assert work(batch).state == "done", work(batch).message
    sen = Disability.objects.known().get(person__full_name="Phùng Thị Sen")
    assert (sen.degree, sen.hearing_speech, sen.intellectual, sen.mobility) == ("severe", True, True, None)
    assert (sen.certificate_number, str(sen.starts_on)) == ("77/GXN", "2026-03-02")
    assert Person.objects.get(full_name="Phùng Thị Sen").commune == everyone.an_binh
    assert Disability.objects.known().get(person=everyone.bay).degree == "severe"


def test_a_list_in_tcvn3(everyone: Cast) -> None:
    batch = given(everyone.thu, everyone.an_hoa, tcvn3_elderly())
    assert verdicts(batch) == {"Nguyễn Thị Thuỷ": "new", "Lường Văn Đức": "new", "Hà Thị Ngọc Điệp": "new"}
    twice = batch.rows.get(number=6)
    assert (twice.verdict, twice.reason_code, twice.reason_values) == ("duplicate", "twice", "earlier_row=3")
    start_write(viewer=viewer(everyone.thu), batch=batch, version=1)
    work(batch)
    batch = again(batch)
    assert batch.waits, "an account is money: another person approves"
    start_apply(viewer=viewer(everyone.director), batch=batch)
    assert work(batch).state == "done"
    thuy = Person.objects.get(full_name="Nguyễn Thị Thuỷ")
    assert (thuy.birth_date, thuy.sex, thuy.village, thuy.search_key) == (
        "1940-06-05", "female", "Xóm Đông", "nguyen thi thuy",
    )  # fmt: skip
    assert PersonNumber.objects.known().get(person=thuy).kind == "old_id"
    assert PaymentAccount.objects.known().get(person=thuy).number == "3501205000111"
    assert Person.objects.get(full_name="Hà Thị Ngọc Điệp").birth_date == "1941-08"


def test_a_list_without_money_or_rights_needs_no_second_person(everyone: Cast) -> None:
    Identity.objects.known().filter(person=everyone.lanh).update(full_name="Hoang Thi Lanh")
    row_of_lanh = [1, "Hoàng Thị Lành", "20/11/1992", "Nữ", "038192000058", "Thôn 1", None, None]
    batch = given(everyone.hoa, everyone.an_binh, disabled(row_of_lanh))
    assert (verdicts(batch), batch.two_people) == ({"Hoàng Thị Lành": "update"}, False)
    start_write(viewer=viewer(everyone.hoa), batch=batch, version=1)
    assert work(batch).result == "Danh sách đã vào sổ."
    assert again(batch).applied
    assert Identity.objects.known().get(person=everyone.lanh).full_name == "Hoàng Thị Lành"


def test_somebody_new_needs_a_second_person(everyone: Cast) -> None:
    people = [1, "Vi Văn Păng", "1/2/1990", "Nam", 38090000333, "Bản 4", None, None]
    batch = given(everyone.hoa, everyone.an_binh, disabled(people))
    assert (verdicts(batch), batch.two_people) == ({"Vi Văn Păng": "new"}, True), "age and sex are conditions of rights"
    start_write(viewer=viewer(everyone.hoa), batch=batch, version=1)
    work(batch)
    assert not Person.objects.filter(full_name="Vi Văn Păng").exists()
    start_apply(viewer=viewer(everyone.director), batch=again(batch))
    work(batch)
    assert Person.objects.get(full_name="Vi Văn Păng").citizen_id == "038090000333"


def test_the_same_list_again_finds_nothing_new(everyone: Cast) -> None:
    people = [[1, "Vi Văn Păng", "1/2/1990", "Nam", 38090000333, "Bản 4", None, None]]
    content = disabled(*people)
    first = given(everyone.hoa, everyone.an_binh, content)
    with pytest.raises(AnSinhError) as refused:
        given(everyone.hoa, everyone.an_binh, content)
    assert (refused.value.code, refused.value.params) == ("import-same-file", {"batch": first.code})
    start_write(viewer=viewer(everyone.hoa), batch=first, version=1)
    work(first)
    start_apply(viewer=viewer(everyone.director), batch=again(first))
    work(first)
    second = given(
        everyone.hoa, everyone.an_binh, disabled(*people, [2, "Vi Thị Chom", "1992", "Nữ", None, "Bản 4", None, None])
    )
    assert verdicts(second) == {"Vi Văn Păng": "same", "Vi Thị Chom": "new"}


def test_every_row_comes_back_with_what_became_of_it(everyone: Cast) -> None:
    content = an_binh_poor()
    batch = given(everyone.hoa, everyone.an_binh, content)
    start_write(viewer=viewer(everyone.hoa), batch=batch, version=1)
    work(batch)
    start_apply(viewer=viewer(everyone.director), batch=again(batch))
    work(batch)
    sheet = load_workbook(BytesIO(returned_list(viewer=viewer(everyone.hoa), batch=again(batch)))).worksheets[0]
    said = {sheet.cell(number, 3).value: sheet.cell(number, 12).value for number in range(8, 17)}
    assert said["Đỗ Văn Hùng"] == "Đã vào sổ."
    assert said["Trịnh Văn Lỗi"].startswith("Không đưa vào.")
    assert said["Trịnh Văn Bền"].startswith("Chờ quyết định. ")
    assert all(
        said[each.full_name] or said[each.full_name.upper()]
        for each in batch.rows.filter(kind="data").exclude(full_name="Nguyễn Thị Tư")
    )
