"""The background job that runs the checks."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from ansinh.kernel.jobs.kinds import Outcome, Running, register
from ansinh.kernel.messages import _
from ansinh.registry.checks.services import run_checks

KIND: Final = "checks"


def register_work() -> None:
    """Tell the worker of the job."""
    register(KIND, _run, again=True)


def _run(running: Running) -> Outcome:
    standing = run_checks(progress=running.progress)
    return Outcome(_("{count} findings stand.").format(count=standing), reverse("checks"))
