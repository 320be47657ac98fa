"""From text to tokens, as the CEL grammar cuts them; what no condition of law may contain is refused here already."""

from __future__ import annotations

import re
from typing import NamedTuple

from lawengine.cel.errors import CelSyntaxError, OutsideSubset
from lawengine.errors import N_

_BLANK = r"[\t\n\f\r ]*+(?://[^\n]*+[\t\n\f\r ]*+)*+"
_TOKEN = re.compile(
    _BLANK
    + r"""(?:
      (?P<name>[A-Za-z_][A-Za-z0-9_]*+(?!['"]))
    | (?P<float>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<op>&&|\|\||==|!=|<=|>=|[-+*/%!<>?:()\[\].,])
    | (?P<string>'(?!'')(?P<s1>(?:[^\\'\n\r]|\\[^\n\r])*+)'|"(?!"")(?P<s2>(?:[^\\"\n\r]|\\[^\n\r])*+)"
        |'''(?P<s3>(?:[^\\]|\\.)*?)'''|\"\"\"(?P<s4>(?:[^\\]|\\.)*?)\"\"\")
    | (?P<uint>(?:0x[0-9a-fA-F]+|[0-9]+)[uU])
    | (?P<int>0x[0-9a-fA-F]+|[0-9]+)
    | (?P<end>\Z)
    | (?P<raw>[rR](?:'''(?P<r3>.*?)'''|\"\"\"(?P<r4>.*?)\"\"\"|'(?!'')(?P<r1>[^'\n\r]*+)'|"(?!"")(?P<r2>[^"\n\r]*+)"))
    | (?P<bytes>[bB][rR]?['"])
    | (?P<map>[{}])
    | (?P<quoted>`)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))", re.DOTALL
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"} | {c: c for c in "\\'\"`?"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(_BLANK)
_RESERVED = frozenset(("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"))
_RESERVED |= {"package", "namespace", "return", "var", "void", "while"}
_WORDS = frozenset(("true", "false", "in"))
_REFUSED = {
    "bytes": N_("byte strings are not used in conditions of law"),
    "float": N_("numbers with a fraction are not used in conditions of law: write an integer"),
    "uint": N_("unsigned integers are not used in conditions of law: leave out the u"),
    "map": N_("maps and messages are not used in conditions of law"),
    "quoted": N_("names in backquotes are not used in conditions of law"),
}


class Token(NamedTuple):
    """`kind` is "name", "int", "string", "end", or the operator or word itself; `text` is a string's value."""

    kind: str
    text: str
    pos: int


def tokens(text: str) -> list[Token]:
    """Cut `text`; the end stands there twice, so that a parser may look two tokens ahead.

    Raises:
        CelSyntaxError: a character or an escape that no CEL text has here.
        OutsideSubset: a kind of literal or name that conditions of law do not use.
    """
    if not text.isascii() and (wrong := _SURROGATE.search(text)):
        raise CelSyntaxError(wrong.start(), N_("half of a surrogate pair is not a character"))
    found: list[Token] = []
    place = 0
    while True:
        match = _TOKEN.match(text, place)
        if match is None:
            raise _no_token(text, place)
        kind = match.lastgroup or ""
        pos = match.start(kind)
        place = match.end()
        if kind == "op":
            found.append(Token(match[kind], "", pos))
        elif kind == "name":
            found.append(_name(match[kind], pos))
        elif kind == "int":
            found.append(Token("int", match[kind], pos))
        elif kind == "end":
            found += (Token("end", "", pos), Token("end", "", pos))
            return found
        elif kind == "string":
            found.append(Token("string", _string(match, pos), pos))
        elif kind == "raw":
            found.append(Token("string", _raw(match, pos), pos))
        else:
            raise OutsideSubset(pos, _REFUSED[kind])


def _name(word: str, pos: int) -> Token:
    if word in _WORDS:
        return Token(word, word, pos)
    if word in _RESERVED:
        raise OutsideSubset(pos, N_("“{word}” is a reserved word and cannot be a name"), word=word)
    if word == "null":
        raise OutsideSubset(pos, N_("null is not used in conditions of law: what is not known is unknown by itself"))
    if word.startswith("__"):
        raise OutsideSubset(pos, N_("a name does not begin with two underscores"))
    return Token("name", word, pos)


def _body(match: re.Match[str], letter: str, pos: int) -> str:
    body = next(part for part in match.group(*(f"{letter}{n}" for n in range(1, 5))) if part is not None)
    if "\r" in body:
        raise OutsideSubset(pos, N_("a carriage return inside a string is read in different ways: write \\r"))
    return body


def _raw(match: re.Match[str], pos: int) -> str:
    body = _body(match, "r", pos)
    if body.endswith("\\"):
        raise OutsideSubset(pos, N_("a raw string that ends with a backslash is read in different ways"))
    return body


def _string(match: re.Match[str], pos: int) -> str:
    body = _body(match, "s", pos)
    if "\\" not in body:
        return body

    def character(escape: re.Match[str]) -> str:
        """The character that an escape sequence stands for."""
        small_x, big_x, four, eight, octal, simple = escape.groups()
        if simple is not None:
            if simple in _SIMPLE:
                return _SIMPLE[simple]
            raise CelSyntaxError(pos, N_("\\{letter} is not an escape sequence of CEL"), letter=simple)
        code = int(octal, 8) if octal is not None else int(small_x or big_x or four or eight, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise CelSyntaxError(pos, N_("the escape {escape} is not a character"), escape=escape[0])
        return chr(code)

    return _ESCAPE.sub(character, body)


def _no_token(text: str, place: int) -> CelSyntaxError:
    skipped = _SPACE.match(text, place)
    pos = skipped.end() if skipped else place
    if text[pos] in "'\"" or text[pos : pos + 2].lower() in ("r'", 'r"'):
        return CelSyntaxError(pos, N_("the string that begins here is not closed"))
    return CelSyntaxError(pos, N_("the character {character} has no place here"), character=repr(text[pos]))
