"""The people of a territory as the linkage reads them: one Arrow table from the registers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
from django.db.models import F, OuterRef, QuerySet, Subquery

from ansinh.registry.linkage.records import FIELDS
from ansinh.registry.people.models import KinKind, Kinship, NumberKind, Person, PersonNumber
from ansinh.registry.places.models import Level, Place

_AT_ONCE: Final = 20_000


def people_of(place: Place) -> QuerySet[Person]:
    """The people whom the registers hold in a commune or a province."""
    where = {"commune": place} if place.level == Level.COMMUNE else {"province": place}
    return Person.objects.filter(**where)


def snapshot(place: Place) -> pa.Table:
    """Everybody there, as `linkage.records.prepared` wants them."""
    old = PersonNumber.objects.known().filter(person=OuterRef("pk"), kind=NumberKind.OLD).order_by("-pk")
    rows = people_of(place).annotate(
        old_id=Subquery(old.values("number")[:1]),
        father=Subquery(_kin(KinKind.FATHER)),
        mother=Subquery(_kin(KinKind.MOTHER)),
        place_code=F("commune__code"),
        head=F("household__head__full_name"),
    )
    columns = (
        *("code", "full_name", "birth_date", "sex", "citizen_id", "old_id"),
        *("place_code", "village", "father", "mother", "head"),
    )
    batches = [
        pa.RecordBatch.from_arrays([pa.array(values, pa.string()) for values in zip(*part, strict=True)], list(FIELDS))
        for part in _parts(rows.values_list(*columns))
    ]
    return pa.Table.from_batches(batches, pa.schema([(name, pa.string()) for name in FIELDS]))


def _kin(kind: str) -> Any:
    held = Kinship.objects.known().filter(person=OuterRef("pk"), kind=kind).order_by("-pk")
    return held.values("relative__full_name")[:1]


def _parts(rows: Any) -> Iterator[list[tuple[str | None, ...]]]:
    part: list[tuple[str | None, ...]] = []
    for row in rows.iterator(chunk_size=_AT_ONCE):
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part
