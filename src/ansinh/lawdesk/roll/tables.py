"""The tables of a roll as an officer receives them: headings, kinds and rows, ready for any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ansinh.kernel.messages import _
from ansinh.kernel.sheets import as_text
from ansinh.lawdesk.roll.heads import heads_of
from ansinh.lawdesk.roll.model import Finding, Outcome, Reasoning, Roll
from ansinh.lawdesk.roll.wording import mark_words, missing_words, recipient_words
from lawengine.plan import Status

Kind = Literal["text", "long", "number", "money"]
Value = str | int


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of an output."""

    title: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Output:
    """One table: the file's name without ending, its title, headings and rows."""

    name: str
    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Value]]


def who_headings() -> list[Heading]:
    """The columns that say who is meant, wherever the list has them."""
    return [
        Heading(_("Full name"), "text", 26),
        Heading(_("Identity number"), "text", 16),
        Heading(_("Commune"), "text", 20),
    ]


def person_headings() -> list[Heading]:
    """The columns that say who is meant, and where in the list they stand."""
    return [Heading(_("Row in the list"), "number", 8), *who_headings(), Heading(_("Section"), "text", 22)]


def person_cells(outcome: Outcome) -> list[Value]:
    """The cells under `person_headings`; a number made from the row is not shown as if it were a person's."""
    person = outcome.person
    number = "" if person.id == f"row-{person.row}" else person.id
    return [person.row, person.name, number, person.commune, person.section]


def outputs(roll: Roll) -> Iterator[Output]:
    """Every table of a roll but the changes."""
    yield paid_table(roll)
    yield undetermined_table(roll)
    yield refused_table(roll)
    yield reasonings_table(roll)
    if roll.intake.bad:
        yield bad_rows_table(roll)


def paid_table(roll: Roll) -> Output:
    """One line per person and programme that is paid."""
    headings = [
        Heading(_("No."), "number", 6),
        *person_headings(),
        Heading(_("Programme"), "long", 34),
        Heading(_("Level"), "long", 34),
        Heading(_("Coefficient"), "text", 8),
        Heading(_("Amount"), "money", 14),
        Heading(_("Unit"), "text", 7),
        Heading(_("Paid to"), "text", 14),
        Heading(_("Articles"), "long", 40),
        Heading(_("Verification"), "text", 22),
        Heading(_("Note"), "long", 34),
    ]
    return Output("roll", _("Roll of the month"), headings, _paid_rows(roll))


def _paid_rows(roll: Roll) -> Iterator[list[Value]]:
    number = 0
    for outcome in roll.outcomes:
        for finding in outcome.paid:
            number += 1
            found = finding.reasoning
            yield [
                number,
                *person_cells(outcome),
                found.title,
                found.row_label,
                found.coefficient,
                finding.amount or 0,
                unit_words(found.unit),
                recipient_words(found.to),
                found.cites,
                mark_words(found.mark),
                note_words(outcome, finding),
            ]


def note_words(outcome: Outcome, finding: Finding) -> str:
    """What is provisional about a paid line."""
    if finding.reasoning.provisional:
        names = ", ".join(finding.reasoning.provisional)
        return _("provisional: it may be displaced by {names}, which cannot be told yet").format(names=names)
    if outcome.open:
        names = ", ".join(item.reasoning.title for item in outcome.open)
        return _("not yet decided beside it: {names}").format(names=names)
    return ""


def unit_words(unit: str) -> str:
    """'đồng' for money, any other unit as it is."""
    return _("đồng") if unit == "VND" else unit


def undetermined_table(roll: Roll) -> Output:
    """One line per person and programme that cannot be told, with what is missing and which paper proves it."""
    headings = [
        *person_headings(),
        Heading(_("Programme"), "long", 34),
        Heading(_("Missing facts"), "long", 44),
        Heading(_("Proved by"), "long", 44),
        Heading(_("Articles"), "long", 36),
        Heading(_("Already paid meanwhile"), "long", 30),
    ]
    return Output("undetermined", _("Cannot be decided yet"), headings, _undetermined_rows(roll))


def _undetermined_rows(roll: Roll) -> Iterator[list[Value]]:
    for outcome in roll.outcomes:
        meanwhile = "; ".join(item.reasoning.title for item in outcome.paid)
        for finding in outcome.open:
            found = finding.reasoning
            proofs = "; ".join(dict.fromkeys(item.proof for item in found.missing if item.proof))
            yield [
                *person_cells(outcome),
                found.title,
                missing_words(found.missing),
                proofs,
                found.cites,
                meanwhile,
            ]


def refused_table(roll: Roll) -> Output:
    """For whoever is entitled to nothing: the nearest programmes, what fails, and what would change it."""
    headings = [
        *person_headings(),
        Heading(_("Nearest programme"), "long", 34),
        Heading(_("Condition not met"), "long", 40),
        Heading(_("Articles"), "long", 36),
        Heading(_("Smallest change that would qualify"), "long", 48),
        Heading(_("Verification"), "text", 22),
    ]
    return Output("refused", _("Entitled to nothing"), headings, _refused_rows(roll))


def _refused_rows(roll: Roll) -> Iterator[list[Value]]:
    for outcome in roll.outcomes:
        if outcome.state != "refused":
            continue
        if not outcome.nearest:
            yield [*person_cells(outcome), "", "", "", "", ""]
        for near in outcome.nearest:
            found = near.finding.reasoning
            yield [
                *person_cells(outcome),
                found.title,
                failing_words(found),
                found.cites,
                _(" – or – ").join(near.changes),
                mark_words(found.mark),
            ]


def failing_words(found: Reasoning) -> str:
    """The conditions that fail, or that the right begins later."""
    if found.late_start:
        return _("the right begins in a later month")
    return "; ".join(item.label for item in found.failing)


def reasonings_table(roll: Roll) -> Output:
    """Every distinct reasoning with how many people it fits and what it costs."""
    headings = [
        Heading(_("Reasoning"), "number", 9),
        Heading(_("Programme"), "long", 34),
        Heading(_("Result"), "text", 18),
        Heading(_("Level"), "long", 34),
        Heading(_("Conditions"), "long", 60),
        Heading(_("Missing facts"), "long", 36),
        Heading(_("Articles"), "long", 40),
        Heading(_("Verification"), "text", 22),
        Heading(_("People"), "number", 9),
        Heading(_("Amount"), "money", 16),
    ]
    return Output("reasonings", _("Distinct reasonings"), headings, _reasoning_rows(roll))


def _reasoning_rows(roll: Roll) -> Iterator[list[Value]]:
    for head in heads_of(roll):
        found = head.reasoning
        yield [
            found.number,
            found.title,
            result_words(found),
            found.row_label,
            conditions_words(found),
            missing_words(found.missing),
            found.cites,
            mark_words(found.mark),
            head.people,
            head.amount,
        ]


def result_words(found: Reasoning) -> str:
    """'paid', 'set aside', 'cannot be told yet' or 'not entitled'."""
    if found.status is Status.ENTITLED:
        return _("paid") if found.paid else _("entitled, another is paid")
    return _("cannot be told yet") if found.status is Status.UNDETERMINED else _("not entitled")


def conditions_words(found: Reasoning) -> str:
    """Each condition with its sign: ✓ met, ✗ not met, ? unknown."""
    signs = {True: "✓", False: "✗", None: "?"}
    return "; ".join(f"{signs[item.value]} {item.label}" for item in found.conditions)


def bad_rows_table(roll: Roll) -> Output:
    """The bad rows as they stand in the list, with what is wrong in front."""
    table = roll.intake.table
    headings = [
        Heading(_("Row in the list"), "number", 8),
        Heading(_("Column"), "text", 22),
        Heading(_("Value"), "text", 20),
        Heading(_("Reason"), "long", 50),
        *(Heading(column.name, "text", 16) for column in table.columns),
    ]
    return Output("bad-rows", _("Rows that could not be read"), headings, _bad_rows(roll))


def _bad_rows(roll: Roll) -> Iterator[list[Value]]:
    rows = {row.number: row for row in roll.intake.table.rows}
    for bad in roll.intake.bad:
        columns = "; ".join(dict.fromkeys(item.column for item in bad.problems))
        values = "; ".join(dict.fromkeys(item.value for item in bad.problems))
        reasons = "; ".join(dict.fromkeys(item.reason for item in bad.problems))
        yield [bad.number, columns, values, reasons, *(as_text(cell) for cell in rows[bad.number].cells)]


def aside_kind(kind: str) -> str:
    """What a row that is no person was taken for."""
    names = {
        "title": _("title"),
        "header": _("heading"),
        "numbering": _("column numbers"),
        "section": _("section"),
        "total": _("total"),
        "signature": _("signature"),
        "note": _("note"),
        "blank": _("blank"),
    }
    return names.get(kind, kind)
