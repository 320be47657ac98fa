"""The batch job: files in, files out, several processes, and what a kill leaves behind."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawengine.batch import BatchError, Fault, job, judge_table, run
from lawengine.errors import QuestionError
from lawengine.model import Edition
from lawengine.plan import Plan
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.batch.people import draw
from tests.lawengine.small_book import ask

ROOT = Path(__file__).parents[3]
PRODUCTS = ["decisions.parquet", "outcomes.parquet", "people.parquet", "reasonings.parquet", "results.parquet"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def plan(edition: Edition) -> Plan:
    return make_plan(edition, ask("2024-08"))


@pytest.fixture(scope="module")
def inputs(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three files of people; in the third nobody."""
    folder = tmp_path_factory.mktemp("people")
    paths = [folder / f"{name}.parquet" for name in ("north", "south", "sea")]
    for number, path in enumerate(paths):
        table = draw(plan, number, 30).table.slice(0, 0 if number == 2 else None)
        pq.write_table(table, path, row_group_size=20)
    return paths


def lines(table: pa.Table) -> list[Any]:
    """Rows without what depends on the part."""
    return table.drop_columns([name for name in ("decision_id", "part") if name in table.column_names]).to_pylist()


def files(folder: Path) -> dict[str, str]:
    """Every file under a folder with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_come_to_the_same_as_tables(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    summary = run(
        plan, inputs, tmp_path, processes=1, progress=lambda done, all_people: seen.append((done, all_people))
    )
    results, people = pq.read_table(tmp_path / "results.parquet"), pq.read_table(tmp_path / "people.parquet")
    tables = [judge_table(plan, pq.read_table(path)) for path in inputs]
    assert lines(results) == [line for table in tables for line in lines(table.results)]
    assert lines(people.drop_columns(["household_decision_id"])) == [
        line for table in tables for line in lines(table.people.drop_columns(["household_decision_id"]))
    ]
    assert (summary.people, summary.households) == (people.num_rows, 60)
    assert summary.by_hand == sum(table.by_hand for table in tables) > 0
    assert seen[-1] == (people.num_rows, people.num_rows)
    for number, total in enumerate(summary.totals):
        assert total.amount == sum(table.totals[number].amount for table in tables)
    written = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert (written["edition"], written["reasonings"]) == (plan.edition.hash, summary.reasonings)
    assert [part["source"] for part in written["parts"]] == [path.name for path in inputs]


def test_the_summary_names_the_groups_outside_the_book(edition: Edition, inputs: list[Path], tmp_path: Path) -> None:
    for number, (province, told) in enumerate([("01", ("capital-more",)), ("31", ()), (None, ())]):
        out = tmp_path / str(number)
        summary = run(make_plan(edition, ask("2024-08", province=province)), inputs[2:], out, processes=1)
        assert summary.unread == told
        assert tuple(json.loads((out / "summary.json").read_text(encoding="utf-8"))["unread"]) == told


def test_every_decision_leads_to_its_reasoning(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    summary = run(plan, inputs, tmp_path, processes=1)
    reasonings = pq.read_table(tmp_path / "reasonings.parquet").to_pylist()
    legend = pq.read_table(tmp_path / "outcomes.parquet").to_pylist()
    links = {
        (row["part"], row["decision_id"]): row["reasoning_id"]
        for row in pq.read_table(tmp_path / "decisions.parquet").to_pylist()
    }
    assert len(reasonings) == summary.reasonings == len({tuple(row.values())[2:] for row in map(_shape, reasonings)})
    heads = {"person": 0, "household": 0}
    for row in reasonings:
        heads[row["subject"]] += row["count"]
    assert heads == {"person": summary.people, "household": summary.households}
    for row in pq.read_table(tmp_path / "results.parquet").to_pylist():
        reasoning = reasonings[links[row["part"], row["decision_id"]]]
        outcome = legend[reasoning[row["programme"]]]
        assert (outcome["programme"], outcome["status"]) == (row["programme"], row["status"])
        assert outcome["row_valued"] or outcome["amount"] == row["amount"]
        assert bool(outcome["provisional"]) == row["provisional"]
    undetermined = [outcome for outcome in legend if outcome["result"] == "undetermined"]
    assert undetermined
    assert all(outcome["missing"] for outcome in undetermined)


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "reasoning_id": 0,
        "count": 0,
        **{key: value for key, value in row.items() if key not in ("reasoning_id", "count")},
    }


def test_several_processes_write_the_same_bytes(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    alone = run(plan, inputs, tmp_path / "alone", processes=1)
    together = run(plan, inputs, tmp_path / "together", processes=2, progress=lambda *now: seen.append(now))
    by_default = run(plan, inputs, tmp_path / "default")
    assert alone == together == by_default
    assert files(tmp_path / "alone") == files(tmp_path / "together") == files(tmp_path / "default")
    assert seen[-1] == (alone.people, alone.people)


def test_a_second_run_replaces_the_first_and_nothing_else(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "results.parquet").write_text("an old file of that name")
    run(plan, inputs, tmp_path, processes=1)
    first = files(tmp_path)
    run(plan, inputs[:1], tmp_path, processes=1)
    second = files(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*PRODUCTS, "notes.txt", "summary.json"])
    assert set(second) < set(first)
    assert second["summary.json"] != first["summary.json"]


KILLED = """
import os, signal, sys
from pathlib import Path
from lawengine.batch import run
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.small_book import ask
folder = Path(sys.argv[1])
plan = make_plan(book.write(folder / "book"), ask("2024-08"))
paths = [Path(name) for name in sys.argv[2:]]
run(plan, paths, folder / "out", processes=1, progress=lambda done, people: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_kill_leaves_no_file_that_could_be_taken_for_a_result(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), *map(str, inputs)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".unfinished"]
    run(plan, inputs, tmp_path / "out", processes=1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*PRODUCTS, "summary.json"])


def test_a_fault_in_one_file_ends_the_job_or_is_listed(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    table = pq.read_table(inputs[1])
    odd = [31 if row == 4 else 2 for row in range(table.num_rows)]
    wrong = tmp_path / "wrong.parquet"
    pq.write_table(table.set_column(table.column_names.index("children"), "children", pa.array(odd)), wrong)
    for processes in (1, 2):
        with pytest.raises(QuestionError, match=r"^children\[5\]: expected a number from 0 to 30$") as caught:
            run(plan, [inputs[0], wrong], tmp_path / "out", processes=processes)
        assert (caught.value.field, caught.value.params) == ("children[5]", {"max": 30})
        assert not list((tmp_path / "out").iterdir())
    faults: list[Fault] = []
    summary = run(plan, [inputs[0], wrong], tmp_path / "out", processes=1, faults=faults)
    assert [(fault.source, fault.column, fault.row) for fault in faults] == [("wrong.parquet", "children", 5)]
    assert str(faults[0].error()) == "wrong.parquet:children[5]: expected a number from 0 to 30"
    assert summary.people < 2 * table.num_rows + 60


def test_a_process_that_is_ended_from_outside_is_named(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    def end_all(done: int, people: int) -> None:
        for child in multiprocessing.active_children():
            if child.pid is not None and "SpawnProcess" in type(child).__name__:
                os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(BatchError, match="ended from outside"):
        run(plan, inputs, tmp_path, processes=2, progress=end_all)
    assert not list(tmp_path.iterdir())


def test_the_work_of_one_process(plan: Plan, inputs: list[Path], tmp_path: Path) -> None:
    counter = multiprocessing.get_context("spawn").Value("q", 0)
    job._begin(job._Job(plan, closed=False, vouched=frozenset(), collect=True, stage=tmp_path), counter)
    part = job._judge(0, inputs[0])
    assert (part.source, part.people, part.faults) == ("north.parquet", counter.value, ())


@pytest.mark.parametrize(("names", "message"), [([], "inputs: there is no file"), ([0, 0], "stands twice in the list")])
def test_files_are_counted_first(
    plan: Plan, inputs: list[Path], tmp_path: Path, names: list[int], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        run(plan, [inputs[number] for number in names], tmp_path / "out")
    assert not (tmp_path / "out").exists()
