"""The book of law as it is at the start of a measurement, in one file. `python -m bench.own.bundle FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from ansinh.lawdesk.editions import find_book
from lawengine.book import dump_bundle


def main(file: str) -> None:
    """Check the book and write it."""
    Path(file).write_text(dump_bundle(find_book()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
