"""The annexed tables of merit equal the cells that were transcribed apart from them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from lawengine.model import Edition
from tests.law.conftest import LAW

CELLS = Path(__file__).parent / "cells"
INSTRUMENTS = {
    "at_1624000": "nd75-2021",
    "at_2055000": "nd55-2023",
    "at_2789000": "nd77-2024",
    "at_3012000": "nd321-2026",
}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by their header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(cells: list[dict[str, str]], table: list[dict[str, str]], column: str, value: str) -> list[str]:
    """Each row that only one side has, and each cell that differs; `value` is the table's column."""
    key = next(iter(cells[0]))
    wanted, found = ({row[key]: row[name] for row in rows} for rows, name in ((cells, column), (table, value)))
    return [
        f"{name}: {wanted.get(name)} {found.get(name)}"
        for name in {**wanted, **found}
        if wanted.get(name) != found.get(name)
    ]


@pytest.mark.parametrize("annex", ["annex-1", "annex-2", "annex-3"])
@pytest.mark.parametrize("column", list(INSTRUMENTS))
def test_every_cell_of_an_annex_is_that_of_the_transcription(annex: str, column: str) -> None:
    cells = read(CELLS / f"{annex}.csv")
    table = read(LAW / "tables" / f"merit-{INSTRUMENTS[column]}-{annex}.csv")
    assert len(cells) == {"annex-1": 52, "annex-2": 80, "annex-3": 80}[annex]
    assert differences(cells, table, column, "amount") == []


@pytest.mark.parametrize("value", ["cycle_years", "amount"])
def test_every_aid_is_that_of_the_transcription(value: str) -> None:
    cells = read(CELLS / "annex-5.csv")
    assert len(cells) == 30
    assert differences(cells, read(LAW / "tables" / "merit-nd75-2021-annex-5.csv"), value, value) == []


def test_a_planted_fault_in_a_cell_a_missing_row_and_a_row_too_many_are_told() -> None:
    cells, table = read(CELLS / "annex-2.csv"), read(LAW / "tables" / "merit-nd77-2024-annex-2.csv")
    table[33]["amount"] = str(int(table[33]["amount"]) + 1000)
    table[79]["percent"] = "101"
    assert differences(cells, table, "at_2789000", "amount") == [
        "54: 4827000 4828000",
        "100: 8941000 None",
        "101: None 8941000",
    ]


def test_an_aid_is_given_again_after_its_own_cycle_and_not_a_year_sooner(edition: Edition) -> None:
    (condition,) = [item for item in edition.programmes["merit.aid"].conditions if item.id == "cycle"]
    found = {
        aid: int(years)
        for years, aids in re.findall(r"merit_aid_years >= (\d+) && merit_aid in \[([^]]+)\]", condition.text)
        for aid in re.findall(r"'([^']+)'", aids)
    }
    assert found == {row["no"]: int(row["cycle_years"]) for row in read(CELLS / "annex-5.csv")}


ONE_OFF = {
    "merit.one-off-activist": ["IV-1.1", "IV-1.2", "IV-2.1", "IV-2.2"],
    "merit.martyr-certificate": ["IV-3a"],
    "merit.martyr-notice": ["IV-3b"],
    "merit.one-off-mother": ["IV-4"],
    "merit.one-off-hero": ["IV-5"],
    "merit.one-off-imprisoned": ["IV-6"],
    "merit.resistance": ["IV-7"],
    "merit.helper-decoration": ["IV-8"],
    "merit.one-off-resistance": ["IV-9"],
    "merit.one-off-helper": ["IV-10"],
    "merit.injury": ["VI-1", "VI-2", "VI-3"],
}


def test_every_one_off_payment_is_the_multiple_of_the_transcription(edition: Edition) -> None:
    cells = {row["ref"]: Decimal(row["multiple"]) for row in read(CELLS / "annex-4-and-6.csv")}
    assert sorted(cells) == sorted(ref for refs in ONE_OFF.values() for ref in refs)
    for name, refs in ONE_OFF.items():
        law = edition.programmes[name]
        found = [row.value for row in law.rows] or [law.amount.times]
        assert found == [cells[ref] for ref in refs], name


@pytest.mark.parametrize(("file", "name"), [("standard", "merit.standard"), ("funeral", "wage.base_salary")])
def test_the_standard_and_the_base_of_the_funeral_are_those_of_the_transcription(
    edition: Edition, file: str, name: str
) -> None:
    cells = read(CELLS / f"{file}.csv")
    wanted = {row["from"]: int(row["base" if file == "funeral" else "amount"]) for row in cells}
    found = {str(value.window.start): value.amount for value in edition.parameters[name].values}
    assert found == {day: amount for day, amount in wanted.items() if day in found} | {
        day: amount for day, amount in found.items() if day < min(wanted)
    }
    assert set(wanted) - set(found) <= {"2015-01-01", "2017-07-01", "2018-07-01"}  # years whose tables were not read
