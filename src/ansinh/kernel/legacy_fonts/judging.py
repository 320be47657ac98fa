"""Whether a text is Vietnamese in Unicode or in an old font: every word is tried as a syllable, nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ansinh.kernel.legacy_fonts.reading import CONSONANTS, read_as
from ansinh.kernel.legacy_fonts.syllables import is_cased_like_a_word, is_syllable
from ansinh.kernel.legacy_fonts.tables import FONTS, WESTERN, WRITTEN, OldFont

# plain: no word to judge. unicode: fits as it stands. old: only fits in an old font. either: fits both ways.
# odd: fits neither way. A plain or odd text could still
# be written in one of `fonts`.
Kind = Literal["plain", "unicode", "old", "either", "odd"]
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~]+")
_PRINTED_SIGNS = re.compile("[“”‘’‚„–—…•‹›]+")
_SOFT_HYPHEN = "\u00ad"
_ENOUGH_WORDS = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text can be.

    Attributes:
        kind: see `Kind`. fonts: the old fonts it can be written in, when it may be old.
        words: its words that are syllables, as they read in the first of `fonts` (or as they stand).
        sure: 'unicode': it has letters that no old font has, or several good words. 'old': several good words, or a
            sign within a word.
    """

    kind: Kind
    fonts: tuple[OldFont, ...] = ()
    words: tuple[str, ...] = ()
    sure: bool = False


_PLAIN = Verdict("plain")


def judge(text: str) -> Verdict:
    """Judge one text, as it came from the file (before soft hyphens are taken out of it)."""
    return _PLAIN if text.isascii() else _judge(text)


@lru_cache(1 << 15)
def _judge(text: str) -> Verdict:
    marked = [char for char in text if not char.isascii() and char not in WESTERN]
    if any(char.isalpha() or unicodedata.combining(char) for char in marked):
        return Verdict("unicode", sure=True)
    tokens = _words(text)
    standing = [_as_it_stands(token) for token in tokens]
    good = tuple(word for word, fits in zip(tokens, standing, strict=True) if fits)
    impossible = any(fits is False for fits in standing)
    readings = {font: [_in_font(token, font) for token in tokens] for font in FONTS}
    fitting = tuple(font for font, found in readings.items() if any(found) and False not in found)
    if impossible and fitting:
        words = _read_words(tokens, readings[fitting[0]], fitting[0])
        return Verdict("old", fitting, words, len(set(words)) >= _ENOUGH_WORDS or any(map(_has_sign_inside, tokens)))
    if good and not impossible:
        # 'Hà' is the same in VISCII: nothing to decide, but no proof of Unicode either.
        other = tuple(font for font in fitting if read_as(text, font) != text)
        if other:
            return Verdict("either", other, _read_words(tokens, readings[other[0]], other[0]))
        return Verdict("unicode", (), good, len(set(good)) >= _ENOUGH_WORDS and not fitting)
    possible = tuple(font for font in FONTS if all(_is_written(token, font) for token in text.split()))
    return Verdict("odd" if impossible else "plain", possible)


def score(text: str, font: OldFont | None = None) -> int:
    """How well a text reads in a font, or as it stands: its different good words less those that are no words."""
    found = set(_words(text))
    judged = [_as_it_stands(token) if font is None else _in_font(token, font) for token in found]
    return judged.count(True) - judged.count(False)


def _words(text: str) -> list[str]:
    """The words with something to judge: other than ASCII, and more than one letter."""
    return [token for token in _BETWEEN_WORDS.split(text) if len(token) > 1 and not token.isascii()]


def _read_words(tokens: Sequence[str], fits: Sequence[bool | None], font: OldFont) -> tuple[str, ...]:
    return tuple(read_as(token, font) for token, is_good in zip(tokens, fits, strict=True) if is_good)


@lru_cache(1 << 15)
def _as_it_stands(token: str) -> bool | None:
    """Whether every word in the token is good as Unicode; None when nothing in it can be judged."""
    bare = token.replace(_SOFT_HYPHEN, "")
    bare = bare.rstrip("»") if bare.startswith("«") or "«" not in bare else bare
    return _all_good([_fits(word) for word in _PRINTED_SIGNS.split(bare.lstrip("«·").rstrip("·"))])


def _fits(word: str) -> bool | None:
    if word.isascii() or not any(map(_is_letter, word)):
        return None
    return is_syllable(word) and is_cased_like_a_word(word)


def _is_letter(char: str) -> bool:
    return char.isalpha() and char not in "ªºµ"


@lru_cache(1 << 16)
def _in_font(token: str, font: OldFont) -> bool | None:
    """Whether every word in the token is good in the font; None for 'Q§' and other bare initials."""
    if not _is_written(token, font):
        return False
    words = [token] if font == "viscii" else _PRINTED_SIGNS.split(token)
    return _all_good([None if word.isascii() else _fits_in_font(read_as(word, font)) for word in words])


def _fits_in_font(word: str) -> bool | None:
    if len(word) == 1 or CONSONANTS.issuperset(word):
        return None
    return is_syllable(word) and is_cased_like_a_word(word)


def _is_written(token: str, font: OldFont) -> bool:
    """Whether the font has every Western letter and sign of the token (printed signs such as “ may stay)."""
    return _PRINTED_SIGNS.sub("", WRITTEN[font].sub("", token)).isascii()


def _all_good(found: list[bool | None]) -> bool | None:
    if False in found:
        return False
    return True if True in found else None


def _has_sign_inside(token: str) -> bool:
    return any(not _is_letter(char) and not char.isascii() and char != _SOFT_HYPHEN for char in token)
