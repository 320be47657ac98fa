"""The annexed tables of merit equal the cells that were transcribed apart from them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

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
