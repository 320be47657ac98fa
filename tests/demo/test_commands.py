"""The demo's commands as an office runs them: fill, keep, serve, back up, restore, upgrade, begin anew."""

from __future__ import annotations

import hashlib
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from ansinh.cli.main import main
from ansinh.cli.serve import HOST, PORT, Serving, free_port
from ansinh.cli.tied import become
from ansinh.kernel.errors import AnSinhError
from tests.demo.conftest import Place

SCALE = "0.0005"
# What must never touch, nor open with one click, a database that is not a demo's.
OF_DEMO = (("demo",), ("demo", "--fresh", "--yes"), ("serve",))
pytestmark = pytest.mark.slow


def test_the_first_run_fills_and_the_second_keeps(somewhere: Place) -> None:
    first = somewhere.ansinh("demo", "--scale", SCALE, "--seed", "4")
    assert first.returncode == 0, first.stderr
    assert "Making up Thanh Hóa" in first.stdout
    assert "Ready: 1," in first.stdout
    second = somewhere.ansinh("demo")
    assert second.returncode == 0, second.stderr
    assert "are there already and are kept: 1," in second.stdout


def test_serving_says_ready_answers_and_stops_whole(somewhere: Place) -> None:
    command = somewhere.command("serve")
    with subprocess.Popen(
        command, env=somewhere.surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as serving:
        try:
            assert serving.stdout is not None
            ready = next(line for line in serving.stdout if line.startswith("READY "))
            address = ready.removeprefix("READY ").strip()
            with urllib.request.urlopen(f"{address}/", timeout=30) as answer:
                assert answer.status == 200
                assert "An Sinh" in answer.read().decode()
            families = _children(serving.pid)
            assert len(families) == 2
        finally:
            serving.send_signal(signal.SIGINT)
        assert serving.wait(30) == 0
        assert "Stopped." in serving.stdout.read()
    assert not [child for child in families if Path(f"/proc/{child}").exists()]


def test_what_serves_ends_however_its_parent_dies(somewhere: Place) -> None:
    with subprocess.Popen(
        somewhere.command("serve"), env=somewhere.surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    ) as serving:  # fmt: skip
        assert serving.stdout is not None
        assert next(line for line in serving.stdout if line.startswith("READY "))
        families = [child for each in _children(serving.pid) for child in (each, *_children(each))]
        assert len(families) >= 3, "the application with its own processes, and the worker"
        serving.kill()
        serving.wait()
    until = time.monotonic() + 20
    while (left := [child for child in families if _lives(child)]) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []


def test_a_program_whose_parent_died_before_it_was_tied_is_not_started() -> None:
    with pytest.raises(SystemExit):
        become(["1", sys.executable, "-c", "pass"])


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_snapshot_of_no_registers_is_refused_in_a_sentence(tmp_path: Path) -> None:
    empty = Place(tmp_path / "empty", "")
    empty.data.mkdir()
    words = ("snapshot", "--month", "2026-11", "--out", str(tmp_path / "facts"))
    refused = empty.ansinh(*words, demo=False)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "no registers of this version" in refused.stderr
    assert empty.ansinh("upgrade", demo=False).returncode == 0
    nobody = empty.ansinh(*words, demo=False)
    assert (nobody.returncode, nobody.stdout) == (0, "0 people on 2026-11-30; 0 asked anew\n")


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def test_a_backup_brings_back_what_was_lost(somewhere: Place, tmp_path: Path) -> None:
    kept = somewhere.data / "files" / "ab" / "cd" / ("abcd" * 16)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"scan")
    kept.with_name("tmp-half-written").write_bytes(b"sc")
    file = tmp_path / "backup.tar.gz"
    done = somewhere.ansinh("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "1 files" in done.stdout
    assert file.stat().st_mode & 0o077 == 0
    again = somewhere.ansinh("backup", str(file))
    assert (again.returncode, "exists already" in again.stderr) == (2, True)
    kept.write_bytes(b"something else")
    (somewhere.data / "files" / "stray").write_bytes(b"x")
    refused = somewhere.ansinh("restore", str(file))
    assert (refused.returncode, "data here already" in refused.stderr) == (2, True)
    assert kept.read_bytes() == b"something else"
    restored = somewhere.ansinh("restore", str(file), "--force")
    assert restored.returncode == 0, restored.stderr
    assert "The audit log holds" in restored.stdout
    assert kept.read_bytes() == b"scan"
    assert [path for path in (somewhere.data / "files").rglob("*") if path.is_file()] == [kept]
    assert "are kept: 1," in somewhere.ansinh("demo").stdout


def test_a_damaged_backup_is_refused_before_anything_is_touched(somewhere: Place, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.tar.gz", tmp_path / "other.tar.gz"
    assert somewhere.ansinh("backup", str(file)).returncode == 0
    folder = tmp_path / "content"
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    (folder / "database").write_bytes(b"not what it was")
    _packed(folder, other)
    damaged = somewhere.ansinh("restore", str(other), "--force")
    assert (damaged.returncode, "damaged or no backup (database)" in damaged.stderr) == (2, True)
    (folder / "database").unlink()
    _packed(folder, other)
    assert "damaged or no backup (manifest.json)" in somewhere.ansinh("restore", str(other), "--force").stderr
    other.write_bytes(file.read_bytes()[:5_000])
    assert "damaged or no backup" in somewhere.ansinh("restore", str(other), "--force").stderr
    missing = somewhere.ansinh("restore", str(tmp_path / "nowhere.tar.gz"), "--force")
    assert (missing.returncode, "cannot be read" in missing.stderr) == (2, True)
    assert "are kept: 1," in somewhere.ansinh("demo").stdout


def test_a_restore_that_fails_leaves_what_was_there(somewhere: Place, tmp_path: Path) -> None:
    if not somewhere.url:
        pytest.skip("SQLite's file takes the place of the other as a whole")
    file, folder = tmp_path / "backup.tar.gz", tmp_path / "content"
    assert somewhere.ansinh("backup", str(file)).returncode == 0
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    before = hashlib.sha256((folder / "database").read_bytes()).hexdigest()
    broken = (folder / "database").read_bytes()[:50_000]
    (folder / "database").write_bytes(broken)
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    manifest = manifest.replace(before, hashlib.sha256(broken).hexdigest())
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    _packed(folder, file)
    failed = somewhere.ansinh("restore", str(file), "--force")
    assert (failed.returncode, "pg_restore failed" in failed.stderr) == (2, True)
    assert "are kept: 1," in somewhere.ansinh("demo").stdout


def test_a_backup_of_the_other_kind_of_database_is_refused(somewhere: Place, tmp_path: Path) -> None:
    file, folder = tmp_path / "backup.tar.gz", tmp_path / "content"
    assert somewhere.ansinh("backup", str(file)).returncode == 0
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    here = "postgresql" if somewhere.url else "sqlite"
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    (folder / "manifest.json").write_text(manifest.replace(f'"{here}"', '"oracle"'), encoding="utf-8")
    _packed(folder, file)
    refused = somewhere.ansinh("restore", str(file), "--force")
    assert f"was made on oracle, this is {here}" in refused.stderr


def _packed(folder: Path, file: Path) -> None:
    with tarfile.open(file, "w:gz") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)


def test_an_upgrade_is_rehearsed_on_a_copy(somewhere: Place) -> None:
    rehearsed = somewhere.ansinh("upgrade", "--rehearse")
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    assert "Rehearsal on a copy" in rehearsed.stdout
    assert "of this version already" in rehearsed.stdout
    assert "The real data were not touched." in rehearsed.stdout
    assert not list(somewhere.data.glob(".rehearsal-*"))


def test_real_people_are_never_thrown_away(somewhere: Place) -> None:
    if somewhere.url:
        pytest.skip("the guard asks the tables, which are the same on both databases")
    with closing(sqlite3.connect(somewhere.data / "ansinh.sqlite3")) as database, database:
        database.execute("UPDATE registry_change SET kind = 'register' WHERE kind = 'load'")
    for words in OF_DEMO:
        refused = somewhere.ansinh(*words)
        assert (refused.returncode, "no demo made up" in refused.stderr) == (2, True)
    with closing(sqlite3.connect(somewhere.data / "ansinh.sqlite3")) as database, database:
        database.execute("UPDATE registry_change SET kind = 'load' WHERE id = (SELECT min(id) FROM registry_change)")


def test_beginning_anew_asks_first(somewhere: Place) -> None:
    kept = somewhere.ansinh("demo", "--fresh", answer="no\n")
    assert (kept.returncode, "Nothing was thrown away" in kept.stderr) == (2, True)
    anew = somewhere.ansinh("demo", "--fresh", "--scale", SCALE, "--province", "11", answer="yes\n")
    assert anew.returncode == 0, anew.stderr
    assert "Making up Điện Biên" in anew.stdout
    assert not (somewhere.data / "files").exists()


def test_an_older_database_waits_for_its_upgrade(tmp_path: Path) -> None:
    old = Place(tmp_path / "old", "")
    old.data.mkdir()
    older = [sys.executable, "-m", "django", "migrate", "-v0", "kernel", "0001"]
    subprocess.run(older, env=old.surroundings() | {"DJANGO_SETTINGS_MODULE": "ansinh.config.settings"}, check=True)
    refused = old.ansinh("serve", demo=False)
    assert (refused.returncode, "run “ansinh upgrade” first" in refused.stderr) == (2, True)
    rehearsed = old.ansinh("upgrade", "--rehearse", demo=False)
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    assert "steps in" in rehearsed.stdout
    with closing(sqlite3.connect(old.data / "ansinh.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO kernel_user (username, full_name, password, email, language, is_active, created_at)"
            " VALUES ('a', 'A', '', '', 'vi', 1, '2026-01-01')"
        )
    upgraded = old.ansinh("upgrade", demo=False)
    assert upgraded.returncode == 0, upgraded.stdout + upgraded.stderr
    assert "registry.0001_initial" in upgraded.stdout
    assert len(list(old.data.glob("before-upgrade-*.tar.gz"))) == 1
    assert "of this version already" in old.ansinh("upgrade", demo=False).stdout


def test_hard_areas_of_old_become_rows(tmp_path: Path) -> None:
    old = Place(tmp_path / "old", "")
    old.data.mkdir()
    surroundings = old.surroundings() | {"DJANGO_SETTINGS_MODULE": "ansinh.config.settings"}

    def manage(*words: str, code: str = "") -> str:
        given = ("-c", f"import django; django.setup()\n{code}") if code else ("-m", "django", *words)
        done = subprocess.run([sys.executable, *given], env=surroundings, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "-v0", "registry", "0009")
    manage(code=_SAID_OF_OLD)
    manage("migrate", "-v0")
    told = manage(
        code="from ansinh.registry.statuses.models import HardArea\n"
        "print(sorted((row.commune.key, row.hard, row.known_from == row.change.known_at, row.starts_on)"
        " for row in HardArea.objects.known().filter(commune__key__startswith='thu')))"
    )
    assert told.strip() == "[('thu-1', True, True, None), ('thu-2', False, True, None)]"


# Three communes as an older version kept them; of the third nobody has said anything.
_SAID_OF_OLD = """
from django.db import connection
with connection.cursor() as cursor:
    for number, hard in ((1, "true"), (2, "false"), (3, "NULL")):
        cursor.execute(
            "INSERT INTO registry_place (key, code, level, kind, name, search_key, hard_area)"
            f" VALUES ('thu-{number}', '9990{number}', 'commune', 'xã', 'Thử', 'thu', {hard})"
        )
"""


def test_users_without_people_are_no_demo_either(tmp_path: Path) -> None:
    office = Place(tmp_path / "office", "")
    office.data.mkdir()
    assert office.ansinh("upgrade", demo=False).returncode == 0
    with closing(sqlite3.connect(office.data / "ansinh.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO kernel_user (username, full_name, password, email, language, is_active, created_at)"
            " VALUES ('a', 'A', '', '', 'vi', 1, '2026-01-01')"
        )
    for words in OF_DEMO:
        refused = office.ansinh(*words)
        assert (refused.returncode, "no demo made up" in refused.stderr) == (2, True), words
    with closing(sqlite3.connect(office.data / "ansinh.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM kernel_user").fetchone() == (1,)


def test_a_worker_ends_when_nothing_is_left(tmp_path: Path) -> None:
    here = Place(tmp_path / "data", "")
    here.data.mkdir()
    assert here.ansinh("upgrade").returncode == 0
    done = here.ansinh("worker", "--batch")
    assert done.returncode == 0, done.stderr


def test_a_port_is_free_or_said_to_be_taken() -> None:
    with closing(socket.socket()) as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AnSinhError, match=f"Port {port} is taken"):
            free_port(port)
    assert free_port(port) == port
    assert free_port(None) >= PORT
    with pytest.raises(AnSinhError, match="70000 is no port"):
        free_port(70_000)


@pytest.mark.parametrize(("dies", "says"), [("web", "tự dừng"), ("worker", "liên tiếp")])
def test_both_end_when_one_does_not_live(dies: str, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    port = free_port(None)
    served = "import http.server as h; h.HTTPServer(('127.0.0.1', %d), h.SimpleHTTPRequestHandler).serve_forever()"
    lives = {"web": served % port, "worker": "import time; time.sleep(60)"}
    # The application answers once and dies; the worker dies at once, whenever it is started.
    ends = {"web": served.replace("serve_forever", "handle_request") % port, "worker": "pass"}
    serving = Serving(port, 1)
    for name in ("web", "worker"):
        serving.commands[name] = [sys.executable, "-c", (ends if name == dies else lives)[name]]
    begun = time.monotonic()
    assert serving.run([]) == 4
    assert time.monotonic() - begun < 30
    written = capfd.readouterr()
    assert "READY" in written.out
    assert says in written.err
    assert all(process.poll() is not None for process in serving.running.values())


def test_an_application_that_never_answers_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    serving = Serving(free_port(None), 1)
    serving.commands["web"] = [sys.executable, "-c", "import sys; sys.exit(3)"]
    serving.commands["worker"] = [sys.executable, "-c", "import signal, time; signal.signal(15, 1); time.sleep(60)"]
    assert serving.run([]) == 4
    assert "READY" not in capfd.readouterr().out


@pytest.mark.parametrize("scale", ["0", "9", "ba"])
def test_a_scale_out_of_reach_is_refused(scale: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "demo", "--scale", scale]) == 2
    assert "between 0.0005 and 4.0" in capsys.readouterr().err
