"""What a demo's communes are said to be: registers vouched for on a paper by two officers, hard areas by a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Min

from ansinh.kernel.codes import new_code
from ansinh.kernel.viewer import CHIEF, COMMUNE_OFFICER
from ansinh.registry.ledger.models import Change, Paper, State
from ansinh.registry.offices.models import Posting
from ansinh.registry.places.models import Place
from ansinh.registry.statuses.models import Completeness, HardArea
from ansinh.registry.vouching.services import kind_of, stored_title

_BEGIN: Final = date(2025, 7, 1)


@transaction.atomic
def vouch(province: Place, communes: Sequence[Place], hard: Collection[str]) -> None:
    """Give each row of completeness a change with its paper, its officer and its chief; say which communes are hard.

    Args:
        communes: of the province. hard: codes of those on the list of especially hard areas.
    """
    chief = Posting.objects.filter(role=CHIEF, office__place=province).order_by("pk").values_list("user", flat=True)
    makers: dict[int | None, int] = dict(
        Posting.objects.filter(role=COMMUNE_OFFICER).order_by("-pk").values_list("office__place", "user")
    )
    act = _Acts(makers, chief.first())
    known: datetime | None = Change.objects.aggregate(at=Min("known_at"))["at"]
    assert known is not None
    rows = list(Completeness.objects.filter(commune__in=communes).select_related("commune").order_by("pk"))
    listed = [HardArea(commune=each, hard=each.code in hard, starts_on=_BEGIN, known_from=known) for each in communes]
    papers = {each.pk: _paper("Văn bản rà soát, xác nhận sổ đầy đủ", f"UBND xã {each.name}") for each in communes}
    national = _paper("Quyết định danh sách xã đặc biệt khó khăn", "Thủ tướng Chính phủ")
    Paper.objects.bulk_create([*papers.values(), national])
    Change.objects.bulk_create(
        [*(act.by(row, papers[row.commune_id]) for row in rows), *(act.by(row, national) for row in listed)]
    )
    Completeness.objects.bulk_update(rows, ["change"], batch_size=500)
    HardArea.objects.bulk_create(listed)


class _Acts:
    def __init__(self, makers: dict[int | None, int], chief: int | None) -> None:
        self._makers, self._chief = makers, chief

    def by(self, row: Completeness | HardArea, paper: Paper) -> Change:
        """An applied change of two people that wrote this row."""
        assert row.known_from is not None
        row.change = Change(
            code=new_code("TD"),
            kind=kind_of(row),
            title=stored_title(row),
            state=State.APPLIED,
            place_id=row.commune_id,
            paper=paper,
            two_people=True,
            proposed_by_id=self._makers.get(row.commune_id),
            decided_by_id=self._chief,
            proposed_at=row.known_from,
            seen_at=row.known_from,
            known_at=row.known_from,
        )
        return row.change


def _paper(kind: str, issuer: str) -> Paper:
    return Paper(code=new_code("GT"), kind=kind, issuer=issuer, issued_on=_BEGIN)
