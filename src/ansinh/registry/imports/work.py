"""The long steps of an import, as background jobs; each may be killed at any moment and begun anew."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.services import record_bulk
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.kinds import Outcome, Running, register
from ansinh.kernel.messages import _
from ansinh.kernel.viewer import Viewer
from ansinh.registry.changes.services import apply_change, undo_change
from ansinh.registry.imports.checking import check_list
from ansinh.registry.imports.models import ImportBatch, ImportRow, Stage
from ansinh.registry.imports.services import APPLY, CHECK, UNDO, WRITE
from ansinh.registry.imports.writing import write_list
from ansinh.registry.offices.selectors import viewer_of


def register_work() -> None:
    """Tell the worker who does the jobs of imports."""
    register(CHECK, check, again=True)
    register(WRITE, write, again=True)
    register(APPLY, apply, again=True)
    register(UNDO, undo, again=True)


def check(running: Running) -> Outcome:
    """Read and judge the rows; when no list can be read the batch is back where it was."""
    batch = _batch(running)
    if batch.stage != Stage.CHECKING:
        return _outcome(batch, "")
    try:
        check_list(batch, running.progress)
    except AnSinhError:
        before = Stage.CHECKED if batch.version else Stage.READ
        ImportBatch.objects.filter(pk=batch.pk, stage=Stage.CHECKING).update(stage=before)
        raise
    return _outcome(batch, _("The rows are checked. Look them over."))


def write(running: Running) -> Outcome:
    """Write the proposals; a list that needs no second person is applied at once."""
    batch = _batch(running)
    if batch.stage == Stage.WRITING:
        write_list(batch, running.progress)
        batch.refresh_from_db()
    if batch.change is not None and batch.waits and not batch.change.two_people:
        return apply(running)
    return _outcome(batch, _("The list is written and waits for approval.") if batch.waits else "")


def apply(running: Running) -> Outcome:
    """Make all of the list's rows true at one moment. Done twice it does no more than once."""
    batch = _batch(running)
    if batch.waits and batch.change is not None:
        with transaction.atomic():
            apply_change(viewer=_viewer(running), code=batch.change.code)
            _log(running, batch, "import-applied")
    return _outcome(batch, _("The registers hold the list now."))


def undo(running: Running) -> Outcome:
    """Hold again what was held before."""
    batch = _batch(running)
    if batch.applied and batch.change is not None:
        with transaction.atomic():
            undo_change(viewer=_viewer(running), code=batch.change.code, reason=batch.code)
            _log(running, batch, "import-undone")
    return _outcome(batch, _("The list was undone."))


def _log(running: Running, batch: ImportBatch, action: str) -> None:
    written = ImportRow.objects.filter(batch=batch, written=True, person__isnull=False)
    record_bulk(
        viewer=_viewer(running),
        action=action,
        subject_kind="person",
        codes=written.values_list("person__code", flat=True).distinct(),
        subject_code=batch.code,
        place_code=batch.place.code,
    )


def _batch(running: Running) -> ImportBatch:
    return ImportBatch.objects.select_related("change", "place", "file").get(code=running.subject)


def _viewer(running: Running) -> Viewer:
    assert running.user is not None
    return viewer_of(User.objects.get(pk=running.user))


def _outcome(batch: ImportBatch, sentence: str) -> Outcome:
    return Outcome(sentence, reverse("import", args=[batch.code]))
