"""The project's own checks: none finds anything in the tree, and each finds what is planted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.planting import ROOT, copy_tree, replaced
from tools import budgets, catalogue, check, docs, exactness, glossary, locks, words

LINES = "x = 1\n"
# Put together here, so that this file does not hold what the check looks for.
WORK_LEFT = "TO" + "DO"
HOST = "https://pyp" + "i.org/simple"
PLACE = "/ro" + "ot/an-sinh"
TALK = "written in a coding " + "session"


@dataclass(frozen=True)
class Plant:
    """A file with a fault, and words of the sentence that must name it."""

    check: ModuleType
    file: str
    text: str
    says: str


def module(body: str) -> str:
    """A Python module with this body."""
    return f'"""Planted."""\n{body}'


def function(lines: int) -> str:
    """A function of so many lines."""
    return module("def planted():\n" + "    x = 1\n" * (lines - 1))


PLANTS = [
    Plant(budgets, "src/ansinh/kernel/planted.py", module(LINES * budgets.FILE), "401 lines; at most 400"),
    Plant(budgets, "tests/test_planted.py", module(LINES * budgets.TEST_FILE), "501 lines; at most 500"),
    Plant(budgets, "src/ansinh/kernel/planted.py", function(budgets.FUNCTION + 1), "planted has 51 lines"),
    Plant(budgets, "src/ansinh/kernel/planted.html", "<p>\n" * (budgets.TEMPLATE + 1), "121 lines; at most 120"),
    Plant(budgets, "README.vi.md", "a\n" * (budgets.README + 1), "121 lines; at most 120"),
    Plant(budgets, "src/ansinh/kernel/README.md", "a\n" * (budgets.README + 1), "121 lines; at most 120"),
    Plant(budgets, "law/planted.yaml", f"# {WORK_LEFT}: ask\n", "without its issue"),
    Plant(budgets, "src/ansinh/kernel/planted.py", module(f"x = 1  # {WORK_LEFT} later\n"), "without its issue"),
    *(Plant(budgets, f"src/synth/{name}.py", module(""), "says nothing") for name in sorted(budgets.BANNED_MODULES)),
    Plant(budgets, "src/synth/utils/names.py", module(""), "says nothing"),
    Plant(budgets, "src/synth/planted.py", module("def f():\n    import os\n"), "import inside f"),
    Plant(
        budgets, "src/synth/planted.py", module("try:\n    x = 1\nexcept Exception:\n    x = 2\n"), "every Exception"
    ),
    Plant(budgets, "src/synth/planted.py", module("try:\n    x = 1\nexcept:\n    x = 2\n"), "every Exception"),
    Plant(
        budgets,
        "src/synth/planted.py",
        module("try:\n    x = 1\nexcept (OSError, BaseException):\n    x = 2\n"),
        "every",
    ),
    Plant(budgets, "src/synth/planted.py", "x = 1\n", "docstring"),
    Plant(budgets, "tests/test_planted.py", '\n"""Late."""\n', "docstring"),
    Plant(words, "docs/planted.md", f"pip install --index-url {HOST}\n", "does not belong"),
    Plant(words, "requirements.lock", f"--index-url {HOST}\n", "does not belong"),
    Plant(words, "bench/RESULTS.md", f"data in {PLACE}\n", "does not belong"),
    Plant(words, "src/synth/planted.py", module(f"# {TALK.title()}\n"), "does not belong"),
    Plant(exactness, "src/lawengine/planted.py", module("RATE = 1.5\n"), "1.5 is a float"),
    Plant(exactness, "src/lawengine/planted.py", module("RATE = float('1')\n"), "keep đồng exact"),
    Plant(
        exactness, "src/lawengine/planted.py", module("import numpy as np\nx = np.zeros(3, np.float64)\n"), "đồng exact"
    ),
    Plant(exactness, "src/lawengine/planted.py", module("from datetime import date\nx = date.today()\n"), "the clock"),
    Plant(exactness, "src/lawengine/planted.py", module("import datetime as d\nx = d.datetime.now()\n"), "the clock"),
    Plant(
        exactness, "src/lawengine/planted.py", module("from datetime import date as d\nx = d.today()\n"), "the clock"
    ),
    Plant(exactness, "src/synth/planted.py", module("import time\n"), "the clock"),
    Plant(exactness, "src/ansinh/kernel/planted.py", module("from time import monotonic\n"), "the clock"),
    Plant(exactness, "law/planted.py", module(""), "is data"),
    Plant(exactness, "analytics/planted.py", module(""), "is data"),
    Plant(docs, "docs/planted.md", "See [this](nowhere.md).\n", "nowhere.md leads nowhere"),
    Plant(docs, "docs/planted.md", "See [this](../CONTRIBUTING.md#nowhere).\n", "leads nowhere"),
    Plant(docs, "docs/planted.md", "![a picture](nowhere.png)\n", "leads nowhere"),
    Plant(docs, "docs/planted.md", "Say `make coffee`.\n", "no coffee"),
    Plant(docs, "docs/planted.md", "```sh\ncd x && make coffee\n```\n", "no coffee"),
    Plant(docs, "docs/planted.md", "Say `ansinh brew`.\n", "no command brew"),
    Plant(docs, "docs/planted.md", "Say `ansinh law brew`.\n", "has no brew"),
    Plant(docs, "docs/planted.md", "```sh\nansinh decide --strength 3 family.json\n```\n", "no option --strength"),
    Plant(docs, "docs/planted.md", "Say `ansinh law check --strong`.\n", "no option --strong"),
    Plant(glossary, "src/synth/planted.py", module("ho_ngheo = 1\n"), "the house says 'poor'"),
    Plant(glossary, "src/synth/planted.py", module("class EligibleChild:\n    pass\n"), "the house says 'entitled'"),
    Plant(glossary, "src/synth/planted.py", module("def f(benefit_scheme):\n    pass\n"), "the house says 'programme'"),
    Plant(glossary, "src/synth/criteria.py", module(""), "the house says 'condition'"),
    Plant(glossary, "GLOSSARY.yaml", "words:\n  - {vi: a, code: brewery, not: [], source: b}\n", "used nowhere"),
    Plant(glossary, "GLOSSARY.yaml", "words:\n  - {vi: a, code: person, not: []}\n", "an entry has"),
    Plant(catalogue, "src/ansinh/cli/planted.py", module('x = _("Brew coffee.")\n'), "translate: 'Brew coffee.'"),
    Plant(catalogue, "src/ansinh/cli/planted.html", "{{ _('Brew coffee.') }}\n", "translate: 'Brew coffee.'"),
    Plant(catalogue, "src/lawengine/planted.py", module('x = N_("Brew coffee.")\n'), "translate: 'Brew coffee.'"),
    Plant(
        catalogue,
        "src/ansinh/shell/planted.py",
        module('from django.utils.translation import gettext as _\n\nx = _("Brew coffee.")\n'),
        "translate: 'Brew coffee.'",
    ),
    Plant(
        catalogue,
        "src/ansinh/shell/templates/shell/planted.html",
        "{% load i18n %}<p>{% blocktranslate %}Brew {{ tea }}.{% endblocktranslate %}</p>\n",
        "translate: 'Brew %(tea)s.'",
    ),
    Plant(locks, "requirements.lock", "numpy==1.0\n", "neither a pinned package with its hash"),
    Plant(locks, "requirements-dev.in", "coffee>=1\n", "coffee is asked for and not locked"),
]


KEPT = {"src", "law", "tools", "docs", "bench", "samples", "acceptance", "Makefile", "pyproject.toml", "GLOSSARY.yaml"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything the checks look at."""
    names = [path.name for path in ROOT.iterdir() if path.name in KEPT or path.suffix in {".md", ".in", ".lock"}]
    return copy_tree(tmp_path_factory.mktemp("tree"), *names)


@pytest.mark.parametrize("each", check.CHECKS, ids=lambda each: each.__name__)
def test_the_tree_is_clean(each: ModuleType) -> None:
    assert list(each.faults(ROOT)) == []


def test_every_check_is_tried() -> None:
    assert {each.check for each in PLANTS} == set(check.CHECKS)


@pytest.mark.parametrize("fault", PLANTS, ids=lambda fault: f"{fault.check.__name__[6:]}-{fault.says[:24]}")
def test_a_planted_fault_is_named(tree: Path, fault: Plant) -> None:
    with replaced(tree, fault.file, fault.text):
        found = [each.text for each in fault.check.faults(tree)]

    assert any(fault.says in text for text in found), found
