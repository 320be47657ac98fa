"""Sentences in the reader's language: English in the source, Vietnamese unless the reader asks otherwise.

Only the standard library at run time, because a command that decides one household must start at once.
The catalogues are `ansinh/locale/<language>/LC_MESSAGES/ansinh.po`, compiled when the package is built.
"""

from __future__ import annotations

import gettext as catalogues
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("vi", "en")
DOMAIN = "ansinh"
LOCALE = Path(__file__).parents[1] / "locale"

_loaded: dict[str, catalogues.NullTranslations] = {}
# A command has one reader for the whole process.
_house = [LANGUAGES[0]]
# The web has many readers at once: each request speaks in its own context.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def N_(template: str) -> str:
    """Mark a sentence for the translators; it is translated where it is shown."""
    return template


def use_language(language: str) -> None:
    """Speak this language from now on, in the whole process.

    Also tells the standard library's gettext, through which argparse says its own words.

    Raises:
        ValueError: the house does not speak it.
    """
    _house[0] = _known(language)
    os.environ["LANGUAGE"] = language
    catalogues.bindtextdomain(DOMAIN, str(LOCALE))
    catalogues.textdomain(DOMAIN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside the block, to this reader alone.

    Raises:
        ValueError: the house does not speak it.
    """
    before = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language that is spoken now: 'vi' or 'en'."""
    return _spoken.get() or _house[0]


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    return language


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
