"""Whole numbers out of cells: counts of people and amounts of money, as people type them."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.sheets import Cell, as_text
from ansinh.kernel.text import fold

_UNIT = re.compile(r"\s*(dong|vnd|d|₫|nguoi|con|chau|tre|ngay|thang)\.?$")
_GROUPED = re.compile(r"\d{1,3}([. ,])\d{3}(?:\1\d{3})*")
_PLAIN = re.compile(r"\d+")
_DECIMAL = re.compile(r"(\d+)[.,](\d{1,2}|\d{4,6})")
_ZEROS = re.compile(r"(\d+)[.,]0+")


class NumberError(AnSinhError):
    """A cell that is no whole number, or not one that this fact can have."""


def read_whole_number(cell: Cell, *, times: int, most: int) -> int:
    """The number in a cell, multiplied by `times`, from 0 to `most`.

    Raises:
        NumberError: no number, a fraction, below zero or above `most`.
    """
    shown = as_text(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = Decimal(str(cell)) if math.isfinite(cell) else None
    else:
        number = _from_text(shown, times) if isinstance(cell, str) else None
    if number is None:
        raise NumberError("not_a_number", N_("“{value}” is not a number"), value=shown)
    number *= times
    if number != number.to_integral_value():
        raise NumberError("fraction", N_("“{value}” is not a whole number"), value=shown)
    if not 0 <= number <= most:
        raise NumberError("out_of_range", N_("“{value}” is not between 0 and {most}"), value=shown, most=most // times)
    return int(number)


def _from_text(shown: str, times: int) -> Decimal | None:
    """'1.350.000', '1,350,000 đồng', '2 con', '1350'; '1.350' is one thousand, unless millions are counted."""
    text = _UNIT.sub("", fold(shown)).strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if match := _GROUPED.fullmatch(text):
        # '1.350' where the heading says millions may be 1 350 000 or 1 350 million: nobody guesses.
        return Decimal(text.replace(match[1], "")) if times <= 1000 else None
    if match := _ZEROS.fullmatch(text):
        return Decimal(match[1])
    if match := _DECIMAL.fullmatch(text):
        return Decimal(f"{match[1]}.{match[2]}")
    return None
