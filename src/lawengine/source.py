"""The files of a law folder: read strictly, each checked against the schema of its kind."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator

from lawengine.document import Document, RawBook, kind_of
from lawengine.errors import N_, LawFileError
from lawengine.strictyaml import read_yaml


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
