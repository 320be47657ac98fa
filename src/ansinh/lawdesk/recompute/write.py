"""Writing a recomputation into a folder – whole or not at all – and its summary as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.recompute.ledger import SUMMARY, keep
from ansinh.lawdesk.recompute.make import Recomputed
from ansinh.lawdesk.recompute.tables import by_month, by_programme, outputs, whole
from ansinh.lawdesk.roll.files import write_table
from ansinh.lawdesk.roll.workplace import workplace
from ansinh.lawdesk.wording import day_in_words

FORMAT = 1


def summary_of(made: Recomputed) -> dict[str, Any]:
    """The recomputation as plain JSON values; holds no personal data."""
    asked, found = made.asked, made.found
    return {
        "format": FORMAT,
        "from": asked.months[0].isoformat()[:7],
        "to": asked.months[-1].isoformat()[:7],
        "decided": made.before.decided.isoformat(),
        "again": made.after.decided.isoformat(),
        "province": asked.province,
        "former_province": asked.former_province,
        "readings": sorted(made.before.readings),
        "readings_again": sorted(made.after.readings),
        "edition": asked.edition.hash,
        "programmes": sorted(asked.programmes),
        "lists": [{"file": item.path.name, "sha256": item.sha256} for item in (made.before.intake, made.after.intake)],
        "people": len(made.people),
        "bad_rows": made.bad_rows,
        "paid": found.paid,
        "due": found.due,
        "arrears": found.arrears,
        "recovery": found.recovery,
        "balanced": found.balanced,
        "lines": len(found.lines),
        "unchanged": found.unchanged,
        "undetermined": len(found.open),
        "people_with_a_difference": whole(made).people,
        "people_undetermined": whole(made).undetermined,
        "by_programme": [asdict(item) for item in by_programme(made)],
        "by_month": [asdict(item) for item in by_month(made)],
        "other_readings": [_other(made, number) for number in range(len(made.others))],
        "rests_on_doubt": made.rests_on_doubt,
    }


def _other(made: Recomputed, number: int) -> dict[str, Any]:
    other = made.others[number]
    return {
        "reading": other.reading.id,
        "chosen_here": other.chosen,
        "arrears": other.found.arrears,
        "recovery": other.found.recovery,
        "lines": len(other.found.lines),
        "undetermined": len(other.found.open),
    }


def write_recomputation(made: Recomputed, out: Path, paid: Sequence[Path]) -> None:
    """Write every table and the summary into `out`, which is replaced when it holds an earlier recomputation.

    Raises:
        AnSinhError: `out` holds something else, or is among `paid`, which would be lost.
    """
    if any(out.resolve() == place.resolve() for place in paid):
        template = N_("{folder} is named as paid already and would be lost: give --out another folder.")
        raise AnSinhError("same_folder", template, folder=out)
    if out.exists() and not (out.is_dir() and ((out / SUMMARY).is_file() or not any(out.iterdir()))):
        template = N_("{folder} holds something that is no recomputation: name another folder.")
        raise AnSinhError("not_a_recomputation", template, folder=out)
    with workplace(out.resolve()) as work:
        for table in outputs(made):
            write_table(work.new, table, facts_of(made))
        keep(work.new, made.found, summary_of(made))
        work.put_in_place()


def facts_of(made: Recomputed) -> list[str]:
    """The lines under the title of every sheet."""
    asked = made.asked
    first, last = (day_in_words(on.isoformat()[:7]) for on in (asked.months[0], asked.months[-1]))
    old, new = (day_in_words(known.decided.isoformat()) for known in (made.before, made.after))
    line = _("Months {first} to {last}; decided {before}, again {after}; edition {edition}").format(
        first=first, last=last, before=old, after=new, edition=asked.edition.hash[:16]
    )
    return [line, stamp()] if made.rests_on_doubt else [line]


def stamp() -> str:
    """What is stamped on a recomputation whose money moves on texts that nobody has read in the original."""
    return _("NOT TO BE PAID YET – rests on texts that are not yet verified")
