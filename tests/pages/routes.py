"""Every page that is photographed and checked: who looks, and where. `{…}` stands for what the fixture made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
