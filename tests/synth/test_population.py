"""The population writer: the same whoever writes it, shaped like `synth.people`, readable as facts of the law."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from synth import rates
from synth.crowd import CODES
from synth.draws import Dice, table_of, thresholds
from synth.people import people
from synth.population import AS_OF, SCHEMA, Order, main, population, write_population
from tests.kernel.books import declared_facts

FACTS = declared_facts()
ORDER = Order(seed=5, households=30_000)
IDS = {"person_id", "household_id", "commune", "province", "birth_date_to"}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return population(ORDER)


def _values(table: pa.Table, name: str) -> list[Any]:
    return table.column(name).to_pylist()


def test_columns_are_the_facts_of_the_law(table: pa.Table) -> None:
    assert set(SCHEMA.names) - IDS <= set(FACTS)
    core = "birth_date death_date sex in_facility father_status mother_status abandoned study had_child_allowance hiv "
    core += "poverty_class marital_status children_under_16 children_16_22_studying carer_situation has_pension "
    core += (
        "pension_amount other_monthly_allowance merit_allowance regular_income disability_degree hard_area fostered "
    )
    core += "cared_by pregnant children_under_36m"
    assert set(core.split()) <= set(SCHEMA.names)
    for name, codes in CODES.items():
        assert set(codes) == set(FACTS[name].codes)
        assert set(_values(table, name)) <= {*codes, None}
    for name in ("children_under_16", "children_16_22_studying", "children_under_36m", "pension_amount"):
        assert 0 <= pc.min(table.column(name)).as_py() < pc.max(table.column(name)).as_py() <= FACTS[name].max


def test_rows_are_whole_households_in_order(table: pa.Table) -> None:
    ids = table.column("person_id").to_numpy()
    households = table.column("household_id").to_numpy()
    assert (np.diff(ids) > 0).all()
    assert (np.diff(households) >= 0).all()
    assert len(np.unique(households)) == ORDER.households
    sizes = Counter(Counter(households.tolist()).values())
    assert abs(len(table) / ORDER.households - 3.5) < 0.2
    assert set(sizes) == set(range(1, 8))
    keys = ["household_id", "commune", "province", "poverty_class"]
    shared = table.select(keys).unify_dictionaries().group_by(keys).aggregate([])
    assert len(shared) == ORDER.households


def test_one_process_or_two_write_the_same_people(table: pa.Table, tmp_path: Path) -> None:
    told: list[int] = []
    one = write_population(tmp_path / "one", ORDER, report=told.append)
    two = write_population(tmp_path / "two", ORDER, processes=2)
    assert [path.name for path in one] == [path.name for path in two]
    assert len(one) == len(rates.PROVINCES)
    assert sum(told) == len(table)
    again = pa.concat_tables([pq.read_table(path) for path in one])
    assert again.equals(pa.concat_tables([pq.read_table(path) for path in two]))
    assert again.cast(SCHEMA).unify_dictionaries().equals(table.unify_dictionaries())


def test_pieces_do_not_change_the_order_of_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.population.HOUSEHOLDS_PER_PIECE", 400)
    small = population(Order(seed=5, households=1500, only=("79",)))
    assert set(_values(small, "province")) == {"79"}
    assert (np.diff(small.column("person_id").to_numpy()) == 1).all()
    assert len(set(_values(small, "household_id"))) == 1500
    communes = _values(small, "commune")
    assert communes == sorted(communes)
    assert len(set(communes)) == rates.COMMUNES_PER_PROVINCE


def test_births_are_days_or_whole_years(table: pa.Table) -> None:
    spans = [
        (first, last)
        for first, last in zip(_values(table, "birth_date"), _values(table, "birth_date_to"), strict=True)
        if last is not None
    ]
    assert 0.005 < len(spans) / len(table) < 0.1
    assert all((first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)) for first, last in spans)
    births = [birth for birth in _values(table, "birth_date") if birth]
    assert max(births) < AS_OF
    assert AS_OF.year - min(births).year <= rates.OLDEST + 1
    deaths = [death for death in _values(table, "death_date") if death]
    assert deaths
    assert all((AS_OF - death).days < 300 for death in deaths)


def test_it_is_shaped_like_the_people_made_one_by_one(table: pa.Table) -> None:
    crowd = people(5, 20_000)
    for name in sorted(
        CODES.keys() - {"sex"} | {"has_pension", "hiv", "merit_allowance", "regular_income", "pregnant"}
    ):
        here = Counter(_values(table, name))
        there = Counter(person.facts.get(name) for person in crowd)
        for value in here.keys() | there.keys():
            expected = there[value] / len(crowd)
            # The crowd of objects lives in plains only, the nation partly in hard areas: shapes, not equal shares.
            assert here[value] / len(table) < 2.6 * expected + 0.01, (name, value)
            assert here[value] / len(table) > 0.4 * expected - 0.01, (name, value)


def test_how_much_is_unknown_can_be_chosen() -> None:
    known = population(Order(5, 2000, unknown={}))
    assert all(
        known.column(name).null_count == 0 for name in SCHEMA.names if name not in ("birth_date_to", "death_date")
    )
    blank = population(Order(5, 2000, unknown={"hiv": 0.5, "poverty_class": 0.5}))
    assert abs(blank.column("hiv").null_count / len(blank) - 0.5) < 0.03
    assert abs(blank.column("poverty_class").null_count / len(blank) - 0.5) < 0.06


def test_it_can_be_written_from_the_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--households", "500", "--out", str(tmp_path), "--province", "04", "--province", "11"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["province-04.parquet", "province-11.parquet"]
    people_written = sum(pq.read_metadata(path).num_rows for path in tmp_path.iterdir())
    assert f"{people_written:,} people" in capsys.readouterr().err


def test_draws_follow_their_shares() -> None:
    dice = Dice(1)
    assert np.array_equal(Dice(1).throw(50), Dice(1).throw(50))
    assert abs(dice.happens(0.25, 100_000).mean() - 0.25) < 0.01
    assert dice.happens(1.0, 1000).sum() >= 999
    spread = Counter(dice.between(-2, 7, 100_000).tolist())
    assert set(spread) == set(range(-2, 8))
    assert max(spread.values()) < 1.1 * min(spread.values())
    table = table_of({"b": 0.25, "c": 0.25}, ("a", "b", "c"), "a")
    assert np.bincount(table).tolist() == [32768, 16384, 16384]
    assert thresholds(((0, 0.0), (100, 1.0)))[[0, 50, 100]].tolist() == [0, 32768, 65535]


def test_nobody_dies_before_birth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "DEAD_THIS_YEAR", ((0, 1.0), (104, 1.0)))
    many = population(Order(seed=7, households=2_000, unknown={}))
    assert pc.all(pc.greater_equal(many["death_date"], many["birth_date"])).as_py()
    born_late = pc.sum(pc.equal(many["death_date"], many["birth_date"])).as_py()
    assert born_late > 10
    for person in people(7, 3_000):
        assert str(person.facts["death_date"]) >= person.born.isoformat()
