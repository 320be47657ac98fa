"""Sentences in the reader's language: English in the source, Vietnamese unless the reader asks otherwise.

Only the standard library at run time, because a command that decides one household must start at once.
The catalogues are `ansinh/locale/<language>/LC_MESSAGES/ansinh.po`, compiled when the package is built.
"""

from __future__ import annotations

import gettext as catalogues
import os
from pathlib import Path

LANGUAGES = ("vi", "en")
DOMAIN = "ansinh"
LOCALE = Path(__file__).parents[1] / "locale"

_loaded: dict[str, catalogues.NullTranslations] = {}
# One reader per process: a command, or a page written for one reader. The web has its own way.
_spoken = [LANGUAGES[0]]


def N_(template: str) -> str:
    """Mark a sentence for the translators; it is translated where it is shown."""
    return template


def use_language(language: str) -> None:
    """Speak this language from now on, in the whole process.

    Also tells the standard library's gettext, through which argparse says its own words.

    Raises:
        ValueError: the house does not speak it.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    _spoken[0] = language
    os.environ["LANGUAGE"] = language
    catalogues.bindtextdomain(DOMAIN, str(LOCALE))
    catalogues.textdomain(DOMAIN)


def language() -> str:
    """The language that is spoken now: 'vi' or 'en'."""
    return _spoken[0]


def _(sentence: str) -> str:
    """The sentence in the reader's language; `{places}` are filled in after translation."""
    return _catalogue().gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this count in the reader's language (Vietnamese has one form for all counts)."""
    return _catalogue().ngettext(one, many, count)


def _catalogue() -> catalogues.NullTranslations:
    spoken = language()
    if spoken not in _loaded:
        # A missing catalogue is an error: an officer would rather hear of it than read half a page in English.
        english = spoken == "en"
        _loaded[spoken] = (
            catalogues.NullTranslations() if english else catalogues.translation(DOMAIN, str(LOCALE), [spoken])
        )
    return _loaded[spoken]
