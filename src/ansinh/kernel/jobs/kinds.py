"""Kinds of job: rooms register the function that does the work, under a code word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Running(Protocol):
    """What the function of a job is given."""

    @property
    def subject(self) -> str:
        """The public code of what it works on."""

    @property
    def user(self) -> int | None:
        """Primary key of who started it."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is; raises JobStoppedError when somebody asked to stop. Cheap: call it for every row."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job, in a sentence that is already in the reader's language, and where to look at it."""

    sentence: str = ""
    url: str = ""


Work = Callable[[Running], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """`again`: a job whose worker died is started anew, because doing it twice does no more than once."""

    work: Work
    again: bool


_kinds: dict[str, Kind] = {}


def register(kind: str, work: Work, *, again: bool) -> None:
    """Name the function that does jobs of this kind."""
    _kinds[kind] = Kind(work, again)


def kind_of(kind: str) -> Kind:
    """The kind by its code word; KeyError when no room registered it."""
    return _kinds[kind]
