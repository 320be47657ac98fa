"""Pairs that a viewer may see, and what the registers hold of the two side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansinh.kernel import slots
from ansinh.kernel.viewer import MERGE, READ, Viewer
from ansinh.registry.ledger.models import Recorded, State
from ansinh.registry.ledger.rows import ledger_models
from ansinh.registry.linkage.explain import explain
from ansinh.registry.masking import ETHNICITY, MASK, names_itself, shown
from ansinh.registry.merging.models import CAME_TO_NOTHING, Pair, PairState
from ansinh.registry.people.models import Identity, Person, PersonNumber
from ansinh.registry.scope import territory
from ansinh.registry.statuses.models import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LEVELS: Final = ("name", "birth", "citizen_id", "old_id", "kin", "place", "sex", "band")
_SHOWN: Final = ("full_name", "other_name", "birth_date", "sex", "ethnicity")
Both: TypeAlias = tuple[Viewer, Viewer]
WAITING: Final = Q(state=PairState.OPEN) | Q(state=PairState.MERGED, change__state__in=CAME_TO_NOTHING)
PROPOSED: Final = Q(state=PairState.MERGED, change__state=State.PROPOSED)
DECIDED: Final = Q(state=PairState.DIFFERENT) | Q(state=PairState.MERGED, change__state=State.APPLIED)


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the two records: the same thing of both, as text."""

    label: StrOrPromise
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def pairs(viewer: Viewer, right: str = READ) -> QuerySet[Pair]:
    """Pairs of whom both lie in the viewer's territory."""
    found = Pair.objects.select_related("one__commune", "other__commune", "change__person", "decided_by")
    one = territory(viewer, right, commune="one__commune", province="one__province")
    other = territory(viewer, right, commune="other__commune", province="other__province")
    return found.none() if one is None or other is None else found.filter(one, other)


def why(pair: Pair) -> list[str]:
    """Why the two may be one, in the reader's language."""
    said: dict[str, Any] = {name: getattr(pair, name) or None for name in _LEVELS}
    said |= {"birth_l": pair.birth_one or None, "birth_r": pair.birth_other or None, "name_people": pair.name_people}
    return explain(said)


def side_by_side(viewers: Both, pair: Pair) -> list[Side]:
    """What the registers hold of the two; sensitive registers tell only that there is something.

    Args:
        viewers: the viewer with the purpose named for the one, and for the other.
    """
    return [side for side in _sides(viewers, pair) if side.one or side.other]


def kinds_of(pair: Pair) -> tuple[set[str], set[str]]:
    """Registers in which each of the two stands, the ethnic group among them."""
    one, other = (
        {ETHNICITY, *(model.KIND for model in _registers() if _statuses(model, person))}
        for person in (pair.one, pair.other)
    )
    return one, other


def _sides(viewers: Both, pair: Pair) -> Iterator[Side]:
    both = (pair.one, pair.other)
    yield Side(_("Code"), *(person.code for person in both))
    names = [Identity.objects.known().filter(person=person).order_by("-pk").first() for person in both]
    for column in Identity._meta.concrete_fields:
        if column.name in _SHOWN:
            values = [_shown(row, column.name) for row in names]
            yield Side(str(column.verbose_name), *map(shown, viewers, (column.name, column.name), values))
    yield Side(_("Numbers"), *(_numbers(person) for person in both))
    yield Side(_("Lives in"), *(f"{person.village} · {person.commune}" for person in both))
    yield Side(_("Household"), *(str(person.household or "") for person in both))
    masked = ["", ""]
    for model in _registers():
        held = [_statuses(model, person) for person in both]
        for at, viewer in enumerate(viewers):
            if held[at] and not names_itself(viewer, model.KIND):
                held[at], masked[at] = "", MASK
        yield Side(model.TITLE, *held)
    yield Side(_("Sensitive information"), *masked)


def _registers() -> list[type[Status]]:
    return [
        model
        for model in ledger_models()
        if issubclass(model, Status) and any(field.name == "person" for field in model._meta.concrete_fields)
    ]


def _shown(row: Any | None, name: str) -> str:
    if row is None:
        return ""
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))


def _numbers(person: Person) -> str:
    held = PersonNumber.objects.known().filter(person=person).order_by("kind", "number")
    return "; ".join(f"{row.get_kind_display()}: {row.number}" for row in held)


def _statuses(model: type[Recorded], person: Person) -> str:
    held = model.objects.known().filter(person=person).order_by("starts_on", "pk")
    return "; ".join(f"{_day(row.starts_on)} – {_day(row.ends_on)}" for row in held)


def _day(day: Any | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "…"


def menu_entries(viewer: Viewer | None) -> list[slots.Entry]:
    """The menu's way into pairs."""
    if viewer is None or not viewer.may(MERGE):
        return []
    return [
        slots.Entry(
            gettext_lazy("People who stand twice"), reverse("pairs"), "git-merge", gettext_lazy("Registers"), 40
        )
    ]


def counters(viewer: Viewer | None) -> list[slots.Counter]:
    """Pairs that wait for a decision."""
    if viewer is None or not viewer.may(MERGE):
        return []
    count = pairs(viewer, MERGE).filter(WAITING).count()
    title = gettext_lazy("Pairs that may be one person")
    return [slots.Counter(title, count, reverse("pairs"), order=40)] if count else []
