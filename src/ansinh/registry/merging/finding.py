"""Finding people who stand in the registers twice, and keeping the pairs for somebody to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from ansinh.kernel.codes import new_code
from ansinh.registry.linkage.matching import link
from ansinh.registry.merging.models import Pair, PairState
from ansinh.registry.merging.snapshot import people_of, snapshot
from ansinh.registry.people.models import Person
from ansinh.registry.places.models import Place

_AT_ONCE: Final = 1000
_LEVELS: Final = ("name", "birth", "citizen_id", "old_id", "kin", "place", "sex")
_REFRESHED: Final = ("probability", "band", *_LEVELS, "birth_one", "birth_other", "name_people", "found_at")
Report = Callable[[int, int], None]


def find_pairs(place: Place, report: Report) -> int:
    """Look through a commune or a province; how many pairs wait for a decision afterwards.

    What somebody decided stays decided. Pairs that are no longer alike are put away.
    """
    at = timezone.now()
    found = link(snapshot(place))
    total, done = found.num_rows, 0
    for batch in found.to_batches(max_chunksize=_AT_ONCE):
        _keep(batch.to_pylist(), at)
        done += batch.num_rows
        report(done, total)
    theirs = Pair.objects.filter(one__in=people_of(place).values("pk"), other__in=people_of(place).values("pk"))
    theirs.filter(state=PairState.OPEN, found_at__lt=at).update(state=PairState.GONE)
    return theirs.filter(state=PairState.OPEN).count()


@transaction.atomic
def _keep(rows: list[dict[str, Any]], at: Any) -> None:
    codes = {row[f"code_{side}"] for row in rows for side in ("l", "r")}
    keys = dict(Person.objects.filter(code__in=codes).values_list("code", "pk"))
    pairs = list(_pairs(rows, keys, at))
    Pair.objects.bulk_create(
        pairs, update_conflicts=True, unique_fields=["one", "other"], update_fields=list(_REFRESHED)
    )
    again = [pair.one_id for pair in pairs]
    Pair.objects.filter(one__in=again, state=PairState.GONE, found_at=at).update(state=PairState.OPEN)


def _pairs(rows: list[dict[str, Any]], keys: Mapping[str, int], at: Any) -> Iterator[Pair]:
    for row in rows:
        left, right = keys.get(row["code_l"]), keys.get(row["code_r"])
        if left is None or right is None:
            continue  # merged while the linkage ran
        births = (row["birth_l"] or "", row["birth_r"] or "")
        one, other = min(left, right), max(left, right)
        yield Pair(
            code=new_code("CT"),
            one_id=one,
            other_id=other,
            probability=Decimal(str(round(row["probability"], 5))),
            band=row["band"],
            birth_one=births[0] if one == left else births[1],
            birth_other=births[1] if one == left else births[0],
            name_people=row["name_people"],
            found_at=at,
            **{name: row[name] or "" for name in _LEVELS},
        )
