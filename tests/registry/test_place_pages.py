"""Pages of places: the map of the country, a province, a commune, and figures of the viewer's own territory only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.registry.atlas.cartogram import SHADES, cartogram
from ansinh.registry.atlas.counting import living_by_commune
from ansinh.registry.atlas.wording import kind_of
from ansinh.registry.people.models import Person
from ansinh.registry.places.models import Level, Place, Succession
from ansinh.registry.places.source import NATION, read_gazetteer
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_the_map_shows_every_province_and_both_islands() -> None:
    units = read_gazetteer().units
    named = {
        key: unit.name for key, unit in units.items() if unit.level == "province" or key in ("xa-20333", "xa-22736")
    }
    drawn = cartogram(NATION, named)
    assert drawn is not None
    assert len(drawn.cells) == 36
    lines = {cell.key: " ".join(line for _, line in cell.lines) for cell in drawn.cells}
    assert {"Hoàng Sa", "Trường Sa"} <= {" ".join(line.split()) for line in lines.values()}
    assert lines["tinh-79"] == units["tinh-79"].name
    middles = {(cell.x, cell.y) for cell in drawn.cells}
    assert len(middles) == 36
    for cell in drawn.cells:
        corners = [(int(x), int(y)) for x, y in re.findall(r"(\d+),(\d+)", cell.points)]
        assert len(corners) == 6
        assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in corners)


def test_the_more_people_the_darker() -> None:
    units = [unit for unit in read_gazetteer().units.values() if unit.parent == "tinh-38" and unit.ends_on is None]
    figures = {unit.key: number for number, unit in enumerate(units)}
    drawn = cartogram("tinh-38", {unit.key: unit.name for unit in units}, figures)
    assert drawn is not None
    shades = {cell.key: cell.shade for cell in drawn.cells}
    assert shades[units[0].key] == 0  # nobody lives there
    assert [shades[unit.key] for unit in units[1:]] == sorted(shades[unit.key] for unit in units[1:])
    assert set(shades.values()) == set(range(SHADES + 1))
    assert cartogram("tinh-38", {}) is None
    assert cartogram("tinh-nowhere", {"a": "A"}) is None


def test_the_country_on_a_day(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    page = client.get("/dia-ban/").content.decode()
    assert 'href="/dia-ban/tinh-38/"' in page
    assert "<polygon" in page
    Place.objects.create(
        key="tinh-cu-26", code="26", level=Level.PROVINCE, kind="province", name="Vĩnh Phúc", ends_on=date(2025, 7, 1)
    )
    then = client.get("/dia-ban/?ngay=2025-06-30").content.decode()
    assert "Vĩnh Phúc" in then
    assert "tinh-38" not in then
    assert "Vĩnh Phúc" not in page
    for wrong in ("hom-qua", "1200-01-01"):
        assert client.get(f"/dia-ban/?ngay={wrong}").status_code == 400


def test_a_commune_with_its_neighbours_in_time_and_its_office(everyone: Cast, signed_in: SignIn) -> None:
    old = Place.objects.create(
        key="xa-cu-99101",
        code="99101",
        level=Level.COMMUNE,
        kind="commune",
        name="An Bình Cũ",
        ends_on=date(2025, 7, 1),
    )
    Succession.objects.create(old=old, new=everyone.an_binh, on=date(2025, 7, 1), whole=False)
    client = signed_in(everyone.hoa)
    page = client.get("/dia-ban/xa-99101/").content.decode()
    assert "UBND xã An Bình" in page
    assert 'href="/dia-ban/xa-cu-99101/"' in page
    assert "một phần" in page
    assert "4 người" in page
    assert "Thanh Hóa" in page
    before = client.get("/dia-ban/xa-cu-99101/").content.decode()
    assert 'href="/dia-ban/xa-99101/"' in before
    assert client.get("/dia-ban/xa-00000/").status_code == 404


def test_each_sees_the_figures_of_their_own_territory(everyone: Cast, signed_in: SignIn) -> None:
    assert living_by_commune(viewer(everyone.hoa)) == {everyone.an_binh.pk: 4}
    assert living_by_commune(viewer(everyone.van), everyone.province) == {everyone.an_binh.pk: 4, everyone.an_hoa.pk: 1}
    assert living_by_commune(viewer(everyone.phuc), everyone.province) == {}
    assert living_by_commune(viewer(everyone.admin)) == {}
    Person.objects.filter(pk=everyone.tu.pk).update(death_date="2026-01-05")
    assert living_by_commune(viewer(everyone.hoa)) == {everyone.an_binh.pk: 3}
    assert "người" in signed_in(everyone.van).get("/dia-ban/tinh-38/").content.decode()


def test_todays_people_by_the_districts_of_before(everyone: Cast, signed_in: SignIn) -> None:
    ends = date(2025, 7, 1)
    old = Place.objects.create(
        key="tinh-cu-38", code="38", level=Level.PROVINCE, kind="province", name="Thanh Hóa", ends_on=ends
    )
    districts = [
        Place.objects.create(
            key=f"huyen-99{number}",
            code=f"99{number}",
            level=Level.DISTRICT,
            kind="district",
            name=name,
            parent=old,
            ends_on=ends,
        )
        for number, name in enumerate(("Huyện Đông", "Huyện Tây"))
    ]
    for number, (district, new) in enumerate(
        ((districts[0], everyone.an_binh), (districts[0], everyone.an_hoa), (districts[1], everyone.an_hoa))
    ):
        part = Place.objects.create(
            key=f"xa-cu-9999{number}", code=f"9999{number}", level=Level.COMMUNE, kind="commune", name=f"Xã {number}",
            parent=district, ends_on=ends,
        )  # fmt: skip
        Succession.objects.create(old=part, new=new, on=ends, whole=True)
    page = signed_in(everyone.van).get("/dia-ban/tinh-38/?ngay=2025-06-30").content.decode()
    told = re.findall(r'<th scope="row">(.*?)</th>\s*<td[^>]*>(\d+)</td>', page, re.DOTALL)
    told = [(" ".join(re.sub("<[^>]+>", " ", name).split()), count) for name, count in told]
    assert ("Huyện Huyện Đông", "4") in told
    assert [count for name, count in told if "Huyện Đông / Huyện Tây" in name] == ["1"]


def test_kinds_in_words() -> None:
    assert kind_of("special_zone") == "Đặc khu"
    assert kind_of("ward") == "Phường"
    assert kind_of("xã") == "xã"
