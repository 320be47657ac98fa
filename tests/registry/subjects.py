"""What the routes of the matrix are filled with: the address of something about a citizen, made on the spot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from ansinh.kernel.accounts.models import User
from ansinh.kernel.files.services import store
from ansinh.kernel.jobs.models import Job
from ansinh.kernel.tokens.services import Scope, give_token
from ansinh.registry.books.models import NonStateProvider
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import CHECKS
from ansinh.registry.imports.models import ImportBatch, ImportRow, Stage, Verdict
from ansinh.registry.ledger.models import Change
from ansinh.registry.ledger.tokens import token_of
from ansinh.registry.masking import SENSITIVE
from ansinh.registry.merging.models import Band, Pair
from ansinh.registry.offices.models import CalendarDay, IntakePoint, Office
from ansinh.registry.offices.selectors import viewer_of
from ansinh.registry.people.models import Identity, Person
from ansinh.registry.statuses.models import STATUSES, Completeness
from tests.cast import KNOWN, Cast, account_of
from tests.cast import change as applied_change
from tests.cast import person as person_of

Given = Callable[[Cast, Person], Mapping[str, str]]
BOOK: Final = "co-so-ngoai-cong-lap"


def person(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {"code": citizen.code}


def commune(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {"key": citizen.commune.key}


def vouched(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """A register that the citizen's commune vouches for."""
    Completeness.objects.create(
        register="disability", commune=citizen.commune, change=applied_change("vouch:disability"), known_from=KNOWN
    )
    return {"key": citizen.commune.key, "slug": "disability"}


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


def person_act(slug: str) -> Given:
    """One act on the person's page, as `lien-lac`."""
    return lambda _cast, citizen: {"code": citizen.code, "slug": slug}


def household_act(cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {**household(cast, citizen), "slug": "chuyen-noi-o"}


def row(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The row of the ledger that says what the citizen is called."""
    return {"token": token_of(Identity.objects.get(person=citizen))}


def batch(cast: Cast, citizen: Person) -> Mapping[str, str]:
    """A list of the citizen's commune, checked, with the citizen in its first row."""
    made = ImportBatch.objects.create(
        code="NL-MATRIX",
        title="Danh sách",
        file=store(SimpleUploadedFile("danh-sach.csv", "Họ tên;Năm sinh\n".encode()), viewer=None),
        place=citizen.commune,
        holds_from=KNOWN.date(),
        stage=Stage.CHECKED,
        made_by=cast.stranger,
    )
    ImportRow.objects.create(
        batch=made,
        number=1,
        full_name=citizen.full_name,
        shown=citizen.full_name,
        verdict=Verdict.SAME,
        person=citizen,
        commune=citizen.commune,
    )
    return {"code": made.code}


def batch_row(cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {**batch(cast, citizen), "number": "1"}


def book(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    return {"slug": BOOK}


def book_entry(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """A provider in the citizen's commune, headed by the citizen."""
    NonStateProvider.objects.create(
        code="MS-MATRIX",
        commune=citizen.commune,
        province=citizen.province,
        name="Mái ấm",
        kind=NonStateProvider.Kind.OLDER,
        head=citizen.full_name,
        address="Thôn 1",
        places=10,
        residents=5,
        change=applied_change("book-entry"),
        known_from=KNOWN,
    )
    return {"slug": BOOK, "code": "MS-MATRIX"}


def strange_upload(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    """A list that nobody has uploaded."""
    return {"slug": BOOK, "sha256": "0" * 64}


def book_change(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    """An act of somebody else."""
    return {"slug": BOOK, "change": "TD-C00001"}


def job_of_another(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    """Background work that none of those who come has begun; an administrator sees everybody's."""
    Job.objects.create(
        code="VN-MATRIX", kind="import-check", title="Danh sách", started_by=account_of("may", "Một người khác")
    )
    return {"code": "VN-MATRIX"}


def finding(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """Something a check found about the citizen that is not sensitive."""
    check = next(each for each in CHECKS if each.register not in SENSITIVE and each.register not in STATUSES)
    Finding.objects.create(
        code="PH-MATRIX",
        check_code=check.code,
        register=check.register,
        person=citizen,
        commune=citizen.commune,
        province=citizen.province,
        found_at=KNOWN,
    )
    return {"code": "PH-MATRIX"}


def office(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The office of the citizen's commune."""
    return {"code": f"UBND-{citizen.commune.code}"}


def mandate(cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The first function of that office; the first posting of its officer (`posting`) likewise."""
    return {**office(cast, citizen), "number": "1"}


def intake_point(cast: Cast, citizen: Person) -> Mapping[str, str]:
    made = Office.objects.get(code=office(cast, citizen)["code"])
    IntakePoint.objects.create(office=made, name="Bộ phận một cửa", place=citizen.commune)
    return {"code": made.code, "number": "1"}


def officer_of(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The officer who serves in the citizen's commune."""
    return {"username": User.objects.get(postings__office__code=f"UBND-{citizen.commune.code}").username}


def posting(cast: Cast, citizen: Person) -> Mapping[str, str]:
    return {**officer_of(cast, citizen), "number": "1"}


def stale_invitation(cast: Cast, citizen: Person) -> Mapping[str, str]:
    """A link that nobody was given."""
    return {**officer_of(cast, citizen), "token": "x-y"}


def holiday(_cast: Cast, _citizen: Person) -> Mapping[str, str]:
    CalendarDay.objects.get_or_create(day=date(2026, 9, 2), defaults={"works": False, "name": "Quốc khánh"})
    return {"day": "2026-09-02"}


def pair(_cast: Cast, citizen: Person) -> Mapping[str, str]:
    """The citizen, and somebody of the same commune who may be the same."""
    twin = person_of(citizen.full_name, citizen.birth_date, citizen.sex, citizen.commune)
    likeness = {"name": "same", "birth": "same", "citizen_id": "unknown", "old_id": "unknown", "kin": "unknown"}
    Pair.objects.create(
        code="CT-MATRIX", one=citizen, other=twin, probability=Decimal("0.9"), band=Band.ASK, name_people=2,
        birth_one=citizen.birth_date, birth_other=citizen.birth_date, place="same_village", sex="same",
        found_at=KNOWN, **likeness,
    )  # fmt: skip
    return {"code": "CT-MATRIX"}
