"""Recomputing: sums that meet whatever was paid, causes, unknowns that stay so, and both executors alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawengine.batch import judge_table
from lawengine.batch.standings import standings_of_table
from lawengine.decide import Decider
from lawengine.edition_diff import Change, Item, dated_changes
from lawengine.errors import QuestionError
from lawengine.model import Edition, Window
from lawengine.plan import Plan
from lawengine.planner import make_plan
from lawengine.recompute import (
    NOTHING,
    Cause,
    Key,
    Ledger,
    Line,
    OpenLine,
    Standing,
    causes_of,
    recompute,
    standings_of,
)
from lawengine.scenario import with_amounts
from tests.lawengine.batch import book
from tests.lawengine.batch.people import People, draw
from tests.lawengine.small_book import ask

JULY = Key("p1", "a.allowance", "2026-07")
OPEN = Standing("open", missing=("degree",))


def paid(amount: int, **more: object) -> Standing:
    return Standing("paid", amount, **more)  # type: ignore[arg-type]


def line(before: Standing, after: Standing, was: int) -> Line:
    return Line(JULY, before, after, was)


def test_arrears_recovery_and_what_is_settled_already() -> None:
    other = JULY._replace(person="p2")
    before, after = {JULY: paid(500), other: paid(300)}, {JULY: paid(540), other: NOTHING}
    found = recompute(before, after)
    assert [(item.key.person, item.arrears, item.recovery) for item in found.lines] == [("p1", 40, 0), ("p2", 0, 300)]
    assert (found.paid, found.arrears, found.recovery, found.due, found.balanced) == (800, 40, 300, 540, True)
    settled = Ledger(later={JULY: 40, other: -300})
    again = recompute(before, after, settled)
    assert (again.lines, again.unchanged, again.balanced) == ((), 2, True)


def test_a_complete_ledger_says_what_was_paid() -> None:
    complete = frozenset({("a.allowance", "2026-07")})
    found = recompute({JULY: OPEN}, {JULY: paid(540)}, Ledger({}, complete))
    assert [item.arrears for item in found.lines] == [540]
    more = recompute({JULY: paid(500)}, {JULY: paid(540)}, Ledger({JULY: 600}, complete))
    assert [item.recovery for item in more.lines] == [60]
    assert recompute({}, {}, Ledger({JULY: 600}, complete)).recovery == 600


def test_what_one_state_cannot_tell_is_listed_and_in_no_sum() -> None:
    provisional = paid(540, provisional=True)
    for before, after, was in (
        (OPEN, paid(540), None),
        (OPEN, NOTHING, None),
        (paid(500), OPEN, 500),
        (NOTHING, provisional, 0),
    ):
        found = recompute({JULY: before}, {JULY: after})
        assert [(item.before, item.after, item.paid) for item in found.open] == [(before, after, was)]
        assert (found.lines, found.paid, found.due, found.unchanged) == ((), 0, 0, 0)
    counted = recompute({JULY: paid(500)}, {JULY: provisional})
    assert [item.arrears for item in counted.lines] == [40]


STATES = st.one_of(st.just(NOTHING), st.just(OPEN), st.builds(paid, st.integers(1, 900), provisional=st.booleans()))
KEYS = st.builds(Key, st.sampled_from("pq"), st.sampled_from(["a.x", "a.y"]), st.sampled_from(["2026-07", "2026-08"]))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(KEYS, STATES),
    st.dictionaries(KEYS, STATES),
    st.dictionaries(KEYS, st.integers(0, 900)),
    st.frozensets(st.tuples(st.sampled_from(["a.x", "a.y"]), st.sampled_from(["2026-07", "2026-08"]))),
)
def test_sums_meet_and_a_second_time_nothing_differs(
    before: dict[Key, Standing],
    after: dict[Key, Standing],
    lines: dict[Key, int],
    complete: frozenset[tuple[str, str]],
) -> None:
    found = recompute(before, after, Ledger(lines, complete))
    assert found.balanced
    every = {*before, *after, *lines}
    assert len(found.lines) + len(found.open) + found.unchanged == len(every)
    assert all(after.get(item.key, NOTHING).state != "open" for item in found.lines)
    settled = Ledger(lines, complete, {item.key: item.difference for item in found.lines})
    again = recompute(before, after, settled)
    assert (again.lines, again.due) == ((), found.due)


def _change(part: str, name: str, **window: object) -> Change:
    item = Item(part, "", name, name, window=Window(**window), touches=frozenset(["a.allowance"]))  # type: ignore[arg-type]
    return Change(None, item)


@pytest.mark.parametrize(
    ("before", "after", "change", "concerned"),
    [
        (paid(1, row="young"), paid(2, row="old"), _change("row", "old"), True),
        (paid(1, row="young"), paid(2, row="young"), _change("row", "old"), False),
        (Standing("nothing", failing=frozenset(["c"])), paid(2), _change("condition", "c"), True),
        (paid(1), paid(2), _change("condition", "c"), False),
        (Standing("nothing", late=True), paid(2), _change("start", "d"), True),
        (paid(1), paid(2), _change("start", "d"), False),
        (Standing("nothing", rule="r", by="a.y"), paid(2), _change("rule", "r"), True),
        (paid(1), paid(2), _change("rule", "r"), False),
        (paid(1), paid(2), _change("parameter", "rate"), True),
        (paid(1), paid(2), Change(None, Item("parameter", "", "rate", "rate")), False),
    ],
)
def test_only_the_law_behind_a_line_is_its_cause(
    before: Standing, after: Standing, change: Change, concerned: bool
) -> None:
    causes = causes_of(line(before, after, before.amount), [change], {})
    assert (change in [cause.change for cause in causes]) is concerned


def test_every_other_cause() -> None:
    same = line(paid(1), paid(2), 1)
    assert causes_of(same, [], {}) == (Cause("household", ""),)
    assert causes_of(same, [], {"degree": ("none", "severe")}) == (Cause("fact", "degree", "none", "severe"),)
    assert causes_of(line(paid(1), paid(2), 5), [], {}) == (Cause("payment", "", 1, 5),)
    aside = Standing("nothing", rule="r", by="a.y")
    assert causes_of(line(paid(1), aside, 1), [], {}) == (Cause("concurrence", "r", "", "a.y"),)
    assert causes_of(line(aside, paid(1), 0), [], {}) == (Cause("concurrence", "r", "a.y", ""),)
    assert causes_of(OpenLine(JULY, OPEN, paid(1), None), [], {}) == (Cause("undetermined", "", ("degree",)),)
    read = _change("parameter", "rate", reading="wide")
    assert causes_of(same, [read], {}, frozenset(["wide"])) == (Cause("reading", "wide", change=read),)
    assert causes_of(same, [read], {}) == (Cause("text", "rate", change=read),)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book.write(tmp_path_factory.mktemp("book"))


def _by_closure(plan: Plan, people: People, month: str) -> dict[Key, Standing]:
    decider, found = Decider(plan), {}
    for household in people.households:
        *members, whole = decider.judge(household)
        for number, judged in enumerate(members):
            own = standings_of(judged, household, decider, frozenset())
            own |= standings_of(whole, household, decider, frozenset()) if number == 0 else {}
            found.update((Key(household.members[number].id, name, month), item) for name, item in own.items())
    return found


@pytest.mark.parametrize("seed", range(3))
def test_both_executors_recompute_alike(edition: Edition, seed: int) -> None:
    month, province = ask("2026-08", province="01"), "01" if seed else None
    plans = [
        make_plan(edition, ask("2026-08", decided=decided, province=province))
        for decided in (date(2026, 9, 1), date(2026, 10, 10))
    ]
    assert month.on == plans[0].question.on
    people = draw(plans[0], seed, 60)
    closure = [_by_closure(plan, people, "2026-08") for plan in plans]
    batch = [standings_of_table(judge_table(plan, people.table), plan, "2026-08") for plan in plans]
    assert batch == closure
    found = recompute(*closure)
    assert found == recompute(*batch)
    assert found.balanced
    assert found.arrears > 0
    changes = dated_changes(edition, plans[0].question, plans[1].question)
    assert [(item.item.id, item.kind) for item in changes] == [("b.rate", "changed")]
    told = [causes_of(item, changes, {}) for item in found.lines]
    assert any(cause.kind == "text" for causes in told for cause in causes)


def test_an_open_right_that_changes_nothing_is_left_out(edition: Edition) -> None:
    plan = make_plan(edition, ask("2026-08"))
    people = draw(plan, 4, 20)
    decider = Decider(plan)
    everything = frozenset(range(len(plan.programmes)))
    for household in people.households:
        for judged in decider.judge(household):
            assert all(item.state != "open" for item in standings_of(judged, household, decider, everything).values())


def test_a_book_with_another_amount(edition: Edition) -> None:
    question = ask("2026-11")
    assert with_amounts(edition, question, {}) == edition
    edited = with_amounts(edition, question, {"b.rate": 150_000})
    assert edited.hash != edition.hash
    assert [value.amount for value in edited.parameters["b.rate"].values] == [100_000, 150_000]
    assert make_plan(edited, question).parameters["b.rate"] == 150_000
    for amounts in ({"b.gone": 5}, {"b.nothing": 5}, {"b.rate": -1}):
        with pytest.raises(QuestionError):
            with_amounts(edition, question, amounts)


def test_a_book_without_parameters_says_so(edition: Edition) -> None:
    bare = Edition(**{**{name: getattr(edition, name) for name in Edition.__dataclass_fields__}, "parameters": {}})
    with pytest.raises(QuestionError, match="–"):
        with_amounts(bare, ask("2026-11"), {"b.rate": 1})


def test_pieces_hold_where_the_province_is(edition: Edition) -> None:
    before, after = ask("2023-12", province="01"), ask("2024-01", province="01")
    here = {(item.item.part, item.item.id) for item in dated_changes(edition, before, after)}
    assert {("rate", "more"), ("supplement", "plus")} <= here
    elsewhere = dated_changes(edition, ask("2023-12"), ask("2024-01"))
    assert not {item.item.part for item in elsewhere} & {"rate", "supplement"}
    assert Path(edition.programmes["b.local"].file).name
