"""A labelled register in which some people stand twice: what the linkage of people is measured on.

Households are those of `synth.crowd`, names those of `synth.names`: nothing makes a name rarer than it is. A share of
the records are second entries of people who are in already, written differently (`synth.miswriting`). The truth is a
table of its own and is never in the one that is linked. Hard on purpose: twins, brothers and sisters, births on
1 January, years only, old people without a number, children under a parent's number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import numpy as np
import pyarrow as pa

from synth import rates
from synth.crowd import CHILD, HEAD, SPOUSE, Crowd, draw
from synth.draws import Dice
from synth.ids import BIRTH_PROVINCES, citizen_id
from synth.miswriting import MOVED, NO_CITIZEN_ID, Entry, miswrite
from synth.names import Names, Sex

AS_OF: Final = date(2026, 11, 1)
DUPLICATES: Final = 0.15  # of all records
COMMUNE_PEOPLE: Final = 22_000  # as in Thanh Hoá: 3.7 million people in 166 communes
VILLAGES: Final = 18
SEXES: Final[tuple[Sex, Sex]] = ("male", "female")
_MOVED_SHARE: Final = 0.06
_MOVED_WITHIN: Final = 0.04
_TWINS: Final = 0.012
_NO_MIDDLE_NAME: Final = 0.04
_PARENT_ON_THE_ID: Final = 0.004  # a child entered under the number of its mother or father
_NO_NUMBER: Final[rates.Curve] = ((0, 0.6), (6, 0.3), (14, 0.08), (40, 0.05), (80, 0.12), (104, 0.3))
_HAD_OLD_ID_UNTIL: Final = 2003  # born later, nobody got a CMND of nine digits
# How often a list says it.
_OLD_ID_SAID, _VILLAGE_SAID, _HEAD_SAID, _SEX_SAID = 0.3, 0.85, 0.6, 0.99
_PARENTS_SAID: Final[rates.Curve] = ((0, 0.85), (16, 0.8), (18, 0.35), (60, 0.3), (90, 0.2))

SCHEMA: Final = pa.schema([pa.field(name, pa.string()) for name in ("person_code", *Entry.__dataclass_fields__)])
_LABELS: Final[dict[str, pa.DataType]] = {
    "person_code": pa.string(),
    "human": pa.int32(),
    "ways": pa.list_(pa.string()),
}
TRUTH: Final = pa.schema(_LABELS)


@dataclass(frozen=True, slots=True)
class Labelled:
    """`persons` (`SCHEMA`) is what is linked; `truth` (`TRUTH`) says who is who and how an entry was spoilt."""

    persons: pa.Table
    truth: pa.Table


def labelled_register(seed: int, records: int) -> Labelled:
    """`records` records in random order, 15 % of them second entries; the same seed gives the same ones."""
    random = Random(seed)  # noqa: S311 - made-up people, not secrets
    second = round(records * DUPLICATES)
    humans = list(_Maker(random, Names(random), _communes(records)).humans(seed, records - second))
    lines = [(_as_said(random, human), number, list[str]()) for number, human in enumerate(humans)]
    for _ in range(second):
        number = random.randrange(len(humans))
        entry, ways = _entered_again(random, humans[number], _communes(records))
        lines.append((entry, number, ways))
    random.shuffle(lines)
    codes = [f"P{place:07d}" for place in range(len(lines))]
    said = {name: [getattr(entry, name) for entry, _, _ in lines] for name in Entry.__dataclass_fields__}
    truth: dict[str, list[Any]] = {"human": [number for _, number, _ in lines], "ways": [ways for _, _, ways in lines]}
    return Labelled(
        pa.Table.from_pydict({"person_code": codes, **said}, SCHEMA),
        pa.Table.from_pydict({"person_code": codes, **truth}, TRUTH),
    )


@dataclass(frozen=True, slots=True)
class _Human:
    """Everything there is to know about somebody, before a list leaves half of it out."""

    entry: Entry
    age: int


def _communes(records: int) -> list[str]:
    return [f"{14_700 + 3 * number:05d}" for number in range(max(2, round(records / COMMUNE_PEOPLE)))]


def _as_said(random: Random, human: _Human) -> Entry:
    """What one list says of somebody: all lists leave something out."""
    entry, parents = human.entry, rates.share(_PARENTS_SAID, human.age)
    return replace(
        entry,
        sex=entry.sex if random.random() < _SEX_SAID else "",
        citizen_id="" if random.random() < rates.share(_NO_NUMBER, human.age) else entry.citizen_id,
        old_id=entry.old_id if random.random() < _OLD_ID_SAID else "",
        village=entry.village if random.random() < _VILLAGE_SAID else "",
        father=entry.father if random.random() < parents else "",
        mother=entry.mother if random.random() < parents else "",
        head=entry.head if random.random() < _HEAD_SAID else "",
    )


def _entered_again(random: Random, human: _Human, communes: list[str]) -> tuple[Entry, list[str]]:
    """A second entry, in the same place or in another, where another head keeps the house."""
    entry, moved = human.entry, list[str]()
    drawn = random.random()
    if drawn < _MOVED_SHARE:
        entry = replace(entry, commune=random.choice([place for place in communes if place != entry.commune]))
    if drawn < _MOVED_SHARE + _MOVED_WITHIN:
        entry = replace(entry, village=_village(random), head=entry.full_name if random.random() < 0.5 else "")
        moved = [MOVED if drawn < _MOVED_SHARE else "moved_within"]
    said = _as_said(random, replace(human, entry=entry))
    wrong, ways = miswrite(random, said)
    without = [] if wrong.citizen_id or NO_CITIZEN_ID in ways or "old_id_instead" in ways else [NO_CITIZEN_ID]
    return wrong, [*moved, *ways, *without]


def _village(random: Random) -> str:
    return f"Thôn {random.randrange(VILLAGES) + 1}"


@dataclass(frozen=True, slots=True)
class _Maker:
    random: Random
    names: Names
    communes: list[str]

    def humans(self, seed: int, count: int) -> Iterator[_Human]:
        """`count` people, household by household; a commune is a run of households, a village a run within it."""
        crowd = _crowd_of(seed, count)
        houses = int(crowd.house[count - 1]) + 1
        starts = crowd.starts
        made = 0
        for house in range(houses):
            first, size = int(starts[house]), int(crowd.sizes[house])
            share = house / houses * len(self.communes)
            village = f"Thôn {int(share % 1 * VILLAGES) + 1}"
            for human in self._household(crowd, first, size, self.communes[int(share)], village):
                if made == count:
                    return
                made += 1
                yield human

    def _household(self, crowd: Crowd, first: int, size: int, commune: str, village: str) -> Iterator[_Human]:
        own = self.names.family(minority=self.random.random() < 0.08)
        made: list[tuple[int, Entry]] = []
        for place in range(first, first + size):
            role, age = int(crowd.role[place]), int(crowd.age[place])
            sex = SEXES[int(crowd.facts["sex"][place])]
            twin = made[-1][1] if role == CHILD and made[-1][0] == CHILD and self.random.random() < _TWINS else None
            birth, born = (twin.birth_date, int(twin.birth_date[:4])) if twin else self._birth(age)
            father, mother = self._parents(role, born, own, made)
            family = father.split(" ")[0]
            name = self._name(family, sex, born, {entry.full_name for _, entry in made})
            number, old = self._numbers(sex, born)
            if role == CHILD and self.random.random() < _PARENT_ON_THE_ID:
                number = made[0][1].citizen_id
            head = made[0][1].full_name if made else name
            made.append((role, Entry(name, birth, sex, number, old, commune, village, father, mother, head)))
            yield _Human(made[-1][1], age)

    def _parents(self, role: int, born: int, own: str, made: list[tuple[int, Entry]]) -> tuple[str, str]:
        """A child's are the couple of the house as far as there is one; everybody else's live elsewhere."""
        couple = {entry.sex: entry.full_name for kind, entry in made if kind in {HEAD, SPOUSE} and role == CHILD}
        family = own if role == HEAD else self.names.family(minority=False)
        father = couple.get("male") or self.names.person(family, "male", born - 28)
        mother = couple.get("female") or self.names.person(self.names.family(minority=False), "female", born - 25)
        return father, mother

    def _name(self, family: str, sex: Sex, born: int, taken: set[str]) -> str:
        """No two of one house have the same name; some have no middle name."""
        while (name := self.names.person(family, sex, born)) in taken:
            pass
        words = name.split(" ")
        return f"{words[0]} {words[-1]}" if self.random.random() < _NO_MIDDLE_NAME else name

    def _birth(self, age: int) -> tuple[str, int]:
        born = AS_OF - timedelta(days=age * 365 + age // 4 + self.random.randrange(1, 365))
        if self.random.random() < rates.share(rates.FIRST_OF_JANUARY, age):
            born = date(born.year, 1, 1)
        year_only = self.random.random() < rates.share(rates.YEAR_ONLY, age)
        return (str(born.year) if year_only else born.isoformat()), born.year

    def _numbers(self, sex: Sex, born: int) -> tuple[str, str]:
        province = self.random.choice(BIRTH_PROVINCES) if self.random.random() < 0.1 else "038"
        number = citizen_id(self.random, province, sex, born)
        old = f"17{self.random.randrange(10**7):07d}" if born < _HAD_OLD_ID_UNTIL else ""
        return number, old


def _crowd_of(seed: int, count: int) -> Crowd:
    """Households of at least `count` people."""
    households = count // 3 + 10
    return draw(Dice(seed), np.zeros(households, np.bool_))
