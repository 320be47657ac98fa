"""The timeline: every row that was held of somebody, newest first, with its paper and who recorded it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from ansinh.kernel.viewer import Viewer
from ansinh.registry.ledger.models import Paper, Recorded
from ansinh.registry.ledger.tokens import token_of
from ansinh.registry.ledger.wording import kind_of, summary_of, title_of
from ansinh.registry.masking import names_itself, unmasked
from ansinh.registry.people.models import Death
from ansinh.registry.statuses.models import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ansinh.registry.ledger.moments import Moment

_WHOSE = {"person": frozenset({"person"}), "household": frozenset({"household"})}
PAST, NOW, LATER = "past", "now", "later"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the registers as a line of a timeline.

    Attributes:
        state: `past`, `now` or `later`, as seen from the day of the page.
        recorded: since when the registers hold it so. corrected: it replaced an earlier entry.
        needs_paper: it rests on no paper and should.
    """

    row: Recorded
    kind: str
    title: StrOrPromise
    text: str
    note: str
    starts_on: date | None
    ends_on: date | None
    state: str
    paper: Paper | None
    recorded: datetime
    by: str
    change: str
    corrected: bool
    needs_paper: bool

    @property
    def token(self) -> str:
        """The row in an address."""
        return token_of(self.row)

    @property
    def is_status(self) -> bool:
        """Whether it can be corrected and ended as a status."""
        return isinstance(self.row, Status)

    @property
    def shade(self) -> str:
        """How the timeline draws it."""
        return {PAST: "past", NOW: "ok"}.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries that the viewer sees, and how many stay hidden until a purpose is named."""

    entries: list[Entry]
    hidden: int

    @property
    def kinds(self) -> set[str]:
        """Registers on the page."""
        return {entry.kind for entry in self.entries}


def timeline(viewer: Viewer, rows: Iterable[Recorded], moment: Moment, whose: str) -> Timeline:
    """Rows as a timeline.

    Args:
        rows: with `change`, its paper and its proposer loaded. whose: `person` or `household`, whom the page is about.
    """
    entries, hidden = [], 0
    for row in rows:
        if names_itself(viewer, kind_of(type(row))):
            hide = _WHOSE[whose] if unmasked(viewer) else _WHOSE[whose] | {"ethnicity"}
            entries.append(_entry(row, moment.day, hide))
        else:
            hidden += 1
    entries.sort(key=lambda entry: (entry.starts_on or date.min, entry.recorded, entry.row.pk), reverse=True)
    return Timeline(entries, hidden)


def _entry(row: Recorded, day: date, hide: frozenset[str]) -> Entry:
    model = type(row)
    by = row.change.proposed_by
    assert row.known_from is not None
    return Entry(
        row=row,
        kind=kind_of(model),
        title=title_of(model),
        text=summary_of(row, hide),
        note=getattr(row, "note", ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=_state(row, day),
        paper=row.change.paper,
        recorded=row.known_from,
        by=by.full_name if by else "",
        change=row.change.code,
        corrected=row.replaces is not None,
        needs_paper=row.change.paper_id is None and bool(getattr(model, "NEEDS_PAPER", model is Death)),
    )


def _state(row: Recorded, day: date) -> str:
    if row.ends_on is not None and row.ends_on <= day:
        return PAST
    return LATER if row.starts_on is not None and row.starts_on > day else NOW
