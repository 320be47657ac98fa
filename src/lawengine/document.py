"""A file of law that was read: plain values and the line of each; the raw book that all of them make."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

Plain = bool | int | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
SINGLE = {
    "facts.yaml": "facts",
    "readings.yaml": "readings",
    "concurrence.yaml": "concurrence",
    "reviews.yaml": "reviews",
}
FOLDERS = {"texts": "instrument", "parameters": "parameters", "programmes": "programme", "overlays": "overlay"}


@dataclass(slots=True)
class Document:
    """A file that was read: plain values only, dates as ISO text, and the line of each path."""

    file: str
    value: dict[str, Plain]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class RawBook:
    """Every file by its path inside the law folder: YAML as documents, CSV as rows of text (header first)."""

    documents: dict[str, Document]
    tables: dict[str, list[list[str]]]

    def canonical(self) -> dict[str, Any]:
        """What is hashed: plain values in a fixed order, reviews left out (they are about the book, not in it)."""
        files = {name: doc.value for name, doc in sorted(self.documents.items()) if kind_of(name) != "reviews"}
        return {"files": files, "tables": dict(sorted(self.tables.items()))}


def kind_of(name: str) -> str | None:
    """Which kind of file `name` (path inside the law folder) is; None when it does not belong there."""
    if name in SINGLE:
        return SINGLE[name]
    return FOLDERS.get(name.split("/", 1)[0]) if "/" in name else None


def book_hash(canonical: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
