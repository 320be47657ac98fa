"""Small charts drawn by the server as SVG: bars and a line, each with a title, a description and its table of data.

All coordinates are whole numbers on a drawing 640 wide, so a chart is the same picture on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ansinh.shell import wording

WIDTH: Final = 640
LABELS: Final = 190  # room for the words beside bars
VALUES: Final = 80  # room for the figures behind them
BAR: Final = 30
HEIGHT: Final = 220
MARGIN: Final = 46
STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Datum:
    """One figure with its name; `url` leads to the records behind it."""

    name: str
    value: int
    url: str = ""

    @property
    def written(self) -> str:
        return wording.number(self.value)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as it is drawn."""

    datum: Datum
    y: int
    text_y: int
    length: int
    end: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line as it is drawn; `named`: whether there is room for its name under the axis."""

    datum: Datum
    x: int
    y: int
    named: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the drawing at a round value."""

    value: str
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. `kind`: 'bars' or 'line'."""

    kind: str
    title: str
    description: str
    unit: str
    data: Sequence[Datum]
    width: int
    height: int
    marks: Sequence[Bar] | Sequence[Dot]
    rules: Sequence[Rule] = ()

    @property
    def points(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks if isinstance(mark, Dot))


def bars(title: str, data: Sequence[Datum], *, description: str = "", unit: str = "") -> Chart:
    """Lying bars, one under the other, in the given order. Values are not negative."""
    largest = max((datum.value for datum in data), default=0) or 1
    room = WIDTH - LABELS - VALUES
    drawn = []
    for index, datum in enumerate(data):
        length = datum.value * room // largest
        drawn.append(Bar(datum, index * BAR + 5, index * BAR + 20, length, LABELS + length + 8))
    return Chart("bars", title, description, unit, data, WIDTH, max(len(data), 1) * BAR + 8, drawn)


def line(title: str, data: Sequence[Datum], *, description: str = "", unit: str = "") -> Chart:
    """A line over time, from zero. Values are not negative."""
    top = ceiling(max((datum.value for datum in data), default=0))
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    last, every = max(len(data) - 1, 1), max(len(data) // 8, 1)
    dots = [
        Dot(datum, MARGIN + index * wide // last, HEIGHT - MARGIN - datum.value * high // top, index % every == 0)
        for index, datum in enumerate(data)
    ]
    rules = [Rule(wording.number(top * part // 2), HEIGHT - MARGIN - high * part // 2) for part in range(3)]
    return Chart("line", title, description, unit, data, WIDTH, HEIGHT, dots, rules)


def ceiling(value: int) -> int:
    """The next round number: 1, 2 or 5 times a power of ten; at least 2, so that its half is whole."""
    power = 1
    while True:
        for step in STEPS:
            if step * power >= max(value, 2):
                return step * power if step * power % 2 == 0 else 2 * step * power
        power *= 10
