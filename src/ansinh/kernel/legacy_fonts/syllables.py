"""Whether a word can be a Vietnamese syllable: initial, rime, tone, and how the three may meet in writing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_INITIALS = (  # the longest first
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
_RIMES = _words("""
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu ynh ych
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
""")
# After the initial "qu" its u has been read already.
_AFTER_QU = _words(
    "a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê êch ên ênh êt êu "
    "i it ich in inh iu iên iêt ơ ơn ôc y ynh yt yên yêt ych"
)
_FRONT = ("e", "ê", "i", "y")
_STOPS = ("c", "ch", "p", "t")


def is_syllable(word: str) -> bool:
    """Whether a composed word, in any case, is written as a Vietnamese syllable can be ('nguyễn', 'QUỐC', 'gì')."""
    return len(word) <= 7 and _is_syllable(word.lower())


@lru_cache(1 << 14)
def _is_syllable(word: str) -> bool:
    bare, tones = _split_tone(word)
    if len(tones) > 1:
        return False
    initial = next(start for start in _INITIALS if bare.startswith(start))
    rime = bare[len(initial) :]
    # 'gì', 'gìn', 'giết': the i belongs to the rime
    return _fits(initial, rime, tones) or (initial == "gi" and _fits("g", "i" + rime, tones))


def _split_tone(word: str) -> tuple[str, list[str]]:
    """The word without its tone marks (â, ê, ô, ă, ơ, ư, đ stay), and the marks."""
    tones = []
    kept = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.append(char)
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tones


def _fits(initial: str, rime: str, tones: list[str]) -> bool:
    if rime not in (_AFTER_QU if initial == "qu" else _RIMES):
        return False
    if rime.endswith(_STOPS) and not (tones and _TONES[tones[0]] in ("sắc", "nặng")):
        return False
    front = rime.startswith(_FRONT)
    if initial in ("k", "gh", "ngh"):
        return front
    return not (front and (initial == "c" or (initial == "g" and rime[0] != "i") or initial == "ng"))


def is_cased_like_a_word(word: str) -> bool:
    """'hà', 'Hà' and 'HÀ', not 'hÀ' or 'NguyÔn'."""
    return word == word.lower() or word == word.upper() or word[1:] == word[1:].lower()
