"""Every route of the site, and who may take it. The matrix test (test_matrix.py) goes all of them as everybody.

Whoever adds a page adds a line here; a route that is missing, and a line without a route, fail the test. A line says:

    Route("nguoi/<slug:code>/", READ, given=person)

- the path exactly as the URLconf has it, all includes joined;
- who may: PUBLIC (anybody), SIGNED_IN (whoever has signed in), or a right of kernel/viewer.py (with `function=` when
  the view names one);
- `given`: what the path is filled with, made for a citizen (`person`, `household`, `change`, `paper` below, or your
  own function of the cast and a Person). The test takes it for ông Sáu (xã An Bình), ông Bảy (xã An Hòa) and bà Chín
  (another province): whoever has the right gets `ok` where the citizen lies within their postings and 404
  where not. Without `given`, or with `everywhere=True` (places, the law), there is no 404: everybody with the right
  gets `ok`, and what is shown is their own;
- `method`, and `data` for a form: a function as `given`; `query`: what is asked, `{folded}` is the citizen's name
  without accents, `{code}` their code. Take what the page does not repeat, or the page will seem to leak it;
- `ok`: the statuses of a request that is let in (a form that leads back: 302; a form that is not filled in: 200);
- `closed`: the status for those who are let in nowhere, where it is not 403 (an API answers 401 to the anonymous: give
  `anonymous=401`); `headers`: a function of a user, for what signs in otherwise than by a session.

Besides the status each answer is searched (spreadsheets are unpacked) for names, codes and citizen's numbers of people
outside the viewer's territory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from ansinh.kernel.accounts.models import User
from ansinh.kernel.files.services import store
from ansinh.kernel.tokens.services import Scope, give_token
from ansinh.kernel.viewer import READ, READ_AUDIT, READ_SENSITIVE
from ansinh.registry.ledger.models import Change
from ansinh.registry.offices.selectors import viewer_of
from ansinh.registry.people.models import Person
from tests.cast import Cast

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
Given = Callable[[Cast, Person], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route and who may take it; the module's docstring explains each field."""

    path: str
    who: str
    given: Given | None = None
    function: str | None = None
    method: str = "GET"
    data: Given | None = None
    query: str = ""
    everywhere: bool = False
    ok: tuple[int, ...] = (200,)
    closed: int = 403
    anonymous: int = 302
    headers: Callable[[User], Mapping[str, str]] | None = None


def person(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {"code": citizen.code}


def household(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    assert citizen.household is not None
    return {"code": citizen.household.code}


def change(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {"code": Change.objects.filter(person=citizen).earliest("pk").code}


def paper(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The paper by which the citizen was entered; it proves nothing sensitive."""
    entered = Change.objects.filter(person=citizen).earliest("pk").paper
    assert entered is not None
    return {"code": entered.code}


def scanned(cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The same paper with a scan."""
    given = paper(cast, citizen)
    file = store(SimpleUploadedFile("giay.pdf", b"%PDF-1.7\n%%EOF\n"), viewer=None)
    entered = Change.objects.filter(person=citizen).earliest("pk").paper
    assert entered is not None
    entered.file = file
    entered.save(update_fields=["file"])
    return given


def provider(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    return {"provider_id": "khong-co"}


def bearer(user: User) -> Mapping[str, str]:
    """A token of theirs that opens everything."""
    _token, text = give_token(viewer=viewer_of(user), name="Thử", scopes=Scope.values, days=1)
    return {"authorization": f"Bearer {text}"}


def no_token(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    return {"code": "MT-NONE"}


def a_purpose(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    return {"purpose": "benefit", "words": "HS-2026-000123", "next": "/tai-khoan/"}


OWN_ACCOUNT: Final = (
    *(Route(path, SIGNED_IN) for path in ("tai-khoan/", "tai-khoan/mat-khau/", "tai-khoan/xac-nhan/")),
    *(Route(path, SIGNED_IN) for path in ("tai-khoan/ma/", "dang-xuat/")),
    Route("tai-khoan/phien/", SIGNED_IN, method="POST", ok=(302,)),
    # These ask for the password again (302), or have nothing to show without codes (404).
    Route("tai-khoan/xac-nhan-ma/", SIGNED_IN, ok=(200, 302)),
    *(Route(f"tai-khoan/ma/{path}", SIGNED_IN, ok=(302, 404)) for path in ("bat/", "tat/", "du-phong/")),
    *(Route(f"tai-khoan/ma/du-phong/{path}", SIGNED_IN, ok=(302, 404)) for path in ("moi/", "tai/")),
)
DOOR: Final = (
    Route("dang-nhap/", PUBLIC, ok=(200, 302)),  # whoever has signed in is led on
    Route("dang-nhap/ma/", PUBLIC, ok=(302,)),
    Route("dang-nhap/khoa/", PUBLIC),
    Route("dang-nhap/huy/", PUBLIC),
    Route("dang-nhap/loi/", PUBLIC, ok=(401,)),
    Route("dang-nhap/qua/<slug:provider_id>/", PUBLIC, given=provider, everywhere=True, ok=(404,)),
    Route("dang-nhap/qua/<slug:provider_id>/ve/", PUBLIC, given=provider, everywhere=True, ok=(404,)),
    Route("dang-nhap/vai/", PUBLIC, method="POST", ok=(404,)),  # exists in a demo only
    Route("tai-khoan/moi/", PUBLIC, ok=(404,)),  # nobody signs up
    Route("tai-khoan/lien-ket/", PUBLIC, ok=(404,)),
)
SHELL: Final = (
    Route("", PUBLIC, ok=(200, 302)),
    Route("hien-thi/", PUBLIC, method="POST", ok=(302,)),
    Route("huong-dan/", PUBLIC, method="POST", ok=(302,)),
)
LOGBOOK: Final = (
    Route("nhat-ky/", READ_AUDIT, query="tu=2026-01-01"),
    Route("nhat-ky/", READ_AUDIT, query="ma={code}"),
    Route("nguoi/<slug:code>/muc-dich/", READ_SENSITIVE, given=person, method="POST", data=a_purpose, ok=(302,)),
    Route("nguoi/<slug:code>/ai-da-xem/", READ, given=person),
    Route("giay-to/<slug:code>/tep/", READ, given=scanned),
)
API: Final = (
    *(Route(f"api/v1/{path}", PUBLIC) for path in ("openapi.json",)),
    Route("api/v1/", PUBLIC, ok=(404,)),
    Route("api/v1/people", READ, query="q={folded}", anonymous=401, headers=bearer),
    Route("api/v1/people/<code>", READ, given=person, anonymous=401, headers=bearer),
    Route("api/v1/households/<code>", READ, given=household, anonymous=401, headers=bearer),
    Route("api/v1/changes", READ, anonymous=401, headers=bearer),
    Route("tai-khoan/ma-truy-cap/", SIGNED_IN),
    Route("tai-khoan/ma-truy-cap/moi/", READ, method="POST", ok=(422,)),
    Route("tai-khoan/ma-truy-cap/<slug:code>/thu-hoi/", SIGNED_IN, given=no_token, method="POST", ok=(302,)),
)
ROUTES: Final[tuple[Route, ...]] = (*API, *SHELL, *DOOR, *OWN_ACCOUNT, *LOGBOOK)
