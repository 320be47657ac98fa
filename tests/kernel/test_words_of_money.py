"""Amounts in words: chosen ones as official papers write them, and every one can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.words_of_money import grouped, in_words, number_in_words

_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (500_000, "Năm trăm nghìn đồng"),
        (1_350_000, "Một triệu ba trăm năm mươi nghìn đồng"),
        (2_005_015, "Hai triệu không trăm linh năm nghìn không trăm mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (14, "Mười bốn đồng"),
        (11, "Mười một đồng"),
        (105, "Một trăm linh năm đồng"),
        (115, "Một trăm mười lăm đồng"),
        (555, "Năm trăm năm mươi lăm đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng"),
        (3_000_000_000, "Ba tỷ đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (4_050_000_020_000, "Bốn nghìn không trăm năm mươi tỷ không trăm hai mươi nghìn đồng"),
    ],
)
def test_amounts_read_as_papers_write_them(amount: int, words: str) -> None:
    assert in_words(amount) == words


def _read(words: list[str]) -> int:
    """An independent reader: thousands by their names, 'tỷ' splits the number once more."""
    if "tỷ" in words:
        at = len(words) - 1 - words[::-1].index("tỷ")
        return _read(words[:at]) * 10**9 + _read(words[at + 1 :])
    total = group = ones = 0
    for word in words:
        match word:
            case "triệu" | "nghìn":
                total += (group + ones) * (10**6 if word == "triệu" else 1000)
                group = ones = 0
            case "trăm":
                group, ones = ones * 100, 0
            case "mươi":
                group, ones = group + ones * 10, 0
            case "mười":
                group += 10
            case "linh":
                pass
            case _:
                ones = _DIGITS[word]
    return total + group + ones


@given(st.integers(0, 10**17))
def test_every_amount_can_be_read_back(amount: int) -> None:
    assert _read(number_in_words(amount).split()) == amount


@given(st.integers(-(10**15), 10**15))
def test_grouped_digits_keep_the_number(amount: int) -> None:
    text = grouped(amount)
    assert int(text.replace(".", "")) == amount
    assert all(len(part) == 3 for part in text.split(".")[1:])


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="-5"):
        in_words(-5)
    with pytest.raises(ValueError, match="-5"):
        number_in_words(-5)
    assert grouped(-1_350_000) == "-1.350.000"
