"""A first guess at which column of a list is which column of a register; an officer looks it over before the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ansinh.kernel.mapping.headings import Headings, plain_words
from ansinh.kernel.mapping.model import TRUE_MARKS
from ansinh.kernel.mapping.register_words import CODES, MARKED, REGISTER, Target, TargetKind
from ansinh.kernel.messages import N_, _
from ansinh.kernel.partial_dates import PartialDateError, parse_partial_date
from ansinh.kernel.sheets import Cell, CellFault, SourceRow, Table, as_text
from ansinh.kernel.sheets.citizen_ids import CitizenIdError, read_citizen_id
from ansinh.kernel.text import fold, tidy_name

_SAMPLE, _SHOWN = 2_000, 5
_NAMES = ("family_and_middle_name", "given_name")
_MAY_REPEAT = frozenset({"note", "ignored", "address"})


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One column of the list.

    Attributes:
        column: its name in the table. target: what it is taken for; None when only `says` is meant.
        says: further values by target, for a row whose cell here is filled (with a cross, when there is no target).
    """

    column: str
    target: str | None
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A remark for whoever looks the guess over: about which column, and why."""

    column: str
    code: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The remark in the reader's language."""
        return _(self.template).format(column=self.column, **self.params)


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """Which columns of a list a register takes in; `unplaced` are the names of the others, none in silence."""

    columns: tuple[RegisterColumn, ...]
    unplaced: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def column_of(self, target: str) -> str | None:
        """The name of the first column that is taken for this."""
        return next((each.column for each in self.columns if each.target == target), None)

    def cells(self, table: Table, row: SourceRow) -> dict[str, Cell]:
        """What one row holds, by target: filled cells only, a name in two columns put together as 'full_name'.

        Where several columns are taken for one target the first filled one counts; texts of notes and addresses are
        joined. `says` fills what no column holds.
        """
        places, found, said = table.index(), dict[str, Cell](), dict[str, Cell]()
        for each in self.columns:
            cell = row.cells[places[each.column]]
            if cell is None:
                continue
            if each.target is not None:
                if each.target in found and each.target in _MAY_REPEAT:
                    found[each.target] = f"{as_text(found[each.target])}; {as_text(cell)}"
                found.setdefault(each.target, cell)
            if each.target is not None or fold(as_text(cell)) in TRUE_MARKS or cell is True:
                said.update(each.says)
        names = [tidy_name(as_text(found.pop(part))) for part in _NAMES if part in found]
        if names:
            found.setdefault("full_name", " ".join(names))
        return {**said, **found}


def propose_register(table: Table, targets: Sequence[Target] = REGISTER) -> RegisterMapping:
    """Guess which column is which.

    Args:
        table: the list with its header and rows. targets: the columns that the register takes in.
    """
    return _Proposer(table, targets).propose()


def code_of(target: str, cell: Cell) -> str | None:
    """The code that a cell means in a column of codes; None when it is not understood."""
    return _codes(target).get(plain_words(as_text(cell)))


@cache
def _codes(target: str) -> Mapping[str, str]:
    return {plain_words(word): code for code, words in CODES[target].items() for word in (code, *words)}


class _Proposer:
    def __init__(self, table: Table, targets: Sequence[Target]) -> None:
        self._table = table
        self._targets = {target.name: target for target in targets}
        # All that is known is looked for: a column of something else is not taken for the next best.
        known = {target.name: target for target in (*REGISTER, *targets)}
        self._headings = Headings(
            (phrase, target.name) for target in known.values() for phrase in (target.name, *target.headings)
        )
        self._doubts: list[Doubt] = []

    def propose(self) -> RegisterMapping:
        columns: dict[str, RegisterColumn] = {}
        left: list[str] = []
        for place, column in enumerate(self._table.columns):
            cells = self._cells(place)
            guess = self._marked(column.name, cells) or self._named(column.name, columns)
            if guess is None:
                left.append(column.name)
            else:
                columns[column.name] = guess
                self._check(guess, cells)
        self._split_name(columns, left)
        self._by_contents(columns, left)
        order = [column.name for column in self._table.columns]
        chosen = tuple(columns[name] for name in order if name in columns and columns[name].target != "ignored")
        ignored = [name for name, each in columns.items() if each.target == "ignored"]
        for name in left:
            self._doubt(name, "unplaced", N_("“{column}”: not clear what this is; it is not taken in"))
        if not {"full_name", *_NAMES} & {each.target for each in chosen}:
            self._doubt("", "no_name", N_("No column holds the names of the people"))
        return RegisterMapping(chosen, tuple(name for name in order if name in {*left, *ignored}), tuple(self._doubts))

    def _cells(self, place: int) -> list[Cell]:
        cells = (row.cells[place] for row in self._table.rows[:_SAMPLE])
        return [cell for cell in cells if cell is not None and not isinstance(cell, CellFault)]

    def _marked(self, name: str, cells: Sequence[Cell]) -> RegisterColumn | None:
        heading = plain_words(name)
        crosses = bool(cells) and all(fold(as_text(cell)) in TRUE_MARKS or cell is True for cell in cells)
        for marked in MARKED:
            if not marked.heading.fullmatch(heading) or not self._targets.keys() >= marked.says.keys():
                continue
            if crosses if marked.target is None else (marked.target in self._targets and not crosses):
                return RegisterColumn(name, marked.target, marked.says)
        return None

    def _named(self, name: str, columns: Mapping[str, RegisterColumn]) -> RegisterColumn | None:
        target = self._headings.meaning(name)
        taken = any(each.target == target for each in columns.values())
        if target not in self._targets or (taken and target not in _MAY_REPEAT):
            return None
        return RegisterColumn(name, target)

    def _split_name(self, columns: dict[str, RegisterColumn], left: list[str]) -> None:
        """'Họ và tên' over two columns: family and middle name in the first, the given name in the second."""
        name = next((each.column for each in columns.values() if each.target == "full_name"), None)
        second = f"{name} (2)"
        places = self._table.index()
        if name is None or second not in left or not self._targets.keys() >= set(_NAMES):
            return
        if places[second] == places[name] + 1:
            left.remove(second)
            columns[name], columns[second] = RegisterColumn(name, _NAMES[0]), RegisterColumn(second, _NAMES[1])

    def _by_contents(self, columns: dict[str, RegisterColumn], left: list[str]) -> None:
        """Twelve digits that are a citizen's number need no heading."""
        if "citizen_id" not in self._targets or any(each.target == "citizen_id" for each in columns.values()):
            return
        for name in left:
            cells = self._cells(self._table.index()[name])
            if cells and sum(_fits(cell, "citizen_id") for cell in cells) * 10 >= len(cells) * 9:
                columns[name] = RegisterColumn(name, "citizen_id")
                left.remove(name)
                self._doubt(name, "by_contents", N_("“{column}”: taken for citizens' numbers by what stands in it"))
                return

    def _check(self, guess: RegisterColumn, cells: Sequence[Cell]) -> None:
        """Name what does not fit under a heading that was understood."""
        if guess.target is None:
            return
        kind = self._targets[guess.target].kind
        strange = [
            as_text(cell) for cell in cells if not (_knows(guess.target, cell) if kind == "code" else _fits(cell, kind))
        ]
        if strange:
            shown = ", ".join(f"“{text[:40]}”" for text in list(dict.fromkeys(strange))[:_SHOWN])
            self._doubt(
                guess.column,
                "strange",
                N_("“{column}”: {count} cells are not understood, such as {shown}"),
                count=len(strange),
                shown=shown,
            )

    def _doubt(self, column: str, code: str, template: str, **params: object) -> None:
        self._doubts.append(Doubt(column, code, template, params))


def _knows(target: str, cell: Cell) -> bool:
    return code_of(target, cell) is not None


def _fits(cell: Cell, kind: TargetKind) -> bool:
    """Whether a cell can be of this kind; of texts every cell can."""
    match kind:
        case "date":
            try:
                return bool(parse_partial_date(cell))
            except PartialDateError:
                return False
        case "citizen_id":
            try:
                return bool(read_citizen_id(cell))
            except CitizenIdError:
                return False
        case "digits":
            return any(char.isdigit() for char in as_text(cell))
        case "number":
            return as_text(cell)[:1].isdigit()
        case "name":
            return not any(char.isdigit() for char in as_text(cell))
        case _:
            return True
