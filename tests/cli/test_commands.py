"""The command: answers, languages, and an exit status and a sentence for whatever is wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ansinh.cli.main import main
from ansinh.kernel.messages import use_language

BA_TU = {"id": "ba-tu", "birth_date": "1950-03-02", "has_pension": False}
MONTH = ["--month", "2026-11", "--decided", "2026-11-24"]


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    monkeypatch.delenv("ANSINH_LANG", raising=False)
    yield
    use_language("vi")


@pytest.fixture
def household(tmp_path: Path) -> Path:
    place = tmp_path / "ho.json"
    place.write_text(json.dumps({"household": {"poverty_class": "other"}, "members": [BA_TU]}), encoding="utf-8")
    return place


def test_ba_tu_is_entitled_to_the_social_pension(household: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", *MONTH, "--closed", "--json", str(household)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(item["programme"], item["amount"]) for item in answer["payable"]] == [("social.pension", 540_000)]
    assert (answer["month"], answer["decided"], answer["province"]) == ("2026-11", "2026-11-24", None)
    assert len(answer["edition"]) == 64


def test_the_other_clock_and_the_other_language(household: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["decide", "--month", "2026-08", "--programme", "social.pension", "--closed", "--explain", str(household)]
    said = []
    for more in (["--decided", "2026-09-10"], ["--decided", "2026-10-10", "--lang", "en"]):
        assert main([*asked, *more]) == 0
        said.append(capsys.readouterr().out)
    assert "✓ Trợ cấp hưu trí xã hội: 500.000 đồng" in said[0]
    assert "✓ Social pension: 540.000 đồng" in said[1]


def test_a_refusal_says_the_smallest_change(household: Path, capsys: pytest.CaptureFixture[str]) -> None:
    younger = {"members": [{**BA_TU, "birth_date": "1953-03-02"}], "household": {"poverty_class": "other"}}
    household.write_text(json.dumps(younger), encoding="utf-8")
    assert main(["decide", *MONTH, "--closed", "--changes", "--programme", "social.pension", str(household)]) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    facts = [
        [(change["fact"], change["then"], change["when"]) for change in changes] for changes in result["would_qualify"]
    ]
    assert [("age", 75, "2028-03-02")] in facts
    assert [("poverty_class", "poor", None)] in facts


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps({"members": [BA_TU]}).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["decide", *MONTH, "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["results"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "không phải JSON: dòng 1"),
        ('{"members": [{"birth_date": 1950.5}]}', "không phải số nguyên"),
        ('{"members": [{"children_under_16": NaN}]}', "không phải số nguyên"),
        ('{"members": [{"id": "a", "id": "b"}]}', "hai lần"),
        ("[" * 100_000, "lồng nhau quá sâu"),
        ('{"members": [{"birth_date": ' + "9" * 5000 + "}]}", "quá dài"),
        ('{"members": [{"birth_dat": 1950}]}', "birth_date"),
        ('{"members": [{"birth_date": "1950-02-30"}]}', "members[1].birth_date"),
        ('{"members": []}', "members"),
        ("\ufeff[]", "/"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_by_name(
    tmp_path: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "ho.json"
    place.write_text(text, encoding="utf-8")
    assert main(["decide", *MONTH, str(place)]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_other_faults_of_the_question(tmp_path: Path, household: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = tmp_path / "x.json"
    binary.write_bytes(b"\xff\xfe\x00")
    faults = {
        ("decide", *MONTH, str(binary)): "UTF-8",
        ("decide", *MONTH, str(tmp_path / "none.json")): "none.json",
        ("decide", "--month", "2026-13", str(household)): "2026-13",
        ("decide", "--on", "2026-02-30", str(household)): "2026-02-30",
        ("decide", *MONTH, "--province", "99", str(household)): "99",
        ("decide", *MONTH, "--reading", "zzz", str(household)): "zzz",
        ("decide", *MONTH, "--programme", "zzz", str(household)): "zzz",
        ("law", "eval", "1", "--bind", "[1]"): "--bind",
        ("law", "eval", "1", "--bind", "{"): "--bind",
        ("decide", *MONTH, "--law", str(tmp_path), str(household)): "facts.yaml",
    }
    for words, says in faults.items():
        assert main(list(words)) in (1, 2), words
        assert says in capsys.readouterr().err, words
    assert main(["decide", *MONTH, "--json", "--programme", "zzz", str(household)]) == 2
    assert json.loads(capsys.readouterr().err)["error"] == "question"


def test_wrong_words_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--lang", "fr", "law", "check"], ["law"], ["nothing"], ["decide", "--month"], ["--lang"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2
        assert "ansinh" in capsys.readouterr().err
    assert main([]) == 2
    assert "decide" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("expression", "bind", "status", "out"),
    [
        ("age >= 75 && !has_pension", '{"age": 76, "has_pension": false}', 0, "true"),
        ("--1 + 1", "{}", 0, "2"),
        ("-x", '{"x": 3}', 0, "-3"),
        ("members.exists(m, m.age < 6)", '{"members": [{"age": 5}, {"age": 70}]}', 0, "true"),
        ("'a' in codes", '{"codes": ["a"]}', 0, "true"),
        ("1.5 < 2.0", "{}", 3, ""),
        ("x == 1", '{"x": null}', 3, ""),
        ("9223372036854775807 + 1", "{}", 4, ""),
        ("y", "{}", 4, ""),
    ],
)
def test_an_expression_has_a_value_is_outside_or_fails(
    expression: str, bind: str, status: int, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "eval", expression, "--bind", bind]) == status
    assert capsys.readouterr().out.strip() == out
    assert main(["law", "eval", expression, "--bind", bind, "--json"]) == status
    assert json.loads(capsys.readouterr().out)["kind"] == {0: "value", 3: "outside", 4: "error"}[status]


def test_a_programme_is_shown_as_it_stands_in_a_month(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for words in (["social.pension", *MONTH], ["social.pension", "--month", "2024-01"], ["ha-noi.elderly", *MONTH]):
        assert main(["law", "show", *words]) == 0
        shown.append(capsys.readouterr().out)
    assert "540.000" in shown[0]
    assert "NĐ 176/2025" in shown[0]
    assert "Chưa có hiệu lực" in shown[1] or "hiệu lực" in shown[1]
    assert "ha-noi.elderly" in shown[2]


def test_a_bundle_decides_as_the_folder_does(
    tmp_path: Path, household: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "law.json"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["law", "bundle", "--out", str(bundle)]) == 0
    capsys.readouterr()
    answers = []
    for more in (["--law", str(bundle)], [], []):
        assert main(["decide", *MONTH, "--closed", *more, str(household)]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1] == answers[2]
    (kept,) = (tmp_path / "cache" / "ansinh").iterdir()
    kept.write_text("{", encoding="utf-8")
    assert main(["decide", *MONTH, "--closed", str(household)]) == 0
    assert capsys.readouterr().out == answers[0], "a spoilt cache is made anew"


def test_the_way_of_one_household_needs_no_numpy(household: Path) -> None:
    run = f"main(['decide', '--month', '2026-11', '--closed', {str(household)!r}])"
    heavy = "any(name in sys.modules for name in ('numpy', 'pyarrow', 'jinja2', 'jsonschema', 'yaml'))"
    code = f"import sys; from ansinh.cli.main import main; status = {run}; sys.exit(2 if status else {heavy})"
    for _ in range(2):  # the first may have to compile the book
        done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
