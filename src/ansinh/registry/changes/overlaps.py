"""At most one row of its kind is true of a subject at a time: checked here, and by PostgreSQL once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from ansinh.registry.changes import errors
from ansinh.registry.ledger.models import LedgerQuerySet, Recorded


def check_alone(model: type[Recorded], opening: LedgerQuerySet) -> None:
    """Refuse rows that are about to be held when another row of the same subject is true on one of their days.

    Args:
        opening: rows of one change that have no `known_from` yet; what the change closes must be closed already.

    Raises:
        ChangeError: `change-overlap`, naming the row that stands in the way.
    """
    if not model.ALONE:
        return
    columns = [column.attname for column in model._meta.concrete_fields if column.name in model.ALONE]
    held = model.objects.known().filter(**{f"{columns[0]}__in": opening.values(columns[0])})
    times: dict[tuple[object, ...], list[tuple[date, date]]] = defaultdict(list)
    for rows in (opening, held):
        for *subject, starts_on, ends_on in rows.values_list(*columns, "starts_on", "ends_on"):
            times[tuple(subject)].append((starts_on or date.min, ends_on or date.max))
    for spans in times.values():
        for (_, before_ends), (starts, ends) in pairwise(sorted(spans)):
            if starts < before_ends:
                raise errors.overlapping(f"{model._meta.verbose_name} {_said(starts)} – {_said(ends)}")


def _said(day: date) -> str:
    return "…" if day in (date.min, date.max) else day.strftime("%d/%m/%Y")
