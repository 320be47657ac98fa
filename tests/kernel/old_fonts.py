"""Typing Vietnamese in the old fonts, and Vietnamese to type: names from the synthetic province, words of lists."""

from __future__ import annotations

import unicodedata
from random import Random

from ansinh.kernel.legacy_fonts import OldFont
from ansinh.kernel.legacy_fonts.tables import TABLES
from synth.names import Names

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = tuple(
    letter
    for letter in (*(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES), "đ")
    if not letter.isascii()
)
CAPITALS = tuple(letter.upper() for letter in SMALL)
WORDS = (
    *("Họ và tên", "Ngày tháng năm sinh", "Giới tính", "Địa chỉ", "Mức độ khuyết tật", "Hộ nghèo", "Ghi chú", "Chủ hộ"),
    *(
        "đặc biệt nặng",
        "đã chết ngày 5/10/2025",
        "chuyển đi Bình Dương",
        "Trợ cấp xã hội hằng tháng",
        "Quan hệ với chủ hộ",
    ),
    *("ỦY BAN NHÂN DÂN XÃ THIỆU HÓA", "Thôn Quyết Thắng", "Người cao tuổi từ đủ 80 tuổi", "Không", "Góa chồng", "Số"),
    *("Xã Thuần Lộc", "Nuôi dưỡng tại cộng đồng", "Khuỷu tay", "Quỳ Hợp", "Quốc lộ 45", "thửa ruộng", "nghiêng ngả"),
)


def typed(text: str, font: OldFont) -> str:
    """The text as a spreadsheet holds it when it was typed in the font; TCVN3 has no capitals with tones."""
    table: dict[str, str] = {}
    for written, letter in TABLES[font].items():
        table.setdefault(letter, written)
    return "".join(table.get(char) or table.get(char.lower(), char) for char in text)


def names(seed: int, count: int) -> list[str]:
    """Names of a province, the mountain peoples' among them."""
    random = Random(seed)
    draw = Names(random)
    return [
        draw.person(
            draw.family(minority=random.random() < 0.3),
            random.choice(("male", "female")),
            random.randint(1920, 2020),
        )
        for _ in range(count)
    ]
