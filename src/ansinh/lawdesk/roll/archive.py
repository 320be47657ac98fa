"""A roll as machines read it: `roll.parquet` (paid lines) and `people.parquet` (every row with its facts)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.lawdesk.roll.model import Roll
from lawengine.household import Dated
from lawengine.reasons import plain

_LINES: list[tuple[str, pa.DataType]] = [
    ("key", pa.string()),
    ("row", pa.int32()),
    ("id", pa.string()),
    ("name", pa.string()),
    ("commune", pa.string()),
    ("programme", pa.string()),
    ("level", pa.string()),
    ("level_label", pa.string()),
    ("coefficient", pa.string()),
    ("amount", pa.int64()),
    ("unit", pa.string()),
    ("cites", pa.string()),
    ("mark", pa.string()),
    ("provisional", pa.bool_()),
]
_PEOPLE: list[tuple[str, pa.DataType]] = [
    ("key", pa.string()),
    ("row", pa.int32()),
    ("id", pa.string()),
    ("name", pa.string()),
    ("household", pa.string()),
    ("commune", pa.string()),
    ("section", pa.string()),
    ("state", pa.string()),
    ("facts", pa.string()),
]
LINES, PEOPLE = pa.schema(_LINES), pa.schema(_PEOPLE)
BAD = "bad"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A paid line of a roll that was kept."""

    key: str
    name: str
    commune: str
    programme: str
    level: str
    level_label: str
    amount: int
    unit: str
    cites: str


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """A person (or bad row) of a roll that was kept; `facts` as plain JSON values."""

    key: str
    row: int
    name: str
    commune: str
    state: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """A roll read back from its folder; bad rows stand apart, as one may carry the number of a person."""

    summary: Mapping[str, Any]
    lines: tuple[KeptLine, ...]
    people: Mapping[str, KeptPerson]
    bad: tuple[KeptPerson, ...]

    @property
    def month(self) -> str:
        return str(self.summary["month"])


def write_archive(folder: Path, roll: Roll) -> None:
    """Write both Parquet files."""
    lines: list[dict[str, object]] = []
    people: list[dict[str, object]] = []
    for outcome in roll.outcomes:
        person = outcome.person
        who = {"key": outcome.key, "row": person.row, "id": person.id, "name": person.name, "commune": person.commune}
        for finding in outcome.paid:
            found = finding.reasoning
            lines.append(
                {
                    **who,
                    "programme": found.programme,
                    "level": found.row,
                    "level_label": found.row_label,
                    "coefficient": found.coefficient,
                    "amount": finding.amount,
                    "unit": found.unit,
                    "cites": found.cites,
                    "mark": found.mark.name.lower(),
                    "provisional": bool(found.provisional),
                }
            )
        facts = json.dumps(plain_facts(outcome.facts), ensure_ascii=False, sort_keys=True)
        more = {"household": person.household, "section": person.section, "state": outcome.state, "facts": facts}
        people.append({**who, **more})
    people += [{"key": bad.key, "row": bad.number, "state": BAD, "facts": "{}"} for bad in roll.intake.bad]
    pq.write_table(pa.Table.from_pylist(lines, LINES), folder / "roll.parquet")
    pq.write_table(pa.Table.from_pylist(people, PEOPLE), folder / "people.parquet")


def plain_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON values."""
    return {name: str(value) if isinstance(value, Dated) else plain(value) for name, value in facts.items()}


def read_archive(folder: Path) -> Kept:
    """Read a roll back.

    Raises:
        AnSinhError: the folder holds no roll, or a damaged one.
    """
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        lines = pq.read_table(folder / "roll.parquet", schema=LINES).to_pylist()
        people = pq.read_table(folder / "people.parquet", schema=PEOPLE).to_pylist()
        names = KeptLine.__dataclass_fields__
        kept = tuple(KeptLine(**{name: line[name] for name in names}) for line in lines)
        everybody = [_person(item) for item in people]
        summary["month"], summary["by_programme"], summary["counts"]["amount"]
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise AnSinhError(
            "no_roll", N_("{folder} holds no roll that can be read: {reason}"), folder=folder, reason=error
        ) from error
    good = {person.key: person for person in everybody if person.state != BAD}
    return Kept(summary, kept, good, tuple(person for person in everybody if person.state == BAD))


def _person(item: Mapping[str, Any]) -> KeptPerson:
    facts = json.loads(item["facts"] or "{}")
    return KeptPerson(item["key"], item["row"], item["name"] or "", item["commune"] or "", item["state"], facts)
