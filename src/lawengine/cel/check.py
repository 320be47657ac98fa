"""Types of an expression: every name is declared, every operator fits, every code is in its list."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import assert_never

from lawengine.cel.errors import CelTypeError, OutsideSubset, UnknownName
from lawengine.cel.tree import (
    And,
    Arith,
    Compare,
    Field,
    If,
    In,
    ListLit,
    Lit,
    Members,
    Name,
    Neg,
    Node,
    Not,
    Or,
    Size,
    walk,
)
from lawengine.cel.types import ANY, BOOL, INT, STRING, UNSURE, Environment, Type, list_of
from lawengine.errors import N_

_SCALARS = ("bool", "int", "string", "any")


def check(node: Node, env: Environment) -> Type:
    """The type of an expression.

    Raises:
        UnknownName: a name or field that `env` does not declare, with the nearest that it does.
        CelTypeError: an operator does not fit its operands, or a literal is not among the codes of the fact.
        OutsideSubset: CEL would allow it, conditions of law do not (joining strings or lists, lists of lists, …).
    """
    return _Checker(env, None, ANY).type_of(node)


class _Checker:
    """`var` is the bound variable of the quantifier around, `bound` its type."""

    __slots__ = ("bound", "env", "var")

    def __init__(self, env: Environment, var: str | None, bound: Type) -> None:
        self.env = env
        self.var = var
        self.bound = bound

    def type_of(self, node: Node) -> Type:  # noqa: C901, PLR0912 - one case for each kind of node
        """The type of one node, after its parts."""
        match node:
            case Lit():
                return BOOL if isinstance(node.value, bool) else INT if isinstance(node.value, int) else STRING
            case Name():
                return self._name(node)
            case Field():
                return self._field(node)
            case ListLit():
                return self._list(node)
            case Not():
                return self._unary("!", node, BOOL)
            case Neg():
                return self._unary("-", node, INT)
            case And() | Or():
                return self._junction(node)
            case Compare():
                return self._compare(node)
            case In():
                return self._in(node)
            case Arith():
                return self._arith(node)
            case If():
                return self._if(node)
            case Members():
                return self._members(node)
            case Size():
                return self._size(node)
            case _:
                assert_never(node)

    def _name(self, node: Name) -> Type:
        if node.name == self.var:
            return self.bound
        found = self.env.names.get(node.name)
        if found is None:
            raise _unknown(node.name, node.pos, self.env.names)
        return found

    def _field(self, node: Field) -> Type:
        if node.var != self.var:
            raise _unknown(f"{node.var}.{node.name}", node.pos, self.env.names)
        if f"{node.var}.{node.name}" in self.env.names:
            raise OutsideSubset(node.pos, N_("{name} is both a name and a field here"), name=f"{node.var}.{node.name}")
        if self.bound == ANY:
            return ANY
        if self.bound.kind != "record":
            raise CelTypeError(
                node.pos,
                N_("{var} is of type {type} and has no field {name}"),
                var=node.var,
                type=self.bound,
                name=node.name,
            )
        fields = dict(self.bound.fields)
        if node.name not in fields:
            raise _unknown(node.name, node.pos, fields)
        return fields[node.name]

    def _list(self, node: ListLit) -> Type:
        item = ANY
        for part in node.items:
            found = self.type_of(part)
            if found.kind not in _SCALARS:
                raise OutsideSubset(part.pos, N_("a list holds only truth values, integers or strings"))
            joined = _join(item, found, part.pos)
            if joined is None:
                raise OutsideSubset(
                    part.pos, N_("the items of a list are of one type: {one} and {other}"), one=item, other=found
                )
            item = joined
        return list_of(item)

    def _unary(self, op: str, node: Not | Neg, wanted: Type) -> Type:
        found = self.type_of(node.arg)
        if found not in (wanted, ANY):
            raise CelTypeError(node.pos, N_("{op} does not apply to {type}"), op=op, type=found)
        return wanted

    def _junction(self, node: And | Or) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left not in (BOOL, ANY) or right not in (BOOL, ANY):
            raise _no_overload(node.pos, "&&" if isinstance(node, And) else "||", left, right)
        return BOOL

    def _compare(self, node: Compare) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        joined = _join(left, right, node.pos)
        equality = node.op in ("==", "!=")
        if joined is None or not (equality or joined.kind in _SCALARS):
            raise _no_overload(node.pos, node.op, left, right)
        if _holds_records(joined):
            raise OutsideSubset(node.pos, N_("members are not compared as a whole"))
        _check_codes(left, node.right)
        _check_codes(right, node.left)
        return BOOL

    def _in(self, node: In) -> Type:
        item, items = self.type_of(node.item), self.type_of(node.items)
        if items == ANY:
            return BOOL
        if items.kind == "record" or _holds_records(items) or item.kind in ("list", "record"):
            raise OutsideSubset(node.pos, N_("`in` looks for a truth value, an integer or a string in a list"))
        if items.item is None or _join(item, items.item, node.pos) is None:
            raise _no_overload(node.pos, "in", item, items)
        _check_codes(items.item, node.item)
        for part in node.items.items if isinstance(node.items, ListLit) else ():
            _check_codes(item, part)
        return BOOL

    def _arith(self, node: Arith) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if node.op == "+" and "int" not in (left.kind, right.kind):
            joined = _join(left, right, node.pos)
            if joined is not None and joined.kind in ("string", "list", "any"):
                raise OutsideSubset(node.pos, N_("strings and lists are not joined"))
        if left not in (INT, ANY) or right not in (INT, ANY):
            raise _no_overload(node.pos, node.op, left, right)
        return INT

    def _if(self, node: If) -> Type:
        test, then, other = self.type_of(node.test), self.type_of(node.then), self.type_of(node.other)
        if test not in (BOOL, ANY):
            raise CelTypeError(node.pos, N_("what stands before ? is true or false, not {type}"), type=test)
        joined = _join(then, other, node.pos)
        if joined is None:
            raise CelTypeError(
                node.pos, N_("both sides of : are of one type, not {one} and {other}"), one=then, other=other
            )
        return joined

    def _members(self, node: Members) -> Type:
        found = self.type_of(node.range)
        if found.kind == "record":
            raise OutsideSubset(node.pos, N_("{kind} goes through a list, not through fields"), kind=node.kind)
        if found.item is None and found != ANY:
            raise CelTypeError(node.pos, N_("{kind} goes through a list, not {type}"), kind=node.kind, type=found)
        item = found.item or ANY
        if item == UNSURE or (item == ANY and _uses(node.body, node.var) > 1):
            raise OutsideSubset(node.pos, N_("the type of the items of an empty list cannot be told here"))
        body = _Checker(self.env, node.var, item).type_of(node.body)
        if body not in (BOOL, ANY):
            raise CelTypeError(
                node.body.pos, N_("the condition of {kind} is true or false, not {type}"), kind=node.kind, type=body
            )
        if node.kind != "filter":
            return BOOL
        return list_of(UNSURE if item == ANY else item)

    def _size(self, node: Size) -> Type:
        found = self.type_of(node.arg)
        if found.kind in ("string", "record", "any"):
            raise OutsideSubset(node.pos, N_("size counts the items of a list, not {type}"), type=found)
        if found.item is None:
            raise CelTypeError(node.pos, N_("size counts the items of a list, not {type}"), type=found)
        return INT


def _join(one: Type, other: Type, pos: int) -> Type | None:
    """The type that covers both, None when there is none; `[]` takes the type of the list beside it."""
    if UNSURE in (one, other):
        raise OutsideSubset(pos, N_("the type of the items of an empty list cannot be told here"))
    if one == ANY:
        return other
    if other == ANY:
        return one
    if one.item is not None and other.item is not None:
        item = _join(one.item, other.item, pos)
        return None if item is None else list_of(item)
    if one != other:
        return None
    return one if one.codes == other.codes else Type(one.kind, fields=one.fields)


def _uses(body: Node, var: str) -> int:
    """How often the bound variable stands in the body: twice might ask two different types of it."""
    return sum(
        (isinstance(part, Name) and part.name == var) or (isinstance(part, Field) and part.var == var)
        for part in walk(body)
    )


def _holds_records(found: Type) -> bool:
    return found.kind == "record" or (found.item is not None and found.item.kind == "record")


def _check_codes(fact: Type, value: Node) -> None:
    """Is a literal that stands against a coded fact one of its codes?"""
    if fact.codes is None or not isinstance(value, Lit) or value.value in fact.codes:
        return
    raise CelTypeError(
        value.pos, N_("{value} is not one of the codes {codes}"), value=repr(value.value), codes=", ".join(fact.codes)
    )


def _no_overload(pos: int, op: str, left: Type, right: Type) -> CelTypeError:
    return CelTypeError(pos, N_("{op} does not fit {left} and {right}"), op=op, left=left, right=right)


def _unknown(name: str, pos: int, known: Iterable[str]) -> UnknownName:
    near = get_close_matches(name, list(known), n=1)
    if near:
        return UnknownName(pos, N_("there is no {name}; did you mean {near}?"), name=name, near=near[0])
    return UnknownName(pos, N_("there is no {name}"), name=name)
