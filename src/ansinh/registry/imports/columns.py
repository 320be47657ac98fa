"""Which column of a list is what: remembered from the office's last list of this kind, else proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ansinh.kernel.mapping import RegisterColumn, RegisterMapping, propose_register, signature
from ansinh.kernel.mapping.headings import plain_words
from ansinh.kernel.mapping.model import TRUE_MARKS
from ansinh.kernel.mapping.signature import adapt_register
from ansinh.kernel.mapping.words import FLAGS
from ansinh.kernel.sheets import Table, as_text
from ansinh.kernel.sheets.kinds import section_level
from ansinh.kernel.text import fold
from ansinh.registry.imports.models import ImportBatch, ImportColumn
from ansinh.registry.imports.targets import MORE, READERS, TARGETS
from ansinh.registry.people.models import Sex
from ansinh.registry.places.models import Level
from ansinh.registry.statuses.models import Disability, ParentsSituation, Poverty

# What a filled cell can say by standing there: target → values that a cross may mean.
MARKS: Mapping[str, tuple[str, ...]] = {
    "sex": tuple(Sex.values),
    "disability_degree": tuple(Disability.Degree.values),
    "disability_kind": ("mobility", "hearing_speech", "visual", "mental", "intellectual", "other"),
    "poverty_class": tuple(Poverty.Class.values),
    "father": tuple(ParentsSituation.Parent.values),
    "mother": tuple(ParentsSituation.Parent.values),
}
# What may be said of the whole list, when no column says it.
CONSTANTS = ("commune", "poverty_class", "disability_degree", "merit_category", "programme", "ethnicity")
# A name in two columns is put together by the kernel.
HALVES = ("family_and_middle_name", "given_name")
_FACTS = {"father_status": "father", "mother_status": "mother"}
_IN_TITLE = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu)\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,3})", re.IGNORECASE)
_SAMPLE = 2_000


def propose_columns(batch: ImportBatch, table: Table) -> list[ImportColumn]:
    """The columns of a batch, not saved yet: as the office's last list of the same header was read, else guessed."""
    names = [column.name for column in table.columns]
    remembered = _remembered(batch, signature(names))
    if remembered:
        mapping = adapt_register(_as_mapping(remembered), names)
        constants = [column for column in remembered if column.constant]
    else:
        mapping, constants = _with_crosses(table, propose_register(table, TARGETS)), []
    columns = list(_columns(batch, table, mapping))
    for column in constants or _guessed_constants(batch, table, columns):
        columns.append(
            ImportColumn(batch=batch, position=len(columns), heading="", target=column.target, constant=column.constant)
        )
    return columns


def mapping_of(columns: Sequence[ImportColumn]) -> RegisterMapping:
    """What the saved columns mean; constants are not in it."""
    return _as_mapping([column for column in columns if not column.constant])


def _as_mapping(columns: Sequence[ImportColumn]) -> RegisterMapping:
    taken = [column for column in columns if not column.constant and (column.target or column.says)]
    left = [column.heading for column in columns if not column.constant and column not in taken]
    return RegisterMapping(
        tuple(RegisterColumn(each.heading, each.target or None, _said(each.says)) for each in taken), tuple(left)
    )


def _said(says: str) -> Mapping[str, str]:
    target, _, value = says.partition("=")
    return {target: value} if value else {}


def _remembered(batch: ImportBatch, mark: str) -> list[ImportColumn]:
    """The columns of the newest other list of the office with this header that somebody has looked over."""
    last = ImportBatch.objects.filter(signature=mark, office=batch.office, version__gt=0).exclude(pk=batch.pk).first()
    return list(last.columns.all()) if last else []


def _columns(batch: ImportBatch, table: Table, mapping: RegisterMapping) -> Iterator[ImportColumn]:
    taken = {each.column: each for each in mapping.columns}
    for position, column in enumerate(table.columns):
        each = taken.get(column.name, RegisterColumn(column.name, None))
        said = next(iter(each.says.items()), None)
        yield ImportColumn(
            batch=batch,
            position=position,
            letter=column.letter,
            heading=column.name[:400],
            target=each.target if each.target and (each.target in READERS or each.target in HALVES) else "",
            says=f"{said[0]}={said[1]}" if said else "",
        )


def _with_crosses(table: Table, mapping: RegisterMapping) -> RegisterMapping:
    """Columns of crosses that the kernel's register words do not know: 'Hộ nghèo', 'Mồ côi cha'."""
    added = []
    places = table.index()
    for name in mapping.unplaced + tuple(
        each.column for each in mapping.columns if each.target in {target.name for target in MORE}
    ):
        cells = [row.cells[places[name]] for row in table.rows[:_SAMPLE] if row.cells[places[name]] is not None]
        if not cells or not all(fold(as_text(cell)) in TRUE_MARKS or cell is True for cell in cells):
            continue
        heading = plain_words(name)
        says = next((flag.says for flag in FLAGS if flag.heading.fullmatch(heading)), {})
        known = {_FACTS.get(fact, fact): str(value) for fact, value in says.items()}
        if len(known) == 1 and known.keys() <= MARKS.keys():
            added.append(RegisterColumn(name, None, known))
    taken = {each.column for each in added}
    kept = tuple(each for each in mapping.columns if each.column not in taken)
    return replace(
        mapping,
        columns=(*kept, *added),
        unplaced=tuple(name for name in mapping.unplaced if name not in taken),
    )


def _guessed_constants(batch: ImportBatch, table: Table, columns: Sequence[ImportColumn]) -> Iterator[ImportColumn]:
    """A province's list names its commune in a column, in section rows, or in its title."""
    if batch.place.level == Level.COMMUNE or any(column.target == "commune" for column in columns):
        return
    if any(section_level(part) == 1 for row in table.rows[:_SAMPLE] for part in row.sections):
        return
    for aside in table.asides:
        match = _IN_TITLE.search(aside.text) if aside.kind == "title" else None
        if match:
            yield ImportColumn(target="commune", constant=match[1].title())
            return
