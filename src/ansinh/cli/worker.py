"""`ansinh worker`: do queued jobs until stopped; `ansinh serve` starts one by itself."""

from __future__ import annotations

import argparse

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import OK
from ansinh.kernel.messages import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--batch", action="store_true", help=_("end when nothing is left to do"))


def run(args: argparse.Namespace) -> int:
    """Work."""
    management = ready("django.core.management")
    management.call_command("work", batch=args.batch)
    return OK
