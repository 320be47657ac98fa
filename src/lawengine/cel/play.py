"""One expression with values as JSON gives them: the door for trying the language out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from lawengine.cel.check import check
from lawengine.cel.errors import CelError, CelSyntaxError, CelTypeError, OutsideSubset, UnknownName
from lawengine.cel.evaluate import CelEvalError, Unknown, evaluate
from lawengine.cel.evaluate import Value as CelValue
from lawengine.cel.parse import parse
from lawengine.cel.tree import Name, Node, walk
from lawengine.cel.types import ANY, BOOL, INT, INT_MAX, INT_MIN, STRING, Environment, Type, list_of, record
from lawengine.errors import N_

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Value:
    """The expression has a value: bool, int, str or a list of one of them."""

    type: Type
    value: CelValue


@dataclass(frozen=True, slots=True)
class Outside:
    """The expression or a binding is outside the subset: CEL may give it a value."""

    error: OutsideSubset

    @property
    def reason(self) -> str:
        """The English sentence; translate `error.template` for another language."""
        return self.error.template.format(**self.error.params)

    @property
    def position(self) -> int:
        """0-based character of the expression."""
        return self.error.pos


@dataclass(frozen=True, slots=True)
class Error:
    """CEL refuses the expression too, or evaluating it fails."""

    error: CelError

    @property
    def reason(self) -> str:
        """The English sentence; translate `error.template` for another language."""
        return self.error.template.format(**self.error.params)

    @property
    def position(self) -> int:
        """0-based character of the expression."""
        return self.error.pos


Outcome = Value | Outside | Error


def evaluate_text(text: str, bindings: Mapping[str, object]) -> Outcome:
    """Parse, check and evaluate `text`; `bindings` are values as `json.loads` gives them.

    A list of objects with equal fields becomes a list of records, as `members` is. Never raises on any text or binding.
    """
    try:
        env = Environment({name: _type_of(name, value) for name, value in bindings.items()})
        node = parse(text)
        _refuse_ambiguous(node, bindings)
        values = cast(Mapping[str, CelValue], bindings)
        try:
            found = check(node, env)
        except CelTypeError as error:
            return _without_checker(node, values, error)
        value = evaluate(node, values)
    except OutsideSubset as error:
        return Outside(error)
    except CelSyntaxError as error:
        return Error(error)
    assert not isinstance(value, Unknown), "no binding is unknown"
    return Error(CelError(value.pos, value.template)) if isinstance(value, CelEvalError) else Value(found, value)


def _without_checker(node: Node, values: Mapping[str, CelValue], error: CelTypeError) -> Outcome:
    """A type error is an error only where CEL run without its checker fails as well; else CEL may give a value."""
    enum = isinstance(error, UnknownName) and "." in str(error.params["name"])  # CEL knows constants such as a.b.NAME
    if not enum and isinstance(evaluate(node, values), CelEvalError):
        return Error(error)
    return Outside(OutsideSubset(error.pos, error.template, **error.params))


def _refuse_ambiguous(node: Node, bindings: Mapping[str, object]) -> None:
    """CEL may be told to read `y` as `x.y`; here nobody can say whether it was."""
    for part in walk(node):
        if isinstance(part, Name):
            longer = next((name for name in bindings if name.endswith(f".{part.name}")), None)
            if longer is not None:
                raise OutsideSubset(part.pos, N_("{name} could also mean {longer}"), name=part.name, longer=longer)


def _type_of(name: str, value: object) -> Type:
    """The type of a binding.

    Raises:
        OutsideSubset: the subset has no such value; the sentence names the binding.
    """
    if not _NAME.fullmatch(name):
        raise OutsideSubset(0, N_("{name} cannot be a name"), name=repr(name))
    if not isinstance(value, list):
        return _scalar(name, value)
    if value and all(isinstance(item, dict) for item in value):
        return list_of(_record(name, value))
    return list_of(_one_type(name, value))


def _one_type(name: str, values: list[object]) -> Type:
    found = ANY
    for value in values:
        item = _scalar(name, value)
        if found not in (ANY, item):
            raise OutsideSubset(0, N_("{name} mixes {one} and {other}"), name=name, one=found, other=item)
        found = item
    return found


def _record(name: str, items: list[dict[str, object]]) -> Type:
    for item in items:
        if item.keys() != items[0].keys():
            raise OutsideSubset(0, N_("the objects of {name} have different fields"), name=name)
    return record({field: _one_type(f"{name}.{field}", [item[field] for item in items]) for field in items[0]})


def _scalar(name: str, value: object) -> Type:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int):
        if INT_MIN <= value <= INT_MAX:
            return INT
        raise OutsideSubset(0, N_("{name} is beyond the 64-bit integers"), name=name)
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise OutsideSubset(0, N_("{name} holds half of a surrogate pair"), name=name)
        return STRING
    kind = {float: "a fraction", dict: "an object", list: "a list in a list", type(None): "null"}.get(type(value))
    raise OutsideSubset(
        0, N_("{name} is {kind}: not used in conditions of law"), name=name, kind=kind or type(value).__name__
    )
