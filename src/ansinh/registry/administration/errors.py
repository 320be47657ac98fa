"""What keeping offices, users and the calendar refuses, and the sentence for it."""

from __future__ import annotations

from datetime import date
from typing import Final

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.shell.wording import day

_SENTENCES: Final[dict[str, str]] = {
    "office-not-yours": N_("This lies outside the territory that you keep."),
    "office-code-taken": N_("The code {taken} is taken."),
    "office-not-then": N_("{office} does not exist on {day}."),
    "already-ended": N_("This has ended already, or ends before that day."),
    "before-start": N_("It cannot end before it begins."),
    "office-begins-later": N_(
        "Something of this office begins on or after {day}; choose a later day or end that first."
    ),
    "office-holds-functions": N_(
        "The office still holds functions after that day. Hand them over first, so that none is left to nobody."
    ),
    "function-held-already": N_("{office} already holds this function in that time."),
    "function-not-held": N_("{office} does not hold this function on {day}."),
    "function-same-office": N_("A function is handed over to another office."),
    "function-yourself": N_(
        "You serve in that office in another role, so this would widen your own rights. Ask another administrator."
    ),
    "user-yourself": N_("Nobody changes their own account or postings here. Ask another administrator."),
    "user-elsewhere": N_(
        "This user also serves outside the territory that you keep; an administrator above both must do it."
    ),
    "user-name-taken": N_("The user name {taken} is taken."),
    "user-inactive": N_("This account is closed. Open it again first."),
    "role-unknown": N_("Choose a role from the list."),
    "posting-signs": N_("Only a chief signs."),
    "posting-twice": N_("This user already serves there in this role and function in that time."),
    "calendar-not-yours": N_("The calendar holds for the whole province; its administrator keeps it."),
    "calendar-no-difference": N_(
        "This is what the weekday says anyway: a day off lies on Monday to Friday, a worked day on a weekend."
    ),
    "calendar-nothing-chosen": N_("No day was chosen."),
}


class AdministrationError(AnSinhError):
    """An act of administration that is not done."""


def refused(code: str, **params: str | date) -> AdministrationError:
    """The error of this code; days are written as officers write them."""
    said = {name: day(value) if isinstance(value, date) else value for name, value in params.items()}
    return AdministrationError(code, _SENTENCES[code], **said)
