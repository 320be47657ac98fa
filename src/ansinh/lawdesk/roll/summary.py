"""`summary.json`: what was asked, of which list, on which assumptions, and counts that add up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ansinh.lawdesk.roll.assumptions import Assumptions
from ansinh.lawdesk.roll.changes import Changes
from ansinh.lawdesk.roll.heads import commune_totals, counts_of, heads_of, programme_totals
from ansinh.lawdesk.roll.model import Roll
from ansinh.lawdesk.roll.wording import unread_words

FORMAT = 1


def summary_of(roll: Roll, assumptions: Assumptions, changes: Changes | None) -> dict[str, Any]:
    """The summary as plain JSON values; holds no personal data."""
    question, intake = roll.plan.question, roll.intake
    doubtful = roll.rests_on_doubt
    return {
        "format": FORMAT,
        "month": question.on.isoformat()[:7],
        "decided": question.decided.isoformat(),
        "province": question.province,
        "former_province": question.former_province,
        "readings": sorted(question.readings),
        "edition": roll.edition.hash,
        "programmes": [item.id for item in roll.plan.programmes if item.in_force],
        "list": {"file": intake.path.name, "sha256": intake.sha256, "sheet": intake.table.sheet},
        "mapping": {"file": intake.mapping_path.name, "proposed": intake.proposed},
        "assumptions": asdict(assumptions),
        "counts": asdict(counts_of(roll)),
        "rows_that_are_no_people": {kind: n for kind, n in sorted(intake.table.counts().items()) if kind != "data"},
        "by_programme": [asdict(item) for item in programme_totals(roll)],
        "by_commune": [asdict(item) for item in commune_totals(roll)],
        "reasonings": len(heads_of(roll)),
        "may_close": not doubtful,
        "allow_unverified": roll.allow_unverified,
        "rests_on": sorted({item.mark.name.lower() for item in doubtful}),
        "unread": [
            {"id": group.id, "label": words}
            for group, words in zip(roll.plan.unread, unread_words(roll.plan), strict=True)
        ],
        "changes": changes.summary() if changes else None,
    }
