"""The audit log and a person's looks as lists: narrowed first, downloaded as Excel; the menu's way there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import READ_AUDIT, Viewer
from ansinh.registry.logbook.selectors import audit_entries
from ansinh.shell.columns import Column, Filter, Rows, Shape
from ansinh.shell.lists import ListOf


def _of_subject(rows: Rows, value: str) -> Rows:
    return rows.filter(Q(subject_code=value) | Q(detail__startswith=f"{value} "))


def _of_user(rows: Rows, value: str) -> Rows:
    return rows.filter(actor__username=value)


def _of_act(rows: Rows, value: str) -> Rows:
    return rows.filter(action=value)


def _since(rows: Rows, value: str) -> Rows:
    day = _day(value)
    return rows.filter(at__gte=_midnight(day)) if day else rows.none()


def _until(rows: Rows, value: str) -> Rows:
    day = _day(value)
    return rows.filter(at__lt=_midnight(day + timedelta(days=1))) if day else rows.none()


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


def _who(entry: AuditEntry) -> str:
    return f"{entry.actor.full_name} ({entry.actor.username})" if entry.actor else str(_("The system"))


_WHEN: Final = Column("at", _("When"), lambda entry: entry.at, Shape.MOMENT)
_ACTOR: Final = Column("who", _("Who"), _who)
_PURPOSE: Final = Column("purpose", _("Purpose"), lambda entry: entry.purpose)
_DETAIL: Final = Column("detail", _("Detail"), lambda entry: entry.detail)

LOG: Final = ListOf(
    name="nhat-ky",
    title=_("Audit log"),
    rows=audit_entries,
    columns=(
        Column("number", _("No."), lambda entry: str(entry.number)),
        _WHEN,
        _ACTOR,
        Column("action", _("Did what"), lambda entry: entry.action),
        Column("subject", _("To whom or what"), lambda entry: entry.subject_code),
        _PURPOSE,
        _DETAIL,
        Column("place", _("Place code"), lambda entry: entry.place_code, page=False),
        Column("seal", _("Seal"), lambda entry: entry.seal, page=False),
    ),
    code=lambda entry: str(entry.number),
    filters=(
        Filter("ma", _("Code of a person or a change"), _of_subject),
        Filter("nguoi-dung", _("User name"), _of_user),
        Filter("viec", _("Act"), _of_act, hint=_("look, download, sign-in …")),
        Filter("tu", _("From"), _since, kind="date"),
        Filter("den", _("Up to and including"), _until, kind="date"),
    ),
    order=("-number",),
    hint=_(
        "Every change and every look at a sensitive fact. Entries are sealed one to the next and cannot be altered."
    ),
)


def looks_list(rows: Rows, *, detail: bool) -> ListOf:
    """The looks at one person. `detail`: whether the sensitive registers that were looked at may be named."""
    return ListOf(
        name="ai-da-xem",
        title=_("Who looked"),
        rows=lambda _viewer: rows,
        columns=(_WHEN, _ACTOR, _PURPOSE, *((_DETAIL,) if detail else ())),
        code=lambda entry: str(entry.number),
        order=("-number",),
        ask_first=False,
        hint=_("Each look at a sensitive fact of this person, with its purpose. The person may ask to see this page."),
        empty=_("Nobody has looked so far."),
    )


def menu_entry(viewer: Viewer | None) -> slots.Entry | None:
    """The menu's way into the audit log."""
    if viewer is None or not viewer.may(READ_AUDIT):
        return None
    return slots.Entry(_("Audit log"), reverse("audit_log"), "shield-lock", _("Administration"), 90)
