"""Remarks beside a name: what is understood, with accents and without, and what must say nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.kernel.sheets.notes import NoteFinding, read_notes
from ansinh.kernel.text import fold


def _said(text: str) -> list[tuple[str, str | None]]:
    return [(found.kind, found.date.text if found.date else None) for found in read_notes(text)]


DIED = {
    "chết 3/2026": "2026-03",
    "Chết ngày 5/10/2025": "2025-10-05",
    "đã chết ngày 5/10/2025": "2025-10-05",
    "Đã chết": None,
    "CHẾT 12/2025": "2025-12",
    "Chết T3/2026": "2026-03",
    "chết tháng 3/2026": "2026-03",
    "chết tháng 3 năm 2026": "2026-03",
    "chết ngày 5 tháng 10 năm 2025": "2025-10-05",
    "chết năm 2024": "2024",
    "chết 2024": "2024",
    "Chết (3/2026)": "2026-03",
    "Chết: 05.10.2025": "2025-10-05",
    "chết - 5-10-2025": "2025-10-05",
    "mất 12.2024": "2024-12",
    "Mất ngày 01/02/2026": "2026-02-01",
    "đã mất": None,
    "đã mất 12/2024": "2024-12",
    "qua đời ngày 5/10/2025": "2025-10-05",
    "từ trần 5/10/2025": "2025-10-05",
    "tử vong hồi tháng 3/2026": "2026-03",
    "Đối tượng đã chết 3/2026": "2026-03",
    "ĐT chết 3/2026": "2026-03",
    "ngày mất: 5/10/2025": "2025-10-05",
    "5/10/2025 chết": "2025-10-05",
    "mới chết tháng 3/2026": "2026-03",
    "chết 3/26": None,
    "chết trước 7/2025": None,
    "chết ngày 12/3/2026 âm lịch": None,
    "đã báo tử 3/2026": None,
    "chết 31/2/2026": None,
}
STOPPED = {
    "cắt từ T7/2026": "2026-07",
    "Cắt T7/2026": "2026-07",
    "đã cắt": None,
    "cắt trợ cấp từ tháng 7/2026": "2026-07",
    "dừng hưởng từ 1/7/2026": "2026-07-01",
    "thôi hưởng trợ cấp từ 7/2026": "2026-07",
    "dừng chi trả": None,
    "Ngừng hưởng TCXH từ T7/2026": "2026-07",
    "chấm dứt hưởng": None,
    "từ 7/2026 cắt": "2026-07",
}
SUSPENDED = {
    "tạm dừng": None,
    "Tạm dừng chi trả từ tháng 8/2026": "2026-08",
    "tạm ngừng hưởng T8/2026": "2026-08",
    "đã tạm dừng trợ cấp": None,
}
MOVED = {
    "chuyển đi": None,
    "chuyển đi 6/2025": "2025-06",
    "chuyển đi Bình Dương 6/2025": "2025-06",
    "đã chuyển đi Bình Dương": None,
    "chuyển vào miền Nam": None,
    "chuyển khẩu": None,
    "chuyển khẩu đi Đồng Nai từ 6/2025": "2025-06",
    "chuyển hộ khẩu đi nơi khác": None,
    "chuyển đi xã khác": None,
    "chuyển nơi khác": None,
    "cắt khẩu 6/2025": "2025-06",
    "Chuyển về tỉnh Nghệ An": None,
}
ABSENT = {
    "đi làm ăn xa": None,
    "Đi làm ăn xa từ 2024": "2024",
    "đang đi làm ăn xa": None,
    "đi vắng": None,
    "vắng mặt tại địa phương": None,
    "không có mặt tại địa phương": None,
    "đi xuất khẩu lao động": None,
    "đi miền Nam": None,
    "không ở địa phương": None,
}
CASES = [
    (text, kind, date)
    for kind, group in (
        ("died", DIED),
        ("stopped", STOPPED),
        ("suspended", SUSPENDED),
        ("moved_out", MOVED),
        ("absent", ABSENT),
    )
    for text, date in group.items()
]


@pytest.mark.parametrize(("text", "kind", "date"), CASES)
def test_a_remark_is_understood_with_accents_and_without(text: str, kind: str, date: str | None) -> None:
    assert _said(text) == [(kind, date)]
    assert _said(unicodedata.normalize("NFD", text)) == [(kind, date)]
    assert _said(f"  {text}. ") == [(kind, date)]
    assert _said(fold(text)) == [(kind, date)]


@pytest.mark.parametrize(
    "text", ["Mất", "cắt", "dừng", "chuyển sang Xã Quảng Lưu", "chuyển về Thị trấn Nưa 3/2026", "đã thôi"]
)
def test_what_needs_its_accents_or_capitals(text: str) -> None:
    assert len(_said(text)) == 1
    assert _said(fold(text)) == []


def test_running_numbers() -> None:
    for text in ("trùng với STT 45", "Trùng STT 45", "trung stt 45", "trùng số thứ tự 45", "bị trùng với TT: 45"):
        assert read_notes(text) == (NoteFinding("duplicate_of", text, None, 45),)


def test_several_clauses() -> None:
    assert _said("Chết 3/2026, cắt từ T4/2026") == [("died", "2026-03"), ("stopped", "2026-04")]
    assert _said("chết 3/2026 cắt từ 4/2026") == [("died", "2026-03"), ("stopped", "2026-04")]
    assert _said("cắt từ 4/2026 do chết ngày 5/3/2026") == [("stopped", "2026-04"), ("died", "2026-03-05")]
    assert _said("chết do bệnh tim") == [("died", None)]
    assert _said("chết, ngày 5/10/2025") == [("died", "2025-10-05")]
    assert _said("Ghi chú: - KT nặng; đã chuyển đi; đi vắng") == [("moved_out", None), ("absent", None)]
    assert _said("dừng hưởng từ 7/2026 vì chuyển sang NCC") == [("stopped", "2026-07")]
    assert _said("chết 3/2026, con nhận mai táng phí") == [("died", "2026-03")]


NOTHING = (
    *("", "x", "KT nặng", "Hộ nghèo", "hưởng từ 3/2026", "tăng mới T3/2026", "điều chỉnh từ 1/7/2026", "3/2026"),
    *("chồng chết 2010", "con chết 2010", "bố mẹ chết", "vợ mất 2019", "mẹ đã mất", "bà đã chết", "chủ hộ chết 3/2026"),
    *("con bị tai nạn, chết 2015", "chết 2010 (chồng)", "mất 2019 - vợ", "chồng đi nam, mất 2019"),
    *("chưa chết", "không cắt", "chưa chuyển đi", "chết?", "nghi trùng STT 45", "đề nghị cắt", "không đi vắng"),
    *("mắt kém", "mat", "cat", "dung", "mù mắt", "mất sức", "mất tích", "mất CCCD", "mất 12", "mất giấy tờ 3/2026"),
    *("chuyển sang NCC", "chuyển sang hưởng NCC từ 7/2026", "chuyển đến từ xã khác", "mới chuyển đến 3/2026"),
    *("chuyển KT nặng sang ĐBN", "chuyển sang thôn 3", "chuyển về xã quản lý", "chuyển tiền qua thẻ", "chuyển đi học"),
    *("chuyển đi bệnh viện", "chuyển sang Người cao tuổi", "tạm trú", "trùng tên", "trùng", "trùng CCCD với bà An"),
    *("thôi học", "thời hạn 3/2026", "cát 3", "Cắt tóc", "giảm từ 7/2026", "chết đuối hụt", "làm ăn xa hoa", "a" * 400),
    *("trợ cấp mai táng", "nhận thay: con", "Nguyễn Văn Mất", "đã dùng thẻ", "chuyển đi đâu không rõ"),
)


@pytest.mark.parametrize("text", NOTHING)
def test_anything_else_says_nothing(text: str) -> None:
    assert _said(text) == []
    assert _said(fold(text)) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_random_text_says_nothing_and_breaks_nothing(text: str) -> None:
    assert read_notes(text) == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*DIED, *MOVED, *NOTHING, ", ", "; ", " ", "2026", "/", "(", ")"]), max_size=6))
def test_remarks_put_together_break_nothing(parts: list[str]) -> None:
    for finding in read_notes("".join(parts)):
        assert finding.text
        assert finding.date is None or finding.date.year > 1900
