"""Making a roll: read, judge, compare, and write everything into one folder – whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import FactLike, dump_mapping
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.roll.archive import write_archive
from ansinh.lawdesk.roll.assumptions import Assumptions, assumptions_of
from ansinh.lawdesk.roll.changes import Changes, changes_since, changes_table
from ansinh.lawdesk.roll.files import write_table
from ansinh.lawdesk.roll.judging import judge_list
from ansinh.lawdesk.roll.model import Intake, Roll
from ansinh.lawdesk.roll.page import SUMMARY, write_page
from ansinh.lawdesk.roll.summary import summary_of
from ansinh.lawdesk.roll.tables import outputs
from ansinh.lawdesk.roll.wording import unread_words
from ansinh.lawdesk.roll.workplace import workplace
from ansinh.lawdesk.wording import day_in_words
from lawengine.plan import Plan

Steps = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A roll with what was written about it."""

    roll: Roll
    summary: dict[str, Any]
    assumptions: Assumptions
    changes: Changes | None


def make_roll(
    intake: Intake,
    plan: Plan,
    out: Path,
    *,
    closed: bool = False,
    allow_unverified: bool = False,
    previous: Path | None = None,
    progress: Steps | None = None,
) -> Made:
    """Judge a list and write the roll into `out`, which is replaced when it holds a roll; its owner alone reads it.

    Raises:
        AnSinhError: `out` is a folder of something else, or holds the earlier roll; the earlier roll cannot be read;
            sums do not add up.
        RollUnbalancedError: last roll + changes is not this roll; nothing is written.
    """
    out = out.resolve()
    _may_replace(out, previous.resolve() if previous else None)
    said = _("Judging")
    tell = None if progress is None else lambda done, total: progress(said, done, total)
    outcomes, reasonings = judge_list(intake, plan, closed=closed, progress=tell)
    roll = Roll(plan, intake, closed, allow_unverified, outcomes, reasonings)
    changes = changes_since(roll, previous) if previous else None
    assumptions = assumptions_of(roll)
    made = Made(roll, summary_of(roll, assumptions, changes), assumptions, changes)
    with workplace(out) as work:
        _write(work.new, made, progress)
        work.put_in_place()
    return made


def _may_replace(out: Path, previous: Path | None) -> None:
    if out.exists() and not (out.is_dir() and ((out / SUMMARY).is_file() or not any(out.iterdir()))):
        raise AnSinhError(
            "not_a_roll", N_("{folder} holds something that is no roll: name another folder."), folder=out
        )
    if previous and out.exists() and any(out.samefile(each) for each in _around(previous)):
        template = N_("{folder} holds the earlier roll, which would be lost: give --out another folder.")
        raise AnSinhError("same_folder", template, folder=out)


def _around(folder: Path) -> Iterator[Path]:
    """A folder and all that it lies in, as far as they exist."""
    return (each for each in (folder, *folder.parents) if each.exists())


def _write(folder: Path, made: Made, progress: Steps | None) -> None:
    roll = made.roll
    tables = [*outputs(roll), *([changes_table(made.changes)] if made.changes else [])]
    for number, table in enumerate(tables):
        if progress:
            progress(_("Writing"), number, len(tables))
        write_table(folder, table, facts_of(roll))
    write_archive(folder, roll)
    facts: dict[str, FactLike] = dict(roll.plan.catalogue.facts)
    (folder / "mapping.yaml").write_text(dump_mapping(roll.intake.mapping, facts), encoding="utf-8")
    text = json.dumps(made.summary, ensure_ascii=False, indent=2)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")
    write_page(folder, roll, made.assumptions, made.changes, [table.name for table in tables])
    if progress:
        progress(_("Writing"), len(tables), len(tables))


def facts_of(roll: Roll) -> list[str]:
    """The lines under the title of every sheet: month, law, and whether the roll is closed."""
    question = roll.plan.question
    month = "/".join(reversed(question.on.isoformat()[:7].split("-")))
    lines = [
        _("Month {month}, by what was law on {decided}; edition {edition}").format(
            month=month, decided=day_in_words(question.decided.isoformat()), edition=roll.edition.hash[:16]
        )
    ]
    outside = unread_words(roll.plan)
    if outside:
        lines.append(_("Not complete: groups paid by texts outside this book:") + " " + "; ".join(outside))
    return [*lines, stamp_of(roll)] if roll.rests_on_doubt else lines


def stamp_of(roll: Roll) -> str:
    """What is stamped on a roll that rests on texts nobody has read in the original."""
    if roll.allow_unverified:
        return _("CLOSED ON REQUEST – rests on texts that are not yet verified")
    return _("MAY NOT BE CLOSED – rests on texts that are not yet verified")
