"""What differs between two editions of the law, or between two days of one: each piece with its article and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from lawengine.cel.text import free_names, unparse
from lawengine.cel.tree import Node
from lawengine.model import Cite, Edition, Overlay, Programme, Window
from lawengine.plan import Question
from lawengine.planner import cites_in_force, value_in_force
from lawengine.territory import Place, locate

Part = Literal[
    "instrument",
    "programme",
    "force",
    "condition",
    "row",
    "amount",
    "start",
    "stop",
    "parameter",
    "rate",
    "supplement",
    "unread",
    "rule",
    "reading",
    "fact",
]
Kind = Literal["added", "removed", "changed"]
_ALWAYS = Window()


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the law.

    `owner` is the programme, overlay or '' that holds it, `version` tells apart what has one name at several times.
    `value` is what it gives (a coefficient, an amount, a date fact), `test` the expression or list that it rests on.
    `touches` are the programmes whose result it can change.
    """

    part: Part
    owner: str
    id: str
    label: str
    value: str = ""
    test: str = ""
    window: Window = _ALWAYS
    cites: tuple[Cite, ...] = ()
    touches: frozenset[str] = frozenset()
    version: str = ""
    label_en: str = ""
    unit: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.part, self.owner, self.id, self.version)


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that came, went or is another. `before` None: it came; `after` None: it went."""

    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """The piece as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> Kind:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def edition_changes(before: Edition, after: Edition) -> tuple[Change, ...]:
    """What a new edition changes: pieces, dates, articles and words, in the order of the book."""
    old, new = ({item.key: item for item in items_of(edition)} for edition in (before, after))
    pairs = ((old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new]))
    return tuple(Change(was, now) for was, now in pairs if _said(was) != _said(now))


def _said(item: Item | None) -> Item | None:
    """A piece without the programmes that it reaches: these change when a programme comes, the piece does not."""
    return None if item is None else replace(item, touches=frozenset())


def dated_changes(edition: Edition, before: Question, after: Question) -> tuple[Change, ...]:
    """What holds under one question and not under another: another day, another day of deciding, another reading.

    A piece that only cites a later text, or whose words changed, is no change here: nobody's right differs by it.

    Raises:
        QuestionError: an unknown province.
    """
    return Pieces(edition).changes(before, after)


def items_of(edition: Edition) -> Iterator[Item]:
    """Every piece of the book, whatever its dates."""
    for text in edition.instruments.values():
        yield Item("instrument", "", text.id, f"{text.short} – {text.title}", window=text.window)
    for fact in edition.catalogue.facts.values():
        yield Item("fact", "", fact.name, fact.label, value=fact.type, label_en=fact.label_en)
    for derived in edition.catalogue.derived.values():
        test = derived.source if derived.node is None else unparse(derived.node)
        yield Item("fact", "", derived.name, derived.label, derived.how, test, label_en=derived.label_en)
    for reading in edition.readings.values():
        yield Item(
            "reading", "", reading.id, reading.question, reading.default, reading.alternative, _ALWAYS, reading.cites
        )
    users = _users(edition)
    for parameter in edition.parameters.values():
        for value in parameter.values:
            label, english = parameter.label, parameter.label_en
            amount = "none" if value.amount is None else str(value.amount)
            touched = frozenset(users.get(parameter.id, ()))
            yield Item(
                *("parameter", "", parameter.id, label, amount, "", value.window, value.cites, touched),
                version=_version(value.window),
                label_en=english,
                unit=parameter.unit,
            )
    for law in edition.programmes.values():
        yield from _of_programme(law)
    for overlay in edition.overlays:
        yield from _of_overlay(overlay, edition)
    for rule in edition.concurrence:
        exempt = "; ".join(f"{', '.join(sorted(pair.one))} + {', '.join(sorted(pair.others))}" for pair in rule.both)
        among = ", ".join(rule.among)
        touched = frozenset(rule.among)
        yield Item("rule", "", rule.id, rule.label, rule.kind, f"{among} | {exempt}", rule.window, rule.cites, touched)


def _version(window: Window) -> str:
    return f"{window.start or ''}{f' {window.reading}' if window.reading else ''}"


def _of_programme(law: Programme) -> Iterator[Item]:
    own = frozenset((law.id,))
    yield Item("programme", law.id, "", law.title, law.kind, f"{law.subject} {law.pays_to} {law.every}", touches=own)
    for period in law.in_force:
        value = "unread" if period.unread else ""
        version = _version(period.window)
        yield Item("force", law.id, "", law.title, value, "", period.window, period.cites, own, version)
    for item in law.conditions:
        text = unparse(item.node)
        yield Item("condition", law.id, item.id, item.label, "", text, item.window, item.cites, own)
    for row in law.rows:
        test = "otherwise" if row.node is None else unparse(row.node)
        test += f" over {', '.join(row.over)}" if row.over else ""
        value = row.parameter or str(row.value)
        yield Item("row", law.id, row.id, row.label, value, test, row.window, row.cites, own, unit=law.row_kind)
    yield Item("amount", law.id, "", law.title, _form(law), touches=own)
    for start in law.start:
        value, version = f"{start.fact} + {start.after}", _version(start.window)
        yield Item("start", law.id, start.fact, start.fact, value, "", start.window, start.cites, own, version)
    yield Item(
        "stop", law.id, "", law.title, "month_after" if law.keeps_month else "", "", _ALWAYS, law.stop_cites, own
    )


def _form(law: Programme) -> str:
    """The amount's form as text: equal for equal forms."""
    form = law.amount
    parts: dict[str, object] = {
        "": form.kind,
        "parameter": form.parameter,
        "times": form.times,
        "unit": form.unit,
        "fact": form.fact,
        "key": form.key,
        "per": None if form.per is None else unparse(form.per),
        "at_least": form.at_least,
        "at_most": form.at_most,
        "less": form.less,
        "level_cap": form.level_cap,
        "round": None if form.rounding is None else f"{form.rounding.mode} {form.rounding.to}",
        "table": None if form.table is None else ", ".join(f"{key}: {cell}" for key, cell in form.table.items()),
    }
    return "; ".join(f"{name} {value}".strip() for name, value in parts.items() if value is not None)


def _of_overlay(overlay: Overlay, edition: Edition) -> Iterator[Item]:
    for rate in overlay.rates:
        value = "unread" if rate.amount is None else str(rate.amount)
        label = f"{overlay.title}: {edition.parameters[rate.parameter].label}"
        yield Item("rate", overlay.id, rate.id, label, value, rate.parameter, rate.window, rate.cites, rate.covers)
    for extra in overlay.supplements:
        own, value = frozenset((extra.programme,)), str(extra.plus)
        label = f"{overlay.title}: {edition.programmes[extra.programme].title}"
        yield Item("supplement", overlay.id, extra.id, label, value, "", extra.window, extra.cites, own)
    for group in overlay.unread:
        yield Item(
            "unread", overlay.id, group.id, group.label, "", "", group.window, group.cites, label_en=group.label_en
        )


def _users(edition: Edition) -> Mapping[str, set[str]]:
    """The programmes that each parameter reaches, by its amount, its rows or its conditions."""
    found: dict[str, set[str]] = {}
    for law in edition.programmes.values():
        for name in parameters_of(law) & edition.parameters.keys():
            found.setdefault(name, set()).add(law.id)
    return found


def parameters_of(law: Programme) -> frozenset[str]:
    """The parameters whose value can change what a programme comes to (with other names that are none)."""
    form = law.amount
    nodes: list[Node | None] = [item.node for item in law.conditions]
    nodes += [row.node for row in law.rows] + [form.per]
    named = {name for node in nodes if node is not None for name in free_names(node)}
    plain = (form.parameter, form.at_least, form.at_most, *(row.parameter for row in law.rows))
    return frozenset(named | {name for name in plain if name})


class Pieces:
    """All pieces of an edition, read once for any number of questions."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._items = tuple(items_of(edition))
        self._territories = {overlay.id: overlay.territory for overlay in edition.overlays}

    def changes(self, before: Question, after: Question) -> tuple[Change, ...]:
        """As `dated_changes`."""
        old, new = ({item.key[:3]: item for item in self.holding(one)} for one in (before, after))
        found = []
        for key in dict.fromkeys([*old, *new]):
            was, now = old.get(key), new.get(key)
            if was is not now and (was is None or now is None or (was.value, was.test) != (now.value, now.test)):
                found.append(Change(was and self._told(was, before), now and self._told(now, after)))
        return tuple(found)

    def _told(self, item: Item, question: Question) -> Item:
        """A piece with the articles of texts that live on the day, and without other provinces' programmes."""
        place = locate(self.edition, question.province, question.on, question.former_province)
        away = frozenset(law.id for law in self.edition.programmes.values() if _elsewhere(law, place))
        cites = cites_in_force(self.edition, item.cites, question.on)
        return replace(item, version="", touches=item.touches - away, cites=cites)

    def readings(self) -> frozenset[str]:
        """The readings that some piece depends on."""
        windows = [item.window for item in self._items]
        named = {name for window in windows for name in (window.reading, window.unless_reading) if name}
        return frozenset(named)

    def holding(self, question: Question) -> Iterator[Item]:
        """The pieces that hold: of a parameter only the value that counts, of overlays those of the place.

        Raises:
            QuestionError: an unknown province.
        """
        edition = self.edition
        place = locate(edition, question.province, question.on, question.former_province)
        winners = {name: value_in_force(edition, name, question) for name in edition.parameters}
        away = frozenset(law.id for law in edition.programmes.values() if _elsewhere(law, place))
        for item in self._items:
            window = item.window
            if item.owner in away or not window.active(question.on, question.decided, question.readings):
                continue
            if item.part == "parameter" and (value := winners[item.id]) is not None and window != value.window:
                continue
            if item.part in ("rate", "supplement", "unread") and not _reached(
                place, self._territories[item.owner], window
            ):
                continue
            if item.part != "instrument":
                yield item


def _elsewhere(law: Programme, place: Place | None) -> bool:
    """Is it another province's own programme?"""
    start = min((item.window.start for item in law.in_force if item.window.start), default=None)
    return bool(law.territory) and not any(_reached(place, code, Window(start)) for code in law.territory)


def _reached(place: Place | None, territory: str, window: Window) -> bool:
    return place is not None and any(area.reached_by(territory, window.start) for area in place.areas)
