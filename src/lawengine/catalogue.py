"""The facts that the law may ask about: declared ones, and those derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lawengine.cel.tree import Node

FactType = Literal["bool", "int", "code", "date", "member"]
Scope = Literal["person", "household", "case"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One question the law may ask.

    `no` is the value that means "no" (None: there is none); `closed` says that in a complete register a blank means it;
    `event` says that a blank always means it, as nobody is asked to prove that he has not died. `implies` are facts
    that must have these values when this one says more than "no" (an amount of pension implies a pension);
    `not_before` is a date that this one cannot precede.
    """

    name: str
    label: str
    label_en: str
    of: Scope
    type: FactType
    codes: Mapping[str, str]
    no: bool | int | str | None
    closed: bool
    event: bool
    implies: Mapping[str, bool | int | str]
    partial: bool
    max: int
    unit: str
    proof: str
    sensitive: bool
    declare: bool
    aliases: tuple[str, ...]
    not_before: str | None = None


Derivation = Literal["years_since", "months_since", "reached", "in_month", "expr"]


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A fact computed from others: completed years or months since a date, a date reached, or an expression."""

    name: str
    label: str
    label_en: str
    of: Scope
    type: Literal["bool", "int"]
    how: Derivation
    source: str
    node: Node | None
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All facts, declared and derived, by name."""

    facts: Mapping[str, Fact]
    derived: Mapping[str, DerivedFact]
    _blanks: dict[tuple[Scope, bool], Mapping[str, bool | int | str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def blanks(self, scope: Scope, *, closed: bool) -> Mapping[str, bool | int | str]:
        """The facts of which a blank means "no", with that value: events, and in a complete register more."""
        known = self._blanks.get((scope, closed))
        if known is None:
            known = self._blanks[scope, closed] = {
                name: fact.no
                for name, fact in self.facts.items()
                if fact.of == scope and (fact.event or (closed and fact.closed)) and fact.no is not None
            }
        return known

    def label(self, name: str) -> str:
        """The Vietnamese label of a declared or derived fact."""
        return self.facts[name].label if name in self.facts else self.derived[name].label

    def label_en(self, name: str) -> str:
        """The English label of a declared or derived fact."""
        return self.facts[name].label_en if name in self.facts else self.derived[name].label_en

    def base_of(self, name: str) -> str:
        """The declared fact behind a date-derived one; otherwise the name itself."""
        derived = self.derived.get(name)
        return derived.source if derived and derived.how != "expr" else name
