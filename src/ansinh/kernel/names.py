"""What codes are called: a room that knows the words of a kind of code lends them to those below it."""

from __future__ import annotations

from collections.abc import Callable

Namer = Callable[[str], str]
_namers: dict[str, Namer] = {}


def name_with(kind: str, namer: Namer) -> None:
    """Let this function name codes of a kind (`programme`), in the reader's language."""
    _namers[kind] = namer


def name_of(kind: str, code: str) -> str:
    """What a code is called; the code itself when nobody knows a name for it."""
    namer = _namers.get(kind)
    return namer(code) if namer else code
