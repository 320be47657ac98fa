"""`ansinh law diff A B`: what another edition, or another day, changes – in words, and in people on a list."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ansinh.cli.question import day_of
from ansinh.cli.simulate import say_comparison
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.law_changes import change_words, cites_words, kind_of_change_words, part_words, when_words
from ansinh.lawdesk.roll.intake import read_list
from ansinh.lawdesk.roll.judging import monthly_programmes
from ansinh.lawdesk.scenario.comparison import Comparison, of_list
from ansinh.lawdesk.scenario.tables import figures_of
from ansinh.lawdesk.wording import programme_title
from lawengine.dates import month_bounds
from lawengine.edition_diff import Change, dated_changes, edition_changes
from lawengine.errors import QuestionError
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BAD_ROWS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add = parser.add_argument
    add("before", metavar="A", help=_("a folder or bundle of law, or a day of one book such as 2026-10-04"))
    add("after", metavar="B", help=_("the same kind: the later one"))
    add("--law", type=Path, metavar=_("FOLDER"), help=_("the book whose days are compared (folder or bundle)"))
    add("--list", type=Path, metavar=_("LIST"), help=_("count who gains and who loses on this list"))
    add("--month", metavar="2026-11", help=_("the month that is judged on the list, when editions are compared"))
    add("--decided", metavar=_("DAY"), help=_("decide with what was law on this day (default: today)"))
    add("--mapping", type=Path, metavar=_("FILE"), help=_("which column is which fact (default: the file beside)"))
    add("--province", metavar=_("CODE"), help=_("official code of the province, of any period"))
    reading = _("switch on a reading where the text leaves two open")
    add("--reading", metavar="ID", action="append", default=[], help=reading)
    add("--programme", metavar="ID", action="append", help=_("only this programme (may be repeated)"))
    add("--closed", action="store_true", help=_("absent facts that the register keeps in full mean “no”"))
    add("--json", action="store_true", help=_("print JSON only"))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both editions, what differs, and the questions that the list is asked (None: none)."""

    before: Edition
    after: Edition
    changes: tuple[Change, ...]
    questions: tuple[Question, Question] | None


def run(args: argparse.Namespace) -> int:
    """Compare and print; exit status 0, or 3 with rows of the list that could not be read."""
    sides = _days(args) if DAY.fullmatch(args.before) else _editions(args)
    if args.programme:
        known = sides.before.programmes.keys() | sides.after.programmes.keys()
        for name in sorted(set(args.programme) - known):
            raise QuestionError("--programme", N_("unknown programme {programme}"), programme=name)
        wanted = frozenset(args.programme)
        kept = tuple(change for change in sides.changes if change.item.touches & wanted)
        sides = replace(sides, changes=kept)
    comparison, bad = _people(args, sides) if args.list else (None, 0)
    status = BAD_ROWS if bad else 0
    if args.json:
        figures = {} if comparison is None else {"people": figures_of(comparison), "bad_rows": bad}
        changes = [_plain(change, sides.after) for change in sides.changes]
        told = {"before": sides.before.hash, "after": sides.after.hash, "changes": changes, **figures, "exit": status}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _told(sides))
        if comparison is not None:
            say_comparison(comparison)
    return status


def _days(args: argparse.Namespace) -> _Sides:
    """Two days of one book, each judged as the law stood on it."""
    edition = open_edition(args.law)
    one, other = (_question(args, day_of(name, text)) for name, text in (("A", args.before), ("B", args.after)))
    return _Sides(edition, edition, dated_changes(edition, one, other), (one, other))


def _question(args: argparse.Namespace, on: date) -> Question:
    return Question(on, on, False, args.province, frozenset(args.reading))


def _editions(args: argparse.Namespace) -> _Sides:
    """Two books, both asked the same."""
    books = []
    for text in (args.before, args.after):
        place = Path(text)
        if not place.exists():
            raise QuestionError(text, N_("there is no such folder or bundle, and it is no day such as 2026-10-04"))
        books.append(open_edition(place))
    questions = None
    if args.month:
        try:
            on = month_bounds(args.month)[1]
        except ValueError:
            template = N_("{text} is not a month such as 2026-11")
            raise QuestionError("--month", template, text=args.month) from None
        decided = day_of("--decided", args.decided) if args.decided else date.today()
        question = Question(on, decided, True, args.province, frozenset(args.reading))
        questions = (question, question)
    return _Sides(books[0], books[1], edition_changes(books[0], books[1]), questions)


def _people(args: argparse.Namespace, sides: _Sides) -> tuple[Comparison, int]:
    if sides.questions is None:
        raise QuestionError("--month", N_("say which month is judged on the list"))
    plans = []
    for edition, question in zip((sides.before, sides.after), sides.questions, strict=True):
        wanted = (
            frozenset(args.programme) & edition.programmes.keys() if args.programme else monthly_programmes(edition)
        )
        readings = question.readings & edition.readings.keys()
        plans.append(make_plan(edition, replace(question, programmes=wanted, readings=readings)))
    on, decided = (max(getattr(item, name) for item in sides.questions) for name in ("on", "decided"))
    intake = read_list(args.list, sides.after, mapping=args.mapping, on=on, decided=decided)
    born = min(item.on for item in sides.questions)
    return of_list(intake, *plans, closed=args.closed, born_by=born), len(intake.bad)


def _told(sides: _Sides) -> Iterator[str]:
    """General changes first, then programme by programme; what reaches several stands with the general ones."""
    own: dict[str, list[Change]] = {}
    for change in sides.changes:
        own.setdefault(change.item.owner if change.item.owner in _programmes(sides) else "", []).append(change)
    if not sides.changes:
        yield _("Nothing is different.")
    for change in own.pop("", []):
        yield f"• {_line(change, sides)}"
    for name, changes in own.items():
        edition = sides.after if name in sides.after.programmes else sides.before
        yield programme_title(name, edition)
        yield from (f"  • {_line(change, sides)}" for change in changes)


def _programmes(sides: _Sides) -> frozenset[str]:
    return frozenset(sides.before.programmes) | frozenset(sides.after.programmes)


def _line(change: Change, sides: _Sides) -> str:
    edition = sides.before if change.after is None else sides.after
    said, when = change_words(change, edition), when_words(change.item.window)
    return f"{said}, {when}" if when else said


def _plain(change: Change, edition: Edition) -> dict[str, Any]:
    """One change as plain JSON values."""
    item, old, new = change.item, change.before, change.after
    window = item.window
    return {
        "part": item.part,
        "kind": change.kind,
        "owner": item.owner,
        "id": item.id,
        "label": item.label,
        "before": None if old is None else {"value": old.value, "test": old.test},
        "after": None if new is None else {"value": new.value, "test": new.test},
        "from": None if window.start is None else window.start.isoformat(),
        "until": None if window.until is None else window.until.isoformat(),
        "in_law": None if window.in_law is None else window.in_law.isoformat(),
        "reading": window.reading,
        "programmes": sorted(item.touches),
        "cite": cites_words(item.cites, edition),
        "words": f"{part_words(item.part)} {kind_of_change_words(change)}: {change_words(change, edition)}",
        "when": when_words(window),
    }
