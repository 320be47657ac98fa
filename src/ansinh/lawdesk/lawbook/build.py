"""Writes the lawbook: an index, a page per programme, per instrument, and for provinces, concurrence and facts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ansinh.kernel.messages import N_, _, language
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.lawbook.chapters import Chapter, chapter_of, formula_in_words, period_in_words
from ansinh.lawdesk.wording import day_in_words, fact_in_words, value_in_words
from lawengine.answers import place_in_words
from lawengine.model import Cite, Edition, Instrument, Mark
from lawengine.stories import Teller

FIELDS = {"social": N_("Social assistance"), "relief": N_("Emergency relief")}
MARKS = {
    Mark.PRIMARY: "đã đọc văn bản",
    Mark.SECONDARY: "nguồn thứ cấp",
    Mark.PARTIAL: "đọc một phần – chưa thẩm định",
    Mark.MEMORY: "ghi nhớ – chưa thẩm định",
    Mark.ESTIMATE: "số ước tính – chưa thẩm định",
    Mark.CONFLICT: "nguồn mâu thuẫn – chưa thẩm định",
}


@dataclass(slots=True)
class Linker:
    """Makes links to articles; `up` leads from the page to the book's root."""

    edition: Edition
    up: str

    def href(self, cite: Cite) -> str:
        """The address of the cited article."""
        return f"{self.up}van-ban/{cite.instrument}.html#dieu-{cite.place.split('.', 1)[0]}"

    def cited(self, text: object, cites: tuple[Cite, ...]) -> Markup:
        """Text that carries a number, linked to the article that says so."""
        if not cites:
            return Markup('<span class="khong-can-cu">{}</span>').format(text)
        return Markup('<a class="so" href="{}">{}</a>').format(self.href(cites[0]), text)

    def cites(self, cites: tuple[Cite, ...]) -> Markup:
        """All citations of a row, each a link, with its mark when it is not verified."""
        return Markup("; ").join(self._cite(cite) for cite in cites)

    def _cite(self, cite: Cite) -> Markup:
        short = self.edition.instruments[cite.instrument].short
        link = Markup('<a href="{}">{} {}</a>').format(self.href(cite), place_in_words(cite.place), short)
        return link if cite.mark.verified else link + Markup(' <span class="dau">{}</span>').format(MARKS[cite.mark])


def build_lawbook(edition: Edition, out: Path) -> Path:
    """Write the book into `out` (replaced as a whole) and give the path of its first page."""
    writer = _Writer(edition, out.with_name(out.name + ".tmp"))
    shutil.rmtree(writer.out, ignore_errors=True)
    writer.write()
    shutil.rmtree(out, ignore_errors=True)
    writer.out.rename(out)
    return out / "index.html"


class _Writer:
    def __init__(self, edition: Edition, out: Path) -> None:
        self.edition = edition
        self.out = out
        self.environment = Environment(
            loader=PackageLoader("ansinh.lawdesk.lawbook"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.environment.filters.update(money=grouped, day=_day, window=period_in_words)
        self.environment.globals.update(
            _=_, lang=language(), marks=MARKS, value=value_in_words, formula=formula_in_words
        )
        self.css = (
            resources.files("ansinh.lawdesk.lawbook").joinpath("templates/lawbook.css").read_text(encoding="utf-8")
        )

    def write(self) -> None:
        teller = Teller(self.edition)
        chapters = [chapter_of(self.edition, law, teller) for law in self.edition.programmes.values()]
        self._page("index.html", "index.html", "", chapters=self._by_field(chapters), texts=self._texts())
        for chapter in chapters:
            self._page("programme.html", f"che-do/{chapter.law.id}.html", "../", chapter=chapter)
        for instrument in self.edition.instruments.values():
            self._page(
                "text.html",
                f"van-ban/{instrument.id}.html",
                "../",
                text=instrument,
                users=self._users(instrument, chapters),
            )
        self._page("parameters.html", "muc-chuan.html", "", parameters=self.edition.parameters.values())
        self._page("provinces.html", "dia-phuong.html", "", overlays=self._overlays())
        self._page(
            "concurrence.html", "huong-dong-thoi.html", "", rules=self.edition.concurrence, titles=self._titles()
        )
        self._page("facts.html", "thong-tin.html", "", catalogue=self.edition.catalogue)

    def _page(self, template: str, name: str, up: str, **values: Any) -> None:
        linker = Linker(self.edition, up)
        given = {
            "up": up,
            "edition": self.edition,
            "css": Markup(self.css),  # noqa: S704 - our own stylesheet
            "link": linker,
            "fact": self._fact,
            **values,
        }
        text = self.environment.get_template(template).render(given)
        place = self.out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def _fact(self, name: str) -> str:
        return fact_in_words(name, self.edition.catalogue)

    def _by_field(self, chapters: list[Chapter]) -> list[tuple[str, list[Chapter]]]:
        names = {item.code: item.name for item in self.edition.territories}
        fields: dict[str, list[Chapter]] = {}
        for chapter in sorted(chapters, key=lambda item: (bool(item.law.territory), item.law.title)):
            place = min(chapter.law.territory, default="")
            field = chapter.law.id.split(".", 1)[0]
            heading = _("Of {province} itself").format(province=names[place]) if place else _(FIELDS.get(field, field))
            fields.setdefault(heading, []).append(chapter)
        return list(fields.items())

    def _texts(self) -> list[Instrument]:
        return sorted(
            self.edition.instruments.values(), key=lambda item: (item.window.start is not None, str(item.window.start))
        )

    def _users(self, instrument: Instrument, chapters: list[Chapter]) -> Mapping[str, list[Chapter]]:
        """Which programmes cite each article."""
        users: dict[str, list[Chapter]] = {}
        for chapter in chapters:
            for article in sorted(
                {cite.place.split(".", 1)[0] for cite in chapter.cites if cite.instrument == instrument.id}
            ):
                users.setdefault(article, []).append(chapter)
        return users

    def _titles(self) -> Mapping[str, str]:
        return {law.id: law.title for law in self.edition.programmes.values()}

    def _overlays(self) -> Iterator[tuple[str, Any]]:
        names = {item.code: item.name for item in self.edition.territories}
        for overlay in self.edition.overlays:
            yield names[overlay.territory], overlay


def _day(value: object) -> str:
    return day_in_words(str(value))
