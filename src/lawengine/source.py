"""The raw book: the files of a law folder as plain values, checked for structure, with one content hash."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator

from lawengine.errors import N_, LawFileError
from lawengine.strictyaml import Document, read_yaml

SINGLE = {
    "facts.yaml": "facts",
    "readings.yaml": "readings",
    "concurrence.yaml": "concurrence",
    "reviews.yaml": "reviews",
}
FOLDERS = {"texts": "instrument", "parameters": "parameters", "programmes": "programme", "overlays": "overlay"}


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


def read_folder(folder: FilePath) -> RawBook:
    """Read and check every file under `folder`.

    Raises:
        LawFileError: a file is unreadable, stands where it does not belong, or lacks something.
    """
    if not (folder / "facts.yaml").is_file():
        raise LawFileError("facts.yaml", 0, N_("there is no book of law in {folder}"), folder=str(folder))
    documents: dict[str, Document] = {}
    tables: dict[str, list[list[str]]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.suffix == ".csv":
            tables[name] = [row for row in csv.reader(StringIO(_text(path, name))) if row]
        elif path.suffix == ".yaml":
            documents[name] = read_yaml(_text(path, name), name)
            check_structure(documents[name])
        else:
            raise LawFileError(name, 0, N_("only .yaml, .csv and .md files belong in the book of law"))
    return RawBook(documents, tables)


def _text(path: FilePath, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LawFileError(name, 0, N_("the file is not in UTF-8: save it again as UTF-8")) from error


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of all kinds of files (`$defs` by kind); editors use the same file."""
    text = resources.files("lawengine").joinpath("law.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(kind: str) -> Draft202012Validator:
    whole = schema()
    return Draft202012Validator({"$defs": whole["$defs"], "$ref": f"#/$defs/{kind}"})


def check_structure(document: Document) -> None:
    """Check a document against the schema of its kind.

    Raises:
        LawFileError: names the first fault by line.
    """
    kind = kind_of(document.file)
    if kind is None:
        raise LawFileError(document.file, 0, N_("this file stands where no file of law belongs"))
    faults = sorted(_faults(kind, document))
    if faults:
        line, _, path, message = faults[0]
        raise LawFileError(document.file, line, N_("{path}: {message}"), path=path or "/", message=message)


def _faults(kind: str, document: Document) -> Iterator[tuple[int, bool, str, str]]:
    """Line, whether it can wait (a misspelt key is told before the key that is missing for it), path, message."""
    for error in _validator(kind).iter_errors(document.value):
        deepest = max(error.context or [error], key=lambda item: len(item.absolute_path))
        path = tuple(deepest.absolute_path)
        yield (
            document.line(path),
            deepest.validator != "additionalProperties",
            "/".join(map(str, path)),
            deepest.message[:200],
        )
