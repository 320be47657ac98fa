"""A commune vouches for a register, or comes onto the list of hard areas: proposed on a paper, approved by another.

Each writes a change of two people (changes.services), with both clocks. Sending a form twice makes one change; a form
that was opened before somebody else's change of the same is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import PROPOSE, Viewer
from ansinh.registry.changes.errors import not_yours
from ansinh.registry.changes.guards import VOUCH
from ansinh.registry.changes.naming import say
from ansinh.registry.changes.services import add_row, open_change
from ansinh.registry.ledger.models import Change, Paper, Recorded
from ansinh.registry.ledger.wording import title_of
from ansinh.registry.places.models import Place
from ansinh.registry.proposals import errors
from ansinh.registry.proposals.seals import read_seal
from ansinh.registry.proposals.services import ended, held
from ansinh.registry.scope import reaches
from ansinh.registry.statuses.models import VOUCHED, Completeness, HardArea

HARD_AREA: Final = "hard-area"
Row = Completeness | HardArea
say(title_of(Completeness), title_of(HardArea), *VOUCHED.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, of which commune, on which paper. `seal`: of the form (proposals.seals); blank when there was none."""

    viewer: Viewer
    commune: Place
    paper: Paper | None
    seal: str = ""


@transaction.atomic
def propose_vouching(asked: Asked, register: str, starts_on: date) -> Change:
    """Propose that a register is complete in the commune as of a day: from then on a blank means "no".

    Raises:
        ChangeError: `change-not-yours` outside the viewer's territory or functions, `paper-missing`, `page-stale`,
            `change-waiting`; `row-held` when the commune vouches for it already.
    """
    row = Completeness(register=register, commune=asked.commune, starts_on=starts_on)
    return _submit(asked, row, None)


@transaction.atomic
def propose_hard_area(asked: Asked, hard: bool, starts_on: date) -> Change:
    """Propose that the commune is, or is not, an especially hard area from a day on; what held before ends then.

    Raises:
        ChangeError: as in `propose_vouching`.
    """
    row = HardArea(commune=asked.commune, hard=hard, starts_on=starts_on)
    before = HardArea.objects.known().true_on(starts_on).filter(commune=asked.commune)
    continued = before.filter(Q(starts_on__isnull=True) | Q(starts_on__lt=starts_on)).first()
    return _submit(asked, row, continued)


@transaction.atomic
def propose_end(asked: Asked, row: Row, ends_on: date) -> Change:
    """Propose that a row is true only until a day: then nothing is said of the commune any more.

    Raises:
        ChangeError: as in `propose_vouching`; `row-not-held`.
    """
    sent = _sent(asked)
    return sent or _submit(asked, ended(row, ends_on), held(row), replaces=True)


def kind_of(row: Recorded) -> str:
    """The kind of a change that is about a row."""
    return f"{VOUCH}{row.register}" if isinstance(row, Completeness) else HARD_AREA


def _submit(asked: Asked, row: Recorded, before: Recorded | None, *, replaces: bool = False) -> Change:
    sent = _sent(asked)
    if sent is not None:
        return sent
    if asked.paper is None:
        raise errors.no_paper()
    if not reaches(asked.viewer, PROPOSE, asked.commune):
        raise not_yours()
    code, seen_at = read_seal(asked.seal) if asked.seal else ("", None)
    alone = {name: getattr(row, name) for name in row.ALONE}
    if seen_at is not None:
        later = Q(known_from__gt=seen_at) | Q(known_to__gt=seen_at)
        if type(row).objects.filter(later, known_from__isnull=False, **alone).exists():
            raise errors.page_stale()
    change = open_change(
        viewer=asked.viewer,
        kind=kind_of(row),
        title=stored_title(row),
        two_people=True,
        place=asked.commune,
        paper=asked.paper,
        seen_at=seen_at,
        code=code,
    )
    if before is not None and not replaces:
        assert row.starts_on is not None
        add_row(change, ended(before, row.starts_on), before)
    add_row(change, row, before if replaces else None)
    record(
        viewer=asked.viewer,
        action="change-proposed",
        subject_kind="change",
        subject_code=change.code,
        place_code=asked.commune.code,
        detail=f"{change.code} {change.kind}",
    )
    return change


def _sent(asked: Asked) -> Change | None:
    """The change that this very form made already."""
    code = read_seal(asked.seal)[0] if asked.seal else ""
    made = Change.objects.filter(code=code).first() if code else None
    if made is not None and (made.proposed_by_id != asked.viewer.user or made.place_id != asked.commune.pk):
        raise errors.used_code()
    return made


def stored_title(row: Recorded) -> str:
    """What a change of a row is called in the table."""
    with override("vi"):  # what stands in the registers is Vietnamese, whatever the officer reads
        title = str(title_of(type(row)))
        return f"{title}: {VOUCHED[row.register]}" if isinstance(row, Completeness) else title
