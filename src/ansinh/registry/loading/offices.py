"""The offices of a province as they were and are, and made-up people who serve in them: for a demo or a first set-up.

Until 1 March 2025 one department held all functions; then they went to five, and on 1 July 2025 to the communes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from ansinh.kernel.accounts.models import User
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import (
    ACCOUNTANT,
    ADMINISTRATOR,
    CHIEF,
    COMMUNE_OFFICER,
    EVERY_FUNCTION,
    INSPECTOR,
    SPECIALIST,
)
from ansinh.registry.offices.models import Function, IntakePoint, Mandate, NumberSeries, Office, Posting
from ansinh.registry.places.models import Place

DEPARTMENT_ENDS: Final = date(2025, 3, 1)
COMMUNES_BEGIN: Final = date(2025, 7, 1)
YEAR: Final = 2026
_MERGED: Final = "Nghị quyết của HĐND tỉnh về sắp xếp cơ quan chuyên môn, tháng 02/2025"
_TWO_TIERS: Final = "Luật Tổ chức chính quyền địa phương 2025"
# Code, name, short name, functions since 1 March 2025.
DEPARTMENTS: Final[tuple[tuple[str, str, str, tuple[Function, ...]], ...]] = (
    ("SNV", "Sở Nội vụ", "Sở Nội vụ", (Function.MERIT, Function.LABOUR, Function.GENDER)),
    ("SYT", "Sở Y tế", "Sở Y tế", (Function.SOCIAL, Function.CHILDREN)),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", (Function.TRAINING,)),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "Sở NN&MT", (Function.POVERTY,)),
    ("CAT", "Công an tỉnh", "Công an tỉnh", (Function.REHAB,)),
)
# Offices over all functions, before and after.
STANDING: Final = (("UBND", "Ủy ban nhân dân tỉnh", "UBND tỉnh"), ("TTT", "Thanh tra tỉnh", "Thanh tra tỉnh"))


@dataclass(frozen=True, slots=True)
class Seat:
    """One desk: who sits at it comes from a list of names."""

    username: str
    office: str
    role: str
    title: str
    function: str = EVERY_FUNCTION
    signs: bool = False


# The first of each role by user name is the one that the demo offers.
SEATS: Final = (
    Seat("bao-tro-xa-hoi", "SYT", SPECIALIST, "Chuyên viên bảo trợ xã hội", Function.SOCIAL),
    Seat("chuyen-vien-tre-em", "SYT", SPECIALIST, "Chuyên viên trẻ em", Function.CHILDREN),
    Seat("chuyen-vien-nguoi-co-cong", "SNV", SPECIALIST, "Chuyên viên người có công", Function.MERIT),
    Seat("chuyen-vien-viec-lam", "SNV", SPECIALIST, "Chuyên viên việc làm", Function.LABOUR),
    Seat("chuyen-vien-giam-ngheo", "SNNMT", SPECIALIST, "Chuyên viên giảm nghèo", Function.POVERTY),
    Seat("ke-toan-so-y-te", "SYT", ACCOUNTANT, "Kế toán"),
    Seat("ke-toan-truong-so-noi-vu", "SNV", ACCOUNTANT, "Kế toán trưởng"),
    Seat("giam-doc-so-y-te", "SYT", CHIEF, "Giám đốc", signs=True),
    Seat("pho-giam-doc-so-noi-vu", "SNV", CHIEF, "Phó Giám đốc", signs=True),
    Seat("thanh-tra-vien", "TTT", INSPECTOR, "Thanh tra viên"),
    Seat("quan-tri", "UBND", ADMINISTRATOR, "Quản trị hệ thống"),
)


@transaction.atomic
def found_offices(province: Place, communes: Sequence[Place]) -> int:
    """The department of old, those of today, the communes, each with its functions by date; returns how many offices.

    Args:
        province: a province of today. communes: those of its communes of today that get an office.
    """
    offices = [*_department_of_old(province), *_departments(province), *_communes(communes)]
    series = [NumberSeries(office=office, symbol=symbol, year=YEAR) for office, symbol in _symbols(province, offices)]
    NumberSeries.objects.bulk_create(series)
    IntakePoint.objects.bulk_create(
        [
            IntakePoint(
                office=office,
                name=f"Trung tâm Phục vụ hành chính công {_kind(office.place)} {office.place.name}",
                place=office.place,
                starts_on=COMMUNES_BEGIN,
            )
            for office in offices
            if office.place is not None and office.place.pk != province.pk
        ]
    )
    return len(offices)


def _department_of_old(province: Place) -> Iterator[Office]:
    office = Office.objects.create(
        code=f"SLDTBXH-{province.code}",
        name="Sở Lao động – Thương binh và Xã hội",
        short_name="Sở LĐ-TB&XH",
        place=province,
        ends_on=DEPARTMENT_ENDS,
    )
    held = [each for each in Function if each != Function.EVERY]
    Mandate.objects.bulk_create(
        [Mandate(office=office, function=function, ends_on=DEPARTMENT_ENDS, source=_MERGED) for function in held]
    )
    yield office


def _departments(province: Place) -> Iterator[Office]:
    standing = ((code, name, short, (Function.EVERY,)) for code, name, short in STANDING)
    for code, name, short, functions in (*DEPARTMENTS, *standing):
        office = Office.objects.create(code=f"{code}-{province.code}", name=name, short_name=short, place=province)
        begins = None if Function.EVERY in functions else DEPARTMENT_ENDS
        source = "" if begins is None else _MERGED
        Mandate.objects.bulk_create(
            [Mandate(office=office, function=each, starts_on=begins, source=source) for each in functions]
        )
        yield office


def _communes(communes: Sequence[Place]) -> list[Office]:
    made = Office.objects.bulk_create(
        [
            Office(
                code=f"UBND-{commune.code}",
                name=f"Ủy ban nhân dân {_kind(commune)} {commune.name}",
                short_name=f"UBND {_kind(commune)} {commune.name}"[:40],
                place=commune,
                starts_on=COMMUNES_BEGIN,
            )
            for commune in communes
        ]
    )
    Mandate.objects.bulk_create(
        [Mandate(office=each, function=Function.EVERY, starts_on=COMMUNES_BEGIN, source=_TWO_TIERS) for each in made]
    )
    return made


def _kind(place: Place | None) -> str:
    return "phường" if place is not None and place.kind == "ward" else "xã"


def _symbols(province: Place, offices: Iterable[Office]) -> Iterator[tuple[Office, str]]:
    for office in offices:
        if office.place_id != province.pk:
            yield office, "QĐ-UBND"
        elif office.ends_on is None:
            yield office, f"QĐ-{office.code.partition('-')[0]}"


@transaction.atomic
def seat_people(province: Place, names: Iterator[str]) -> int:
    """Made-up users for the desks of the province and of each of its communes, without passwords; returns how many.

    Args:
        names: full names, one a user.
    """
    offices = {office.code: office for office in Office.objects.filter(ends_on=None).select_related("place")}
    desks = [(seat, offices[f"{seat.office}-{province.code}"]) for seat in SEATS]
    taken = {seat.username for seat in SEATS}
    for code, office in offices.items():
        if office.place is not None and office.place.parent_id == province.pk:
            username = f"can-bo-{'-'.join(fold(office.place.name).split())}"
            username = username if username not in taken else f"{username}-{office.place.code}"
            taken.add(username)
            desks.append((Seat(username, code, COMMUNE_OFFICER, "Công chức Văn hóa – Xã hội"), office))
    users = [User(username=seat.username, full_name=next(names)) for seat, _office in desks]
    for user in users:
        user.set_unusable_password()
    made = User.objects.bulk_create(users)
    Posting.objects.bulk_create(
        [
            Posting(
                user=user,
                office=office,
                role=seat.role,
                function=seat.function,
                signs=seat.signs,
                title=seat.title,
                starts_on=COMMUNES_BEGIN,
            )
            for user, (seat, office) in zip(made, desks, strict=True)
        ]
    )
    return len(made)
