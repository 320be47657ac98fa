"""The tables of a recomputation: differences, what cannot be told, sums by person, and the open readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.kernel.messages import _
from ansinh.lawdesk.recompute.make import Recomputed
from ansinh.lawdesk.recompute.words import causes_words, state_words
from ansinh.lawdesk.roll.keys import number_of
from ansinh.lawdesk.roll.tables import Heading, Output, Value, who_headings
from ansinh.lawdesk.roll.wording import mark_words, programme_title
from ansinh.lawdesk.wording import day_in_words


@dataclass(frozen=True, slots=True)
class Sum:
    """What some lines come to, in đồng; `people` are those with a difference."""

    name: str
    people: int
    arrears: int
    recovery: int
    undetermined: int


def by_programme(made: Recomputed) -> list[Sum]:
    """Every programme with a difference or an open right, in the order of the book."""
    names = [name for name in made.asked.edition.programmes if name in made.asked.programmes]
    found = (_sum(made, name, programme=name) for name in names)
    return [item for item in found if item.people or item.undetermined]


def by_month(made: Recomputed) -> list[Sum]:
    """Every month that was asked."""
    return [_sum(made, month, month=month) for month in (on.isoformat()[:7] for on in made.asked.months)]


def whole(made: Recomputed) -> Sum:
    """Everything."""
    return _sum(made, "")


def _sum(made: Recomputed, name: str, *, programme: str = "", month: str = "") -> Sum:
    lines = [
        line for line in made.found.lines if programme in ("", line.key.programme) and month in ("", line.key.month)
    ]
    unknown = {
        line.key.person
        for line in made.found.open
        if programme in ("", line.key.programme) and month in ("", line.key.month)
    }
    people = {line.key.person for line in lines}
    arrears, recovery = sum(line.arrears for line in lines), sum(line.recovery for line in lines)
    return Sum(name, len(people), arrears, recovery, len(unknown))


def outputs(made: Recomputed) -> Iterator[Output]:
    """Every table."""
    yield differences_table(made)
    yield people_table(made)
    yield undetermined_table(made)
    yield readings_table(made)


def _person_cells(made: Recomputed, key: str) -> list[Value]:
    person = made.people.get(key)
    return [person.name, number_of(person.id), person.commune] if person else ["", key, ""]


def differences_table(made: Recomputed) -> Output:
    """One line per person, programme and month that differs."""
    headings = [
        Heading(_("No."), "number", 6),
        *who_headings(),
        Heading(_("Month"), "text", 9),
        Heading(_("Programme"), "long", 34),
        Heading(_("Already paid"), "money", 14),
        Heading(_("Due"), "money", 14),
        Heading(_("Arrears"), "money", 14),
        Heading(_("To be recovered"), "money", 14),
        Heading(_("Cause"), "long", 70),
        Heading(_("Verification"), "text", 22),
        Heading(_("Note"), "long", 28),
    ]
    return Output("recompute", _("Arrears and recovery"), headings, _difference_rows(made))


def _difference_rows(made: Recomputed) -> Iterator[list[Value]]:
    edition = made.asked.edition
    for number, line in enumerate(made.found.lines, start=1):
        yield [
            number,
            *_person_cells(made, line.key.person),
            day_in_words(line.key.month),
            programme_title(line.key.programme, edition),
            line.paid,
            line.due,
            line.arrears,
            line.recovery,
            causes_words(made.causes[line.key], edition),
            mark_words(line.after.mark),
            _("provisional: another right cannot be told yet") if line.after.provisional else "",
        ]


def people_table(made: Recomputed) -> Output:
    """One line per person with a difference: what is paid and recovered over all months, set against each other."""
    headings = [
        *who_headings(),
        Heading(_("Arrears"), "money", 14),
        Heading(_("To be recovered"), "money", 14),
        Heading(_("Difference"), "money", 14),
    ]
    return Output("people", _("Sums by person"), headings, _people_rows(made))


def _people_rows(made: Recomputed) -> Iterator[list[Value]]:
    sums: dict[str, tuple[int, int]] = {}
    for line in made.found.lines:
        arrears, recovery = sums.get(line.key.person, (0, 0))
        sums[line.key.person] = arrears + line.arrears, recovery + line.recovery
    for key, (arrears, recovery) in sums.items():
        yield [*_person_cells(made, key), arrears, recovery, arrears - recovery]


def undetermined_table(made: Recomputed) -> Output:
    """One line per right that one of the two states cannot tell: never a difference of nothing."""
    headings = [
        *who_headings(),
        Heading(_("Month"), "text", 9),
        Heading(_("Programme"), "long", 34),
        Heading(_("Decided before"), "long", 36),
        Heading(_("Decided again"), "long", 36),
        Heading(_("Already paid"), "text", 14),
    ]
    return Output("undetermined", _("Cannot be decided yet"), headings, _undetermined_rows(made))


def _undetermined_rows(made: Recomputed) -> Iterator[list[Value]]:
    edition = made.asked.edition
    for line in made.found.open:
        yield [
            *_person_cells(made, line.key.person),
            day_in_words(line.key.month),
            programme_title(line.key.programme, edition),
            state_words(line.before, edition),
            state_words(line.after, edition),
            _("not known") if line.paid is None else line.paid,
        ]


def readings_table(made: Recomputed) -> Output:
    """One line per open reading that changes the law of these months: what the other choice would give."""
    headings = [
        Heading(_("Question that the text leaves open"), "long", 60),
        Heading(_("What is followed here"), "long", 50),
        Heading(_("The other reading"), "long", 50),
        Heading(_("Arrears under the other reading"), "money", 16),
        Heading(_("To be recovered under the other reading"), "money", 16),
        Heading(_("Compared with here"), "money", 16),
        Heading(_("Name"), "text", 30),
    ]
    return Output("readings", _("Open readings"), headings, _reading_rows(made))


def _reading_rows(made: Recomputed) -> Iterator[list[Value]]:
    here = made.found.arrears - made.found.recovery
    for other in made.others:
        reading = other.reading
        ways = (reading.default, reading.alternative)
        mine, theirs = reversed(ways) if other.chosen else ways
        arrears, recovery = other.found.arrears, other.found.recovery
        yield [reading.question, mine, theirs, arrears, recovery, arrears - recovery - here, reading.id]
