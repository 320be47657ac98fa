"""A ledger row in an officer's words: what its register is called, and each of its facts with a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import _ as translated
from ansinh.kernel.names import name_of
from ansinh.registry.ledger.models import Recorded
from ansinh.shell import wording

if TYPE_CHECKING:
    from django.db.models import Field
    from django_stubs_ext import StrOrPromise

_OF_THE_ROW: Final = {each.name for each in Recorded._meta.get_fields()} | {"id"}
_DATES: Final = {"birth_date", "died_on"}

# What models that are no statuses are called, and fields whose model gives them no label.
TITLES: Final[dict[str, StrOrPromise]] = {
    "identity": _("Name, birth, sex"),
    "personnumber": _("Personal number"),
    "death": _("Death"),
    "membership": _("Member of a household"),
    "residence": _("Place of residence"),
    "kinship": _("Kin"),
    "contact": _("Contact"),
    "paymentaccount": _("Payment account"),
    "completeness": _("Completeness of a register"),
    "hardarea": _("Especially hard area"),
}
LABELS: Final[dict[str, StrOrPromise]] = {
    "kind": _("Kind"),
    "value": _("Number or address"),
    "person": _("Person"),
    "relative": _("Relative"),
    "household": _("Household"),
    "commune": _("Commune"),
    "register": _("Register"),
    "code": _("Code"),
    "province": _("Province"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a row: its field, its label, and how it is written (blank: not filled in)."""

    name: str
    label: StrOrPromise
    shown: str


def title_of(model: type[Recorded]) -> StrOrPromise:
    """What a register is called on pages."""
    found: StrOrPromise = getattr(model, "TITLE", "") or TITLES.get(model._meta.model_name or "", "")
    return found or str(model._meta.verbose_name)


def kind_of(model: type[Recorded]) -> str:
    """The code of a register: a status's KIND, `account`, or the model's own name."""
    kind: str = getattr(model, "KIND", "")
    names = {"paymentaccount": "account", "personnumber": "number"}
    return kind or names.get(model._meta.model_name or "", model._meta.model_name or "")


def facts_of(row: Recorded, without: frozenset[str] = frozenset()) -> list[Fact]:
    """Every fact of a row in the order of its table, but not the clocks and whatever is left out."""
    fields = [field for field in row._meta.concrete_fields if field.name not in _OF_THE_ROW | without]
    return [Fact(field.name, label_of(field), written(row, field)) for field in fields]


def summary_of(row: Recorded, without: frozenset[str] = frozenset()) -> str:
    """A row on one line: filled-in facts; of a yes-or-no fact its label when it is true."""
    parts = []
    for field in row._meta.concrete_fields:
        if field.name in _OF_THE_ROW | without | {"note"}:
            continue
        value = getattr(row, field.attname)
        if value is True:
            parts.append(str(label_of(field)))
        elif value not in (None, "", False):
            text = written(row, field)
            parts.append(text if field.choices or isinstance(field, models.ForeignKey) else f"{label_of(field)} {text}")
    return " · ".join(parts)


def label_of(field: Field[object, object]) -> StrOrPromise:
    """A field's label in the reader's language."""
    return LABELS.get(field.name) or field.verbose_name


def written(row: Recorded, field: Field[object, object]) -> str:
    """A field's value as officers write it."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.name == "programme":
        return name_of("programme", value)
    if isinstance(field, models.BigIntegerField):
        return wording.money(value)
    if isinstance(field, models.DateField) or field.name in _DATES:
        return wording.day(value)
    return str(value)


def sentence(error: AnSinhError) -> str:
    """What an error of the house says, in the reader's language."""
    return translated(error.template).format(**error.params)
