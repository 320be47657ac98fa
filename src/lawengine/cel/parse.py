"""From text to tree: the part of CEL in which conditions of law are written, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from lawengine.cel.errors import CelSyntaxError, OutsideSubset
from lawengine.cel.lexer import Token, tokens
from lawengine.cel.tree import (
    And,
    Arith,
    Arithmetic,
    Compare,
    Comparison,
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
    Quantifier,
    Size,
    children,
)
from lawengine.cel.types import INT_MAX, INT_MIN
from lawengine.errors import N_

LONGEST, DEEPEST = 2_000, 32
_POWER = {"||": 1, "&&": 2, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
_POWER |= dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 3)
_TYPES = frozenset(("bool", "bytes", "double", "duration", "dyn", "int", "list", "map", "null_type"))
_TYPES |= {"string", "timestamp", "type", "uint"}
_QUANTIFIERS = frozenset(("exists", "all", "exists_one", "filter"))


def parse(text: str) -> Node:
    """The tree of an expression; `pos` of a node is the 0-based character of its operator or first letter.

    Raises:
        CelSyntaxError: the text is not CEL.
        OutsideSubset: the text uses what conditions of law may not use, or is too long or too deep.
    """
    if len(text) > LONGEST:
        raise OutsideSubset(LONGEST, N_("an expression has at most {most} characters"), most=LONGEST)
    found = tokens(text)
    parser = _Parser(found)
    node = parser.expression()
    parser.take("end")
    if len(found) > DEEPEST:
        _limit_depth(node)
    return node


def _limit_depth(root: Node) -> None:
    """Executors recurse over the tree: a long chain of operators counts as depth too."""
    layer, depth = [root], 0
    while layer := [child for node in layer for child in children(node)]:
        depth += 1
        if depth > DEEPEST:
            raise OutsideSubset(layer[0].pos, N_("an expression is at most {most} levels deep"), most=DEEPEST)


class _Parser:
    """Precedence climbing over the tokens. `var` is the bound variable inside a quantifier's body."""

    __slots__ = ("_depth", "_next", "_place", "_tokens", "_var")

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._place = 0
        self._next = found[0].kind
        self._depth = -1
        self._var: str | None = None

    def take(self, kind: str) -> Token:
        """The next token, which must be of this kind."""
        token = self._tokens[self._place]
        if token.kind != kind:
            raise self._unexpected(token)
        if kind != "end":
            self._place += 1
            self._next = self._tokens[self._place].kind
        return token

    def expression(self) -> Node:
        """Expr = Or ["?" Or ":" Expr]."""
        self._depth += 1
        if self._depth > DEEPEST:
            pos = self._tokens[self._place].pos
            raise OutsideSubset(pos, N_("an expression is at most {most} levels deep"), most=DEEPEST)
        node = self._binary(1)
        if self._next == "?":
            pos = self.take("?").pos
            then = self._binary(1)
            self.take(":")
            node = If(node, then, self.expression(), pos)
        self._depth -= 1
        return node

    def _binary(self, least: int) -> Node:
        left = self._unary()
        while (power := _POWER.get(self._next, 0)) >= least:
            token = self.take(self._next)
            left = _joined(token, left, self._binary(power + 1))
        return left

    def _unary(self) -> Node:
        """A chain of `!` or of `-`; as in CEL's own parsers, two of a kind cancel out while parsing."""
        kind = self._next
        if kind not in ("!", "-"):
            return self._member()
        first = self.take(kind)
        count = 1
        while self._next == kind:
            self.take(kind)
            count += 1
        if self._next == "-" and self._tokens[self._place + 1].kind != "int":
            raise self._unexpected(self._tokens[self._place])
        if kind == "-" and count == 1 and self._next == "int":
            return self._postfix(self._integer(-1, first.pos))
        if self._next == "-":
            minus = self.take("-")
            arg = self._postfix(self._integer(-1, minus.pos))
        else:
            arg = self._member()
        if count % 2 == 0:
            return arg
        return Not(arg, first.pos) if kind == "!" else Neg(arg, first.pos)

    def _member(self) -> Node:
        return self._postfix(self._primary())

    def _primary(self) -> Node:
        match self._next:
            case "name":
                return self._named()
            case "int":
                return self._integer(1, self._tokens[self._place].pos)
            case "string":
                token = self.take("string")
                return Lit(token.text, token.pos)
            case "true" | "false":
                token = self.take(self._next)
                return Lit(token.kind == "true", token.pos)
            case "(":
                self.take("(")
                node = self.expression()
                self.take(")")
                return node
            case "[":
                return self._list()
            case ".":
                raise OutsideSubset(self.take(".").pos, N_("a name does not begin with a dot"))
            case _:
                raise self._unexpected(self._tokens[self._place])

    def _integer(self, sign: int, pos: int) -> Lit:
        token = self.take("int")
        value = sign * (int(token.text, 16) if token.text.startswith("0x") else int(token.text))
        if not INT_MIN <= value <= INT_MAX:
            raise CelSyntaxError(pos, N_("{number} is beyond the 64-bit integers"), number=token.text)
        return Lit(value, pos)

    def _list(self) -> ListLit:
        pos = self.take("[").pos
        items: list[Node] = []
        while self._next not in ("]", ","):
            items.append(self.expression())
            if self._next == "," and self._tokens[self._place + 1].kind not in ("]", ","):
                self.take(",")
            else:
                break
        if self._next == ",":  # CEL lets a comma stand at the end, even alone
            self.take(",")
        self.take("]")
        return ListLit(tuple(items), pos)

    def _named(self) -> Node:
        """A name with its dots; a call of `size`; every other function is refused."""
        token = self.take("name")
        name, pos = token.text, token.pos
        if self._next == "(":
            return self._call(name, pos)
        if name == self._var:
            return self._field(name, pos)
        while self._next == "." and self._tokens[self._place + 2].kind != "(":
            self.take(".")
            name = f"{name}.{self.take('name').text}"
        if name in _TYPES:
            raise OutsideSubset(pos, N_("“{name}” is a type of CEL and no value in conditions of law"), name=name)
        return Name(name, pos)

    def _field(self, var: str, pos: int) -> Node:
        if self._next != "." or self._tokens[self._place + 2].kind == "(":
            return Name(var, pos)
        self.take(".")
        return Field(var, self.take("name").text, pos)

    def _call(self, name: str, pos: int) -> Node:
        if name != "size":
            raise _no_function(name, pos)
        self.take("(")
        if self._next == ")":
            raise _one_list(pos)
        arg = self.expression()
        if self._next == ",":
            raise _one_list(pos)
        self.take(")")
        return Size(arg, pos)

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._next == "[":
                raise OutsideSubset(self.take("[").pos, N_("items of a list are not taken by number"))
            if self._next != ".":
                return node
            self.take(".")
            token = self.take("name")
            if self._next != "(":
                raise OutsideSubset(token.pos, N_("only a bound member has fields, and a field has none"))
            node = self._method(node, token)

    def _method(self, node: Node, token: Token) -> Node:
        name, pos = token.text, token.pos
        if name == "size":
            self.take("(")
            if self._next not in (")", "end"):
                raise _one_list(pos)
            self.take(")")
            return Size(node, pos)
        if name not in _QUANTIFIERS:
            raise _no_function(name, pos)
        if self._var is not None:
            raise OutsideSubset(pos, N_("{name} does not stand inside another quantifier"), name=name)
        self.take("(")
        if self._next not in ("name", "end") or self._tokens[self._place + 1].kind not in (",", "end"):
            raise OutsideSubset(
                self._tokens[self._place].pos, N_("{name} takes a variable and a condition: {name}(m, …)"), name=name
            )
        self._var = self.take("name").text
        self.take(",")
        body = self.expression()
        if self._next == ",":
            raise OutsideSubset(pos, N_("{name} takes a variable and a condition: {name}(m, …)"), name=name)
        self.take(")")
        var, self._var = self._var, None
        return Members(cast(Quantifier, name), node, var, body, pos)

    def _unexpected(self, token: Token) -> CelSyntaxError:
        if token.kind == "end":
            return CelSyntaxError(token.pos, N_("the expression ends too early"))
        shown = {"name": token.text, "int": token.text, "string": repr(token.text)}.get(token.kind, token.kind)
        return CelSyntaxError(token.pos, N_("{found} has no place here"), found=shown)


def _no_function(name: str, pos: int) -> OutsideSubset:
    return OutsideSubset(
        pos,
        N_("{name}(…) is not used in conditions of law: there are size, exists, all, exists_one, filter"),
        name=name,
    )


def _one_list(pos: int) -> OutsideSubset:
    return OutsideSubset(pos, N_("size takes one list: size(members) or members.size()"))


def _joined(token: Token, left: Node, right: Node) -> Node:
    op, pos = token.kind, token.pos
    if op in ("/", "%") and not (isinstance(right, Lit) and type(right.value) is int and right.value):
        raise OutsideSubset(pos, N_("{op} is followed by an integer other than 0, written out"), op=op)
    make = _MAKERS.get(op)
    if make is not None:
        return make(left, right, pos)
    if op in _COMPARISONS:
        return Compare(cast(Comparison, op), left, right, pos)
    return Arith(cast(Arithmetic, op), left, right, pos)


_MAKERS: dict[str, Callable[[Node, Node, int], Node]] = {"||": Or, "&&": And, "in": In}
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
