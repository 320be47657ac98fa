"""A comparison as a folder: one page with its chart, tables as workbooks, and the figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _, language, ngettext
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.roll.files import write_table
from ansinh.lawdesk.roll.page import asset, policy
from ansinh.lawdesk.roll.tables import unit_words
from ansinh.lawdesk.roll.wording import mark_words
from ansinh.lawdesk.roll.workplace import workplace
from ansinh.lawdesk.scenario.comparison import Comparison
from ansinh.lawdesk.scenario.tables import bars_of, outputs

PAGE, FIGURES = "index.html", "comparison.json"


@dataclass(frozen=True, slots=True)
class Told:
    """What stands above the figures: a title, lines that say what is compared, and the edition's hash."""

    title: str
    lines: Sequence[str]
    edition: str


def signed(money: int) -> str:
    """'+40.000', '-40.000', '0'."""
    return f"+{grouped(money)}" if money > 0 else grouped(money)


def write_comparison(comparison: Comparison, told: Told, figures: Mapping[str, Any], out: Path) -> None:
    """Write everything into `out`, which is replaced when it holds an earlier comparison.

    Raises:
        AnSinhError: `out` holds something else.
    """
    if out.exists() and not (out.is_dir() and ((out / FIGURES).is_file() or not any(out.iterdir()))):
        template = N_("{folder} holds something that is no comparison: name another folder.")
        raise AnSinhError("not_a_comparison", template, folder=out)
    with workplace(out.resolve()) as work:
        names = []
        for table in outputs(comparison):
            write_table(work.new, table, told.lines)
            names.append(f"{table.name}.xlsx")
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        (work.new / FIGURES).write_text(text + "\n", encoding="utf-8")
        (work.new / PAGE).write_text(_page(comparison, told, [*names, FIGURES]), encoding="utf-8")
        work.put_in_place()


def _page(comparison: Comparison, told: Told, files: Sequence[str]) -> str:
    """The page; it fetches nothing, and its style and script are the roll's, so that `ansinh view` shows it too."""
    environment = Environment(
        loader=PackageLoader("ansinh.lawdesk.scenario"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(money=grouped, signed=signed, mark=mark_words, unit=unit_words)
    environment.globals.update(_=_, ngettext=ngettext, lang=language())
    return environment.get_template("comparison.html").render(
        css=Markup(asset("roll.css")),  # noqa: S704 - our own stylesheet
        policy=policy(),
        told=told,
        comparison=comparison,
        bars=bars_of(comparison),
        files=files,
    )
