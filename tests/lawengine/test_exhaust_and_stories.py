"""The book's own checks: undecided tables are found, stories that disagree or rows without a story are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawengine.errors import LawConflictError
from lawengine.exhaust import change_dates, check_tables
from lawengine.stories import main, tell_all, uncovered
from tests.lawengine.small_book import load, programme, write_book

HEAD = "entitlement: [{id: in, label: L, require: \"degree == 'severe' && !dead\", cite: [d 1]}]\namount: {rate: a.rate, times: coefficient}\n"


@pytest.mark.parametrize(
    ("table", "sound"),
    [
        ("{id: r, when: \"age < 60\", is: '1', cite: [d 1]}, {id: s, when: \"age >= 60\", is: '2', cite: [d 1]}", True),
        ("{id: r, when: \"age <= 60\", is: '1', cite: [d 1]}, {id: s, when: \"age >= 60\", is: '2', cite: [d 1]}", False),
        ("{id: r, when: \"age < 60\", is: '1', cite: [d 1]}, {id: s, when: \"age > 60\", is: '2', cite: [d 1]}", False),
        ("{id: r, when: \"children in [1, 2]\", is: '1', cite: [d 1]}, {id: s, otherwise: true, is: '2', cite: [d 1]}", True),
        ("{id: r, when: \"!(children in [1, 2])\", is: '1', cite: [d 1]}", False),
        ("{id: r, when: \"size(members.filter(m, m.housed)) > 1\", is: '1', cite: [d 1]}, {id: s, otherwise: true, is: '2', cite: [d 1]}", True),
        ("{id: r, when: \"members.exists(m, m.housed)\", is: '1', cite: [d 1]}", False),
        ("{id: r, when: \"income > 5 || members.all(m, m.housed)\", is: '1', cite: [d 1]}, {id: s, otherwise: true, is: '2', cite: [d 1]}", True),
    ],
)  # fmt: skip
def test_every_distinguishable_case_is_gone_through(tmp_path: Path, table: str, *, sound: bool) -> None:
    edition = load(tmp_path, {"programmes/a/x.yaml": programme("a.x", HEAD + f"coefficient: [{table}]")})
    assert (check_tables(edition) == []) is sound


def test_a_table_too_large_to_go_through_is_told(tmp_path: Path) -> None:
    several = {"income": range(0, 90, 3), "children": range(0, 28, 3), "cost": range(0, 90, 3), "age": range(0, 90, 9)}
    tests = [" || ".join(f"{name} == {number}" for number in numbers) for name, numbers in several.items()]
    rows = ", ".join(f"{{id: r{n}, when: \"{test}\", is: '1', cite: [d 1]}}" for n, test in enumerate(tests))
    body = HEAD + f"coefficient: [{rows}, {{id: s, otherwise: true, is: '2', cite: [d 1]}}]"
    (fault,) = check_tables(load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)}))
    assert "combinations" in fault


def test_rows_that_each_beat_all_later_ones_need_no_trying(tmp_path: Path) -> None:
    several = {"income": range(0, 90, 3), "children": range(0, 28, 3), "cost": range(0, 90, 3), "age": range(0, 90, 9)}
    tests = [" || ".join(f"{name} == {number}" for number in numbers) for name, numbers in several.items()]
    rows = ", ".join(
        f"{{id: r{n}, when: \"{test}\", is: '1', over: [{', '.join(f'r{more}' for more in range(n + 1, 4))}], cite: [d 1]}}"
        for n, test in enumerate(tests)
    )
    body = HEAD + f"coefficient: [{rows}, {{id: s, otherwise: true, is: '2', cite: [d 1]}}]"
    assert check_tables(load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body)})) == []
    (fault,) = check_tables(
        load(tmp_path, {"programmes/a/x.yaml": programme("a.x", body.replace("over: []", "over: [r0]"))})
    )
    assert "combinations" in fault


def test_change_dates_are_those_of_the_book(tmp_path: Path) -> None:
    assert [str(day) for day in change_dates(load(tmp_path))] == [
        "2020-01-01",
        "2021-01-01",
        "2026-07-01",
        "2026-10-05",
    ]


STORIES = """
  - {story: Đúng nhưng không được trả, month: 2024-08, given: {degree: severe, housed: false, birth_date: 1990-01-01}, expect: {amount: 100_000, coefficient: '1', by: r, payable: true, payable_amount: 100_000}}
  - {story: Sai, month: 2024-08, given: {degree: severe, housed: false}, expect: {amount: 5}}
  - {story: Sai lý do, month: 2024-08, given: {degree: mild}, expect: {refused: [other]}}
  - {story: Sai điều thiếu, month: 2024-08, given: {}, expect: {undetermined: [housed]}}
  - {story: Sai mức trả, month: 2024-08, given: {degree: severe}, expect: {payable: [a.none], set_aside: {a.x: some-rule}}}
  - {story: Tỉnh khác, on: 2024-08-01, decided: 2024-08-02, province: '01', given: {wealth: poor, members: [{id: p2}]}, expect: {undetermined: [degree]}}
"""  # fmt: skip


def test_stories_run_and_what_they_miss_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "coefficient: [{id: r, when: \"children < 1 || degree == 'severe'\", is: '1', cite: [d 1]}, {id: s, otherwise: true, is: '2', cite: [d 1]}]"
    head = HEAD.replace(" && !dead", "")
    rules = "sources: {d: decree}\nrules: [{id: h, label: L, highest: [a.x, a.allowance], cite: [d 1]}]\nexamples:\n  - {story: Rời, month: 2024-08, given: {degree: severe, housed: false, birth_date: 1990-01-01}, expect: {payable: [a.allowance], set_aside: {a.x: h}}}\n"  # fmt: skip
    files = {"programmes/a/x.yaml": programme("a.x", head + table, examples=STORIES), "concurrence.yaml": rules}
    edition = load(tmp_path, files)
    told, coverage = tell_all(edition)
    wrong = {item.story.text for item in told if item.faults}
    assert wrong == {"Đúng nhưng không được trả", "Sai", "Sai lý do", "Sai điều thiếu", "Sai mức trả"}
    assert "a.x s" in uncovered(edition, coverage)
    assert main(str(tmp_path)) == 1
    assert "Sai lý do" in capsys.readouterr().out


def test_a_story_that_gives_an_unknown_fact_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = "  - {story: Lạ, month: 2024-08, given: {zzz: 1}, expect: {amount: 5}}\n"
    body = "entitlement: [{id: in, label: L, require: housed, cite: [d 1]}]\namount: {money: a.rate}"
    write_book(tmp_path, {"programmes/a/x.yaml": programme("a.x", body, examples=story)})
    assert main(str(tmp_path)) == 1
    assert "unknown fact" in capsys.readouterr().out


def test_a_province_with_a_programme_of_its_own_is_gone_through_too(tmp_path: Path) -> None:
    table = "coefficient: [{id: r, when: \"children > 1\", is: '1', cite: [d 1]}]"
    local = programme("a.x", HEAD + table, head="territory: ['01']\n")
    (fault,) = check_tables(load(tmp_path, {"programmes/a/x.yaml": local}))
    assert "a.x: exactly one row must win" in fault


def test_a_provincial_rate_that_leaves_a_fraction_is_found(tmp_path: Path) -> None:
    local = programme("a.x", HEAD.replace("coefficient", "'1.5'"))
    odd = (
        "id: overlay.odd\ntitle: T\nterritory: '01'\nsources: {d: decree}\n"
        "rates: [{id: odd, parameter: a.rate, covers: [a.x], is: 900_001, from: 2024-01-01, cite: [d 1]}]\n"
    )
    with pytest.raises(LawConflictError, match="not a whole amount"):
        check_tables(load(tmp_path, {"programmes/a/x.yaml": local, "overlays/odd.yaml": odd}))
