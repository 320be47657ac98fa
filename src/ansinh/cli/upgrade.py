"""`ansinh upgrade`: the database brought to this version, after a backup; with --rehearse on a copy first."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import FAULT, OK
from ansinh.kernel.messages import _, language
from ansinh.kernel.words_of_money import grouped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--rehearse", action="store_true", help=_("upgrade a copy, report, and leave the data as they are")
    )
    parser.add_argument("--no-backup", action="store_true", help=_("do not back up first"))


def run(args: argparse.Namespace) -> int:
    """Upgrade, or rehearse it; status 1 when something was lost or the audit log does not hold."""
    upgrading = ready("ansinh.cli.upgrading")
    if args.rehearse:
        return _rehearse()
    waiting = upgrading.pending()
    if waiting and not args.no_backup and ready("ansinh.cli.archive").holds_data():
        file = Path(ready("django.conf").settings.DATA) / f"before-upgrade-{time.strftime('%Y%m%d-%H%M%S')}.tar.gz"
        ready("ansinh.cli.archive").back_up(file)
        sys.stdout.write(_("Backed up to {file} first.").format(file=file) + "\n")
    report = upgrading.upgrade()
    sys.stdout.write("\n".join(_lines(report, upgrading)) + "\n")
    return OK if report.is_sound else FAULT


def _rehearse() -> int:
    begun = time.monotonic()
    with ready("ansinh.registry.loading.copies").rehearsal() as surroundings:
        copied = round(time.monotonic() - begun)
        sys.stdout.write(_("Rehearsal on a copy (copied in {seconds} s):").format(seconds=copied) + "\n")
        sys.stdout.flush()
        words = [sys.executable, "-m", "ansinh.cli.main", "--lang", language(), "upgrade", "--no-backup"]
        done = subprocess.run(words, env=os.environ | surroundings, check=False)  # noqa: S603 - our own command
    if done.returncode == OK:
        sys.stdout.write(_("The rehearsal went well. The real data were not touched.") + "\n")
        return OK
    sys.stdout.write(_("The rehearsal did not go well; do not upgrade. The real data were not touched.") + "\n")
    return FAULT


def _lines(report: Any, upgrading: Any) -> list[str]:
    if report.steps:
        begun = _("{count} steps in {seconds} s: {steps}").format(
            count=len(report.steps), seconds=report.seconds, steps=", ".join(report.steps)
        )
    else:
        begun = _("The database is of this version already.")
    lines = [begun, _("{rows} rows in all tables.").format(rows=grouped(report.rows))]
    lines += [
        _("Fewer rows in {table}: {before} before, {after} now.").format(
            table=table, before=grouped(before), after=grouped(after)
        )
        for table, (before, after) in sorted(report.lost.items())
    ]
    return [*lines, upgrading.told(report.entries, report.fault)]
