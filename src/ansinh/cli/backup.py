"""`ansinh backup FILE`: everything in one file."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import OK
from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("the file to write, such as an-sinh-2026-11-24.tar.gz")
    )
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there"))


def run(args: argparse.Namespace) -> int:
    """Back up while everybody goes on working."""
    begun = time.monotonic()
    written = ready("ansinh.cli.archive").back_up(args.file, force=args.force)
    said = _("Backed up to {file}: {people} people, {files} files, {size} MB, in {seconds} s.").format(
        file=args.file,
        people=grouped(written.people),
        files=grouped(written.files),
        size=grouped(-(-written.size // 1_000_000)),
        seconds=round(time.monotonic() - begun),
    )
    sys.stdout.write(said + "\n")
    return OK
