"""How a commune's clerk writes facts down: crosses, abbreviations, dates in many shapes, accents in both styles."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Final

Cell = str | int | float | date | None

CROSSES: Final = ("x", "x", "x", "X", "x ")
UNCLEAR: Final = "chưa rõ"
WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "marital_status": {
        "never_married": ("Chưa kết hôn", "Chưa vợ/chồng"),
        "married": ("Có vợ/chồng", "Có vợ/chồng", "Đã kết hôn"),
        "widowed": ("Góa", "Goá"),
        "spouse_missing": ("Vợ/chồng mất tích",),
        "divorced": ("Ly hôn", "Đã ly hôn"),
    },
    "father_status": {
        "dead": ("Chết", "Đã mất"),
        "missing": ("Mất tích",),
        "facility": ("Ở cơ sở BTXH",),
        "prison": ("Đi tù",),
        "unidentified": ("Không xác định",),
    },
    "mother_status": {
        "dead": ("Chết", "Đã mất"),
        "missing": ("Mất tích",),
        "facility": ("Ở cơ sở BTXH",),
        "prison": ("Đi tù",),
        "unidentified": ("Không xác định",),
    },
    "study": {"continuing": ("GDTX",), "further": ("Văn bằng 2",)},
    "disability_degree": {
        "mild": ("Nhẹ", "nhẹ"),
        "severe": ("Nặng", "nặng"),
        "extreme": ("Đặc biệt nặng", "ĐBN", "đặc biệt nặng"),
    },
    "carer_situation": {
        "none": ("Không có", "Không có ai"),
        "on_allowance": ("Có, hưởng TCXH",),
        "unable": ("Không có khả năng",),
        "has_carer": ("Có", "có"),
    },
    "cared_by": {"own_household": ("Gia đình",), "foster": ("Hộ nhận chăm sóc",)},
    "hiv": {"True": ("Có",), "False": ("Không", "không", "K")},
    "regular_income": {"True": ("Có",), "False": ("Không",)},
}
RELATIONS: Final[dict[tuple[str, str], str]] = {
    ("head", "male"): "Chủ hộ",
    ("head", "female"): "Chủ hộ",
    ("spouse", "male"): "Chồng",
    ("spouse", "female"): "Vợ",
    ("child", "male"): "Con",
    ("child", "female"): "Con",
    ("grandchild", "male"): "Cháu",
    ("grandchild", "female"): "Cháu",
    ("parent", "male"): "Bố",
    ("parent", "female"): "Mẹ",
}
_OLD_STYLE: Final = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("uỷ", "ủy"), ("uý", "úy"), ("uỳ", "ùy"))


def name_as_typed(random: Random, name: str) -> str:
    """The name as one of several clerks typed it: either tone style, capitals, stray spaces, a decomposed alphabet."""
    if random.random() < 0.5:
        for new, old in _OLD_STYLE:
            name = name.replace(new, old)
    drawn = random.random()
    if drawn < 0.08:
        return name.upper()
    if drawn < 0.12:
        return name.replace(" ", "  ", 1) + " "
    return unicodedata.normalize("NFD", name) if drawn < 0.16 else name


def birth_as_typed(random: Random, birth: str) -> Cell:
    """A birth date in one of the shapes that lists have; a year alone as number or text."""
    parts = [int(part) for part in birth.split("-")]
    if len(parts) == 1:
        return random.choice((parts[0], parts[0], str(parts[0]), f"sinh năm {parts[0]}"))
    year, month, day = parts
    shapes = (
        f"{day:02d}/{month:02d}/{year}",
        f"{day}/{month}/{year}",
        f"{day:02d}-{month:02d}-{year}",
        f"{day}.{month}.{year}",
        f"{day:02d}/{month}/{year} ",
        birth,
    )
    return date(year, month, day) if random.random() < 0.45 else random.choice(shapes)


def word_for(random: Random, fact: str, value: bool | int | str) -> str | None:
    """The words for a value; None for one that lists leave blank ('none', 'present')."""
    words = WORDS[fact].get(str(value))
    return random.choice(words) if words else None


def school_for(age: int) -> str:
    """What a clerk writes for a first qualification at that age."""
    for oldest, school in ((10, "Tiểu học"), (14, "THCS"), (17, "THPT")):
        if age <= oldest:
            return school
    return "Đại học"


def category(facts: Mapping[str, bool | int | str], age: int) -> str | None:
    """The group that the commune would enter, roughly and not always rightly."""
    degree = facts.get("disability_degree")
    if degree in ("severe", "extreme"):
        return "NKT nặng" if degree == "severe" else "NKT đặc biệt nặng"
    if (
        age < 16
        and facts.get("father_status", "present") != "present"
        and facts.get("mother_status", "present") != "present"
    ):
        return "Trẻ em không có nguồn nuôi dưỡng"
    if age >= 80:
        return "NCT từ đủ 80 tuổi"
    if age >= 75 and not facts.get("has_pension"):
        return "Hưu trí xã hội"
    poor = facts.get("poverty_class") in ("poor", "near_poor")
    lone = facts.get("marital_status") in ("never_married", "widowed", "divorced")
    return "Đơn thân nuôi con" if poor and lone and facts.get("children_under_16") else None
