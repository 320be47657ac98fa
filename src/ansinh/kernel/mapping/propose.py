"""A first mapping for a list, from the words of its headings and a sample of its rows; an officer looks it over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping.cells import read_cell
from ansinh.kernel.mapping.headings import Headings, plain_words
from ansinh.kernel.mapping.model import TRUE_MARKS, Commune, FactLike, Facts, ListMapping, MappedColumn, Value, Values
from ansinh.kernel.mapping.words import CONTENTS, FLAGS, HEADINGS, IDENTITY, MILLIONS, THOUSANDS, UNCLEAR
from ansinh.kernel.sheets import Cell, Table, as_text
from ansinh.kernel.sheets.kinds import section_level
from ansinh.kernel.text import fold

_SAMPLE = 20_000
_MOST_CONTENTS = 40
_COMMUNE_LEVEL = 1
_IMPLIES: dict[str, Values] = {"pension_amount": {"has_pension": True}}


def propose(table: Table, facts: Facts) -> ListMapping:
    """Guess a mapping. What cannot be guessed is left out and named in `doubts`.

    Args:
        table: the list with its header and rows. facts: the declared facts by name.
    """
    return _Proposer(table, facts).propose()


class _Proposer:
    def __init__(self, table: Table, facts: Facts) -> None:
        self._table, self._facts = table, facts
        self._doubts: list[str] = []
        self._headings = Headings(_phrases(facts))

    def propose(self) -> ListMapping:
        identity: dict[str, str] = {}
        ignored: list[str] = []
        columns: list[MappedColumn] = []
        for place, column in enumerate(self._table.columns):
            cells = self._contents(place)
            mapped = self._flag(column.name, cells)
            if mapped:
                columns.append(mapped)
                continue
            target = self._headings.meaning(column.name)
            if target is None or (target in identity and target != "claimed"):
                ignored.append(column.name)
                self._doubts.append(f"{column.letter}: “{column.name}” chưa rõ là gì, tạm không dùng.")
            elif target == "ignored":
                ignored.append(column.name)
            elif target.startswith("fact:"):
                columns.append(self._fact(column.name, target.removeprefix("fact:"), cells))
            else:
                identity[target] = column.name
        return self._assemble(identity, columns, ignored)

    def _assemble(self, identity: dict[str, str], columns: list[MappedColumn], ignored: list[str]) -> ListMapping:
        unique, twice = _first_of_each(columns)
        for column in twice:
            ignored.append(column.column)
            self._doubts.append(f"“{column.column}” nói về cùng dữ kiện với một cột khác, tạm không dùng.")
        known = frozenset().union(*(column.facts() for column in unique))
        vouched = {
            name: fact.no for name, fact in self._facts.items() if name in known and fact.closed and fact.no is not None
        }
        return ListMapping(
            id_column=identity.get("id"),
            id_kind="cccd" if self._looks_like_cccd(identity.get("id")) else "text",
            name=identity.get("name"),
            household=identity.get("household"),
            commune=self._commune(identity.get("commune")),
            claimed=identity.get("claimed"),
            columns=tuple(unique),
            vouched=vouched,
            ignored=tuple(ignored),
            sheet=self._table.sheet if self._table.other_sheets else None,
            doubts=tuple(self._doubts),
        )

    def _contents(self, place: int) -> list[Cell]:
        cells = (row.cells[place] for row in self._table.rows[:_SAMPLE])
        return [cell for cell in cells if cell is not None]

    def _flag(self, name: str, cells: Sequence[Cell]) -> MappedColumn | None:
        """A column of crosses whose heading says what a cross means."""
        contents = {fold(as_text(cell)): as_text(cell) for cell in reversed(cells)}
        if not contents or not TRUE_MARKS.union(UNCLEAR, ("true",)).issuperset(contents):
            return None
        heading = plain_words(name)
        for flag in FLAGS:
            if flag.heading.fullmatch(heading) and all(fact in self._facts for fact in flag.says):
                says: dict[str, Values] = {
                    shown: {} if mark in UNCLEAR else dict(flag.says) for mark, shown in contents.items()
                }
                return MappedColumn(name, values=says)
        return None

    def _fact(self, name: str, fact: str, cells: Sequence[Cell]) -> MappedColumn:
        spec = self._facts[fact]
        heading = fold(name)
        times = 1_000 if THOUSANDS.search(heading) else 1_000_000 if MILLIONS.search(heading) else 1
        implied = {key: value for key, value in _IMPLIES.get(fact, {}).items() if key in self._facts}
        column = MappedColumn(name, fact, {}, times if spec.type == "int" else 1, implied)
        values, strange = self._explain(column, spec, fact, cells)
        if strange:
            shown = ", ".join(f"“{text}” ({count} dòng)" for text, count in strange.most_common(8))
            self._doubts.append(f"“{name}”: chưa hiểu {shown}.")
        return MappedColumn(name, fact, values, column.times, implied)

    def _explain(
        self, column: MappedColumn, spec: FactLike, fact: str, cells: Sequence[Cell]
    ) -> tuple[dict[str, Values], Counter[str]]:
        """Meanings for the contents that need one, and the contents that nobody understands."""
        values: dict[str, Values] = {}
        strange: Counter[str] = Counter()
        seen: set[str] = set()
        counted = Counter(as_text(cell) for cell in cells)
        synonyms = {
            word: code for code, words in CONTENTS.get(fact, {}).items() for word in words if code in spec.codes
        }
        for shown, cell in {as_text(cell): cell for cell in cells}.items():
            key = fold(shown)
            if key in seen:
                continue
            value = self._understood(column, cell, synonyms.get(plain_words(key)))
            if key in UNCLEAR or (value is not None and spec.type in ("bool", "code") and len(values) < _MOST_CONTENTS):
                values[shown] = {} if value is None or key in UNCLEAR else {fact: value}
                seen.add(key)
            elif value is None:
                strange[shown[:40]] += counted[shown]
        return values, strange

    def _understood(self, column: MappedColumn, cell: Cell, synonym: str | None) -> Value | None:
        if synonym is not None:
            return synonym
        try:
            return read_cell(cell, column, self._facts)[column.fact or ""]
        except AnSinhError:
            return None

    def _looks_like_cccd(self, name: str | None) -> bool:
        if name is None:
            return True
        cells = self._contents(self._table.index()[name])
        digits = [as_text(cell) for cell in cells]
        return sum(text.isdigit() and 9 <= len(text) <= 12 for text in digits) * 2 >= len(digits)

    def _commune(self, column: str | None) -> Commune:
        if column:
            return Commune(column=column)
        in_sections = any(
            section_level(part) == _COMMUNE_LEVEL for row in self._table.rows[:_SAMPLE] for part in row.sections
        )
        return Commune(in_sections=True) if in_sections else Commune(constant=self._commune_in_title())

    def _commune_in_title(self) -> str:
        """'UBND XÃ AN BÌNH' over the list says whose list it is."""
        for aside in self._table.asides:
            match = re.search(
                r"\b(xã|phường|thị trấn|đặc khu)\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,3})", aside.text, re.IGNORECASE
            )
            if aside.kind == "title" and match:
                return f"{match[1].lower()} {match[2].title()}"
        return ""


def _first_of_each(columns: Iterable[MappedColumn]) -> tuple[list[MappedColumn], list[MappedColumn]]:
    """Columns of marks may share a fact (Nam | Nữ); two columns of contents may not."""
    kept: list[MappedColumn] = []
    twice: list[MappedColumn] = []
    seen: set[str] = set()
    for column in columns:
        if column.fact and column.fact in seen:
            twice.append(column)
        else:
            kept.append(column)
            seen |= {column.fact} if column.fact else set()
    return kept, twice


def _phrases(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every known phrase of a heading with what it means: 'id', 'name', … or 'fact:NAME'."""
    for target, phrases in IDENTITY.items():
        yield from ((phrase, target) for phrase in phrases)
    for name, fact in facts.items():
        own = (name, fact.label, *fact.aliases, *HEADINGS.get(name, ()))
        yield from ((phrase, f"fact:{name}") for phrase in own)
