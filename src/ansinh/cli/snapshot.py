"""`ansinh snapshot`: everybody's facts for a month as Parquet, and what the law says of them."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import OK
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.editions import open_edition
from lawengine.dates import month_bounds
from lawengine.errors import QuestionError
from lawengine.plan import Question
from lawengine.planner import make_plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--month", metavar="2026-11", help=_("facts of this month's last day"))
    parser.add_argument("--out", type=Path, required=True, metavar=_("FOLDER"), help=_("where the snapshot lies"))
    parser.add_argument(
        "--refresh", action="store_true", help=_("bring the snapshot up to date: only households that changed")
    )
    parser.add_argument(
        "--judge", type=Path, metavar=_("FOLDER"), help=_("judge everybody, and write the results here")
    )
    parser.add_argument("--province", metavar=_("CODE"), help=_("whose provincial rules hold, for --judge"))
    parser.add_argument("--json", action="store_true", help=_("print JSON only"))


def run(args: argparse.Namespace) -> int:
    """Take or refresh the snapshot, judge it when asked, say how many and how much."""
    snapshots = ready("ansinh.lawdesk.facts.snapshot")
    if ready("ansinh.registry.loading.schema").pending():
        raise AnSinhError(
            "no-registers",
            N_("The database has no registers of this version: run “ansinh upgrade”, or “ansinh demo” for a demo."),
        )
    edition = open_edition()
    say = None if args.json else _say
    if args.refresh:
        taken = snapshots.refresh_snapshot(edition.catalogue, args.out, say)
    else:
        taken = snapshots.take_snapshot(edition.catalogue, _month(args.month), args.out, say)
    answer: dict[str, Any] = {
        "day": taken.day.isoformat(),
        "known": taken.known.isoformat(),
        "people": taken.people,
        "refreshed": taken.refreshed,
    }
    if args.judge:
        batch = importlib.import_module("lawengine.batch")
        plan = make_plan(edition, Question(taken.day, date.today(), True, args.province))
        faults: list[Any] = []
        summary = batch.run(plan, snapshots.parts_of(args.out), args.judge, faults=faults)
        answer["faults"] = len(faults)
        answer["programmes"] = {
            total.programme: {"paid": total.paid, "undetermined": total.undetermined, "amount": total.amount}
            for total in summary.totals
            if total.paid or total.undetermined
        }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n" if args.json else _told(answer))
    return OK


def _month(text: str | None) -> date:
    try:
        return month_bounds(text or "")[1]
    except ValueError:
        raise QuestionError("--month", N_("{text} is not a month such as 2026-11"), text=text or "") from None


def _say(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done}/{of} " + ("\n" if done == of else ""))


def _told(answer: dict[str, Any]) -> str:
    lines = [
        _("{people} people on {day}; {refreshed} asked anew").format(
            people=grouped(answer["people"]), day=answer["day"], refreshed=grouped(answer["refreshed"])
        )
    ]
    if answer.get("faults"):
        lines.append(_("{count} values cannot be; their households are left out").format(count=answer["faults"]))
    for name, total in answer.get("programmes", {}).items():
        lines.append(
            _("{programme}: {paid} paid, {amount} đồng; {undetermined} cannot be told yet").format(
                programme=name, **{key: grouped(value) for key, value in total.items()}
            )
        )
    return "\n".join(lines) + "\n"
