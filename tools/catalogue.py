"""Catalogues: `python -m tools.catalogue update|compile`; and the check that every sentence is translated.

Sentences stand in English in the source, in one of two domains. `ansinh` is what the pure modules say (kernel.messages:
`_`, `N_`, `ngettext`) and the Jinja templates. `django` is what Django's own gettext says: modules that import
`django.utils.translation`, and the templates of a room (`src/ansinh/<room>/templates/`). `N_` only marks, for
kernel.messages, in whatever module it stands. What Python's argparse and Django say by themselves on our pages is kept
in `argparse.pot` and `django.pot`.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.tree import Fault, files, name

SOURCES = ("ansinh", "lawengine")
# Domain → what others say in it, kept word for word.
DOMAINS = {"ansinh": "argparse.pot", "django": "django.pot"}
JINJA = {"extensions": "jinja2.ext.i18n", "silent": "false"}
MARKED = {"N_": None}
SPOKEN = {
    **{word: how for word, how in DEFAULT_KEYWORDS.items() if word not in MARKED},
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SPEAKS_DJANGO = re.compile(r"^\s*from django\.utils\.translation import \(?[^)]*?gettext", re.MULTILINE)
# Dates and tools would make every update touch every header.
NOISE = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|'
                   r'Generated-By|Project-Id-Version)[^\n]*\n', re.MULTILINE)  # fmt: skip
HEADER = "# The sentences of An Sinh in another language; `make locale` takes in new ones."


def faults(root: Path) -> Iterator[Fault]:
    """Every sentence that a catalogue lacks, has too many, or has badly."""
    for domain in DOMAINS:
        source = extracted(root, domain)
        for path in catalogue_files(root, domain):
            yield from _file(name(root, path), _read(path), source)


def _file(file: str, target: Catalog, source: Catalog) -> Iterator[Fault]:
    for message in source:
        if message.id and target.get(message.id, message.context) is None:
            yield Fault(file, 1, f"run `make locale` and translate: {_first(message)}")
    for message in target:
        if message.id:
            yield from _message(file, message, known=source.get(message.id, message.context) is not None)
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


def extracted(root: Path, domain: str) -> Catalog:
    """Every sentence of the source in this domain, and those that others say in it."""
    catalog = Catalog(domain=domain, charset="utf-8")
    for package in SOURCES:
        for path in files(root / "src" / package, ".py", ".html"):
            text = path.read_text(encoding="utf-8")
            for message, context in _sentences(path.relative_to(root / "src").parts, text, domain):
                catalog.add(message, context=context)
    kept = root / "src/ansinh/locale" / DOMAINS[domain]
    with kept.open("rb") as said_by_others:
        for said in read_po(said_by_others):
            if said.id:
                catalog.add(said.id, context=said.context)
    return catalog


def _sentences(parts: tuple[str, ...], text: str, domain: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What one file says in a domain; `parts` is its path below `src`."""
    django = domain == "django"
    if parts[-1].endswith(".py"):
        keywords = SPOKEN if bool(SPEAKS_DJANGO.search(text)) == django else {}
        keywords = {**keywords, **({} if django else MARKED)}
        found = extract("python", io.BytesIO(text.encode()), keywords) if keywords else ()
    elif (len(parts) > 3 and parts[2] == "templates") != django:
        found = ()
    elif django:
        # Django turns its template into calls of gettext; without indentation they are Python enough to be read.
        calls = "\n".join(line.strip() for line in templatize(text).splitlines())
        found = extract("python", io.BytesIO(calls.encode()), SPOKEN)
    else:
        found = extract("jinja2", io.BytesIO(text.encode()), SPOKEN, options=JINJA)
    for _line, message, _comments, context in found:
        yield message, context


def catalogue_files(root: Path, domain: str) -> list[Path]:
    """One file for each language."""
    return sorted((root / "src/ansinh/locale").glob(f"*/LC_MESSAGES/{domain}.po"))


def update(root: Path) -> None:
    """Take new sentences in, with an empty translation, and drop those that nobody says any more."""
    for domain in DOMAINS:
        source = extracted(root, domain)
        for path in catalogue_files(root, domain):
            _update(root, path, source)


def _update(root: Path, path: Path, source: Catalog) -> None:
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
    for path in (path for domain in DOMAINS for path in catalogue_files(root, domain)):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as written:
            write_mo(written, _read(path))
        os.chmod(written.name, 0o644)  # noqa: PTH101
        Path(written.name).replace(compiled)  # whole or not at all: several processes may be doing this


def _read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=path.parts[-3], domain=path.stem)


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
