"""What a viewer sees of imports: those of their territory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.jobs.models import Job
from ansinh.kernel.jobs.selectors import Progress, progress_of
from ansinh.kernel.viewer import IMPORT, READ, Viewer
from ansinh.registry.changes.guards import reaches_change
from ansinh.registry.imports.checking import match_of
from ansinh.registry.imports.models import Decision, ImportBatch, ImportRow, Stage, Verdict, Who
from ansinh.registry.imports.reasons import sentence
from ansinh.registry.imports.services import APPLY, CHECK, REOPEN, UNDO, WRITE
from ansinh.registry.people.models import Person
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import reaches, territory, within

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OPEN: Final = (Verdict.CONFLICT, Verdict.ASK, Verdict.DUPLICATE, Verdict.WAITING)
ORDER: Final = (
    *(Verdict.CONFLICT, Verdict.ASK, Verdict.DUPLICATE, Verdict.WAITING, Verdict.REFUSED),
    *(Verdict.NEW, Verdict.UPDATE, Verdict.SAME, Verdict.ASIDE),
)


def batches(viewer: Viewer, right: str = READ) -> QuerySet[ImportBatch]:
    """Lists of the viewer's territory, newest first."""
    found = ImportBatch.objects.select_related("change", "place__parent", "office", "made_by", "file")
    below = territory(viewer, right, commune="place", province="place__parent")
    itself = territory(viewer, right, commune="place", province="place")
    return found.none() if below is None or itself is None else found.filter(below | itself)


def places_to_import(viewer: Viewer) -> QuerySet[Place]:
    """Where the viewer may import: the communes of their postings, and the provinces that are wholly theirs."""
    today = Place.objects.filter(ends_on__isnull=True)
    communes = within(viewer, IMPORT, today.filter(level=Level.COMMUNE), commune="pk", province="parent")
    provinces = [scope.province for scope in viewer.where(IMPORT) if scope.commune is None and scope.province]
    whole = Q(level=Level.PROVINCE, pk__in=provinces)
    return today.filter(whole | Q(pk__in=communes.values("pk"))).order_by("-level", "search_key")


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many rows there are of each verdict, in the order in which they are looked at."""
    counted = dict(batch.rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: counted.get(verdict, 0) for verdict in ORDER}


def last_job(batch: ImportBatch) -> Progress | None:
    """The newest background job about this list."""
    job = Job.objects.filter(subject=batch.code, kind__in=(CHECK, WRITE, APPLY, UNDO)).first()
    return progress_of(job) if job else None


def allowed(viewer: Viewer, batch: ImportBatch) -> Mapping[str, bool]:
    """Which steps the viewer may take now."""
    mine = reaches(viewer, IMPORT, batch.place)
    change = batch.change
    other = change is None or not change.two_people or change.proposed_by_id != viewer.user
    decide = change is not None and reaches_change(viewer, change)
    return {
        "edit": mine and batch.stage in (Stage.READ, Stage.CHECKED),
        "write": mine and batch.stage == Stage.CHECKED,
        "resume": mine and batch.stage in (Stage.CHECKING, Stage.WRITING),
        "cancel": mine and not batch.over,
        "apply": decide and other and batch.waits,
        "undo": decide and other and batch.applied,
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """One button beside a row."""

    name: str
    value: str
    label: StrOrPromise
    person: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its reason in words and what can be decided about it."""

    row: ImportRow
    reason: str
    choices: tuple[Choice, ...] = ()
    candidates: tuple[Person, ...] = ()


def shown_row(batch: ImportBatch, row: ImportRow, *, decide: bool) -> ShownRow:
    """A row as it is shown; `decide`: with the choices."""
    reason = sentence(row.reason, row.reason_values)
    if not decide:
        return ShownRow(row, reason)
    candidates: tuple[Person, ...] = ()
    if row.verdict == Verdict.ASK and row.reason_code in ("perhaps", "held_by_many"):
        candidates = match_of(batch, row).candidates[:10]
    elif row.person is not None:
        candidates = (row.person,)
    return ShownRow(row, reason, tuple(_choices(row, candidates)), candidates)


def _choices(row: ImportRow, candidates: tuple[Person, ...]) -> list[Choice]:
    another = Choice("who", Who.ANOTHER, Who.ANOTHER.label)
    wait = Choice("decision", Decision.WAIT, Decision.WAIT.label)
    ours = Choice("decision", Decision.OURS, Decision.OURS.label)
    theirs = Choice("decision", Decision.THEIRS, Decision.THEIRS.label)
    reopen = Choice("decision", REOPEN, _("Decide again"))
    match row.verdict, row.reason_code:
        case Verdict.ASK, "perhaps" | "held_by_many":
            known = [Choice("who", Who.KNOWN, Who.KNOWN.label, person.code) for person in candidates]
            return [*known, another, wait]
        case Verdict.ASK, "noted_death":
            return [
                Choice("decision", Decision.THEIRS, _("The death is true")),
                Choice("decision", Decision.OURS, _("The person lives")),
                wait,
            ]
        case Verdict.ASK, _code:
            return [theirs, wait]
        case Verdict.CONFLICT, "dead":
            return [another, wait]
        case Verdict.CONFLICT, _code:
            return [ours, theirs, another, wait]
        case Verdict.DUPLICATE, _code:
            return [another] if not (row.citizen_id or row.old_id) else []
        case _:
            return [reopen] if row.turn else []
