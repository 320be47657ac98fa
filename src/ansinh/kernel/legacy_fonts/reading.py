"""Text in an old font as Unicode; capitals that the font cannot write come back as far as the text shows them."""

from __future__ import annotations

import re

from ansinh.kernel.legacy_fonts.tables import TABLES, WRITTEN, OldFont

_WORD = re.compile(r"[^\W\d_]+")
CONSONANTS = frozenset("BCDĐGHKLMNPQRSTVX")  # 'CCCD' is no word in capitals, only initials
_ALWAYS_SMALL = frozenset("àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def read_as(text: str, font: OldFont) -> str:
    """The text as Unicode (composed), taken for text in this font. Characters the font does not have stay.

    In TCVN3 a letter with a tone has no capital: 'NGUYÔN' is read as 'NGUYỄN' because its other letters are capitals,
    '¸nh' in 'NguyÔn ThÞ ¸nh' as 'Ánh' because every other word begins with one. A font that draws small letters as
    capitals leaves no trace in the text: what was typed small stays small.
    """
    table = TABLES[font]
    read = WRITTEN[font].sub(lambda match: table[match[0]], text)
    return _with_capitals(read) if font == "tcvn3" else read


def _with_capitals(text: str) -> str:
    words = _WORD.findall(text)
    known = [_of_known_case(word) for word in words]
    spoken = [letters for word, letters in zip(words, known, strict=True) if not CONSONANTS.issuperset(word)]
    if any(len(letters) > 1 for letters in spoken) and all(letters == letters.upper() for letters in known):
        return text.upper()
    starts = [word[0] for word in words if word[0] not in _ALWAYS_SMALL]
    named = len(starts) > 1 and all(start == start.upper() for start in starts)
    return _WORD.sub(lambda match: _word_with_capitals(match[0], named=named), text)


def _word_with_capitals(word: str, *, named: bool) -> str:
    letters = _of_known_case(word)
    if len(letters) > 1 and letters == letters.upper():
        return word.upper()
    return word[0].upper() + word[1:] if named and word[0] in _ALWAYS_SMALL else word


def _of_known_case(word: str) -> str:
    return "".join(letter for letter in word if letter not in _ALWAYS_SMALL)
