"""What a column of a list can be taken for, and how its cells become values of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.mapping import REGISTER, Target, code_of
from ansinh.kernel.mapping.headings import plain_words
from ansinh.kernel.mapping.numbers import read_whole_number
from ansinh.kernel.mapping.words import CONTENTS
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import PartialDateError, parse_iso, parse_partial_date
from ansinh.kernel.sheets import Cell, CellFault, as_text
from ansinh.kernel.sheets.citizen_ids import CitizenIdError, read_citizen_id
from ansinh.kernel.text import clean, fold, tidy_name
from ansinh.registry.people.models import Relation
from ansinh.registry.statuses.models import ParentsSituation, Pension

_MOST_MONEY: Final = 10**12
_APART: Final = re.compile(r"\s*[,;/+&]\s*|\s+và\s+")
_KINDS: Final = {
    "mobility": "mobility",
    "hearing_speech": "hearing_speech",
    "visual": "visual",
    "mental": "mental",
    "intellectual": "intellectual",
    "other": "other_kind",
}

# Beyond what the kernel knows of lists. Kinds are 'text': the contents are understood here.
MORE: Final[tuple[Target, ...]] = (
    Target("poverty_class", N_("Poverty class"), "text", (
        "phân loại hộ", "hộ nghèo/cận nghèo", "hộ nghèo, cận nghèo", "loại hộ", "diện hộ", "hoàn cảnh kinh tế",
        "hộ nghèo",
    )),
    Target("father", N_("Situation of the father"), "text", ("tình trạng cha", "tình trạng bố", "cha", "bố")),
    Target("mother", N_("Situation of the mother"), "text", ("tình trạng mẹ", "mẹ")),
    Target("merit_category", N_("Category of merit"), "text", (
        "loại đối tượng người có công", "diện người có công", "loại ncc", "diện ncc", "đối tượng ncc",
        "loại người có công",
    )),
    Target("merit_percent", N_("Rate of injury (%)"), "text", (
        "tỷ lệ thương tật", "tỷ lệ tổn thương", "tỷ lệ ttct", "tỷ lệ %", "tỷ lệ tổn thương cơ thể", "tỷ lệ",
    )),
    Target("merit_file", N_("Number of the merit file"), "text", (
        "số hồ sơ", "số hồ sơ ncc", "mã hồ sơ", "số hồ sơ người có công",
    )),
    Target("pension_amount", N_("Pension a month"), "text", ("mức lương hưu", "lương hưu", "số tiền lương hưu")),
    Target("programme", N_("Programme drawn"), "text", ("mã chế độ", "chương trình")),
)  # fmt: skip
TARGETS: Final[tuple[Target, ...]] = (*REGISTER, *MORE)
Values = dict[str, Any]


class ReadError(AnSinhError):
    """A cell that is not blank and cannot be understood."""


def _not_understood(cell: Cell) -> ReadError:
    return ReadError("unknown_value", N_("“{value}” is not understood"), value=as_text(cell)[:60])


def _text(column: str) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        values[column] = clean(as_text(cell))

    return read


def _name(cell: Cell, values: Values) -> None:
    name = tidy_name(as_text(cell))
    if any(char.isdigit() for char in name):
        raise ReadError("name", N_("“{value}” is not a name"), value=name[:60])
    values["full_name"] = name


def _partial(column: str) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        values[column] = parse_partial_date(cell).text

    return read


def _whole(column: str) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        found = parse_partial_date(cell)
        if not found.is_whole and (found.month is None or column != "paid_from"):
            raise ReadError("partial_date", N_("“{value}”: the day and the month are needed"), value=as_text(cell))
        values[column] = found.first

    return read


def _citizen_id(cell: Cell, values: Values) -> None:
    try:
        values["citizen_id"] = read_citizen_id(cell)
    except CitizenIdError as error:
        if error.code != "old_id":
            raise
        _old_id(cell, values)


def _old_id(cell: Cell, values: Values) -> None:
    digits = re.sub(r"[\s.\-'’]", "", as_text(cell))
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 9, 12)):
        raise ReadError("old_id", N_("“{value}” is not the number of an identity card"), value=as_text(cell)[:30])
    if len(digits) == 12:
        values["citizen_id"] = read_citizen_id(digits)
    else:
        values["old_id"] = digits.zfill(9)


def _digits(column: str) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        values[column] = re.sub(r"[\s.\-]", "", as_text(cell))

    return read


def _phone(cell: Cell, values: Values) -> None:
    digits = re.sub(r"[\s.\-()]", "", as_text(cell))
    # Stored as a number, a telephone number loses the zero that all begin with.
    values["phone"] = digits.zfill(10) if len(digits) == 9 and digits.isdigit() else digits


def _code(column: str, known: Callable[[Cell], str | None]) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        code = known(cell)
        if code is None:
            raise _not_understood(cell)
        values[column] = code

    return read


def _known(target: str) -> Callable[[Cell], str | None]:
    return lambda cell: code_of(target, cell)


def _among(fact: str, allowed: tuple[str, ...]) -> Callable[[Cell], str | None]:
    words = {plain_words(word): code for code, all_of in CONTENTS[fact].items() for word in (code, *all_of)}
    return lambda cell: next((code for code in [words.get(plain_words(as_text(cell)))] if code in allowed), None)


def _poverty(cell: Cell) -> str | None:
    """'Hộ nghèo', 'CN'; a cross says what the column's `says` tells, not this."""
    return _among("poverty_class", ("poor", "near_poor", "other"))(cell)


def _relation(cell: Cell, values: Values) -> None:
    values["relation"] = code_of("relation_to_head", cell) or Relation.OTHER.value


def _kinds(cell: Cell, values: Values) -> None:
    whole = code_of("disability_kind", cell)
    for part in (
        [whole] if whole else [code_of("disability_kind", text) for text in _APART.split(as_text(cell)) if text]
    ):
        if part is None:
            raise _not_understood(cell)
        values[_KINDS[part]] = True


def _number(column: str, most: int) -> Callable[[Cell, Values], None]:
    def read(cell: Cell, values: Values) -> None:
        bare = as_text(cell).rstrip(" %") if isinstance(cell, str) else cell
        values[column] = read_whole_number(bare, times=1, most=most)

    return read


def _pension(cell: Cell, values: Values) -> None:
    _number("pension_amount", _MOST_MONEY)(cell, values)
    values.setdefault("pension_source", Pension.Source.PENSION.value)


def _head(cell: Cell, values: Values) -> None:
    values["head_name"] = fold(as_text(cell))


_PARENTS: Final = tuple(ParentsSituation.Parent.values)
READERS: Final[Mapping[str, Callable[[Cell, Values], None]]] = {
    "full_name": _name,
    "birth_date": _partial("birth_date"),
    "sex": _code("sex", _known("sex")),
    "citizen_id": _citizen_id,
    "old_id": _old_id,
    "ethnicity": _text("ethnicity"),
    "village": _text("village"),
    "commune": _text("commune_name"),
    "address": _text("address"),
    "phone": _phone,
    "household_head": _head,
    "relation_to_head": _relation,
    "household_number": _text("household_number"),
    "bank_account": _digits("account_number"),
    "bank": _text("bank"),
    "account_holder": _text("account_holder"),
    "disability_degree": _code("disability_degree", _known("disability_degree")),
    "disability_kind": _kinds,
    "disability_certificate_number": _text("certificate_number"),
    "disability_certificate_date": _whole("certificate_date"),
    "decision_number": _text("decision_number"),
    "decision_date": _whole("decision_date"),
    "paid_from": _whole("paid_from"),
    "amount": _number("amount", _MOST_MONEY),
    "health_card_number": _text("health_card_number"),
    "insurance_number": _digits("insurance_number"),
    "death_date": _partial("died_on"),
    "note": _text("note"),
    "poverty_class": _code("poverty_class", _poverty),
    "father": _code("father", _among("father_status", _PARENTS)),
    "mother": _code("mother", _among("mother_status", _PARENTS)),
    "merit_category": _text("merit_category"),
    "merit_percent": _number("merit_percent", 100),
    "merit_file": _text("merit_file"),
    "pension_amount": _pension,
    "programme": _text("programme"),
}
CHOICES: Final[Mapping[str, str]] = {target.name: target.label for target in TARGETS if target.name in READERS}


def read_into(values: Values, target: str, cell: Cell) -> None:
    """Set what a cell that is not blank says.

    Raises:
        AnSinhError: it cannot be understood; the sentence says why.
    """
    if isinstance(cell, CellFault):
        raise ReadError(cell.code, N_("the cell holds no value: {value}"), value=cell.shown)
    READERS[target](cell, values)


def as_day(text: str) -> date | None:
    """The first day that a partial date can be; None for a blank or none."""
    try:
        return parse_iso(text).first if text else None
    except PartialDateError:
        return None
