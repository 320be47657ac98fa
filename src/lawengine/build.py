"""From raw files to the model: programmes, parameters, overlays, concurrence – with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lawengine.cel.parse import parse
from lawengine.cel.tree import Node
from lawengine.cursor import Cursor
from lawengine.errors import N_, LawEngineError, LawFileError
from lawengine.model import (
    Amount,
    AmountKind,
    Cite,
    ConcurrenceRule,
    Condition,
    DatedTable,
    Exemption,
    InForce,
    Instrument,
    Mark,
    Overlay,
    Parameter,
    ParameterValue,
    Programme,
    RateOverlay,
    Rounding,
    Row,
    RowKind,
    StartRule,
    Story,
    Supplement,
    UnreadGroup,
)

Tables = Mapping[str, list[list[str]]]
ASKED = ("month", "on", "decided", "province", "former_province", "readings")
ROW_KINDS: tuple[RowKind, ...] = ("coefficient", "levels", "classes", "durations")


class Sources:
    """The source aliases of one file, and how sure its citations are."""

    def __init__(self, head: Cursor, instruments: Mapping[str, Instrument]) -> None:
        self._instruments = instruments
        self._marks = {name: mark_of(str(item.value)) for name, item in head.keys("confidence")}
        self.aliases: dict[str, str] = {}
        for alias, item in head.keys("sources"):
            if item.value not in instruments:
                item.fail(N_("no instrument {slug} under texts/"), slug=item.value)
            self.aliases[alias] = str(item.value)

    def cites(self, row: Cursor, key: str = "cite") -> tuple[Cite, ...]:
        """The citations written on a row."""
        return tuple(self._cite(item, row) for item in row.items(key))

    def _cite(self, item: Cursor, row: Cursor) -> Cite:
        alias, _, place = str(item.value).partition(" ")
        if alias not in self.aliases:
            item.fail(N_("the source {alias} is not declared in `sources:` of this file"), alias=alias)
        instrument = self._instruments[self.aliases[alias]]
        article = place.split(".", 1)[0]
        if article not in instrument.articles:
            item.fail(
                N_("article {article} of {short} has no summary in its instrument.yaml"),
                article=article,
                short=instrument.short,
            )
        mark = self._marks.get(alias, instrument.mark)
        written = row.mapping().get("confidence")
        if isinstance(written, str):
            mark = mark_of(written)
        elif isinstance(written, dict) and alias in written:
            mark = mark_of(str(written[alias]))
        return Cite(instrument.id, place, mark)


def mark_of(word: str) -> Mark:
    """The mark by its name in a file."""
    return Mark[word.upper()]


def expression(cursor: Cursor, text: str) -> Node:
    """Parse an expression; a fault names file and line.

    Raises:
        LawFileError: it is not in the subset.
    """
    try:
        return parse(text)
    except LawEngineError as error:
        raise LawFileError(cursor.file, cursor.line, N_("in “{text}”: {reason}"), text=text, reason=error) from error


def build_programme(head: Cursor, instruments: Mapping[str, Instrument], tables: Tables) -> Programme:
    """One file under `programmes/`."""
    sources = Sources(head, instruments)
    row_kind = _row_kind(head)
    stop = head.at("stop") if head.has("stop") else None
    pays = head.at("pays")
    identity = head.text("id")
    return Programme(
        id=identity,
        file=head.file,
        title=head.text("title"),
        title_en=head.text("title_en"),
        message=head.text("message"),
        kind=head.word("kind", "benefit"),
        subject=head.word("subject", "person"),
        pays_to=pays.text("to"),
        every=pays.text("every"),
        territory=frozenset(head.texts("territory")),
        in_force=tuple(
            InForce(item.window(), sources.cites(item), item.flag("unread")) for item in head.items("in_force")
        ),
        conditions=tuple(_conditions(head, sources)),
        row_kind=row_kind,
        rows=tuple(_rows(head, row_kind, sources)),
        amount=_amount(head, row_kind, sources, tables),
        start=tuple(_start(item, sources) for item in head.items("start")),
        keeps_month=stop is not None and stop.text("rule") == "month_after",
        stop_cites=sources.cites(stop) if stop else (),
        sources=sources.aliases,
        stories=tuple(build_stories(head, identity)),
        yields=head.text("yields") if head.has("yields") else None,
        notes=head.text("notes", ""),
    )


def _conditions(head: Cursor, sources: Sources) -> Iterator[Condition]:
    seen: set[str] = set()
    for item in head.items("entitlement"):
        identity = item.text("id")
        window = item.window()
        if identity in seen:
            item.fail(N_("the condition {id} stands twice; give each row its own id"), id=identity)
        seen.add(identity)
        text = item.text("require")
        yield Condition(
            identity, item.text("label"), text, expression(item.at("require"), text), window, sources.cites(item)
        )


def _row_kind(head: Cursor) -> RowKind:
    kinds = [kind for kind in ROW_KINDS if head.has(kind)]
    if len(kinds) > 1:
        head.at(kinds[1]).fail(N_("a programme has one table; this is its second"))
    return kinds[0] if kinds else "none"


def _rows(head: Cursor, kind: RowKind, sources: Sources) -> Iterator[Row]:
    items = list(head.items(kind))
    names = [item.text("id") for item in items]
    for item in items:
        identity = item.text("id")
        if names.count(identity) > 1:
            item.fail(N_("the row {id} stands twice; give each row its own id"), id=identity)
        for beaten in item.texts("over"):
            if beaten not in names:
                item.fail(N_("`over` names the row {row}, which does not exist"), row=beaten)
        if item.has("when") == item.has("otherwise"):
            item.fail(N_("a row has either `when:` or `otherwise: true`"))
        text = item.text("when", "otherwise")
        node = expression(item.at("when"), text) if item.has("when") else None
        value, parameter = _row_value(item, kind)
        over = item.texts("over")
        yield Row(
            identity,
            item.text("label", identity),
            text,
            node,
            value,
            parameter,
            over,
            item.window(),
            sources.cites(item),
        )


def _row_value(item: Cursor, kind: RowKind) -> tuple[Decimal | int | str, str | None]:
    value = item.mapping()["is"]
    if isinstance(value, dict):
        return 0, str(value["parameter"])
    if kind == "coefficient":
        return Decimal(str(value)), None
    assert isinstance(value, (int, str))
    return value, None


def _amount(head: Cursor, row_kind: RowKind, sources: Sources, tables: Tables) -> Amount:
    if not head.has("amount"):
        if row_kind in ("classes", "durations"):
            return Amount("none", unit="")
        head.fail(N_("`amount:` is missing: say how the value is computed"))
    form = head.at("amount")
    forms: tuple[AmountKind, ...] = ("rate", "levels", "money", "quantity", "fact", "table")
    chosen = [kind for kind in forms if form.has(kind) or (kind == "table" and form.has("tables"))]
    if len(chosen) != 1 or (form.has("table") and form.has("tables")):
        form.fail(N_("`amount:` has exactly one of rate, levels, money, quantity, fact, table, tables"))
    kind = chosen[0]
    times = form.text("times", "coefficient")
    if kind == "rate" and times == "coefficient" and row_kind != "coefficient":
        form.fail(N_("`times: coefficient` needs a table `coefficient:`"))
    if kind == "levels" and row_kind != "levels":
        form.fail(N_("`levels: true` needs a table `levels:`"))
    fixed = form.text("quantity") if kind == "quantity" else None if times == "coefficient" else times
    if kind == "fact" and fixed and not form.has("round"):
        form.fail(N_("a share of a fact needs `round:` with its article: it may leave a fraction of a đồng"))
    cap = form.at("at_most") if isinstance(form.mapping().get("at_most"), dict) else None
    if cap is not None and (kind != "fact" or row_kind != "levels"):
        form.fail(N_("a cap by `level:` needs `fact:` and a table `levels:`"))
    names = ("fact", "key", "at_least", "less") if cap is not None else ("fact", "key", "at_least", "at_most", "less")
    optional = {key: form.text(key) for key in names if form.has(key)}
    per = form.text("per") if form.has("per") else ""
    return Amount(
        kind,
        parameter=form.text(kind) if kind in ("rate", "money") else None,
        times=Decimal(fixed) if fixed else None,
        unit=form.text("unit", "VND"),
        table=_table(form, tables) if form.has("table") else None,
        tables=tuple(_dated_table(item, sources, tables, form.has("key")) for item in form.items("tables")),
        per=expression(form.at("per"), per) if per else None,
        per_text=per,
        level_cap=None if cap is None else Decimal(cap.text("level")),
        rounding=_rounding(form.at("round"), sources) if form.has("round") else None,
        **optional,
    )


def _rounding(item: Cursor, sources: Sources) -> Rounding:
    return Rounding(item.number("to"), item.word("mode"), sources.cites(item))


def _dated_table(item: Cursor, sources: Sources, tables: Tables, keyed: bool) -> DatedTable:
    return DatedTable(_table(item, tables, keyed), item.window(), sources.cites(item))


def _table(form: Cursor, tables: Tables, keyed: bool | None = None) -> dict[str, int]:
    name = f"tables/{form.text('table')}.csv"
    if not tables.get(name):
        form.fail(N_("there is no table {name}"), name=name)
    header, *lines = tables[name]
    column = form.text("column")
    if column not in header or not (form.has("key") if keyed is None else keyed):
        form.fail(N_("the table {name} has no column {column}, or `key:` is missing"), name=name, column=column)
    place = header.index(column)
    return {line[0]: int(line[place].replace("_", "")) for line in lines}


def _start(item: Cursor, sources: Sources) -> StartRule:
    return StartRule(item.text("month_of"), item.number("after"), item.window(), sources.cites(item))


def build_stories(head: Cursor, programme: str = "") -> Iterator[Story]:
    """The `examples:` of a file."""
    for item in head.items("examples"):
        body = item.mapping()
        asked: dict[str, object] = {key: body[key] for key in ASKED if key in body}
        if ("month" in asked) == ("on" in asked):
            item.fail(N_("a story is asked for a `month:` or `on:` a day, one of them"))
        given, expect = body["given"], body["expect"]
        assert isinstance(given, dict)
        assert isinstance(expect, dict)
        name = str(body.get("programme", programme))
        yield Story(item.text("story"), given, asked, expect, name, item.file, item.line)


def build_parameters(head: Cursor, instruments: Mapping[str, Instrument], tables: Tables) -> Iterator[Parameter]:
    """One file under `parameters/`."""
    sources = Sources(head, instruments)
    series = {
        name: [_dated_table(table, sources, tables, True) for table in head.at("series").items(name)]
        for name, _ in head.keys("series")
    }
    for name, item in head.keys("parameters"):
        values = tuple(
            ParameterValue(value.number("is") if value.has("is") else None, value.window(), sources.cites(value))
            for value in item.items("values")
        )
        if item.has("series"):
            values = tuple(_cells(item, series))
        yield Parameter(name, item.text("label"), item.text("label_en"), item.text("unit"), values)


def _cells(item: Cursor, series: Mapping[str, list[DatedTable]]) -> Iterator[ParameterValue]:
    """The row of a parameter in every table of its series; a row that one of them lacks would leave an old value."""
    row = item.text("row")
    if item.text("series") not in series:
        item.fail(N_("there is no series {name} in this file"), name=item.text("series"))
    for table in series[item.text("series")]:
        if row not in table.cells:
            item.fail(N_("a table of the series {name} has no row {row}"), name=item.text("series"), row=row)
        yield ParameterValue(table.cells[row], table.window, table.cites)


def build_overlay(head: Cursor, instruments: Mapping[str, Instrument]) -> Overlay:
    """One file under `overlays/`."""
    sources = Sources(head, instruments)
    rates = tuple(
        RateOverlay(
            item.text("id"),
            item.text("parameter"),
            frozenset(item.texts("covers")),
            item.number("is") if item.has("is") else None,
            item.window(),
            sources.cites(item),
        )
        for item in head.items("rates")
    )
    supplements = tuple(
        Supplement(item.text("id"), item.text("programme"), item.number("plus"), item.window(), sources.cites(item))
        for item in head.items("supplements")
    )
    unread = tuple(
        UnreadGroup(item.text("id"), item.text("label"), item.text("label_en"), item.window(), sources.cites(item))
        for item in head.items("unread")
    )
    stories = tuple(build_stories(head))
    return Overlay(
        head.text("id"),
        head.file,
        head.text("title"),
        head.text("territory"),
        rates,
        supplements,
        unread,
        sources.aliases,
        stories,
    )


def build_concurrence(head: Cursor, instruments: Mapping[str, Instrument]) -> Iterator[ConcurrenceRule]:
    """The rules of `concurrence.yaml`, in order."""
    sources = Sources(head, instruments)
    for item in head.items("rules"):
        window, cites = item.window(), sources.cites(item)
        if item.has("highest"):
            both = tuple(
                Exemption(
                    frozenset(pair.texts("one")), frozenset(pair.texts("with")), pair.window(), sources.cites(pair)
                )
                for pair in item.items("both")
            )
            yield ConcurrenceRule(
                item.text("id"), item.text("label"), "highest", item.texts("highest"), both, None, window, cites
            )
        elif item.has("prefer"):
            among = (item.text("prefer"), *item.texts("displaces"))
            yield ConcurrenceRule(item.text("id"), item.text("label"), "prefer", among, (), None, window, cites)
        else:
            pair_fact, programme = item.text("one_per"), item.text("programme")
            yield ConcurrenceRule(
                item.text("id"), item.text("label"), "one_per", (programme,), (), pair_fact, window, cites
            )
