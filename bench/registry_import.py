"""A list of 100,000 people into the registers on PostgreSQL: read, checked, written, applied; what each step takes.

    ANSINH_DATABASE_URL=postgresql://… python -m bench.registry_import [rows]

The database named must be an empty one of its own; it is migrated and filled. Target: 3 minutes with all checks.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
os.environ.setdefault("ANSINH_DATA", tempfile.mkdtemp(prefix="bench-import-"))

import django

django.setup()

import xlsxwriter  # noqa: E402 - after Django
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from ansinh.registry.imports import work  # noqa: E402
from ansinh.registry.imports.services import open_batch, start_apply, start_undo, start_write  # noqa: E402
from ansinh.registry.people.models import Person  # noqa: E402
from ansinh.registry.places.models import Place  # noqa: E402
from tests.cast import Cast, cast, viewer  # noqa: E402

ROWS = 100_000
TARGET = 180.0  # seconds
HEADER = (
    "STT",
    "Mã hộ",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Xã",
    "Thôn",
    "Mức độ khuyết tật",
    "Điện thoại",
)
FAMILY, MIDDLE = (
    ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Hồ", "Ngô"),
    ("Văn", "Thị", "Đức", "Ngọc"),
)
GIVEN = (
    *("An", "Bình", "Châu", "Dung", "Đào", "Giang", "Hà", "Khánh", "Lan", "Minh"),
    *("Nga", "Oanh", "Phúc", "Quân", "Sơn", "Thảo", "Uyên", "Vinh", "Xuân", "Yến"),
)


class Now:
    """The job's handle, without a worker."""

    def __init__(self, subject: str, user: int) -> None:
        self.subject, self.user = subject, user

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody watches."""


def main(words: list[str]) -> int:
    """Exit status 1 when the target is missed."""
    rows = int(words[0]) if words else ROWS
    if connection.vendor != "postgresql":
        print("name an empty PostgreSQL database in ANSINH_DATABASE_URL", file=sys.stderr)
        return 2
    call_command("migrate", verbosity=0)
    everyone = cast()
    content = the_list(rows)
    took = steps(everyone, content)
    for name, seconds in took.items():
        print(f"{name:<28}{seconds:8.1f} s")
    total = sum(seconds for name, seconds in took.items() if name != "undo")
    print(
        f"{'total without undo':<28}{total:8.1f} s (target {TARGET:.0f}) for {rows:,} rows; "
        f"{Person.objects.count():,} people hold"
    )
    return 0 if total <= TARGET else 1


def the_list(rows: int) -> bytes:
    """An .xlsx of people in two communes, four to a household, each with a number of their own."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, one_row(number))
    return buffer.getvalue()


def one_row(number: int) -> list[object]:
    year, sex = 1930 + number % 70, number % 2
    name = f"{FAMILY[number % 10]} {MIDDLE[number // 10 % 4]} {GIVEN[number // 40 % 20]} {GIVEN[number // 800 % 20]}"
    citizen = f"{38 + number // 1_000_000:03}{1 - sex}{year % 100:02}{number % 1_000_000:06}"
    born = f"{number % 28 + 1:02}/{number % 12 + 1:02}/{year}"
    commune = ("An Bình", "An Hòa")[number // 4 % 2]
    return [number, number // 4, name, born, ("Nữ", "Nam")[sex], citizen, commune, f"Thôn {number // 4 % 9 + 1}",
            ("Nặng", "Đặc biệt nặng")[number % 3 == 0], f"09{number:08}"]  # fmt: skip


def steps(everyone: Cast, content: bytes) -> dict[str, float]:
    """Seconds of each step."""
    took: dict[str, float] = {}
    van, director = viewer(everyone.van), viewer(everyone.director)
    batch = open_batch(
        viewer=van, upload=SimpleUploadedFile("nhieu.xlsx", content), place=Place.objects.get(pk=everyone.province.pk),
        holds_from=date(2026, 11, 1),
    )  # fmt: skip
    timed(took, "read and check", lambda: work.check(Now(batch.code, everyone.van.pk)))
    batch.refresh_from_db()
    start_write(viewer=van, batch=batch, version=batch.version)
    timed(took, "write the proposals", lambda: work.write(Now(batch.code, everyone.van.pk)))
    batch.refresh_from_db()
    start_apply(viewer=director, batch=batch)
    timed(took, "apply at one moment", lambda: work.apply(Now(batch.code, everyone.director.pk)))
    batch.refresh_from_db()
    start_undo(viewer=director, batch=batch)
    timed(took, "undo", lambda: work.undo(Now(batch.code, everyone.director.pk)))
    return took


def timed(took: dict[str, float], name: str, act: Callable[[], object]) -> None:
    begun, worked = time.monotonic(), time.process_time()
    act()
    took[name] = time.monotonic() - begun
    print(f"{name}: {took[name]:.1f} s, {time.process_time() - worked:.1f} s of this process's CPU", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
