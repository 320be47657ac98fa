"""A roll is put in place whole or not at all, is readable by its owner alone, and killed runs leave nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ansinh.lawdesk.roll.workplace import workplace
from tests.lawdesk.lists import TU, make_list, roll

HELD = """
import sys, time
from pathlib import Path
from ansinh.lawdesk.roll.workplace import workplace
with workplace(Path(sys.argv[1])) as work:
    work.out.replace(work.old)
    print("between", flush=True)
    time.sleep(60)
"""


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def kept(folder: Path, text: str = "old") -> Path:
    out = folder / "roll"
    out.mkdir()
    (out / "roll.csv").write_text(text, encoding="utf-8")
    return out


def make_empty(out: Path) -> None:
    with workplace(out) as work:
        work.put_in_place()


def run_that_holds(out: Path) -> subprocess.Popen[str]:
    """A run that has moved the old roll away and not yet put the new one in place."""
    run = subprocess.Popen(
        [sys.executable, "-c", HELD, str(out)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "between\n"
    return run


def test_a_roll_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    out = tmp_path / "out" / "roll"
    for _ in range(2):
        assert roll(make_list(tmp_path, [TU]), out) == 0
        assert out.stat().st_mode & 0o777 == 0o700
        modes = {path.name: path.stat().st_mode & 0o777 for path in out.iterdir()}
        assert modes
        assert set(modes.values()) == {0o600}, modes
        assert hidden(out.parent) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_the_old_roll_stands_when_the_new_one_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    out = kept(tmp_path)
    replace = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(error):
        make_empty(out)
    assert (out / "roll.csv").read_text(encoding="utf-8") == "old"
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_the_next_run_puts_back_what_a_killed_run_had_moved(tmp_path: Path, sent: signal.Signals) -> None:
    out = kept(tmp_path)
    run = run_that_holds(out)
    assert not out.exists()
    run.send_signal(sent)
    run.communicate()
    with workplace(out):
        assert (out / "roll.csv").read_text(encoding="utf-8") == "old"
    assert hidden(tmp_path) == []


def test_a_run_that_is_still_at_work_is_left_alone(tmp_path: Path) -> None:
    out = kept(tmp_path)
    run = run_that_holds(out)
    (held,) = hidden(tmp_path)
    with workplace(out):
        assert held in hidden(tmp_path)
    assert hidden(tmp_path) == [held]
    run.kill()
    run.communicate()


@pytest.mark.parametrize("name", [".roll.making-short", ".roll.old.abcdefgh", ".other.making-abcdefgh", "roll.bak"])
def test_what_is_not_a_leftover_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    make_empty(tmp_path / "roll")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "roll"])
