"""The names that expressions of a book may use: its facts, derived facts, parameters and members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawengine.catalogue import Catalogue, Scope
from lawengine.cel.types import BOOL, INT, Environment, Type, code, list_of, record
from lawengine.model import Parameter


def environment(catalogue: Catalogue, parameters: Mapping[str, Parameter], subject: str) -> Environment:
    """Names and types for one subject: a household's rule may not ask a person's facts, only those of `members`."""
    person = dict(_facts(catalogue, ("person",)))
    scopes: tuple[Scope, ...] = ("person", "household", "case") if subject == "person" else ("household", "case")
    names = dict(_facts(catalogue, scopes))
    names.update({name: INT for name, item in parameters.items() if not item.bounds_only})
    names["members"] = list_of(record(person))
    return Environment(names)


def _facts(catalogue: Catalogue, scopes: tuple[Scope, ...]) -> Iterator[tuple[str, Type]]:
    """Dates and links to members are asked through derived facts and rules, never in an expression."""
    for fact in catalogue.facts.values():
        if fact.of in scopes and fact.type not in ("date", "member"):
            yield fact.name, BOOL if fact.type == "bool" else INT if fact.type == "int" else code(tuple(fact.codes))
    for derived in catalogue.derived.values():
        if derived.of in scopes:
            yield derived.name, BOOL if derived.type == "bool" else INT
