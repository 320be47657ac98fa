"""A running job's signs of life: how far it is, that its worker still lives, that somebody asked it to stop.

They are small files beside the data, not rows. A job that writes a million rows does so in one transaction, and inside
that transaction no row could tell anybody anything; on SQLite nobody else could even write the wish to stop it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Sign:
    """The last that a job said. `age`: seconds since its worker gave a sign of life."""

    done: int
    total: int | None
    message: str
    age: float


def write_sign(code: str, done: int, total: int | None, message: str) -> None:
    """Say how far the job is; whole or not at all for whoever reads meanwhile."""
    path = _path(code, "sign")
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_text(json.dumps([done, total, message]), encoding="utf-8")
    written.replace(path)


def beat(code: str) -> None:
    """Say that the worker lives, though it has nothing new to tell."""
    path = _path(code, "sign")
    if path.exists():
        path.touch()


def read_sign(code: str) -> Sign | None:
    """The job's last sign; None when it never gave one."""
    path = _path(code, "sign")
    try:
        done, total, message = json.loads(path.read_text(encoding="utf-8"))
        age = max(timezone.now().timestamp() - path.stat().st_mtime, 0)
    except FileNotFoundError:
        return None
    return Sign(int(done), None if total is None else int(total), str(message), age)


def ask_to_stop(code: str) -> None:
    """Leave the wish where the job looks for it."""
    path = _path(code, "stop")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def is_asked_to_stop(code: str) -> bool:
    """Whether somebody left the wish."""
    return _path(code, "stop").exists()


def forget(code: str) -> None:
    """Remove the signs of a job that is over."""
    for kind in ("sign", "stop", "new"):
        _path(code, kind).unlink(missing_ok=True)


def _path(code: str, kind: str) -> Path:
    folder: Path = settings.DATA / "jobs"
    return folder / f"{code}.{kind}"
