"""Sentences: Vietnamese first, English on demand, every place in braces kept."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ansinh.cli.main import main
from ansinh.kernel import messages
from ansinh.kernel.messages import _, language, ngettext, use_language
from tests.architecture.planting import copy_tree, run

KEPT = Path(messages.__file__).parents[1] / "locale" / "argparse.pot"
STOPPED = {"vi": "Đã dừng.", "en": "Stopped."}


def test_vietnamese_is_spoken_first_and_english_on_demand() -> None:
    said = {}
    for wanted in (language(), "en", "vi"):
        use_language(wanted)
        said[language()] = _("Stopped.")

    assert said == STOPPED
    assert list(said) == ["vi", "en"]


def test_what_is_not_translated_is_said_in_english() -> None:
    assert _("There is no such sentence.") == "There is no such sentence."
    assert _("") == ""


def test_counts() -> None:
    assert [ngettext("{n} stone", "{n} stones", count) for count in (1, 2)] == ["{n} stone", "{n} stones"]


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' is not one of vi, en"):
        use_language("fr")


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "vi"),
        ([], {"LANG": "C.UTF-8"}, "vi"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "ANSINH_LANG": "vi"}, "vi"),
        ([], {"LANG": "vi_VN.UTF-8", "ANSINH_LANG": "en"}, "en"),
        (["--lang", "vi"], {"LANG": "en_US.UTF-8", "ANSINH_LANG": "en"}, "vi"),
        (["--lang=en"], {"ANSINH_LANG": "vi"}, "en"),
    ],
)
def test_who_decides_the_language(
    words: list[str],
    environment: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("LANG")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])

    said = capsys.readouterr().out
    assert stopped.value.code == 0
    assert ("đúng đối tượng" in said, "the right person" in said) == (expected == "vi", expected == "en")
    assert said.startswith({"vi": "cách dùng: ", "en": "usage: "}[expected])


def test_what_argparse_says_is_kept_as_it_says_it() -> None:
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    with KEPT.open("rb") as kept:
        sentences = [str(message.id) for message in read_po(kept) if message.id]

    assert len(sentences) > 10
    assert [sentence for sentence in sentences if sentence not in source] == []


def test_the_built_package_brings_its_sentences(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path, "src", "pyproject.toml", "setup.py")

    status, said = run(tree, "python", "setup.py", "-q", "build_py", "--build-lib", "built")

    assert status == 0, said
    words = "from ansinh.kernel.messages import _; print(_('Stopped.'))"
    environment = {**os.environ, "PYTHONPATH": str(tree / "built")}
    shown = subprocess.run([sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == STOPPED["vi"]
    assert (tree / "built/lawengine/law.schema.json").is_file()
