"""Imports, step by step: uploaded, columns looked over, rows checked, decided, written, approved, undone.

Each step moves the batch from one stage to the next with one conditional update, so of two clicks or two officers one
has an effect. Long steps are background jobs (imports.work).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from ansinh.kernel.audit.services import record
from ansinh.kernel.codes import new_code
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.files.services import Upload, store
from ansinh.kernel.jobs.models import Job
from ansinh.kernel.jobs.services import start_job
from ansinh.kernel.mapping import signature
from ansinh.kernel.messages import N_, _
from ansinh.kernel.viewer import IMPORT, PROPOSE, Viewer
from ansinh.registry.changes import errors
from ansinh.registry.changes.guards import reaches_change, why_not_undo
from ansinh.registry.changes.services import open_change, refuse_change, withdraw_change
from ansinh.registry.imports import reasons
from ansinh.registry.imports.checking import TO_WRITE, judge_rows, match_of
from ansinh.registry.imports.columns import HALVES, MARKS
from ansinh.registry.imports.models import Decision, ImportBatch, ImportColumn, ImportRow, Stage, Verdict, Who
from ansinh.registry.imports.reading import say
from ansinh.registry.imports.statuses import REGISTERS
from ansinh.registry.imports.targets import READERS
from ansinh.registry.ledger.models import Change, Paper, State
from ansinh.registry.offices.models import Office
from ansinh.registry.people.models import Person
from ansinh.registry.places.models import Place
from ansinh.registry.scope import function_of, reaches

CHECK, WRITE, APPLY, UNDO = "import-check", "import-write", "import-apply", "import-undo"
TITLES: Mapping[str, str] = {
    CHECK: N_("Checking the list {title}"),
    WRITE: N_("Writing the list {title}"),
    APPLY: N_("Applying the list {title}"),
    UNDO: N_("Undoing the list {title}"),
}
REOPEN = "reopen"  # instead of a decision: forget what was decided
# States of a change after which the same list may come again.
_GONE = (State.UNDONE, State.REFUSED, State.WITHDRAWN)
_DECIDABLE = (
    Verdict.CONFLICT,
    Verdict.ASK,
    Verdict.DUPLICATE,
    Verdict.WAITING,
    Verdict.NEW,
    Verdict.UPDATE,
    Verdict.SAME,
)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What an officer chose for one column: a target, or what a filled cell says (`sex=male`), or neither."""

    position: int
    target: str = ""
    says: str = ""


@transaction.atomic
def open_batch(
    *, viewer: Viewer, upload: Upload, place: Place, holds_from: date, office: Office | None = None, sheet: str = ""
) -> ImportBatch:
    """Take a list in and begin to check it.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-same-file` (names the batch that is there).
        AnSinhError: the file is empty, too large or of a kind that is not kept.
    """
    if not reaches(viewer, IMPORT, place):
        raise reasons.not_yours()
    file = store(upload, viewer=viewer)
    StoredFile.objects.select_for_update().get(pk=file.pk)
    same = ImportBatch.objects.filter(file=file, sheet=sheet, place=place).exclude(stage=Stage.CANCELLED)
    other = same.exclude(change__state__in=_GONE).first()
    if other is not None:
        raise reasons.same_file(other.code)
    batch = ImportBatch.objects.create(
        code=new_code("NL"),
        title=(upload.name or file.name)[:200],
        file=file,
        sheet=sheet,
        office=office,
        place=place,
        holds_from=holds_from,
        made_by_id=viewer.user,
    )
    record(
        viewer=viewer,
        action="import-opened",
        subject_kind="import",
        subject_code=batch.code,
        place_code=place.code,
        detail=f"sha256={file.sha256}",
    )
    start_check(viewer=viewer, batch=batch)
    return batch


def start_check(*, viewer: Viewer, batch: ImportBatch) -> Job:
    """Read the file and judge its rows (anew), in the background.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now`.
    """
    _must_reach(viewer, batch)
    _move(batch, (Stage.READ, Stage.CHECKED, Stage.CHECKING), Stage.CHECKING)
    return _job(viewer, CHECK, batch)


@transaction.atomic
def save_columns(
    *,
    viewer: Viewer,
    batch: ImportBatch,
    choices: Sequence[ColumnChoice],
    constants: Mapping[str, str],
    holds_from: date | None = None,
) -> Job:
    """Keep what each column is taken for, forget what was decided about rows, and check anew.

    Args:
        constants: what holds for every row and stands in no column, by target.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now`, `import-no-name`.
    """
    _must_reach(viewer, batch)
    _move(batch, (Stage.READ, Stage.CHECKED), Stage.CHECKED)
    chosen = {choice.position: choice for choice in choices}
    columns = list(batch.columns.filter(constant=""))
    for column in columns:
        choice = chosen.get(column.position)
        if choice is not None:
            column.target = choice.target if choice.target in READERS or choice.target in HALVES else ""
            column.says = choice.says if _is_mark(choice.says) else ""
    if not any(column.target in ("full_name", "given_name") for column in columns):
        raise reasons.no_name_column()
    ImportColumn.objects.bulk_update(columns, ["target", "says"])
    batch.columns.exclude(constant="").delete()
    given = [(target, text.strip()) for target, text in constants.items() if text.strip() and target in READERS]
    last = max((column.position for column in columns), default=-1)
    ImportColumn.objects.bulk_create(
        ImportColumn(batch=batch, position=last + number, heading="", target=target, constant=text[:120])
        for number, (target, text) in enumerate(given, start=1)
    )
    ImportRow.objects.filter(batch=batch).update(turn=0)
    if holds_from is not None:
        ImportBatch.objects.filter(pk=batch.pk).update(holds_from=holds_from)
    ImportBatch.objects.filter(pk=batch.pk).update(signature=signature([column.heading for column in columns]))
    return start_check(viewer=viewer, batch=batch)


def _is_mark(says: str) -> bool:
    target, _sign, value = says.partition("=")
    return value in MARKS.get(target, ())


@transaction.atomic
def decide_row(
    *, viewer: Viewer, batch: ImportBatch, number: int, turn: int, decision: str = "", who: str = "", person: str = ""
) -> ImportRow:
    """Decide about one row; it is judged anew at once.

    Args:
        turn: the row's as the page showed it: of two officers who decide at once, one is told so.
        decision: a Decision, REOPEN, or blank. who: a Who, or blank for the one decided before.
        person: the code of the person that is meant, one of the candidates.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now`.
    """
    _must_reach(viewer, batch)
    _move(batch, (Stage.CHECKED,), Stage.CHECKED)
    row = ImportRow.objects.select_for_update(of=("self",)).filter(batch=batch, number=number).first()
    if row is None or row.turn != turn or row.verdict not in _DECIDABLE:
        raise reasons.not_now()
    if decision == REOPEN:
        row.decision = row.who = ""
        row.person = None
    elif decision in Decision.values:
        row.decision = decision
    if who in Who.values:
        row.who = who
        row.person = _chosen(batch, row, person) if who == Who.KNOWN else None
    row.turn += 1
    row.decided_by_id, row.decided_at = viewer.user, timezone.now()
    _judge_anew(batch, row)
    row.save()
    return row


def _chosen(batch: ImportBatch, row: ImportRow, code: str) -> Person:
    """The candidate with this code; whoever is no candidate cannot be meant."""
    row.who = ""
    match = match_of(batch, row)
    row.who = Who.KNOWN
    for person in match.candidates or ((match.person,) if match.person else ()):
        if person.code == code:
            return person
    raise reasons.not_now()


def _judge_anew(batch: ImportBatch, row: ImportRow) -> None:
    if row.verdict == Verdict.DUPLICATE and row.who != Who.ANOTHER:
        return
    row.verdict = Verdict.ASK if row.doubt else ""
    if judge_rows(batch, [row]):
        ImportBatch.objects.filter(pk=batch.pk).update(two_people=True)
    if row.doubt and row.verdict in TO_WRITE:
        say(row, Verdict(row.verdict))


@transaction.atomic
def start_write(*, viewer: Viewer, batch: ImportBatch, version: int) -> Job:
    """Write what is settled as one proposed change, in the background; what waits stays in the list.

    Args:
        version: of the check that the officer looked at.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-function`, `import-not-now`, `import-nothing`.
    """
    _must_reach(viewer, batch)
    _must_hold_registers(viewer, batch)
    moved = ImportBatch.objects.filter(pk=batch.pk, stage=Stage.CHECKED, version=version)
    if not moved.update(stage=Stage.WRITING):
        raise reasons.not_now()
    if not ImportRow.objects.filter(batch=batch, verdict__in=TO_WRITE).exists():
        raise reasons.nothing_to_write()
    batch.refresh_from_db()
    paper = Paper.objects.create(
        code=new_code("GT"), kind=_("List"), number=batch.code, issuer=str(batch.office or ""), file=batch.file,
        note=batch.title[:300],
    )  # fmt: skip
    batch.change = open_change(
        viewer=viewer, kind="import", title=batch.title, two_people=batch.two_people, place=batch.place, paper=paper
    )
    batch.change.state = State.WRITING
    batch.change.save(update_fields=["state"])
    batch.save(update_fields=["change"])
    return _job(viewer, WRITE, batch)


def _must_hold_registers(viewer: Viewer, batch: ImportBatch) -> None:
    targets = set(batch.columns.values_list("target", flat=True))
    targets |= {says.partition("=")[0] for says in batch.columns.values_list("says", flat=True)}
    for register in {REGISTERS[target] for target in targets if target in REGISTERS}:
        if not reaches(viewer, PROPOSE, batch.place, function=function_of(register.KIND)):
            raise reasons.foreign_register(str(register.TITLE))


@transaction.atomic
def cancel_batch(*, viewer: Viewer, batch: ImportBatch, reason: str = "") -> None:
    """Drop a list that was not applied; what it proposed is withdrawn, or refused when another had proposed it.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now` when it is applied already.
    """
    _must_reach(viewer, batch)
    stages = [stage for stage in Stage if stage != Stage.CANCELLED]
    _move(batch, stages, Stage.CANCELLED)
    if batch.change is not None:
        Change.objects.filter(pk=batch.change.pk, state=State.WRITING).update(state=State.PROPOSED)
        drop = withdraw_change if batch.change.proposed_by_id == viewer.user else refuse_change
        drop(viewer=viewer, code=batch.change.code, reason=reason or _("Cancelled"))
    record(viewer=viewer, action="import-cancelled", subject_kind="import", subject_code=batch.code,
           place_code=batch.place.code)  # fmt: skip


def resume(*, viewer: Viewer, batch: ImportBatch) -> Job:
    """Go on with a step whose job was stopped or lost.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now` when no step is under way.
    """
    _must_reach(viewer, batch)
    kind = {Stage.CHECKING: CHECK, Stage.WRITING: WRITE, Stage.WRITTEN: WRITE}.get(Stage(batch.stage))
    if kind is None:
        raise reasons.not_now()
    return _job(viewer, kind, batch)


def start_apply(*, viewer: Viewer, batch: ImportBatch) -> Job:
    """Approve a written list: all its rows at one moment, in the background.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now`.
    """
    if not batch.waits or batch.change is None:
        raise reasons.not_now()
    if not reaches_change(viewer, batch.change):
        raise reasons.not_yours()
    if batch.change.two_people and batch.change.proposed_by_id == viewer.user:
        raise errors.same_person()
    return _job(viewer, APPLY, batch)


def start_undo(*, viewer: Viewer, batch: ImportBatch) -> Job:
    """Hold again what was held before an applied list, in the background.

    Raises:
        ImportRefusedError: `import-not-yours`, `import-not-now`. ChangeError: `change-same-person`.
    """
    if not batch.applied or batch.change is None:
        raise reasons.not_now()
    if not reaches_change(viewer, batch.change):
        raise reasons.not_yours()
    forbidden = why_not_undo(viewer, batch.change)
    if forbidden is not None:
        raise forbidden
    return _job(viewer, UNDO, batch)


def _must_reach(viewer: Viewer, batch: ImportBatch) -> None:
    if not reaches(viewer, IMPORT, batch.place):
        raise reasons.not_yours()


def _move(batch: ImportBatch, before: Sequence[str], after: str) -> None:
    if not ImportBatch.objects.filter(pk=batch.pk, stage__in=before).update(stage=after):
        raise reasons.not_now()
    batch.stage = after


def _job(viewer: Viewer, kind: str, batch: ImportBatch) -> Job:
    return start_job(viewer=viewer, kind=kind, title=_(TITLES[kind]).format(title=batch.title), subject=batch.code)
