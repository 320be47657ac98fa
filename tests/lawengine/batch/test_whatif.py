"""What-if on a cube is exact: the same as judging the people, and as the closure under an edited book."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from lawengine.batch.cube import Cube, CubeBuilder, CubeRefusedError, CubeSpace
from lawengine.batch.cube_file import load_cube, save_cube
from lawengine.batch.read import read_table
from lawengine.batch.translate import CubeLacksError
from lawengine.batch.whatif import Shift, Tally, Whatif, compare_pieces
from lawengine.book import load_folder
from lawengine.decide import Decider
from lawengine.errors import LawEngineError
from lawengine.model import Edition
from lawengine.plan import Plan, Question, Status
from lawengine.planner import make_plan
from lawengine.scenario import with_amounts
from tests.lawengine.batch import book
from tests.lawengine.batch.people import People, draw
from tests.lawengine.small_book import ask

LAW = Path(__file__).parents[3] / "law"
COMMUNES = ("An Bình", "An Lạc", None)
# Quantities of days do not fit a signature; everything else of the test book does.
UNFIT = frozenset({"b.days", "b.house", "b.unread"})


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def law() -> Edition:
    return load_folder(LAW)


def _question(edition: Edition, question: Question) -> Question:
    return replace(question, programmes=frozenset(edition.programmes) - UNFIT)


def _with_communes(people: People) -> pa.Table:
    """The people with a commune for each household, sometimes none."""
    houses = people.table["household_id"].to_pylist()
    place = {house: COMMUNES[number % 3] for number, house in enumerate(dict.fromkeys(houses))}
    return people.table.drop_columns(["commune"]).append_column(
        "commune", pa.array([place[house] for house in houses], pa.string())
    )


def _cube(plans: list[Plan], table: pa.Table) -> Cube:
    builder = CubeBuilder(plans)
    for columns, starts in read_table(table, builder.layout, frozenset()):
        builder.add(columns, starts)
    return builder.cube()


def _direct(before: Plan, after: Plan, table: pa.Table) -> Tally:
    whatif = Whatif(before, after)
    return compare_pieces(whatif, read_table(table, whatif.engines[0].layout, frozenset()))


def _told(tally: Tally) -> dict[str, Any]:
    """A tally without the order in which communes were met, and without communes where nothing is."""
    order = sorted(range(len(tally.communes)), key=lambda place: tally.communes[place])
    names = [tally.communes[place] for place in order]
    shifts = {(kind, tally.communes[place]): shift for (kind, place), shift in tally.shifts.items()}
    return {
        "communes": names,
        "before": tally.before[order].tolist(),
        "after": tally.after[order].tolist(),
        "shifts": shifts,
        "people": (tally.people, tally.households),
    }


def _by_closure(before: Plan, after: Plan, people: People) -> dict[str, Any]:
    """Totals by programme and the shift of each subject, as the closure has them."""
    totals: list[Counter[str]] = [Counter(), Counter()]
    shifts = {"person": Shift(), "household": Shift()}
    deciders = [Decider(before), Decider(after)]
    for household in people.households:
        judged = [decider.judge(household) for decider in deciders]
        for pair in zip(*judged, strict=True):
            money, unknown = [0, 0], False
            for number, (side, plan) in enumerate(zip(pair, (before, after), strict=True)):
                for verdict in side.verdicts:
                    unknown |= verdict.status is Status.UNDETERMINED
                    settled = side.settled.get(plan.index[verdict.programme.id])
                    if settled is None or not settled.paid:
                        continue
                    totals[number][verdict.programme.id] += verdict.amount or 0
                    if verdict.programme.law.amount.unit == "VND" and verdict.programme.law.kind == "benefit":
                        money[number] += verdict.amount or 0
            if not pair[0].verdicts and not pair[1].verdicts:
                continue
            shifts_of = "household" if pair[0].member is None else "person"
            shifts[shifts_of] = shifts[shifts_of].plus(_shift(money[1] - money[0], unknown=unknown))
    return {"totals": [+total for total in totals], "shifts": shifts}


def _shift(moved: int, *, unknown: bool) -> Shift:
    up, down = moved > 0, moved < 0
    same = not up and not down
    return Shift(
        up,
        down,
        same and not unknown,
        same and unknown,
        up and unknown,
        down and unknown,
        max(0, moved),
        max(0, -moved),
    )


def _sums(tally: Tally) -> dict[str, Any]:
    totals = []
    for names, side in zip(tally.programmes, (tally.before, tally.after), strict=True):
        amounts = side[:, :, 3].sum(axis=0).tolist()
        totals.append(+Counter(dict(zip(names, amounts, strict=True))))
    return {"totals": totals, "shifts": {kind: tally.shift(kind) for kind in ("person", "household")}}


CHANGES = [{"b.rate": 170_000}, {"b.rate": 60_000, "b.floor": 120_000, "b.cap": 200_000}, {"b.line": 75}]


@pytest.mark.parametrize("unknown", [0.02, 0.2])
@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_cube_people_and_closure_agree_on_every_form_of_the_law(edition: Edition, number: int, unknown: float) -> None:
    question = _question(edition, ask("2024-08", province="01" if number else None))
    before = make_plan(edition, question)
    after = make_plan(with_amounts(edition, question, CHANGES[number]), question)
    people = draw(before, 7 + number, 60, unknown=unknown)
    table = _with_communes(people)
    whatif = Whatif(before, after).on_cube(_cube([before, after], table))
    assert _told(whatif) == _told(_direct(before, after, table))
    assert _sums(whatif) == _by_closure(before, after, people)


@pytest.mark.parametrize("seed", range(2))
def test_on_the_real_law_too(law: Edition, seed: int) -> None:
    question = ask("2026-11")
    monthly = frozenset(item.id for item in law.programmes.values() if item.every == "month" and item.kind == "benefit")
    question = replace(question, programmes=monthly)
    amounts = {"social.standard_rate": 600_000, "social.pension_rate": 500_000 + seed * 80_000}
    before = make_plan(law, question)
    after = make_plan(with_amounts(law, question, amounts), question)
    people = draw(before, seed, 150, unknown=0.1)
    table = _with_communes(people)
    tally = Whatif(before, after).on_cube(_cube([before, after], table))
    assert _sums(tally) == _by_closure(before, after, people)
    assert _told(tally) == _told(_direct(before, after, table))


def test_a_cube_that_lacks_a_cut_refuses(edition: Edition) -> None:
    question = _question(edition, ask("2024-08"))
    before = make_plan(edition, question)
    after = make_plan(with_amounts(edition, question, {"b.line": 75}), question)
    table = _with_communes(draw(before, 3, 20))
    cube = _cube([before], table)
    with pytest.raises(CubeLacksError):
        Whatif(before, after).on_cube(cube)
    assert Whatif(before, before).on_cube(cube).shift("person").difference == 0


def test_a_cube_without_households_refuses_who_asks_for_them(edition: Edition) -> None:
    question = ask("2024-08")
    persons = frozenset(name for name, law in edition.programmes.items() if law.subject == "person") - UNFIT
    only = make_plan(edition, replace(question, programmes=persons))
    both = make_plan(edition, _question(edition, question))
    table = _with_communes(draw(both, 3, 20))
    with pytest.raises(CubeLacksError):
        Whatif(both, both).on_cube(_cube([only], table))
    one_sided = Whatif(only, both)
    with_households = _cube([only, both], table)
    assert one_sided.on_cube(with_households).shift("household").losers == 0
    assert _told(one_sided.tally) == _told(_direct(only, both, table))


def test_what_no_signature_holds_is_refused_and_judged_directly(edition: Edition) -> None:
    question = replace(ask("2024-08"), programmes=frozenset(UNFIT))
    before = make_plan(edition, question)
    after = make_plan(with_amounts(edition, question, {"b.rate": 90_000}), question)
    people = draw(before, 11, 40, unknown=0.02)
    with pytest.raises(CubeRefusedError):
        _cube([before, after], people.table)
    assert _sums(_direct(before, after, people.table)) == _by_closure(before, after, people)


def test_a_value_that_cannot_be_is_said_by_name(edition: Edition) -> None:
    question = _question(edition, ask("2024-08"))
    plan = make_plan(edition, question)
    table = pa.table(
        {"person_id": [1, 2], "household_id": [1, 1], "degree": pa.array(["severe", "nonsense"]), "children": [1, 2]}
    )
    with pytest.raises(LawEngineError, match="degree"):
        _cube([plan], table)
    with pytest.raises(LawEngineError, match="degree"):
        _direct(plan, plan, table)


def test_a_list_without_communes_and_without_people(edition: Edition) -> None:
    question = _question(edition, ask("2024-08"))
    plan = make_plan(edition, question)
    table = draw(plan, 5, 10).table.drop_columns(["commune"])
    cube = _cube([plan], table)
    assert cube.communes == ("",)
    tally = Whatif(plan, plan).on_cube(cube)
    assert tally.people == table.num_rows
    assert _told(tally) == _told(_direct(plan, plan, table))
    nobody = CubeBuilder([plan]).cube()
    tally = Whatif(plan, plan).on_cube(nobody)
    assert (tally.people, tally.communes, tally.shift("person")) == (0, [], Shift())


def test_a_cube_is_kept_and_read_back(edition: Edition, tmp_path: Path) -> None:
    question = _question(edition, ask("2024-08"))
    before = make_plan(edition, question)
    after = make_plan(with_amounts(edition, question, CHANGES[1]), question)
    table = _with_communes(draw(before, 9, 40))
    cube = _cube([before, after], table)
    place = tmp_path / "people.cube"
    save_cube(cube, place, "stamp")
    save_cube(cube, place, "another stamp")
    assert load_cube(place, "stamp") is None
    assert load_cube(tmp_path / "nothing", "stamp") is None
    kept = load_cube(place, "another stamp")
    assert kept is not None
    assert _told(Whatif(before, after).on_cube(kept)) == _told(Whatif(before, after).on_cube(cube))
    (place / "counts.parquet").write_bytes(b"")
    assert load_cube(place, "another stamp") is None


def test_counts_are_not_asked_of_a_cube(edition: Edition) -> None:
    plan = make_plan(edition, _question(edition, ask("2024-08")))
    builder = CubeBuilder([plan])
    cube = builder.cube()
    space = CubeSpace(cube.person, builder.layout.person, builder.layout)
    with pytest.raises(NotImplementedError):
        space.size(next(iter(builder.layout.fields.groups.values())))
