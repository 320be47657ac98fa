"""From findings to decisions: rights of one person set against each other, once for each distinct combination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lawengine.batch.findings import Finding, Judge, finish, rounded
from lawengine.batch.keys import KeyMap, distinct
from lawengine.batch.layout import ProgrammeLayout
from lawengine.batch.outcomes import Book, Growing, as_keys
from lawengine.batch.steps import Number, Space
from lawengine.concurrence import Claim, Concurrence, Settlement
from lawengine.plan import Status

Numbers = NDArray[np.int32]
Integers = NDArray[np.int64]
Aside = Mapping[int, Settlement]
_PLAIN = Settlement(True)


class Settler:
    """Settles the programmes of one pass: rights that no rule touches are paid, the others go by what is claimed."""

    def __init__(self, subject: str, judges: Sequence[Judge], concurrence: Concurrence, book: Book) -> None:
        self.judges = judges
        self.book = book
        self.concurrence = concurrence
        self._blank = np.full(len(book.plan.programmes), -1, np.int32)
        for place, programme in enumerate(book.plan.programmes):
            if programme.law.subject == subject and not programme.in_force:
                self._blank[place] = book.outcome(place, Finding(Status.NOT_IN_FORCE), None)
        rules = [place for edge in concurrence.edges for place in edge]
        rules += [place for winner, losers, _ in concurrence.prefers for place in (winner, *losers)]
        self._bound = [column for column, judge in enumerate(judges) if judge.layout.place in set(rules)]
        self._known: dict[bytes, int] = {}
        self._patterns: dict[bytes, Sequence[int]] = {}
        self._claims: dict[Claim, int] = {}
        self._settlements: list[Settlement | None] = [None, _PLAIN]
        self._codes: dict[Settlement | None, int] = {None: 0, _PLAIN: 1}
        self._outcomes = [KeyMap(1) for _ in judges]
        self._claimed_by = [Growing(np.int32, 2) for _ in judges]

    @property
    def row_valued(self) -> list[ProgrammeLayout]:
        """The programmes whose amount, computed row by row, can decide which right is paid."""
        return [self.judges[column].layout for column in self._bound if self.judges[column].layout.row_valued]

    def decide(self, findings: Numbers) -> Numbers:
        """The decision for each row of findings (signatures × programmes of the pass)."""
        keys = as_keys(findings)
        fresh = [place for place, key in enumerate(keys) if key not in self._known]
        if fresh:
            fresh = list({keys[place]: place for place in fresh}.values())
            made = self.book.decide(self._outcome_rows(findings[fresh]))
            self._known.update(zip((keys[place] for place in fresh), made.tolist(), strict=True))
        return np.fromiter((self._known[key] for key in keys), np.int32, len(keys))

    def _outcome_rows(self, findings: Numbers) -> Numbers:
        codes = self._settled(findings)
        rows = np.tile(self._blank, (len(findings), 1))
        for column, judge in enumerate(self.judges):
            keys = (findings[:, column].astype(np.int64) << 32) | codes[:, column]
            numbers = self._outcomes[column].find([keys])
            new = np.flatnonzero(numbers < 0)
            if new.size:
                values, places = distinct(keys[new])
                made = np.array([self._outcome(judge, int(key)) for key in values], np.int32)
                self._outcomes[column].add([values], made)
                numbers[new] = made[places]
            rows[:, judge.layout.place] = numbers
        return rows

    def _outcome(self, judge: Judge, key: int) -> int:
        finding = judge.findings[key >> 32]
        return self.book.outcome(judge.layout.place, finding, self._settlements[key & 0xFFFFFFFF])

    def _settled(self, findings: Numbers) -> Integers:
        """The settlement of each finding as a code."""
        codes = np.zeros(findings.shape, np.int64)
        for column in range(len(self.judges)):
            claimed = self._claimed(column).filled
            codes[:, column] = claimed[findings[:, column], 0]
        if self._bound:
            claims = np.stack([self._claimed(column).filled[findings[:, column], 1] for column in self._bound], axis=1)
            keys = as_keys(claims)
            for place, key in enumerate(keys):
                if key not in self._patterns:
                    self._patterns[key] = self._pattern(findings[place])
            codes[:, self._bound] = np.array([self._patterns[key] for key in keys])
        return codes

    def _claimed(self, column: int) -> Growing:
        """For each finding of a programme: 1 if it is a right, and what it claims as a number (0: nothing)."""
        claimed, findings = self._claimed_by[column], self.judges[column].findings
        if claimed.count < len(findings):
            fresh = (self._claim(column, finding) for finding in findings[claimed.count :])
            claimed.append(np.array([self._numbered(claim) for claim in fresh], np.int32))
        return claimed

    def _numbered(self, claim: Claim | None) -> tuple[int, int]:
        if claim is None:
            return 0, 0
        return int(claim.status is Status.ENTITLED), self._claims.setdefault(claim, len(self._claims) + 1)

    def _claim(self, column: int, finding: Finding) -> Claim | None:
        if finding.status not in (Status.ENTITLED, Status.UNDETERMINED):
            return None
        return Claim(self.judges[column].layout.place, finding.status, finding.amount)

    def _pattern(self, findings: Numbers) -> list[int]:
        """The settlement code of each bound programme, for one person's findings."""
        claims = [
            claim
            for column in self._bound
            if (claim := self._claim(column, self.judges[column].findings[findings[column]])) is not None
        ]
        settled = self.concurrence.settle(claims)
        places = [self.judges[column].layout.place for column in self._bound]
        return [self._code(settled.get(place)) for place in places]

    def _code(self, settlement: Settlement | None) -> int:
        if settlement not in self._codes:
            self._codes[settlement] = len(self._settlements)
            self._settlements.append(settlement)
        return self._codes[settlement]

    def decide_one(self, decision: int, aside: Aside, amounts: Mapping[int, int]) -> int:
        """The decision of somebody whose rights depend on more than the signature.

        Args:
            decision: what the signature alone would give. aside: set aside beforehand, by place. amounts: by place, in
                đồng, of rights computed row by row.
        """
        row = self.book.rows[decision].copy()
        places = [judge.layout.place for judge in self.judges]
        found = {place: self.book.outcomes[row[place]].finding for place in places}
        claims = [
            Claim(place, finding.status, amounts.get(place, finding.amount or 0))
            for place, finding in found.items()
            if finding.status in (Status.ENTITLED, Status.UNDETERMINED) and place not in aside
        ]
        settled = {**self.concurrence.settle(claims), **aside}
        for place, finding in found.items():
            row[place] = self.book.outcome(place, finding, settled.get(place))
        return int(self.book.decide(row[None, :])[0])


def row_amounts(layout: ProgrammeLayout, space: Space, where: Integers, base: Integers, quantity: Integers) -> Integers:
    """The amounts of a row-valued programme at some places.

    Args:
        where: the places, n. base: n amounts of one unit (where a fact is the amount only a cap, if that). quantity: n.
    """
    form, cap = layout.planned.amount.form, base
    if form.fact is not None:
        base = space.number(form.fact).value[where].astype(np.int64)
    base = base * quantity
    if form.fact is not None and form.times is not None and form.rounding is not None:
        over, under = form.times.as_integer_ratio()
        base = rounded(form.rounding, base * over, under)
    less = space.number(form.less) if form.less is not None else None
    amount = finish(
        layout.planned.amount,
        base,
        None if less is None else Number(less.value[where].astype(np.int64), less.known[where]),
    )
    return amount if form.level_cap is None else np.minimum(amount, cap)
