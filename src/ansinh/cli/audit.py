"""`ansinh audit verify`: walk the audit log and name the first entry that does not hold."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import django

from ansinh.cli.errors import FAULT, OK
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _

FAULTS = {
    "missing": N_("entry {number} is missing"),
    "altered": N_("entry {number} was altered, or what stood before it: its seal does not fit"),
    "other-seal": N_("entry {number} has not the seal that was noted: the log was rewritten"),
    "cut": N_("entry {number} is missing: the log ends before the entry that was noted"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    acts = parser.add_subparsers(dest="act", metavar=_("ACT"), required=True)
    below = acts.add_parser("verify", help=_("Check every link of the log; status 1 names the first that is broken"))
    below.add_argument("--json", action="store_true", help=_("answer as JSON"))
    below.add_argument(
        "--anchor", metavar=_("NUMBER:SEAL"), help=_("the last line of an earlier run, noted outside of this machine")
    )
    below.add_argument("--export", type=Path, metavar=_("FILE"), help=_("write the entries that hold, one JSON a line"))


def run(args: argparse.Namespace) -> int:
    """Walk the log; the last line is the anchor for the next time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    django.setup()
    # Tables can only be imported once Django is ready.
    verification = importlib.import_module("ansinh.kernel.audit.verification")
    anchor = _anchor(verification.Anchor, args.anchor)
    with contextlib.ExitStack() as stack:
        export = stack.enter_context(args.export.open("w", encoding="utf-8")) if args.export else None
        verdict = verification.verify(verification.stored_entries(), anchor=anchor, export=export)
    sys.stdout.write(_as_json(verdict) if args.json else _as_text(verdict))
    return FAULT if verdict.fault else OK


def _anchor(make: Any, words: str | None) -> Any:
    if words is None:
        return None
    number, colon, seal = words.partition(":")
    if not (number.isdecimal() and int(number) > 0 and colon and len(seal) == 64):
        raise AnSinhError("anchor", N_("{words} is not NUMBER:SEAL, the last line of an earlier run"), words=words)
    return make(int(number), seal)


def _as_json(verdict: Any) -> str:
    told = {"entries": verdict.entries, "seal": verdict.last, "broken": verdict.number, "fault": verdict.fault or None}
    return json.dumps(told) + "\n"


def _as_text(verdict: Any) -> str:
    lines = [_("{count} entries hold.").format(count=verdict.entries)]
    if verdict.fault:
        lines.append(_("Broken: {fault}.").format(fault=_(FAULTS[verdict.fault]).format(number=verdict.number)))
    if verdict.entries:
        lines.append(f"{verdict.entries}:{verdict.last}")
    return "\n".join(lines) + "\n"
