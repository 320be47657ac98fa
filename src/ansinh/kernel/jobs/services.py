"""Starting a job, asking it to stop, and finding those whose worker died."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ansinh.kernel.codes import new_code
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.kinds import kind_of
from ansinh.kernel.jobs.models import OPEN, Job, JobState
from ansinh.kernel.jobs.running import run_job
from ansinh.kernel.jobs.signs import ask_to_stop, forget, read_sign
from ansinh.kernel.messages import N_, _, language
from ansinh.kernel.viewer import Viewer

logger = logging.getLogger(__name__)
# A worker gives a sign of life every two seconds, so this is long.
SILENCE: Final = timedelta(seconds=30)
ATTEMPTS: Final = 3


@transaction.atomic
def start_job(*, viewer: Viewer, kind: str, title: str, subject: str = "") -> Job:
    """Queue one job; it begins when the caller's transaction is complete.

    While one of the same kind works on the same subject, that one is given back: two clicks are one job.

    Raises:
        KeyError: no room does jobs of this kind.
    """
    kind_of(kind)
    running = Job.objects.filter(kind=kind, subject=subject, state__in=OPEN).first() if subject else None
    if running:
        return running
    job = Job.objects.create(
        code=new_code("VN"), kind=kind, title=title[:200], subject=subject, started_by_id=viewer.user,
        language=language(),
    )  # fmt: skip
    run_job.enqueue(job.code)
    return job


def stop_job(*, viewer: Viewer, job: Job) -> None:
    """Ask a job to stop. One that waits is over at once; one that runs stops at its next row and undoes itself.

    Raises:
        AnSinhError: `job-over` when there is nothing to stop any more.
    """
    over = Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.STOPPED,
        finished_at=timezone.now(),
        message=_("Stopped by {name} before it began.").format(name=viewer.name),
    )
    if over:
        return
    if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING).exists():
        raise AnSinhError("job-over", N_("This job is already over."))
    ask_to_stop(job.code)


def tend_jobs() -> list[str]:
    """Find jobs whose worker died; start them anew, or mark them when that is not safe. Their codes, for the log.

    Every worker does this every few seconds, several at once do no harm: each step is one conditional update.
    """
    tended = []
    for job in Job.objects.filter(_forgotten()):
        sign = read_sign(job.code)
        if sign is not None and sign.age < SILENCE.total_seconds():
            continue
        again = kind_of(job.kind).again and job.attempt < ATTEMPTS
        if _put_back(job) if again else _mark(job):
            tended.append(job.code)
            logger.warning("job %s lost its worker: %s", job.code, "started anew" if again else "marked as failed")
    return tended


def _forgotten() -> Q:
    return Q(state=JobState.RUNNING, taken_at__lt=timezone.now() - SILENCE)


def _put_back(job: Job) -> bool:
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
        if not mine.update(state=JobState.WAITING):
            return False
        run_job.enqueue(job.code)
    return True


def _mark(job: Job) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    told = _("The work was interrupted (the machine or the worker stopped). Nothing of it was kept; start it again.")
    forget(job.code)
    return bool(mine.update(state=JobState.FAILED, finished_at=timezone.now(), message=told))
