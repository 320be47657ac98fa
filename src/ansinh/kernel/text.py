"""Vietnamese text: composed form, one search key for all spellings, tidy names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_NAME_START = re.compile(r"(^|[\s\-'])(\w)")
# Invisible characters that spreadsheets and web pages leave behind: they look like nothing and break every comparison.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`ʹ′", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_TO_PLAIN: dict[int, str | None] = {**_INVISIBLE, **_APOSTROPHES, **_DASHES}
# U+00D0 and U+0110 look alike; old keyboards and converters mix them up.
_D_WITH_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def clean(text: str) -> str:
    """Composed form (NFC) without invisible characters, every run of white space one space, no space at the ends."""
    return _clean_short(text) if len(text) <= _REMEMBERED else _clean(text)


def fold(text: str) -> str:
    """The search key: lower case, no accents, đ as d, plain apostrophes and dashes, single spaces.

    Old and new tone style meet ('hoà' and 'hòa', 'thuỷ' and 'thủy' → 'hoa', 'thuy'), as do 'H’Leo' and "H'Leo".
    """
    return _fold_short(text) if len(text) <= _REMEMBERED else _fold(text)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))).strip()


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_TO_PLAIN))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    # NFKD turns a spacing accent into a space and an accent, hence apostrophes above and spaces last.
    return _SPACES.sub(" ", bare.translate(_D_WITH_STROKE).casefold()).strip()


# Lists say the same few things over and over: 'x', 'Có', 'Thôn 3'.
_REMEMBERED = 60
_clean_short = lru_cache(1 << 15)(_clean)
_fold_short = lru_cache(1 << 15)(_fold)


def tidy_name(text: str) -> str:
    """A person's name for display: cleaned, and with capitals when it was typed all in one case.

    A name of mixed case is left as it is: 'Niê Kđăm' or "H'Bia" know better than a rule.
    """
    name = clean(text).translate(_APOSTROPHES)
    if name != name.upper() and name != name.lower():
        return name
    return _NAME_START.sub(lambda match: match[1] + match[2].upper(), name.lower())
