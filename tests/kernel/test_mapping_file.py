"""The mapping file: what it may say, what is refused by line and field, and that writing and reading agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.kernel.mapping import (
    Commune,
    ListMapping,
    MappedColumn,
    MappingError,
    dump_mapping,
    load_mapping,
    mapping_path,
    parse_mapping,
)
from tests.kernel.books import declared_facts

FACTS = declared_facts()
FULL = ListMapping(
    id_column="Số CCCD",
    id_kind="text",
    name="Họ và tên",
    household="Mã hộ",
    commune=Commune(in_sections=True),
    claimed="Nhóm",
    columns=(
        MappedColumn("Năm sinh", "birth_date"),
        MappedColumn("Giới tính › Nam", values={"x": {"sex": "male"}, "?": {}}),
        MappedColumn("Mức (nghìn đồng)", "pension_amount", times=1000, implies={"has_pension": True}),
        MappedColumn('Hộ "nghèo"', "poverty_class", {"Có": {"poverty_class": "poor"}, "1": {"poverty_class": "other"}}),
        MappedColumn("Ngày mất", "death_date", {"chưa": {}, "năm ngoái": {"death_date": "2025-03-02"}}),
    ),
    vouched={"pension_amount": 0, "has_pension": False, "death_date": "none", "poverty_class": "other"},
    blanks=("-", "không ghi"),
    ignored=("STT", "Ghi chú: #1"),
    sheet="DS 1",
    doubts=("cột K chưa rõ",),
)


@pytest.mark.parametrize(
    "mapping",
    [
        FULL,
        ListMapping(),
        ListMapping(commune=Commune(constant="xã An Bình"), blanks=()),
        ListMapping(commune=Commune(column="Xã"), id_column="CCCD"),
    ],
)
def test_a_mapping_survives_its_file(mapping: ListMapping, tmp_path: Path) -> None:
    path = mapping_path(tmp_path / "danh sách.xlsx")
    assert path.name == "danh sách.xlsx.mapping.yaml"
    path.write_text(dump_mapping(mapping, FACTS), encoding="utf-8")
    assert load_mapping(path, FACTS) == mapping
    assert all(doubt in path.read_text(encoding="utf-8") for doubt in mapping.doubts)


def test_short_forms() -> None:
    mapping = parse_mapping(
        "id: Số CCCD\ncommune: Xã\ncolumns:\n- {column: Giới, fact: sex, values: {N: male, Y: female}}", FACTS
    )
    assert (mapping.id_column, mapping.id_kind, mapping.commune.column) == ("Số CCCD", "cccd", "Xã")
    assert mapping.columns[0].meaning_of("n") == {"sex": "male"}
    assert mapping.columns[0].meaning_of("z") is None
    assert parse_mapping("columns:\nvouched:\nignored:\nname:", FACTS) == ListMapping()


COLUMN = "columns:\n- {column: A, fact: "


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("- a", "m.yaml", "expected keys and values"),
        ("a: [}", "m.yaml:1", "not readable as YAML"),
        ("name: '\ud83d", "m.yaml", "not readable as YAML"),
        ("name: A\nname: B", "m.yaml:2", "“name” stands twice"),
        ("? [a]\n: b", "m.yaml:1", "a key must be plain text"),
        ("name: &x A\nclaimed: *x", "m.yaml:1", "references"),
        ("names: A", "m.yaml:1: names", "unknown field"),
        ("name: 5", "m.yaml:1: name", "name of a column"),
        ("ignored: A", "m.yaml:1: ignored", "list of texts"),
        ("id: [A]", "m.yaml:1: id", "name of a column"),
        ("id: {column: A, kind: cmnd}", "m.yaml:1: id.kind", "cccd, text"),
        ("commune: {column: A, constant: B}", "m.yaml:1: commune", "column, constant, sections"),
        ("commune: {village: A}", "m.yaml:1: commune.village", "unknown field"),
        ("columns: A", "m.yaml:1: columns", "list of columns"),
        ("columns: [A]", "m.yaml:1: columns[0]", "expected `column`"),
        ("columns: [{fact: sex}]", "m.yaml:1: columns[0]", "`column` is missing"),
        ("columns: [{column: A}]", "m.yaml:1: columns[0]", "what does this column say"),
        (COLUMN + "sexe}", "m.yaml:2: columns[0].fact", "no fact sexe"),
        (COLUMN + "sex, times: 1000}", "m.yaml:2: columns[0].times", "only a number"),
        (COLUMN + "pension_amount, times: 0}", "m.yaml:2: columns[0].times", "above zero"),
        (COLUMN + "sex, values: [x]}", "m.yaml:2: columns[0].values", "contents and what they mean"),
        (COLUMN + "sex, values: {x: man}}", "m.yaml:2: columns[0].values.x", "expected male, female"),
        (COLUMN + "sex, values: {Có: male, co: female}}", "m.yaml:2: columns[0].values.co", "stands twice"),
        (COLUMN + "hiv, values: {x: có}}", "m.yaml:2: columns[0].values.x", "expected true, false"),
        (COLUMN + "children_under_16, values: {x: 99}}", "m.yaml:2: columns[0].values.x", "expected 0–30"),
        (COLUMN + "disability_certificate_date, values: {x: 1999}}", "m.yaml:2: columns[0].values.x", "1944-03-02"),
        (COLUMN + "sex, implies: [x]}", "m.yaml:2: columns[0].implies", "facts and their values"),
        ("columns: [{column: A, values: {x: male}}]", "m.yaml:1: columns[0].values.x", "say which facts"),
        ("name: A\nhousehold: A", "m.yaml:2: household", "already used by name"),
        (COLUMN + "sex}\n- {column: A, fact: hiv}", "m.yaml:3: columns[1]", "already used by columns[0]"),
        ("vouched: {hiv: false}", "m.yaml:1: vouched.hiv", "no column holds"),
        (COLUMN + "hiv}\nvouched: {hiv: true}", "m.yaml:3: vouched.hiv", "“no” is false"),
        (COLUMN + "hiv}\nvouched: {hiv: 0}", "m.yaml:3: vouched.hiv", "“no” is false"),
        (COLUMN + "poverty_class}\nvouched: {poverty_class: poor}", "m.yaml:3: vouched.poverty_class", "“no” is other"),
        (COLUMN + "sex}\nvouched: {sex: male}", "m.yaml:3: vouched.sex", "no “no”"),
        (COLUMN + "birth_date}\nvouched: {birth_date: 1940}", "m.yaml:3: vouched.birth_date", "no “no”"),
        (
            COLUMN + "disability_degree, values: {Đặc biệt: extreme}}\nblanks: [đặc biệt]",
            "m.yaml:2: columns[0].values.Đặc biệt",
            "stands in blanks too",
        ),
        (COLUMN + 'hiv, values: {"-": true}}', "m.yaml:2: columns[0].values.-", "stands in blanks too"),
    ],
)
def test_a_wrong_mapping_names_line_and_field(text: str, where: str, says: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, FACTS, file="m.yaml")
    assert str(caught.value).startswith(f"{where}: ")
    assert says in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be opened"):
        load_mapping(tmp_path / "none.yaml", FACTS)
    (tmp_path / "old.yaml").write_bytes("name: Họ".encode("utf-16"))
    with pytest.raises(MappingError, match="not in UTF-8"):
        load_mapping(tmp_path / "old.yaml", FACTS)
    with pytest.raises(MappingError, match="very long"):
        parse_mapping("ignored:\n" + "- a\n" * 30_000, FACTS)


def test_the_claimed_column_may_also_be_read() -> None:
    mapping = parse_mapping("claimed: A\ncolumns:\n- {column: A, values: {NKT: {disability_degree: severe}}}", FACTS)
    assert mapping.claimed == mapping.columns[0].column
