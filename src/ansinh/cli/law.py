"""`ansinh law`: check the book, show a programme, print the lawbook, bundle, compare editions, evaluate."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ansinh.cli import law_diff
from ansinh.cli.errors import sentence
from ansinh.cli.question import add_question_arguments, question_from
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.editions import find_book, open_edition
from ansinh.lawdesk.lawbook.build import build_lawbook
from ansinh.lawdesk.programme_text import programme_text
from lawengine.book import dump_bundle, load_folder
from lawengine.cel.play import Error, Outside, evaluate_text
from lawengine.exhaust import check_tables
from lawengine.planner import make_plan
from lawengine.stories import tell_all, uncovered

OUTSIDE_SUBSET, EVALUATION_ERROR = 3, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    below = parser.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    check = below.add_parser(
        "check", help=_("read every file, type every expression, run every story, go through every table")
    )
    check.add_argument("--json", action="store_true", help=_("print JSON only"))
    show = below.add_parser("show", help=_("one programme as it stands in a month"))
    add_question_arguments(show)
    show.add_argument("id", metavar=_("PROGRAMME"))
    book = below.add_parser("book", help=_("print the book of law as HTML for a jurist"))
    book.add_argument("--out", type=Path, default=Path("build/lawbook"), metavar=_("FOLDER"))
    bundle = below.add_parser("bundle", help=_("write the edition as one file; its hash is its name"))
    bundle.add_argument("--out", type=Path, metavar=_("FILE"))
    for item in (check, book, bundle):
        item.add_argument("--law", type=Path, metavar=_("FOLDER"), help=_("the book of law (folder or bundle)"))
    diff = below.add_parser("diff", help=_("what another edition, or another day, changes: in words and in people"))
    law_diff.add_arguments(diff)
    evaluate = below.add_parser("eval", help=_("evaluate one expression of the law's language"))
    evaluate.add_argument("expression", metavar="EXPR")
    evaluate.add_argument("--bind", default="{}", metavar="JSON", help=_("values of the names, as a JSON object"))
    evaluate.add_argument("--json", action="store_true", help=_("print JSON only"))


def run(args: argparse.Namespace) -> int:
    """Run one sub-command."""
    actions = {"check": _check, "show": _show, "book": _book, "bundle": _bundle, "diff": law_diff.run, "eval": _eval}
    return actions[args.action](args)


def _check(args: argparse.Namespace) -> int:
    edition = load_folder(args.law or find_book())
    told, coverage = tell_all(edition)
    faults = [
        f"{item.story.file}:{item.story.line}: {item.story.text}: {fault}" for item in told for fault in item.faults
    ]
    gaps = uncovered(edition, coverage)
    undecided = check_tables(edition)
    figures: dict[str, Any] = {
        "edition": edition.hash,
        "programmes": len(edition.programmes),
        "rows": sum(len(law.rows) for law in edition.programmes.values()),
        "stories": len(told),
        "faults": faults,
        "uncovered": gaps,
        "undecided": undecided,
    }
    if args.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    else:
        for line in (*faults, *(_("no story reaches: {row}").format(row=gap) for gap in gaps), *undecided):
            sys.stdout.write(line + "\n")
        summary = _(
            "{programmes} programmes, {rows} rows, {stories} stories; "
            "{faults} disagree, {gaps} rows without a story, {undecided} undecided tables"
        )
        counts = {"faults": len(faults), "gaps": len(gaps), "undecided": len(undecided)}
        sys.stdout.write(summary.format(**{**figures, **counts}) + "\n")
    return 1 if faults or gaps or undecided else 0


def _show(args: argparse.Namespace) -> int:
    args.programme = [args.id]
    edition = open_edition(args.law)
    plan = make_plan(edition, question_from(args))
    sys.stdout.write(programme_text(plan, args.id))
    return 0


def _book(args: argparse.Namespace) -> int:
    place = build_lawbook(load_folder(args.law or find_book()), args.out)
    sys.stdout.write(_("The book of law is at {place}").format(place=place) + "\n")
    return 0


def _bundle(args: argparse.Namespace) -> int:
    text = dump_bundle(args.law or find_book())
    edition = json.loads(text)["hash"]
    out = args.out or Path(f"law-{edition[:12]}.json")
    out.write_text(text, encoding="utf-8")
    sys.stdout.write(_("Edition {edition} is in {place}").format(edition=edition, place=out) + "\n")
    return 0


def _eval(args: argparse.Namespace) -> int:
    try:
        bindings = json.loads(args.bind)
    except (json.JSONDecodeError, RecursionError):
        bindings = None
    if not isinstance(bindings, dict):
        raise AnSinhError("bind", N_("--bind takes a JSON object such as {example}"), example='{"age": 75}')
    outcome = evaluate_text(args.expression, bindings)
    if isinstance(outcome, Outside):
        return _print_outcome(args, OUTSIDE_SUBSET, {"kind": "outside", "reason": sentence(outcome.error)})
    if isinstance(outcome, Error):
        return _print_outcome(args, EVALUATION_ERROR, {"kind": "error", "reason": sentence(outcome.error)})
    return _print_outcome(args, 0, {"kind": "value", "type": str(outcome.type), "value": outcome.value})


def _print_outcome(args: argparse.Namespace, status: int, outcome: dict[str, Any]) -> int:
    if args.json:
        sys.stdout.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    elif status == 0:
        sys.stdout.write(json.dumps(outcome["value"], ensure_ascii=False) + "\n")
    else:
        kinds = {OUTSIDE_SUBSET: _("outside the law's language"), EVALUATION_ERROR: _("error")}
        sys.stderr.write(f"{kinds[status]}: {outcome['reason']}\n")
    return status
