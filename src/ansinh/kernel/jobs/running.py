"""Doing a job: the worker takes it up, shows its progress, and writes down what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, Final

from django.utils import timezone, translation
from django_tasks import task

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.errors import JobStoppedError
from ansinh.kernel.jobs.kinds import kind_of
from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.jobs.signs import beat, forget, is_asked_to_stop, read_sign, write_sign
from ansinh.kernel.messages import _, speaking

BEAT: Final = 2.0  # seconds between two signs of life
TELL: Final = timedelta(seconds=0.4)  # between two tellings of progress


@task()
def run_job(code: str) -> str:
    """Do the job with this code, unless it is over or another worker has it; its state afterwards."""
    job = _take(code)
    if job is None:
        return "nothing to do"
    with _Heart(job.code), translation.override(job.language), speaking(job.language):
        return _work(job)


def _take(code: str) -> Job | None:
    """Of several workers that were told of a job, one gets it."""
    job = Job.objects.filter(code=code, state=JobState.WAITING).first()
    if job is None:
        return None
    attempt = job.attempt + 1
    mine = Job.objects.filter(pk=job.pk, state=JobState.WAITING, attempt=job.attempt)
    if not mine.update(state=JobState.RUNNING, attempt=attempt, taken_at=timezone.now()):
        return None
    job.attempt = attempt
    write_sign(code, 0, None, "")
    return job


def _work(job: Job) -> str:
    told = _("The system could not finish this work. Tell your administrator the number of this job.")
    changes: dict[str, Any] | None = {"state": JobState.FAILED, "message": told}
    try:
        outcome = kind_of(job.kind).work(_Handle(job))
        changes = {"state": JobState.DONE, "result": outcome.sentence[:500], "result_url": outcome.url, "message": ""}
    except JobStoppedError as stopped:
        changes = {"state": JobState.STOPPED, "message": _(stopped.template)}
    except AnSinhError as refused:
        changes = {"state": JobState.FAILED, "message": _(refused.template).format(**refused.params)[:300]}
    except (KeyboardInterrupt, SystemExit):
        changes = None  # the worker is told to end: the job is left for the next one
        raise
    finally:
        # Whatever else was raised goes on to the task's own record, with its traceback.
        if changes is not None:
            _finish(job, changes)
    return str(changes["state"])


def _finish(job: Job, changes: dict[str, Any]) -> None:
    sign = read_sign(job.code)
    if sign:
        changes |= {"done": sign.done, "total": sign.total}
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if mine.update(finished_at=timezone.now(), **changes):
        forget(job.code)


@dataclass(slots=True)
class _Handle:
    """What a job's function holds (kinds.Running)."""

    job: Job
    told: datetime | None = None

    @property
    def subject(self) -> str:
        return self.job.subject

    @property
    def user(self) -> int | None:
        return self.job.started_by_id

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        now = timezone.now()
        if self.told is not None and now - self.told < TELL and done != total:
            return
        self.told = now
        if is_asked_to_stop(self.job.code):
            raise JobStoppedError
        write_sign(self.job.code, done, total, message)


class _Heart:
    """Beats in a thread of its own, for one statement of a job may take longer than a worker may be silent."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._over = Event()
        self._thread = Thread(target=self._beat, name=f"heart-{code}", daemon=True)

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            beat(self._code)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
