"""From raw files, or a compiled bundle of them, to one `Edition`; without YAML and schema, so it starts fast."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from lawengine.build import (
    Sources,
    build_concurrence,
    build_overlay,
    build_parameters,
    build_programme,
    build_stories,
    expression,
)
from lawengine.catalogue import Catalogue, Derivation, DerivedFact, Fact
from lawengine.cursor import Cursor
from lawengine.dates import parse_day
from lawengine.document import Document, RawBook, book_hash, kind_of
from lawengine.errors import N_, LawFileError
from lawengine.model import Edition, Instrument, Mark, Overlay, Parameter, Programme, Reading, Territory

BUNDLE_FORMAT = "an-sinh-law-1"
T = TypeVar("T")


def load_bundle(text: str) -> Edition:
    """Build the edition that a bundle holds; it was checked when it was made, so only its hash is checked here.

    Raises:
        LawFileError: the bundle has another format, or was altered.
    """
    try:
        data: dict[str, Any] = json.loads(text)
        if data.pop("format") != BUNDLE_FORMAT:
            raise KeyError("format")
        stated = data.pop("hash")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LawFileError("bundle", 0, N_("this is not a bundle of law that this version reads")) from error
    if book_hash(data) != stated:
        raise LawFileError("bundle", 0, N_("the bundle was altered: its content does not match its hash"))
    raw = RawBook({name: Document(name, value) for name, value in data["files"].items()}, data["tables"])
    return build(raw, stated)


def build(raw: RawBook, edition: str) -> Edition:
    """Build the model from raw files that were checked for structure."""
    heads: dict[str, list[Cursor]] = {}
    for name, document in raw.documents.items():
        heads.setdefault(str(kind_of(name)), []).append(Cursor(document))
    instruments = {item.id: item for item in map(_instrument, heads.get("instrument", []))}
    parameters: dict[str, Parameter] = {}
    for head in heads.get("parameters", []):
        for parameter in build_parameters(head, instruments, raw.tables):
            parameters[parameter.id] = _once(head, parameters, parameter.id, parameter)
    programmes: dict[str, Programme] = {}
    for head in heads.get("programme", []):
        programme = build_programme(head, instruments, raw.tables)
        programmes[programme.id] = _once(head, programmes, programme.id, programme)
    overlays: list[Overlay] = [build_overlay(head, instruments) for head in heads.get("overlay", [])]
    rules = [rule for head in heads.get("concurrence", []) for rule in build_concurrence(head, instruments)]
    loose = [story for head in heads.get("concurrence", []) for story in build_stories(head)]
    readings = {reading.id: reading for head in heads.get("readings", []) for reading in _readings(head, instruments)}
    return Edition(
        hash=edition,
        catalogue=_catalogue(heads["facts"][0]),
        instruments=instruments,
        parameters=parameters,
        programmes=programmes,
        overlays=tuple(overlays),
        concurrence=tuple(rules),
        territories=tuple(_territories(raw.tables.get("territories.csv", []))),
        readings=readings,
        stories=tuple(loose),
    )


def _once(head: Cursor, known: Mapping[str, T], name: str, value: T) -> T:
    if name in known:
        head.fail(N_("{name} is already defined in another file"), name=name)
    return value


def _instrument(head: Cursor) -> Instrument:
    force, places = head.at("in_force"), list(head.keys("articles"))
    articles = {article: item.text("says") if item.has("says") else str(item.value) for article, item in places}
    windows = {article: item.window() for article, item in places if item.has("says")}
    mark = Mark[head.text("confidence").upper()]
    return Instrument(
        head.text("id"),
        head.text("short"),
        head.text("number"),
        head.text("title"),
        head.text("issuer"),
        head.day("signed"),
        force.window(),
        mark,
        articles,
        windows,
    )


def _catalogue(head: Cursor) -> Catalogue:
    facts = {name: _fact(name, item) for name, item in head.keys("facts")}
    derived = {name: _derived(name, item, facts) for name, item in head.keys("derived")}
    return Catalogue(facts, derived)


def _fact(name: str, item: Cursor) -> Fact:
    kind = item.word("type")
    if (kind == "code") != item.has("codes"):
        item.fail(N_("`codes:` belongs to a fact of type code, and only there"))
    codes = {code: str(label.value) for code, label in item.keys("codes")}
    closed = item.mapping().get("closed")
    if item.text("absence") != "open" and closed is None:
        item.fail(N_("a closed fact says in `closed:` what a blank means"))
    if kind == "code" and closed is not None and closed not in codes:
        item.fail(N_("the value of a blank, {closed}, is not one of the codes"), closed=closed)
    assert closed is None or isinstance(closed, (bool, int, str))
    return Fact(
        name=name,
        label=item.text("label"),
        label_en=item.text("label_en"),
        of=item.word("of"),
        type=kind,
        codes=codes,
        no=closed,
        closed=item.text("absence") != "open",
        event=item.text("absence") == "event",
        implies={other: _scalar(value) for other, value in item.keys("implies")},
        not_before=item.text("not_before") if item.has("not_before") else None,
        partial=item.flag("partial"),
        max=item.number("max", 10**12),
        unit=item.text("unit", ""),
        proof=item.text("proof"),
        sensitive=item.flag("sensitive"),
        declare=item.flag("declare"),
        aliases=item.texts("aliases"),
    )


def _scalar(item: Cursor) -> bool | int | str:
    assert isinstance(item.value, (bool, int, str))
    return item.value


def _derived(name: str, item: Cursor, facts: Mapping[str, Fact]) -> DerivedFact:
    every: tuple[Derivation, ...] = ("years_since", "months_since", "reached", "in_month", "expr")
    ways = [way for way in every if item.has(way)]
    if len(ways) != 1:
        item.fail(N_("a derived fact has exactly one of years_since, months_since, reached, in_month, expr"))
    how = ways[0]
    source = item.text(how)
    if how != "expr" and (source not in facts or facts[source].type != "date"):
        item.fail(N_("{fact} is not a declared date"), fact=source)
    node = expression(item.at(how), source) if how == "expr" else None
    of, kind = item.word("of"), item.word("type")
    label, english = item.text("label"), item.text("label_en")
    return DerivedFact(name, label, english, of, kind, how, source, node, item.text("note", ""))


def _readings(head: Cursor, instruments: Mapping[str, Instrument]) -> Iterator[Reading]:
    sources = Sources(head, instruments)
    for name, item in head.keys("readings"):
        yield Reading(name, item.text("question"), item.text("default"), item.text("alternative"), sources.cites(item))


def _territories(rows: list[list[str]]) -> Iterator[Territory]:
    """Columns: code, name, kind, from, until, successor."""
    for row in rows[1:]:
        code, name, _, start, until, successor = row
        yield Territory(
            code, name, parse_day(start) if start else None, parse_day(until) if until else None, successor or None
        )
