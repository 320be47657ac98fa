"""What a book of law holds, as immutable values: facts, instruments, parameters, programmes, overlays, concurrence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Literal

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import Node


class Mark(IntEnum):
    """How sure we are that the text says so; a higher value is less sure."""

    PRIMARY = 0
    SECONDARY = 1
    PARTIAL = 2
    MEMORY = 3
    ESTIMATE = 4
    CONFLICT = 5

    @property
    def verified(self) -> bool:
        """False: shown as "chưa thẩm định"."""
        return self <= Mark.SECONDARY


@dataclass(frozen=True, slots=True)
class Window:
    """When something of the law holds: `[start, until)` by the date judged, and only as far as it was law when decided.

    `in_law` is the day on which its text took effect; None: on `start`. An end counts from its own day on.
    """

    start: date | None = None
    until: date | None = None
    in_law: date | None = None
    reading: str | None = None
    unless_reading: str | None = None

    def active(self, on: date, decided: date, readings: frozenset[str]) -> bool:
        """Does it hold for a right judged on `on` by somebody who decides on `decided` under `readings`?"""
        known = self.in_law or self.start
        return (
            (self.start is None or self.start <= on)
            and (self.until is None or on < self.until or decided < self.until)
            and (known is None or known <= decided)
            and (self.reading is None or self.reading in readings)
            and (self.unless_reading is None or self.unless_reading not in readings)
        )


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in an instrument: `place` is article.clause.point, e.g. '6.1.e'."""

    instrument: str
    place: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal instrument, with a summary in our own words of each article that is cited.

    `windows` holds the articles that begin or end on a day of their own: a later text may replace one article only.
    """

    id: str
    short: str
    number: str
    title: str
    issuer: str
    signed: date | None
    window: Window
    mark: Mark
    articles: Mapping[str, str]
    windows: Mapping[str, Window]


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """An amount in whole units of the parameter, with its dates and citation.

    `amount` None: from then on the law sets none; only a parameter that serves as a floor or a cap may say so.
    """

    amount: int | None
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated amount used by several programmes."""

    id: str
    label: str
    label_en: str
    unit: str
    values: tuple[ParameterValue, ...]

    @property
    def bounds_only(self) -> bool:
        """Can it be a floor or a cap only, since at some time there is none?"""
        return any(value.amount is None for value in self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement of a programme; `text` is the expression as written."""

    id: str
    label: str
    text: str
    node: Node
    window: Window
    cites: tuple[Cite, ...]


RowValue = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a programme's table. `node` None means `otherwise`; `parameter` names the amount of a level."""

    id: str
    label: str
    text: str
    node: Node | None
    value: RowValue
    parameter: str | None
    over: tuple[str, ...]
    window: Window
    cites: tuple[Cite, ...]


RowKind = Literal["coefficient", "levels", "classes", "durations", "none"]
AmountKind = Literal["rate", "levels", "money", "quantity", "fact", "table", "none"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """The only rounding there is, with its citation."""

    to: int
    mode: Literal["half_up", "up", "down"]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class DatedTable:
    """The cells of one column of an annexed table, by its first column, with the dates of its instrument."""

    cells: Mapping[str, int]
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """How a value is computed once the row is known; every field but `kind` is optional.

    `times` of a fact is a share of it (60 %), rounded as `rounding` says. `level_cap`: no more than so many times the
    level that won.
    """

    kind: AmountKind
    parameter: str | None = None
    times: Decimal | None = None
    unit: str = "VND"
    fact: str | None = None
    table: Mapping[str, int] | None = None
    key: str | None = None
    per: Node | None = None
    per_text: str = ""
    at_least: str | None = None
    at_most: str | None = None
    level_cap: Decimal | None = None
    less: str | None = None
    rounding: Rounding | None = None
    tables: tuple[DatedTable, ...] = ()


@dataclass(frozen=True, slots=True)
class StartRule:
    """The first month: the month of a date (`after` 0) or `after` months later."""

    fact: str
    after: int
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An example that runs. `given` is what was written, `expect` too; `line` is where it stands."""

    text: str
    given: Mapping[str, object]
    asked: Mapping[str, object]
    expect: Mapping[str, object]
    programme: str
    file: str
    line: int = field(compare=False)  # a bundle keeps no lines


@dataclass(frozen=True, slots=True)
class InForce:
    """A period in which a programme exists.

    `unread`: its text is known to exist, but what it pays was not read: nobody is told an amount.
    """

    window: Window
    cites: tuple[Cite, ...]
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """One benefit, classification, charge or duration: a file under `programmes/`."""

    id: str
    file: str
    title: str
    title_en: str
    message: str
    kind: Literal["benefit", "classification", "charge", "duration"]
    subject: Literal["person", "household"]
    pays_to: str
    every: str
    territory: frozenset[str]
    in_force: tuple[InForce, ...]
    conditions: tuple[Condition, ...]
    row_kind: RowKind
    rows: tuple[Row, ...]
    amount: Amount
    start: tuple[StartRule, ...]
    keeps_month: bool
    stop_cites: tuple[Cite, ...]
    sources: Mapping[str, str]
    stories: tuple[Story, ...]
    yields: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class RateOverlay:
    """A province's own value of a parameter, for the programmes it covers; the higher of both holds.

    `amount` None: a resolution that nobody on the project has read; the national value stands and is not verified.
    """

    id: str
    parameter: str
    covers: frozenset[str]
    amount: int | None
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Supplement:
    """A flat sum that a province pays on top of a programme."""

    id: str
    programme: str
    plus: int
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class UnreadGroup:
    """People whom a province is known to pay by a text that is not (wholly) in the book: a note in every answer."""

    id: str
    label: str
    label_en: str
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the resolutions of one province change."""

    id: str
    file: str
    title: str
    territory: str
    rates: tuple[RateOverlay, ...]
    supplements: tuple[Supplement, ...]
    unread: tuple[UnreadGroup, ...]
    sources: Mapping[str, str]
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """Pairs that a highest-only rule leaves alone: each of `one` with each of `others`."""

    one: frozenset[str]
    others: frozenset[str]
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ConcurrenceRule:
    """`highest`: of `among` one is paid. `prefer`: its first displaces the rest. `one_per`: once per couple."""

    id: str
    label: str
    kind: Literal["highest", "prefer", "one_per"]
    among: tuple[str, ...]
    both: tuple[Exemption, ...]
    pair: str | None
    window: Window
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """A province with the period in which its code was in use; `successor` after a merger."""

    code: str
    name: str
    start: date | None
    until: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that a text leaves open; a caller may switch the alternative on."""

    id: str
    question: str
    default: str
    alternative: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole book at one content hash."""

    hash: str
    catalogue: Catalogue
    instruments: Mapping[str, Instrument]
    parameters: Mapping[str, Parameter]
    programmes: Mapping[str, Programme]
    overlays: tuple[Overlay, ...]
    concurrence: tuple[ConcurrenceRule, ...]
    territories: tuple[Territory, ...]
    readings: Mapping[str, Reading]
    stories: tuple[Story, ...]
