"""The forms of proposals: one for each register, made from its typed model; the paper; moves; a new person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.codes import new_code
from ansinh.kernel.files.services import store
from ansinh.kernel.text import fold, tidy_name
from ansinh.kernel.viewer import Viewer
from ansinh.registry.changes.naming import register_of, unnamed
from ansinh.registry.ledger.models import Change, Paper, Recorded
from ansinh.registry.masking import unmasked
from ansinh.registry.people.models import Household, Identity, Person, Relation
from ansinh.registry.people.selectors import people
from ansinh.registry.proposals.fields import CodeField, CommuneField, PartialDateField, day_input, field_of

if TYPE_CHECKING:
    from django.db.models import Q

_CLOCKS = ("known_from", "known_to", "change", "closed_by", "replaces")
_UNDATED = frozenset({"death"})


def dress(fields: dict[str, forms.Field]) -> None:
    """Give each field the look of the house."""
    for field in fields.values():
        widget = field.widget
        if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
            widget.attrs.setdefault("class", "form-check-input")
        else:
            widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")


class Scoped:
    """A form whose fields look for people and households within the viewer's territory."""

    fields: dict[str, forms.Field]

    def scope(self, viewer: Viewer) -> None:
        """Tell the fields who asks, and dress them."""
        for field in self.fields.values():
            if isinstance(field, CodeField):
                field.viewer = viewer
        dress(self.fields)


class RowForm(Scoped, forms.ModelForm[Any]):
    """One row of a register."""

    def clean_full_name(self) -> str:
        """A name as it is written on papers."""
        return tidy_name(self.cleaned_data["full_name"])


@cache
def row_form(model: type[Recorded], *, subject: str) -> type[RowForm]:
    """The form of a register's own columns and its dates.

    Args:
        subject: the column that says whom the row is about, which the page knows already.
    """
    names = [field.name for field in model._meta.concrete_fields if field.name not in (*_CLOCKS, "id", subject)]
    dates = [] if model._meta.model_name in _UNDATED else ["starts_on", "ends_on"]
    last = [*dates, *(["note"] if "note" in names else [])]
    names = [*(name for name in names if name not in ("starts_on", "ends_on", "note")), *last]
    made = forms.modelform_factory(model, form=RowForm, fields=names, formfield_callback=field_of)
    return cast("type[RowForm]", made)


class PaperForm(forms.Form):
    """The paper that a change rests on: one that is recorded already, or a new one with its scan.

    `registers`: what the recorded ones were needed for; a viewer without a purpose is not offered those of sensitive
    registers.
    """

    known = forms.ChoiceField(label=_("Paper already recorded"), required=False)
    kind = forms.CharField(label=_("Kind of paper"), max_length=40, required=False)
    number = forms.CharField(label=_("Number and symbol"), max_length=60, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=day_input())
    file = forms.FileField(label=_("Scan (PDF or picture)"), required=False)

    prefix = "giay"

    def __init__(self, data: Any, files: Any, *, viewer: Viewer, whose: Q | None, needed: bool) -> None:
        super().__init__(data, files)
        self._needed = needed
        dress(self.fields)
        used = Change.objects.filter(whose, paper__isnull=False) if whose is not None else Change.objects.none()
        papers = Paper.objects.filter(pk__in=used.values("paper")).order_by("-pk")
        # What a paper is called says what it proves.
        if not unmasked(viewer):
            papers = papers.exclude(Exists(unnamed().filter(paper=OuterRef("pk"))))
        self.registers = {register_of(change) for change in used.select_related("undoes")}
        self.fields["known"].choices = [("", "—"), *((paper.code, str(paper)) for paper in papers[:50])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("known"):
            return given
        named = any(given.get(name) for name in ("number", "issuer", "issued_on", "file"))
        if not given.get("kind") and (self._needed or named):
            self.add_error("kind", now_("Say what paper it is, or choose one that is recorded already."))
        return given

    def save(self, viewer: Viewer) -> Paper | None:
        """The paper; None when none was named.

        Raises:
            AnSinhError: the scan is not accepted (kernel.files).
        """
        given = self.cleaned_data
        if given["known"]:
            return Paper.objects.get(code=given["known"])
        if not given["kind"]:
            return None
        scan = store(given["file"], viewer=viewer) if given["file"] else None
        facts = {name: given[name] for name in ("kind", "number", "issuer", "issued_on")}
        return Paper.objects.create(code=new_code("GT"), file=scan, **facts)


class ActForm(Scoped, forms.Form):
    """A form that is no single row."""


class MoveForm(ActForm):
    """Where to, and from which day."""

    commune = CommuneField(label=_("Commune"))
    village = forms.CharField(label=_("Village"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=160, required=False)
    on = forms.DateField(label=_("From"), widget=day_input())


class FoundForm(MoveForm):
    """Who leaves with whom, and where the new household lives."""

    along = forms.MultipleChoiceField(label=_("Who goes along"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: list[tuple[str, str]] = [], **given: Any) -> None:  # noqa: B006 - never changed
        super().__init__(*args, **given)
        self.fields["along"].choices = members  # type: ignore[attr-defined]


class JoinForm(ActForm):
    """Which household, as what, and from which day."""

    household = CodeField(model=Household, label=_("Household"), help_text=_("Code of the household"))
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=Relation.choices)
    on = forms.DateField(label=_("From"), widget=day_input())


class EndForm(ActForm):
    """The day from which a row is no longer true."""

    on = forms.DateField(label=_("No longer true from"), widget=day_input())


class WithdrawForm(ActForm):
    """Why a row was wrong from the beginning."""

    reason = forms.CharField(label=_("Why was it wrong?"), max_length=150)


class NewPersonForm(ActForm):
    """Somebody whom the registers do not know yet."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    other_name = forms.CharField(label=_("Other name"), max_length=120, required=False)
    birth_date = PartialDateField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Identity._meta.get_field("sex").choices or ())
    ethnicity = forms.CharField(label=_("Ethnic group"), max_length=30, required=False)
    citizen_id = forms.RegexField(r"^\d{12}$", label=_("Citizen's number (CCCD)"), required=False)
    household = CodeField(
        model=Household, label=_("Household"), required=False, help_text=_("Code of the household; blank for a new one")
    )
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=Relation.choices)
    commune = CommuneField(label=_("Commune"))
    village = forms.CharField(label=_("Village"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=160, required=False)
    on = forms.DateField(label=_("Member since"), required=False, widget=day_input())
    sure = forms.BooleanField(label=_("This is nobody of those named above"), required=False)

    def clean_full_name(self) -> str:
        """A name as it is written on papers."""
        return tidy_name(self.cleaned_data["full_name"])

    def ask(self, alike: list[Person]) -> None:
        """Show the question whether it is one of these, or leave it out when there is nobody like them."""
        if not alike:
            self.fields["sure"].widget = forms.HiddenInput()

    def alike(self, viewer: Viewer) -> list[Person]:
        """People of the territory who may be the same: the number, or the name and the year of birth."""
        given = self.cleaned_data
        same = people(viewer).filter(
            search_key=fold(given["full_name"]), birth_date__startswith=given["birth_date"][:4]
        )
        found = list(same[:5])
        if given["citizen_id"]:
            found += list(people(viewer).filter(citizen_id=given["citizen_id"])[:5])
        return list(dict.fromkeys(found))

    def identity(self) -> Identity:
        """What the person is called; without the person."""
        return Identity(**{
            name: self.cleaned_data[name] for name in ("full_name", "other_name", "birth_date", "sex", "ethnicity")
        })  # fmt: skip
