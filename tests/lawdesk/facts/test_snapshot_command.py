"""`ansinh snapshot`: facts of everybody, judged by the batch as the closure judges each household."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ansinh.cli.errors import OK
from ansinh.cli.main import main
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.facts.dialect import Moment
from ansinh.lawdesk.facts.household import household_facts
from ansinh.lawdesk.facts.snapshot import Snapshot
from ansinh.registry.people.models import Household
from ansinh.registry.statuses.models import Completeness
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.plan import Question
from lawengine.planner import make_plan
from tests.cast import KNOWN, cast, change

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 30)


def test_the_batch_pays_from_the_snapshot_what_the_closure_pays_from_the_registers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone = cast()
    for register in ("pension", "disability", "parents", "merit", "facility", "study", "allowance", "care", "work"):
        Completeness.objects.create(
            register=register, commune=everyone.an_binh, change=change("completeness"), known_from=KNOWN
        )
    asked = ["snapshot", "--month", "2026-11", "--out", str(tmp_path / "facts"), "--province", "38", "--json"]
    assert main([*asked, "--judge", str(tmp_path / "out")]) == OK
    answer = json.loads(capsys.readouterr().out)
    assert (answer["people"], answer["faults"], answer["day"]) == (6, 0, "2026-11-30")
    rows = pq.read_table(tmp_path / "out" / "results.parquet").to_pylist()
    money = [row for row in rows if row["status"] == "paid" and row["amount"] is not None]
    batch = {(row["person_id"], row["programme"], row["amount"]) for row in money}
    assert batch == closure_pays(everyone.province.code) != set()
    assert answer["programmes"]["social.disability-allowance"]["paid"] == 1


def closure_pays(province: str) -> set[tuple[int, str, int]]:
    """What every household is paid, one at a time, with the same question."""
    edition = open_edition()
    decider = Decider(make_plan(edition, Question(DAY, date.today(), True, province)))
    paid = set()
    for home in Household.objects.all():
        gathered = household_facts(edition.catalogue, home.pk, Moment(DAY))
        assert gathered is not None
        answer = decider.decide(read_household(edition.catalogue, gathered.payload, closed=False))
        paid.update((int(right["person"]), right["programme"], right["amount"]) for right in answer["payable"])
    return paid


def test_what_is_paid_is_told_in_words_and_a_refresh_asks_only_for_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast()
    out = ["--out", str(tmp_path / "facts")]
    assert main(["snapshot", "--month", "2026-11", *out, "--judge", str(tmp_path / "out")]) == OK
    told = capsys.readouterr()
    assert "6 người" in told.out
    assert "6/6" in told.err
    assert main(["snapshot", "--refresh", *out]) == OK
    assert "hỏi lại 0" in capsys.readouterr().out
    assert Snapshot.read(tmp_path / "facts").refreshed == 0


def test_a_month_that_is_none_and_a_folder_without_a_snapshot_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["snapshot", "--month", "tháng 11", "--out", str(tmp_path)]) != OK
    assert "tháng 11" in capsys.readouterr().err
    assert main(["snapshot", "--out", str(tmp_path)]) != OK
    assert main(["snapshot", "--refresh", "--out", str(tmp_path)]) != OK
    assert str(tmp_path) in capsys.readouterr().err
