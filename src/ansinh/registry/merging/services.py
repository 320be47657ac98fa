"""Two people of the registers become one, or are told apart. A merge is a change of two people: one looks and proposes,
another approves (changes.services); undoing it likewise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ansinh.kernel.audit.services import record
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.models import Job
from ansinh.kernel.jobs.services import start_job
from ansinh.kernel.messages import N_
from ansinh.kernel.viewer import MERGE, Viewer
from ansinh.registry.changes import errors
from ansinh.registry.changes.guards import MERGING, waits_about_merged, written_since
from ansinh.registry.changes.naming import MERGED
from ansinh.registry.changes.services import add_closing, open_change, undo_change
from ansinh.registry.ledger.models import Change, Recorded, State
from ansinh.registry.ledger.rows import ledger_models
from ansinh.registry.merging.models import Pair, PairState
from ansinh.registry.people.models import (
    Death,
    Household,
    Identity,
    Kinship,
    Membership,
    Person,
    PersonNumber,
    Relation,
    Residence,
)
from ansinh.registry.places.models import Place
from ansinh.registry.proposals.errors import page_stale, used_code
from ansinh.registry.proposals.seals import read_seal
from ansinh.registry.scope import reaches

FIND: Final = "find-pairs"
# Registers that have no title of their own.
TITLES: Final = {Identity: gettext_lazy("Name and birth"), Death: gettext_lazy("Death")}
_OWN: Final = {"id", "known_from", "known_to", "change_id", "closed_by_id", "replaces_id"}


class MergeError(AnSinhError):
    """Two people cannot be merged, or told apart, now; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A register of which each of the two holds an entry for the same time, and only one can be kept.

    Attributes:
        model: the register. kept, other: rows of the survivor and of the one who is merged.
    """

    model: type[Recorded]
    kept: tuple[Any, ...]
    other: tuple[Any, ...]

    @property
    def name(self) -> str:
        """How a form calls it."""
        return self.model._meta.model_name or ""

    @property
    def title(self) -> str:
        """What an officer calls it."""
        return str(getattr(self.model, "TITLE", None) or TITLES.get(self.model, self.name))


def start_finding(*, viewer: Viewer, place: Place) -> Job:
    """Look for people who stand twice in a commune or a province, in the background.

    Raises:
        MergeError: `merge-not-yours`.
    """
    if not reaches(viewer, MERGE, place):
        raise _not_yours()
    title = _("Looking for people who stand twice: {place}").format(place=place.name)
    return start_job(viewer=viewer, kind=FIND, title=title, subject=place.key)


def clashes(survivor: Person, loser: Person) -> list[Clash]:
    """Registers in which one entry has to be chosen; the identity is among them whenever the two differ in it."""
    found = []
    for model in _of_person():
        if model.ALONE != ("person",) or model is Membership:
            continue
        ours, theirs = _held(model, survivor), _held(model, loser)
        if any(_overlap(one, other) for one in ours for other in theirs) and not _same(ours, theirs):
            found.append(Clash(model, tuple(ours), tuple(theirs)))
    return found


@transaction.atomic
def propose_merge(
    *, viewer: Viewer, pair: Pair, survivor: Person, take: Collection[str] = (), reason: str = "", seal: str = ""
) -> Change:
    """Propose that one of a pair live on with the rows of both; the other will be kept, and held no longer.

    Args:
        survivor: one of the two. take: registers (`Clash.name`) of which the other's entry is kept.
        seal: of the page (proposals.seals): sent twice it makes one change, and what was written since is not passed
            over; blank when there was no page.

    Raises:
        MergeError: `merge-not-yours`, `merge-decided`, `merge-gone`.
        ChangeError: a proposal about one of their rows, or about the one who goes, waits; `page-stale`, `form-used`.
    """
    code, seen_at = read_seal(seal) if seal else ("", None)
    pair, sent = _locked(pair), Change.objects.filter(code=code).first()
    if sent is not None:
        if sent.proposed_by_id != viewer.user or sent.pk != pair.change_id:
            raise used_code()
        return sent
    if not pair.waits:
        raise _decided()
    loser = pair.other if survivor.pk == pair.one_id else pair.one
    for person in (survivor, loser):
        if not reaches(viewer, MERGE, person.commune):
            raise _not_yours()
        if not Person.objects.filter(pk=person.pk).exists():
            raise MergeError("merge-gone", N_("One of the two is no longer in the registers."))
    change = open_change(
        viewer=viewer,
        kind=MERGING,
        title=_title(survivor),
        two_people=True,
        person=survivor,
        place=survivor.commune,
        right=MERGE,
        seen_at=seen_at,
        code=code,
    )
    if written_since((survivor, loser), change.seen_at, change):
        raise page_stale()
    _Union(change, survivor, loser, frozenset(take)).move_all()
    if waits_about_merged(change):
        raise errors.closed_elsewhere()
    _decide(viewer, pair, PairState.MERGED, change, reason)
    return change


def _title(survivor: Person) -> str:
    with override("vi"):  # what stands in the registers is Vietnamese, whatever the officer reads
        return f"{MERGED}: {survivor.full_name}"


@transaction.atomic
def tell_apart(*, viewer: Viewer, pair: Pair, reason: str) -> None:
    """They are two people; the pair is not asked about again.

    Raises:
        MergeError: `merge-not-yours`, `merge-decided`.
    """
    pair = _locked(pair)
    if not pair.waits:
        raise _decided()
    if not all(reaches(viewer, MERGE, person.commune) for person in (pair.one, pair.other)):
        raise _not_yours()
    _decide(viewer, pair, PairState.DIFFERENT, None, reason)


@transaction.atomic
def undo_decision(*, viewer: Viewer, pair: Pair, reason: str) -> None:
    """Two people again; the pair waits for a decision as before. That a merge be undone is proposed only.

    Raises:
        MergeError: `merge-decided` when there is nothing to undo. ChangeError: later changes build on the merge, or its
            undoing was proposed already.
    """
    pair = _locked(pair)
    if not all(reaches(viewer, MERGE, person.commune) for person in (pair.one, pair.other)):
        raise _not_yours()
    if pair.state == PairState.MERGED and pair.change is not None and pair.change.state == State.APPLIED:
        undo_change(viewer=viewer, code=pair.change.code, reason=reason)
        return
    if pair.state != PairState.DIFFERENT:
        raise _decided()
    _decide(viewer, pair, PairState.OPEN, None, reason)


def _not_yours() -> MergeError:
    return MergeError("merge-not-yours", N_("One of the two lies outside your territory."))


def _decided() -> MergeError:
    return MergeError("merge-decided", N_("This pair was decided in the meantime. Open it again to see how."))


def _locked(pair: Pair) -> Pair:
    related = Pair.objects.select_for_update(of=("self",)).select_related("change", "one__commune", "other__commune")
    return related.get(pk=pair.pk)


def _decide(viewer: Viewer, pair: Pair, state: PairState, change: Change | None, reason: str) -> None:
    pair.state, pair.change, pair.reason = state, change, reason[:300]
    pair.decided_by_id, pair.decided_at = viewer.user, timezone.now()
    pair.save(update_fields=["state", "change", "reason", "decided_by", "decided_at"])
    record(
        viewer=viewer,
        action="pair-proposed" if state == PairState.MERGED else f"pair-{state}",
        subject_kind="pair",
        subject_code=pair.code,
        place_code=pair.one.commune.code,
        detail=f"{pair.one.code} {pair.other.code}",
    )


def _of_person() -> Iterator[type[Recorded]]:
    for model in ledger_models():
        if any(field.name == "person" for field in model._meta.concrete_fields):
            yield model


def _held(model: type[Recorded], person: Person) -> list[Any]:
    return list(model.objects.known().filter(person=person).order_by("starts_on", "pk"))


def _overlap(one: Recorded, other: Recorded) -> bool:
    begins = one.starts_on is None or other.ends_on is None or one.starts_on < other.ends_on
    ends = one.ends_on is None or other.starts_on is None or other.starts_on < one.ends_on
    return begins and ends


def _same(ours: list[Any], theirs: list[Any]) -> bool:
    return [_said(row) for row in ours] == [_said(row) for row in theirs]


def _said(row: Any) -> tuple[object, ...]:
    return tuple(
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _OWN and field.attname != "person_id"
    )


class _Union:
    """Puts into one change what makes two people one."""

    def __init__(self, change: Change, survivor: Person, loser: Person, take: frozenset[str]) -> None:
        self._change, self._survivor, self._loser, self._take = change, survivor, loser, take
        self._copies: list[Recorded] = []

    def move_all(self) -> None:
        """Close every row of the one who goes, and write it anew for the survivor where it says something more."""
        for model in _of_person():
            ours, theirs = _held(model, self._survivor), _held(model, self._loser)
            self._move(model, ours, theirs)
        for model in ledger_models():
            for field in model._meta.concrete_fields:
                if field.related_model is Person and field.name not in {"person", "head"}:
                    self._repoint(model, field.name)
        self._empty_household()
        for row in self._copies:
            row.change = self._change
            row.save(force_insert=True)

    def _move(self, model: type[Recorded], ours: list[Any], theirs: list[Any]) -> None:
        taken = model._meta.model_name in self._take and model.ALONE == ("person",)
        for row in theirs:
            add_closing(self._change, row)
            if model is Membership:
                self._live_on(row, ours)
                continue
            if taken or not self._known_already(model, row, ours):
                self._copies.append(self._copied(row, person=self._survivor))
        if taken:
            for row in ours:
                if any(_overlap(row, other) for other in theirs):
                    add_closing(self._change, row)

    def _live_on(self, row: Any, ours: list[Any]) -> None:
        """The survivor lives where they live, else where the other did; where a head goes they become the head."""
        if not any(_overlap(row, mine) for mine in ours):
            self._copies.append(self._copied(row, person=self._survivor))
        for mine in ours:
            if mine.household_id == row.household_id and row.relation == Relation.HEAD != mine.relation:
                add_closing(self._change, mine)
                head = self._copied(mine, relation=Relation.HEAD)
                self._copies.append(head)

    def _known_already(self, model: type[Recorded], row: Any, ours: list[Any]) -> bool:
        if model.ALONE == ("person",):
            return any(_overlap(row, mine) for mine in ours)
        if model is PersonNumber:
            return any((mine.kind, mine.number) == (row.kind, row.number) for mine in ours)
        return any(_said(mine) == _said(row) for mine in ours)

    def _repoint(self, model: type[Recorded], name: str) -> None:
        """Where others speak of the one who goes – as a parent, a carer – they mean the survivor."""
        for row in model.objects.known().filter(**{name: self._loser}, closed_by__isnull=True):
            add_closing(self._change, row)
            if not (model is Kinship and row.person_id == self._survivor.pk):
                self._copies.append(self._copied(row, **{name: self._survivor}))

    def _empty_household(self) -> None:
        """A household without people ends; what was known of it goes to the survivor's, where that is silent."""
        homes = Membership.objects.filter(closed_by=self._change, person=self._loser).values_list(
            "household", flat=True
        )
        kept = {row.household_id for row in self._copies if isinstance(row, Membership)}
        for home in Household.every.filter(pk__in=list(homes)).exclude(pk__in=kept):
            if Membership.objects.known().filter(household=home).exclude(person=self._loser).exists():
                continue
            for model in ledger_models():
                if model is Membership or not any(each.name == "household" for each in model._meta.concrete_fields):
                    continue
                for row in model.objects.known().filter(household=home):
                    add_closing(self._change, row)
                    if model is not Residence and self._survivor.household_id is not None:
                        self._to_survivors_home(model, row)

    def _to_survivors_home(self, model: type[Recorded], row: Any) -> None:
        ours = model.objects.known().filter(household=self._survivor.household_id)
        if not any(_overlap(row, mine) for mine in ours):
            self._copies.append(self._copied(row, household_id=self._survivor.household_id))

    def _copied(self, row: Any, **instead: Any) -> Recorded:
        columns = [field.attname for field in row._meta.concrete_fields if field.attname not in _OWN]
        copy = type(row)(**{name: getattr(row, name) for name in columns}, replaces=row)
        for name, value in instead.items():
            setattr(copy, name, value)
        return copy  # type: ignore[no-any-return]
