"""The printed book: no number without a link to its article, every link leads somewhere, in both languages' frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from ansinh.kernel.messages import use_language
from ansinh.lawdesk.lawbook.build import build_lawbook
from lawengine.model import Edition

VOID = {"meta", "link", "br", "hr", "img", "input"}
NOT_LAW = {"cho", "ma"}  # the facts that an example supposes, and hashes
TEXT_PAGE = re.compile(r"^van-ban/.+\.html#dieu-\w+$")


@dataclass
class Page(HTMLParser):
    """Numbers with the link that carries them, ids, and all links of one page."""

    name: str
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    stack: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return hash(self.name)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        target = unquote(urljoin(self.name, given["href"])) if "href" in given else ""
        if target:
            self.links.append(target)
        if tag not in VOID:
            self.stack.append((tag, target, frozenset(given.get("class", "").split())))

    def handle_endtag(self, tag: str) -> None:
        while self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _, _ in self.stack}
        classes = {name for _, _, names in self.stack for name in names}
        if re.search(r"\d", data) and not tags & {"style", "title"} and not classes & NOT_LAW:
            self.numbers.append(
                (" ".join(data.split()), next((link for _, link, _ in reversed(self.stack) if link), ""))
            )


def pages(folder: Path) -> Iterator[Page]:
    for file in sorted(folder.rglob("*.html")):
        page = Page(file.relative_to(folder).as_posix())
        page.feed(file.read_text(encoding="utf-8"))
        yield page


@pytest.fixture(scope="module", params=["vi", "en"])
def book(request: pytest.FixtureRequest, edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    use_language(request.param)
    index = build_lawbook(edition, Path(tmp_path_factory.mktemp("lawbook")) / "book")
    use_language("vi")
    return {page.name: page for page in pages(index.parent)}


def test_no_number_stands_without_a_link_to_its_article(book: dict[str, Page]) -> None:
    loose = []
    for page in book.values():
        for text, link in page.numbers:
            to_article = TEXT_PAGE.match(link)
            to_page = link.startswith(("che-do/", "van-ban/")) and "#" not in link  # a title in a list of titles
            if not to_article and not to_page:
                loose.append(f"{page.name}: {text}")
    assert loose == []
    assert sum(len(page.numbers) for page in book.values()) > 3000


def test_every_link_leads_to_a_page_and_an_article_of_the_book(book: dict[str, Page]) -> None:
    broken = []
    for page in book.values():
        for link in page.links:
            name, _, anchor = link.partition("#")
            target = book.get(name or page.name)
            if target is None or (anchor and anchor not in target.ids):
                broken.append(f"{page.name} → {link}")
    assert broken == []


def test_every_programme_and_instrument_has_a_page(book: dict[str, Page], edition: Edition) -> None:
    assert {f"che-do/{name}.html" for name in edition.programmes} <= set(book)
    assert {f"van-ban/{name}.html" for name in edition.instruments} <= set(book)


def test_it_asks_nothing_of_the_network(book: dict[str, Page]) -> None:
    assert not [link for page in book.values() for link in page.links if ":" in link]
