"""`ansinh recompute`: arrears and recovery of some months of a list, between two days of deciding."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from ansinh.cli.question import day_of
from ansinh.cli.simulate import MOST_SILENT, silent_words
from ansinh.kernel.messages import N_, _, ngettext
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.recompute.ledger import read_ledger
from ansinh.lawdesk.recompute.make import Recomputed, months_between, recompute_list
from ansinh.lawdesk.recompute.states import Asked, Known
from ansinh.lawdesk.recompute.tables import Sum, by_month, by_programme, whole
from ansinh.lawdesk.recompute.words import causes_words
from ansinh.lawdesk.recompute.write import stamp, summary_of, write_recomputation
from ansinh.lawdesk.roll.intake import read_list
from ansinh.lawdesk.roll.judging import monthly_programmes
from ansinh.lawdesk.roll.model import Intake
from ansinh.lawdesk.roll.wording import programme_title
from ansinh.lawdesk.wording import day_in_words
from lawengine.dates import month_bounds
from lawengine.errors import QuestionError
from lawengine.model import Edition

DOUBT, BAD_ROWS = 1, 3
MOST_MONTHS = 120
MOST_CAUSES = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("--from", dest="first", metavar="2026-07", required=True, help=_("the first month"))
    add("--to", dest="last", metavar="2026-10", required=True, help=_("the last month"))
    add("--decided", metavar=_("DAY"), required=True, help=_("the day on which the months were decided"))
    add("--again", metavar=_("DAY"), help=_("the day on which they are decided again (default: today)"))
    add("--late", type=Path, metavar=_("LIST"), help=_("the list as it is known now (default: the same list)"))
    paid = _("what was paid: a roll's folder, an earlier recomputation, or a .csv table (may be repeated)")
    add("--paid", type=Path, action="append", default=[], metavar=_("PLACE"), help=paid)
    add("--mapping", type=Path, metavar=_("FILE"), help=_("which column is which fact (default: the file beside)"))
    add("--province", metavar=_("CODE"), help=_("official code of the province, of any period"))
    add("--former-province", metavar=_("CODE"), help=_("which of the provinces that a merged one was made of"))
    both, again = _("switch on a reading where the text leaves two open, on both days"), _("on the second day only")
    add("--reading", metavar="ID", action="append", default=[], help=both)
    add("--reading-again", metavar="ID", action="append", default=[], help=again)
    add("--programme", metavar="ID", action="append", help=_("only this programme (may be repeated)"))
    add("--closed", action="store_true", help=_("absent facts that the register keeps in full mean “no”"))
    add("--law", type=Path, metavar=_("FOLDER"), help=_("the book of law (folder or bundle)"))
    add("--allow-unverified", action="store_true", help=_("let money move on texts that are not yet verified"))
    add("--out", type=Path, metavar=_("FOLDER"), help=_("where the tables are written"))
    add("--json", action="store_true", help=_("print JSON only"))
    add("list", type=Path, metavar=_("LIST"), help=_("the list: .xlsx, .xls, .ods, .csv or .parquet"))


def run(args: argparse.Namespace) -> int:
    """Recompute; see docs/reference/cli.md for the exit status."""
    edition = open_edition(args.law)
    asked = _asked(args, edition)
    then, now = day_of("--decided", args.decided), day_of("--again", args.again) if args.again else date.today()
    if now < then:
        raise QuestionError("--again", N_("this day lies before the day on which the months were decided"))
    ledger = read_ledger(args.paid)
    intake = _read(args, args.list, edition, asked, now)
    late = _read(args, args.late, edition, asked, now) if args.late else intake
    readings = frozenset(args.reading)
    before = Known(intake, then, readings)
    after = Known(late, now, readings | frozenset(args.reading_again))
    made = recompute_list(asked, before, after, ledger)
    if args.out:
        write_recomputation(made, args.out, args.paid)
    status = _status(made, allowed=args.allow_unverified)
    if args.json:
        sys.stdout.write(json.dumps({**summary_of(made), "exit": status}, ensure_ascii=False) + "\n")
    else:
        _say(made, args.out)
    return status


def _asked(args: argparse.Namespace, edition: Edition) -> Asked:
    try:
        months = months_between(args.first, args.last)
    except ValueError:
        template = N_("{text} is not a month such as 2026-11")
        raise QuestionError("--from", template, text=f"{args.first} … {args.last}") from None
    if not 0 < len(months) <= MOST_MONTHS:
        template = N_("from 1 to {most} months are expected, the first before the last")
        raise QuestionError("--to", template, most=MOST_MONTHS)
    monthly = monthly_programmes(edition)
    programmes = frozenset(args.programme) if args.programme else monthly
    for name in sorted(programmes - monthly):
        raise QuestionError("--programme", N_("{programme} is not paid in money every month"), programme=name)
    ends = tuple(month_bounds(month)[1] for month in months)
    return Asked(edition, ends, programmes, args.province, args.former_province, args.closed)


def _read(args: argparse.Namespace, path: Path, edition: Edition, asked: Asked, now: date) -> Intake:
    return read_list(path, edition, mapping=args.mapping, on=asked.months[-1], decided=now)


def _status(made: Recomputed, *, allowed: bool) -> int:
    if made.rests_on_doubt and not allowed:
        return DOUBT
    return BAD_ROWS if made.bad_rows else 0


def _say(made: Recomputed, out: Path | None) -> None:
    write, total = sys.stdout.write, whole(made)
    write(_("By programme") + "\n")
    every = by_programme(made)
    silent = [item for item in every if not item.people]
    shown = [item for item in every if item.people or len(silent) <= MOST_SILENT]
    for item in shown:
        write(f"  {programme_title(item.name, made.asked.edition)}: {_sum_words(item)}\n")
    if len(shown) < len(every):
        write("  " + silent_words(len(silent)) + "\n")
    write(_("By month") + "\n")
    for item in by_month(made):
        write(f"  {day_in_words(item.name)}: {_sum_words(item)}\n")
    _say_causes(made)
    _say_readings(made)
    text = _("Paid {paid} + arrears {arrears} − to be recovered {recovery} = due {due} đồng.")
    numbers = {"paid": made.found.paid, "due": made.found.due, "arrears": total.arrears, "recovery": total.recovery}
    write("\n" + text.format(**{name: grouped(number) for name, number in numbers.items()}) + "\n")
    if total.undetermined:
        text = ngettext(
            "{count} person cannot be decided yet and is in no sum.",
            "{count} people cannot be decided yet and are in no sum.",
            total.undetermined,
        )
        write(text.format(count=grouped(total.undetermined)) + "\n")
    if made.bad_rows:
        text = _("{count} of the rows could not be read: nobody on them was judged.")
        write(text.format(count=grouped(made.bad_rows)) + "\n")
    if made.rests_on_doubt:
        write(stamp() + "\n")
    if out:
        write(_("The tables are in {place}").format(place=out) + "\n")


def _sum_words(item: Sum) -> str:
    people = ngettext("{count} person", "{count} people", item.people).format(count=grouped(item.people))
    text = _("{people}, arrears {arrears} đồng, to be recovered {recovery} đồng")
    said = text.format(people=people, arrears=grouped(item.arrears), recovery=grouped(item.recovery))
    if not item.undetermined:
        return said
    return said + ", " + _("undecided: {count}").format(count=grouped(item.undetermined))


def _say_causes(made: Recomputed) -> None:
    """The causes with what they come to, the largest first: they name no person."""
    sums: dict[str, tuple[int, int]] = {}
    for line in made.found.lines:
        said = causes_words(made.causes[line.key], made.asked.edition)
        lines, money = sums.get(said, (0, 0))
        sums[said] = lines + 1, money + line.difference
    ordered = sorted(sums.items(), key=lambda item: (-abs(item[1][1]), item[0]))
    if ordered:
        sys.stdout.write(_("Causes") + "\n")
    for said, (lines, money) in ordered[:MOST_CAUSES]:
        text = _("{lines} lines, {money} đồng: {cause}")
        sys.stdout.write("  " + text.format(lines=grouped(lines), money=_signed(money), cause=said) + "\n")
    if len(ordered) > MOST_CAUSES:
        sys.stdout.write("  " + _("… and {count} other causes").format(count=len(ordered) - MOST_CAUSES) + "\n")


def _say_readings(made: Recomputed) -> None:
    here = made.found.arrears - made.found.recovery
    if made.others:
        sys.stdout.write(_("Where the text leaves two readings open, the other one would give") + "\n")
    for other in made.others:
        reading, there = other.reading, other.found.arrears - other.found.recovery
        theirs = reading.default if other.chosen else reading.alternative
        text = _("{name}: arrears {arrears} đồng, to be recovered {recovery} đồng ({more} against here) – {reading}")
        said = text.format(
            name=reading.id,
            arrears=grouped(other.found.arrears),
            recovery=grouped(other.found.recovery),
            more=_signed(there - here),
            reading=theirs,
        )
        sys.stdout.write(f"  {said}\n")


def _signed(money: int) -> str:
    return f"+{grouped(money)}" if money > 0 else grouped(money)
