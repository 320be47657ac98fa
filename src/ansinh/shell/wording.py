"""How the shell says what the kernel only codes: roles, amounts, dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import viewer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ROLES: Final[dict[str, StrPromise]] = {
    viewer.COMMUNE_OFFICER: _("Commune officer"),
    viewer.SPECIALIST: _("Department specialist"),
    viewer.ACCOUNTANT: _("Accountant"),
    viewer.CHIEF: _("Chief"),
    viewer.INSPECTOR: _("Inspector"),
    viewer.ADMINISTRATOR: _("Administrator"),
}


def number(value: int) -> str:
    """`1234567` as the reader writes it: 1.234.567 in Vietnamese, 1,234,567 in English."""
    written = f"{value:,}"
    return written if get_language() == "en" else written.replace(",", ".")


def money(value: int) -> str:
    """An amount in whole đồng with its unit."""
    return f"{number(value)} đ"


def day(value: date | str) -> str:
    """A date as officers write it, day first; of a partial date ('1944', '1944-03') what is known."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    parts = (value.isoformat() if isinstance(value, date) else value).split("-")
    return "/".join(reversed(parts))


def moment(value: datetime) -> str:
    """A moment on the department's clock."""
    return timezone.localtime(value).strftime("%H:%M %d/%m/%Y")
