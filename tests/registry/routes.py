"""Every route of the site, and who may take it. The matrix test (test_matrix.py) goes all of them as everybody.

Whoever adds a page adds a line here; a route that is missing, and a line without a route, fail the test. A line says:

    Route("nguoi/<slug:code>/", READ, given=subjects.person)

- the path exactly as the URLconf has it, all includes joined;
- who may: PUBLIC (anybody), SIGNED_IN (whoever has signed in), or a right of kernel/viewer.py (with `function=` when
  the view names one);
- `given`: what the path is filled with, made for a citizen (subjects.py, or your own
  function of the cast and a Person). The test takes it for ông Sáu (xã An Bình), ông Bảy (xã An Hòa) and bà Chín
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

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import DECIDE, IMPORT, KEEP_OFFICES, MERGE, PROPOSE, READ, READ_AUDIT, READ_SENSITIVE
from tests.registry import subjects
from tests.registry.subjects import Given

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"


@dataclass(frozen=True, slots=True)
class Route:
    """One route and who may take it; the module's docstring explains each field."""

    path: str
    who: str
    function: str | None = None
    given: Given | None = None
    method: str = "GET"
    data: Given | None = None
    query: str = ""
    everywhere: bool = False
    ok: tuple[int, ...] = (200,)
    closed: int = 403
    anonymous: int = 302
    headers: Callable[[User], Mapping[str, str]] | None = None


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
    Route("dang-nhap/qua/<slug:provider_id>/", PUBLIC, given=subjects.provider, everywhere=True, ok=(404,)),
    Route("dang-nhap/qua/<slug:provider_id>/ve/", PUBLIC, given=subjects.provider, everywhere=True, ok=(404,)),
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
    Route(
        "nguoi/<slug:code>/muc-dich/",
        READ_SENSITIVE,
        given=subjects.person,
        method="POST",
        data=subjects.a_purpose,
        ok=(302,),
    ),
    Route("nguoi/<slug:code>/ai-da-xem/", READ, given=subjects.person),
    Route("giay-to/<slug:code>/tep/", READ, given=subjects.scanned),
)
API: Final = (
    *(Route(f"api/v1/{path}", PUBLIC) for path in ("openapi.json",)),
    Route("api/v1/", PUBLIC, ok=(404,)),
    Route("api/v1/people", READ, query="q={folded}", anonymous=401, headers=subjects.bearer),
    Route("api/v1/people/<code>", READ, given=subjects.person, anonymous=401, headers=subjects.bearer),
    Route("api/v1/households/<code>", READ, given=subjects.household, anonymous=401, headers=subjects.bearer),
    Route("api/v1/changes", READ, anonymous=401, headers=subjects.bearer),
    Route("tai-khoan/ma-truy-cap/", SIGNED_IN),
    Route("tai-khoan/ma-truy-cap/moi/", READ, method="POST", ok=(302,)),  # asks for the password again
    Route("tai-khoan/ma-truy-cap/<slug:code>/thu-hoi/", SIGNED_IN, given=subjects.no_token, method="POST", ok=(302,)),
)
CHANGES: Final = (
    Route("thay-doi/", READ, query="trang-thai=applied"),
    Route("thay-doi/", READ, query="trang-thai=applied&tai=xlsx"),
    Route("thay-doi/can-quyet-dinh/", READ),
    Route("thay-doi/<slug:code>/", READ, given=subjects.change),
    *(
        # Who may decide is asked of the change itself; a refusal leads back to it and says why.
        Route(f"thay-doi/<slug:code>/{act}/", READ, given=subjects.change, method="POST", ok=(302,))
        for act in ("duyet", "tu-choi", "rut-lai", "hoan-tac")
    ),
)
PEOPLE: Final = (
    Route("nguoi/", READ),
    Route("nguoi/", READ, query="q={folded}"),
    Route("nguoi/<slug:code>/", READ, given=subjects.person),
    Route("ho/<slug:code>/", READ, given=subjects.household),
    Route("nguoi-moi/", PROPOSE),
    Route("nguoi/<slug:code>/de-nghi/", PROPOSE, given=subjects.person),
    Route("nguoi/<slug:code>/de-nghi/<slug:slug>/", PROPOSE, given=subjects.person_act("lien-lac")),
    Route("nguoi/<slug:code>/de-nghi/<slug:slug>/", PROPOSE, given=subjects.person_act("hiv"), function="social"),
    Route("ho/<slug:code>/de-nghi/", PROPOSE, given=subjects.household),
    Route("ho/<slug:code>/de-nghi/<slug:slug>/", PROPOSE, given=subjects.household_act),
    *(Route(f"muc/<str:token>/{act}/", PROPOSE, given=subjects.row) for act in ("sua", "ket-thuc", "thu-hoi")),
)
IMPORTS: Final = (
    Route("nhap-danh-sach/", READ),
    Route("nhap-danh-sach/moi/", IMPORT, method="POST", ok=(200, 400)),  # nothing was uploaded
    Route("nhap-danh-sach/<slug:code>/", READ, given=subjects.batch),
    Route("nhap-danh-sach/<slug:code>/cot/", IMPORT, given=subjects.batch),
    Route("nhap-danh-sach/<slug:code>/dong/<int:number>/", IMPORT, given=subjects.batch_row),
    Route("nhap-danh-sach/<slug:code>/buoc/", IMPORT, given=subjects.batch, method="POST", ok=(302,)),
    Route("nhap-danh-sach/<slug:code>/duyet/", DECIDE, given=subjects.batch, method="POST", ok=(302,)),
    Route(
        "nhap-danh-sach/<slug:code>/muc-dich/",
        READ_SENSITIVE,
        given=subjects.batch,
        method="POST",
        data=subjects.a_purpose,
        ok=(302,),
    ),
    Route("nhap-danh-sach/<slug:code>/tai-ve/", IMPORT, given=subjects.batch, ok=(200, 302)),
)
BOOKS: Final = (
    Route("so/", READ),
    Route("so/<slug:slug>/", READ, "social", given=subjects.book, everywhere=True),
    Route("so/<slug:slug>/", READ, "social", given=subjects.book, everywhere=True, query="q={folded}"),
    Route("so/<slug:slug>/them/", PROPOSE, "social", given=subjects.book, everywhere=True),
    Route("so/<slug:slug>/nhap/", IMPORT, "social", given=subjects.book, everywhere=True),
    Route("so/<slug:slug>/nhap/<slug:sha256>/", IMPORT, "social", given=subjects.strange_upload, ok=(404,)),
    Route(
        "so/<slug:slug>/nhap/<slug:sha256>/ghi/",
        IMPORT,
        "social",
        given=subjects.strange_upload,
        method="POST",
        ok=(404,),
    ),
    Route(
        "so/<slug:slug>/hoan-tac/<slug:change>/",
        PROPOSE,
        "social",
        given=subjects.book_change,
        method="POST",
        everywhere=True,
        ok=(302,),
    ),
    Route("so/<slug:slug>/muc/<slug:code>/", READ, "social", given=subjects.book_entry),
    Route("so/<slug:slug>/muc/<slug:code>/sua/", PROPOSE, "social", given=subjects.book_entry),
    Route("so/<slug:slug>/muc/<slug:code>/go/", PROPOSE, "social", given=subjects.book_entry),
)
CHECKS: Final = (
    Route("kiem-tra/", READ),
    Route("kiem-tra/danh-sach/", READ),
    Route("kiem-tra/chay/", PROPOSE, method="POST", ok=(302,)),
    Route("kiem-tra/<slug:code>/", READ, given=subjects.finding),
    Route("kiem-tra/<slug:code>/xet-lai/", PROPOSE, given=subjects.finding, method="POST", ok=(302,)),
)
JOBS: Final = (
    Route("viec-nen/", SIGNED_IN),
    Route("viec-nen/<str:code>/", KEEP_OFFICES, given=subjects.job_of_another, everywhere=True, closed=404),
    Route(
        "viec-nen/<str:code>/dung/",
        KEEP_OFFICES,
        given=subjects.job_of_another,
        method="POST",
        everywhere=True,
        closed=404,
        ok=(302,),
    ),
)
PAIRS: Final = (
    Route("trung-nhau/", MERGE),
    Route("trung-nhau/tim/", MERGE, method="POST", ok=(404,)),  # no place was named
    Route("trung-nhau/<slug:code>/", DECIDE, given=subjects.pair),
    Route("trung-nhau/<slug:code>/quyet-dinh/", MERGE, given=subjects.pair, method="POST", ok=(302,)),
)
OFFICES: Final = (
    *(
        Route(f"co-quan/{path}", KEEP_OFFICES)
        for path in ("", "moi/", "chuyen-chuc-nang/", "so-van-ban/", "diem-tiep-nhan/")
    ),
    Route("co-quan/chuc-nang/", SIGNED_IN),
    *(
        Route(f"co-quan/<slug:code>/{path}", KEEP_OFFICES, given=subjects.office)
        for path in ("", "doi-ten/", "ket-thuc/", "chuc-nang/", "diem-tiep-nhan/")
    ),
    Route("co-quan/<slug:code>/chuc-nang/<int:number>/ket-thuc/", KEEP_OFFICES, given=subjects.mandate),
    Route("co-quan/<slug:code>/diem-tiep-nhan/<int:number>/ket-thuc/", KEEP_OFFICES, given=subjects.intake_point),
    *(Route(path, KEEP_OFFICES) for path in ("nguoi-dung/", "nguoi-dung-moi/", "quyen-han/")),
    *(
        Route(f"nguoi-dung/<str:username>/{path}", KEEP_OFFICES, given=subjects.officer_of)
        for path in ("", "dong/", "phan-cong/")
    ),
    *(
        Route(
            f"nguoi-dung/<str:username>/{path}", KEEP_OFFICES, given=subjects.officer_of, method="POST", ok=(200, 302)
        )
        for path in ("moi/", "tai-khoan/")
    ),
    *(
        Route(f"nguoi-dung/<str:username>/phan-cong/<int:number>/{path}", KEEP_OFFICES, given=subjects.posting)
        for path in ("", "ket-thuc/")
    ),
    Route("mat-khau/<str:username>/<str:token>/", PUBLIC, given=subjects.stale_invitation, ok=(200, 302, 403, 404)),
    *(Route(f"lich-lam-viec/{path}", SIGNED_IN) for path in ("", "tinh-han/")),
    *(Route(f"lich-lam-viec/{path}", KEEP_OFFICES) for path in ("ngay/", "de-xuat/")),
    Route("lich-lam-viec/ngay/<slug:day>/", KEEP_OFFICES, given=subjects.holiday, everywhere=True),
    Route(
        "lich-lam-viec/ngay/<slug:day>/bo/",
        KEEP_OFFICES,
        given=subjects.holiday,
        everywhere=True,
        method="POST",
        ok=(302,),
    ),
)
PLACES: Final = (
    Route("dia-ban/", SIGNED_IN),
    Route("dia-ban/<slug:key>/", SIGNED_IN, given=subjects.commune, everywhere=True),
    Route("dia-ban/<slug:key>/so-day-du/", READ, given=subjects.commune),
    Route("dia-ban/<slug:key>/so-day-du/<slug:slug>/", PROPOSE, "social", given=subjects.vouched),
    Route("dia-ban/<slug:key>/so-day-du/<slug:slug>/ket-thuc/", PROPOSE, "social", given=subjects.vouched),
)
ROUTES: Final[tuple[Route, ...]] = (
    *PLACES,
    *CHANGES,
    *PEOPLE,
    *CHECKS,
    *OFFICES,
    *PAIRS,
    *IMPORTS,
    *BOOKS,
    *JOBS,
    *API,
    *SHELL,
    *DOOR,
    *OWN_ACCOUNT,
    *LOGBOOK,
)
