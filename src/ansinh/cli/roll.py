"""`ansinh roll`: the month's roll from a list of people."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from ansinh.cli.question import add_question_arguments, question_from
from ansinh.kernel.mapping import ListMapping
from ansinh.kernel.messages import N_, _, ngettext
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.roll.changes import KINDS, Changes, RollUnbalancedError, kind_words
from ansinh.lawdesk.roll.heads import commune_totals, counts_of, programme_totals
from ansinh.lawdesk.roll.intake import read_list
from ansinh.lawdesk.roll.judging import monthly_programmes
from ansinh.lawdesk.roll.make import Made, make_roll, stamp_of
from ansinh.lawdesk.roll.model import Intake
from ansinh.lawdesk.roll.tables import unit_words
from ansinh.lawdesk.roll.wording import unread_words
from lawengine.catalogue import Catalogue
from lawengine.errors import QuestionError
from lawengine.planner import make_plan

MAY_NOT_CLOSE, BAD_ROWS, UNBALANCED = 1, 3, 4
MOST_ROWS_SAID, MOST_CHARACTERS = 20, 60
BIRTH, HIDDEN = "birth_date", "•••"
# Parts of a sentence about a row that speak of other rows, of columns, or of what is allowed.
SAYS_NOTHING_PRIVATE = frozenset({"count", "earlier", "known", "most", "name", "other", "rows"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_question_arguments(parser, month_only=True)
    parser.add_argument("--out", type=Path, required=True, metavar=_("FOLDER"), help=_("where the roll is written"))
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar=_("FILE"),
        help=_("which column is which fact (default: the file beside the list)"),
    )
    parser.add_argument(
        "--previous", type=Path, metavar=_("FOLDER"), help=_("an earlier roll: list the changes and check the sums")
    )
    parser.add_argument(
        "--allow-unverified",
        action="store_true",
        help=_("close the roll although it rests on texts that are not yet verified"),
    )
    parser.add_argument("--progress", action="store_true", help=_("show progress even when nobody watches"))
    parser.add_argument("list", type=Path, metavar=_("LIST"), help=_("the list: .xlsx, .xls, .ods, .csv or .parquet"))


def run(args: argparse.Namespace) -> int:
    """Make the roll; see docs/reference/cli.md for the exit status."""
    question = question_from(args)
    edition = open_edition(args.law)
    if question.programmes is None:
        question = replace(question, programmes=monthly_programmes(edition))
    unknown = sorted(question.programmes - edition.programmes.keys() if question.programmes else ())
    if unknown:
        raise QuestionError("--programme", N_("unknown programme {programme}"), programme=unknown[0])
    plan = make_plan(edition, question)
    watch = _Watch() if args.progress or (sys.stderr.isatty() and not args.json) else None
    if watch:
        watch.say(_("Reading the list"))
    intake = read_list(args.list, edition, mapping=args.mapping, on=question.on, decided=question.decided)
    if watch:
        watch.end()
    if not args.json:
        _say_mapping(intake)
    try:
        made = make_roll(
            intake,
            plan,
            args.out,
            closed=args.closed,
            allow_unverified=args.allow_unverified,
            previous=args.previous,
            progress=watch.tell if watch else None,
        )
    except RollUnbalancedError as error:
        sys.stderr.write(f"ansinh: {_(error.template).format(**error.params)}\n")
        return UNBALANCED
    finally:
        if watch:
            watch.end()
    status = _status(made)
    if args.json:
        sys.stdout.write(json.dumps({**made.summary, "exit": status}, ensure_ascii=False) + "\n")
    else:
        _say(made, args.out)
    return status


def _status(made: Made) -> int:
    if made.roll.rests_on_doubt and not made.roll.allow_unverified:
        return MAY_NOT_CLOSE
    return BAD_ROWS if made.roll.intake.bad else 0


class _Watch:
    """Progress on one line of standard error."""

    def __init__(self) -> None:
        self._width = 0

    def tell(self, step: str, done: int, total: int) -> None:
        """Show how far a step is."""
        self.say(f"{step}: {grouped(done)} / {grouped(total)}")

    def say(self, text: str) -> None:
        """Show a text in place of the one before."""
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

    def end(self) -> None:
        """Clear the line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            self._width = 0


def _say_mapping(intake: Intake) -> None:
    write = sys.stdout.write
    if intake.proposed:
        text = _(
            "Which column says what, and what a blank means, was guessed from the headings. "
            "Look over {file} beside the list, correct it, and run again."
        )
        write(f"{_('MAPPING NOT LOOKED OVER')}: " + text.format(file=intake.mapping_path) + "\n")
    else:
        write(_("Mapping of the columns: {file}").format(file=intake.mapping_path) + "\n")
    unnamed = intake.mapping.unnamed(intake.table)
    if unnamed:
        write(_("Columns that the mapping does not mention:") + " " + ", ".join(unnamed) + "\n")
    for sheet in intake.table.other_sheets:
        if sheet.data_rows:
            text = _("The sheet {sheet} with {rows} rows was not read.")
            write(text.format(sheet=sheet.name, rows=sheet.data_rows) + "\n")


def _say(made: Made, out: Path) -> None:
    roll, write = made.roll, sys.stdout.write
    counts = counts_of(roll)
    write("\n" + _("By programme") + "\n")
    for item in programme_totals(roll):
        people = ngettext("{count} person", "{count} people", item.people).format(count=grouped(item.people))
        write(f"  {item.title}: {people}, {grouped(item.amount)} {unit_words(item.unit)}\n")
    write(_("By commune") + "\n")
    for commune in commune_totals(roll):
        people = _("{paid} of {people} people paid").format(paid=grouped(commune.paid), people=grouped(commune.people))
        write(f"  {commune.commune}: {people}, {grouped(commune.amount)} {_('đồng')}\n")
    text = _(
        "{rows} rows = {people} people + {bad} bad rows; "
        "{people} people = {paid} paid + {open} undecided + {refused} entitled to nothing."
    )
    numbers = {"rows": counts.rows, "people": counts.people, "bad": counts.bad_rows, "paid": counts.paid}
    numbers |= {"open": counts.undetermined, "refused": counts.refused}
    write("\n" + text.format(**{name: grouped(number) for name, number in numbers.items()}) + "\n")
    write(_("To be paid") + f": {grouped(counts.amount)} {_('đồng')}\n")
    if made.changes:
        _say_changes(made.changes)
    _say_bad(roll.intake, roll.plan.catalogue)
    if counts.bad_rows:
        text = _("{count} of the rows could not be read: nobody on them was judged.")
        write(text.format(count=grouped(counts.bad_rows)) + "\n")
    for words in unread_words(roll.plan):
        write(_("NOT COMPLETE") + ": " + words + "\n")
    if roll.rests_on_doubt:
        write(stamp_of(roll) + ": " + "; ".join(dict.fromkeys(item.title for item in roll.rests_on_doubt)) + "\n")
    write(_("The roll is at {place}").format(place=out / "index.html") + "\n")


def _private_columns(mapping: ListMapping, catalogue: Catalogue) -> frozenset[str]:
    """Columns of names, identity numbers, birth dates and sensitive facts."""
    private = {name for name, fact in catalogue.facts.items() if fact.sensitive or fact.type == "member"} | {BIRTH}
    columns = {item.column for item in mapping.columns if item.facts() & private}
    return frozenset(columns | {name for name in (mapping.id_column, mapping.name) if name})


def _said(name: str, value: object, *, hidden: bool) -> object:
    """What a sentence about a bad row may say on a terminal: no private contents, no endless ones."""
    if hidden and name not in SAYS_NOTHING_PRIVATE:
        return HIDDEN
    return f"{value[:MOST_CHARACTERS]}…" if isinstance(value, str) and len(value) > MOST_CHARACTERS else value


def _say_changes(changes: Changes) -> None:
    said = ", ".join(f"{kind_words(kind)} {grouped(changes.count(kind))}" for kind in KINDS)
    sys.stdout.write(
        _("Changes since {month}").format(month="/".join(reversed(changes.since.split("-")))) + f": {said}\n"
    )
    text = _("Last roll {before} + changes {change} = this roll {after} đồng.")
    total = changes.total
    sys.stdout.write(
        text.format(before=grouped(total.before), change=grouped(total.change), after=grouped(total.after)) + "\n"
    )


def _say_bad(intake: Intake, catalogue: Catalogue) -> None:
    """Row, column and reason, never the person's name; what is private in a cell stays in the file of bad rows."""
    private = _private_columns(intake.mapping, catalogue)
    for bad in intake.bad[:MOST_ROWS_SAID]:
        for problem in bad.problems:
            hidden = problem.column in private
            params = {name: _said(name, value, hidden=hidden) for name, value in problem.params.items()}
            reason = _(problem.template).format(**params)
            text = _("row {row}, column “{column}”: {reason}")
            sys.stdout.write(text.format(row=problem.row, column=problem.column, reason=reason) + "\n")
    more = len(intake.bad) - MOST_ROWS_SAID
    if more > 0:
        sys.stdout.write(
            _("… and {count} more bad rows in {file}").format(count=grouped(more), file="bad-rows.xlsx") + "\n"
        )
