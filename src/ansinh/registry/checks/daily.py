"""What every day brings: rows that come due are drawn into the pictures, and the checks run; and when it last did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansinh.kernel import slots
from ansinh.kernel.jobs.daily import every_day, last_daily
from ansinh.kernel.jobs.kinds import Outcome, Running, register
from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.viewer import KEEP_OFFICES, Viewer
from ansinh.registry.checks.services import run_checks
from ansinh.registry.offices.selectors import today
from ansinh.registry.people.due import redraw_due

KIND: Final = "daily"
# Older than this, somebody has to look why no worker runs.
_LATE: Final = timedelta(days=2)


def register_work() -> None:
    """Tell the worker of the job, and that every day needs it."""
    register(KIND, _run, again=True)
    every_day(KIND, gettext_lazy("Daily work: entries that come due, checks of the registers"))


def last_run_panel(viewer: Viewer | None) -> slots.Panel | None:
    """When it last ran, on the home page of whoever keeps the system."""
    if viewer is None or not viewer.may(KEEP_OFFICES):
        return None
    job = last_daily(KIND)
    done = Job.objects.filter(kind=KIND, state=JobState.DONE).order_by("-finished_at").first()
    late = done is None or done.finished_at is None or today() - date.fromisoformat(done.subject) >= _LATE
    return slots.Panel("registry/checks/daily.html", {"job": job, "done": done, "late": late}, order=90)


def _run(running: Running) -> Outcome:
    before = Job.objects.filter(kind=KIND, state=JobState.DONE, subject__lt=running.subject).order_by("-subject")
    since = before.values_list("subject", flat=True).first()
    drawn = redraw_due(today(), date.fromisoformat(since) if since else None, running.progress)
    standing = run_checks(progress=running.progress)
    said = _("{drawn} pictures were drawn anew; {count} findings stand.").format(drawn=drawn, count=standing)
    return Outcome(said, reverse("checks"))
