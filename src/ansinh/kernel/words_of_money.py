"""Amounts in đồng as official papers write them: grouped digits, and in words."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def grouped(amount: int) -> str:
    """Digits in groups of three with points: 1350000 → '1.350.000'."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """An amount in words with its unit: 1005015 → 'Một triệu không trăm linh năm nghìn không trăm mười lăm đồng'.

    Raises:
        ValueError: the amount is negative (papers name a deduction, they do not write a minus).
    """
    if amount < 0:
        raise ValueError(amount)
    words = number_in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def number_in_words(number: int) -> str:
    """A whole number in words, lower case: 21 → 'hai mươi mốt', 105 → 'một trăm linh năm'.

    Raises:
        ValueError: the number is negative.
    """
    if number < 0:
        raise ValueError(number)
    return " ".join(_words(number, inner=False)) or _DIGITS[0]


def _words(number: int, *, inner: bool) -> list[str]:
    """`inner`: something stands in front, so that missing hundreds are said ('không trăm')."""
    billions, rest = divmod(number, _BILLION)
    words: list[str] = []
    if billions:
        words += [*_words(billions, inner=inner), "tỷ"]
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += [*_hundreds(group, inner=inner or bool(words)), *filter(None, [_GROUPS[power]])]
    return words


def _hundreds(group: int, *, inner: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_last_digit(tens, ones))
    return words


def _last_digit(tens: int, ones: int) -> str:
    if ones == 5 and tens:
        return "lăm"
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    return _DIGITS[ones]
