"""Who sees which jobs: whoever started them, and administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.jobs.signs import is_asked_to_stop, read_sign
from ansinh.kernel.viewer import KEEP_OFFICES, Viewer


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is now. `percent` is None while its size is not known; `silent`: seconds without a sign of life."""

    job: Job
    done: int
    total: int | None
    message: str
    stopping: bool
    silent: int

    @property
    def percent(self) -> int | None:
        if self.job.state == JobState.DONE:
            return 100
        return min(self.done * 100 // self.total, 100) if self.total else None


def jobs_for(viewer: Viewer) -> QuerySet[Job]:
    """Jobs that the viewer may see, newest first."""
    jobs = Job.objects.select_related("started_by")
    return jobs if viewer.may(KEEP_OFFICES) else jobs.filter(started_by=viewer.user)


def progress_of(job: Job) -> Progress:
    """From the running worker's signs, or from the row when it is over."""
    sign = read_sign(job.code) if job.state == JobState.RUNNING else None
    if sign is None:
        return Progress(job, job.done, job.total, job.message, is_asked_to_stop(job.code), 0)
    return Progress(job, sign.done, sign.total, sign.message, is_asked_to_stop(job.code), int(sign.age))
