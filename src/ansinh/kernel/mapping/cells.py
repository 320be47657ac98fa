"""One cell in one column: which facts it sets, or why it cannot be understood."""

from __future__ import annotations

from collections.abc import Mapping

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping.model import FALSE_MARKS, TRUE_MARKS, FactLike, Facts, MappedColumn, Value
from ansinh.kernel.mapping.numbers import read_whole_number
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import parse_partial_date
from ansinh.kernel.sheets import Cell, CellFault, as_text
from ansinh.kernel.sheets.citizen_ids import CitizenIdError, read_citizen_id
from ansinh.kernel.text import fold

Reading = Mapping[str, Value]


class CellError(AnSinhError):
    """A cell that is not blank and cannot be understood."""


def read_cell(cell: Cell, column: MappedColumn, facts: Facts) -> Reading:
    """What a cell that is not blank says.

    Raises:
        AnSinhError: it cannot be understood; the sentence says why.
    """
    if isinstance(cell, CellFault):
        raise CellError(cell.code, N_("the cell holds no value: {value}"), value=cell.shown)
    shown = as_text(cell)
    explained = column.meaning_of(shown)
    if explained is None and isinstance(cell, bool):
        explained = next(filter(None, map(column.meaning_of, sorted(_marks(cell)))), None)
    if explained is not None:
        return explained
    if column.fact is None:
        known = ", ".join(column.values)
        raise CellError("unknown_value", N_("“{value}” is not explained; known are: {known}"), value=shown, known=known)
    value = _value(cell, shown, facts[column.fact], column.times)
    return {column.fact: value, **(column.implies if _says_yes(value) else {})}


def _marks(value: bool) -> frozenset[str]:
    return TRUE_MARKS if value else FALSE_MARKS


def _says_yes(value: Value) -> bool:
    return value is True or (isinstance(value, int) and value > 0)


def _value(cell: Cell, shown: str, fact: FactLike, times: int) -> Value:
    match fact.type:
        case "bool":
            return _truth(cell, shown)
        case "int":
            return read_whole_number(cell, times=times, most=fact.max)
        case "code":
            return _code(shown, fact)
        case "date":
            return _date(cell, shown, fact)
        case "member":
            try:
                return read_citizen_id(cell)
            except CitizenIdError:
                return shown


def _truth(cell: Cell, shown: str) -> bool:
    if isinstance(cell, bool):
        return cell
    mark = fold(shown)
    if mark in TRUE_MARKS:
        return True
    if mark in FALSE_MARKS:
        return False
    raise CellError("unknown_value", N_("“{value}” is neither yes (x, có) nor no (không)"), value=shown)


def _code(shown: str, fact: FactLike) -> str:
    key = fold(shown)
    for code, label in fact.codes.items():
        if key in (code, fold(label)):
            return code
    known = ", ".join(fact.codes.values())
    raise CellError("unknown_value", N_("“{value}” is not explained; known are: {known}"), value=shown, known=known)


def _date(cell: Cell, shown: str, fact: FactLike) -> str:
    found = parse_partial_date(cell)
    if not found.is_whole and not fact.partial:
        raise CellError("partial_date", N_("“{value}”: the day and the month are needed"), value=shown)
    return found.text
