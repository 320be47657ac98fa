"""How one person is written differently in a second list: each way has a name, so that figures can be told by kind.

A way takes an entry and gives it back changed, or as it was where it does not apply: without a middle name there is
none to leave out. The shares say how often each way is tried; they are those of careless lists, not statistics.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from synth.names import Sex


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as one list has them. Blank text is what the list leaves out.

    Attributes:
        birth_date: 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'. citizen_id: 12 digits. old_id: the nine digits of a CMND.
        father, mother, head: full names of the parents and of the head of the household.
    """

    full_name: str
    birth_date: str
    sex: Sex | str
    citizen_id: str
    old_id: str
    commune: str
    village: str
    father: str
    mother: str
    head: str


Way = Callable[[Random, Entry], Entry]
_SOUND_ALIKE: Final = (
    *(("y", "i"), ("i", "y"), ("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("n", "l")),
    *(("d", "gi"), ("gi", "d"), ("ng", "n"), ("n", "ng"), ("uy", "ui"), ("c", "t"), ("v", "d")),
)
_HOOK, _TILDE, _ACUTE, _GRAVE = "\u0309", "\u0303", "\u0301", "\u0300"
_MISHEARD_TONES: Final = {_HOOK: _TILDE, _TILDE: _HOOK, _ACUTE: _GRAVE, _GRAVE: _ACUTE}


def bare(text: str) -> str:
    """Without accents, as old programs and telegrams write it."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate({273: "d", 272: "D"})


def _no_accents(random: Random, entry: Entry) -> Entry:
    name = bare(entry.full_name)
    return replace(
        entry,
        full_name=name.upper() if random.random() < 0.5 else name,
        village=bare(entry.village),
        father=bare(entry.father),
        mother=bare(entry.mother),
        head=bare(entry.head),
    )


def _typo(random: Random, entry: Entry) -> Entry:
    words = entry.full_name.split(" ")
    place = random.randrange(len(words))
    words[place] = _slip(random, words[place])
    return replace(entry, full_name=" ".join(words))


def _slip(random: Random, word: str) -> str:
    """One slip of the hand or of the ear; where it changes nothing, a letter is left out."""
    kind = random.randrange(5)
    at = random.randrange(1, len(word)) if len(word) > 1 else 0
    slipped = word
    if kind == 0:
        slipped = word[:at] + word[at] + word[at:]
    elif kind == 1 and len(word) > 2:
        slipped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word
    elif kind == 2:
        heard = [(wrote, said) for wrote, said in _SOUND_ALIKE if wrote in word]
        slipped = word.replace(*random.choice(heard), 1) if heard else word
    elif kind == 3:
        tones = unicodedata.normalize("NFD", word)
        turned = "".join(_MISHEARD_TONES.get(char, char) for char in tones)
        slipped = unicodedata.normalize("NFC", turned)
    if slipped != word:
        return slipped
    return word[:at] + word[at + 1 :] if len(word) > 1 else word * 2


def _no_middle_name(_random: Random, entry: Entry) -> Entry:
    words = entry.full_name.split(" ")
    return replace(entry, full_name=f"{words[0]} {words[-1]}")


def _day_and_month_swapped(_random: Random, entry: Entry) -> Entry:
    if len(entry.birth_date) != 10:
        return entry
    year, month, day = entry.birth_date.split("-")
    return replace(entry, birth_date=f"{year}-{day}-{month}") if int(day) <= 12 else entry


def _first_of_january(_random: Random, entry: Entry) -> Entry:
    return replace(entry, birth_date=f"{entry.birth_date[:4]}-01-01")


def _year_only(_random: Random, entry: Entry) -> Entry:
    return replace(entry, birth_date=entry.birth_date[:4])


def _wrong_birth_digit(random: Random, entry: Entry) -> Entry:
    """The day, the month or the year off by a little."""
    parts = [int(part) for part in entry.birth_date.split("-")]
    which = random.randrange(len(parts))
    low, high = ((1850, 2026), (1, 12), (1, 28))[which]
    changed = parts[which] + random.choice((-10, -2, -1, 1, 2, 10))
    parts[which] = min(max(changed, low), high)
    return replace(entry, birth_date="-".join(f"{part:02d}" for part in parts))


def _no_citizen_id(_random: Random, entry: Entry) -> Entry:
    return replace(entry, citizen_id="")


def _old_id_instead(_random: Random, entry: Entry) -> Entry:
    """The nine digits of the CMND stand where the twelve should; those who never had one are left without."""
    return replace(entry, citizen_id=entry.old_id, old_id="")


def _mistyped_citizen_id(random: Random, entry: Entry) -> Entry:
    digits = entry.citizen_id
    if len(digits) != 12:
        return entry
    at = random.randrange(1, 12)
    if random.random() < 0.3 and digits[at] != digits[at - 1]:
        return replace(entry, citizen_id=digits[: at - 1] + digits[at] + digits[at - 1] + digits[at + 1 :])
    other = random.choice([digit for digit in "0123456789" if digit != digits[at]])
    return replace(entry, citizen_id=digits[:at] + other + digits[at + 1 :])


def _no_village(_random: Random, entry: Entry) -> Entry:
    return replace(entry, village="")


def _wrong_sex(_random: Random, entry: Entry) -> Entry:
    return replace(entry, sex="female" if entry.sex == "male" else "male")


NO_CITIZEN_ID: Final = "no_citizen_id"
MOVED: Final = "moved"
# (name, how often it is tried, how it is done). Moving house is done by the one who knows the communes.
WAYS: Final[tuple[tuple[str, float, Way], ...]] = (
    ("typo", 0.06, _typo),
    ("no_accents", 0.25, _no_accents),
    ("no_middle_name", 0.03, _no_middle_name),
    ("day_and_month_swapped", 0.05, _day_and_month_swapped),
    ("first_of_january", 0.05, _first_of_january),
    ("year_only", 0.06, _year_only),
    ("wrong_birth_digit", 0.02, _wrong_birth_digit),
    ("mistyped_citizen_id", 0.04, _mistyped_citizen_id),
    (NO_CITIZEN_ID, 0.2, _no_citizen_id),
    ("old_id_instead", 0.05, _old_id_instead),
    ("no_village", 0.1, _no_village),
    ("wrong_sex", 0.01, _wrong_sex),
)


def miswrite(random: Random, entry: Entry) -> tuple[Entry, list[str]]:
    """The entry as a second list has it, and the ways that changed something: at least one."""
    done: list[str] = []
    while not done:
        for name, share, way in WAYS:
            if random.random() < share and (changed := way(random, entry)) != entry:
                entry = changed
                done.append(name)
    return entry, done
