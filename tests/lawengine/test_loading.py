"""A faulty book is refused: file, line and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawengine.book import dump_bundle, load_folder
from lawengine.bundle import load_bundle
from lawengine.errors import LawFileError
from tests.lawengine.small_book import ALLOWANCE, FACTS, PARAMETERS, TEXT, load, programme, write_book

OVERLAY = """
id: overlay.x
title: Cảng
territory: '31'
sources: {d: decree}
rates: [{id: r, parameter: a.rate, covers: [a.allowance], is: 300_000, from: 2021-01-01, cite: [d 1]}]
supplements: [{id: s, programme: a.allowance, plus: 5_000, from: 2021-01-01, cite: [d 1]}]
"""
RULES = """
sources: {d: decree}
rules:
  - {id: h, label: L, highest: [a.allowance, a.other], cite: [d 1]}
"""
OTHER = programme("a.other", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {money: a.rate}")


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


FAULTS: list[tuple[str, str, str, str]] = [
    ("programmes/a/allowance.yaml", "cite: [d 1.1]", "cite: [x 1.1]", "not declared"),
    ("programmes/a/allowance.yaml", "cite: [d 1.1]", "cite: [d 9.1]", "no summary"),
    ("programmes/a/allowance.yaml", "l: later", "l: nowhere", "no instrument"),
    ("programmes/a/allowance.yaml", "degree in ['severe']", "degre in ['severe']", "degree"),
    ("programmes/a/allowance.yaml", "degree in ['severe']", "degree in ['grave']", "grave"),
    ("programmes/a/allowance.yaml", '"!housed"', '"housed +"', "in “housed +”"),
    ("programmes/a/allowance.yaml", '"!housed"', '"children"', "bool"),
    ("programmes/a/allowance.yaml", '"!housed"', '"children > age"', "compared with literals"),
    ("programmes/a/allowance.yaml", '"!housed"', '"age + 1 > 3"', "compared with literals"),
    ("programmes/a/allowance.yaml", '"!housed"', '"members.exists(m, m.housed == housed)"', "bound member"),
    ("programmes/a/allowance.yaml", '"!housed"', '"size([1, 2]) > 1"', "counts"),
    ("programmes/a/allowance.yaml", '"!housed"', '"[1, 2].exists(x, x > children)"', "members"),
    ("programmes/a/allowance.yaml", '"!housed"', '"children in [1, children]"', "literals"),
    ("programmes/a/allowance.yaml", '"!housed"', '"[1] == [1]"', "right of"),
    ("programmes/a/allowance.yaml", "id: outside", "id: severe", "twice"),
    ("programmes/a/allowance.yaml", "id: young", "id: plain", "twice"),
    ("programmes/a/allowance.yaml", "over: [plain]", "over: [none-such]", "none-such"),
    ("programmes/a/allowance.yaml", 'when: "age < 16", ', "", "either"),
    ("programmes/a/allowance.yaml", "amount: {rate: a.rate, times: coefficient}", "", "amount"),
    (
        "programmes/a/allowance.yaml",
        "amount: {rate: a.rate, times: coefficient}",
        "amount: {times: coefficient}",
        "exactly one",
    ),
    ("programmes/a/allowance.yaml", "amount: {rate: a.rate, times: coefficient}", "amount: {levels: true}", "levels"),
    ("programmes/a/allowance.yaml", "rate: a.rate", "rate: a.none", "no parameter"),
    ("programmes/a/allowance.yaml", "rate: a.rate", "fact: degree", "not a declared fact"),
    ("programmes/a/allowance.yaml", "rate: a.rate, times: coefficient", "table: t, column: c, key: degree", "no table"),
    ("programmes/a/allowance.yaml", "month_of: decision_date", "month_of: income", "type date"),
    (
        "programmes/a/allowance.yaml",
        "in_force: [{from: 2020-01-01",
        "in_force: [{from: 2020-01-01, until: 2019-01-01",
        "empty",
    ),
    ("programmes/a/allowance.yaml", "is: '1.5'", "is: 1.5", "quotes"),
    ("programmes/a/allowance.yaml", "cite: [d 1.2]", "cite: [d 1.2], reading: open", "no reading"),
    ("programmes/a/allowance.yaml", "over: [plain]", "over: [plain], unless_reading: open", "no reading"),
    ("programmes/a/allowance.yaml", "month: 2024-08", "month: 2024-08, on: 2024-08-01", "one of them"),
    ("programmes/a/allowance.yaml", "message: Ai nặng thì được.", "massage: Ai", "massage"),
    ("programmes/a/allowance.yaml", "every: month", "every: week", "week"),
    ("facts.yaml", "years_since: birth_date", "years_since: degree", "not a declared date"),
    ("facts.yaml", 'expr: "age >= 16"', 'expr: "age >= 16", reached: death_date', "exactly one"),
    ("facts.yaml", 'expr: "age >= 16"', 'expr: "children"', "bool"),
    ("facts.yaml", "codes: {none: Không, mild: Nhẹ, severe: Nặng}, ", "", "codes"),
    (
        "facts.yaml",
        "absence: closed, closed: none, proof: P, sensitive: true",
        "absence: closed, closed: never, proof: P, sensitive: true",
        "never",
    ),
    ("facts.yaml", "absence: closed, closed: 0", "absence: closed", "blank"),
    ("texts/decree/instrument.yaml", "confidence: primary", "confidence: sure", "sure"),
    ("parameters/a.yaml", "is: 100_000, cite: [d 1]", "is: 100_000, cite: []", "non-empty"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), FAULTS)
def test_a_fault_is_named_by_file_line_and_remedy(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    base = {"facts.yaml": FACTS, "texts/decree/instrument.yaml": TEXT, "parameters/a.yaml": PARAMETERS}.get(
        file, ALLOWANCE
    )
    with pytest.raises(LawFileError) as caught:
        load(tmp_path, {file: replaced(base, old, new)})
    assert says in str(caught.value), caught.value
    assert caught.value.file == file
    assert caught.value.line > 0


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("overlays/x.yaml", replaced(OVERLAY, "'31'", "'99'"), "99"),
        ("overlays/x.yaml", replaced(OVERLAY, "parameter: a.rate", "parameter: a.none"), "a.none"),
        ("overlays/x.yaml", replaced(OVERLAY, "covers: [a.allowance]", "covers: [a.none]"), "a.none"),
        ("overlays/x.yaml", replaced(OVERLAY, "programme: a.allowance", "programme: a.none"), "a.none"),
        ("concurrence.yaml", replaced(RULES, "a.other]", "a.none]"), "a.none"),
        ("concurrence.yaml", replaced(RULES, "cite: [d 1]}", "both: [{one: [a.allowance], with: [a.third], cite: [d 1]}], cite: [d 1]}"), "a.third"),
        ("concurrence.yaml", replaced(RULES, "highest: [a.allowance, a.other]", "one_per: degree, programme: a.other"), "member"),
        ("programmes/a/copy.yaml", ALLOWANCE, "already defined"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {rate: a.rate, times: coefficient}"), "needs a table"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\nlevels: [{id: r, otherwise: true, is: {parameter: a.none}, cite: [d 1]}]\namount: {levels: true}"), "a.none"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\nlevels: [{id: r, otherwise: true, is: 1, cite: [d 1]}]\nclasses: [{id: r, otherwise: true, is: poor, cite: [d 1]}]\namount: {levels: true}"), "second"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {money: a.rate, per: \"age\"}"), "literals"),
        ("programmes/a/two.yaml", programme("a.two", "yields: income\nentitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {money: a.rate}"), "type code"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {fact: income, times: '0.6'}"), "needs `round:`"),
        ("programmes/a/two.yaml", programme("a.two", "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {fact: income, at_most: {level: '5'}}"), "needs `fact:` and a table"),
        ("tables/t.csv", "", "no table"),
        ("notes.txt", "x", "only .yaml"),
        ("stray.yaml", "a: 1", "no file of law belongs"),
        ("facts.yaml", None, "no book of law"),
    ],
)  # fmt: skip
def test_names_across_files_are_checked(tmp_path: Path, file: str, text: str | None, says: str) -> None:
    more: dict[str, str | None] = {"programmes/a/other.yaml": OTHER}
    if file == "tables/t.csv":
        body = (
            "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {table: t, column: c, key: degree}"
        )
        more["programmes/a/t.yaml"] = programme("a.t", body)
    with pytest.raises(LawFileError, match=says):
        load(tmp_path, {**more, file: text})


def test_a_table_without_the_column_is_refused(tmp_path: Path) -> None:
    body = "entitlement: [{id: x, label: L, require: housed, cite: [d 1]}]\namount: {table: t, column: c, key: degree}"
    with pytest.raises(LawFileError, match="no column c"):
        load(tmp_path, {"programmes/a/t.yaml": programme("a.t", body), "tables/t.csv": "code,b\nmild,1\n"})


@pytest.mark.parametrize(
    ("row", "says"), [("{series: annex, row: '9'}", "no row 9"), ("{series: other, row: '6'}", "no series other")]
)
def test_a_row_that_an_annexed_table_lacks_is_refused(tmp_path: Path, row: str, says: str) -> None:
    series = "annex: [{table: t, column: dong, from: 2020-01-01, cite: [d 1]}]"
    rate = row.replace("{", "{label: Mức, label_en: Rate, unit: VND, ")
    text = f"sources: {{d: decree}}\nseries: {{{series}}}\nparameters: {{s.rate: {rate}}}\n"
    with pytest.raises(LawFileError, match=says):
        load(tmp_path, {"parameters/s.yaml": text, "tables/t.csv": "ref,dong\n6,1\n"})


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("{tables: [{table: t, column: dong, cite: [d 1]}]}", "is missing"),
        ("{table: t, column: dong, key: degree, tables: [{table: t, column: dong, cite: [d 1]}]}", "exactly one"),
    ],
)
def test_dated_tables_need_a_key_and_stand_alone(tmp_path: Path, amount: str, says: str) -> None:
    body = f"entitlement: [{{id: x, label: L, require: housed, cite: [d 1]}}]\namount: {amount}"
    with pytest.raises(LawFileError, match=says):
        load(tmp_path, {"programmes/a/t.yaml": programme("a.t", body), "tables/t.csv": "code,dong\nmild,1\n"})


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    write_book(tmp_path)
    (tmp_path / "readings.yaml").write_bytes("readings: {x: đ}".encode("utf-16"))
    with pytest.raises(LawFileError, match="UTF-8"):
        load_folder(tmp_path)


def test_an_edition_is_its_content_hash_and_survives_the_bundle(tmp_path: Path) -> None:
    edition = load(tmp_path, {"overlays/x.yaml": OVERLAY, "concurrence.yaml": RULES, "programmes/a/other.yaml": OTHER})
    text = dump_bundle(tmp_path)
    assert load_bundle(text) == edition
    (tmp_path / "reviews.yaml").write_text("reviews: []\n", encoding="utf-8")
    assert load_folder(tmp_path).hash == edition.hash, "a review is about the book, not in it"
    changed = write_book(tmp_path, {"parameters/a.yaml": PARAMETERS.replace("100_000", "100_001")})
    assert load_folder(changed).hash != edition.hash


def test_a_bundle_that_was_altered_or_is_foreign_is_refused(tmp_path: Path) -> None:
    text = dump_bundle(write_book(tmp_path))
    data = json.loads(text)
    data["files"]["parameters/a.yaml"]["parameters"]["a.rate"]["values"][0]["is"] = 999
    for bad, says in (
        (json.dumps(data), "altered"),
        ("[]", "not a bundle"),
        ("{", "not a bundle"),
        ('{"format": "x"}', "not a bundle"),
    ):
        with pytest.raises(LawFileError, match=says):
            load_bundle(bad)
