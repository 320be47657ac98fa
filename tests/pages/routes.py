"""Every page that is photographed and checked: who looks, and where.

`ROUTES` is looked at by every run of the tests; `{…}` stands for what the fixture made. `every_page` adds, for
`make shots`, each page that the matrix of rights (tests/registry/routes.py) knows, about ông Sáu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ansinh.kernel.text import fold
from tests.cast import Cast, viewer
from tests.registry import routes as matrix
from tests.registry import subjects
from tests.registry.subjects import Given

BOOK = "/so/cong-trinh-ghi-cong/"


@dataclass(frozen=True, slots=True)
class Route:
    """One picture. `user`: the officer who looks (blank: nobody signed in). `status`: what is answered."""

    name: str
    user: str
    path: str
    status: int = 200


ROUTES: Final = (
    Route("welcome", "", "/"),
    Route("sign-in", "", "/dang-nhap/"),
    Route("home-commune-officer", "hoa", "/"),
    Route("home-specialist", "van", "/"),
    Route("home-accountant", "kien", "/"),
    Route("home-chief", "director", "/"),
    Route("home-inspector", "inspector", "/"),
    Route("home-administrator", "admin", "/"),
    Route("home-no-posting", "stranger", "/"),
    Route("not-found", "hoa", "/khong-co-trang-nay/", 404),
    Route("forbidden", "stranger", "/so/", 403),
    Route("jobs-none", "van", "/viec-nen/"),
    Route("jobs", "hoa", "/viec-nen/"),
    Route("job-running", "hoa", "/viec-nen/{running}/"),
    Route("job-done", "hoa", "/viec-nen/{done}/"),
    Route("job-failed", "hoa", "/viec-nen/{failed}/"),
    Route("books", "dung", "/so/"),
    Route("book-asks-first", "dung", BOOK),
    Route("book-rows", "dung", f"{BOOK}?q=an"),
    Route("book-nothing-found", "dung", f"{BOOK}?q=zzz"),
    Route("book-fund", "dung", "/so/quy-den-on-dap-nghia/?direction=receipt"),
    Route("book-entry", "dung", f"{BOOK}muc/{{entry}}/"),
    Route("book-add", "dung", f"{BOOK}them/"),
    Route("book-correct", "dung", f"{BOOK}muc/{{entry}}/sua/"),
    Route("book-withdraw", "dung", f"{BOOK}muc/{{entry}}/go/"),
    Route("book-import", "dung", f"{BOOK}nhap/"),
    Route("book-preview", "dung", f"{BOOK}nhap/{{upload}}/"),
)

# Files, answers for programs, and pages that lead elsewhere are no pictures.
NO_PAGE: Final = re.compile(r"^api/|tep/$|tai-ve/$|tai/$|^dang-xuat/$|^tai-khoan/(xac-nhan|ma/(bat|tat|du-phong))|^$")
LOOKERS: Final = ("hoa", "van", "director", "inspector", "admin")


def every_page(everyone: Cast) -> Iterator[Route]:
    """The pages of the matrix, each looked at by the first officer who may."""
    made = _Made(everyone)
    for route in matrix.ROUTES:
        if route.method != "GET" or 200 not in route.ok or NO_PAGE.search(route.path) or "xlsx" in route.query:
            continue
        path = route.path
        for key, value in made.of(route).items():
            path = re.sub(rf"<(?:\w+:)?{key}>", value, path)
        query = route.query.format(folded=fold(everyone.sau.full_name), code=everyone.sau.code)
        name = re.sub(r"[^a-z0-9]+", "-", f"{route.path}-{route.query}".lower()).strip("-")
        yield Route(f"all-{name}", _looker(everyone, route), f"/{path}" + (f"?{query}" if query else ""))


class _Made:
    """What the paths are filled with, made once for all routes that take the same."""

    def __init__(self, everyone: Cast) -> None:
        self._everyone = everyone
        self._kept: dict[Given, Mapping[str, str]] = {}

    def of(self, route: matrix.Route) -> Mapping[str, str]:
        if route.given is None:
            return {}
        if route.given is subjects.batch_row:  # it would make the batch a second time
            return {**self._of(subjects.batch), "number": "1"}
        return self._of(route.given)

    def _of(self, given: Given) -> Mapping[str, str]:
        if given not in self._kept:
            self._kept[given] = given(self._everyone, self._everyone.sau)
        return self._kept[given]


def _looker(everyone: Cast, route: matrix.Route) -> str:
    if route.who == matrix.PUBLIC:
        return ""
    may = (name for name in LOOKERS if viewer(getattr(everyone, name)).may(route.who, route.function))
    return "hoa" if route.who == matrix.SIGNED_IN else next(may)
