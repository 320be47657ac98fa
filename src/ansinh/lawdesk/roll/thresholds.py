"""Ages at which the law changes its mind: all that it can see of a birth date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lawengine.catalogue import Catalogue
from lawengine.cel.tree import Compare, Field, Lit, Name, Node, walk
from lawengine.dates import Span, completed_months, completed_years


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of completed years or months that some expression compares with. `source` is the date behind it."""

    fact: str
    source: str
    years: bool
    bound: int

    def passed(self, born: Span, day: date) -> tuple[bool, bool]:
        """Is the bound reached on `day` by whoever was born first, and by whoever was born last?"""
        completed = completed_years if self.years else completed_months
        return completed(born.lo, day) >= self.bound, completed(born.hi, day) >= self.bound


def thresholds(nodes: Iterable[Node], catalogue: Catalogue) -> tuple[Threshold, ...]:
    """Every threshold of some expressions, and the one after it (`age <= 15` changes at 16), each once."""
    return tuple(dict.fromkeys(_thresholds(nodes, catalogue)))


def _thresholds(nodes: Iterable[Node], catalogue: Catalogue) -> Iterator[Threshold]:
    for node in nodes:
        for item in walk(node):
            if not isinstance(item, Compare):
                continue
            for one, other in ((item.left, item.right), (item.right, item.left)):
                derived = catalogue.derived.get(one.name) if isinstance(one, (Name, Field)) else None
                if derived is None or derived.how not in ("years_since", "months_since") or not isinstance(other, Lit):
                    continue
                if isinstance(other.value, int):
                    years = derived.how == "years_since"
                    strict = item.op in ("<", ">=") if one is item.left else item.op in (">", "<=")
                    bounds = (0,) if strict else (1,) if item.op in ("<=", ">", "<", ">=") else (0, 1)
                    yield from (Threshold(derived.name, derived.source, years, other.value + more) for more in bounds)
