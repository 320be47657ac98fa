"""Old Vietnamese fonts: every letter there and back, whole lists recognised, and never a Unicode text touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.kernel.legacy_fonts import FONTS, Decision, OldFont, TextColumn, decide, judge, read_as, score
from ansinh.kernel.legacy_fonts.syllables import is_syllable
from ansinh.kernel.legacy_fonts.tables import TABLES
from tests.kernel.old_fonts import CAPITALS, SMALL, WORDS, names, typed

NAMES = names(1, 4000)
# Six capitals of VISCII stand in the place of control characters.
NOT_IN_VISCII = frozenset("ẲẴẪỶỸỴ")


def _decide(*columns: Sequence[str], **told: object) -> list[Decision]:
    judged = {place: TextColumn.of(texts) for place, texts in enumerate(columns)}
    decided = decide(judged, **told)  # type: ignore[arg-type]
    return [decided[place] for place in decided]


@pytest.mark.parametrize("font", FONTS)
def test_every_letter_there_and_back(font: OldFont) -> None:
    assert len(SMALL) == len(set(SMALL)) == 67
    small = "x".join(SMALL)  # a letter between them, so that no two marks meet
    assert typed(small, font) != small
    assert read_as(typed(small, font), font) == small
    # Among other capitals: TCVN3 types 'Ễ' as 'ễ', and the word's other letters give it back.
    capitals = " ".join(f"NG{letter}N" for letter in CAPITALS if not (font == "viscii" and letter in NOT_IN_VISCII))
    assert read_as(typed(capitals, font), font) == capitals


def test_the_tables_hold_what_their_sources_say() -> None:
    assert {font: len(set(table.values())) for font, table in TABLES.items()} == {
        "tcvn3": 74,
        "vni": 134,
        "viscii": 128,
    }
    assert read_as("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert read_as("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert read_as("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "vni") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert read_as("Cµng hòa xã hµi chü nghîa Vi®t Nam", "viscii") == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("NguyÔn ThÞ ¸nh", "Nguyễn Thị Ánh"),
        ("Lª ¸nh", "Lê ánh"),  # one other word is too little to know a name by
        ("nhµ ë", "nhà ở"),
        ("Ng­êi cao tuæi ë x·", "Người cao tuổi ở xã"),
        ("NGUYÔN V¡N A", "NGUYỄN VĂN A"),
        ("NGUYÔN THÞ Hµ (cô)", "NGUYỄN THỊ Hà (cụ)"),
        ("nguyÔn v¨n a", "nguyễn văn a"),  # a font that draws small letters as capitals: nothing shows it
        ("Q§ sè 12", "QĐ số 12"),
        ("Sè CCCD/§DCN", "Số CCCD/ĐDCN"),
        ("THÞ X·", "THỊ XÃ"),
        ("I. Hé nghÌo", "I. Hộ nghèo"),
    ],
)
def test_capitals_of_tcvn3_as_far_as_the_text_shows_them(before: str, after: str) -> None:
    assert read_as(before, "tcvn3") == after


@pytest.mark.parametrize("font", FONTS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_lists_of_names_and_words_come_back(font: OldFont, seed: int) -> None:
    """As a whole list: every cell that can be known is read, none is read wrongly."""
    there = [unicodedata.normalize("NFC", name) for name in names(seed, 60)]
    words = Random(seed).sample(WORDS, 12)
    for original, decision in zip((there, words), _decide(_typed(there, font), _typed(words, font)), strict=True):
        for text in original:
            before = typed(text, font)
            read = read_as(before, decision.read[before]) if before in decision.read else before
            assert read == (text if font != "tcvn3" else _as_far_as_known(text, read))
        assert decision.unsure == {}


def _typed(texts: Sequence[str], font: OldFont) -> list[str]:
    return [typed(text, font) for text in texts]


def _as_far_as_known(text: str, read: str) -> str:
    """The first letter of a word is all that TCVN3 can lose."""
    lost = [place for place, (one, other) in enumerate(zip(text, read, strict=True)) if one != other]
    assert all(text[place].lower() == read[place] and text[place - 1 : place] in ("", " ") for place in lost)
    return read


def test_a_column_of_ambiguous_words_follows_the_sheet() -> None:
    """'Hé' is a word both ways; beside names in TCVN3 it is 'Hộ'."""
    people = _typed(NAMES[:20], "tcvn3")
    flags = ["Cã", "Hé", "Sè"]
    assert {judge(text).kind for text in flags} == {"either"}
    _, alone = _decide(people, flags)
    assert alone.read == dict.fromkeys(flags, "tcvn3")
    _, mixed = _decide(people, [*flags, "Đã có"])
    assert (mixed.read, mixed.unsure) == ({}, dict.fromkeys(flags, ("tcvn3",)))
    _, forced = _decide(people, [*flags, "Đã có"], forced={1: "tcvn3"})
    assert forced.read == dict.fromkeys(flags, "tcvn3")
    (left,) = _decide(people, flags, leave=[0])
    assert left.read == dict.fromkeys(flags, "tcvn3")


def test_two_fonts_in_one_column_are_both_read() -> None:
    there = sorted(set(NAMES[:60]))
    mixed = [*_typed(there[:30], "tcvn3"), *_typed(there[30:], "vni")]
    (decision,) = _decide(mixed)
    assert {read_as(text, font) for text, font in decision.read.items() if font == "vni"} <= set(there[30:])
    assert len(decision.read) >= len(there) - 5


def test_what_is_no_syllable_follows_its_column() -> None:
    people = _typed(NAMES[:20], "tcvn3")
    (decision,) = _decide([*people, "Y Ni\u00aa", "\u00ab"])
    assert read_as("Y Ni\u00aa", decision.read["Y Ni\u00aa"]) == "Y Niê"
    assert decision.read["\u00ab"] == "tcvn3"
    (decision,) = _decide([*people, "Y Ni\u00aa", "\u00ab", "Đã"])
    assert {"Y Ni\u00aa", "\u00ab"} & set(decision.read) == set()


def test_a_unicode_list_with_one_strange_name_is_left() -> None:
    (decision,) = _decide([*NAMES[:50], "Caïn", "Mêi"])
    assert decision.read == {}
    assert decision.unsure == {"Caïn": ("vni",), "Mêi": ("tcvn3",)}


def test_rows_in_an_old_font_within_a_unicode_column() -> None:
    (decision,) = _decide([*NAMES[:50], "NguyÔn V¨n S¸u", "Mêi", *_typed(NAMES[60:64], "tcvn3")])
    assert decision.read["NguyÔn V¨n S¸u"] == "tcvn3"
    assert decision.unsure["Mêi"] == ("tcvn3",)
    assert not set(NAMES[:50]) & set(decision.read)


ENGLISH = (
    *("Full name", "Date of birth", "naïve café", "résumé", "Müller–Lüdenscheidt", "São Paulo", "Zürich", "Noël"),
    *("Don’t know", "£5", "5 × 6", "½ day", "20°C", "12 m²", "© 2024", "«An»", "“Bình”", "· An", "§ 5", "François"),
    *(
        "José García",
        "coöperate",
        "Ångström",
        "Krông Pắc",
        "H'Bia Niê",
        "Y Blô Kbuôr",
        "Ê Ban",
        "Đắk Lắk",
        "soft\u00adware",
    ),
)
NUMBERS = ("025144012345", "1.350.000", "02/03/1944", "12,5", "1e9", "−5", "1 350 000 ₫", "50 %", "3½")


@pytest.mark.parametrize("extra", [(), ENGLISH, NUMBERS, WORDS], ids=["names", "english", "numbers", "words"])
def test_no_unicode_text_is_touched(extra: Sequence[str]) -> None:
    """False positives: none in four thousand names, the words of lists, English and numbers, in whichever form."""
    composed = [*NAMES, *extra]
    decomposed = [unicodedata.normalize("NFD", text) for text in composed]
    for texts in (composed, decomposed, [text.upper() for text in composed], list(extra), composed[:3]):
        (decision,) = _decide(texts)
        assert decision.read == {}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({word for name in (*NAMES, *WORDS) for word in name.split()})), min_size=1))
def test_no_choice_of_unicode_words_is_touched(words: list[str]) -> None:
    """Also where all words of a text happen to have Western letters only."""
    (decision,) = _decide([" ".join(words), *words])
    assert decision.read == {}
    assert judge(" ".join(words)).kind in ("plain", "unicode", "either")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_text_is_decided_without_an_error(texts: list[str]) -> None:
    for decision in _decide(texts):
        for text, font in decision.read.items():
            assert read_as(text, font) != text


@pytest.mark.parametrize("word", ["Nguyễn", "QUỐC", "gì", "giết", "già", "nghiêng", "khuỷu", "quyết", "Ơn", "y", "huơ"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["ngiêng", "kan", "cê", "gê", "nghan", "lôc", "hậà", "Krông", "café", "bngh", "", "quô", "xyz", "trườngg"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_scores_tell_the_alphabets_of_a_text_file_apart() -> None:
    text = " ".join(NAMES[:40])
    old = typed(text, "tcvn3")
    assert score(old, "tcvn3") > 20 > score(old)
    assert score(text) > 20 > score(text, "tcvn3")
    assert score("plain") == 0
