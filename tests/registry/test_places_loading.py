"""Places: loaded once, asked for by day, counted by the boundaries of any day."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.kernel.viewer import Viewer
from ansinh.registry.places.loading import load_places
from ansinh.registry.places.models import Level, Place, PlaceName, Succession
from ansinh.registry.places.selectors import (
    names_on,
    place_on,
    predecessors,
    regroup,
    standing,
    successors,
)
from ansinh.registry.places.source import Gazetteer, read_gazetteer

pytestmark = pytest.mark.django_db
ANYBODY = Viewer(1, "Ai đó")
BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def thanh_hoa() -> Gazetteer:
    """Thanh Hóa and Đồng Nai of today and before, out of the whole country's files."""
    everything = read_gazetteer()
    kept = {"tinh-38", "tinh-cu-38", "tinh-75", "tinh-cu-75"}
    for unit in everything.units.values():
        if unit.parent in kept:
            kept.add(unit.key)
    units = {key: unit for key, unit in everything.units.items() if key in kept}
    return Gazetteer(
        units,
        tuple(each for each in everything.changes if each.key in kept),
        tuple(each for each in everything.successions if each.old in kept and each.new in kept),
        (),
    )


@pytest.fixture
def places(thanh_hoa: Gazetteer) -> Gazetteer:
    load_places(thanh_hoa)
    return thanh_hoa


def test_every_unit_stands_under_its_parent(places: Gazetteer) -> None:
    assert Place.objects.count() == len(places.units)
    province = Place.objects.get(key="tinh-38")
    assert province.children.filter(level=Level.COMMUNE, ends_on=None).count() == 166
    ham_rong = Place.objects.get(key="xa-14758")
    assert (ham_rong.name, ham_rong.kind, ham_rong.search_key) == ("Hàm Rồng", "ward", "ham rong")
    assert (ham_rong.parent, ham_rong.starts_on) == (province, date(2025, 7, 1))
    old = Place.objects.filter(key__startswith="xa-cu-", parent__parent__key="tinh-cu-38")
    assert (
        old.count()
        == Place.objects.filter(key__startswith="xa-cu-", ends_on=date(2025, 7, 1))
        .filter(parent__parent__code="38")
        .count()
    )
    assert old.count() > 500


def test_names_over_time(places: Gazetteer) -> None:
    rows = list(PlaceName.objects.filter(place__key="tinh-75").values_list("kind", "starts_on", "ends_on"))
    assert rows == [
        ("province", date(2025, 7, 1), date(2026, 4, 30)),
        ("city", date(2026, 4, 30), None),
    ]
    assert Place.objects.get(key="tinh-75").kind == "city"
    assert not PlaceName.objects.filter(place__key="tinh-38").exists()


def test_a_second_run_changes_nothing(places: Gazetteer) -> None:
    before = (Place.objects.count(), PlaceName.objects.count(), Succession.objects.count())
    Place.objects.filter(key="xa-14758").update(name="Hàm Rồng (mới)")
    assert load_places(places) == 0
    assert (Place.objects.count(), PlaceName.objects.count(), Succession.objects.count()) == before
    assert Place.objects.get(key="xa-14758").name == "Hàm Rồng (mới)"


def test_what_became_of_each(places: Gazetteer) -> None:
    assert Succession.objects.count() == len(places.successions)
    assert not Succession.objects.exclude(on=date(2025, 7, 1)).exists()
    for old in Place.objects.filter(level=Level.COMMUNE, ends_on__isnull=False)[:200]:
        assert old.successions.filter(usual=True).count() == 1, old.key


def test_what_stood_on_a_day(places: Gazetteer) -> None:
    for day in (BEFORE, SINCE, date(2026, 11, 1)):
        stands = {unit.key for unit in places.units.values() if unit.stands_on(day)}
        assert set(standing(ANYBODY, day).values_list("key", flat=True)) == stands
    assert standing(ANYBODY, SINCE, Level.DISTRICT).count() == 0
    assert standing(ANYBODY, BEFORE, Level.DISTRICT).count() == 26 + 11
    # The code of Hàm Rồng was another's before.
    now, then = place_on(ANYBODY, Level.COMMUNE, "14758", SINCE), place_on(ANYBODY, Level.COMMUNE, "14758", BEFORE)
    assert now is not None
    assert then is not None
    assert (now.key, then.key) == ("xa-14758", "xa-cu-14758")
    assert place_on(ANYBODY, Level.COMMUNE, "00000", SINCE) is None


def test_called_as_on_that_day(places: Gazetteer) -> None:
    dong_nai = Place.objects.get(key="tinh-75")
    assert names_on(ANYBODY, date(2026, 4, 29))[dong_nai.pk] == ("province", "Đồng Nai")
    assert names_on(ANYBODY, date(2026, 4, 30))[dong_nai.pk] == ("city", "Đồng Nai")
    assert dong_nai.pk not in names_on(ANYBODY, BEFORE)


def test_neighbours_in_time_look_both_ways(places: Gazetteer) -> None:
    ham_rong = Place.objects.get(key="xa-14758")
    before = predecessors(ANYBODY, ham_rong)
    wanted = {each.old: each.whole for each in places.successions if each.new == "xa-14758"}
    assert {each.place.key: each.whole for each in before} == wanted
    assert len(before) > 2
    for each in before:
        assert ham_rong in [later.place for later in successors(ANYBODY, each.place)]
    assert not successors(ANYBODY, ham_rong)


def test_figures_in_the_boundaries_of_another_day(places: Gazetteer) -> None:
    communes = list(standing(ANYBODY, SINCE, Level.COMMUNE).filter(parent__key="tinh-38"))
    counts = {commune.pk: 100 for commune in communes}
    by_province = regroup(ANYBODY, counts, BEFORE, Level.PROVINCE)
    assert by_province.exact == {Place.objects.get(key="tinh-cu-38").pk: 16_600}
    assert by_province.between == {}
    by_district = regroup(ANYBODY, counts, BEFORE, Level.DISTRICT)
    assert sum(by_district.exact.values()) + sum(by_district.between.values()) == 16_600
    # Of old Mường Lát nothing went elsewhere: eight communes.
    assert by_district.exact[Place.objects.get(level=Level.DISTRICT, name="Mường Lát").pk] == 800
    # A commune made of parts of two districts cannot be told apart, and is not shared out.
    assert by_district.between
    assert all(len(group) > 1 for group in by_district.between)


def test_figures_of_old_units_in_todays_boundaries(places: Gazetteer) -> None:
    ham_rong = Place.objects.get(key="xa-14758")
    whole = [each.place for each in predecessors(ANYBODY, ham_rong) if each.whole]
    counts = {place.pk: 10 for place in whole}
    assert regroup(ANYBODY, counts, SINCE, Level.COMMUNE).exact == {ham_rong.pk: 10 * len(whole)}
    assert regroup(ANYBODY, {ham_rong.pk: 3}, SINCE, Level.COMMUNE).exact == {ham_rong.pk: 3}
    assert regroup(ANYBODY, {ham_rong.pk: 3}, date(2025, 8, 1), Level.DISTRICT).exact == {}
