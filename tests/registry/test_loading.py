"""A whole province into empty registers: every row there, pictures right, indexes as before, or nothing at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Model
from django.utils import timezone

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.audit.services import record
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import COMMUNE_OFFICER, READ
from ansinh.registry.ledger.models import Change, State, Tick
from ansinh.registry.loading.bulk import insert
from ansinh.registry.loading.calendar import load_calendar
from ansinh.registry.loading.demo import BEGUN, LOAD, is_demo, make_sure_of_demo
from ansinh.registry.loading.offices import SEATS, found_offices, seat_people
from ansinh.registry.loading.province import ProvinceError, load_province
from ansinh.registry.offices.calendar import working_calendar
from ansinh.registry.offices.models import CalendarDay, Function, IntakePoint, Mandate, NumberSeries, Office
from ansinh.registry.offices.selectors import somebody_in_role, viewer_of
from ansinh.registry.people.models import Household, Membership, Person, Residence
from ansinh.registry.people.pictures import refresh_pictures
from ansinh.registry.places.models import Place
from synth.province.land import Commune
from synth.province.make import Order, pieces
from synth.province.tables import SCHEMAS
from tests.cast import place

pytestmark = pytest.mark.django_db
CODES = {"14758": "Hàm Rồng", "14845": "Mường Lát", "15271": "Hà Trung"}
ORDER = Order(11, 1_500, "38", tuple(Commune(code, name, code == "14758") for code, name in CODES.items()))


@pytest.fixture
def communes() -> dict[str, Place]:
    province = place("province", "38", "Thanh Hóa")
    for code, name in CODES.items():
        place("commune", code, name, province)
    Place.objects.filter(code="14758").update(kind="ward")
    return {each.code: each for each in Place.objects.filter(parent=province).select_related("parent")}


@pytest.fixture
def loaded(communes: dict[str, Place]) -> dict[str, int]:
    return load_province(pieces(ORDER), names=SCHEMAS, communes=communes)


def names_of_indexes() -> set[str]:
    found = set()
    with connection.cursor() as cursor:
        for name in SCHEMAS:
            table = apps.get_model("registry", name)._meta.db_table
            found |= set(connection.introspection.get_constraints(cursor, table))
    return found


def test_every_row_is_there(loaded: dict[str, int]) -> None:
    rows = dict.fromkeys(loaded, 0)
    for piece in pieces(ORDER):
        for name, table in piece.items():
            rows[name] += table.num_rows
    assert loaded == rows
    for name, count in rows.items():
        model: type[Model] = apps.get_model("registry", name)
        assert model._base_manager.count() == count, name
    entry = AuditEntry.objects.get(action="province-loaded")
    assert f"person={rows['person']}" in entry.detail
    assert Change.objects.exclude(state=State.APPLIED).count() == 0
    assert Tick.objects.get().at >= Change.objects.latest("known_at").known_at  # type: ignore[operator]


def test_todays_pictures_are_what_the_rows_say(loaded: dict[str, int]) -> None:
    fields = ("full_name", "search_key", "sort_key", "sex", "birth_date", "citizen_id", "death_date")
    where = ("commune_id", "province_id", "village", "household_id")
    before = {row["pk"]: row for row in Person.every.values("pk", *fields, *where)}
    homes = {row["pk"]: row for row in Household.every.values("pk", "commune_id", "village", "address", "head_id")}
    refresh_pictures(people=list(before), households=list(homes), on=ORDER.as_of)
    for row in Person.every.values("pk", *fields, *where):
        assert row == before[row["pk"]]
    after = {row["pk"]: row for row in Household.every.values("pk", "commune_id", "village", "address", "head_id")}
    # A household whose head died waits for its new head; the picture of the first day still names the old one.
    assert {pk for pk, row in after.items() if row != homes[pk]} <= {
        pk for pk, row in after.items() if row["head_id"] is None
    }


def test_time_travel_into_what_was_known(loaded: dict[str, int]) -> None:
    first = Membership.objects.filter(known_to__isnull=False).first()
    assert first is not None
    later = first.replacements.get()
    assert later.change.kind == "death"
    assert later.change.paper.issued_on == later.ends_on
    # Before the death was written down the member was alive in the books, on any day.
    assert Membership.objects.as_of(ORDER.as_of, first.known_from).filter(person=first.person).get() == first
    assert not Membership.objects.as_of(ORDER.as_of).filter(person=first.person).exists()
    assert first.closed_by == later.change
    early = datetime(2025, 6, 30, tzinfo=UTC)
    assert not Membership.objects.known(early).exists()
    moved = Residence.objects.known().values("household").annotate(rows=Count("pk")).filter(rows=2)
    assert moved.exists()


def test_indexes_and_numbers_go_on_as_before(communes: dict[str, Place]) -> None:
    before = names_of_indexes()
    load_province(pieces(ORDER), names=SCHEMAS, communes=communes)
    assert names_of_indexes() == before
    last = Person.every.latest("pk").pk
    home = communes["14758"]
    added = Household.objects.create(code="H-NEW", commune=home, province=home.parent)
    assert added.pk == Household.every.exclude(pk=added.pk).latest("pk").pk + 1
    made = Person.objects.create(code="N-NEW", full_name="Lê A", commune=home, province=home.parent, household=added)
    assert made.pk == last + 1
    connection.check_constraints()


def test_only_empty_registers_are_filled(loaded: dict[str, int], communes: dict[str, Place]) -> None:
    with pytest.raises(ProvinceError, match="hold people already"):
        load_province(pieces(ORDER), names=SCHEMAS, communes=communes)


def test_a_commune_that_nobody_knows_leaves_nothing_behind(communes: dict[str, Place]) -> None:
    del communes["15271"]
    with pytest.raises(ProvinceError, match="15271"):
        load_province(pieces(ORDER), names=SCHEMAS, communes=communes)
    assert not Person.every.exists()
    assert not AuditEntry.objects.filter(action="province-loaded").exists()


def test_values_of_every_kind_arrive_as_they_were(communes: dict[str, Place]) -> None:
    texts = ['He said "no", twice', "", "dòng\nthứ hai", "Đặng – ‘ý’"]
    rows: dict[str, Any] = {
        "day": pa.array([date(2026, 1, each) for each in (1, 2, 3, 4)]),
        "works": pa.array([True, False, True, False]),
        "name": pa.array(texts),
        "source": pa.array(["a"] * 4),
    }
    assert insert(CalendarDay, pa.table(rows)) == 4
    assert list(CalendarDay.objects.values_list("name", flat=True)) == texts
    assert list(CalendarDay.objects.values_list("works", flat=True)) == [True, False, True, False]
    moments = pa.table({"id": [7], "at": pc.strptime(pa.array(["2026-02-03 04:05:06"]), "%Y-%m-%d %H:%M:%S", "s")})
    insert(Tick, moments)
    assert Tick.objects.get(pk=7).at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_offices_hold_functions_by_date(communes: dict[str, Place]) -> None:
    province = communes["14758"].parent
    assert province is not None
    assert found_offices(province, list(communes.values())) == 1 + 7 + 3
    held = {
        day: set(
            Mandate.objects.filter(function=Function.MERIT)
            .exclude(office__code__startswith="UBND")
            .filter(ends_on__gt=day)
            .values_list("office__short_name", flat=True)
        )
        | set(
            Mandate.objects.filter(function=Function.MERIT, ends_on=None, starts_on__lte=day).values_list(
                "office__short_name", flat=True
            )
        )
        for day in (date(2025, 2, 28), date(2025, 3, 1))
    }
    assert held == {date(2025, 2, 28): {"Sở LĐ-TB&XH"}, date(2025, 3, 1): {"Sở Nội vụ"}}
    assert Office.objects.get(code="UBND-14758").name == "Ủy ban nhân dân phường Hàm Rồng"
    assert IntakePoint.objects.count() == 3
    assert NumberSeries.objects.filter(symbol="QĐ-UBND").count() == 3 + 1
    assert NumberSeries.objects.filter(symbol="QĐ-SYT").get().last == 0


def test_people_sit_at_every_desk_without_passwords(communes: dict[str, Place]) -> None:
    province = communes["14758"].parent
    assert province is not None
    found_offices(province, list(communes.values()))
    names = iter([f"Lê Văn {number}" for number in range(100)])
    assert seat_people(province, names) == len(SEATS) + 3
    officer = User.objects.get(username="can-bo-ham-rong")
    assert not officer.has_usable_password()
    viewer = viewer_of(officer)
    assert viewer.roles() == {COMMUNE_OFFICER}
    assert {scope.commune for scope in viewer.where(READ)} == {communes["14758"].pk}
    for seat in SEATS:
        assert somebody_in_role(seat.role) is not None
    assert not User.objects.filter(password="").exists()
    assert timezone.now() >= officer.created_at


def test_the_calendar_knows_tet_and_swapped_days() -> None:
    added = load_calendar([2026])
    assert added == CalendarDay.objects.count() > 10
    assert load_calendar([2026]) == 0
    calendar = working_calendar()
    assert calendar.works(date(2026, 8, 22))
    assert not calendar.works(date(2026, 8, 31))
    assert not calendar.works(date(2026, 1, 2))
    assert calendar.works(date(2026, 1, 10))
    assert not calendar.works(date(2026, 2, 17))
    assert not CalendarDay.objects.exclude(day__year=2026).exists()


def test_whose_the_database_is(communes: dict[str, Place]) -> None:
    assert is_demo(), "nobody's yet"
    user = User.objects.create(username="a", full_name="A")
    assert not is_demo(), "an office's"
    record(viewer=None, action=BEGUN, subject_kind="registry")
    assert is_demo(), "a demo that was stopped before its people came"
    load_province(pieces(ORDER), names=SCHEMAS, communes=communes)
    assert is_demo()
    user.delete()
    Change.objects.filter(kind=LOAD).update(kind="register")
    with pytest.raises(AnSinhError, match="no demo made up"):
        make_sure_of_demo()


def test_entries_of_the_log_without_users_are_an_offices(db: None) -> None:
    record(viewer=None, action="sign-in-failed")
    assert not is_demo()
