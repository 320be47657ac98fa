"""What is private stays private: the page, the hints of what would qualify, and the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.lawdesk.editions import open_edition
from tests.lawdesk.lists import LANH, PEOPLE, SAU, TU, Person, make_list, roll, table

LAW = Path(__file__).parents[2] / "law"


def list_with_hiv(folder: Path, *people: Person) -> Path:
    """A list whose column of pensions says who lives with HIV instead."""
    path = make_list(folder, people)
    mapping = path.with_name(f"{path.name}.mapping.yaml")
    text = mapping.read_text(encoding="utf-8").replace("has_pension", "hiv")
    mapping.write_text(text, encoding="utf-8")
    return path


def page_of(out: Path) -> str:
    return (out / "index.html").read_text(encoding="utf-8")


def test_a_pensioners_line_shows_only_what_the_pension_tests(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    assert roll(list_with_hiv(tmp_path, {**TU, "pension": "x"}), out) == 0
    assert [row[2] for row in table(out, "roll")[1:]] == [TU["name"]]
    assert "<dt>Ngày sinh</dt>" in page_of(out)
    assert "<dt>Nhiễm HIV</dt>" not in page_of(out)


def test_who_is_paid_for_a_disability_shows_it(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path, [SAU]), out)
    assert "<dt>Mức độ khuyết tật</dt><dd>Đặc biệt nặng</dd>" in page_of(out)


def test_a_refused_person_shows_only_what_the_failing_conditions_test(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    assert roll(list_with_hiv(tmp_path, {**LANH, "pension": "x"}), out, "--programme", "social.pension") == 0
    assert "<dt>Ngày sinh</dt>" in page_of(out)
    assert "<dt>Nhiễm HIV</dt>" not in page_of(out)


def test_no_illness_and_no_death_is_held_out_as_a_way_to_money(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    child = {"name": "Em Bé", "id": "025224000009", "born": "01/12/2024"}
    roll(make_list(tmp_path, [*PEOPLE[:3], child]), out)
    header, *rows = table(out, "refused")
    changes = " ".join(row[header.index("Thay đổi nhỏ nhất để đủ điều kiện")] for row in rows)
    facts = open_edition(LAW).catalogue.facts.values()
    assert changes.strip()
    assert not [fact.label for fact in facts if fact.sensitive and f"{fact.label}:" in changes]


@pytest.mark.parametrize(
    ("wrong", "private"),
    [
        ({"id": "025047000001234"}, "025047000001234"),
        ({"born": "31/02/1950"}, "1950"),
        ({"born": "31/02/1950"}, "31"),
        ({"degree": "liệt nửa người"}, "liệt"),
        ({"id": "025050000001"}, "1950"),
    ],
)
def test_the_terminal_names_the_cell_and_keeps_what_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: Person, private: str
) -> None:
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path, [{**TU, **wrong}, SAU]), out) == 3
    (said,) = [line for line in capsys.readouterr().out.splitlines() if "dòng 4, cột" in line]
    assert private not in said
    assert "•••" in said
    assert private in " ".join(table(out, "bad-rows")[1])


def test_an_endless_cell_is_cut_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path, [{**TU, "poor": "7" * 400}, SAU]), out) == 3
    (said,) = [line for line in capsys.readouterr().out.splitlines() if "dòng 4, cột" in line]
    assert "7" * 20 in said
    assert len(said) < 200
    assert "7" * 400 in table(out, "bad-rows")[1]
