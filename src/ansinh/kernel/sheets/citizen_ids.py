"""Personal identification numbers (số định danh cá nhân, on the CCCD): read from a cell, checked against birth and sex.

Twelve digits: three for the province (or country) where the birth was registered, one for century and sex, two for the
year of birth, six without meaning (Nghị định 137/2015/NĐ-CP A13 and its annexes). There is no check digit.
"""

from __future__ import annotations

import re

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import PartialDate
from ansinh.kernel.sheets.cells import Cell, as_text

PROVINCES = frozenset(
    (
        *("001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020"),
        *("022", "024", "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038"),
        *("040", "042", "044", "045", "046", "048", "049", "051", "052", "054", "056", "058", "060"),
        *("062", "064", "066", "067", "068", "070", "072", "074", "075", "077", "079", "080", "082"),
        *("083", "084", "086", "087", "089", "091", "092", "093", "094", "095", "096"),
    )
)
_FIRST_COUNTRY = 100  # births registered abroad carry the country's code
_LENGTH = 12
_SHORTEST_AS_NUMBER = 10  # provinces 001-008 lose two zeros when the number is stored as a number
_OLD_LENGTH = 9
_PUNCTUATION = re.compile(r"[\s.\-'’]")
_SEXES = ("male", "female")


class CitizenIdError(AnSinhError):
    """A value that is no personal identification number, or not this person's."""


def read_citizen_id(cell: Cell, *, birth: PartialDate | None = None, sex: str | None = None) -> str:
    """The twelve digits in a cell; zeros lost because it was stored as a number come back when the result is valid.

    Args:
        cell: text or number. birth: the declared birth date, when known. sex: 'male' or 'female', when known.

    Raises:
        CitizenIdError: not twelve digits, or they say another province, century, year or sex than can be.
    """
    shown = as_text(cell)
    digits = _PUNCTUATION.sub("", shown) if isinstance(cell, str) else shown
    if not (digits.isascii() and digits.isdigit()):
        raise CitizenIdError("not_an_id", N_("“{value}” is not a personal identification number"), value=shown)
    if len(digits) == _OLD_LENGTH:
        raise CitizenIdError(
            "old_id",
            N_("“{value}” has 9 digits, as the old identity card had; the number of 12 digits is needed"),
            value=shown,
        )
    if not _SHORTEST_AS_NUMBER <= len(digits) <= _LENGTH:
        raise CitizenIdError(
            "id_length",
            N_("“{value}” has {count} digits; a personal identification number has 12"),
            value=shown,
            count=len(digits),
        )
    number = digits.zfill(_LENGTH)
    _check(number, shown, birth, sex)
    return number


def _check(number: str, shown: str, birth: PartialDate | None, sex: str | None) -> None:
    if number[:3] not in PROVINCES and int(number[:3]) < _FIRST_COUNTRY:
        raise CitizenIdError(
            "id_province", N_("“{value}”: there is no province {province}"), value=shown, province=number[:3]
        )
    century, said_sex = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    if birth is not None and birth.year != year:
        raise CitizenIdError(
            "id_birth",
            N_("“{value}” says born in {year}, the list says {birth}"),
            value=shown,
            year=year,
            birth=birth.shown,
        )
    if sex is not None and sex != _SEXES[said_sex]:
        raise CitizenIdError("id_sex", N_("“{value}” is a number of the other sex than the list says"), value=shown)
