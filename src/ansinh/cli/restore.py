"""`ansinh restore FILE`: what a backup holds, in place of what is here."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import FAULT, OK
from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("a file that “ansinh backup” wrote"))
    parser.add_argument("--force", action="store_true", help=_("throw away the data that are here now"))


def run(args: argparse.Namespace) -> int:
    """Restore, then look whether the audit log holds and whether the tables are those of this version."""
    begun = time.monotonic()
    manifest = ready("ansinh.cli.archive").restore(args.file, force=args.force)
    upgrading = ready("ansinh.cli.upgrading")
    said = _("Restored from {file}: {people} people, as of {moment}, in {seconds} s.").format(
        file=args.file,
        people=grouped(int(manifest["people"])),
        moment=manifest["made_at"],
        seconds=round(time.monotonic() - begun),
    )
    sys.stdout.write(said + "\n")
    if waiting := upgrading.pending():
        note = _("The backup is from an older version ({count} steps are missing): run “ansinh upgrade” now.")
        sys.stdout.write(note.format(count=len(waiting)) + "\n")
        return OK
    entries, fault = upgrading.audit_log()
    sys.stdout.write(upgrading.told(entries, fault) + "\n")
    return FAULT if fault else OK
