"""Vietnamese text: one key for all spellings, names tidied without harm."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kernel.text import clean, fold, tidy_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THUỶ", "thủy"),
        ("Đặng Thị Thuý", "dang thi thuy"),
        ("Ðặng", "Đặng"),  # eth instead of d with stroke
        ("Ea H’Leo", "ea h'leo"),
        ("  Nguyễn\u00a0 Văn\tA ", "nguyen van a"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ước"), "Nguyễn Thị Ước"),
        ("ng\u200buyễn", "nguyen"),
        ("Khuyết tật – nặng", "khuyet tat - nang"),
    ],
)
def test_spellings_of_one_word_share_a_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Đặng", "Lặng"), ("An", "Ân Na"), ("thôn 1", "thôn 11")])
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_clean_text_is_composed_and_single_spaced(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip() == clean(cleaned)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("NGUYỄN VĂN ĐỨC", "Nguyễn Văn Đức"),
        ("nguyễn  thị bảy", "Nguyễn Thị Bảy"),
        ("Niê Kđăm", "Niê Kđăm"),
        ("H’BIA NIÊ", "H'Bia Niê"),
        ("Tôn Nữ Thị Ninh ", "Tôn Nữ Thị Ninh"),
        ("", ""),
    ],
)
def test_names_are_tidied(typed: str, shown: str) -> None:
    assert tidy_name(typed) == shown
