"""Hexagons for a page: where each unit's stands, how it is lettered and how dark it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ansinh.registry.places.source import NATION, Hex, read_gazetteer

# A pointed hexagon in whole units of the picture: half its width, a quarter and half of its height.
_HALF, _QUARTER, _TALL = 52, 30, 60
_CORNERS = ((0, -_TALL), (_HALF, -_QUARTER), (_HALF, _QUARTER), (0, _TALL), (-_HALF, _QUARTER), (-_HALF, -_QUARTER))
SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One hexagon: its key, corners as SVG takes them, its middle, its lines of text, its shade (0: none, to 5)."""

    key: str
    points: str
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Cartogram:
    """All hexagons of one layout, and the picture's size."""

    cells: tuple[Cell, ...]
    width: int
    height: int


def cartogram(layout: str, names: Mapping[str, str], figures: Mapping[str, int] | None = None) -> Cartogram | None:
    """The layout of the country (`ca-nuoc`) or of a province by its key; None where none was drawn.

    Args:
        names: what is written, by key of the unit; a unit without a name is left out.
        figures: how dark each is, by key: those with the most people are darkest.
    """
    drawn = [cell for cell in _layouts().get(layout, ()) if cell.key in names]
    if not drawn:
        return None
    shades = _shades(figures or {})
    left, top = min(cell.column for cell in drawn), min(cell.row for cell in drawn)
    top -= top % 2  # odd rows stand half a hexagon further east, whatever row the picture begins with
    cells = tuple(_cell(cell, left, top, names[cell.key], shades.get(cell.key, 0)) for cell in drawn)
    return Cartogram(cells, max(cell.x for cell in cells) + _HALF + 2, max(cell.y for cell in cells) + _TALL + 2)


def has_layout(key: str) -> bool:
    """Whether a unit has a layout of its own."""
    return key in _layouts()


@cache
def _layouts() -> Mapping[str, Sequence[Hex]]:
    found: dict[str, list[Hex]] = {}
    for cell in read_gazetteer().hexes:
        found.setdefault(cell.layout, []).append(cell)
    assert NATION in found
    return found


def _cell(cell: Hex, left: int, top: int, name: str, shade: int) -> Cell:
    column, row = cell.column - left, cell.row - top
    x = (2 * column + row % 2) * _HALF + _HALF + 2
    y = row * (_TALL + _QUARTER) + _TALL + 2
    points = " ".join(f"{x + right},{y + down}" for right, down in _CORNERS)
    words = _lines(name)
    first = y + 6 - 9 * (len(words) - 1)
    return Cell(cell.key, points, x, y, tuple((first + 18 * number, line) for number, line in enumerate(words)), shade)


def _lines(name: str) -> list[str]:
    """A name in at most three lines, as even as may be."""
    words = name.split()
    if len(name) <= 9 or len(words) == 1:
        return [name]
    if len(words) > 3:
        words = [" ".join(words[:2]), " ".join(words[2:])]
    if len(words) == 3:
        head, middle, tail = words
        words = [head, f"{middle} {tail}"] if len(head) > len(tail) else [f"{head} {middle}", tail]
    return words


def _shades(figures: Mapping[str, int]) -> dict[str, int]:
    """Equal fifths of the units, from the fewest to the most."""
    ranked: Iterable[str] = sorted(
        (key for key, figure in figures.items() if figure), key=lambda key: (figures[key], key)
    )
    ordered = list(ranked)
    return {key: 1 + number * SHADES // len(ordered) for number, key in enumerate(ordered)}
