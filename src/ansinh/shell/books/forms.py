"""Forms of a book, made from its declaration: one entry with its paper, the reason of a withdrawal, an upload."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from ansinh.shell import wording
from ansinh.shell.books.declaration import PLACE, Book, Entry, PaperDraft, PlaceChoice, shape_of
from ansinh.shell.columns import Shape

PAPER: Final = ("paper_kind", "paper_number", "paper_issuer", "paper_issued_on", "paper_scan")
# Thousands are grouped by dots, commas or spaces; decimals do not exist in đồng.
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")
_UNIT: Final = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)


class MoneyField(forms.Field):
    """Whole đồng, as people write them: '1.350.000', '1 350 000 đ'."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **options)

    def to_python(self, value: object) -> int | None:
        text = _UNIT.sub("", str(value or "").strip())
        if not text:
            return None
        if not _GROUPED.fullmatch(text):
            raise forms.ValidationError(_("Write whole đồng, such as 1.350.000."), code="money")
        return int(re.sub(r"\D", "", text))

    def prepare_value(self, value: object) -> object:
        return wording.number(value) if isinstance(value, int) else value


class EntryForm(forms.Form):
    """One entry of a book."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, book: Book, places: Sequence[PlaceChoice],
        row: models.Model | None = None, place: str = "", with_paper: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=_initial(book, row, place or (places[0].key if len(places) == 1 else "")))
        self.book = book
        choices = [(each.key, each.label) for each in places]
        self.fields[PLACE] = forms.ChoiceField(
            label=_("Place"),
            choices=choices if len(choices) == 1 else [("", "—"), *choices],
            error_messages={"invalid_choice": _("“%(value)s” is not a place of yours.")},
        )
        for each in book.fields:
            self.fields[each.name] = form_field(book.model_field(each.name))
        if with_paper:
            self.fields |= _paper_fields()
        _dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.book.check and not self.errors:
            for name, wrong in list(self.book.check(cleaned)):
                self.add_error(name, wrong)
        return cleaned

    def entry(self) -> Entry:
        """What was filled in, without the paper."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PAPER}

    def paper(self) -> PaperDraft | None:
        """The paper, when its kind was named."""
        given = self.cleaned_data
        if not given.get("paper_kind"):
            return None
        return PaperDraft(
            given["paper_kind"], given["paper_number"], given["paper_issuer"], given["paper_issued_on"],
            given["paper_scan"],
        )  # fmt: skip

    def own_fields(self) -> list[forms.BoundField]:
        """The entry's own fields, for the template."""
        return [self[name] for name in self.fields if name not in PAPER]

    def paper_fields(self) -> list[forms.BoundField]:
        """Those of its paper."""
        return [self[name] for name in self.fields if name in PAPER]


class UploadForm(forms.Form):
    """A list to be imported."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Excel (.xlsx, .xls), .ods or .csv; the heading row is found by itself."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.ods,.csv"}),
    )


def form_field(model_field: models.Field[Any, Any]) -> forms.Field:
    """The model's own form field; money and dates as people here write them."""
    if shape_of(model_field) is Shape.MONEY:
        return MoneyField(label=model_field.verbose_name, required=is_required(model_field))
    made = model_field.formfield()
    assert made is not None
    if isinstance(made, forms.TypedChoiceField):
        made.choices = [("", "—"), *model_field.flatchoices]
        made.error_messages["invalid_choice"] = _("“%(value)s” is not one of the choices.")
    if isinstance(made, forms.DateField):
        made.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return made


def is_required(model_field: models.Field[Any, Any]) -> bool:
    """Whether an entry cannot be without it."""
    return not (model_field.null or model_field.blank or model_field.has_default())


def _paper_fields() -> dict[str, forms.Field]:
    return {
        "paper_kind": forms.CharField(label=_("Kind of paper"), max_length=40, required=False),
        "paper_number": forms.CharField(label=_("Number and symbol"), max_length=60, required=False),
        "paper_issuer": forms.CharField(label=_("Issued by"), max_length=160, required=False),
        "paper_issued_on": forms.DateField(
            label=_("Issued on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        ),
        "paper_scan": forms.FileField(label=_("Scan or photograph"), required=False),
    }


def _initial(book: Book, row: models.Model | None, place: str) -> dict[str, Any]:
    kept = {each.name: getattr(row, each.name) for each in book.fields} if row is not None else {}
    return {PLACE: place, **kept}


def _dress(form: forms.Form) -> None:
    for each in form.fields.values():
        if isinstance(each.widget, forms.CheckboxInput):
            css = "form-check-input"
        else:
            css = "form-select" if isinstance(each.widget, forms.Select) else "form-control"
        each.widget.attrs["class"] = css
