"""Places: loaded once, asked for by day, counted by the boundaries of any day."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.registry.places.loading import load_places
from ansinh.registry.places.models import Level, Place, PlaceName, Succession
from ansinh.registry.places.source import Gazetteer, read_gazetteer

pytestmark = pytest.mark.django_db


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
    assert (ham_rong.parent, ham_rong.starts_on, ham_rong.hard_area) == (province, date(2025, 7, 1), None)
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
