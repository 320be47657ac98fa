"""What became of every row, for the office that sent the list: the same spreadsheet with a column added."""

from __future__ import annotations

from ansinh.kernel.audit.services import record
from ansinh.kernel.files.services import path_of
from ansinh.kernel.messages import N_, _
from ansinh.kernel.sheets.returned import write_returned
from ansinh.kernel.viewer import Viewer
from ansinh.registry.imports import reasons
from ansinh.registry.imports.checking import TO_WRITE
from ansinh.registry.imports.models import ImportBatch, ImportRow, Verdict
from ansinh.registry.imports.reading import read_list
from ansinh.registry.imports.reasons import sentence

_APPLIED = N_("Taken into the registers.")
_PROPOSED = N_("Written, waiting for approval.")
_READY = N_("Can be taken in.")
_UNDONE = N_("Was taken in and undone again, or refused.")
_SAME = N_("Nothing new: the registers hold this already.")
_WAITING = N_("Waits for a decision.")
_REFUSED = N_("Not taken in.")
_TWICE = N_("Not taken in: twice in the list.")


def returned_list(*, viewer: Viewer, batch: ImportBatch) -> bytes:
    """An .xlsx of the list; every row of data says whether it was applied, waits, or was refused and why.

    Raises:
        ImportRefusedError: the file is gone, or the rows are being checked. SheetError: it cannot be read any more.
    """
    table = read_list(batch.file, batch.sheet)
    results = {row.number: outcome(batch, row) for row in batch.rows.exclude(verdict=Verdict.ASIDE).iterator()}
    if any(row.number not in results for row in table.rows):
        raise reasons.not_now()
    content = write_returned(path_of(batch.file).read_bytes(), table, results)
    record(
        viewer=viewer, action="import-returned", subject_kind="import", subject_code=batch.code,
        place_code=batch.place.code, detail=f"rows={len(results)}",
    )  # fmt: skip
    return content


def outcome(batch: ImportBatch, row: ImportRow) -> str:
    """What became of one row, in the reader's language."""
    why = sentence(row.reason, row.reason_values)
    if row.verdict in TO_WRITE:
        return _(_of_written(batch, row))
    said = {Verdict.SAME: _SAME, Verdict.REFUSED: _REFUSED, Verdict.DUPLICATE: _TWICE}.get(
        Verdict(row.verdict), _WAITING
    )
    return f"{_(said)} {why}".strip()


def _of_written(batch: ImportBatch, row: ImportRow) -> str:
    if not row.written:
        return _READY
    if batch.applied:
        return _APPLIED
    return _UNDONE if batch.over else _PROPOSED
