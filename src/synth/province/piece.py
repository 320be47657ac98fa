"""One piece of a province while it is being made: its people and households, and the tables that grow from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synth.crowd import Crowd
from synth.draws import Bools, Dice
from synth.province.folk import TWIN, Folk, Index, day_number
from synth.province.land import STREETS, Land
from synth.province.tables import coded, codes, digits, joined, table

# When the registers were filled for the first time: the day the communes took over. Everything known before is known so
# since then; what came later is known since it was written down.
FILLED: Final = day_number(date(2025, 7, 1))
_DAY: Final = 86_400
_OFFICE_OPENS: Final = 3_600  # 8 o'clock in Việt Nam, in seconds of UTC
FIRST_CHANGE: Final = 1
Seconds = NDArray[np.int64]


class Numbers:
    """Running numbers over all pieces, and what must not be given out twice."""

    def __init__(self, province: str) -> None:
        self.province = province
        self._next: dict[str, int] = {}
        self.citizen_cells = np.zeros(100 * 4 * 100, np.int64)

    def take(self, name: str, count: int) -> int:
        """The first of `count` numbers that nobody else has."""
        first = self._next.get(name, 1)
        self._next[name] = first + count
        return first


@dataclass(slots=True)
class Piece:
    """Whole communes of a province.

    Attributes:
        commune: for each household the place of its commune in `land`. as_of: today, in days since 1970.
        housed: who is a member of a household. person_ids, house_ids: their numbers.
        change_of, known_of: by which change each person came in, and when.
        death_of: by which change each death since was written down, and when, in the order of the people.
    """

    dice: Dice
    numbers: Numbers
    land: Land
    as_of: int
    commune: Index
    crowd: Crowd
    folk: Folk
    codes: Any
    villages: Any = field(init=False)
    addresses: Any = field(init=False)
    housed: Bools = field(init=False)
    person_ids: Index = field(init=False)
    house_ids: Index = field(init=False)
    change_of: Index = field(init=False)
    known_of: Seconds = field(init=False)
    death_of: tuple[Index, Seconds] = field(init=False)
    tables: dict[str, list[pa.Table]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people, houses = len(self.folk), len(self.commune)
        self.person_ids = np.arange(people) + self.numbers.take("person", people)
        self.house_ids = np.arange(houses) + self.numbers.take("household", houses)
        self.change_of = np.full(people, FIRST_CHANGE, np.int64)
        self.known_of = self.known_at(np.zeros(people, np.int64))
        # Half of those who were entered twice stand in another household, the others in none.
        self.housed = (self.folk.role != TWIN) | self.dice.happens(0.5, people)
        self.villages, self.addresses = self._settle()

    def _settle(self) -> tuple[Any, Any]:
        """Village and address of each household: neighbours by number live in one village; towns have streets."""
        houses = len(self.commune)
        which, first, count = np.unique(self.commune, return_index=True, return_counts=True)
        words: list[str] = []
        places = np.zeros(houses, np.int64)
        for commune, begin, many in zip(which, first, count, strict=True):
            names = self.land.villages[commune]
            places[begin : begin + many] = len(words) + np.arange(many) * len(names) // many
            words.extend(names)
        door = digits(self.dice.between(1, 420, houses), 1)
        street = coded(self.dice.between(0, len(STREETS) - 1, houses), STREETS)
        has_street = np.array([commune.is_ward for commune in self.land.communes])[self.commune]
        has_number = self.dice.happens(0.25, houses)
        written = pc.if_else(
            has_street, joined("Số ", door, " ", street), pc.if_else(has_number, joined("Số nhà ", door), "")
        )
        return coded(places, words), written

    @property
    def ages(self) -> Index:
        """Years that everybody has lived, or would have."""
        return ((self.as_of - self.folk.birth) * 4 // 1461).astype(np.int64)

    def commune_of(self, people: Index) -> Index:
        """The commune's place for each of these people."""
        return self.commune[self.folk.house[people]]

    def since(self, people: Index, reach: int) -> Any:
        """For each of these people a day within the last `reach` days, after birth and before death."""
        folk = self.folk
        latest = np.where(folk.lives[people], self.as_of, folk.death[people]) - 1
        drawn = latest - self.dice.between(0, reach, len(people))
        return np.maximum(drawn, folk.birth[people] + 1).astype(np.int32)

    def known_at(self, days: NDArray[Any], lag: int = 0) -> Seconds:
        """When the registers held what was written on these days: never before they were filled, never after today."""
        written = np.clip(days.astype(np.int64) + lag, FILLED, self.as_of - 1)
        return written * _DAY + np.where(written == FILLED, 0, _OFFICE_OPENS)

    def add(self, name: str, count: int, **columns: Any) -> Index:
        """Rows of a table; returns their numbers."""
        return self.add_from(self.numbers.take(name, count), name, count, **columns)

    def add_from(self, start: int, name: str, count: int, **columns: Any) -> Index:
        """Rows of a table whose numbers were taken before and begin at `start`."""
        if count:
            self.tables.setdefault(name, []).append(table(name, start, count, columns))
        return np.arange(start, start + count)

    def change(self, count: int, known: Any, **columns: Any) -> Index:
        """Acts of writing, numbered; returns their numbers."""
        first = self.numbers.take("change", 0)
        columns["code"] = codes("TD", np.arange(first, first + count))
        return self.add("change", count, known_at=known, **columns)

    def papers(self, count: int, **columns: Any) -> Index:
        """Papers, numbered; returns their numbers."""
        first = self.numbers.take("paper", 0)
        columns["code"] = codes("GT", np.arange(first, first + count))
        return self.add("paper", count, **columns)

    def with_papers(
        self, people: Index, kind: str, title: str, issued: Any, *, symbol: str, issuer: str = "UBND", lag: int = 12
    ) -> tuple[Index, Seconds]:
        """One paper and one change for each of these people (places in the piece); returns changes and moments.

        `symbol` follows the paper's number: `GXN-UBND`. The issuer is the commune's when it is `UBND`.
        """
        count = len(people)
        communes = coded(self.commune_of(people), self.codes)
        names = coded(self.commune_of(people), [commune.name for commune in self.land.communes])
        known = self.known_at(issued, lag)
        number = self.dice.between(1, 2400, count).astype(np.int64)
        papers = self.papers(
            count,
            kind=kind,
            number=joined(digits(number, 2), f"/{symbol}"),
            issuer=joined("UBND ", names) if issuer == "UBND" else issuer,
            issued_on=issued.astype(np.int32),
        )
        changes = self.change(
            count, known, kind=title, title=kind, commune=communes, person=self.person_ids[people], paper=papers
        )
        return changes, known

    def certified(
        self,
        people: Index,
        kind: str,
        title: str,
        issued: Any,
        *,
        symbol: str,
        issuer: str = "UBND",
        lost: float = 0.03,
    ) -> dict[str, Any]:
        """Person, change and moment of a status for each of these people; the paper of some is `lost`."""
        changes = np.full(len(people), FIRST_CHANGE, np.int64)
        known = self.known_at(np.zeros(len(people)))
        has = np.flatnonzero(~self.dice.happens(lost, len(people)))
        changes[has], known[has] = self.with_papers(
            people[has], kind, title, issued[has], symbol=symbol, issuer=issuer, lag=14
        )
        return {"person": self.person_ids[people], "change": changes, "known_from": known}

    def listed(self, people: Index, kind: str, title: str, issued: int, *, symbol: str) -> dict[str, Any]:
        """Person, change and moment of a status that each commune keeps as one list."""
        changes, known = self.with_list(self.commune_of(people), kind, title, issued, symbol=symbol)
        late = self.known_of[people]
        return {
            "person": self.person_ids[people],
            "change": np.where(late > known, self.change_of[people], changes),
            "known_from": np.maximum(late, known),
        }

    def with_list(self, communes: Index, kind: str, title: str, issued: int, *, symbol: str) -> tuple[Index, Seconds]:
        """One paper and one change for each commune among these (places in the land), for all its rows."""
        which, row = np.unique(communes, return_inverse=True)
        count = len(which)
        days = np.full(count, issued, np.int64)
        names = coded(which, [commune.name for commune in self.land.communes])
        known = self.known_at(days, 9)
        papers = self.papers(
            count,
            kind=kind,
            number=joined(digits(which + 11, 3), f"/{symbol}"),
            issuer=joined("UBND ", names),
            issued_on=days.astype(np.int32),
        )
        codes = coded(which, self.codes)
        changes = self.change(count, known, kind=title, title=kind, commune=codes, paper=papers)
        return changes[row], known[row]
