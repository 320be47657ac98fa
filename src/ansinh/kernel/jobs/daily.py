"""Work that every day needs, once: the worker starts it by itself, whichever worker is first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import override

from ansinh.kernel.jobs.models import Job
from ansinh.kernel.jobs.running import run_job

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DAILY: Final[dict[str, StrOrPromise]] = {}


def every_day(kind: str, title: StrOrPromise) -> None:
    """Let jobs of this kind, which a room has registered, be started once a day. `kind`: at most 8 letters."""
    DAILY[kind] = title


def start_daily(day: date) -> list[str]:
    """Queue what this day has not had yet; the codes of the jobs that were queued.

    A job's code is made of its kind and the day, so that several workers together start it once.
    """
    started = []
    for kind, title in DAILY.items():
        code = code_on(kind, day)
        with transaction.atomic(), override("vi"):
            _job, made = Job.objects.get_or_create(
                code=code, defaults={"kind": kind, "title": str(title), "subject": day.isoformat()}
            )
            if made:
                run_job.enqueue(code)
                started.append(code)
    return started


def last_daily(kind: str) -> Job | None:
    """The newest daily job of a kind."""
    return Job.objects.filter(kind=kind).order_by("-created_at").first()


def code_on(kind: str, day: date) -> str:
    """Its code on a day: `VN-daily-20261125`."""
    return f"VN-{kind}-{day:%Y%m%d}"
