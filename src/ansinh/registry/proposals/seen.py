"""What the forms of proposals show of sensitive facts: nothing until a purpose is named, and each look recorded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.accounts.purposes import for_purpose, look
from ansinh.kernel.viewer import Viewer
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.ledger.wording import kind_of, summary_of, title_of
from ansinh.registry.masking import ETHNICITY, names_itself, shown_kinds, unmasked
from ansinh.registry.people.models import Household, Identity, Person


def viewer_for(request: Request, subject: Person | Household | None) -> Viewer:
    """The viewer with the purpose named for this person; for a household there is none."""
    return for_purpose(request.session, request.viewer, subject) if isinstance(subject, Person) else request.viewer


def must_name(viewer: Viewer, row: Recorded) -> None:
    """Stop before a row of a sensitive register is shown without a purpose.

    Raises:
        PermissionDenied: no purpose was named for this person.
    """
    if not names_itself(viewer, kind_of(type(row))):
        raise PermissionDenied(gettext("Name the purpose on the person's page before you open this entry."))


def row_shown(viewer: Viewer, row: Recorded) -> dict[str, object]:
    """A row for the form's template, without the single facts that stay masked."""
    hidden = frozenset() if unmasked(viewer) else frozenset({ETHNICITY})
    return {"title": title_of(type(row)), "text": summary_of(row, hidden)}


def without_masked(viewer: Viewer, form: Any) -> None:
    """Leave the fields out whose facts stay masked: the row keeps what it has."""
    if not unmasked(viewer):
        form.fields.pop(ETHNICITY, None)


def look_at_form(viewer: Viewer, subject: object, row: Recorded | None, form: Any, papers: Collection[str]) -> None:
    """Record what a form shows: the row it is about, the ethnic group, papers of sensitive registers."""
    kinds = {*papers, *({kind_of(type(row))} if row is not None else ())}
    if isinstance(row, Identity) or ETHNICITY in form.fields:
        kinds.add(ETHNICITY)
    found = shown_kinds(viewer, kinds)
    if found and isinstance(subject, Person):
        look(viewer=viewer, person=subject, kinds=found, place_code=subject.commune.code)
