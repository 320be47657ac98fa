"""Facts for the law: what the registers say, what a blank means, and one household equal to its rows in the snapshot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.facts.columns import FACTS
from ansinh.lawdesk.facts.dialect import Moment
from ansinh.lawdesk.facts.household import household_facts
from ansinh.lawdesk.facts.snapshot import Snapshot, parts_of, refresh_snapshot, take_snapshot
from ansinh.registry.ledger.models import Tick
from ansinh.registry.people.models import Death, Household, Kinship, Membership, Person
from ansinh.registry.statuses.models import Completeness, HardArea, HeldAllowance, Pension, Study
from tests.cast import KNOWN, Cast, cast, change, person, status

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)
CATALOGUE = open_edition().catalogue


def member(of: Person, day: date = DAY, known: datetime | None = None) -> dict[str, Any]:
    """The facts of one person, those of the household among them."""
    assert of.household_id is not None
    gathered = household_facts(CATALOGUE, of.household_id, Moment(day, known))
    assert gathered is not None
    members: Any = gathered.payload["members"]
    household: Any = gathered.payload["household"]
    return {**household, **next(one for one in members if one["id"] == str(of.pk))}


def vouch(everyone: Cast, *registers: str) -> None:
    for register in registers:
        Completeness.objects.create(
            register=register, commune=everyone.an_binh, change=change("completeness"), known_from=KNOWN
        )


def test_every_fact_that_the_registers_hold_is_one_of_the_law() -> None:
    assert set(FACTS) <= set(CATALOGUE.facts)
    assert {CATALOGUE.facts[name].of for name in FACTS} == {"person", "household"}


def test_a_status_says_its_facts(everyone: Cast) -> None:
    sau = member(everyone.sau)
    assert (sau["birth_date"], sau["sex"], sau["disability_degree"]) == ("1968-03-02", "male", "extreme")
    assert member(everyone.tu)["poverty_class"] == "poor"
    na = member(everyone.na)
    assert (na["father_status"], na["mother_status"], na["abandoned"]) == ("dead", "dead", False)
    assert member(everyone.bay)["merit_allowance"] is True


def test_no_row_is_unknown_until_the_commune_vouches_for_the_register(everyone: Cast) -> None:
    before = member(everyone.tu)
    assert not {"has_pension", "disability_degree", "hiv", "father_status"} & set(before)
    vouch(everyone, "pension", "disability", "parents")
    after = member(everyone.tu)
    assert (after["has_pension"], after["pension_amount"], after["disability_degree"]) == (False, 0, "none")
    assert (after["father_status"], "hiv" in after) == ("present", False)
    assert "has_pension" not in member(everyone.bay)


def test_a_hard_area_counts_for_its_time_and_its_commune(everyone: Cast) -> None:
    assert "hard_area" not in member(everyone.tu)
    later = KNOWN + timedelta(days=1)
    row = {"commune": everyone.an_binh, "change": change("hard-area"), "known_from": later}
    HardArea.objects.create(hard=True, ends_on=date(2026, 6, 1), **row)
    HardArea.objects.create(hard=False, starts_on=date(2026, 6, 1), **row)
    days = (date(2026, 5, 31), date(2026, 6, 1))
    assert [member(everyone.tu, day)["hard_area"] for day in days] == [True, False]
    assert "hard_area" not in member(everyone.bay)
    assert "hard_area" not in member(everyone.tu, known=KNOWN)


def test_a_status_counts_for_its_time_only(everyone: Cast) -> None:
    status(Pension, person=everyone.tu, starts_on=date(2026, 6, 1), ends_on=date(2026, 9, 1), source="pension")
    vouch(everyone, "pension")
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 31), date(2026, 9, 1)]
    assert [member(everyone.tu, day)["has_pension"] for day in days] == [False, True, True, False]


def test_what_was_known_then_is_asked_as_it_was_known(everyone: Cast) -> None:
    later = KNOWN + timedelta(days=200)
    vouch(everyone, "pension")
    row = status(Pension, person=everyone.tu, source="pension", amount=3_000_000)
    Pension.objects.filter(pk=row.pk).update(known_from=later)
    assert member(everyone.tu, known=later - timedelta(microseconds=1))["has_pension"] is False
    assert member(everyone.tu, known=later)["pension_amount"] == 3_000_000


def test_pensions_add_up_and_one_unknown_amount_makes_the_sum_unknown(everyone: Cast) -> None:
    status(Pension, person=everyone.sau, source="pension", amount=3_000_000)
    assert (member(everyone.sau)["has_pension"], "pension_amount" in member(everyone.sau)) == (True, False)
    vouch(everyone, "pension")
    status(Pension, person=everyone.tu, source="pension", amount=3_000_000)
    status(Pension, person=everyone.tu, source="survivor", amount=900_000)
    assert (member(everyone.tu)["pension_amount"], member(everyone.tu)["survivor_benefit"]) == (3_900_000, "survivor")
    status(Pension, person=everyone.tu, source="benefit", amount=None)
    assert "pension_amount" not in member(everyone.tu)
    assert member(everyone.tu)["has_pension"] is True


def test_a_death_known_by_its_month_is_not_life(everyone: Cast) -> None:
    Death.objects.create(person=everyone.tu, died_on="2026-10", change=change("death"), known_from=KNOWN)
    assert member(everyone.tu)["death_date"] == "2026-10"


def family(everyone: Cast, *births: str) -> Person:
    """Cô Lành with children born then, all in her household."""
    vouch(everyone, "kinship", "study", "allowance")
    for number, born in enumerate(births):
        child = person(f"Hoàng Văn Út {number}", born, "male", everyone.an_binh)
        Membership.objects.filter(person=child).update(household=everyone.lanh.household)
        Person.objects.filter(pk=child.pk).update(household=everyone.lanh.household)
        Kinship.objects.create(
            person=child, relative=everyone.lanh, kind="mother", change=change("kin"), known_from=KNOWN
        )
    return everyone.lanh


@pytest.mark.parametrize(
    ("births", "under_16", "under_36m"),
    [
        ((), 0, 0),
        (("2010-12-01",), 1, 0),
        (("2010-11-30",), 0, 0),
        (("2023-12-01", "2023-11-30"), 2, 1),
        (("2010",), None, 0),
        (("2010-11", "2015"), 1, 0),
        (("2023",), 1, None),
        (("",), None, None),
    ],
)
def test_children_are_counted_when_their_births_leave_no_doubt(
    everyone: Cast, births: tuple[str, ...], under_16: int | None, under_36m: int | None
) -> None:
    facts = member(family(everyone, *births))
    assert (facts.get("children_under_16"), facts.get("children_under_36m")) == (under_16, under_36m)


def test_children_who_study_count_to_22_and_dead_or_distant_ones_never(everyone: Cast) -> None:
    mother = family(everyone, "2008-01-01", "2007-01-01", "2004-11-30", "2018-01-01")
    student, idle, _grown, dead = (
        Kinship.objects.filter(relative=mother).order_by("pk").values_list("person", flat=True)
    )
    status(Study, person=Person.objects.get(pk=student), course="first_qualification")
    Death.objects.create(person_id=dead, died_on="2026-01-01", change=change("death"), known_from=KNOWN)
    facts = member(mother)
    assert (facts["children_16_22_studying"], facts["children_under_16"]) == (1, 0)
    Completeness.objects.filter(register="study").delete()
    assert "children_16_22_studying" not in member(mother)
    Membership.objects.filter(person=idle).update(household=everyone.tu.household)
    assert member(mother)["children_16_22_studying"] == 1


def test_one_child_recorded_twice_is_one_child(everyone: Cast) -> None:
    mother = family(everyone, "2018-01-01")
    again = Kinship.objects.get(relative=mother)
    Kinship.objects.create(
        person=again.person,
        relative=mother,
        kind="mother",
        starts_on=date(2020, 1, 1),
        change=change("kin"),
        known_from=KNOWN,
    )
    assert member(mother)["children_under_16"] == 1
    Completeness.objects.filter(register="kinship").delete()
    assert "children_under_16" not in member(mother)


@pytest.mark.parametrize(
    ("died_on", "status_then"), [("2026-10", "dead"), ("2026-11-30", "dead"), ("2026", None), ("2026-12-01", "present")]
)
def test_a_recorded_death_of_the_mother_is_the_childs_situation(
    everyone: Cast, died_on: str, status_then: str | None
) -> None:
    mother = family(everyone, "2018-01-01")
    vouch(everyone, "parents")
    child = Kinship.objects.get(relative=mother).person
    Death.objects.create(person=mother, died_on=died_on, change=change("death"), known_from=KNOWN)
    facts = member(child)
    assert (facts.get("mother_status"), facts["father_status"]) == (status_then, "present")


def test_spouses_are_named_only_when_each_names_the_other_alone(everyone: Cast) -> None:
    home = everyone.lanh.household
    Membership.objects.filter(person=everyone.sau).update(household=home)
    for one, other in ((everyone.lanh, everyone.sau), (everyone.sau, everyone.lanh)):
        Kinship.objects.create(person=one, relative=other, kind="spouse", change=change("kin"), known_from=KNOWN)
    assert member(everyone.lanh)["spouse"] == str(everyone.sau.pk)
    Kinship.objects.filter(person=everyone.sau).update(known_to=KNOWN + timedelta(days=1))
    assert "spouse" not in member(everyone.lanh)
    Kinship.objects.filter(person=everyone.sau).update(known_to=None)
    Membership.objects.filter(person=everyone.tu).update(household=home)
    Kinship.objects.create(
        person=everyone.lanh, relative=everyone.tu, kind="spouse", change=change("kin"), known_from=KNOWN
    )
    assert "spouse" not in member(everyone.lanh)


def test_allowances_outside_the_book_are_another_and_those_in_it_are_named(everyone: Cast) -> None:
    vouch(everyone, "allowance")
    assert member(everyone.tu)["other_monthly_allowance"] is False
    status(HeldAllowance, person=everyone.tu, programme="social.pension", decided_on=date(2025, 7, 20))
    facts = member(everyone.tu)
    assert (facts["other_monthly_allowance"], facts["social_pension_status"], facts["social_allowance_status"]) == (
        *(False, "receiving", "none"),
    )
    assert facts["decision_date"] == "2025-07-20"
    status(HeldAllowance, person=everyone.tu, programme="army.veteran", decided_on=date(2010, 5, 1))
    facts = member(everyone.tu)
    assert (facts["other_monthly_allowance"], facts["decision_date"]) == (True, "2025-07-20")
    status(HeldAllowance, person=everyone.tu, programme="social.disability-allowance", decided_on=date(2024, 7, 20))
    assert "decision_date" not in member(everyone.tu)


def test_one_allowance_on_record_does_not_say_that_there_is_no_other(everyone: Cast) -> None:
    status(HeldAllowance, person=everyone.tu, programme="social.pension")
    facts = member(everyone.tu)
    assert (facts["social_pension_status"], "social_allowance_status" in facts) == ("receiving", False)
    assert not {"other_monthly_allowance", "allowance_as_single_parent"} & set(facts)


def test_a_household_where_nobody_lived_has_no_facts(everyone: Cast) -> None:
    empty = Household.objects.create(code="H-EMPTY", commune=everyone.an_binh, province=everyone.province)
    assert household_facts(CATALOGUE, empty.pk, Moment(DAY)) is None


def rows_of(folder: Path) -> dict[str, dict[str, Any]]:
    table = pa.concat_tables([pq.read_table(path) for path in parts_of(folder)])
    return {str(row["person_id"]): row for row in table.to_pylist()}


def alike(one: dict[str, Any], row: dict[str, Any]) -> None:
    """One household's facts and its row in the snapshot say the same."""
    for name in FACTS:
        fact, expected = CATALOGUE.facts[name], row[name]
        if fact.type == "date" and expected is not None:
            latest = row.get(f"{name}_to") or expected
            whole = latest == expected
            expected = expected.isoformat() if whole else (expected.isoformat(), latest.isoformat())
            if not whole:
                span = one[name]
                assert expected[0].startswith(span), (name, span, expected)
                assert expected[1].startswith(span), (name, span, expected)
                continue
        if fact.type == "member" and expected is not None:
            expected = str(expected)
        assert one.get(name) == expected, name


@pytest.mark.django_db(transaction=True)
def test_one_household_and_the_snapshot_say_the_same_before_and_after_changes(tmp_path: Path) -> None:
    everyone = cast()
    family(everyone, "2012-05-05", "2009")
    vouch(everyone, "pension", "parents")
    listed = {"change": change("hard-area"), "known_from": KNOWN}
    HardArea.objects.create(commune=everyone.an_binh, hard=True, ends_on=date(2026, 12, 1), **listed)
    Death.objects.create(person=everyone.tu, died_on="2026-10", change=change("death"), known_from=KNOWN)
    taken = take_snapshot(CATALOGUE, DAY, tmp_path)
    people = Person.objects.count()
    assert (taken.people, Snapshot.read(tmp_path)) == (people, taken)
    rows = rows_of(tmp_path)
    assert len(rows) == people
    for each in Person.objects.all():
        alike(member(each, known=taken.known), rows[str(each.pk)])
    later = taken.known + timedelta(hours=1)
    status(Pension, person=everyone.sau, source="pension", amount=2_000_000)
    Pension.objects.update(known_from=later)
    Tick.objects.update(at=later)
    refreshed = refresh_snapshot(CATALOGUE, tmp_path)
    assert (refreshed.people, refreshed.refreshed, refreshed.known) == (people, 1, later)
    rows = rows_of(tmp_path)
    assert rows[str(everyone.sau.pk)]["pension_amount"] == 2_000_000
    for each in Person.objects.all():
        alike(member(each, known=later), rows[str(each.pk)])
    assert rows[str(everyone.sau.pk)]["hard_area"] is True
    assert refresh_snapshot(CATALOGUE, tmp_path).refreshed == 0
    latest = later + timedelta(hours=1)
    HardArea.objects.create(commune=everyone.an_hoa, hard=False, **{**listed, "known_from": latest})
    Tick.objects.update(at=latest)
    living = Membership.objects.known().filter(household__commune=everyone.an_hoa).count()
    assert refresh_snapshot(CATALOGUE, tmp_path).refreshed == living, "a commune's list touches all of its households"
    rows = rows_of(tmp_path)
    assert rows[str(everyone.bay.pk)]["hard_area"] is False
    alike(member(everyone.bay, known=latest), rows[str(everyone.bay.pk)])
