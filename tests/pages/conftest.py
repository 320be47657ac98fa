"""What the photographed pages show: the cast, three jobs, a book with entries and an uploaded list."""

from __future__ import annotations

import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import Settings

from ansinh.kernel.files.services import store
from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.jobs.signs import write_sign
from ansinh.registry.books.shelf import GRATITUDE_FUND, KEEPER, MEMORIALS
from tests.cast import Cast, cast, viewer

COMMUNES = ("xa-99101", "xa-99102")


@pytest.fixture(autouse=True, scope="session")
def _beside_the_browser() -> None:
    """Playwright's loop runs in this thread; Django must not take it for its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def everyone(transactional_db: None) -> Cast:
    """Everybody of the cast, built anew for the test."""
    return cast()


@pytest.fixture
def made(everyone: Cast, tmp_path: Path, settings: Settings) -> dict[str, str]:
    """What the addresses of the routes name."""
    settings.DATA, settings.MEDIA_ROOT, settings.DEMO = tmp_path, tmp_path / "files", True
    return {**_jobs(everyone), **_books(everyone)}


def _jobs(everyone: Cast) -> dict[str, str]:
    told = {
        "running": (JobState.RUNNING, "", ""),
        "done": (JobState.DONE, "", "Đã nhập 1.204 dòng; 31 dòng chờ quyết định."),
        "failed": (JobState.FAILED, "Việc bị gián đoạn (máy hoặc tiến trình đã dừng).", ""),
    }
    for name, (state, message, result) in told.items():
        Job.objects.create(
            code=f"VN-{name}", kind="import", title="Nhập danh sách người khuyết tật xã An Bình quý III năm 2026",
            state=state, message=message, result=result, result_url="/so/" if result else "", done=1204, total=2000,
            started_by=everyone.hoa, taken_at=timezone.now() - timedelta(seconds=5),
        )  # fmt: skip
    write_sign("VN-running", 1204, 2000, "Đang kiểm tra dòng 1.204")
    os.utime(settings.DATA / "jobs" / "VN-running.sign", (2**32, 2**32))  # its worker lives as long as the test
    return {name: f"VN-{name}" for name in told}


def _books(everyone: Cast) -> dict[str, str]:
    dung = viewer(everyone.dung)
    code = KEEPER.add(
        viewer=dung, book=MEMORIALS, entry=_memorial("Nghĩa trang liệt sĩ xã An Bình", 0), paper=None
    ).code
    names = ("Đài tưởng niệm các anh hùng liệt sĩ xã An Hòa", "Nhà bia ghi tên liệt sĩ An Thịnh")
    KEEPER.add_many(
        viewer=dung,
        book=MEMORIALS,
        title="Tệp",
        entries=[_memorial(name, 1 + place) for place, name in enumerate(names)],
    )
    receipts = [
        {"place": COMMUNES[number % 2], "direction": "receipt", "purpose": "appeal", "on": date(2026, 7, 1 + number),
         "amount": 1_500_000 * (number + 1), "party": "Cán bộ, công chức, người lao động Sở Nội vụ",
         "voucher": f"PT{number}"}
        for number in range(28)
    ]  # fmt: skip
    KEEPER.add_many(viewer=dung, book=GRATITUDE_FUND, title="Tệp", entries=receipts)
    held = MEMORIALS.model.objects.known().get(code=code)  # type: ignore[attr-defined]
    KEEPER.correct(viewer=dung, book=MEMORIALS, code=code, seen=held.pk, entry=_memorial(held.name, 3), paper=None)
    return {"entry": code, "upload": store(_list(), viewer=dung).sha256}  # type: ignore[arg-type]


def _memorial(name: str, number: int) -> dict[str, object]:
    return {
        "place": COMMUNES[number % 2], "name": name, "kind": "cemetery",
        "condition": ("worn", "bad", "good")[number % 3],
        "graves": 120 + number, "unnamed_graves": 7, "repaired_year": 2024, "repair_cost": 1_350_000_000,
        "address": "Thôn 3", "keeper": "Ủy ban nhân dân xã", "note": "",
    }  # fmt: skip


def _list() -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("DANH SÁCH CÔNG TRÌNH GHI CÔNG LIỆT SĨ",),
        ("STT", "Tên công trình", "Xã", "Loại", "Hiện trạng", "Số mộ", "Màu sơn"),
        (1, "Nghĩa trang liệt sĩ thôn Đông", "An Bình", "Nghĩa trang liệt sĩ", "Tốt", 31, "trắng"),
        (2, "Nghĩa trang liệt sĩ thôn Đoài", "An Hòa", "Bia đá", "Tốt", -3, "trắng"),
        ("Tổng cộng", None, None, None, None, 28),
    ):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("Công trình ghi công năm 2026.xlsx", content.getvalue())
