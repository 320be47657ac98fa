"""From the rows of a sheet to typed rows: each is read or refused with its reason, none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import CharField

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.files.services import path_of
from ansinh.kernel.partial_dates import PartialDateError, check_birth_date, parse_iso
from ansinh.kernel.sheets import SourceRow, Table, as_text, parse_table
from ansinh.kernel.sheets.citizen_ids import CitizenIdError, read_citizen_id
from ansinh.kernel.sheets.kinds import section_level
from ansinh.kernel.sheets.notes import NoteFinding, read_notes
from ansinh.kernel.text import fold
from ansinh.registry.imports import reasons
from ansinh.registry.imports.columns import mapping_of
from ansinh.registry.imports.models import ImportBatch, ImportColumn, ImportRow, ReadValues, Verdict
from ansinh.registry.imports.reasons import Reason, reason_of
from ansinh.registry.imports.targets import READERS, TARGETS, Values, read_into
from ansinh.registry.people.models import Relation
from ansinh.registry.places.models import Level, Place, Succession

_LENGTHS: Final = {
    field.name: field.max_length
    for field in ReadValues._meta.get_fields()
    if isinstance(field, CharField) and field.max_length
}
_KIND_OF_PLACE: Final = re.compile(r"^(?:xa|phuong|thi tran|dac khu)\s+(?=\S)")
_SHOWN: Final = 2000
_HEADINGS: Final = tuple(heading for target in TARGETS for heading in target.headings)


def read_list(file: StoredFile, sheet: str = "") -> Table:
    """The list in a stored file.

    Raises:
        ImportRefusedError: the file is gone. SheetError: no list can be read from it.
    """
    path = path_of(file)
    if not path.exists():
        raise reasons.file_lost()
    return parse_table(path.read_bytes(), sheet=sheet or None, headings=_HEADINGS)


def read_rows(batch: ImportBatch, table: Table, columns: Sequence[ImportColumn], today: date) -> Iterator[ImportRow]:
    """Every row of the file, unsaved: rows of data read or refused, the others as what they are."""
    reader = _Reader(batch, table, columns, today)
    for aside in table.asides:
        yield ImportRow(
            batch=batch, number=aside.number, kind=aside.kind, shown=aside.text[:_SHOWN], verdict=Verdict.ASIDE
        )
    for row in table.rows:
        yield reader.read(row)


class _Reader:
    def __init__(self, batch: ImportBatch, table: Table, columns: Sequence[ImportColumn], today: date) -> None:
        self._batch, self._table, self._today = batch, table, today
        self._mapping = mapping_of(columns)
        self._constants = {column.target: column.constant for column in columns if column.constant}
        self._places = Places(batch.place)

    def read(self, row: SourceRow) -> ImportRow:
        cells = {**self._constants, **self._mapping.cells(self._table, row)}
        values: Values = {}
        faults: list[Reason] = []
        for target, cell in cells.items():
            if target not in READERS:
                continue
            try:
                read_into(values, target, cell)
            except AnSinhError as error:
                faults.append(reason_of(error))
        faults += self._place(row, values)
        doubts = self._check(values, faults)
        self._household(values)
        read = ImportRow(batch=self._batch, number=row.number, shown=self._shown(row), **self._fitting(values, faults))
        if faults:
            say(read, Verdict.REFUSED, *faults[:3])
        elif doubts:
            read.doubt = True
            say(read, Verdict.ASK, *doubts)
        return read

    def _place(self, row: SourceRow, values: Values) -> list[Reason]:
        if not values.get("village"):
            village = next((part for part in row.sections if section_level(part) == 2), "")
            if village:
                values["village"] = village
        named = str(values.pop("commune_name", "") or "")
        named = named or next((part for part in row.sections if section_level(part) == 1), "")
        if not named and self._batch.place.level == Level.COMMUNE:
            values["commune"] = self._batch.place
            return []
        if not named:
            return [reasons.COMMUNE_MISSING]
        found = self._places.find(named)
        if found is None:
            return [reasons.no_commune(named[:80])]
        values["commune"] = found
        return []

    def _check(self, values: Values, faults: list[Reason]) -> list[Reason]:
        """What is impossible goes to `faults`; what somebody has to look at is returned."""
        if not values.get("full_name"):
            faults.append(reasons.NO_NAME)
        birth = None
        if values.get("birth_date"):
            birth = parse_iso(values["birth_date"])
            try:
                check_birth_date(birth, self._today)
            except PartialDateError as error:
                faults.append(reason_of(error))
        number = values.get("citizen_id")
        if not birth and not number and not values.get("old_id") and not faults:
            faults.append(reasons.NOBODY_IN_PARTICULAR)
        doubts = []
        if number:
            try:
                read_citizen_id(number, birth=birth, sex=values.get("sex"))
            except CitizenIdError as error:
                doubts.append(reason_of(error))
        doubts += self._notes(values)
        return doubts

    def _notes(self, values: Values) -> list[Reason]:
        """A death that a note tells of is proposed, never simply believed; other remarks are shown."""
        doubts = []
        for finding in read_notes(values.get("note", "")):
            if finding.kind == "died" and not values.get("died_on"):
                values["noted_death"] = True
                values["died_on"] = finding.date.text if finding.date else ""
                doubts.append(reasons.noted_death(_shown_day(finding)))
            elif finding.kind != "died":
                doubts.append(reasons.noted(finding.text[:120]))
        return doubts[:1]

    def _household(self, values: Values) -> None:
        number, head = str(values.pop("household_number", "")), str(values.pop("head_name", ""))
        own = fold(str(values.get("full_name", "")))
        if not values.get("relation") and head and head == own:
            values["relation"] = Relation.HEAD.value
        key = number or (f"={head}" if head else "") or (f"={own}" if values.get("relation") == Relation.HEAD else "")
        commune = values.get("commune")
        if key and isinstance(commune, Place):
            parts = (commune.code, fold(str(values.get("village", ""))), fold(key))
            values["household_key"] = "/".join(parts)[: _LENGTHS["household_key"]]

    def _fitting(self, values: Values, faults: list[Reason]) -> dict[str, Any]:
        for name, most in _LENGTHS.items():
            text = values.get(name)
            if isinstance(text, str) and len(text) > most:
                if name != "note":
                    faults.append(reasons.too_long(text[:40], most))
                values[name] = text[:most]
        return values

    def _shown(self, row: SourceRow) -> str:
        pairs = zip(self._table.columns, row.cells, strict=True)
        return "\n".join(f"{column.name}: {as_text(cell)[:200]}" for column, cell in pairs if cell is not None)[:_SHOWN]


def say(row: ImportRow, verdict: Verdict, *why: Reason) -> None:
    """Set what is to become of a row, and why."""
    row.verdict = verdict
    row.reason_code = row.reason = row.reason_values = ""
    if why:
        whole = why[0]
        for other in why[1:]:
            whole = whole.and_also(other)
        row.reason_code, row.reason, row.reason_values = whole.code, whole.template[:600], whole.as_lines()


def _shown_day(finding: NoteFinding) -> str:
    return finding.date.shown if finding.date else ""


class Places:
    """The communes in which the people of a list may live, by name; old names lead to what became of them."""

    def __init__(self, place: Place) -> None:
        today = Place.objects.filter(level=Level.COMMUNE, ends_on__isnull=True)
        communes = list(today.filter(pk=place.pk) if place.level == Level.COMMUNE else today.filter(parent=place))
        self._by_name: dict[str, list[Place]] = {}
        for commune in communes:
            self._by_name.setdefault(commune.search_key, []).append(commune)
            self._by_name.setdefault(commune.code, []).append(commune)
        old = Succession.objects.filter(new__in=communes, usual=True, old__level=Level.COMMUNE)
        for step in old.select_related("old", "new"):
            if step.old.search_key not in self._by_name:
                self._by_name[step.old.search_key] = [step.new]

    def find(self, name: str) -> Place | None:
        """The one commune of this name; None when there is none, or more than one."""
        bare = _KIND_OF_PLACE.sub("", fold(name))
        found = self._by_name.get(bare) or self._by_name.get(fold(name)) or []
        return found[0] if len(found) == 1 else None
