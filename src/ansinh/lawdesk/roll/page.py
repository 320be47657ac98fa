"""The roll as one page: nothing is fetched from anywhere, it prints, and it opens without any program of ours."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ansinh.kernel.messages import _, language, ngettext
from ansinh.kernel.words_of_money import grouped, in_words
from ansinh.lawdesk.roll import tables, wording
from ansinh.lawdesk.roll.assumptions import Assumptions
from ansinh.lawdesk.roll.changes import KINDS, Changes, kind_words
from ansinh.lawdesk.roll.chart import bars_of
from ansinh.lawdesk.roll.heads import commune_totals, counts_of, heads_of, programme_totals, section_totals
from ansinh.lawdesk.roll.model import Roll
from ansinh.lawdesk.roll.shown import ShownFacts
from ansinh.lawdesk.wording import day_in_words

MOST_ON_PAGE = 1_000
PACKAGE = "ansinh.lawdesk.roll"
SUMMARY = "summary.json"


def write_page(
    folder: Path, roll: Roll, assumptions: Assumptions, changes: Changes | None, names: Sequence[str]
) -> None:
    """Write `index.html`. `names` are the tables that lie beside it, as a workbook or, when too long, as .csv."""
    files = [f"{name}.xlsx" if (folder / f"{name}.xlsx").exists() else f"{name}.csv" for name in names]
    more = ("roll.csv", "roll.parquet", "people.parquet", SUMMARY, "mapping.yaml")
    environment = Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(money=grouped, day=day_in_words, mark=wording.mark_words, spoken=in_words)
    environment.globals.update(
        _=_, ngettext=ngettext, lang=language(), t=tables, w=wording, kind_words=kind_words, kinds=KINDS
    )
    css, script = asset("roll.css"), asset("roll.js")
    text = environment.get_template(
        "index.html"
    ).render(
        css=Markup(css),  # noqa: S704 - our own stylesheet
        script=Markup(script),  # noqa: S704 - our own script
        policy=policy(),
        roll=roll,
        question=roll.plan.question,
        month="/".join(reversed(roll.plan.question.on.isoformat()[:7].split("-"))),
        province=_province(roll),
        counts=counts_of(roll),
        programmes=programme_totals(roll),
        communes=commune_totals(roll),
        sections=section_totals(roll),
        bars=bars_of(programme_totals(roll)),
        heads=heads_of(roll),
        assumptions=assumptions,
        changes=changes,
        asked=ShownFacts(roll.plan),
        files=list(dict.fromkeys([*files, *more])),
        full=dict(zip(names, files, strict=True)),
        limit=MOST_ON_PAGE,
        **_people(roll),
    )
    (folder / "index.html").write_text(text, encoding="utf-8")


def asset(name: str) -> str:
    """The stylesheet or the script that stands in the page."""
    return resources.files(PACKAGE).joinpath(f"templates/{name}").read_text(encoding="utf-8").strip()


def policy() -> str:
    """The content security policy of the page: its own style and script, known by their hashes, and nothing else."""
    style, script = (_hash(asset(name)) for name in ("roll.css", "roll.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _people(roll: Roll) -> dict[str, object]:
    paid = [outcome for outcome in roll.outcomes if outcome.paid]
    return {
        "paid": paid,
        "undetermined": [outcome for outcome in roll.outcomes if outcome.open],
        "refused": [outcome for outcome in roll.outcomes if outcome.state == "refused"],
    }


def _province(roll: Roll) -> str:
    code = roll.plan.question.province
    names = [item.name for item in roll.edition.territories if item.code == code]
    return f"{names[-1]} ({code})" if names else ""
