"""`ansinh simulate`: what another level of money would cost on a list, by programme and commune, and who gains."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from ansinh.cli.question import add_question_arguments, question_from
from ansinh.kernel.messages import N_, _, language, ngettext
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.law_changes import amount_words
from ansinh.lawdesk.roll.intake import read_list
from ansinh.lawdesk.roll.judging import monthly_programmes
from ansinh.lawdesk.roll.tables import unit_words
from ansinh.lawdesk.roll.wording import mark_words, unread_words
from ansinh.lawdesk.scenario.comparison import Comparison, marks_of, of_list, of_tally
from ansinh.lawdesk.scenario.cubes import Snapshot, snapshot_files
from ansinh.lawdesk.scenario.page import Told, signed, write_comparison
from ansinh.lawdesk.scenario.tables import figures_of
from ansinh.lawdesk.wording import day_in_words
from lawengine.errors import QuestionError
from lawengine.model import Edition
from lawengine.plan import Plan, Question
from lawengine.planner import make_plan, value_in_force
from lawengine.scenario import with_amounts

BAD_ROWS = 3
MOST_COMMUNES = 20
MOST_SILENT = 5
AMOUNT = re.compile(r"\d{1,3}(?:[._]\d{3})+|\d+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_question_arguments(parser, month_only=True)
    add = parser.add_argument
    setting = _("set a parameter, such as social.standard_rate=600000 (may be repeated)")
    add("--set", dest="settings", action="append", required=True, metavar="NAME=VALUE", help=setting)
    add("--mapping", type=Path, metavar=_("FILE"), help=_("which column is which fact (default: the file beside)"))
    add("--out", type=Path, metavar=_("FOLDER"), help=_("where the page with its chart and the tables are written"))
    add(
        "list",
        type=Path,
        metavar=_("LIST"),
        help=_("the list, or a snapshot: Parquet by fact names, or a folder of it"),
    )


def run(args: argparse.Namespace) -> int:
    """Compare and print; see docs/reference/cli.md for the exit status."""
    question, edition = question_from(args), open_edition(args.law)
    if question.programmes is None:
        question = replace(question, programmes=monthly_programmes(edition))
    amounts = settings_of(args.settings)
    before, after, comparison, bad = _compare(args, edition, question, amounts)
    told = Told(_("What if"), list(_lines(edition, question, amounts)), edition.hash)
    figures = {**_asked(question, edition, amounts, before), **figures_of(comparison), "bad_rows": bad}
    status = BAD_ROWS if bad else 0
    if args.out:
        write_comparison(comparison, told, figures, args.out)
    if args.json:
        sys.stdout.write(json.dumps({**figures, "exit": status}, ensure_ascii=False) + "\n")
        return status
    sys.stdout.writelines(f"{line}\n" for line in told.lines)
    say_comparison(comparison)
    for words in unread_words(after):
        sys.stdout.write(_("NOT COMPLETE") + ": " + words + "\n")
    if bad:
        text = _("{count} of the rows could not be read: nobody on them was judged.")
        sys.stdout.write(text.format(count=grouped(bad)) + "\n")
    if args.out:
        sys.stdout.write(_("The page is at {place}").format(place=args.out / "index.html") + "\n")
    return status


def settings_of(texts: list[str]) -> dict[str, int]:
    """Amounts by parameter, from `NAME=VALUE`.

    Raises:
        QuestionError: another shape, or a parameter twice.
    """
    found: dict[str, int] = {}
    for text in texts:
        name, _equals, value = text.partition("=")
        if not name or not AMOUNT.fullmatch(value):
            raise QuestionError("--set", N_("{text} is not of the form social.standard_rate=600000"), text=text)
        if name in found:
            raise QuestionError("--set", N_("{name} is set twice"), name=name)
        found[name] = int(re.sub(r"[._]", "", value))
    return found


def _compare(
    args: argparse.Namespace, edition: Edition, question: Question, amounts: dict[str, int]
) -> tuple[Plan, Plan, Comparison, int]:
    """Both plans, what they come to on the people, and how many rows could not be read."""
    if snapshot_files(args.list):
        snapshot = Snapshot(args.list, closed=args.closed, say=_say_work)
        before, after, tally = snapshot.compare(edition, question, amounts)
        return before, after, of_tally(tally, before, after), 0
    before = make_plan(edition, question)
    after = make_plan(with_amounts(edition, question, amounts), question)
    intake = read_list(args.list, edition, mapping=args.mapping, on=question.on, decided=question.decided)
    return before, after, of_list(intake, before, after, closed=args.closed), len(intake.bad)


def _say_work(step: str) -> None:
    said = {
        "build": _("The cube of these people is built; the next what-if will be fast."),
        "again": _("The cube that is kept does not tell apart what is asked now."),
        "people": _("No cube holds these people exactly: each of them is judged."),
    }
    sys.stderr.write(said[step] + "\n")


def _asked(question: Question, edition: Edition, amounts: dict[str, int], before: Plan) -> dict[str, Any]:
    return {
        "month": question.on.isoformat()[:7],
        "decided": question.decided.isoformat(),
        "province": question.province,
        "readings": sorted(question.readings),
        "edition": edition.hash,
        "programmes": [item.id for item in before.programmes if item.in_force],
        "set": amounts,
        "unread": [group.id for group in before.unread],
    }


def _lines(edition: Edition, question: Question, amounts: dict[str, int]) -> list[str]:
    """What is asked, in words: the month, and each parameter from what to what."""
    month = day_in_words(question.on.isoformat()[:7])
    decided = day_in_words(question.decided.isoformat())
    lines = [_("Month {month}, by what was law on {decided}").format(month=month, decided=decided)]
    for name, amount in amounts.items():
        parameter, value = edition.parameters[name], value_in_force(edition, name, question)
        label = parameter.label_en if language() == "en" else parameter.label
        now = amount_words(None if value is None else value.amount, parameter.unit)
        lines.append(f"{label}: {now} → {amount_words(amount, parameter.unit)}")
    return lines


def silent_words(count: int) -> str:
    """Programmes that pay nobody here but cannot be told either, in one line."""
    text = _("… and {count} other programmes that pay nobody here and cannot be told of somebody")
    return text.format(count=grouped(count))


def say_comparison(comparison: Comparison) -> None:
    """The figures in words and columns; the largest communes only."""
    write, shift = sys.stdout.write, comparison.shift
    write("\n" + _("By programme") + "\n")
    silent = [row for row in comparison.programmes if not row.before.amount and not row.after.amount]
    shown = [row for row in comparison.programmes if row not in silent or len(silent) <= MOST_SILENT]
    for row in shown:
        people = ngettext("{count} person", "{count} people", row.after.paid).format(count=grouped(row.after.paid))
        money = f"{grouped(row.before.amount)} → {grouped(row.after.amount)} ({signed(row.difference)})"
        unknown = max(row.before.undetermined, row.after.undetermined)
        open_ = ", " + _("undecided: {count}").format(count=grouped(unknown)) if unknown else ""
        write(f"  {row.title}: {people}, {money} {unit_words(row.unit)}{open_}\n")
    if len(shown) < len(comparison.programmes):
        write("  " + silent_words(len(silent)) + "\n")
    write(_("By commune") + "\n")
    for commune in comparison.communes[:MOST_COMMUNES]:
        write(f"  {commune.commune}: {grouped(commune.before)} → {grouped(commune.after)} ")
        write(f"({signed(commune.difference)}) {_('đồng')}\n")
    if len(comparison.communes) > MOST_COMMUNES:
        more = len(comparison.communes) - MOST_COMMUNES
        write("  " + _("… and {count} other communes").format(count=grouped(more)) + "\n")
    text = _("{people} people: {gain} gain {more} đồng, {lose} lose {less} đồng, {same} unchanged, {open} undecided.")
    numbers = {"people": comparison.people, "gain": shift.gainers, "lose": shift.losers, "same": shift.unchanged}
    numbers |= {"open": shift.undetermined, "more": shift.gain, "less": shift.loss}
    write("\n" + text.format(**{name: grouped(number) for name, number in numbers.items()}) + "\n")
    if comparison.houses.gainers or comparison.houses.losers:
        text = _("{gain} households gain, {lose} lose.")
        houses = comparison.houses
        write(text.format(gain=grouped(houses.gainers), lose=grouped(houses.losers)) + "\n")
    text = _("Cost {before} → {after} đồng ({difference}).")
    difference = signed(comparison.after - comparison.before)
    before, after = grouped(comparison.before), grouped(comparison.after)
    write(text.format(before=before, after=after, difference=difference) + "\n")
    for title, mark in marks_of(comparison).items():
        write(f"{mark_words(mark)}: {title}\n")
