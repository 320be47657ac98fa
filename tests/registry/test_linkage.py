"""Linkage in the small: what two records of one person look like, and what never makes two records one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from ansinh.kernel.messages import use_language
from ansinh.registry.linkage.bands import ASK, BAND_SQL, SAME
from ansinh.registry.linkage.blocking import RULES, blocking_rules
from ansinh.registry.linkage.comparisons import FIELDS, UNKNOWN, comparisons
from ansinh.registry.linkage.explain import explain
from ansinh.registry.linkage.learned import LEARNED
from ansinh.registry.linkage.matching import PAIRS, learn, link
from ansinh.registry.linkage.records import RecordsError, prepared
from synth.duplicates import SCHEMA, labelled_register

LUA = {
    "full_name": "Quàng Thị Lụa",
    "birth_date": "1957-04-09",
    "sex": "female",
    "citizen_id": "038157004321",
    "old_id": "171234567",
    "commune": "14700",
    "village": "Thôn 3",
    "father": "Quàng Văn Bính",
    "mother": "Lò Thị Mận",
    "head": "Vi Văn Chín",
}
NO_NUMBER = {"citizen_id": "", "old_id": ""}
ALONE = {**NO_NUMBER, "village": "", "father": "", "mother": "", "head": ""}
# What the second record says otherwise → what is done.
STORIES: dict[str, tuple[Mapping[str, str], Mapping[str, str], str]] = {
    "written without accents": ({}, {"full_name": "QUANG THI LUA"}, SAME),
    "without a number, day and month swapped": ({}, {**NO_NUMBER, "birth_date": "1957-09-04"}, SAME),
    "the old number where the new one should be": ({}, {"citizen_id": "171234567", "old_id": ""}, SAME),
    "a digit mistyped": ({}, {"citizen_id": "038157004821", "old_id": "", "birth_date": "1957"}, SAME),
    "a slip outside the given name": ({}, {**NO_NUMBER, "full_name": "Quàn Thị Lụa"}, SAME),
    "a slip in the given name": ({}, {**NO_NUMBER, "full_name": "Quàng Thị Lụ"}, ASK),
    "name and birth date in another commune": (ALONE, {**ALONE, "commune": "14703"}, ASK),
    "two numbers": ({}, {"citizen_id": "038157990017", "old_id": ""}, ASK),
    "a twin": ({}, {**NO_NUMBER, "full_name": "Quàng Thị Thơm"}, ""),
    "a child under its mother's number": (
        {},
        {"full_name": "Vi Văn Nam", "birth_date": "1990-07-11", "sex": "male"},
        ASK,
    ),
    "a namesake elsewhere": ({}, {**ALONE, "birth_date": "1988-12-30", "commune": "14703"}, ""),
}


GIVEN = ("Lụa", "Nụ", "Cúc", "Sen", "Nhài", "Lụa", "Mận", "Đào", "Lựu", "Tý", "Nhung")


def _others() -> list[dict[str, str]]:
    """Enough neighbours to tell a common name from a rare one, too few to learn from."""
    return labelled_register(5, 3_000).persons.to_pylist()


@pytest.fixture(scope="module")
def found() -> dict[frozenset[str], dict[str, Any]]:
    """The pairs of one list that holds every story, each in a family of its own, by the two codes."""
    rows = _others()
    for number, (left, right, _) in enumerate(STORIES.values()):
        for side, said in (("l", left), ("r", right)):
            rows.append({**_of_family(number, {**LUA, **said}), "person_code": f"{number}{side}"})
    pairs = link(pa.Table.from_pylist(rows, SCHEMA))
    assert pairs.schema == PAIRS
    return {frozenset((pair["code_l"], pair["code_r"])): pair for pair in pairs.to_pylist()}


def _of_family(number: int, person: dict[str, str]) -> dict[str, str]:
    """The person under a name, a year and numbers of its own, so that the stories do not meet."""
    moved = {name: text.replace("1957", str(1957 - number)) for name, text in person.items()}
    moved["full_name"] = moved["full_name"].replace("Lụa", GIVEN[number])
    for name in ("citizen_id", "old_id"):
        if moved[name]:
            moved[name] = moved[name][:-6] + f"{(int(moved[name][-6:]) + 50_000 * number) % 10**6:06d}"
    return moved


@pytest.mark.parametrize("story", STORIES)
def test_what_is_done_with_a_pair(story: str, found: dict[frozenset[str], dict[str, Any]]) -> None:
    number = list(STORIES).index(story)
    pair = found.get(frozenset((f"{number}l", f"{number}r")))

    assert (pair["band"] if pair else "") == STORIES[story][2]


def test_a_pair_is_explained_in_words(found: dict[frozenset[str], dict[str, Any]]) -> None:
    swapped, alone, torn, under = (found[frozenset((f"{number}l", f"{number}r"))] for number in (1, 6, 7, 9))

    assert "Ngày và tháng sinh bị đảo: 09/04/1956 và 04/09/1956." in explain(swapped)
    assert "Thiếu số CCCD." in explain(swapped)
    assert "Từ hai người thân trở lên trùng họ tên (cha, mẹ, chủ hộ)." in explain(swapped)
    assert explain(alone)[-1] == "Chỉ trùng họ tên và ngày sinh thì chưa đủ để coi là một người."
    assert explain(torn)[-1] == "Hoặc đây là hai người, hoặc một trong hai số bị ghi sai."
    assert explain(under)[-1] == "Có vẻ hai người đang đứng chung một số."
    assert any(sentence.startswith(f"Trong danh sách có {alone['name_people']} người") for sentence in explain(alone))
    assert alone["name_people"] >= 2


def test_one_without_a_number_is_not_the_same_as_two_people() -> None:
    one, two = LUA, {**LUA, "citizen_id": "038157990017", "old_id": ""}
    rows = [
        *_others(),
        *({**each, "person_code": code} for each, code in ((one, "A"), (two, "B"), ({**LUA, **NO_NUMBER}, "X"))),
    ]
    pairs = {(pair["code_l"], pair["code_r"]): pair for pair in link(pa.Table.from_pylist(rows, SCHEMA)).to_pylist()}
    without_b = link(pa.Table.from_pylist([row for row in rows if row["person_code"] != "B"], SCHEMA)).to_pylist()

    assert [pairs[ends]["band"] for ends in (("A", "B"), ("A", "X"), ("B", "X"))] == [ASK] * 3
    assert [pair["band"] for pair in without_b if (pair["code_l"], pair["code_r"]) == ("A", "X")] == [SAME]


def test_a_small_list_takes_the_weights_of_the_house() -> None:
    model = learn(pa.Table.from_pylist(_others(), SCHEMA))

    assert {name: weights for name, weights in model.weights.items() if name != "place"} == {
        name: weights for name, weights in LEARNED.items() if name != "place"
    }
    # Two communes of eighteen villages, four fifths of them said.
    strangers = {code: stranger for code, (_, stranger) in model.weights["place"].items()}
    assert sum(strangers.values()) == pytest.approx(1)
    assert 0.4 < strangers["other"] < 0.6
    assert strangers["same_village"] < strangers["same_commune"] < strangers["other_village"]


@pytest.mark.parametrize("count", [0, 1])
def test_a_list_without_two_people_has_no_pairs(count: int) -> None:
    assert len(link(pa.Table.from_pylist([{**LUA, "person_code": "A"}][:count], SCHEMA))) == 0


def test_no_mix_of_likenesses_merges_on_name_and_birth_date_alone() -> None:
    """Every mix of levels at full certainty: what `same` must rest on, and what it must not bear."""
    names = [field.name for field in FIELDS]
    levels = [[UNKNOWN, *(level.code for level in field.levels)] for field in FIELDS]
    mixes = pa.Table.from_pylist([dict(zip(names, mix, strict=True)) for mix in product(*levels)])
    with duckdb.connect() as con:
        con.register("mixes", mixes)
        told = con.sql(f"select *, {BAND_SQL} as band from (select *, 1.0 as probability from mixes)").to_arrow_table()
    same = [mix for mix in told.to_pylist() if mix["band"] == SAME]

    assert len(told) > 50_000
    assert 500 < len(same) < len(told) / 2
    for mix in same:
        number = mix["citizen_id"] in {"same", "near"} or mix["old_id"] == "same"
        beside = mix["kin"] in {"one_same", "two_same"} or mix["place"] in {"same_village", "same_commune"}
        assert number or beside
        assert mix["citizen_id"] != "other"
        assert mix["name"] not in {"other", UNKNOWN}
        assert number or mix["birth"] in {"same", "swapped", "near", "same_year_rough"}
        assert number or mix["sex"] != "other"
        assert number or mix["name"] not in {"near", "similar", "other_middle_name", UNKNOWN}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_likeness_can_be_said(language: str) -> None:
    use_language(language)
    usual = {field.name: UNKNOWN for field in FIELDS} | {"band": ASK, "name_people": 12}
    said: set[str] = set()
    for field in FIELDS:
        for level in field.levels:
            births = (
                {"birth_l": "1957-04-09", "birth_r": "1957"}
                if field.name == "birth"
                else {"birth_l": None, "birth_r": None}
            )
            sentences = explain({**usual, **births, field.name: level.code})
            assert not any("{" in sentence for sentence in sentences)
            said.update(sentences)
    use_language("vi")

    assert len(said) >= 35


@pytest.mark.parametrize(
    ("left", "right", "sentence"),
    [
        ("1950", "1950", "Cả hai bên chỉ ghi năm sinh 1950."),
        ("1950", "1950-01-01", "Cùng năm sinh 1950; một bên không ghi ngày."),
        ("1950-01-01", "1950-01-01", "Cả hai bên ghi 01/01/1950, là cách thường ghi khi không rõ ngày sinh."),
        (
            "1950-01-01",
            "1950-06-02",
            "Cùng năm sinh 1950; một bên ghi 01/01, là cách thường ghi khi không rõ ngày sinh.",
        ),
        ("1950-06", "1950-06-02", "Cùng tháng và năm sinh; một bên không ghi ngày."),
    ],
)
def test_rough_births_are_told_apart(left: str, right: str, sentence: str) -> None:
    usual = {field.name: UNKNOWN for field in FIELDS} | {"band": SAME, "name_people": None, "name": "same"}

    assert sentence in explain({**usual, "birth": "same_year_rough", "birth_l": left, "birth_r": right})


def test_records_are_read_in_one_shape() -> None:
    said = {
        "person_code": ["A", "B", "C"],
        "full_name": ["  NGUYỄN  Văn Hoà", "Nguyễn Văn Hòa", " "],
        "birth_date": ["1950-01-01", "1950-12-03", "1950-02-31"],
        "citizen_id": ["171234567", "12", "038157004321"],
        "head": ["nguyen van hoa", "Lê Thị Tư", ""],
        "mother": ["Lê Thị Tư", "Lê Thị Tư", ""],
    }
    rows = prepared(pa.table(said)).to_pylist()

    assert [row["name_key"] for row in rows] == ["nguyen van hoa", "nguyen van hoa", None]
    assert [row["name_words"] for row in rows] == ["3", "3", None]
    assert [row["birth"] for row in rows] == ["1950-01-01", "1950-12-03", None]
    assert [row["birth_parts"] for row in rows] == [None, "1950-03-12", None]
    assert [row["citizen_id"] for row in rows] == [None, None, "038157004321"]
    assert [row["old_id"] for row in rows] == ["171234567", None, None]
    assert [row["kin"] for row in rows] == [["le thi tu"], ["le thi tu"], None]
    assert {row["commune"] for row in rows} == {None}


def test_a_table_that_cannot_be_linked_is_refused() -> None:
    with pytest.raises(RecordsError, match="birth_date"):
        prepared(pa.table({"person_code": ["A"], "full_name": ["Vi A"]}))
    for codes in (["A", "A"], ["A", None]):
        with pytest.raises(RecordsError) as raised:
            prepared(pa.table({"person_code": codes, "full_name": ["Vi A"] * 2, "birth_date": ["1950"] * 2}))
        assert raised.value.code == "code_twice"


def test_no_rule_compares_a_whole_province_by_name() -> None:
    assert len(blocking_rules()) == len(RULES)
    for rule in RULES:
        assert len(rule) > 1 or rule[0] in {"citizen_id", "old_id"}


def test_the_comparisons_are_said_to_spark_as_well() -> None:
    said = [comparison.create_comparison_dict("spark") for comparison in comparisons(LEARNED)]
    conditions = " ".join(level["sql_condition"] for each in said for level in each["comparison_levels"])

    assert len(said) == len(FIELDS)
    assert "list_intersect" not in conditions.lower()
    assert "array_intersect" in conditions.lower()
