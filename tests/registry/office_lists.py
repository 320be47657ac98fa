"""Lists as three offices keep them, none like another: a commune's own, a department's by section, one in TCVN3."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from ansinh.kernel.accounts.models import User
from ansinh.kernel.jobs.models import Job
from ansinh.kernel.jobs.running import run_job
from ansinh.kernel.messages import use_language
from ansinh.registry.imports.models import ImportBatch, ImportRow
from ansinh.registry.imports.selectors import last_job
from ansinh.registry.imports.services import open_batch
from ansinh.registry.places.models import Place
from tests.cast import viewer
from tests.kernel.books import workbook
from tests.kernel.old_fonts import typed

HOLDS_FROM = date(2026, 11, 1)
Grid = Sequence[Sequence[object]]
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Mức độ khuyết tật", "Ghi chú")


def disabled(*people: Sequence[object]) -> bytes:
    """A commune's list of disabled people: one header row, then the people as they are given."""
    return workbook([HEADER, *people])


def an_binh_poor() -> bytes:
    """The poverty list of xã An Bình: title, two-row header, sections by village, totals, signatures, households."""
    rows: Grid = [
        ["UBND XÃ AN BÌNH"],
        ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026"],
        [],
        ["STT", "Mã hộ", "Họ và tên", "Sinh ngày", "Giới tính", None, "CCCD",
         "Quan hệ với chủ hộ", "Phân loại hộ", "Số điện thoại", "Ghi chú"],
        [None, None, None, None, "Nam", "Nữ", None, None, None, None, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
        ["I. Thôn 1"],
        [1, 1, "NGUYỄN THỊ TƯ", 1950, None, "x", 38150000014, "Chủ hộ", "Cận nghèo", None, None],
        [2, 2, "Đỗ Văn Hùng", date(1971, 5, 3), "x", None, 38071000111, "Chủ hộ", "Nghèo", 912345678, None],
        [3, 2, "Lê Thị Hoà", "12/4/1975", None, "x", "038175000112", "Vợ", "Nghèo", None, None],
        [4, 2, "Đỗ Thị Mận", "2009", None, "X", None, "con", "Nghèo", None, None],
        ["II. Thôn 2"],
        [5, 1, "Trịnh Văn Bền", "01/01/1949", "x", None, None, "Chủ hộ", "Cận nghèo", None, "chết 3/2026"],
        [6, 2, "Trịnh Văn Lỗi", "31/2/1960", "x", None, None, "Chủ hộ", "Nghèo", None, None],
        [7, 3, "Hoàng Thị Lành", "20/11/1992", None, "x", None, "Chủ hộ", "Nghèo", None, None],
        ["Tổng cộng: 7 người"],
        [],
        [None, None, None, None, None, None, "An Bình, ngày 5 tháng 11 năm 2026"],
        [None, "NGƯỜI LẬP", None, None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    ]  # fmt: skip
    return workbook(rows, merges=("E4:F4", "A7:K7"))


def province_disabled() -> bytes:
    """A department's list over several communes: the commune in section rows, certificates, kinds of disability."""
    rows: Grid = [
        ["DANH SÁCH NGƯỜI KHUYẾT TẬT ĐANG HƯỞNG TRỢ CẤP"],
        ["TT", "Họ tên đối tượng", "Năm sinh", "Số định danh cá nhân", "Mức độ KT", "Dạng tật",
         "Số giấy xác nhận khuyết tật", "Ngày cấp giấy xác nhận khuyết tật", "Thôn"],
        ["A. Xã An Bình"],
        [1, "Trần Văn Sáu", "1968-03-02", "038068000026", "Đặc biệt nặng", "vận động", "12/GXN", "10/2/2025", "Thôn 1"],
        [2, "Phùng Thị Sen", "1980", "038180000220", "Nặng", "nghe nói, trí tuệ", "77/GXN", "2/3/2026", "Thôn 5"],
        ["B. Xã An Hòa"],
        [1, "Phạm Văn Bảy", "07/1945", "038045000041", "nặng", "vận động", "9/GXN", "1/6/2024", "Thôn 1"],
        [2, "Quách Văn Tân", "1990", "038090000221", "rất nặng", "nhìn", None, None, "Thôn 3"],
        ["C. Xã Yên Lạc"],
        [1, "Đinh Thị Chín", "1956", "040156000063", "nặng", "nhìn", None, None, "Thôn 2"],
    ]  # fmt: skip
    return workbook(rows)


def tcvn3_elderly() -> bytes:
    """An elderly list of an office that still types in TCVN3."""
    rows: Grid = [
        ["DANH SÁCH NGƯỜI CAO TUỔI TỪ ĐỦ 80 TUỔI XÃ AN HÒA"],
        ["Số TT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số CMND", "Xóm", "Số tài khoản", "Ngân hàng"],
        [1, "Nguyễn Thị Thuỷ", "5/6/1940", "Nữ", "171234567", "Xóm Đông", "3501205000111", "Agribank"],
        [2, "Lường Văn Đức", "1938", "Nam", 171234568, "Xóm Đông", None, None],
        [3, "Hà Thị Ngọc Điệp", "tháng 8/1941", "Nữ", None, "Xóm Quyết Thắng", None, None],
        [4, "Nguyễn Thị Thuỷ", "5/6/1940", "Nữ", "171234567", "Xóm Đông", "3501205000111", "Agribank"],
    ]  # fmt: skip
    return workbook([[typed(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row] for row in rows])


def given(by: User, place: Place, content: bytes, name: str = "danh-sach.xlsx") -> ImportBatch:
    """A list that was uploaded and checked."""
    upload = SimpleUploadedFile(name, content)
    batch = open_batch(viewer=viewer(by), upload=upload, place=place, holds_from=HOLDS_FROM)
    work(batch)
    return again(batch)


def work(batch: ImportBatch) -> Job:
    """Do the job that waits for this list, as a worker would."""
    progress = last_job(batch)
    assert progress is not None
    run_job.call(progress.job.code)
    use_language("vi")
    progress.job.refresh_from_db()
    return progress.job


def again(batch: ImportBatch) -> ImportBatch:
    """The list as the database has it now."""
    return ImportBatch.objects.select_related("change", "place", "file", "office").get(pk=batch.pk)


def row(batch: ImportBatch, name: str) -> ImportRow:
    """The first row of data of this name."""
    found = batch.rows.filter(full_name=name).first()
    assert found is not None, name
    return found


def verdicts(batch: ImportBatch) -> dict[str, str]:
    """Name → verdict of the rows of data."""
    return dict(batch.rows.filter(kind="data").order_by("-number").values_list("full_name", "verdict"))


def kept_in(folder: Path, settings: object) -> None:
    """Uploaded files lie in a folder of the test."""
    settings.MEDIA_ROOT = folder / "files"  # type: ignore[attr-defined]
