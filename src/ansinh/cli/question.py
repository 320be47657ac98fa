"""The arguments that say what is asked: month or day, knowledge date, province, readings, programmes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ansinh.kernel.messages import N_, _
from lawengine.dates import month_bounds, parse_day
from lawengine.errors import QuestionError
from lawengine.plan import Question


def add_question_arguments(parser: argparse.ArgumentParser, *, month_only: bool = False) -> None:
    """Add `--month`, `--on`, `--decided`, `--province`, `--reading`, `--programme`, `--closed`, `--law`, `--json`."""
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--month", metavar="2026-11", help=_("the month that is judged"))
    if not month_only:
        when.add_argument("--on", metavar="2026-11-15", help=_("the day that is judged"))
    parser.add_argument("--decided", metavar=_("DAY"), help=_("decide with what was law on this day (default: today)"))
    parser.add_argument(
        "--province",
        metavar=_("CODE"),
        help=_("official code of the province, of any period (old codes name the area before a merger)"),
    )
    parser.add_argument(
        "--former-province",
        metavar=_("CODE"),
        help=_("which of the provinces that a merged one was made of (where their rules still differ)"),
    )
    parser.add_argument(
        "--reading",
        metavar="ID",
        action="append",
        default=[],
        help=_("switch on a reading where the text leaves two open"),
    )
    parser.add_argument("--programme", metavar="ID", action="append", help=_("only this programme (may be repeated)"))
    parser.add_argument(
        "--closed", action="store_true", help=_("absent facts that the register keeps in full mean “no”")
    )
    parser.add_argument("--law", type=Path, metavar=_("FOLDER"), help=_("the book of law (folder or bundle)"))
    parser.add_argument("--json", action="store_true", help=_("print JSON only"))


def question_from(args: argparse.Namespace) -> Question:
    """The question that the arguments ask.

    Raises:
        QuestionError: a date that is none.
    """
    on = getattr(args, "on", None)
    day = day_of("--on", on) if on else _month(args.month)
    decided = day_of("--decided", args.decided) if args.decided else date.today()
    programmes = frozenset(args.programme) if args.programme else None
    return Question(day, decided, not on, args.province, frozenset(args.reading), programmes, args.former_province)


def _month(text: str) -> date:
    try:
        return month_bounds(text)[1]
    except ValueError:
        raise QuestionError("--month", N_("{text} is not a month such as 2026-11"), text=text) from None


def day_of(name: str, text: str) -> date:
    """A day as it is given on the command line.

    Raises:
        QuestionError: it is none; names the option.
    """
    try:
        return parse_day(text)
    except ValueError:
        raise QuestionError(name, N_("{text} is not a day such as 2026-11-15"), text=text) from None
