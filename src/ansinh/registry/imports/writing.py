"""Writing a checked list as proposed rows, piece by piece: each piece wholly or not at all, none twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db import connection, transaction

from ansinh.kernel.codes import new_code
from ansinh.registry.imports import reasons
from ansinh.registry.imports.bulk import insert_many, insert_with_keys
from ansinh.registry.imports.checking import TO_WRITE, plans_of, touches_money
from ansinh.registry.imports.models import ImportBatch, ImportRow, Stage, Verdict
from ansinh.registry.imports.plans import Plan
from ansinh.registry.imports.reading import say
from ansinh.registry.ledger.models import Change, Recorded, State
from ansinh.registry.people.models import Household, Membership, Person, Relation, Residence
from ansinh.registry.places.models import Place

AT_ONCE: Final = 2000
Report = Callable[[int, int], None]
_VERDICT: Final = ("verdict", "reason_code", "reason", "reason_values")


def write_list(batch: ImportBatch, report: Report) -> None:
    """Put all rows that are settled into the batch's change as proposals; goes on where an earlier attempt ended.

    A row that is no longer what it was when it was checked is left waiting.
    """
    todo = ImportRow.objects.filter(batch=batch, verdict__in=TO_WRITE)
    total = todo.count()
    while _write_homes(batch):
        report(todo.filter(written=True).count(), total)
    while _write_rows(batch):
        report(todo.filter(written=True).count(), total)
    _propose(batch)


@transaction.atomic
def _propose(batch: ImportBatch) -> None:
    """All is written: now somebody may decide, not before."""
    if _locked(batch):
        ImportBatch.objects.filter(pk=batch.pk).update(stage=Stage.WRITTEN)
        Change.objects.filter(batch=batch, state=State.WRITING).update(state=State.PROPOSED)


def _locked(batch: ImportBatch) -> bool:
    """Of two workers that believe to have the job, one writes at a time; whether the list is still to be written."""
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    return held.stage == Stage.WRITING


@transaction.atomic
def _write_homes(batch: ImportBatch) -> bool:
    """Give the next thousand new people a household: one that a relative has already, or a new one."""
    if not _locked(batch):
        return False
    without = ImportRow.objects.filter(batch=batch, verdict=Verdict.NEW, household__isnull=True, written=False)
    keys = list(without.order_by("household_key").values_list("household_key", flat=True).distinct()[:AT_ONCE])
    rows = list(without.filter(household_key__in=keys).select_related("commune").order_by("number")[: AT_ONCE * 2])
    if not rows:
        return False
    known = _homes_of_relatives(batch, [key for key in keys if key])
    made: dict[str, Household] = {}
    for row in rows:
        home = known.get(row.household_key) or made.get(row.household_key)
        if home is None:
            home = _new_home(row)
            made[row.household_key or f"#{row.number}"] = home
        row.household = home
    insert_with_keys(Household, list(made.values()))
    lived = [
        Residence(
            household=home, commune_id=home.commune_id, village=home.village, address=home.address, change=batch.change
        )
        for home in made.values()
    ]
    insert_many(Residence, lived)
    _point("household_id", [(row.pk, row.household.pk) for row in rows if row.household is not None])
    return True


def _point(column: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Let rows of the list point to what was made for them: key of the row, key of the other. One statement for all."""
    table = ImportRow._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, values = [key for key, _ in pairs], [value for _, value in pairs]
            cursor.execute(
                f"UPDATE {table} SET {column} = said.value "  # noqa: S608 - names of ours, here and below
                f"FROM unnest(%s::bigint[], %s::bigint[]) AS said(key, value) WHERE {table}.id = said.key",
                [keys, values],
            )
        else:
            turned = [(value, key) for key, value in pairs]
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", turned)  # noqa: S608


def _new_home(row: ImportRow) -> Household:
    assert row.commune is not None
    return Household(
        code=new_code("H"),
        commune=row.commune,
        province_id=row.commune.parent_id or row.commune.pk,
        village=row.village,
        address=row.address,
        held=False,
    )


def _homes_of_relatives(batch: ImportBatch, keys: Sequence[str]) -> dict[str, Household]:
    """The household in which another row of the same household stands: an earlier piece's, or the registers'."""
    found: dict[str, Household] = {}
    same = ImportRow.objects.filter(batch=batch, household_key__in=keys)
    for row in same.filter(household__isnull=False).select_related("household"):
        if row.household is not None:
            found.setdefault(row.household_key, row.household)
    kin = same.filter(person__household__isnull=False, made=False, verdict__in=(*TO_WRITE, Verdict.SAME))
    for row in kin.select_related("person__household"):
        if row.person is not None and row.person.household is not None and row.commune_id == row.person.commune_id:
            found.setdefault(row.household_key, row.person.household)
    return found


@transaction.atomic
def _write_rows(batch: ImportBatch) -> bool:
    """Write the next thousand rows; whether there were any."""
    if not _locked(batch):
        return False
    todo = ImportRow.objects.filter(batch=batch, verdict__in=TO_WRITE, written=False)
    rows = list(todo.order_by("number")[:AT_ONCE])
    if not rows:
        return False
    # A list names few communes: one of each is enough for all rows.
    communes = Place.objects.in_bulk({row.commune_id for row in rows if row.commune_id})
    for row in rows:
        row.commune = communes.get(row.commune_id or 0)
    plans: list[tuple[ImportRow, Plan]] = []
    for row, plan in plans_of(batch, rows):
        if plan.verdict == row.verdict:
            plans.append((row, plan))
        elif plan.verdict == Verdict.SAME:
            say(row, Verdict.SAME)
        else:
            say(row, Verdict.WAITING, *(plan.conflicts or [reasons.CHANGED_SINCE]))
    written = _claim(batch, plans)
    _insert(batch, written)
    if any(touches_money(plan) for _, plan in written):
        # The registers may have changed since the check: what counts is what is written.
        ImportBatch.objects.filter(pk=batch.pk).update(two_people=True)
        Change.objects.filter(batch=batch).update(two_people=True)
    moved = [row for row in rows if row.verdict not in TO_WRITE]
    ImportRow.objects.bulk_update(moved, _VERDICT, batch_size=200)
    done = [row.number for row, _ in written]
    ImportRow.objects.filter(batch=batch, number__in=done).update(written=True)
    return True


def _claim(batch: ImportBatch, plans: list[tuple[ImportRow, Plan]]) -> list[tuple[ImportRow, Plan]]:
    """Close what is replaced, for this change alone; rows of which another change was faster are left waiting."""
    by_model: dict[type[Recorded], set[int]] = {}
    for _, plan in plans:
        for each in plan.closes:
            by_model.setdefault(type(each), set()).add(each.pk)
    lost: dict[type[Recorded], set[int]] = {}
    for model, keys in by_model.items():
        free = model.objects.known().filter(pk__in=keys, closed_by__isnull=True)
        got = set(free.select_for_update().values_list("pk", flat=True))
        lost[model] = keys - got
    kept = []
    for row, plan in plans:
        if any(each.pk in lost[type(each)] for each in plan.closes):
            say(row, Verdict.WAITING, reasons.WAITS_ELSEWHERE)
        else:
            kept.append((row, plan))
    for model in by_model:
        closing = {each.pk for _, plan in kept for each in plan.closes if type(each) is model}
        model.objects.filter(pk__in=closing).update(closed_by=batch.change)
    return kept


def _insert(batch: ImportBatch, plans: list[tuple[ImportRow, Plan]]) -> None:
    new = [(row, plan.person) for row, plan in plans if plan.verdict == Verdict.NEW and plan.person is not None]
    insert_with_keys(Person, [person for _, person in new])
    _point("person_id", [(row.pk, person.pk) for row, person in new])
    ImportRow.objects.filter(pk__in=[row.pk for row, _ in new]).update(made=True)
    by_model: dict[type[Recorded], list[Any]] = {}
    assert batch.change is not None
    for _, plan in plans:
        for each in plan.adds:
            each.change = batch.change
            if plan.person is not None and isinstance(getattr(each, "person", None), Person):
                each.person = plan.person  # type: ignore[attr-defined]  # their key is known only now
            by_model.setdefault(type(each), []).append(each)
    _one_head_each(by_model.get(Membership, []))
    for model, rows in by_model.items():
        insert_many(model, rows)


def _one_head_each(rows: list[Membership]) -> None:
    """A household that has a head gets no second one."""
    heads = [row for row in rows if row.relation == Relation.HEAD]
    homes = [row.household_id for row in heads]
    taken = set(
        Membership.objects.filter(household__in=homes, relation=Relation.HEAD, known_to__isnull=True)
        .exclude(change__state__in=("refused", "withdrawn"))
        .values_list("household_id", flat=True)
    )
    for row in heads:
        if row.household_id in taken:
            row.relation = Relation.UNKNOWN
        taken.add(row.household_id)
