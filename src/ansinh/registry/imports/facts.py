"""What a list says of its people, as its officer and its approver may read it: sensitive facts for a purpose only.

The purpose is named for the list; each look is recorded for the list, and for everybody of the page whom the registers
know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import BigIntegerField, BooleanField, DateField, Field
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.purposes import LOOK, look
from ansinh.kernel.audit.services import record
from ansinh.kernel.names import name_of
from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.imports.models import ImportBatch, ImportRow, ReadValues
from ansinh.registry.masking import ACCOUNT, ETHNICITY, SENSITIVE, shown, shown_kinds
from ansinh.registry.people.models import Person
from ansinh.registry.scope import function_of
from ansinh.registry.statuses.models import STATUSES
from ansinh.shell import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Of which register a column is, or of which sensitive single fact.
_REGISTERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("disability_degree", "mobility", "hearing_speech", "visual", "mental", "intellectual", "other_kind"),
            *("certificate_number", "certificate_date"),
        ),
        "disability",
    ),
    **dict.fromkeys(("merit_category", "merit_percent", "merit_file"), "merit"),
    **dict.fromkeys(("father", "mother"), "parents"),
    **dict.fromkeys(("pension_source", "pension_amount"), "pension"),
    **dict.fromkeys(("programme", "amount", "decision_number", "decision_date", "paid_from"), "allowance"),
    **dict.fromkeys(("bank", "account_number", "account_holder"), ACCOUNT),
    "poverty_class": "poverty",
    "health_card_number": "health-card",
    "ethnicity": ETHNICITY,
    "note": "illness",  # in a free remark anything may stand
}
# The rest is what the register's own tables call it, or stands in another column of the page.
_LABELS: Final[Mapping[str, StrOrPromise]] = {
    "sex": _("Sex"),
    "citizen_id": _("Citizen's number (CCCD)"),
    "old_id": _("Old identity card (CMND)"),
    "insurance_number": _("Social insurance number"),
    "phone": _("Telephone"),
    "relation": _("Relation to the head"),
    "died_on": _("Date of death"),
    "ethnicity": _("Ethnic group"),
    "disability_degree": _("Degree"),
    "mobility": _("Mobility"),
    "hearing_speech": _("Hearing or speech"),
    "visual": _("Sight"),
    "mental": _("Mental illness"),
    "intellectual": _("Intellectual"),
    "other_kind": _("Other kind"),
    "certificate_number": _("Certificate number"),
    "certificate_date": _("Date of the certificate"),
    "merit_category": _("Category"),
    "merit_percent": _("Rate of injury (%)"),
    "merit_file": _("File number"),
    "poverty_class": _("Poverty class"),
    "father": _("Father"),
    "mother": _("Mother"),
    "bank": _("Bank"),
    "account_number": _("Account number"),
    "account_holder": _("Account holder"),
    "pension_source": _("Pension or social insurance"),
    "pension_amount": _("Amount a month (VND)"),
    "programme": _("Programme"),
    "amount": _("Amount a month (VND)"),
    "decision_number": _("Decision number"),
    "decision_date": _("Date of the decision"),
    "paid_from": _("From"),
    "health_card_number": _("Card number"),
    "note": _("Note"),
}
_SAID: Final[tuple[Field[Any, Any], ...]] = tuple(
    field for field in ReadValues._meta.get_fields() if isinstance(field, Field) and field.name in _LABELS
)


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of a row as this viewer may read it. `kind`: the sensitive register that it is of; blank for none."""

    label: StrOrPromise
    shown: str
    kind: str
    person: Person | None


def said(viewer: Viewer, rows: Iterable[ImportRow]) -> dict[int, list[Said]]:
    """Row's key → what the list says of its person, beyond what the page shows of everybody.

    Args:
        viewer: with the purpose named for the list.
    """
    return {row.pk: list(_said(viewer, row)) for row in rows}


def sensitive(said_of: Mapping[int, list[Said]]) -> bool:
    """Whether there is something to name a purpose for."""
    return any(fact.kind for row in said_of.values() for fact in row)


def look_at(viewer: Viewer, batch: ImportBatch, said_of: Mapping[int, list[Said]]) -> None:
    """Record that sensitive facts of a list were shown: once for the list, and for each known person."""
    facts = [fact for row in said_of.values() for fact in row if fact.kind]
    kinds = shown_kinds(viewer, {fact.kind for fact in facts})
    if not kinds:
        return
    record(
        viewer=viewer, action=LOOK, subject_kind="import", subject_code=batch.code, place_code=batch.place.code,
        purpose=viewer.purpose, detail=" ".join(sorted(kinds)),
    )  # fmt: skip
    known = {fact.person.pk: fact.person for fact in facts if fact.person is not None}
    for key, person in known.items():
        theirs = {fact.kind for fact in facts if fact.person is not None and fact.person.pk == key}
        look(viewer=viewer, person=person, kinds=theirs, place_code=batch.place.code)


def _said(viewer: Viewer, row: ImportRow) -> Iterator[Said]:
    for field in _SAID:
        text = _written(row, field)
        register = _REGISTERS.get(field.name, "")
        if text and _reads(viewer, register):
            kind = register if register in SENSITIVE else ""
            yield Said(_LABELS[field.name], shown(viewer, register, text), kind, row.person)


def _reads(viewer: Viewer, register: str) -> bool:
    """Registers of other functions are not read here either."""
    return register not in STATUSES or viewer.may(READ, function_of(register))


def _written(row: ImportRow, field: Field[Any, Any]) -> str:
    value = getattr(row, field.attname)
    if value in (None, "", False):
        return ""
    if isinstance(field, BooleanField):
        return gettext("yes")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.name == "programme":
        return name_of("programme", value)
    if isinstance(field, BigIntegerField):
        return wording.money(value)
    return wording.day(value) if isinstance(field, DateField) or field.name == "died_on" else str(value)
