"""A place inside a file of law that was read: typed getters, and errors that name file and line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NoReturn

from lawengine.dates import parse_day
from lawengine.document import Document, Path, Plain
from lawengine.errors import LawFileError
from lawengine.model import Window


class Cursor:
    """`value` of a document at `path`. Structure is already validated by the schema; getters only narrow types."""

    __slots__ = ("document", "path", "value")

    def __init__(self, document: Document, path: Path = (), value: Plain | None = None) -> None:
        self.document = document
        self.path = path
        self.value: Plain = document.value if value is None else value

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def line(self) -> int:
        return self.document.line(self.path)

    def fail(self, template: str, **params: object) -> NoReturn:
        """Raise an error that names this place."""
        raise LawFileError(self.file, self.line, template, **params)

    def mapping(self) -> dict[str, Plain]:
        assert isinstance(self.value, dict)
        return self.value

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def at(self, key: str | int) -> Cursor:
        """The place below; the key must exist."""
        assert isinstance(self.value, (dict, list))
        return Cursor(self.document, (*self.path, key), self.value[key])  # type: ignore[index]

    def items(self, key: str) -> Iterator[Cursor]:
        """The places in the list under `key`; nothing when it is absent."""
        if self.has(key):
            below = self.at(key)
            assert isinstance(below.value, list)
            for index in range(len(below.value)):
                yield below.at(index)

    def keys(self, key: str) -> Iterator[tuple[str, Cursor]]:
        """The places in the mapping under `key`; nothing when it is absent."""
        if self.has(key):
            below = self.at(key)
            for name in below.mapping():
                yield name, below.at(name)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.mapping().get(key, default)
        assert isinstance(value, str), (self.file, self.path, key)
        return value

    def word(self, key: str, default: str | None = None) -> Any:
        """Text that the schema limits to a few words; typed Any so that it fits the model's literal types."""
        return self.text(key, default)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.mapping().get(key, [])
        assert isinstance(value, list)
        return tuple(str(item) for item in value)

    def number(self, key: str, default: int = 0) -> int:
        value = self.mapping().get(key, default)
        assert isinstance(value, int)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self.mapping().get(key, default))

    def day(self, key: str) -> date | None:
        return parse_day(self.text(key)) if self.has(key) else None

    def window(self) -> Window:
        """The dates and readings written on this row."""
        window = Window(
            self.day("from"),
            self.day("until"),
            self.day("in_law"),
            self.text("reading") if self.has("reading") else None,
            self.text("unless_reading") if self.has("unless_reading") else None,
        )
        if window.start and window.until and window.start >= window.until:
            self.fail("the period from {start} until {until} is empty", start=window.start, until=window.until)
        return window
