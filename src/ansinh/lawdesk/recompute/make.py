"""Recomputing a list: both states judged, the differences with their causes, and what each other reading would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ansinh.kernel.mapping import Person
from ansinh.lawdesk.recompute.states import NOT_ON_LIST, Asked, Judgement, Known
from ansinh.lawdesk.roll.model import MAY_NOT_CLOSE
from lawengine.dates import month_bounds
from lawengine.edition_diff import Change, Pieces
from lawengine.model import Reading
from lawengine.recompute import Cause, Key, Ledger, Line, OpenLine, Recomputation, Standing, causes_of, recompute


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What another choice of one open reading would give. `chosen`: the result shown first rests on its alternative."""

    reading: Reading
    chosen: bool
    found: Recomputation


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A recomputation of a list with all that is shown of it. `people` by key; of `causes` every line has some."""

    asked: Asked
    before: Known
    after: Known
    found: Recomputation
    people: Mapping[str, Person]
    causes: Mapping[Key, tuple[Cause, ...]]
    others: tuple[OtherReading, ...]

    @property
    def rests_on_doubt(self) -> bool:
        """Does money move on a text that nobody has read in the original?"""
        return any(line.after.mark in MAY_NOT_CLOSE for line in self.found.lines)

    @property
    def bad_rows(self) -> int:
        """Rows of the later list that nobody could read; who stands on them is not judged."""
        return len(self.after.intake.bad)


def recompute_list(asked: Asked, before: Known, after: Known, ledger: Ledger) -> Recomputed:
    """Judge the months in both states and set them against what was paid.

    Raises:
        QuestionError: an unknown province, reading or programme. LawConflictError: the law is undecided on somebody.
    """
    judgement = Judgement(asked)
    old = judgement.standings(before, asked.months)
    new = judgement.standings(after, asked.months)
    mine = _of_these(ledger, asked)
    found = _compared(old, new, mine, judgement, after)
    others = []
    pieces = Pieces(asked.edition)
    for reading, months in _open_readings(pieces, asked, after):
        toggled = replace(after, readings=after.readings ^ {reading.id})
        other = new | judgement.standings(toggled, months)
        chosen = reading.id in after.readings
        others.append(OtherReading(reading, chosen, _compared(old, other, mine, judgement, after)))
    causes = dict(_causes(pieces, asked, (before, after), found, judgement))
    return Recomputed(asked, before, after, found, _people(judgement, before, after), causes, tuple(others))


def _of_these(ledger: Ledger, asked: Asked) -> Ledger:
    """What was paid for other months or programmes is no business of this recomputation."""
    months = {on.isoformat()[:7] for on in asked.months}

    def mine(lines: Mapping[Key, int]) -> dict[Key, int]:
        return {key: sum_ for key, sum_ in lines.items() if key.month in months and key.programme in asked.programmes}

    return Ledger(mine(ledger.lines), ledger.complete, mine(ledger.later))


def _compared(
    old: Mapping[Key, Standing], new: Mapping[Key, Standing], ledger: Ledger, judgement: Judgement, after: Known
) -> Recomputation:
    """Whoever the later list does not show cannot be told: nobody is asked to give back for being left out."""
    there = set(judgement.keys(after.intake).values())
    gone = {
        key: NOT_ON_LIST
        for key, standing in old.items()
        if key.person not in there and (standing.state != "nothing" or key in ledger.lines or key in ledger.later)
    }
    gone |= {key: NOT_ON_LIST for key in (*ledger.lines, *ledger.later) if key.person not in there}
    return recompute(old, {**new, **gone}, ledger)


def _open_readings(pieces: Pieces, asked: Asked, after: Known) -> Iterator[tuple[Reading, list[date]]]:
    """The readings that change the law of these programmes in some of the months, with those months."""
    used = pieces.readings()
    for name, reading in asked.edition.readings.items():
        months = [on for on in asked.months if name in used and _differs(pieces, asked, after, name, on)]
        if months:
            yield reading, months


def _differs(pieces: Pieces, asked: Asked, after: Known, reading: str, on: date) -> bool:
    here = asked.question(on, after.decided, after.readings)
    other = replace(here, readings=after.readings ^ {reading})
    return any(change.item.touches & asked.programmes for change in pieces.changes(here, other))


def _causes(
    pieces: Pieces, asked: Asked, states: tuple[Known, Known], found: Recomputation, judgement: Judgement
) -> Iterator[tuple[Key, tuple[Cause, ...]]]:
    before, after = states
    changes = dict(_changes(pieces, asked, before, after))
    old, new = judgement.facts.get(id(before.intake), {}), judgement.facts.get(id(after.intake), {})
    lines: tuple[Line | OpenLine, ...] = (*found.lines, *found.open)
    for line in lines:
        key = line.key
        if key.person not in old or key.person not in new:
            yield key, (Cause("list", "gone" if key.person not in new else "come"),)
            continue
        was, now = old[key.person], new[key.person]
        asks = judgement.asks.get((key.programme, key.month), frozenset())
        names = [name for name in asked.edition.catalogue.facts if name in asks and was.get(name) != now.get(name)]
        facts = {name: (was.get(name), now.get(name)) for name in names}
        yield key, causes_of(line, changes[key.month], facts, before.readings ^ after.readings)


def _changes(pieces: Pieces, asked: Asked, before: Known, after: Known) -> Iterator[tuple[str, tuple[Change, ...]]]:
    for on in asked.months:
        then = asked.question(on, before.decided, before.readings)
        now = asked.question(on, after.decided, after.readings)
        yield on.isoformat()[:7], pieces.changes(then, now)


def _people(judgement: Judgement, before: Known, after: Known) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for intake in (before.intake, after.intake):
        keys = judgement.keys(intake)
        found.update((keys[person.row], person) for person in intake.people)
    return found


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both included; none when the last lies before.

    Raises:
        ValueError: one of the two is no month.
    """
    (start, _), (stop, _) = month_bounds(first), month_bounds(last)
    numbers = range(start.year * 12 + start.month - 1, stop.year * 12 + stop.month)
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers)
