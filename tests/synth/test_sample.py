"""The sample list: the committed files are what the generator writes, and exactly the planted rows are wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from ansinh.kernel.mapping import ListMapping, Person, RowProblem, load_mapping, mapping_path, rows_to_facts
from ansinh.kernel.sheets import Table, read_table
from synth import sample
from synth.clerk import COLUMNS, PLACE, headings
from synth.faults import spoil
from tests.kernel.books import ROOT, declared_facts

COMMITTED = ROOT / "samples" / "danh-sach-xa-an-binh.xlsx"
FACTS = declared_facts()


@pytest.fixture(scope="module")
def built() -> sample.SampleList:
    return sample.build()


@pytest.fixture(scope="module")
def table() -> Table:
    return read_table(COMMITTED)


@pytest.fixture(scope="module")
def mapping() -> ListMapping:
    return load_mapping(mapping_path(COMMITTED), FACTS)


@pytest.fixture(scope="module")
def judged(table: Table, mapping: ListMapping) -> tuple[list[Person], list[RowProblem]]:
    return rows_to_facts(table, mapping, FACTS, today=date(2026, 11, 24))


def test_the_committed_list_is_what_the_generator_writes(
    built: sample.SampleList, table: Table, tmp_path: Path
) -> None:
    sample.main([str(tmp_path / "again.xlsx")])
    again = read_table(tmp_path / "again.xlsx")
    assert again == table
    assert [row.number for row in table.rows] == built.numbers()
    assert COMMITTED.stat().st_size < 200_000


def test_the_list_has_what_lists_have(table: Table) -> None:
    assert [column.name for column in table.columns] == headings()
    counts = table.counts()
    assert 380 <= counts["data"] <= 420
    assert (counts["header"], counts["numbering"], counts["section"], counts["total"]) == (2, 1, 5, 1)
    assert counts["title"] >= 3
    assert counts["signature"] >= 4
    births = [row.cells[PLACE["Ngày, tháng, năm sinh"]] for row in table.rows]
    shapes = Counter(type(birth) for birth in births)
    assert {str, float, date} <= set(shapes)
    assert datetime not in shapes
    cards = [row.cells[PLACE["Số CCCD/ĐDCN"]] for row in table.rows]
    assert sum(isinstance(card, float) for card in cards) > 150
    names = " ".join(str(row.cells[2]) for row in table.rows)
    assert "oà" in names
    assert "òa" in names


def test_exactly_the_planted_rows_are_wrong(
    built: sample.SampleList, table: Table, judged: tuple[list[Person], list[RowProblem]]
) -> None:
    people, problems = judged
    assert {problem.row: problem.code for problem in problems} == built.faults
    assert len(built.faults) == len(problems) == 13
    assert {person.row for person in people} | set(built.faults) == {row.number for row in table.rows}
    assert len({person.id for person in people}) == len(people)


def test_the_mapping_names_every_column_and_vouches_openly(table: Table, mapping: ListMapping) -> None:
    assert mapping.unnamed(table) == ()
    assert mapping.doubts == ()
    assert set(mapping.vouched) <= mapping.facts()
    assert not {"hiv", "sex", "marital_status", "carer_situation", "birth_date"} & set(mapping.vouched)


def test_most_people_are_known_and_some_things_are_not(judged: tuple[list[Person], list[RowProblem]]) -> None:
    people, _ = judged
    unknown = {
        fact: sum(fact not in person.facts for person in people) for fact in ("hiv", "poverty_class", "has_pension")
    }
    assert all(0 < count < len(people) / 4 for count in unknown.values()), unknown
    values = {fact: {person.facts.get(fact) for person in people} for fact in FACTS}
    assert values["disability_degree"] >= {"none", "mild", "severe", "extreme"}
    assert values["poverty_class"] == {"poor", "near_poor", "other", None}
    assert True in values["hiv"]
    assert {"dead", "present"} <= values["father_status"]
    households = Counter(person.household for person in people)
    assert max(households.values()) >= 5


def test_a_list_too_short_for_the_faults_is_refused() -> None:
    with pytest.raises(ValueError, match="are too few"):
        spoil([[None] * len(COLUMNS) for _ in range(40)])
