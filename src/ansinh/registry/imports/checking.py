"""Checking a list: every row gets its verdict, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.db.models import F

from ansinh.kernel.sheets import Table
from ansinh.registry.imports import reasons
from ansinh.registry.imports.bulk import insert_many
from ansinh.registry.imports.columns import propose_columns
from ansinh.registry.imports.held import load_held
from ansinh.registry.imports.judging import judge
from ansinh.registry.imports.matching import Match, match_rows, repeated
from ansinh.registry.imports.models import ImportBatch, ImportColumn, ImportRow, Stage, Verdict, Who
from ansinh.registry.imports.plans import Plan
from ansinh.registry.imports.reading import read_list, read_rows, say
from ansinh.registry.imports.reasons import Reason
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.offices.selectors import today
from ansinh.registry.people.models import Death, Identity, PaymentAccount
from ansinh.registry.statuses.models import Status

AT_ONCE = 2000
Report = Callable[[int, int], None]
TO_WRITE = (Verdict.NEW, Verdict.UPDATE)
# What somebody already decided is kept when the rows are checked anew.
_KEPT = ("who", "decision", "decided_by_id", "decided_at", "turn")


def check_list(batch: ImportBatch, report: Report) -> None:
    """Read the file and judge every row; all rows of the batch are replaced at once. Doing it again does no harm.

    Args:
        report: told how many rows are done, and of how many.

    Raises:
        SheetError, ImportRefusedError: no list can be read; the batch is as it was.
    """
    table = read_list(batch.file, batch.sheet)
    columns = list(batch.columns.all()) or _proposed(batch, table)
    if not any(column.target in ("full_name", "given_name") for column in columns):
        raise reasons.no_name_column()
    rows = list(read_rows(batch, table, columns, today()))
    _recall(batch, rows)
    money = False
    done = 0
    for some in _in_parts(rows):
        money |= judge_rows(batch, some)
        done += len(some)
        report(done, len(rows) * 2)
    _keep(batch, rows, money, lambda kept: report(len(rows) + kept, len(rows) * 2))


def judge_rows(batch: ImportBatch, rows: Sequence[ImportRow]) -> bool:
    """Set the verdict of rows of data that were read; whether another person has to approve what they would write."""
    open_rows = [row for row in rows if row.verdict in ("", Verdict.ASK)]
    money = False
    for row, plan in plans_of(batch, open_rows):
        _set(row, plan)
        money |= plan.verdict in TO_WRITE and touches_money(plan)
    return money


def plans_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, Plan]]:
    """What each row would write, as the registers are now."""
    matches = match_rows(rows, batch.place)
    people = {match.person.pk: match.person for match in matches.values() if match.person is not None}
    homes = {row.household_id for row in rows} | {person.household_id for person in people.values()}
    held = load_held(list(people), [home for home in homes if home is not None], batch.change)
    for row in rows:
        yield row, judge(row, matches[row.number], held, holds_from=batch.holds_from)


def match_of(batch: ImportBatch, row: ImportRow) -> Match:
    """Whom a row means, with all candidates."""
    return match_rows([row], batch.place)[row.number]


def touches_money(plan: Plan) -> bool:
    """Whether a right or a payment hangs on what a plan writes: age and sex are conditions of rights too."""
    return any(
        isinstance(row, (Death, PaymentAccount)) or (isinstance(row, Status) and row.MONEY) or _another_age_or_sex(row)
        for row in plan.adds
    )


def _another_age_or_sex(row: Recorded) -> bool:
    if not isinstance(row, Identity):
        return False
    if not isinstance(row.replaces, Identity):
        return True  # somebody new
    return (row.replaces.birth_date, row.replaces.sex) != (row.birth_date, row.sex)


def _set(row: ImportRow, plan: Plan) -> None:
    why = list(plan.conflicts)
    if row.doubt and plan.verdict == Verdict.ASK:
        why.insert(0, Reason(row.reason_code, row.reason, _values(row.reason_values)))
    person = plan.person if plan.person is not None and plan.person.pk else None
    row.person = person or (row.person if row.who == Who.KNOWN else None)
    if why or not row.doubt:
        say(row, plan.verdict, *why)
    else:
        row.verdict = plan.verdict


def _values(lines: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in lines.split("\n") if "=" in line)


def _proposed(batch: ImportBatch, table: Table) -> list[ImportColumn]:
    with transaction.atomic():
        ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.columns.exists():
            ImportColumn.objects.bulk_create(propose_columns(batch, table))
    return list(batch.columns.all())


def _recall(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Bring back what was decided about these rows, and mark those that stand in the list twice."""
    decided = {row.number: row for row in batch.rows.filter(turn__gt=0)}
    for row in rows:
        before = decided.get(row.number)
        if before is not None:
            for name in _KEPT:
                setattr(row, name, getattr(before, name))
            row.person_id = before.person_id
    read = [row for row in rows if row.kind == "data" and row.verdict != Verdict.REFUSED]
    earlier = repeated(read)
    for row in read:
        if row.number in earlier and row.who != Who.ANOTHER:
            say(row, Verdict.DUPLICATE, reasons.twice(earlier[row.number]))


def _keep(batch: ImportBatch, rows: list[ImportRow], money: bool, report: Callable[[int], None]) -> None:
    """Replace the rows, unless the list moved on since this check began: what was decided or written stays."""
    with transaction.atomic():
        # Moving it on first locks the list.
        checked = ImportBatch.objects.filter(pk=batch.pk, stage=Stage.CHECKING, version=batch.version)
        if not checked.update(stage=Stage.CHECKED, version=F("version") + 1, two_people=money):
            return
        ImportRow.objects.filter(batch=batch).delete()
        kept = 0
        for some in _in_parts(rows):
            insert_many(ImportRow, some)
            kept += len(some)
            report(kept)


def _in_parts(rows: list[ImportRow]) -> Iterator[list[ImportRow]]:
    for begin in range(0, len(rows), AT_ONCE):
        yield rows[begin : begin + AT_ONCE]
