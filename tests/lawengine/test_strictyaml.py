"""Strict reading: what a file of law may not hold is refused by line, with the remedy."""

from __future__ import annotations

import pytest

from lawengine.errors import LawFileError
from lawengine.strictyaml import read_yaml


def test_plain_values_keep_their_meaning() -> None:
    document = read_yaml("a: 1_000\nb: true\nc: 2024-08-15\nd: chữ\ne: ['01', {f: '1.5'}]\ng: 2024-08\n", "x.yaml")
    assert document.value == {
        "a": 1000,
        "b": True,
        "c": "2024-08-15",
        "d": "chữ",
        "e": ["01", {"f": "1.5"}],
        "g": "2024-08",
    }
    assert document.line(("e", 1, "f")) == 5
    assert document.line(("g", "nothing", 3)) == 6


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1.5", 1, "'1.5'"),
        ("a: 1\nb: 1e5", 2, "quotes"),
        ("a: .inf", 1, "exact"),
        ("a: 01", 1, "'01'"),
        ("a: 0x1F", 1, "code"),
        ("a: +5", 1, "code"),
        ("a: yes", 1, "true, false or quotes"),
        ("a: NO", 1, "true, false or quotes"),
        ("a: ~", 1, "quotes"),
        ("a:", 1, "quotes"),
        ("a: True", 1, "quotes"),
        ("a: 1\nb: 2\na: 3", 3, "twice"),
        ("a: 2024-02-30", 1, "no such day"),
        ("a: cha\u0300o", 1, "NFC"),
        ("a: 'cha\u0300o'", 1, "NFC"),
        ("[1]: 2", 1, "plain text"),
        ("- 1", 1, "mapping"),
        ("", 1, "mapping"),
        ("a: [1", 1, "YAML"),
        ("a: \x07", 0, "YAML"),
    ],
)
def test_what_is_ambiguous_is_refused(text: str, line: int, says: str) -> None:
    with pytest.raises(LawFileError) as caught:
        read_yaml(text, "x.yaml")
    assert says in str(caught.value)
    assert caught.value.file == "x.yaml"
    assert caught.value.line in (line, line + 1)
