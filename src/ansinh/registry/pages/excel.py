"""A timeline as a spreadsheet; who took it is in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import EXPORT
from ansinh.registry.people.models import Household, Person
from ansinh.shell.columns import Column, Shape
from ansinh.shell.excel import MEDIA_TYPE, heading_of, write_workbook
from ansinh.shell.wording import day

if TYPE_CHECKING:
    from ansinh.kernel.viewer import Viewer
    from ansinh.registry.ledger.moments import Moment
    from ansinh.registry.pages.timeline import Timeline

COLUMNS: Final = (
    Column("starts_on", _("From"), lambda entry: entry.starts_on, Shape.DATE),
    Column("ends_on", _("Until"), lambda entry: entry.ends_on, Shape.DATE),
    Column("what", _("What"), lambda entry: str(entry.title)),
    Column("content", _("Content"), lambda entry: " – ".join(part for part in (entry.text, entry.note) if part)),
    Column("paper", _("Paper"), lambda entry: str(entry.paper or "")),
    Column("recorded", _("Recorded"), lambda entry: entry.recorded, Shape.MOMENT),
    Column("by", _("By"), lambda entry: entry.by),
    Column("change", _("Change"), lambda entry: entry.change),
)


def timeline_excel(
    viewer: Viewer, subject: Person | Household, *, title: str, moment: Moment, line: Timeline
) -> FileResponse:
    """The entries that the viewer sees.

    Raises:
        PermissionDenied: the viewer may not download.
    """
    if not viewer.may(EXPORT):
        raise PermissionDenied(gettext("Your postings do not allow downloads."))
    asked = [(gettext("True on"), moment.asked_day), (gettext("As known on"), moment.asked_known)]
    heading = heading_of(title, viewer.name, [(label, day(value)) for label, value in asked if value])
    record(
        viewer=viewer,
        action="download",
        subject_kind="person" if isinstance(subject, Person) else "household",
        subject_code=subject.code,
        place_code=subject.commune.code,
        purpose=viewer.purpose,
        detail=f"timeline; n={len(line.entries)}",
    )
    content = write_workbook(heading, COLUMNS, line.entries)
    return FileResponse(content, as_attachment=True, filename=f"{subject.code}.xlsx", content_type=MEDIA_TYPE)
