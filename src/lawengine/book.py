"""The whole book: a folder of law becomes one checked `Edition`, or a bundle that starts fast."""

from __future__ import annotations

import json
from pathlib import Path

from lawengine.bundle import BUNDLE_FORMAT, build
from lawengine.document import book_hash
from lawengine.model import Edition
from lawengine.scope import check_book
from lawengine.source import read_folder


def load_folder(folder: Path) -> Edition:
    """Read, check and build the book under `folder`.

    Raises:
        LawFileError: names file, line and remedy.
    """
    raw = read_folder(folder)
    edition = build(raw, book_hash(raw.canonical()))
    check_book(edition, raw)
    return edition


def dump_bundle(folder: Path) -> str:
    """The canonical bundle of a checked book as JSON text; its `hash` is the edition."""
    raw = read_folder(folder)
    canonical = raw.canonical()
    edition = book_hash(canonical)
    check_book(build(raw, edition), raw)
    return json.dumps(
        {"format": BUNDLE_FORMAT, "hash": edition, **canonical},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
