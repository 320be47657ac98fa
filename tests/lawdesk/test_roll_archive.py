"""A roll that was kept and is damaged is refused with the name of the file and field, and never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.lawdesk.roll.archive import LINES, PEOPLE, DamagedRollError, read_archive
from tests.lawdesk.lists import BAD, SAU, TU, make_list, roll
from tests.lawdesk.test_roll_changes import SEPTEMBER

Row = dict[str, Any]
Rows = list[Row]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    roll(make_list(folder, [TU, SAU, BAD]), folder / "last", asked=SEPTEMBER)
    return folder / "last"


@pytest.fixture
def last(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    out = tmp_path / "last"
    out.mkdir()
    for path in made.glob("*"):
        (out / path.name).write_bytes(path.read_bytes())
    return out


def rewrite(path: Path, schema: pa.Schema, change: Callable[[Rows], object]) -> None:
    rows: Rows = pq.read_table(path, schema=schema).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema), path)


def fault_of(folder: Path) -> str:
    with pytest.raises(DamagedRollError) as caught:
        read_archive(folder)
    return str(caught.value.params["place"])


def test_a_sound_roll_is_read(last: Path) -> None:
    kept = read_archive(last)
    assert (len(kept.people), len(kept.bad), len(kept.lines)) == (2, 1, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", "2025-9"),
        ("month", "2025-xx"),
        ("month", "2025-13"),
        ("month", "0000-01"),
        ("month", None),
        ("month", 202509),
        ("programmes", None),
        ("programmes", [1]),
        ("by_programme", None),
        ("by_programme", [1, 2]),
        ("by_programme", [{"programme": "social.pension", "amount": None}]),
        ("by_programme", [{"amount": 1}]),
        ("counts", None),
        ("counts", {"people": 2, "bad_rows": 1, "amount": None}),
        ("counts", {"people": True, "bad_rows": 1, "amount": 1}),
    ],
)
def test_a_field_of_the_summary_that_cannot_be_used_is_named(last: Path, field: str, value: object) -> None:
    place = last / "summary.json"
    said = {**json.loads(place.read_text(encoding="utf-8")), field: value}
    place.write_text(json.dumps(said), encoding="utf-8")
    assert fault_of(last) == f"summary.json: {field}"


@pytest.mark.parametrize("text", ["[]", "null", "3"])
def test_a_summary_that_is_no_object_is_named(last: Path, text: str) -> None:
    (last / "summary.json").write_text(text, encoding="utf-8")
    assert fault_of(last) == "summary.json"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda rows: rows[1].update(amount=None), "roll.parquet: 2: amount"),
        (lambda rows: rows[0].update(programme=None), "roll.parquet: 1: programme"),
        (lambda rows: rows[0].update(key="025000000099"), "roll.parquet ≠ people.parquet: key"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(last: Path, change: Callable[[Rows], object], place: str) -> None:
    rewrite(last / "roll.parquet", LINES, change)
    assert fault_of(last) == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda rows: rows.pop(0), "people.parquet ≠ summary.json: counts.people"),
        (lambda rows: rows.pop(), "people.parquet ≠ summary.json: counts.bad_rows"),
        (lambda rows: rows[1].update(key=rows[0]["key"]), "people.parquet ≠ summary.json: counts.people"),
        (lambda rows: rows[0].update(state="?"), "people.parquet: 1"),
        (lambda rows: rows[1].update(row=None), "people.parquet: 2"),
        (lambda rows: rows[1].update(facts="[]"), "people.parquet: 2: facts"),
        (lambda rows: rows[1].update(facts=None), "people.parquet: 2: facts"),
    ],
)
def test_a_person_who_is_gone_or_damaged_is_noticed(last: Path, change: Callable[[Rows], object], place: str) -> None:
    rewrite(last / "people.parquet", PEOPLE, change)
    assert fault_of(last) == place


@pytest.mark.parametrize("name", ["summary.json", "roll.parquet", "people.parquet"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"\xff\xfe{"])
def test_a_file_that_is_no_such_file_is_refused_in_a_sentence(
    last: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (last / name).write_bytes(content)
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path, [TU]), out, "--previous", str(last)) == 2
    assert "không có danh sách chi trả nào đọc được" in capsys.readouterr().err
    assert not out.exists()
