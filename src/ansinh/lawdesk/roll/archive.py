"""A roll as machines read it: `roll.parquet` (paid lines) and `people.parquet` (every row with its facts)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.lawdesk.roll.keys import bad_people
from ansinh.lawdesk.roll.model import Roll, State
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
STATES = frozenset({BAD, *get_args(State)})
_Row = Mapping[str, Any]


class DamagedRollError(AnSinhError):
    """A roll that was kept does not hang together."""


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
    """A person (or bad row) of a roll that was kept; `facts` as plain JSON values, of a bad row only its birth."""

    key: str
    row: int
    id: str
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
    said = bad_people(roll.intake, dict(roll.plan.catalogue.facts))
    for bad in roll.intake.bad:
        name, known = said[bad.number]
        people.append({"key": bad.key, "row": bad.number, "name": name, "state": BAD, "facts": json.dumps(known)})
    pq.write_table(pa.Table.from_pylist(lines, LINES), folder / "roll.parquet")
    pq.write_table(pa.Table.from_pylist(people, PEOPLE), folder / "people.parquet")


def plain_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON values."""
    return {name: str(value) if isinstance(value, Dated) else plain(value) for name, value in facts.items()}


def read_archive(folder: Path) -> Kept:
    """Read a roll back.

    Raises:
        AnSinhError: the folder holds no roll that can be read.
        DamagedRollError: what stands there was not written by a run, or part of it is gone; names the file and field.
    """
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        lines = pq.read_table(folder / "roll.parquet", schema=LINES).to_pylist()
        people = pq.read_table(folder / "people.parquet", schema=PEOPLE).to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise AnSinhError(
            "no_roll", N_("{folder} holds no roll that can be read: {reason}"), folder=folder, reason=error
        ) from error
    fault = next(chain(_summary_faults(summary), _line_faults(lines), _people_faults(people)), None)
    if fault is None:
        found = _kept(summary, lines, people)
        fault = next(_faults_between(found, len(people)), None)
        if fault is None:
            return found
    template = N_("The roll in {folder} is damaged or was altered: {place}")
    raise DamagedRollError("damaged_roll", template, folder=folder, place=fault)


def _kept(summary: Mapping[str, Any], lines: Iterable[_Row], people: Iterable[_Row]) -> Kept:
    names = KeptLine.__dataclass_fields__
    kept = tuple(KeptLine(**{name: line[name] for name in names}) for line in lines)
    everybody = [_person(item) for item in people]
    good = {person.key: person for person in everybody if person.state != BAD}
    return Kept(summary, kept, good, tuple(person for person in everybody if person.state == BAD))


def _person(item: _Row) -> KeptPerson:
    facts = json.loads(item["facts"])
    texts = {name: item[name] or "" for name in ("id", "name", "commune")}
    return KeptPerson(key=item["key"], row=item["row"], state=item["state"], facts=facts, **texts)


def _summary_faults(summary: object) -> Iterator[str]:
    """Which fields of `summary.json` a comparison could not use."""
    if not isinstance(summary, dict):
        yield "summary.json"
        return
    if not _is_month(summary.get("month")):
        yield "summary.json: month"
    programmes, totals, counts = (summary.get(name) for name in ("programmes", "by_programme", "counts"))
    if not isinstance(programmes, list) or not all(isinstance(item, str) for item in programmes):
        yield "summary.json: programmes"
    if not isinstance(totals, list) or not all(map(_is_total, totals)):
        yield "summary.json: by_programme"
    if not isinstance(counts, dict) or not all(_is_int(counts.get(name)) for name in ("people", "bad_rows", "amount")):
        yield "summary.json: counts"


def _is_month(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(f"{value}-01")
    except ValueError:
        return False
    return True


def _is_total(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("programme"), str) and _is_int(value.get("amount"))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _line_faults(lines: Iterable[_Row]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield from (f"roll.parquet: {number}: {name}" for name in KeptLine.__dataclass_fields__ if line[name] is None)


def _people_faults(people: Iterable[_Row]) -> Iterator[str]:
    for number, person in enumerate(people, start=1):
        if person["key"] is None or person["row"] is None or person["state"] not in STATES:
            yield f"people.parquet: {number}"
        if not _is_object(person["facts"]):
            yield f"people.parquet: {number}: facts"


def _is_object(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False


def _faults_between(kept: Kept, rows: int) -> Iterator[str]:
    """What one file says and another does not: every person and bad row is there once, and every line is somebody's."""
    counts = kept.summary["counts"]
    if len(kept.people) + len(kept.bad) != rows or len(kept.people) != counts["people"]:
        yield "people.parquet ≠ summary.json: counts.people"
    if len(kept.bad) != counts["bad_rows"]:
        yield "people.parquet ≠ summary.json: counts.bad_rows"
    if any(line.key not in kept.people for line in kept.lines):
        yield "roll.parquet ≠ people.parquet: key"
