"""What a roll takes for granted: facts that the list vouches for, and facts of which it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.lawdesk.roll.asked import asked_facts
from ansinh.lawdesk.roll.model import Intake, Roll
from ansinh.lawdesk.roll.wording import fact_label, value_words


@dataclass(frozen=True, slots=True)
class Assumption:
    """One fact, and the value that stands for a blank ('' when a blank leaves it unknown)."""

    fact: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Printed on the face of a roll.

    Attributes:
        vouched: the list is complete about these: a blank means the value.
        absent: no column holds these, so they are unknown. closed: as `absent`, but taken for the value on request.
        events: what is not written has not happened.
        open_blanks: a column holds these, and a blank leaves them unknown.
        unnamed: columns of the list that the mapping does not mention. other_sheets: sheets with rows, not read.
    """

    vouched: tuple[Assumption, ...]
    absent: tuple[Assumption, ...]
    closed: tuple[Assumption, ...]
    events: tuple[Assumption, ...]
    open_blanks: tuple[Assumption, ...]
    unnamed: tuple[str, ...]
    other_sheets: tuple[str, ...]


def assumptions_of(roll: Roll) -> Assumptions:
    """The assumptions of a roll, in the order of `facts.yaml`; only facts that its programmes ask are named."""
    catalogue, mapping = roll.plan.catalogue, roll.intake.mapping
    asked = asked_facts(roll.plan)
    mapped = mapping.facts()
    vouched, absent, closed, events, open_blanks = [], [], [], [], []
    for name, fact in catalogue.facts.items():
        if name not in asked:
            continue
        label = fact_label(name, catalogue)
        if name in mapping.vouched:
            vouched.append(Assumption(name, label, value_words(name, mapping.vouched[name], catalogue)))
        elif fact.event:
            events.append(Assumption(name, label, value_words(name, fact.no, catalogue)))
        elif name in mapped:
            open_blanks.append(Assumption(name, label, ""))
        elif roll.closed and fact.closed:
            closed.append(Assumption(name, label, value_words(name, fact.no, catalogue)))
        else:
            absent.append(Assumption(name, label, ""))
    return Assumptions(
        tuple(vouched),
        tuple(absent),
        tuple(closed),
        tuple(events),
        tuple(open_blanks),
        mapping.unnamed(roll.intake.table),
        tuple(_other_sheets(roll.intake)),
    )


def _other_sheets(intake: Intake) -> Iterator[str]:
    for sheet in intake.table.other_sheets:
        if sheet.data_rows:
            yield f"{sheet.name} ({sheet.data_rows})"
