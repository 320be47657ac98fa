"""The audit log: sealed, append-only, and a broken link is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from ansinh.cli.main import main
from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.chain import FIRST
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.audit.services import digest_of, record, record_bulk
from ansinh.kernel.audit.verification import Anchor, stored_entries, verify
from ansinh.kernel.management.commands.flush import without_triggers
from ansinh.kernel.viewer import Viewer

pytestmark = pytest.mark.django_db


def five_entries() -> list[AuditEntry]:
    user = User.objects.create_user("hoa", "Vũ Thị Hoa")
    viewer = Viewer(user.pk, user.full_name)
    return [
        record(viewer=viewer, action="look", subject_kind="person", subject_code=f"N-{number}", purpose="xét chế độ")
        for number in range(1, 6)
    ]


def tamper(statement: str) -> None:
    """As somebody would who owns the database: set the triggers aside, then write."""
    connection.check_constraints()  # PostgreSQL alters no table that waits for deferred ones
    with without_triggers(connection), connection.cursor() as cursor:
        cursor.execute(statement)
        connection.check_constraints()


def test_entries_are_numbered_and_sealed_one_to_the_next() -> None:
    entries = five_entries()
    assert [each.number for each in entries] == [1, 2, 3, 4, 5]
    assert len({each.seal for each in entries} | {FIRST}) == 6
    verdict = verify(stored_entries())
    assert (verdict.entries, verdict.last, verdict.number, verdict.fault) == (5, entries[-1].seal, None, "")


def test_an_empty_log_holds() -> None:
    assert verify(stored_entries()).entries == 0


def test_an_entry_stands_or_falls_with_what_it_tells_of() -> None:
    with transaction.atomic():
        record(viewer=None, action="import")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    assert record(viewer=None, action="import").number == 1


@pytest.mark.parametrize(
    "act", [lambda: AuditEntry.objects.update(action="nothing"), lambda: AuditEntry.objects.all().delete()]
)
def test_the_database_refuses_to_alter_or_remove(act: Callable[[], object]) -> None:
    five_entries()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()
    assert AuditEntry.objects.filter(action="look").count() == 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE; DELETE is refused above")
def test_truncating_is_refused() -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_auditentry")


@pytest.mark.parametrize(
    ("statement", "number", "fault"),
    [
        ("UPDATE kernel_auditentry SET subject_code = 'N-9' WHERE number = 3", 3, "altered"),
        ("UPDATE kernel_auditentry SET actor_id = NULL WHERE number = 1", 1, "altered"),
        ("UPDATE kernel_auditentry SET purpose = '', detail = purpose WHERE number = 4", 4, "altered"),
        ("DELETE FROM kernel_auditentry WHERE number = 2", 2, "missing"),
        ("DELETE FROM kernel_auditentry WHERE number = 1", 1, "missing"),
        ("UPDATE kernel_auditentry SET number = 9 WHERE number = 5", 5, "missing"),
        ("UPDATE kernel_auditentry SET number = 0 WHERE number = 1", 1, "missing"),
    ],
)
def test_the_first_broken_link_is_named(
    statement: str, number: int, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    five_entries()
    tamper(statement)
    verdict = verify(stored_entries())
    assert (verdict.number, verdict.fault, verdict.entries) == (number, fault, number - 1)
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert f"{number}" in said.splitlines()[1]
    assert main(["audit", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["broken"], told["fault"], told["entries"]) == (number, fault, number - 1)


def test_a_log_rewritten_whole_or_cut_short_is_found_by_a_seal_noted_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    entries = five_entries()
    assert main(["audit", "verify"]) == 0
    noted = capsys.readouterr().out.splitlines()[-1]
    assert noted == f"5:{entries[-1].seal}"
    assert main(["audit", "verify", "--anchor", noted]) == 0
    record(viewer=None, action="later")
    assert main(["audit", "verify", "--anchor", noted]) == 0
    tamper("DELETE FROM kernel_auditentry WHERE number >= 4")
    assert verify(stored_entries()).fault == ""
    cut = verify(stored_entries(), anchor=Anchor(5, entries[-1].seal))
    assert (cut.number, cut.fault) == (4, "cut")
    record(viewer=None, action="forged")
    record(viewer=None, action="forged")
    other = verify(stored_entries(), anchor=Anchor(5, entries[-1].seal))
    assert (other.number, other.fault) == (5, "other-seal")
    capsys.readouterr()
    assert main(["audit", "verify", "--anchor", noted]) == 1
    assert "5" in capsys.readouterr().out.splitlines()[1]


@pytest.mark.parametrize("words", ["5", "x:" + "0" * 64, "0:" + "0" * 64, "5:abc"])
def test_an_anchor_that_is_none(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--anchor", words]) == 2
    assert words in capsys.readouterr().err


def test_entries_that_hold_are_exported_and_can_be_checked_without_us(tmp_path: Path) -> None:
    entries = five_entries()
    tamper("UPDATE kernel_auditentry SET detail = 'khác' WHERE number = 5")
    out = tmp_path / "log.jsonl"
    assert main(["audit", "verify", "--export", str(out)]) == 1
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["seal"] for row in rows] == [each.seal for each in entries[:4]]
    assert rows[0]["purpose"] == "xét chế độ"
    assert rows[0]["at"] == entries[0].at.isoformat(timespec="microseconds")


def test_many_subjects_are_one_entry_with_their_number_and_digest() -> None:
    codes = [f"N-{number}" for number in range(300)]
    entry = record_bulk(
        viewer=None, action="import-applied", subject_kind="person", codes=reversed(codes), subject_code="NL-1"
    )
    assert entry.detail == f"n=300 sha256={digest_of(codes)}"
    assert entry.subject_code == "NL-1"
    assert digest_of(codes) != digest_of(codes[1:])
    with_words = record_bulk(viewer=None, action="export", subject_kind="person", codes=[], detail="danh sách.xlsx")
    assert with_words.detail.startswith("danh sách.xlsx; n=0 ")


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer; its tests' database lies in memory"
)
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_take_turns() -> None:
    """Also: the table is empty again for the next test although it is append-only (`flush`)."""

    def write() -> None:
        try:
            for _ in range(5):
                record(viewer=None, action="look")
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert verify(stored_entries()).entries == 20


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_log_and_puts_the_triggers_back() -> None:
    record(viewer=None, action="look")
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()
    record(viewer=None, action="look")
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.update(action="nothing")
