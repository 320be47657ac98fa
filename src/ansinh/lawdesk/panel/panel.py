"""Fills the slot `person-law` (config/wiring.py)."""

from __future__ import annotations

from django.utils import timezone

from ansinh.kernel.accounts.purposes import look
from ansinh.kernel.slots import Panel
from ansinh.kernel.viewer import READ_SENSITIVE, Viewer
from ansinh.lawdesk.editions import current_edition
from ansinh.lawdesk.panel.verdicts import verdicts_of
from ansinh.lawdesk.wording import programme_title
from ansinh.registry.ledger.moments import Moment
from ansinh.registry.people.models import Person

TEMPLATE = "lawdesk/panel.html"


def law_panel(viewer: Viewer, person: Person, moment: Moment) -> Panel:
    """What the law says of a person on a day. Rights tell of illness and poverty: without a purpose masked."""
    if not viewer.purpose:
        return Panel(TEMPLATE, {"masked": True, "may_look": viewer.may(READ_SENSITIVE)}, order=10)
    decided = timezone.localtime(moment.known).date() if moment.known else timezone.localdate()
    verdicts = verdicts_of(person, moment.day, moment.known, decided)
    look(viewer=viewer, person=person, kinds=["law"], place_code=person.commune.code)
    return Panel(TEMPLATE, {"verdicts": verdicts, "day": moment.day}, order=10)


def programme_name(code: str) -> str:
    """A programme's title; the code itself when the book does not know it (an allowance outside it)."""
    edition = current_edition()
    return programme_title(code, edition) if code in edition.programmes else code
