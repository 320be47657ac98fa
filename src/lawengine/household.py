"""What is asked about: a household with its members and a case, read strictly from plain JSON values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lawengine.catalogue import Catalogue, Fact, Scope
from lawengine.dates import Span, parse_span
from lawengine.errors import N_, QuestionError

Static = bool | int | str | Span
NONE_DATE = "none"


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact that changed: each value holds from its day until the next one's; unknown before the first."""

    steps: tuple[tuple[date, Static | None], ...]

    def on(self, day: date) -> Static | None:
        """The value on a day."""
        value: Static | None = None
        for start, step in self.steps:
            if start <= day:
                value = step
        return value


Value = Static | Dated


@dataclass(frozen=True, slots=True)
class Member:
    """One person; `facts` hold the person's own facts only."""

    id: str
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Household:
    """The people judged together. `shared` are the facts of the household and of the case."""

    members: tuple[Member, ...]
    shared: Mapping[str, Value]


def read_household(catalogue: Catalogue, payload: object, *, closed: bool) -> Household:
    """Read `{"household": {…}, "members": [{"id": …, …}], "case": {…}}`.

    Args:
        catalogue: the facts that may be asked. payload: parsed JSON. closed: a closed fact that is absent means "no".

    Raises:
        QuestionError: names the field and what is wrong with it.
    """
    if not isinstance(payload, Mapping):
        raise QuestionError("/", N_("expected an object with household, members and case"))
    for key in payload:
        if key not in ("household", "members", "case"):
            raise QuestionError(str(key), N_("unknown field; expected household, members or case"))
    members_raw = payload.get("members", [])
    if not isinstance(members_raw, list) or not members_raw:
        raise QuestionError("members", N_("expected a list with at least one person"))
    shared: dict[str, Value] = {}
    scopes: tuple[tuple[str, Scope], ...] = (("household", "household"), ("case", "case"))
    for field, scope in scopes:
        shared.update(_read_facts(catalogue, payload.get(field, {}), scope, field, closed=closed))
    members = tuple(_members(catalogue, members_raw, closed=closed))
    names = [member.id for member in members]
    if len(set(names)) < len(names):
        raise QuestionError("members", N_("two members have the same id"))
    return Household(_paired(catalogue, members), shared)


def _members(catalogue: Catalogue, raw: list[object], *, closed: bool) -> Iterator[Member]:
    for number, item in enumerate(raw, start=1):
        where = f"members[{number}]"
        if not isinstance(item, Mapping):
            raise QuestionError(where, N_("expected an object with the facts of one person"))
        name = item.get("id", f"p{number}")
        if not isinstance(name, str) or not name:
            raise QuestionError(f"{where}.id", N_("an id is text"))
        own = {key: value for key, value in item.items() if key != "id"}
        yield Member(name, _read_facts(catalogue, own, "person", name if "id" in item else where, closed=closed))


def _paired(catalogue: Catalogue, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members, each named by another as the other half of a couple naming that one too.

    Raises:
        QuestionError: somebody names no other member, or a member who is paired with a third.
    """
    facts = {member.id: dict(member.facts) for member in members}
    for link in (name for name, fact in catalogue.facts.items() if fact.type == "member"):
        named = {member.id: facts[member.id].get(link) for member in members}
        for one, other in named.items():
            if other is None or other == NONE_DATE:
                continue
            if not isinstance(other, str) or other not in facts or other == one:
                template = N_("{other} is not another member of this household")
                raise QuestionError(f"{one}.{link}", template, other=str(other))
            back = facts[other].get(link)
            if back not in (None, NONE_DATE, one) or sum(value == other for value in named.values()) > 1:
                raise QuestionError(f"{one}.{link}", N_("{other} is paired with somebody else"), other=other)
            facts[other][link] = one
    return tuple(Member(member.id, facts[member.id]) for member in members)


def _read_facts(catalogue: Catalogue, raw: object, scope: Scope, where: str, *, closed: bool) -> dict[str, Value]:
    if not isinstance(raw, Mapping):
        raise QuestionError(where, N_("expected an object of facts"))
    result: dict[str, Value] = {}
    for name, value in raw.items():
        fact = catalogue.facts.get(name)
        if fact is None or fact.of != scope:
            raise _misplaced(catalogue, str(name), scope, where)
        if value is not None:
            result[name] = read_value(fact, value, f"{where}.{name}")
    blanks = catalogue.blanks(scope, closed=closed)
    if len(result) < len(raw):
        # An explicit null says "I do not know", whatever the register would mean by a blank.
        blanks = {name: no for name, no in blanks.items() if name not in raw}
    add_implied(catalogue, result, where)
    check_order(catalogue, result, where)
    return {**blanks, **result}


def add_implied(catalogue: Catalogue, facts: dict[str, Value], where: str) -> None:
    """Add what the given facts imply, in place: an amount of pension says that there is a pension.

    Raises:
        QuestionError: a given fact says the contrary.
    """
    for name in list(facts):
        fact = catalogue.facts[name]
        if not fact.implies or facts[name] == fact.no or isinstance(facts[name], Dated):
            continue
        for other, value in fact.implies.items():
            if facts.setdefault(other, value) != value:
                template = N_("{other} contradicts {name}; one of the two is wrong")
                raise QuestionError(f"{where}.{name}", template, other=other, name=name)


def check_order(catalogue: Catalogue, facts: Mapping[str, Value], where: str) -> None:
    """Nobody dies before birth.

    Raises:
        QuestionError: a date precedes one that it cannot precede.
    """
    for name, value in facts.items():
        earliest = facts.get(catalogue.facts[name].not_before or "")
        if isinstance(value, Span) and isinstance(earliest, Span) and value.hi < earliest.lo:
            other = catalogue.facts[name].not_before
            raise QuestionError(f"{where}.{name}", N_("this date lies before {other}"), other=other)


def _misplaced(catalogue: Catalogue, name: str, scope: Scope, where: str) -> QuestionError:
    fact = catalogue.facts.get(name)
    if fact is not None:
        place = {"person": "members", "household": "household", "case": "case"}[fact.of]
        return QuestionError(f"{where}.{name}", N_("this fact belongs under {place}"), place=place)
    if name in catalogue.derived:
        return QuestionError(
            f"{where}.{name}",
            N_("this is computed from {source}, it cannot be given"),
            source=catalogue.derived[name].source,
        )
    near = difflib.get_close_matches(name, [n for n, f in catalogue.facts.items() if f.of == scope], n=1)
    if near:
        return QuestionError(f"{where}.{name}", N_("unknown fact; did you mean {near}?"), near=near[0])
    return QuestionError(f"{where}.{name}", N_("unknown fact"))


def read_value(fact: Fact, value: object, where: str) -> Value:
    """One fact's value: plain, or a dated series `[{"from": day, "value": …}, …]` (None: unknown from then).

    Raises:
        QuestionError: the value is not one that this fact can have.
    """
    if not isinstance(value, list):
        return _static(fact, value, where)
    steps: list[tuple[date, Static | None]] = []
    for number, step in enumerate(value):
        place = f"{where}[{number}]"
        if not isinstance(step, Mapping) or set(step) != {"from", "value"}:
            raise QuestionError(place, N_("a dated value has `from` and `value`"))
        start = _date(step["from"], f"{place}.from").lo
        steps.append((start, None if step["value"] is None else _static(fact, step["value"], f"{place}.value")))
    if not steps:
        raise QuestionError(where, N_("a dated series has at least one value"))
    if steps != sorted(steps, key=lambda item: item[0]) or len({start for start, _ in steps}) < len(steps):
        raise QuestionError(where, N_("dated values stand in order, one a day"))
    return Dated(tuple(steps))


def _static(fact: Fact, value: object, where: str) -> Static:
    if fact.type == "bool":
        if isinstance(value, bool):
            return value
        raise QuestionError(where, N_("expected true or false"))
    if fact.type == "int":
        return _number(fact, value, where)
    if fact.type == "date":
        return _date_value(fact, value, where)
    if not isinstance(value, str) or (fact.codes and value not in fact.codes):
        allowed = ", ".join(fact.codes) or "id"
        raise QuestionError(where, N_("expected one of: {allowed}"), allowed=allowed)
    return value


def _number(fact: Fact, value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise QuestionError(where, N_("expected a whole number"))
    if not 0 <= value <= fact.max:
        raise QuestionError(where, N_("expected a number from 0 to {max}"), max=fact.max)
    return value


def _date_value(fact: Fact, value: object, where: str) -> Static:
    if value == NONE_DATE and fact.no == NONE_DATE:
        return NONE_DATE
    span = _date(value, where)
    if span.lo != span.hi and not fact.partial:
        raise QuestionError(where, N_("expected a whole date such as 2024-08-15"))
    return span


def _date(value: object, where: str) -> Span:
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise ValueError
        return parse_span(value)
    except ValueError:
        raise QuestionError(where, N_("expected a date such as 2024-08-15, a month 2024-08 or a year 2024")) from None
