"""What is said of a commune: one proposes on a paper, another approves; dated, known from then on, ended likewise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.errors import AnSinhError
from ansinh.registry.changes.selectors import waiting_for
from ansinh.registry.changes.services import apply_change, undo_change
from ansinh.registry.ledger.clock import now
from ansinh.registry.ledger.models import Change, Paper, State
from ansinh.registry.proposals.seals import new_seal
from ansinh.registry.statuses.models import VOUCHED, Completeness, HardArea
from ansinh.registry.vouching.selectors import hard_on, lines, row_of
from ansinh.registry.vouching.services import Asked, propose_end, propose_hard_area, propose_vouching
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
BEGIN, LATER = date(2026, 1, 1), date(2026, 9, 1)
PAGE = "/dia-ban/xa-99101/so-day-du/"


def asked(everyone: Cast, by: User | None = None, seal: str = "") -> Asked:
    paper, _made = Paper.objects.get_or_create(code="GT-1", kind="Biên bản rà soát", number="12/BB-UBND")
    return Asked(viewer(by or everyone.hoa), everyone.an_binh, paper, seal)


def vouched(everyone: Cast, register: str = "pension") -> Completeness:
    change = propose_vouching(asked(everyone), register, BEGIN)
    apply_change(viewer=viewer(everyone.director), code=change.code)
    return Completeness.objects.known().get(register=register)


def test_one_vouches_another_approves(everyone: Cast) -> None:
    before = now()
    change = propose_vouching(asked(everyone), "disability", BEGIN)
    assert not Completeness.objects.known().exists()
    for by, words in (
        (everyone.hoa, "cannot also approve|outside"),
        (everyone.dung, "outside"),
        (everyone.thu, "outside"),
    ):
        with pytest.raises(AnSinhError, match=words):
            apply_change(viewer=viewer(by), code=change.code)
    assert change in waiting_for(viewer(everyone.director))
    assert change not in waiting_for(viewer(everyone.dung)), "of another function"
    apply_change(viewer=viewer(everyone.director), code=change.code)
    row = Completeness.objects.known().get()
    assert (row.register, row.commune, row.starts_on) == ("disability", everyone.an_binh, BEGIN)
    assert (row.change.proposed_by, row.change.decided_by) == (everyone.hoa, everyone.director)
    assert not Completeness.objects.known(before).exists(), "what was known before stays known so"
    undo_change(viewer=viewer(everyone.van), code=change.code, reason="nhầm sổ")
    assert not Completeness.objects.known().exists()


def test_a_paper_is_needed_and_the_own_territory(everyone: Cast) -> None:
    with pytest.raises(AnSinhError, match="Name the paper"):
        propose_vouching(Asked(viewer(everyone.hoa), everyone.an_binh, None), "hiv", BEGIN)
    for by in (everyone.thu, everyone.phuc, everyone.kien, everyone.inspector):
        with pytest.raises(AnSinhError, match="outside"):
            propose_vouching(asked(everyone, by), "hiv", BEGIN)
    with pytest.raises(AnSinhError, match="outside"):
        propose_vouching(asked(everyone, everyone.dung), "hiv", BEGIN)
    assert not Change.objects.filter(kind__startswith="vouch").exists()


def test_sent_twice_and_late(everyone: Cast) -> None:
    seal, late = new_seal(), new_seal()
    made = propose_vouching(asked(everyone, seal=seal), "pension", BEGIN)
    assert propose_vouching(asked(everyone, seal=seal), "pension", BEGIN) == made
    with pytest.raises(AnSinhError, match="used already"):
        propose_vouching(asked(everyone, everyone.van, seal=seal), "pension", BEGIN)
    apply_change(viewer=viewer(everyone.director), code=made.code)
    with pytest.raises(AnSinhError, match="was changed after"):
        propose_vouching(asked(everyone, seal=late), "pension", BEGIN)
    again = propose_vouching(asked(everyone), "pension", LATER)
    with pytest.raises(AnSinhError, match="Another entry holds"):
        apply_change(viewer=viewer(everyone.director), code=again.code)


def test_vouching_ends_by_two_people_too(everyone: Cast) -> None:
    row, seal = vouched(everyone), new_seal()
    change = propose_end(asked(everyone, seal=seal), row, LATER)
    assert propose_end(asked(everyone, seal=seal), row, LATER) == change
    assert row_of(everyone.an_binh, "pension", LATER) == row
    with pytest.raises(AnSinhError, match="waiting"):
        propose_end(asked(everyone), Completeness.objects.get(pk=row.pk), BEGIN)
    apply_change(viewer=viewer(everyone.director), code=change.code)
    assert row_of(everyone.an_binh, "pension", LATER) is None
    assert row_of(everyone.an_binh, "pension", date(2026, 8, 31)) is not None
    with pytest.raises(AnSinhError, match="no longer held"):
        propose_end(asked(everyone), Completeness.objects.get(pk=row.pk), BEGIN)


def test_a_hard_area_is_dated(everyone: Cast) -> None:
    assert hard_on(everyone.an_binh, BEGIN) is None
    for hard, day in ((True, BEGIN), (False, LATER)):
        change = propose_hard_area(asked(everyone), hard, day)
        apply_change(viewer=viewer(everyone.director), code=change.code)
    days = (date(2025, 12, 31), BEGIN, date(2026, 8, 31), LATER)
    assert [hard_on(everyone.an_binh, day) for day in days] == [None, True, True, False]
    assert HardArea.objects.known().count() == 2
    line = lines(viewer(everyone.hoa), everyone.an_binh, BEGIN)[0]
    assert (line.now.hard, [row.hard for row in line.later]) == (True, [False])


def test_the_pages(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    hoa, director = signed_in(everyone.hoa), signed_in(everyone.director)
    assert PAGE in hoa.get("/dia-ban/xa-99101/").content.decode()
    page = hoa.get(PAGE)
    assert {line.slug for line in page.context["lines"]} == {"hard-area", *VOUCHED}
    assert page.content.decode().count(">chưa ai xác nhận<") == len(VOUCHED)
    form = hoa.get(f"{PAGE}hiv/")
    seal = form.context["seal"]
    assert hoa.post(f"{PAGE}hiv/", {"seal": seal, "on": "2026-01-01"}).status_code == 422, "without a paper"
    data = {"seal": seal, "on": "2026-01-01", "giay-kind": "Biên bản", "giay-number": "7"}
    answers = [hoa.post(f"{PAGE}hiv/", data) for _ in range(2)]
    change = Change.objects.get(kind="vouch:hiv")
    assert {answer.headers["Location"] for answer in answers} == {f"/thay-doi/{change.code}/"}
    assert Paper.objects.filter(kind="Biên bản").count() == 1
    assert f"/thay-doi/{change.code}/" in hoa.get(PAGE).content.decode()
    shown = director.get(f"/thay-doi/{change.code}/").content.decode()
    assert "HIV" in shown
    assert "An Bình" in shown
    director.post(f"/thay-doi/{change.code}/duyet/")
    assert everyone.director.full_name in hoa.get(PAGE).content.decode()
    end = hoa.get(f"{PAGE}hiv/ket-thuc/")
    assert "HIV" in end.content.decode()
    late = hoa.post(f"{PAGE}hiv/ket-thuc/", {**data, "seal": new_seal(), "on": "2025-01-01"})
    assert late.status_code == 422, "it cannot end before it begins"
    hoa.post(f"{PAGE}hiv/ket-thuc/", {**data, "seal": new_seal(), "on": "2026-10-01"})
    assert Change.objects.filter(kind="vouch:hiv", state=State.PROPOSED).exists()
    bad = hoa.post(f"{PAGE}hard-area/", {"seal": new_seal(), "hard": "", "on": "2026-01-01"})
    assert bad.status_code == 422
    hoa.post(f"{PAGE}hard-area/", {**data, "seal": new_seal(), "hard": "yes"})
    hard = Change.objects.get(kind="hard-area")
    assert Paper.objects.filter(pk=hard.paper_id, kind="Biên bản").exists()
    director.post(f"/thay-doi/{hard.code}/duyet/")
    assert "vùng đặc biệt khó khăn" in hoa.get("/dia-ban/xa-99101/").content.decode()
    dung = signed_in(everyone.dung)
    assert dung.get(f"{PAGE}hiv/").status_code == 404, "another function"
    assert dung.get(f"{PAGE}merit/").status_code == 200
    assert hoa.get(f"{PAGE}khong-co/").status_code == 404
    assert hoa.get(f"{PAGE}study/ket-thuc/").status_code == 404, "nothing to end"


def test_how_many_queries_the_page_takes(
    everyone: Cast, signed_in: Callable[[User], Client], django_assert_num_queries: Callable[[int], object]
) -> None:
    client = signed_in(everyone.hoa)
    client.get(PAGE)
    for registers in (("pension",), ("study", "hiv", "care")):
        for register in registers:
            vouched(everyone, register)
        with django_assert_num_queries(8):  # type: ignore[attr-defined]
            client.get(PAGE)
