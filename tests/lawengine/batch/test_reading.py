"""What a table may hold: types, ids, order of households, and values that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from lawengine.batch import BatchResult, Fault, judge_table
from lawengine.batch import read as reading
from lawengine.errors import QuestionError
from lawengine.model import Edition
from lawengine.plan import Plan
from lawengine.planner import make_plan
from tests.lawengine.batch import book
from tests.lawengine.batch.agreement import assert_agree, by_batch
from tests.lawengine.batch.people import NEVER, draw
from tests.lawengine.small_book import ask


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def plan(edition: Edition) -> Plan:
    return make_plan(edition, ask("2024-08"))


def table(rows: int = 3, **columns: Any) -> pa.Table:
    """A table of some people, each a household of its own."""
    ids = {"person_id": list(range(rows)), "household_id": list(range(rows))}
    return pa.table({**ids, **columns})


def days(*values: date | None) -> pa.Array[Any]:
    """A column of days."""
    return pa.array(values, pa.date32())


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"housed": ["yes", "no", None]}, "housed: the column holds string, a column of bool is needed"),
        ({"degree": [1, 2, 3]}, "degree: the column holds int64, a column of text is needed"),
        ({"degree": pa.array([1, 2, 3]).dictionary_encode()}, "degree: the column holds dictionary.*text is needed"),
        ({"children": ["1", "2", "3"]}, "children: the column holds string, a column of whole numbers is needed"),
        ({"children": [1.0, 2.0, 3.0]}, "children: the column holds double"),
        ({"birth_date": ["1990-01-01"] * 3}, r"birth_date: the column holds string, a column of days \(date32\)"),
        ({"birth_date": days(*[date(1990, 1, 1)] * 3), "birth_date_to": [1, 2, 3]}, "birth_date_to: the column holds"),
        (
            {"birth_date_to": days(*[date(1990, 1, 1)] * 3)},
            "birth_date: the earliest day is missing beside birth_date_to",
        ),
        ({"age": [1, 2, 3]}, "age: this is computed from birth_date, it cannot be given"),
        ({"degre": ["mild"] * 3}, "degre: unknown fact; did you mean degree?"),
        ({"housedd": [True] * 3}, "housedd: unknown fact; did you mean housed?"),
        ({"degree": ["mild", "grave", None]}, r"degree\[2\]: expected one of: none, mild, severe, extreme"),
        ({"children": [1, 31, 2]}, r"children\[2\]: expected a number from 0 to 30"),
        ({"children": [1, None, -1]}, r"children\[3\]: expected a number from 0 to 30"),
        ({"birth_date": days(date(1849, 12, 31), None, None)}, r"birth_date\[1\]: expected a date from 1850-01-01 to"),
        ({"birth_date": days(None, NEVER, None)}, r"birth_date\[2\]: expected a date from"),
        ({"death_date": days(None, None, date(2201, 1, 1))}, r"death_date\[3\]: expected a date from"),
        (
            {
                "decision_date": days(date(2020, 1, 1), None, None),
                "decision_date_to": days(date(2020, 1, 2), None, None),
            },
            r"decision_date_to\[1\]: expected a whole date",
        ),
        (
            {"birth_date": days(date(2020, 1, 5), None, None), "birth_date_to": days(date(2020, 1, 2), None, None)},
            r"birth_date_to\[1\]: expected a day from birth_date",
        ),
        (
            {"birth_date": days(date(2020, 1, 5), None, None), "birth_date_to": days(NEVER, None, None)},
            r"birth_date_to\[1\]: expected a day from birth_date",
        ),
        (
            {"birth_date": days(None, None, None), "birth_date_to": days(None, date(2020, 1, 2), None)},
            r"birth_date_to\[2\]: a latest day needs an earliest one",
        ),
        ({"household_id": [1, 1, 2], "wealth": ["poor", "near", None]}, r"wealth\[2\]: differs within one household"),
        ({"household_id": [1, 1, 2], "houses": [3, 4, 0]}, r"houses\[2\]: differs within one household"),
        ({"household_id": [1, 1, 2], "cost": [3, 4, 0]}, r"cost\[2\]: differs within one household"),
        ({"household_id": [1, 1, 2], "person_id": [5, 5, 5]}, r"person_id\[2\]: stands twice in one household"),
        ({"household_id": [1, 2, 1]}, "household_id: the household 1 stands in two places"),
        ({"household_id": ["b", "a", "b"]}, "household_id: the household b stands in two places"),
        ({"household_id": [1, None, 2]}, r"household_id\[2\]: an id may not be blank"),
        ({"person_id": [1.5, 2.5, 3.5]}, "person_id: an id is a whole number or text, not double"),
        ({"household_id": [1, 1, 2], "spouse": ["1", "7", None]}, r"spouse\[2\]: names somebody who is not another"),
        ({"household_id": [1, 1, 2], "spouse": [0, 2, None]}, r"spouse\[1\]: names somebody who is not another"),
        ({"household_id": [1, 1, 1], "spouse": [1, 2, None]}, r"spouse\[1\]: names somebody who is paired with"),
        ({"household_id": [1, 1, 1], "spouse": [2, 2, None]}, r"spouse\[1\]: names somebody who is paired with"),
        ({"birth_date": days(None, date(2024, 9, 1), None)}, r"birth_date\[2\]: this lies after 2024-08-31"),
        (
            {"birth_date": days(None, date(2024, 3, 2), None), "death_date": days(NEVER, date(2024, 3, 1), None)},
            r"death_date\[2\]: this date lies before birth_date",
        ),
        (
            {"sick": [True, None, None], "degree": ["severe", None, None]},
            r"degree\[1\]: contradicts sick; one of the two",
        ),
        ({"pension": [0, 5, None], "pensioned": [False, False, None]}, r"pensioned\[2\]: contradicts pension; one"),
    ],
)
def test_what_cannot_be_is_refused_by_column_and_row(plan: Plan, columns: dict[str, Any], message: str) -> None:
    given = table(**columns)
    with pytest.raises(QuestionError, match=message):
        judge_table(plan, given)


def test_an_id_column_must_be_there(plan: Plan) -> None:
    with pytest.raises(QuestionError, match="household_id: there is no such column"):
        judge_table(plan, pa.table({"person_id": [1]}))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nonsense", "nonsense: unknown fact"),
        ("birth_date", "birth_date: no value of this fact means “no”"),
        ("housed", "housed: there is no such column"),
    ],
)
def test_only_a_column_that_can_say_no_is_vouched_for(plan: Plan, name: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        judge_table(plan, table(), vouched=frozenset({name}))


def test_columns_that_are_no_facts_are_left_alone(plan: Plan) -> None:
    assert judge_table(plan, table(full_name=["A", "B", "C"], paper=[1, 2, 3])).people.num_rows == 3


def test_households_with_a_fault_are_listed_and_left_out(plan: Plan) -> None:
    given = table(
        5,
        household_id=[1, 1, 2, 3, 3],
        children=[1, 40, 2, 0, 0],
        degree=["mild", "odd", "severe", "none", "none"],
    )
    faults: list[Fault] = []
    result = judge_table(plan, given, faults=faults)
    assert result.people.column("person_id").to_pylist() == [2, 3, 4]
    assert [(fault.column, fault.row) for fault in faults] == [("degree", 2), ("children", 2)]
    assert str(faults[0].error()) == "degree[2]: expected one of: none, mild, severe, extreme"
    alone = judge_table(plan, given.slice(2))
    assert by_batch(plan, alone) == by_batch(plan, result)


def test_a_list_of_faulty_households_only_comes_to_nothing(plan: Plan) -> None:
    faults: list[Fault] = []
    result = judge_table(plan, table(2, children=[40, 41]), faults=faults)
    assert (len(faults), result.people.num_rows, result.results.num_rows) == (2, 0, 0)
    assert result.results.column_names == judge_table(plan, table(2, children=[4, 4])).results.column_names


def test_a_list_of_nobody_comes_to_nothing(plan: Plan) -> None:
    result = judge_table(plan, table(0, commune=pa.array([], pa.string())))
    assert (result.people.num_rows, result.heads, result.results.column_names[2]) == (0, [], "commune")


def test_every_kind_of_column_says_the_same(edition: Edition, plan: Plan) -> None:
    people = draw(plan, 3, 30)
    wanted = by_batch(plan, judge_table(plan, people.table))
    changed = people.table
    for name, kind in {"children": pa.int8(), "days": pa.uint16(), "houses": pa.int32(), "income": pa.int64()}.items():
        changed = changed.set_column(changed.column_names.index(name), name, changed.column(name).cast(kind))
    for name in ("degree", "wealth"):
        changed = changed.set_column(
            changed.column_names.index(name), name, changed.column(name).cast(pa.large_string())
        )
    for name, kind in {"household_id": pa.large_string(), "person_id": pa.large_string()}.items():
        changed = changed.set_column(changed.column_names.index(name), name, changed.column(name).cast(kind))
    result = judge_table(plan, changed.append_column("province", pa.array(["01"] * changed.num_rows)))
    assert {(int(key[0]), *key[1:]): value for key, value in by_batch(plan, result).items()} == wanted
    assert result.results.column("province").to_pylist() == ["01"] * result.results.num_rows
    coded = changed.set_column(0, "person_id", changed.column("person_id").cast(pa.string()).dictionary_encode())
    assert judge_table(plan, coded).results.num_rows == result.results.num_rows


def test_numbered_people_are_judged_like_named_ones(plan: Plan) -> None:
    people = draw(plan, 4, 60)
    names = people.table.column("person_id").to_pylist()
    number = {name: 10_000 - place for place, name in enumerate(names)}
    spouses = [number.get(name) for name in people.table.column("spouse").to_pylist()]
    numbered = people.table.set_column(0, "person_id", pa.array([number[name] for name in names]))
    numbered = numbered.set_column(numbered.column_names.index("spouse"), "spouse", pa.array(spouses))
    back = {value: name for name, value in number.items()}
    found = {
        (home, back.get(person, person), name): value
        for (home, person, name), value in by_batch(plan, judge_table(plan, numbered)).items()
    }
    assert found == by_batch(plan, judge_table(plan, people.table))


def test_sliced_and_blank_columns_are_read_from_their_own_place(plan: Plan) -> None:
    people = draw(plan, 6, 40)
    start = people.table.column("household_id").to_pylist().index(7)
    part = people.table.slice(start)
    assert_agree(plan, book_people(people.households[7:]), shifted(part, 7))
    nothing = people.table.set_column(
        people.table.column_names.index("housed"), "housed", pa.nulls(people.table.num_rows)
    )
    absent = people.table.drop_columns(["housed"])
    assert by_batch(plan, judge_table(plan, nothing)) == by_batch(plan, judge_table(plan, absent))


def shifted(part: pa.Table, by: int) -> pa.Table:
    """The same people in households numbered from 0; every other column is still a slice."""
    homes = pa.array([home - by for home in part.column("household_id").to_pylist()])
    return part.set_column(1, "household_id", homes)


def book_people(households: list[Any]) -> Any:
    """Households alone, for a comparison with another table."""

    class Households:
        def __init__(self) -> None:
            self.households = households

    return Households()


def test_what_lies_under_a_blank_does_not_matter(plan: Plan) -> None:
    people = draw(plan, 9, 40, unknown=0.4)
    assert_agree(
        plan, people, pa.table({name: soiled(people.table.column(name)) for name in people.table.column_names})
    )


def soiled(column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    """The same column with nonsense where it is blank, as readers of files may leave it."""
    array = column.combine_chunks()
    blank = array.is_null().to_numpy(zero_copy_only=False)
    if isinstance(array, pa.DictionaryArray):
        places = np.where(blank, 99, array.indices.fill_null(0).to_numpy())
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32), mask=blank), array.dictionary)
    if pa.types.is_boolean(array.type):
        return pa.array(np.where(blank, True, array.fill_null(False).to_numpy(zero_copy_only=False)), mask=blank)
    if pa.types.is_date32(array.type):
        numbers = np.where(blank, -(2**31), array.cast(pa.int32()).fill_null(0).to_numpy())
        return pa.array(numbers.astype(np.int32), mask=blank).view(pa.date32())
    if pa.types.is_integer(array.type):
        return pa.array(np.where(blank, 2**62 + np.arange(len(array)), array.fill_null(0).to_numpy()), mask=blank)
    return array


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 50])
def test_it_does_not_matter_where_a_list_is_cut(plan: Plan, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people = draw(plan, 8, 25)
    whole = judge_table(plan, people.table)
    monkeypatch.setattr(reading, "ROWS", rows)
    pieces = judge_table(plan, people.table)
    assert lines(pieces) == lines(whole)
    assert by_batch(plan, pieces) == by_batch(plan, whole)
    assert (sorted(pieces.heads), pieces.totals) == (sorted(whole.heads), whole.totals)


def lines(result: BatchResult) -> list[Any]:
    """The rows of a result without the numbers of decisions, which begin anew with each list."""
    return result.results.drop_columns(["decision_id"]).to_pylist()


def test_a_household_with_many_members_is_searched_for_its_own(plan: Plan) -> None:
    count = 40
    given = table(
        count + 1,
        person_id=[str(number) for number in reversed(range(count + 1))],
        household_id=[1] * count + [2],
        spouse=["1" if number == 0 else None for number in range(count + 1)],
    )
    assert judge_table(plan, given).people.num_rows == count + 1
    twice = given.set_column(0, "person_id", pa.array([*["x", "y"], *map(str, range(count - 3)), "x", "z"]))
    with pytest.raises(QuestionError, match=r"person_id\[40\]: stands twice"):
        judge_table(plan, twice)


def test_other_files_are_refused(plan: Plan, tmp_path: Path) -> None:
    layout = judge_table(plan, table())._part.engine.layout
    text = tmp_path / "list.parquet"
    text.write_text("nothing of the kind")
    with pytest.raises(QuestionError, match=r"list\.parquet: not readable as Parquet"):
        list(reading.read_parquet(text, layout, frozenset()))
    with pytest.raises(QuestionError, match=r"list\.parquet: not readable as Parquet"):
        reading.people_in(text)
    with pytest.raises(QuestionError, match=r"gone\.parquet: not readable as Parquet"):
        reading.people_in(tmp_path / "gone.parquet")
