"""The reference interpreter: what an expression means, with unknown facts and errors, as the CEL specification says.

Every executor is tested against it. It also runs expressions that the checker refuses, as CEL does without its checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, Union, assert_never

from lawengine.cel.errors import OutsideSubset
from lawengine.cel.tree import And, Arith, Compare, Field, If, In, ListLit, Lit, Members, Name, Neg, Node, Not, Or, Size
from lawengine.cel.types import INT_MAX, INT_MIN
from lawengine.errors import N_


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value, because these facts are not known."""

    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class CelEvalError:
    """An error as a value: `&&`, `||` and `?:` may pass it by. `template` is an English sentence for translators."""

    template: str
    pos: int


Record: TypeAlias = Mapping[str, Union[bool, int, str, "Unknown"]]
Value: TypeAlias = Union[bool, int, str, "list[Value]", Record, Unknown, CelEvalError]

_NO_OVERLOAD = N_("no operator fits these types")
_OVERFLOW = N_("the result is beyond the 64-bit integers")


def evaluate(node: Node, activation: Mapping[str, Value]) -> Value:
    """The value of an expression; `activation` gives each name its value, an `Unknown` where there is none.

    An error is a value, it is not raised. A list that holds an `Unknown` is unknown as a whole.

    Raises:
        OutsideSubset: the checker was passed by, and CEL has a meaning here that the subset has not.
    """
    return _Evaluator(activation, None, False).value_of(node)


class _Evaluator:
    """`var` is the bound variable of the quantifier around, `bound` its present value."""

    __slots__ = ("activation", "bound", "var")

    def __init__(self, activation: Mapping[str, Value], var: str | None, bound: Value) -> None:
        self.activation = activation
        self.var = var
        self.bound = bound

    def value_of(self, node: Node) -> Value:  # noqa: C901, PLR0912 - one case for each kind of node
        """The value of one node."""
        match node:
            case Lit():
                return node.value
            case Name():
                return self._name(node)
            case Field():
                return self._field(node)
            case ListLit():
                items = [self.value_of(item) for item in node.items]
                blocked = _blocked(items)
                return items if blocked is None else blocked
            case Not() | Neg():
                return _unary(node, self.value_of(node.arg))
            case And() | Or():
                return _junction([self.value_of(node.left), self.value_of(node.right)], isinstance(node, Or), node.pos)
            case Compare():
                return _compare(node, self.value_of(node.left), self.value_of(node.right))
            case In():
                return _in(node, self.value_of(node.item), self.value_of(node.items))
            case Arith():
                return _arith(node, self.value_of(node.left), self.value_of(node.right))
            case If():
                return self._if(node)
            case Members():
                return self._members(node)
            case Size():
                return _size(node, self.value_of(node.arg))
            case _:
                assert_never(node)

    def _name(self, node: Name) -> Value:
        if node.name == self.var:
            return self.bound
        if node.name not in self.activation:
            return CelEvalError(N_("there is no such name"), node.pos)
        value = self.activation[node.name]
        if isinstance(value, list):
            unknown = _unknown(value)
            return value if unknown is None else unknown
        return value

    def _field(self, node: Field) -> Value:
        bound = self.bound
        if isinstance(bound, (Unknown, CelEvalError)):
            return bound
        if not isinstance(bound, Mapping):
            return CelEvalError(N_("only a member has fields"), node.pos)
        return bound[node.name] if node.name in bound else CelEvalError(N_("there is no such field"), node.pos)

    def _if(self, node: If) -> Value:
        test = self.value_of(node.test)
        if isinstance(test, bool):
            return self.value_of(node.then if test else node.other)
        return test if isinstance(test, (Unknown, CelEvalError)) else CelEvalError(_NO_OVERLOAD, node.pos)

    def _members(self, node: Members) -> Value:
        values = self.value_of(node.range)
        if isinstance(values, (Unknown, CelEvalError)):
            return values
        if isinstance(values, Mapping):
            raise OutsideSubset(node.pos, N_("{kind} goes through a list, not through fields"), kind=node.kind)
        if not isinstance(values, list):
            return CelEvalError(_NO_OVERLOAD, node.pos)
        held = [_Evaluator(self.activation, node.var, value).value_of(node.body) for value in values]
        if node.kind in ("exists", "all"):
            return _junction(held, node.kind == "exists", node.pos)
        blocked = _blocked(held)
        if blocked is not None:
            return blocked
        if not all(isinstance(value, bool) for value in held):
            return CelEvalError(_NO_OVERLOAD, node.pos)
        kept = [value for value, holds in zip(values, held, strict=True) if holds]
        return kept if node.kind == "filter" else len(kept) == 1


def _unknown(values: list[Value]) -> Unknown | None:
    """All the facts that are missing among `values`, None when none is."""
    facts = [value.facts for value in values if isinstance(value, Unknown)]
    return Unknown(frozenset().union(*facts)) if facts else None


def _blocked(values: list[Value]) -> Unknown | CelEvalError | None:
    """What stops an operator that needs all its operands: the first error, else the missing facts."""
    for value in values:
        if isinstance(value, CelEvalError):
            return value
    return _unknown(values)


def _junction(values: list[Value], decisive: bool, pos: int) -> Value:
    """`||` (decisive: true) or `&&` (decisive: false) of any number of values.

    A decisive value wins over everything. Without one, something unknown wins over an error, since it might decide.
    """
    error = None
    for value in values:
        if value is decisive:
            return decisive
        if error is None and not isinstance(value, (bool, Unknown)):
            error = value if isinstance(value, CelEvalError) else CelEvalError(_NO_OVERLOAD, pos)
    unknown = _unknown(values)
    return unknown if unknown is not None else error if error is not None else not decisive


def _is_int(value: Value) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _bounded(value: int, pos: int) -> Value:
    return value if INT_MIN <= value <= INT_MAX else CelEvalError(_OVERFLOW, pos)


def _unary(node: Not | Neg, value: Value) -> Value:
    if isinstance(value, (Unknown, CelEvalError)):
        return value
    if isinstance(node, Not) and isinstance(value, bool):
        return not value
    if isinstance(node, Neg) and _is_int(value):
        return _bounded(-value, node.pos)
    return CelEvalError(_NO_OVERLOAD, node.pos)


def _equal(left: Value, right: Value, pos: int) -> bool:
    """Equality across types is false: `true == 1` must not be Python's answer."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        raise OutsideSubset(pos, N_("members are not compared as a whole"))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_equal(*pair, pos) for pair in zip(left, right, strict=True))
    return type(left) is type(right) and left == right


def _compare(node: Compare, left: Value, right: Value) -> Value:
    blocked = _blocked([left, right])
    if blocked is not None:
        return blocked
    if node.op == "==":
        return _equal(left, right, node.pos)
    if node.op == "!=":
        return not _equal(left, right, node.pos)
    if isinstance(left, str) and isinstance(right, str):
        return _ordered(node, left < right, left == right)
    if isinstance(left, int) and isinstance(right, int) and type(left) is type(right):
        return _ordered(node, left < right, left == right)
    return CelEvalError(_NO_OVERLOAD, node.pos)


def _ordered(node: Compare, less: bool, equal: bool) -> bool:
    match node.op:
        case "<":
            return less
        case "<=":
            return less or equal
        case ">":
            return not (less or equal)
        case _:
            return not less


def _in(node: In, item: Value, items: Value) -> Value:
    blocked = _blocked([item, items])
    if blocked is not None:
        return blocked
    if isinstance(items, Mapping):
        raise OutsideSubset(node.pos, N_("`in` looks for a truth value, an integer or a string in a list"))
    if not isinstance(items, list):
        return CelEvalError(_NO_OVERLOAD, node.pos)
    return any(_equal(item, other, node.pos) for other in items)


def _arith(node: Arith, left: Value, right: Value) -> Value:
    blocked = _blocked([left, right])
    if blocked is not None:
        return blocked
    if _is_int(left) and _is_int(right):
        return _number(node, left, right)
    if node.op == "+" and isinstance(left, (str, list)) and type(left) is type(right):
        raise OutsideSubset(node.pos, N_("strings and lists are not joined"))
    return CelEvalError(_NO_OVERLOAD, node.pos)


def _number(node: Arith, left: int, right: int) -> Value:
    match node.op:
        case "+":
            return _bounded(left + right, node.pos)
        case "-":
            return _bounded(left - right, node.pos)
        case "*":
            return _bounded(left * right, node.pos)
        case _:
            return _divided(node, left, right)


def _divided(node: Arith, left: int, right: int) -> Value:
    """CEL divides towards zero; a remainder has the sign of the dividend; where the quotient overflows, so does it."""
    if right == 0:
        return CelEvalError(N_("division by zero"), node.pos)
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    whole = _bounded(quotient, node.pos)
    return whole if node.op == "/" or isinstance(whole, CelEvalError) else left - quotient * right


def _size(node: Size, value: Value) -> Value:
    if isinstance(value, (Unknown, CelEvalError)):
        return value
    if isinstance(value, (str, Mapping)):
        raise OutsideSubset(node.pos, N_("size counts the items of a list, not letters or fields"))
    return len(value) if isinstance(value, list) else CelEvalError(_NO_OVERLOAD, node.pos)
