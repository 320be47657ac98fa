"""Columns of the registers: headings as offices write them, names in two columns, marks, contents, remembered lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ansinh.kernel.mapping import (
    REGISTER,
    ListMapping,
    MappedColumn,
    RegisterColumn,
    RegisterMapping,
    adapt_mapping,
    adapt_register,
    code_of,
    likeness,
    propose_register,
    signature,
)
from ansinh.kernel.mapping.model import Commune
from ansinh.kernel.mapping.register_words import CODES, MARKED
from ansinh.kernel.mapping.signature import header_words, match_columns
from ansinh.kernel.sheets import Column, SourceRow, Table, parse_table
from tests.kernel.books import workbook

NAMES = [target.name for target in REGISTER]


def _table(header: Sequence[object], *rows: Sequence[object], merges: Sequence[str] = ()) -> Table:
    return parse_table(workbook([header, *rows], merges=merges), headings=[str(name) for name in header if name])


def _targets(mapping: RegisterMapping) -> dict[str, str | None]:
    return {each.column: each.target for each in mapping.columns}


@pytest.mark.parametrize(
    ("heading", "target"),
    [(heading, target.name) for target in REGISTER for heading in target.headings if target.name != "ignored"],
)
def test_every_declared_heading_means_its_target(heading: str, target: str) -> None:
    table = Table(None, (Column("A", "Việc khác"), Column("B", heading.upper())), [SourceRow(2, ("a", None))], [])
    assert [(each.column, each.target) for each in propose_register(table).columns] == [(heading.upper(), target)]
    others = [each for each in REGISTER if each.name != target]
    assert propose_register(table, others).columns == ()


COMMUNE_HEADER = (
    *("TT", "Họ và tên", None, "Năm sinh", None, "Thôn (bản, khu phố)", "Số CCCD", "Số ĐT", "Dân tộc"),
    *("Quan hệ với chủ hộ", "Số QĐ", "Ngày QĐ", "STK", "Ngân hàng", "Số thẻ BHYT", "Ghi chú", "Màu áo"),
)
COMMUNE_SECOND = (None, None, None, "Nam", "Nữ", *[None] * 12)
TU = (
    *(1, "Nguyễn Thị", "tư", None, 1944, "Thôn 3", 38144000017, "0912 345 678", "Kinh", "Mẹ", "12/QĐ-UBND"),
    *(date(2024, 3, 2), "3500 205 123", "Agribank", "HT 2 38 000", "chết 3/2026", "đỏ"),
)
SAU = (2, "Trần Văn", "Sáu", "2/3/1968", None, "Thôn 4", "038068000018", None, "Mường", "CH", *[None] * 7)
MERGES = ("B1:C2", "D1:E1", "A1:A2", *(f"{letter}1:{letter}2" for letter in "FGHIJKLMNOPQ"))


def test_a_list_of_a_commune() -> None:
    table = _table(COMMUNE_HEADER, COMMUNE_SECOND, TU, SAU, merges=MERGES)
    mapping = propose_register(table)
    assert [(each.column, each.target, dict(each.says)) for each in mapping.columns][:7] == [
        ("TT", "running_number", {}),
        ("Họ và tên", "family_and_middle_name", {}),
        ("Họ và tên (2)", "given_name", {}),
        ("Năm sinh › Nam", "birth_date", {"sex": "male"}),
        ("Năm sinh › Nữ", "birth_date", {"sex": "female"}),
        ("Thôn (bản, khu phố)", "village", {}),
        ("Số CCCD", "citizen_id", {}),
    ]
    assert mapping.unplaced == ("Màu áo",)
    assert [(doubt.column, doubt.code) for doubt in mapping.doubts] == [("Màu áo", "unplaced")]
    assert mapping.column_of("note") == "Ghi chú"
    assert mapping.column_of("religion") is None
    tu, sau = (mapping.cells(table, row) for row in table.rows)
    assert (tu["full_name"], tu["birth_date"], tu["sex"]) == ("Nguyễn Thị Tư", 1944, "female")
    assert (tu["decision_date"], tu["note"], tu["bank"]) == (date(2024, 3, 2), "chết 3/2026", "Agribank")
    assert (sau["full_name"], sau["birth_date"], sau["sex"]) == ("Trần Văn Sáu", "2/3/1968", "male")
    assert "note" not in sau


def test_crosses_say_sex_degree_and_kind() -> None:
    header = ("Họ và tên", "Giới tính nam", "Giới tính nữ", "Mức độ KT nặng", "Mức độ KT ĐBN", "Dạng khuyết tật nhìn")
    table = _table(header, ("Nguyễn Thị Tư", None, "x", "X", None, "x"), ("Trần Văn Sáu", "x", None, None, "x", None))
    mapping = propose_register(table)
    assert mapping.doubts == ()
    tu, sau = (mapping.cells(table, row) for row in table.rows)
    assert tu == {
        "full_name": "Nguyễn Thị Tư",
        "sex": "female",
        "disability_degree": "severe",
        "disability_kind": "visual",
    }
    assert sau == {"full_name": "Trần Văn Sáu", "sex": "male", "disability_degree": "extreme"}


def test_only_the_targets_that_are_wanted() -> None:
    table = _table(("Họ và tên", "Năm sinh", "Dân tộc"), ("Nguyễn Thị Tư", 1944, "Kinh"))
    wanted = [target for target in REGISTER if target.name in {"full_name", "ethnicity"}]
    mapping = propose_register(table, wanted)
    assert _targets(mapping) == {"Họ và tên": "full_name", "Dân tộc": "ethnicity"}
    assert mapping.unplaced == ("Năm sinh",)


def test_numbers_without_a_heading_are_known_by_their_contents() -> None:
    table = _table(("Họ và tên", "Mã", "Khác"), ("Nguyễn Thị Tư", "038144000017", 1), ("Trần Sáu", 38068000018, 2))
    mapping = propose_register(table)
    assert _targets(mapping) == {"Họ và tên": "full_name", "Mã": "citizen_id"}
    assert [(doubt.column, doubt.code) for doubt in mapping.doubts] == [("Mã", "by_contents"), ("Khác", "unplaced")]
    without = propose_register(table, [target for target in REGISTER if target.name != "citizen_id"])
    assert without.unplaced == ("Mã", "Khác")


def test_what_does_not_fit_its_heading_is_named() -> None:
    header = ("Họ và tên", "Ngày sinh", "Số CCCD", "Giới tính", "SĐT", "Số tiền", "Hệ số")
    rows = (
        ("Nguyễn Thị Tư", "2/3/1944", "038144000017", "Nữ", "0912", "500.000", 1.5),
        ("Trần 2", "31/2/1950", "123", "?", "không", "ít", "x"),
    )
    mapping = propose_register(_table(header, *rows))
    strange = {doubt.column: doubt.params["shown"] for doubt in mapping.doubts if doubt.code == "strange"}
    assert strange == dict(zip(header, [f"“{cell}”" for cell in rows[1]], strict=True))
    assert mapping.doubts[1].sentence
    assert "Ngày sinh" in mapping.doubts[1].sentence


def test_a_second_column_for_the_same_is_left_but_notes_are_joined() -> None:
    table = _table(
        ("Họ và tên", "Năm sinh", "Ngày sinh", "Ghi chú", "Ghi chú"), ("Nguyễn Thị Tư", 1944, 1945, "x", "chết 3/2026")
    )
    mapping = propose_register(table)
    assert mapping.unplaced == ("Ngày sinh",)
    assert mapping.cells(table, table.rows[0])["note"] == "x; chết 3/2026"


def test_a_list_without_names_says_so() -> None:
    mapping = propose_register(_table(("Số CCCD", "Ngày sinh", "Ký nhận"), ("038144000017", 1944, None)))
    assert [doubt.code for doubt in mapping.doubts] == ["no_name"]
    assert mapping.unplaced == ("Ký nhận",)
    assert mapping.doubts[0].sentence


@pytest.mark.parametrize(
    ("target", "cell", "code"),
    [
        ("relation_to_head", "Con trai", "child"),
        ("relation_to_head", "VỢ", "spouse"),
        ("relation_to_head", "hàng xóm", None),
        ("disability_kind", "Nghe, nói", "hearing_speech"),
        ("disability_kind", "Thần kinh, tâm thần", "mental"),
        ("disability_degree", "ĐBN", "extreme"),
        ("sex", "nữ", "female"),
        ("sex", "male", "male"),
        ("sex", None, None),
    ],
)
def test_codes_of_contents(target: str, cell: str | None, code: str | None) -> None:
    assert code_of(target, cell) == code


def test_the_vocabulary_is_whole() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {target.name for target in REGISTER if target.kind == "code"} == set(CODES)
    said = {key: value for marked in MARKED for key, value in marked.says.items()}
    assert said.keys() <= set(NAMES)
    assert all(value in CODES[key] for marked in MARKED for key, value in marked.says.items())


HEADER = ("STT", "Họ và tên", "Số CCCD", "Số tiền tháng 11/2026", "Cột E", "Ghi chú", "Ghi chú (2)")
NEXT = ("stt", "Số CCCD", "HỌ VÀ TÊN", "Ghi chú", "Số tiền tháng 12/2026", "Ghi chú (2)")


def test_the_next_list_of_the_same_office_is_known_again() -> None:
    assert header_words(HEADER) == ("ghi chu", "ho va ten", "so cccd", "so tien thang", "stt")
    assert signature(HEADER) == signature(NEXT)
    assert len(signature(HEADER)) == 32
    assert signature(HEADER) != signature(HEADER[:3])
    assert likeness(HEADER, NEXT) == 1
    assert likeness(HEADER, ("Họ và tên", "Tuổi")) == pytest.approx(1 / 6)
    assert likeness((), ()) == 0
    assert match_columns(HEADER, NEXT) == {
        "STT": "stt",
        "Họ và tên": "HỌ VÀ TÊN",
        "Số CCCD": "Số CCCD",
        "Số tiền tháng 11/2026": "Số tiền tháng 12/2026",
        "Ghi chú": "Ghi chú",
        "Ghi chú (2)": "Ghi chú (2)",
    }


def test_remembered_mappings_fit_the_next_list() -> None:
    mapping = ListMapping(
        id_column="Số CCCD",
        name="Họ và tên",
        commune=Commune(constant="xã An Bình"),
        columns=(MappedColumn("Số tiền tháng 11/2026", "pension_amount", {}, 1000),),
        ignored=("STT", "Cột E"),
    )
    adapted = adapt_mapping(mapping, NEXT)
    assert adapted is not None
    assert (adapted.id_column, adapted.name, adapted.household) == ("Số CCCD", "HỌ VÀ TÊN", None)
    assert adapted.columns == (MappedColumn("Số tiền tháng 12/2026", "pension_amount", {}, 1000),)
    assert adapted.ignored == ("stt",)
    assert adapt_mapping(mapping, ("STT", "Họ và tên")) is None
    register = RegisterMapping((RegisterColumn("Họ và tên", "full_name"), RegisterColumn("Tuổi", "age")))
    assert adapt_register(register, NEXT) == RegisterMapping(
        (RegisterColumn("HỌ VÀ TÊN", "full_name"),), tuple(name for name in NEXT if name != "HỌ VÀ TÊN")
    )
