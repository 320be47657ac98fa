"""What a cube cannot do it says: fields that tell apart too little, laws and people that no signature holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from lawengine.batch.builder import Fields
from lawengine.batch.cube import Cube, CubeBuilder, CubeRefusedError, CubeSpace
from lawengine.batch.layout import make_layouts
from lawengine.batch.read import read_table
from lawengine.batch.translate import CubeLacksError, kept_fields, translation
from lawengine.batch.whatif import Whatif, compare_pieces
from lawengine.model import Edition
from lawengine.plan import Plan
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.batch.people import draw
from tests.lawengine.small_book import ask, load, programme


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


def _plan(edition: Edition, *programmes: str, month: str = "2024-08") -> Plan:
    return make_plan(edition, replace(ask(month), programmes=frozenset(programmes)))


def _cube(plan: Plan, table: pa.Table, times: int = 1) -> Cube:
    builder = CubeBuilder([plan])
    for _ in range(times):
        for columns, starts in read_table(table, builder.layout, frozenset()):
            builder.add(columns, starts)
    return builder.cube()


def _fields(edition: Edition, name: str) -> Fields:
    (layout,) = make_layouts([_plan(edition, name)])
    return layout.fields


def test_what_has_no_field_in_the_cube_is_refused(edition: Edition) -> None:
    plan, other = _plan(edition, "b.coefficient"), _plan(edition, "b.coefficient", "b.levels")
    cube = _cube(plan, draw(other, 1, 10).table)
    with pytest.raises(CubeLacksError):
        Whatif(plan, other).on_cube(cube)


def test_a_number_that_amounts_follow_must_be_there(edition: Edition) -> None:
    plan = _plan(edition, "b.cost")
    cube = _cube(plan, draw(plan, 1, 10).table)
    assert set(cube.person.numbers) == {"cost"}
    (layout,) = make_layouts([plan])
    with pytest.raises(CubeLacksError):
        CubeSpace(replace(cube.person, numbers={}), layout.person, layout)


def test_digits_that_tell_apart_too_little(edition: Edition) -> None:
    more = _fields(edition, "b.coefficient")
    for name, few in (("degree", _fields(edition, "b.members")), ("birth_date", _fields(edition, "b.table"))):
        (kept,) = kept_fields(few, [few.facts[name]])
        with pytest.raises(CubeLacksError):
            translation(kept, more.facts[name])
        assert len(translation(kept, few.facts[name])) >= 2
    bare, counted = _fields(edition, "b.rice"), _fields(edition, "b.single")
    ((place, group),) = ((key, item) for key, item in bare.groups.items() if item.kind == "size")
    (kept,) = kept_fields(bare, [group])
    with pytest.raises(CubeLacksError):
        translation(kept, counted.groups[place])


def test_the_same_people_twice_are_twice_as_many(edition: Edition) -> None:
    plan = _plan(edition, "b.coefficient", "b.topup")
    table = draw(plan, 2, 20).table
    once, twice = _cube(plan, table), _cube(plan, table, 2)
    assert len(twice.person.digits) == len(once.person.digits)
    assert (twice.person.count == 2 * once.person.count).all()


def test_couples_under_a_programme_that_is_not_in_force(edition: Edition) -> None:
    plan = _plan(edition, "b.topup", "b.coefficient", month="2019-05")
    assert not plan.programmes[0].in_force
    table = draw(_plan(edition, "b.topup", "b.coefficient"), 3, 20).table
    cube = _cube(plan, table)
    assert len(cube.couples)
    tally = Whatif(plan, plan).on_cube(cube)
    whatif = Whatif(plan, plan)
    direct = compare_pieces(whatif, read_table(table, whatif.engines[0].layout, frozenset()))
    assert tally.shift("person") == direct.shift("person")
    assert tally.shift("person").unchanged == table.num_rows


def test_two_ways_to_pair_people_are_refused(edition: Edition) -> None:
    rules = tuple(replace(rule, pair="partner") if rule.id == "couple" else rule for rule in edition.concurrence)
    plan = make_plan(
        replace(edition, concurrence=rules), replace(ask("2024-08"), programmes=frozenset(edition.programmes))
    )
    with pytest.raises(CubeRefusedError):
        CubeBuilder([plan])


def test_a_law_that_no_signature_holds_is_refused(tmp_path: Path) -> None:
    body = "entitlement: [{id: c, label: C, require: housed, cite: [d 1]}]\namount: {money: a.rate, per: '-1'}"
    edition = load(tmp_path, {"programmes/a/odd.yaml": programme("a.odd", body)})
    plan = make_plan(edition, replace(ask("2024-08"), programmes=frozenset(["a.odd"])))
    with pytest.raises(CubeRefusedError):
        CubeBuilder([plan])
