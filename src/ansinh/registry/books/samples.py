"""Entries for a demo province's books: invented, plausible, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import transaction

from ansinh.kernel.viewer import IMPORT, Viewer
from ansinh.registry.books.shelf import (
    CHILD_FUND,
    CONVALESCENCE,
    GRATITUDE_FUND,
    HOUSES,
    KEEPER,
    MEMORIALS,
    PROVIDERS,
)
from ansinh.registry.changes.services import apply_change
from ansinh.shell.books.declaration import Entry, PlaceChoice

_FAMILY: Final = ("Nguyễn", "Lê", "Trần", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi")
_GIVEN: Final = ("Thị Tư", "Văn Bảy", "Thị Lan", "Văn Sáu", "Thị Hiền", "Văn Thành", "Thị Mận", "Văn Chính")
_CATEGORIES: Final = (
    "Thương binh 41 %",
    "Vợ liệt sĩ",
    "Bệnh binh 61 %",
    "Con đẻ của liệt sĩ",
    "Bà mẹ Việt Nam anh hùng",
)
_DONORS: Final = (
    "Công ty cổ phần may Sông Mã",
    "Ngân hàng chi nhánh tỉnh",
    "Cán bộ, công chức xã",
    "Hội Cựu chiến binh",
)


@transaction.atomic
def fill_books(*, viewer: Viewer, approver: Viewer, seed: int, today: date) -> int:
    """Write sample entries into each book that the viewer may import into, once; how many were written.

    Args:
        viewer: a specialist of the province, whose places the entries lie in. approver: of what pays out.
        today: the last day that they tell of.
    """
    makers = (
        (MEMORIALS, _memorials),
        (HOUSES, _houses),
        (CONVALESCENCE, _turns),
        (GRATITUDE_FUND, _gratitude),
        (CHILD_FUND, _children),
        (PROVIDERS, _providers),
    )
    written = 0
    for book, make in makers:
        places = KEEPER.places(viewer, IMPORT, book)
        if not places or KEEPER.rows(viewer, book).exists():
            continue
        entries = make(Random(f"{seed}-{book.slug}"), places, today)  # noqa: S311 - a sample, not a secret
        kept = KEEPER.add_many(viewer=viewer, book=book, entries=entries, title="Dữ liệu dùng thử")
        if kept.waits:
            apply_change(viewer=approver, code=kept.change)
        written += len(entries)
    return written


def _memorials(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    kinds = {
        "cemetery": "Nghĩa trang liệt sĩ",
        "monument": "Đài tưởng niệm liệt sĩ",
        "names": "Nhà bia ghi tên liệt sĩ",
    }
    entries = []
    for place in draw.sample(places, min(len(places), 40)):
        kind = draw.choice(list(kinds))
        graves = draw.randint(20, 600) if kind == "cemetery" else None
        entries.append({
            "place": place.key, "name": f"{kinds[kind]} {place.name}", "kind": kind, "graves": graves,
            "unnamed_graves": graves // 9 if graves else None, "built_year": draw.randint(1976, 2005),
            "condition": draw.choices(("good", "worn", "bad"), (6, 3, 1))[0],
            "keeper": f"Ủy ban nhân dân {place.label[:1].lower()}{place.label[1:]}",
            "repaired_year": draw.randint(2010, today.year), "repair_cost": draw.randint(80, 2400) * 1_000_000,
        })  # fmt: skip
    return entries


def _houses(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    entries = []
    for _ in range(60):
        repair = draw.random() < 0.6
        entries.append({
            "place": draw.choice(places).key, "owner": _name(draw), "category": draw.choice(_CATEGORIES),
            "work": "repair" if repair else "build", "stage": "handed_over", "address": f"Thôn {draw.randint(1, 9)}",
            "handed_over_on": _day(draw, today), "from_state": (30 if repair else 60) * 1_000_000,
            "from_fund": draw.choice((0, 20, 50)) * 1_000_000, "from_family": draw.randint(0, 80) * 1_000_000,
        })  # fmt: skip
    return entries


def _turns(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    entries = []
    for _ in range(200):
        home = draw.random() < 0.7
        entries.append({
            "place": draw.choice(places).key, "full_name": _name(draw), "birth_year": draw.randint(1930, 1970),
            "category": draw.choice(_CATEGORIES), "cycle": draw.choice(("yearly", "second_year")), "year": today.year,
            "form": "home" if home else "centre", "centre": "" if home else "Trung tâm Điều dưỡng người có công",
            "batch": draw.randint(1, 4), "amount": 2_500_000 if home else 5_000_000,
        })  # fmt: skip
    return entries


def _gratitude(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    return _fund(draw, places, today, ("house", "memorial", "hardship", "gift"))


def _children(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    return _fund(draw, places, today, ("surgery", "scholarship", "gift"))


def _fund(draw: Random, places: Sequence[PlaceChoice], today: date, uses: Sequence[str]) -> list[Entry]:
    receipts: list[Entry] = [
        {
            "place": draw.choice(places).key, "direction": "receipt", "purpose": "appeal", "on": _day(draw, today),
            "amount": draw.randint(5, 400) * 500_000, "party": draw.choice(_DONORS), "voucher": f"PT{number:03}",
        }
        for number in range(1, 121)
    ]  # fmt: skip
    spent: list[Entry] = [
        {
            "place": each["place"], "direction": "use", "purpose": draw.choice(uses), "party": _name(draw),
            "on": each["on"], "amount": each["amount"] // 2, "voucher": f"PC{number:03}",
        }
        for number, each in enumerate(receipts[:40], 1)
    ]  # fmt: skip
    return receipts + spent


def _providers(draw: Random, places: Sequence[PlaceChoice], today: date) -> list[Entry]:
    names = {"older": "Nhà dưỡng lão Bình An", "children": "Mái ấm Hoa Sen", "disabled": "Cơ sở Nắng Mới",
             "general": "Cơ sở từ thiện Lòng Lành"}  # fmt: skip
    entries: list[Entry] = []
    for number, (kind, name) in enumerate(names.items(), 1):
        beds = draw.randint(20, 80)
        entries.append({
            "place": draw.choice(places).key, "name": name, "kind": kind, "head": _name(draw), "address": "Thôn 2",
            "licence": f"{number}/GP-SYT", "licensed_on": _day(draw, today), "places": beds, "standing": "active",
            "residents": beds * draw.randint(50, 100) // 100, "staff": beds // 4, "meets_standard": number != 3,
        })  # fmt: skip
    return entries


def _name(draw: Random) -> str:
    return f"{draw.choice(_FAMILY)} {draw.choice(_GIVEN)}"


def _day(draw: Random, today: date) -> date:
    return today - timedelta(days=draw.randint(1, 300))
