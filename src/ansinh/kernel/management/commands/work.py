"""`django-admin work`: a worker process, which does queued jobs, looks after those whose worker died, and starts what
every day needs."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from threading import Event, Thread
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils import timezone

from ansinh.kernel.jobs.daily import start_daily
from ansinh.kernel.jobs.services import tend_jobs

logger = logging.getLogger(__name__)
TEND: Final = 10.0  # seconds


class Command(BaseCommand):
    """Runs until it is stopped, or with `--batch` until the queue is empty."""

    help = "Do queued jobs"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when the queue is empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        over = Event()
        tend_jobs()
        lasting = not options["batch"]
        if lasting:
            start_daily(timezone.localdate())
        tending = Thread(target=_tend, args=(over,), kwargs={"daily": lasting}, name="tend-jobs", daemon=True)
        tending.start()
        try:
            call_command("db_worker", interval=0.5, batch=options["batch"], startup_delay=False, reload=False)
        finally:
            over.set()
            tending.join()


def _tend(over: Event, every: float = TEND, *, daily: bool = False) -> None:
    while not over.wait(every):
        try:
            tend_jobs()
            if daily:
                start_daily(timezone.localdate())
        except OperationalError as busy:
            # The next round finds them; a worker does not die of a database that is busy or being restarted.
            connection.close_if_unusable_or_obsolete()
            logger.warning("tending jobs: %s", busy)
    connection.close()
