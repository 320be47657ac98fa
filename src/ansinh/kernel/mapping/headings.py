"""What a heading means, by a vocabulary of phrases: whole words, the phrase that explains most of it wins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ansinh.kernel.text import fold

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


class Headings:
    """A vocabulary: phrases in any spelling, each with what it means."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        found: dict[str, str] = {}
        for phrase, target in phrases:
            found.setdefault(plain_words(phrase), target)
        self._phrases = [(phrase, target) for phrase, target in found.items() if phrase]

    def meaning(self, name: str) -> str | None:
        """What the heading means; None when no phrase is in it, or two that mean different things explain as much."""
        heading = _IN_BRACKETS.sub(" ", name)
        whole, last = plain_words(heading), plain_words(heading.rsplit("›", 1)[-1])
        guesses = [
            ((len(phrase.split()) * (2 if phrase in (whole, last) else 1), len(phrase)), target)
            for phrase, target in self._phrases
            if _contains(whole, phrase)
        ]
        best = max(guesses, key=lambda guess: guess[0], default=None)
        if best is None or any(score == best[0] and target != best[1] for score, target in guesses):
            return None
        return best[1]


def plain_words(text: str) -> str:
    """The text as lower-case words of ASCII letters and digits."""
    return _NOT_A_WORD.sub(" ", fold(text)).strip()


def _contains(heading: str, phrase: str) -> bool:
    """Whole words only; a phrase of one word must be the heading's last word ('Số CCCD', 'Giới tính')."""
    if " " not in phrase:
        return f" {heading}".endswith(f" {phrase}")
    return f" {phrase} " in f" {heading} "
