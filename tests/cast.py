"""The cast: a few invented people and officers whom every test of the registers knows. Plain builders on the database.

Two communes of one province (xã An Bình, xã An Hòa) and one of another (xã Yên Lạc). `cast()` builds all of it once:

    everyone = cast()
    everyone.tu                     # Bà Tư, a Person of xã An Bình
    viewer(everyone.hoa)            # the Viewer that chị Hoa is today
    client.force_login(everyone.hoa)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password

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
    Viewer,
)
from ansinh.registry.ledger.models import Change, Paper, State, Tick
from ansinh.registry.offices.models import Function, Mandate, Office, Posting
from ansinh.registry.offices.selectors import viewer_of
from ansinh.registry.people.models import (
    Household,
    Identity,
    Membership,
    NumberKind,
    PaymentAccount,
    Person,
    PersonNumber,
    Relation,
    Residence,
    Sex,
)
from ansinh.registry.people.pictures import sort_key
from ansinh.registry.places.models import Level, Place
from ansinh.registry.statuses.models import Disability, HouseholdStatus, Merit, ParentsSituation, PersonStatus, Poverty

PASSWORD = "mật khẩu của vở diễn"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KNOWN = datetime(2026, 1, 5, 8, 0, tzinfo=timezone(timedelta(hours=7)))


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. Places first, then citizens, then officers."""

    province: Place
    an_binh: Place
    an_hoa: Place
    other_province: Place
    yen_lac: Place
    # Citizens of xã An Bình …
    tu: Person  # Bà Tư, 76, no pension, poor household
    sau: Person  # ông Sáu, 58, extreme disability, paid to an account
    na: Person  # em Na, 9, both parents dead
    lanh: Person  # cô Lành, 34, seeks work
    # … of xã An Hòa in the same province, and of xã Yên Lạc in the other
    bay: Person  # ông Bảy, 81, wounded in the war
    chin: Person  # bà Chín, 70
    # Officers
    hoa: User  # chị Hoa, commune officer, xã An Bình
    thu: User  # anh Thư, commune officer, xã An Hòa
    phuc: User  # anh Phúc, commune officer, xã Yên Lạc: must see nothing of the province
    van: User  # chị Vân, specialist for social assistance
    dung: User  # anh Dũng, specialist for merit
    kien: User  # anh Kiên, accountant
    director: User  # bà Giám đốc, chief: signs
    inspector: User  # cô Hạnh, inspector
    admin: User  # anh Quân, administrator
    neighbour: User  # chị Mai, specialist (every function) of the other province
    stranger: User  # a user without any posting


def cast() -> Cast:
    """Build everybody; the database must hold none of them yet."""
    # Tests that commit empty every table behind them, the clock too.
    Tick.objects.update_or_create(pk=1, defaults={"at": KNOWN})
    province, other = place("province", "38", "Thanh Hóa"), place("province", "40", "Nghệ An")
    an_binh, an_hoa = place("commune", "99101", "An Bình", province), place("commune", "99102", "An Hòa", province)
    yen_lac = place("commune", "99201", "Yên Lạc", other)
    health = office("SYT-38", "Sở Y tế", province, Function.SOCIAL, Function.CHILDREN, Function.POVERTY)
    interior = office("SNV-38", "Sở Nội vụ", province, Function.MERIT, Function.LABOUR)
    elsewhere = office("SYT-40", "Sở Y tế", other)
    inspectorate = office("TTT-38", "Thanh tra tỉnh", province)
    commune_office = {
        each: office(f"UBND-{each.code}", f"UBND xã {each.name}", each) for each in (an_binh, an_hoa, yen_lac)
    }
    tu = person("Nguyễn Thị Tư", "1950", Sex.FEMALE, an_binh, "038150000014")
    sau = person("Trần Văn Sáu", "1968-03-02", Sex.MALE, an_binh, "038068000026")
    na = person("Lê Thị Na", "2017-09-14", Sex.FEMALE, an_binh, "038317000035")
    bay = person("Phạm Văn Bảy", "1945-07", Sex.MALE, an_hoa, "038045000041")
    status(Poverty, household=tu.household, poverty_class=Poverty.Class.POOR)
    status(Disability, person=sau, degree=Disability.Degree.EXTREME, mobility=True, certificate_number="12/GXN")
    account(sau, "Agribank", "3500205123456")
    status(ParentsSituation, person=na, father="dead", mother="dead", abandoned=False, other_parent_unable=False)
    status(Merit, person=bay, category="wounded", percent=61, file_number="TB-1234", monthly=True)
    return Cast(
        *(province, an_binh, an_hoa, other, yen_lac),
        *(tu, sau, na, person("Hoàng Thị Lành", "1992-11-20", Sex.FEMALE, an_binh, "038192000058"), bay),
        person("Đinh Thị Chín", "1956-01-09", Sex.FEMALE, yen_lac, "040156000063"),
        officer("hoa", "Vũ Thị Hoa", commune_office[an_binh], COMMUNE_OFFICER),
        officer("thu", "Ngô Văn Thư", commune_office[an_hoa], COMMUNE_OFFICER),
        officer("phuc", "Bùi Văn Phúc", commune_office[yen_lac], COMMUNE_OFFICER),
        officer("van", "Đỗ Thị Vân", health, SPECIALIST, Function.SOCIAL),
        officer("dung", "Hồ Văn Dũng", interior, SPECIALIST, Function.MERIT),
        officer("kien", "Dương Văn Kiên", health, ACCOUNTANT),
        officer("giamdoc", "Lý Thị Minh", health, CHIEF, signs=True),
        officer("hanh", "Đặng Thị Hạnh", inspectorate, INSPECTOR),
        officer("quan", "Mai Văn Quân", interior, ADMINISTRATOR),
        officer("mai", "Cao Thị Mai", elsewhere, SPECIALIST),
        account_of("khach", "Tạ Văn Khách"),
    )


def place(level: str, code: str, name: str, parent: Place | None = None) -> Place:
    """A place of today; the one that is there already, when the real places are loaded."""
    kind = {"province": "tỉnh", "commune": "xã"}[level]
    prefix = {"province": "tinh", "commune": "xa"}[level]
    made, _ = Place.objects.get_or_create(
        level=Level(level),
        code=code,
        ends_on=None,
        defaults={
            "key": f"{prefix}-{code}",
            "kind": kind,
            "name": name,
            "search_key": fold(name),
            "parent": parent,
            "starts_on": date(2025, 7, 1),
        },
    )
    return made


def office(code: str, name: str, where: Place | None, *functions: Function) -> Office:
    """An agency with the functions it holds since 1 July 2025 (a commune's holds every function)."""
    made = Office.objects.create(code=code, name=name, short_name=name[:40], place=where, starts_on=date(2025, 7, 1))
    for each in functions or (Function.EVERY,):
        Mandate.objects.create(office=made, function=each, starts_on=date(2025, 7, 1))
    return made


def account_of(username: str, full_name: str) -> User:
    """A user without postings; the slow hash of the password is made once for all."""
    return User.objects.create(username=username, full_name=full_name, password=_hash())


@cache
def _hash() -> str:
    return make_password(PASSWORD)


def officer(
    username: str,
    full_name: str,
    where: Office,
    role: str,
    function: str = EVERY_FUNCTION,
    *,
    signs: bool = False,
    starts_on: date | None = date(2025, 7, 1),
    ends_on: date | None = None,
) -> User:
    """A user with one posting; the password is PASSWORD, the secret of one-time codes (where the role asks) SECRET."""
    user = account_of(username, full_name)
    if role in settings.TOTP_ROLES:
        TOTP.activate(user, SECRET)
    Posting.objects.create(
        user=user, office=where, role=role, function=function, signs=signs, starts_on=starts_on, ends_on=ends_on
    )
    return user


def viewer(user: User, *, purpose: str = "") -> Viewer:
    """The viewer that this officer is today."""
    return viewer_of(user, purpose=purpose)


def change(kind: str, *, person: Person | None = None, household: Household | None = None) -> Change:
    """An applied act of writing, known since KNOWN, with a paper."""
    number = Change.objects.count() + 1
    paper = Paper.objects.create(code=f"GT-C{number:05}", kind="Giấy xác nhận", number=f"{number}/GXN")
    return Change.objects.create(
        code=f"TD-C{number:05}",
        kind=kind,
        title=kind,
        state=State.APPLIED,
        place=person.commune if person else household.commune if household else None,
        person=person,
        household=household,
        paper=paper,
        two_people=False,
        proposed_at=KNOWN,
        seen_at=KNOWN,
        known_at=KNOWN,
    )


def person(full_name: str, birth_date: str, sex: str, commune: Place, citizen_id: str = "") -> Person:
    """A person who heads a household of one in this commune, with the ledger's rows that say so."""
    assert commune.parent is not None
    number = Person.objects.count() + 1
    where = {"commune": commune, "province": commune.parent, "village": "Thôn 1"}
    home = Household.objects.create(code=f"H-C{number:05}", **where)
    made = Person.objects.create(
        code=f"N-C{number:05}",
        full_name=full_name,
        search_key=fold(full_name),
        sort_key=sort_key(full_name),
        sex=sex,
        birth_date=birth_date,
        citizen_id=citizen_id,
        household=home,
        **where,
    )
    Household.objects.filter(pk=home.pk).update(head=made)
    home.head = made
    act = change("register", person=made)
    row = {"change": act, "known_from": KNOWN}
    Identity.objects.create(person=made, full_name=full_name, sex=sex, birth_date=birth_date, ethnicity="Kinh", **row)
    if citizen_id:
        PersonNumber.objects.create(person=made, kind=NumberKind.CITIZEN, number=citizen_id, **row)
    Membership.objects.create(person=made, household=home, relation=Relation.HEAD, **row)
    Residence.objects.create(household=home, commune=commune, village="Thôn 1", **row)
    return made


def status(
    register: type[PersonStatus] | type[HouseholdStatus],
    *,
    starts_on: date | None = date(2025, 1, 1),
    ends_on: date | None = None,
    **facts: object,
) -> PersonStatus | HouseholdStatus:
    """A status as the registers hold it since KNOWN: `status(Disability, person=sau, degree="severe")`."""
    whose = {key: value for key, value in facts.items() if key in {"person", "household"}}
    act = change(register.KIND, **whose)  # type: ignore[arg-type]
    return register.objects.create(change=act, known_from=KNOWN, starts_on=starts_on, ends_on=ends_on, **facts)


def account(owner: Person, bank: str, number: str) -> PaymentAccount:
    """An account in the person's own name."""
    return PaymentAccount.objects.create(
        person=owner,
        bank=bank,
        number=number,
        holder=owner.full_name,
        change=change("account", person=owner),
        known_from=KNOWN,
    )
