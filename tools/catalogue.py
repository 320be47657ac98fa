"""Catalogues: `python -m tools.catalogue update|compile`; and the check that every sentence is translated.

Sentences stand in English in the source, marked with `_`, `N_` or `ngettext`; those that Python's own argparse says
are kept in `argparse.pot`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.tree import Fault, name

SOURCES = ("ansinh", "lawengine")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
# Dates and tools would make every update touch every header.
NOISE = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|'
                   r'Generated-By|Project-Id-Version)[^\n]*\n', re.MULTILINE)  # fmt: skip
HEADER = "# The sentences of An Sinh in another language; `make locale` takes in new ones."


def faults(root: Path) -> Iterator[Fault]:
    """Every sentence that a catalogue lacks, has too many, or has badly."""
    source = extracted(root)
    for path in catalogue_files(root):
        file, target = name(root, path), _read(path)
        for message in source:
            if message.id and target.get(message.id) is None:
                yield Fault(file, 1, f"run `make locale` and translate: {_first(message)}")
        for message in target:
            if message.id:
                yield from _message(file, message, known=source.get(message.id) is not None)
        for obsolete in target.obsolete.values():
            yield Fault(file, 1, f"no longer said anywhere, run `make locale`: {_first(obsolete)}")


def _message(file: str, message: Message, *, known: bool) -> Iterator[Fault]:
    line, first = message.lineno or 1, _first(message)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not known:
        yield Fault(file, line, f"no longer said anywhere, run `make locale`: {first}")
    if message.fuzzy:
        yield Fault(file, line, f"guessed, not translated: {first}")
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    for string in strings:
        if not string:
            yield Fault(file, line, f"not translated: {first}")
        elif _places(string) not in [_places(each) for each in ids]:
            yield Fault(file, line, f"the places in braces or percents differ: {first}")
        elif not unicodedata.is_normalized("NFC", string):
            yield Fault(file, line, f"not in NFC: {first}")


def extracted(root: Path) -> Catalog:
    """Every sentence of the source, and those of argparse."""
    catalog = Catalog(domain="ansinh", charset="utf-8")
    for package in SOURCES:
        folder = root / "src" / package
        for _file, _line, message, _comments, context in extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS):
            catalog.add(message, context=context)
    with (root / "src/ansinh/locale/argparse.pot").open("rb") as kept:
        for said in read_po(kept):
            if said.id:
                catalog.add(said.id)
    return catalog


def catalogue_files(root: Path) -> list[Path]:
    """One file for each language."""
    return sorted((root / "src/ansinh/locale").glob("*/LC_MESSAGES/ansinh.po"))


def update(root: Path) -> None:
    """Take new sentences in, with an empty translation, and drop those that nobody says any more."""
    source = extracted(root)
    for path in catalogue_files(root):
        target = _read(path)
        target.update(source, no_fuzzy_matching=True)
        target.obsolete.clear()
        with tempfile.TemporaryFile() as written:
            write_po(written, target, width=120, no_location=True, sort_output=True)
            written.seek(0)
            text = written.read().decode()
        body = NOISE.sub("", text[text.index('msgid ""') :])
        path.write_text(f"{HEADER}\n{body}", encoding="utf-8")
        untranslated = sum(not message.string for message in target if message.id)
        print(f"{name(root, path)}: {len(target)} sentences, {untranslated} to translate")


def compile_all(root: Path) -> None:
    """Write the binary catalogues that gettext reads, where they are older than their text."""
    for path in catalogue_files(root):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as written:
            write_mo(written, _read(path))
        os.chmod(written.name, 0o644)  # noqa: PTH101
        Path(written.name).replace(compiled)  # whole or not at all: several processes may be doing this


def _read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=path.parts[-3], domain="ansinh")


def _first(message: Message) -> str:
    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return repr(str(first))


def _places(sentence: str) -> list[str]:
    """Names in braces and percent signs, in order of the alphabet."""
    percents = re.findall(r"%\(\w+\)[a-z]|%[a-z](?![a-z])", sentence)
    try:
        braces = [field for _text, field, _spec, _conversion in Formatter().parse(sentence) if field is not None]
    except ValueError:
        return ["not a format"]
    return sorted([*percents, *braces])


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]](Path(__file__).parents[1])
