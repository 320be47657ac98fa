"""Editions: find the book of law, keep it compiled, load it fast."""

from __future__ import annotations

import hashlib
import importlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from lawengine.bundle import load_bundle
from lawengine.errors import LawFileError
from lawengine.model import Edition

ENVIRONMENT = "ANSINH_LAW"


def find_book() -> Path:
    """The folder (or bundle) of law: `$ANSINH_LAW`, else `law/` here or above, else beside the source tree.

    Raises:
        AnSinhError: there is none.
    """
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parents[3]):
        if (folder / "law" / "facts.yaml").is_file():
            return folder / "law"
    raise AnSinhError(
        "no_book", N_("There is no book of law here: set {variable} to the folder or bundle."), variable=ENVIRONMENT
    )


def open_edition(book: Path | None = None) -> Edition:
    """Load the book; a folder is compiled once and kept by the hash of its files, so the next start is fast.

    Raises:
        AnSinhError: no book. LawFileError: the book is faulty; names file and line.
    """
    place = book or find_book()
    if place.is_file():
        return load_bundle(place.read_text(encoding="utf-8"))
    kept = _cache_folder() / f"law-{_fingerprint(place)}.json"
    if kept.is_file():
        try:
            return load_bundle(kept.read_text(encoding="utf-8"))
        except LawFileError:
            kept.unlink()  # a half-written or foreign file: compile again
    # The reader of YAML and its schema are slow to import, and needed only when a file of the book has changed.
    text: str = importlib.import_module("lawengine.book").dump_bundle(place)
    _keep(kept, text)
    return load_bundle(text)


@lru_cache(maxsize=1)
def current_edition() -> Edition:
    """The book of this process, read once: who serves pages starts anew to take another."""
    return open_edition()


def _fingerprint(folder: Path) -> str:
    """SHA-256 over names and bytes of every file of the book, and of the reader's own source."""
    digest = hashlib.sha256()
    reader = Path(load_bundle.__code__.co_filename).parent
    for root, pattern in ((folder, "**/*"), (reader, "**/*.py"), (reader, "*.json")):
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "ansinh"


def _keep(path: Path, text: str) -> None:
    """Write whole or not at all; a machine without a writable cache works without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as handle:
            handle.write(text)
        Path(handle.name).replace(path)
    except OSError:
        return
