"""Forms of imports: the upload, and what each column is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.files.services import LARGEST
from ansinh.kernel.messages import _ as say
from ansinh.kernel.viewer import Viewer
from ansinh.registry.imports.columns import CONSTANTS, HALVES, MARKS
from ansinh.registry.imports.models import ImportBatch, ImportColumn, ImportRow
from ansinh.registry.imports.selectors import places_to_import
from ansinh.registry.imports.services import ColumnChoice
from ansinh.registry.imports.targets import CHOICES, TARGETS
from ansinh.registry.offices.selectors import today
from ansinh.registry.places.models import Place

_DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class UploadForm(forms.Form):
    """One list to be taken in."""

    file = forms.FileField(
        label=_("List (.xlsx, .xls, .ods, .csv)"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    place: forms.ModelChoiceField[Place] = forms.ModelChoiceField(
        None, label=_("Place"), widget=forms.Select(attrs={"class": "form-select"})
    )
    holds_from = forms.DateField(
        label=_("Holds from"),
        widget=_DAY,
        help_text=_("Statuses of the list hold from this day where a row names no day of its own."),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text=_("Blank: the sheet with most rows."),
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = places_to_import(viewer)
        place.empty_label = None
        self.fields["holds_from"].initial = today().replace(day=1)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(limit)d MB."), params={"limit": LARGEST >> 20})
        return file


def column_options() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column can be taken for: groups of (value, label); a value with '=' is what a cross says."""
    labels = {target.name: target.label for target in TARGETS}
    fields = [(name, say(labels[name])) for name in (*HALVES, *CHOICES)]
    marks = [
        (f"{target}={value}", f"{say(labels[target])}: {value_label(target, value)}")
        for target, values in MARKS.items()
        for value in values
    ]
    return [(str(_("The content of the cell")), fields), (str(_("A cross means")), marks)]


def value_label(target: str, value: str) -> str:
    """A code's label in the reader's language; the code itself where there is none."""
    names = {each.name: dict(each.flatchoices) for each in ImportRow._meta.concrete_fields}
    return str(names.get(target, {}).get(value, value))


def constants_of(batch: ImportBatch) -> list[tuple[str, str, str]]:
    """What may hold for the whole list: target, label, the text that is given now."""
    labels = {target.name: target.label for target in TARGETS}
    given = {column.target: column.constant for column in batch.columns.all() if column.constant}
    return [(target, say(labels[target]), given.get(target, "")) for target in CONSTANTS]


def chosen(column: ImportColumn) -> str:
    """The value of the select of one column."""
    return column.says if column.says and not column.target else column.target


def read_choices(batch: ImportBatch, posted: Any) -> list[ColumnChoice]:
    """What was posted for each column; a column that was not posted is left out."""
    choices = []
    for column in batch.columns.filter(constant=""):
        value = posted.get(f"cot-{column.position}")
        if value is None:
            continue
        # A column whose content and whose place both say something keeps what its place says.
        says = value if "=" in value else (column.says if value == column.target else "")
        choices.append(ColumnChoice(column.position, "" if "=" in value else value, says))
    return choices


def read_constants(posted: Any) -> dict[str, str]:
    """What was posted for the whole list."""
    return {target: posted.get(f"ca-danh-sach-{target}", "")[:120] for target in CONSTANTS}
