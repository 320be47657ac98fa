"""The alphabets of the old Vietnamese fonts: which byte, or pair of letters, stands for which Vietnamese letter.

The bytes reach us as the Western letters that share their places (Windows-1252, or Latin-1 where that has none):
'NguyÔn' is 'Nguyễn' in TCVN3. Sources: TCVN 5712:1993 (VN3, the fonts named .Vn…), the VNI for Windows table
(fonts named VNI-…), RFC 1456 (VISCII, without its six capitals in the place of control characters, which no
spreadsheet can hold).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, get_args

OldFont = Literal["tcvn3", "vni", "viscii"]
FONTS: tuple[OldFont, ...] = get_args(OldFont)

# TCVN3 has no capitals with tones: fonts whose name ends in H draw the small letters as capitals.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VISCII = {
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng
# VNI writes a mark as a letter of its own behind the vowel: vowel, its marks without a tone and with the five tones.
_VNI_TONED = {"a": "aùøûõï", "e": "eùøûõï", "o": "oùøûõï", "u": "uùøûõï", "y": "yùøûõ", "ơ": "ôùøûõï", "ư": "öùøûõï"}
_VNI_ROOFED = {"â": "aâáàåãä", "ê": "eâáàåãä", "ô": "oâáàåãä", "ă": "aêéèúüë"}
_VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def _western(byte: int) -> str:
    """The letter at this place in Windows-1252, or in Latin-1 where that has none."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _from_bytes(runs: Mapping[int, str]) -> dict[str, str]:
    table = {}
    for start, letters in runs.items():
        for byte, letter in enumerate(letters, start):
            table[_western(byte)] = letter
            table.setdefault(chr(byte), letter)  # some programs keep the control characters of Latin-1
    return table


def _vni() -> dict[str, str]:
    """Small letters, capitals, and a capital vowel with a small mark behind it, as people type them."""
    table = {written: letter for letter, written in _VNI_SINGLE.items()}
    for letter, marks in _VNI_TONED.items():
        table |= {marks[0] + mark: _toned(letter, tone) for mark, tone in zip(marks[1:], _TONES, strict=False)}
    for letter, marks in _VNI_ROOFED.items():
        table[marks[:2]] = letter
        table |= {marks[0] + mark: _toned(letter, tone) for mark, tone in zip(marks[2:], _TONES, strict=True)}
    table |= {"ô": "ơ", "ö": "ư"}
    capitals = {written.upper(): letter.upper() for written, letter in table.items()}
    mixed = {written[0].upper() + written[1:]: letter.upper() for written, letter in table.items()}
    return table | mixed | capitals


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


TABLES: Mapping[OldFont, Mapping[str, str]] = {
    "tcvn3": _from_bytes(_TCVN3),
    "vni": _vni(),
    "viscii": _from_bytes(_VISCII),
}
# The longest first: 'aâ' is one letter.
WRITTEN: Mapping[OldFont, re.Pattern[str]] = {
    font: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))) for font, table in TABLES.items()
}
# What an old font's text can consist of beside ASCII.
WESTERN = frozenset(map(_western, range(0x80, 0x100))) | frozenset(map(chr, range(0x80, 0x100)))
