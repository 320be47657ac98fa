"""Where a roll is made before it is put in place: readable by its owner alone, and nothing is lost when a run dies."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder beside `out`: the roll being made is in `new`; what stood at `out` passes through `old`."""

    folder: Path
    out: Path

    @property
    def new(self) -> Path:
        return self.folder / "new"

    @property
    def old(self) -> Path:
        return self.folder / "old"

    def put_in_place(self) -> None:
        """Move the finished roll to `out`; what stood there comes back when that fails.

        Raises:
            OSError: a file cannot be moved; `out` is as it was.
        """
        for path in self.new.rglob("*"):
            path.chmod(OWNER_ONLY_FOLDER if path.is_dir() else OWNER_ONLY_FILE)
        try:
            if self.out.exists():
                self.out.replace(self.old)
            self.new.replace(self.out)
        finally:
            self.restore()

    def restore(self) -> None:
        """Put back what stood at `out` if nothing stands there now."""
        if self.old.exists() and not self.out.exists():
            self.old.replace(self.out)

    def remove(self) -> None:
        """Remove the workplace, but never the only roll there is."""
        self.restore()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def workplace(out: Path) -> Iterator[Workplace]:
    """Make a workplace beside `out`, and clear away those that killed runs for the same `out` left behind.

    A run holds a lock on its workplace, which the system lets go when the run dies, however it dies.

    Raises:
        OSError: the folder around `out` cannot be written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in sorted(out.parent.iterdir()):
        if re.fullmatch(rf"\.{re.escape(out.name)}\.making-\w{{8}}", left.name) and left.is_dir():
            with _locked(left) as free:
                if free:
                    Workplace(left, out).remove()
    work = Workplace(Path(tempfile.mkdtemp(prefix=f".{out.name}.making-", dir=out.parent)), out)
    with _locked(work.folder):
        try:
            work.new.mkdir(OWNER_ONLY_FOLDER)
            yield work
        finally:
            work.remove()


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder's lock was free; it is held until the end."""
    place = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(place)
    finally:
        os.close(place)


def _lock(place: int) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
