"""What an expression mentions, and the expression as text again."""

from __future__ import annotations

from typing import assert_never

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
    children,
    walk,
)

_POWER = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3, "+": 4, "-": 4, "*": 5}
_POWER |= {"/": 5, "%": 5}
_UNARY, _MEMBER = 6, 7
_ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {chr(n): f"\\x{n:02x}" for n in (*range(32), 127) if chr(n) not in "\n\r\t"}
)


def free_names(node: Node) -> frozenset[str]:
    """The facts, parameters and lists that an expression needs, without the variables it binds itself."""
    if isinstance(node, Name):
        return frozenset((node.name,))
    if isinstance(node, Members):
        return free_names(node.range) | (free_names(node.body) - {node.var})
    return frozenset().union(*map(free_names, children(node)))


def member_fields(node: Node) -> frozenset[str]:
    """The facts of members that an expression needs."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Field))


def unparse(node: Node) -> str:
    """Canonical text: single quotes, one space round operators, no parentheses that are not needed."""
    return _text(node, 0)


def _text(node: Node, least: int) -> str:  # noqa: C901, PLR0912 - one case for each kind of node
    """The text of `node` where an operator of power `least` or more may stand unbracketed."""
    match node:
        case Lit():
            return _literal(node.value, least)
        case Name():
            return node.name
        case Field():
            return f"{node.var}.{node.name}"
        case ListLit():
            return f"[{', '.join(map(unparse, node.items))}]"
        case Size():
            return f"size({unparse(node.arg)})"
        case Members():
            return f"{_text(node.range, _MEMBER)}.{node.kind}({node.var}, {unparse(node.body)})"
        case Not():
            return _bracketed(f"!{_text(node.arg, _MEMBER)}", _UNARY, least)
        case Neg():
            return _bracketed(f"-{_text(node.arg, _MEMBER)}", _UNARY, least)
        case If():
            text = f"{_text(node.test, 1)} ? {_text(node.then, 1)} : {_text(node.other, 0)}"
            return _bracketed(text, 0, least)
        case And():
            return _binary("&&", node.left, node.right, least)
        case Or():
            return _binary("||", node.left, node.right, least)
        case In():
            return _binary("in", node.item, node.items, least)
        case Compare() | Arith():
            return _binary(node.op, node.left, node.right, least)
        case _:
            assert_never(node)


def _binary(op: str, left: Node, right: Node, least: int) -> str:
    power = _POWER[op]
    return _bracketed(f"{_text(left, power)} {op} {_text(right, power + 1)}", power, least)


def _bracketed(text: str, power: int, least: int) -> str:
    return text if power >= least else f"({text})"


def _literal(value: bool | int | str, least: int) -> str:
    if isinstance(value, str):
        return f"'{value.translate(_ESCAPES)}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"({value})" if least == _MEMBER else str(value)
