"""Rows to people: typed facts, three kinds of blank, and every row either a person or a listed problem."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.kernel.mapping import MappingError, Person, RowProblem, parse_mapping, rows_to_facts
from ansinh.kernel.messages import use_language
from ansinh.kernel.sheets import Cell, CellFault, Table
from ansinh.kernel.sheets.table import Column, SourceRow
from tests.kernel.books import declared_facts

FACTS = declared_facts()
TODAY = date(2026, 11, 24)
BASE = "id: CCCD\nname: Tên\nhousehold: Hộ\ncolumns:\n"


def _read(
    mapping: str, *rows: dict[str, Cell], sections: tuple[str, ...] = ()
) -> tuple[list[Person], list[RowProblem]]:
    parsed = parse_mapping(mapping, FACTS)
    held = parsed.named_columns() if len(rows) > 1 else {}
    names = list(dict.fromkeys(["CCCD", "Tên", "Hộ", *held, *(name for row in rows for name in row)]))
    source = [SourceRow(10 + n, tuple(row.get(name) for name in names), sections) for n, row in enumerate(rows)]
    table = Table(None, tuple(Column("A", name) for name in names), source, [])
    people, problems = rows_to_facts(table, parsed, FACTS, today=TODAY)
    assert sorted([person.row for person in people] + list({problem.row for problem in problems})) == [
        r.number for r in source
    ]
    return people, problems


def _fact(mapping: str, cell: Cell) -> object:
    """What one cell in column K says of the fact: its value, None for unknown, or the problem's code as 'code!'."""
    people, problems = _read(BASE + mapping, {"K": cell})
    return f"{problems[0].code}!" if problems else next(iter(people[0].facts.values()), None)


def test_a_row_becomes_a_person() -> None:
    mapping = (
        BASE
        + "- {column: Sinh, fact: birth_date}\n- {column: Giới, fact: sex}\n"
        + "commune: {constant: xã An Bình}\nclaimed: Nhóm"
    )
    row: dict[str, Cell] = {
        "CCCD": 25144012345.0,
        "Tên": "NGUYỄN THỊ TƯ",
        "Hộ": 12.0,
        "Sinh": "2/3/1944",
        "Giới": "nữ",
        "Nhóm": "NCT",
    }
    people, problems = _read(mapping, row, sections=("Thôn 3",))
    facts = {"birth_date": "1944-03-02", "sex": "female"}
    assert problems == []
    assert people == [
        Person(10, "025144012345", "Nguyễn Thị Tư", "xa an binh/thon 3/12", "xã An Bình", "Thôn 3", "NCT", facts),
    ]
    assert type(people[0].facts["birth_date"]) is str


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *((mark, True) for mark in ("x", "X ", "có", "Có", "1", 1, 1.0, True, "✓", "đúng")),
        *((mark, False) for mark in ("không", "KHÔNG", 0, "0", False, "ko")),
        *((mark, None) for mark in (None, "-", "…")),
        *((mark, "unknown_value!") for mark in ("?", 2, "nặng", date(2020, 1, 1))),
        (CellFault("error_value", "#N/A"), "error_value!"),
    ],
)
def test_truth_values(cell: Cell, value: object) -> None:
    assert _fact("- {column: K, fact: hiv}", cell) is value or _fact("- {column: K, fact: hiv}", cell) == value


@pytest.mark.parametrize(
    ("times", "cell", "value"),
    [
        (1, 2.0, 2),
        (1, "02", 2),
        (1, "2 con", 2),
        (1, "2,0", 2),
        (1, 1_350_000, 1_350_000),
        (1, "1.350.000", 1_350_000),
        (1, "1,350,000 đ", 1_350_000),
        (1, "1 350 000 đồng", 1_350_000),
        (1000, 1350, 1_350_000),
        (1000, "1.350", 1_350_000),
        (1000, 1350.5, 1_350_500),
        (1000, "1350,5", 1_350_500),
        (1000000, 1.35, 1_350_000),
        (1000000, "1,35", 1_350_000),
        (1000000, "1.350", "not_a_number!"),
        (1, 1.5, "fraction!"),
        (1, "1.5", "fraction!"),
        (1, -1, "out_of_range!"),
        (1, 2_000_000_000, "out_of_range!"),
        (1, "hai", "not_a_number!"),
        (1, "1.35.000", "not_a_number!"),
        (1, True, "not_a_number!"),
        (1, float("inf"), "not_a_number!"),
        (1, date(1950, 1, 1), "not_a_number!"),
        (1, CellFault("not_computed", "=…"), "not_computed!"),
    ],
)
def test_numbers(times: int, cell: Cell, value: object) -> None:
    assert _fact(f"- {{column: K, fact: pension_amount, times: {times}}}", cell) == value


@pytest.mark.parametrize(
    ("fact", "cell", "value"),
    [
        ("disability_degree", "Đặc biệt nặng", "extreme"),
        ("disability_degree", "dac biet nang", "extreme"),
        ("disability_degree", "severe", "severe"),
        ("disability_degree", "vừa", "unknown_value!"),
        ("birth_date", 1944.0, "1944"),
        ("birth_date", "3/1944", "1944-03"),
        ("birth_date", date(1944, 3, 2), "1944-03-02"),
        ("birth_date", "31/2/1944", "day!"),
        ("birth_date", "2/3/44", "two_digit_year!"),
        ("birth_date", "25/11/2026", "future!"),
        ("birth_date", 1880, "too_old!"),
        ("disability_certificate_date", "3/2020", "partial_date!"),
        ("disability_certificate_date", "2/3/2020", "2020-03-02"),
    ],
)
def test_codes_and_dates(fact: str, cell: Cell, value: object) -> None:
    assert _fact(f"- {{column: K, fact: {fact}}}", cell) == value


def test_blank_is_no_only_where_the_list_vouches_for_it() -> None:
    mapping = BASE + "- {column: K, fact: hiv}\n- {column: L, fact: regular_income}\nvouched: {regular_income: false}"
    people, _ = _read(mapping, {"K": None, "L": None}, {"K": "x", "L": "x"}, {"K": None, "L": "-"})
    assert [person.facts for person in people] == [
        {"regular_income": False},
        {"hiv": True, "regular_income": True},
        {"regular_income": False},
    ]


MARKS = """
- {column: Nặng, values: {x: {disability_degree: severe}, chưa rõ: unknown}}
- {column: ĐBN, values: {x: {disability_degree: extreme, no_work_capacity: true}}}
vouched: {disability_degree: none}
"""


def test_several_columns_of_marks_make_one_fact() -> None:
    rows: list[dict[str, Cell]] = [{"Nặng": "x", "ĐBN": None}, {"ĐBN": "X"}, {}, {"Nặng": "chưa rõ"}]
    people, _ = _read(BASE + MARKS, *rows)
    assert [person.facts for person in people] == [
        {"disability_degree": "severe"},
        {"disability_degree": "extreme", "no_work_capacity": True},
        {"disability_degree": "none"},
        {},
    ]
    _, problems = _read(BASE + MARKS, {"Nặng": "x", "ĐBN": "x"}, {"Nặng": "?"})
    assert [(problem.code, problem.column, problem.value) for problem in problems] == [
        ("contradiction", "ĐBN", "x"),
        ("unknown_value", "Nặng", "?"),
    ]


def test_an_amount_implies_the_pension_and_may_contradict_it() -> None:
    mapping = BASE + (
        "- {column: Có, fact: has_pension}\n- {column: Mức, fact: pension_amount, implies: {has_pension: true}}\n"
        "vouched: {has_pension: false, pension_amount: 0}"
    )
    people, problems = _read(mapping, {"Có": None, "Mức": 900_000}, {"Có": None, "Mức": 0}, {"Có": "không", "Mức": 5})
    assert [person.facts for person in people] == [
        {"pension_amount": 900_000, "has_pension": True},
        {"pension_amount": 0, "has_pension": False},
    ]
    assert [(problem.row, problem.code) for problem in problems] == [(12, "contradiction")]


def test_a_number_that_stands_twice_is_the_later_rows_problem() -> None:
    people, problems = _read(
        BASE + "- {column: K, fact: hiv}", {"CCCD": 25144012345}, {"CCCD": "025144012345"}, {"K": "x"}
    )
    assert [person.id for person in people] == ["025144012345", "row-12"]
    assert problems[0].params == {"earlier": 10}
    assert "10" in problems[0].reason


def test_identity_must_agree_with_birth_and_sex() -> None:
    mapping = BASE + "- {column: Sinh, fact: birth_date}\n- {column: Giới, fact: sex}"
    _, problems = _read(
        mapping, {"CCCD": 25144012345, "Sinh": 1945}, {"CCCD": 25144012346, "Giới": "Nam"}, {"CCCD": "abc"}
    )
    assert [problem.code for problem in problems] == ["id_birth", "id_sex", "not_an_id"]
    people, _ = _read(mapping.replace("id: CCCD", "id: {column: CCCD, kind: text}"), {"CCCD": 7.0}, {"CCCD": "abc"})
    assert [person.id for person in people] == ["7", "abc"]


def test_what_is_shown_of_a_problem_is_what_stands_in_the_list() -> None:
    mapping = BASE + "- {column: Sinh, fact: birth_date}\n- {column: Mức, fact: pension_amount, times: 1000}"
    _, problems = _read(mapping, {"Sinh": date(2062, 10, 12), "Mức": 45_000_000}, {})
    assert [problem.value for problem in problems] == ["45000000", "12/10/2062"]
    assert problems[0].params["most"] == 1_000_000
    assert problems[1].params == {"value": "12/10/2062", "today": "24/11/2026"}


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    mapping = BASE + "- {column: Sinh, fact: birth_date}\n- {column: Giới, fact: sex}"
    row: dict[str, Cell] = {"CCCD": CellFault("error_value", "#REF!"), "Sinh": "31/2/1950", "Giới": "Khác"}
    people, problems = _read(mapping, row)
    assert people == []
    assert [problem.code for problem in problems] == ["day", "unknown_value", "error_value"]


HOUSEHOLD = (
    "\n- {column: K, fact: poverty_class}\n- {column: L, values: {x: {hard_area: true}}}\nvouched: {hard_area: false}"
)


def test_what_one_member_says_of_the_household_holds_for_all() -> None:
    rows: list[dict[str, Cell]] = [{"Hộ": "1"}, {"Hộ": "1", "K": "poor", "L": "x"}, {"Hộ": "2", "K": "other"}, {}]
    people, _ = _read(BASE + HOUSEHOLD, *rows)
    assert [person.facts for person in people] == [
        {"poverty_class": "poor", "hard_area": True},
        {"poverty_class": "poor", "hard_area": True},
        {"poverty_class": "other", "hard_area": False},
        {"hard_area": False},
    ]
    assert [person.household for person in people] == ["1", "1", "2", "person:row-13"]


def test_members_who_contradict_each_other_about_the_household_are_all_listed() -> None:
    rows: list[dict[str, Cell]] = [
        {"Hộ": "1", "K": "poor"},
        {"Hộ": "1"},
        {"Hộ": "1", "K": "other"},
        {"Hộ": "2", "K": "poor"},
    ]
    people, problems = _read(BASE + HOUSEHOLD, *rows)
    assert [person.row for person in people] == [13]
    assert {(problem.row, problem.code, problem.household) for problem in problems} == {
        (row, "household", "1") for row in (10, 11, 12)
    }
    assert problems[0].params == {"rows": "10, 12"}


def test_a_link_must_name_another_member() -> None:
    mapping = BASE.replace("id: CCCD", "id: {column: CCCD, kind: text}") + "- {column: Vợ, fact: spouse}"
    rows: list[dict[str, Cell]] = [
        {"CCCD": "a", "Hộ": "1", "Vợ": "b"},
        {"CCCD": "b", "Hộ": "1"},
        {"CCCD": "c", "Hộ": "2", "Vợ": "b"},
    ]
    people, problems = _read(mapping, *rows)
    assert people[0].facts == {"spouse": "b"}
    assert [(problem.row, problem.code) for problem in problems] == [(12, "no_member")]


def test_communes_from_column_or_sections() -> None:
    columns = "- {column: K, fact: hiv}\n"
    by_section, _ = _read(BASE + columns + "commune: {sections: true}", {"K": "x"}, sections=("Xã Hoà Bình", "Thôn 1"))
    assert by_section[0].commune == "Xã Hoà Bình"
    by_column, _ = _read(BASE + columns + "commune: Xã", {"K": "x", "Xã": "An Bình"})
    assert by_column[0].commune == "An Bình"


def test_a_column_that_the_list_does_not_have_is_refused() -> None:
    with pytest.raises(MappingError, match="name: the list has no column “Họ tên”"):
        _read("name: Họ tên", {"K": "x"})


def test_reasons_are_said_in_the_readers_language() -> None:
    _, problems = _read(BASE + "- {column: K, fact: hiv}", {"K": "?"})
    use_language("en")
    try:
        assert problems[0].reason == "“?” is neither yes (x, có) nor no (không)"
    finally:
        use_language("vi")
