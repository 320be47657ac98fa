"""Search: nothing before a question, every way of writing a name, only the own territory, pages by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.registry.ledger.models import Change
from ansinh.registry.people.models import NumberKind, Person, PersonNumber, Sex
from ansinh.registry.people.search import PAGE, Question, find_people, read_question
from tests.cast import KNOWN, Cast, person, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def names(who: User, line: str) -> list[str]:
    found = find_people(viewer(who), line)
    return [] if found is None else [each.full_name for each in found.people]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", None),
        ("  , ", None),
        ("Nguyễn Thị TƯ", Question(name="nguyen thi tu")),
        ("038 150 000 014", Question(number="038150000014")),
        ("n-c00001", Question(code="N-C00001")),
        ("Nguyễn Thị Tư, xã An Bình", Question(name="nguyen thi tu", commune="an binh")),
        ("nguyen thi tu xa an binh", Question(name="nguyen thi tu", commune="an binh")),
        ("Tư 1950", Question(name="tu", year="1950")),
        ("chủ hộ: Trần Văn Sáu", Question(name="tran van sau", head=True)),
        (", An Bình 1950", Question(commune="an binh", year="1950")),
    ],
)
def test_a_line_is_taken_apart(line: str, asked: Question | None) -> None:
    assert read_question(line) == asked


@pytest.mark.parametrize(
    "line",
    [
        *("nguyen thi tu", "Nguyễn Thị Tư", "NGUYỄN THI TU", "tư", "tu", "thi tu", "nguyen thi tu 1950", "tu 1950"),
        *("nguyen thi tu, an binh", "Tư, xã An Bình", "nguyen thi tu an binh", "chủ hộ nguyễn thị tư"),
        *("038150000014", "038 150 000 014", "38150000014", "N-C00001", "H-C00001", "chu ho: tu"),
    ],
)
def test_every_way_of_asking_finds_her(everyone: Cast, line: str) -> None:
    assert names(everyone.hoa, line) == ["Nguyễn Thị Tư"]
    assert names(everyone.van, line) == ["Nguyễn Thị Tư"]


@pytest.mark.parametrize(
    "line", ["nguyen thi tu 1951", "tu, an hoa", "038150000015", "N-C99999", "zzz", "xq", "tu, nowhere"]
)
def test_what_does_not_fit_finds_nobody(everyone: Cast, line: str) -> None:
    assert names(everyone.van, line) == []


def test_nobody_outside_the_territory_is_found(everyone: Cast) -> None:
    for line in ("Phạm Văn Bảy", "038045000041", everyone.bay.code, ", an hoa"):
        assert names(everyone.hoa, line) == []
        assert names(everyone.thu, line) == ["Phạm Văn Bảy"]
        assert names(everyone.phuc, line) == []
    assert names(everyone.admin, "Nguyễn Thị Tư") == []


def test_an_old_number_and_one_that_was_withdrawn(everyone: Cast) -> None:
    act = Change.objects.filter(person=everyone.tu).first()
    old = PersonNumber.objects.create(
        person=everyone.tu, kind=NumberKind.OLD, number="171234567", change=act, known_from=KNOWN
    )
    assert names(everyone.hoa, "171234567") == ["Nguyễn Thị Tư"]
    PersonNumber.objects.filter(pk=old.pk).update(known_to=KNOWN)
    assert names(everyone.hoa, "171234567") == []


def test_exact_names_come_before_those_that_only_hold_the_words(everyone: Cast) -> None:
    for name in ("Nguyễn Thị Tường Vi", "Nguyễn Thị Tuyết", "Trần Nguyễn Thị Tư Hiền"):
        person(name, "1970", Sex.FEMALE, everyone.an_binh)
    assert names(everyone.hoa, "nguyen thi tu") == [
        *("Nguyễn Thị Tư", "Trần Nguyễn Thị Tư Hiền", "Nguyễn Thị Tuyết", "Nguyễn Thị Tường Vi"),
    ]


def test_pages_go_on_by_key_and_repeat_nobody(everyone: Cast) -> None:
    for number in range(PAGE + 20):
        person(f"Lò Thị {'Mai' if number % 2 else 'Mai Hoa'}", f"{1950 + number % 50}", Sex.FEMALE, everyone.an_binh)
    first = find_people(viewer(everyone.hoa), "lo thi mai")
    assert first is not None
    assert len(first.people) == PAGE
    assert first.after
    second = find_people(viewer(everyone.hoa), "lo thi mai", after=first.after)
    assert second is not None
    assert second.after == ""
    codes = [each.code for each in (*first.people, *second.people)]
    assert len(codes) == len(set(codes)) == PAGE + 20
    tampered = find_people(viewer(everyone.hoa), "lo thi mai", after=first.after + "x")
    assert tampered is not None
    assert [each.pk for each in tampered.people] == [each.pk for each in first.people]


def test_a_search_is_in_the_log_without_the_number(everyone: Cast) -> None:
    find_people(viewer(everyone.hoa), "038150000014")
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.actor, entry.detail) == ("search", everyone.hoa, "number: ********0014")


def test_people_who_are_only_proposed_are_not_found(everyone: Cast) -> None:
    Person.objects.filter(pk=everyone.tu.pk).update(held=False)
    assert names(everyone.hoa, "nguyen thi tu") == []


def test_the_page(everyone: Cast, signed_in: SignIn) -> None:
    client = signed_in(everyone.hoa)
    assert "Nguyễn Thị Tư" not in client.get("/nguoi/").content.decode()
    page = client.get("/nguoi/", {"q": "nguyen thi tu"})
    assert page.status_code == 200
    assert f"/nguoi/{everyone.tu.code}/" in page.content.decode()
    assert "Phạm" not in client.get("/nguoi/", {"q": "pham van bay"}).content.decode().replace("pham", "")
    to_person = client.get("/nguoi/", {"q": "038150000014"})
    assert (to_person.status_code, to_person["Location"]) == (302, f"/nguoi/{everyone.tu.code}/")
    assert signed_in(everyone.admin).get("/nguoi/").status_code == 403


def test_how_many_queries_a_search_takes(everyone: Cast, django_assert_num_queries: Callable[[int], object]) -> None:
    who = viewer(everyone.van)
    for line, count in (("038150000014", 7), ("nguyen thi tu", 6), ("nguyen thi tu an binh", 10)):
        # On PostgreSQL writers of the log take a lock by a query of its own.
        with django_assert_num_queries(count + (connection.vendor == "postgresql")):  # type: ignore[attr-defined]
            find_people(who, line)
