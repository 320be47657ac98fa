"""String literals: every quote, every escape, nothing normalised; what implementations read differently is refused."""

from __future__ import annotations

import pytest

from lawengine.cel.errors import CelSyntaxError, OutsideSubset
from lawengine.cel.parse import parse
from lawengine.cel.tree import Lit
from tests.lawengine.cel.google import ERROR, Exact, google

QUOTES = ("'", '"', "'''", '"""')
EVERYWHERE: list[tuple[str, str]] = [
    ("", ""),
    ("hello", "hello"),
    ("Trợ cấp xã hội hằng tháng", "Trợ cấp xã hội hằng tháng"),
    ("u\u0309", "u\u0309"),
    ("\u1ee7", "\u1ee7"),
    (" ? ` ", " ? ` "),
    (" // no comment ", " // no comment "),
    (r" \\ \? \" \' \` ", " \\ ? \" ' ` "),
    (r" \a \b \f \n \r \t \v ", " \a \b \f \n \r \t \v "),
    (r" \r\n ", " \r\n "),
    (" \a \b \f \t \v ", " \a \b \f \t \v "),
    (" \x00 \x01 \x1f \x7f ", " \x00 \x01 \x1f \x7f "),
    (" \u2028 \u00a0 \ufeff ", " \u2028 \u00a0 \ufeff "),
    (r" \000 \012 \177 \303 \377 ", " \x00 \n \x7f \xc3 \xff "),
    (r" \x00 \x0A \x7F \xff ", " \x00 \n \x7f \xff "),
    (r" \X00 \X0a \X7f \XFF ", " \x00 \n \x7f \xff "),
    (r" \u0000 \u000A \u0100 \u01aB \uFFFB ", " \x00 \n \u0100 \u01ab \ufffb "),
    (r" \U00000000 \U0000FFFB \U00010000 \U0001F62C \U0010ffff ", " \x00 \ufffb \U00010000 \U0001f62c \U0010ffff "),
    (r" \U00088888 ", " \U00088888 "),
    (" \U00088888 \U0001f431 ", " \U00088888 \U0001f431 "),
    (r"\x41b\x41", "AbA"),
    (r"\0001", "\x001"),
    (r"\\n", "\\n"),
    (r"\\\\", "\\\\"),
]
RAW = r" \\ \? \` \a \b \f \t \v \n \r \000 \400 \x00 \X0 \u0000 \ud800 \U00110000 \z đ "


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize(("written", "meant"), EVERYWHERE)
def test_escapes_mean_the_same_in_every_quote(quote: str, written: str, meant: str) -> None:
    text = f"{quote}{written}{quote}"
    assert parse(text) == Lit(meant)
    assert google(text, {}) == Exact(meant)


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("prefix", ["r", "R"])
def test_a_raw_string_has_no_escapes(quote: str, prefix: str) -> None:
    text = f"{prefix}{quote}{RAW}{quote}"
    assert parse(text) == Lit(RAW)
    assert google(text, {}) == Exact(RAW)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("'\"'", '"'),
        ('"\'"', "'"),
        ("''' ' '' \" '''", " ' '' \" "),
        ('""" " "" \' """', ' " "" \' '),
        ("''' \n '''", " \n "),
        ('"""\n"""', "\n"),
        ("''''a'''", "'a"),
        ('""""a"""', '"a'),
        ("r''''a'''", "'a"),
        ("''''''", ""),
        ('""""""', ""),
        ("r''''''", ""),
        ('r""""""', ""),
        ("r''", ""),
        ('R""', ""),
        ("r'''a\n\"b'''", 'a\n"b'),
        (r"r'\"'", r"\""),
        (r"""r"\'" """, r"\'"),
        ("r'''\\''' '''", None),
        ("'''\\''''", "'"),
    ],
)
def test_quotes_inside_quotes(text: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises((OutsideSubset, CelSyntaxError)):
            parse(text)
        assert google(text, {}) == ERROR
    else:
        assert parse(text) == Lit(meant)
        assert google(text, {}) == Exact(meant)


@pytest.mark.parametrize(
    ("text", "pos", "says"),
    [
        ("'a", 0, "not closed"),
        ('1 == "a', 5, "not closed"),
        ("'a\nb'", 0, "not closed"),
        ("'a\rb'", 0, "not closed"),
        ("r'a\nb'", 0, "not closed"),
        ("'''a''", 0, "not closed"),
        ("'''", 0, "not closed"),
        ('R"""a""', 0, "not closed"),
        ("r'", 0, "not closed"),
        ("'\\'", 0, "not closed"),
        ("'\\\n'", 0, "not closed"),
        ("'''\\\n'''", 0, "not an escape"),
        ("'\\z'", 0, "\\z is not an escape"),
        ("'\\Q'", 0, "not an escape"),
        ("'\\0'", 0, "not an escape"),
        ("'\\400'", 0, "not an escape"),
        ("'\\1'", 0, "not an escape"),
        ("'\\x4'", 0, "not an escape"),
        ("'\\xg0'", 0, "not an escape"),
        ("'\\u12'", 0, "not an escape"),
        ("'\\U0001f6'", 0, "not an escape"),
        ("'\\ud800'", 0, "not a character"),
        ("'\\uDFFF'", 0, "not a character"),
        ("'\\U0000dabc'", 0, "not a character"),
        ("'\\U00110000'", 0, "not a character"),
        ("'a' 'b'", 4, "'b' has no place here"),
        ("'a''b'", 3, "'b' has no place here"),
        ("ab'x'", 0, "'a' has no place here"),
        ("rb'x'", 0, "'r' has no place here"),
        ("'\ud800'", 1, "surrogate"),
    ],
)
def test_what_is_no_string_says_where(text: str, pos: int, says: str) -> None:
    with pytest.raises(CelSyntaxError) as caught:
        parse(text)
    assert caught.value.pos == pos
    assert says in str(caught.value)
    if "\ud800" not in text:
        assert google(text, {}) == ERROR


@pytest.mark.parametrize(
    "text",
    ["'''a\r\nb'''", '"""\r"""', "r'''a\rb'''", "r'a\\'", 'R"\\\\"', "r'''\\'''"],
)
def test_what_is_read_in_different_ways_is_refused(text: str) -> None:
    with pytest.raises(OutsideSubset, match="read in different ways"):
        parse(text)


@pytest.mark.parametrize("text", ["b'x'", 'B"x"', "b'''x'''", "br'x'", 'bR"x"', "BR''"])
def test_bytes_are_refused(text: str) -> None:
    with pytest.raises(OutsideSubset, match="byte strings"):
        parse(text)


def test_a_letter_alone_is_a_name() -> None:
    assert google("r + b + R", {"r": 1, "b": 2, "R": 3}) == Exact(6)
    parse("r + b + R == br")
