"""The plan: the law of one date, one place and one state of knowledge, ready for an executor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import Node
from lawengine.model import Amount, Cite, ConcurrenceRule, Edition, Mark, Programme, Rounding, RowValue, Window

FORMER_PROVINCE = "former_province"
"""What is missing when a merged province leaves open which of its former provinces is meant."""
UNREAD_TEXT = "unread_text"
"""What is missing when a programme's text is known to exist but was not read."""


class Status(IntEnum):
    """Exactly one per person and programme."""

    ENTITLED = 1
    REFUSED = 2
    UNDETERMINED = 3
    NOT_IN_FORCE = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `month` judges the month that `on` ends; `decided` is the day of the deciding; no clock here.

    `former_province` narrows a merged province to one of those that it was made of.
    """

    on: date
    decided: date
    month: bool = True
    province: str | None = None
    readings: frozenset[str] = frozenset()
    programmes: frozenset[str] | None = None
    former_province: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedCondition:
    """`test` is an index into the plan's expressions."""

    id: str
    label: str
    test: int
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`test` None: otherwise. `unit` is the đồng (or other unit) of one quantity, with rate, province, supplement."""

    id: str
    label: str
    test: int | None
    value: RowValue
    unit: int | None
    beats: frozenset[int]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class PlannedStart:
    """`fact` is a date; paid from its month plus `after` months, if the date itself lies in `window`.

    A right that arose under an older rule keeps the month that this rule gave it. `current`: the rule of the day.
    """

    fact: str
    after: int
    cites: tuple[Cite, ...]
    window: Window
    current: bool


@dataclass(frozen=True, slots=True)
class PlannedAmount:
    """What follows the row: quantity, bounds, difference, table. `per` is an index into the plan's expressions.

    `rate` is the parameter's value with the province's, before any coefficient; `pieces` are the citations of the money
    itself; `blocked` names what is not known about the money (a parameter without a value, the province): whoever would
    be entitled is undetermined then.
    """

    form: Amount
    rate: int | None
    per: int | None
    at_least: int | None
    at_most: int | None
    rounding: Rounding | None
    pieces: tuple[Cite, ...]
    blocked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    """A programme as it stands on the date. Not in force: no conditions, no rows."""

    law: Programme
    in_force: bool
    force_cites: tuple[Cite, ...]
    conditions: tuple[PlannedCondition, ...]
    rows: tuple[PlannedRow, ...]
    amount: PlannedAmount
    start: tuple[PlannedStart, ...]

    @property
    def id(self) -> str:
        return self.law.id


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group of people whom the place is known to pay, but by a text that is not (wholly) in the book."""

    id: str
    label: str
    label_en: str
    province: str
    cites: tuple[Cite, ...]


@dataclass(slots=True)
class Plan:
    """Everything an executor needs; `expressions` are folded and distinct. `unread`: what the answer cannot hold."""

    edition: Edition
    question: Question
    eve: date | None
    expressions: tuple[Node, ...]
    programmes: tuple[PlannedProgramme, ...]
    rules: tuple[ConcurrenceRule, ...]
    parameters: Mapping[str, int | None]
    unread: tuple[PlannedGroup, ...] = ()
    index: dict[str, int] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return self.edition.catalogue


def worst(cites: tuple[Cite, ...]) -> Mark:
    """The least sure of some citations; primary when there is none to doubt."""
    return max((cite.mark for cite in cites), default=Mark.PRIMARY)


def exact_product(rate: int, times: Decimal, rounding: Rounding | None) -> int | None:
    """`rate × times` in whole units, rounded only as the law says; None when it is not whole and nothing rounds it."""
    product = rate * times
    if rounding is not None:
        return round_to(product, rounding)
    return int(product) if product == int(product) else None


def round_to(value: Decimal | int, rounding: Rounding) -> int:
    """Round a non-negative value to a multiple of `rounding.to`."""
    whole, rest = divmod(Decimal(value), rounding.to)
    up = rest * 2 >= rounding.to if rounding.mode == "half_up" else rest > 0 and rounding.mode == "up"
    return (int(whole) + up) * rounding.to
