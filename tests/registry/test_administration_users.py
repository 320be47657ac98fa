"""Users: invited by a link that works once, posted by somebody else, closed; nobody gives themselves a right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.viewer import ADMINISTRATOR, CHIEF, COMMUNE_OFFICER, KEEP_OFFICES, SPECIALIST, Viewer
from ansinh.registry.administration import users as acts
from ansinh.registry.administration.errors import AdministrationError
from ansinh.registry.administration.invitations import invitations
from ansinh.registry.administration.selectors import users_kept
from ansinh.registry.administration.users import Desk
from ansinh.registry.offices.models import Function, Office, Posting
from ansinh.registry.offices.selectors import today
from tests.cast import PASSWORD, SECRET, Cast, office, officer, viewer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW = "mật khẩu rất dài của tôi"


def refused(code: str) -> Any:
    return pytest.raises(AdministrationError, check=lambda error: error.code == code)


@pytest.fixture
def keeper(everyone: Cast) -> Viewer:
    return viewer(everyone.admin)


def desk(code: str = "SYT-38", role: str = SPECIALIST, **given: Any) -> Desk:
    return Desk(Office.objects.get(code=code), role, **{"starts_on": today(), **given})


def made(keeper: Viewer, **given: Any) -> User:
    return acts.create_user(viewer=keeper, username="ly.an", full_name="Lý Thị An", email="", desk=desk(**given))


def last() -> tuple[str, str]:
    entry = AuditEntry.objects.latest("number")
    return entry.action, entry.subject_code


def test_an_administrator_keeps_the_users_of_the_own_territory(everyone: Cast, keeper: Viewer) -> None:
    kept = set(users_kept(keeper).values_list("username", flat=True))
    assert kept == {"hoa", "thu", "van", "dung", "kien", "giamdoc", "hanh", "quan"}
    whole = officer("ca-nuoc", "Lò Thị Cả", office("BYT", "Bộ Y tế", None), ADMINISTRATOR)
    assert set(users_kept(viewer(whole))) == set(User.objects.all())
    assert not users_kept(viewer(everyone.van)).exists()


def test_a_new_user_serves_and_has_no_password(everyone: Cast, keeper: Viewer) -> None:
    user = made(keeper, function=Function.SOCIAL, title="Chuyên viên")
    assert not user.has_usable_password()
    assert viewer(user).roles() == {SPECIALIST}
    told = list(AuditEntry.objects.order_by("number").values_list("action", "subject_code", "actor"))
    assert told == [("user-created", "ly.an", everyone.admin.pk), ("posting-given", "ly.an", everyone.admin.pk)]
    with refused("user-name-taken"):
        made(keeper)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("office-not-yours", {"code": "SYT-40"}),
        ("role-unknown", {"role": "king"}),
        ("posting-signs", {"signs": True}),
        ("function-not-held", {"function": Function.MERIT}),
        ("office-not-then", {"starts_on": date(2020, 1, 1)}),
        ("before-start", {"ends_on": date(2025, 8, 1)}),
    ],
)
def test_a_posting_that_does_not_fit_leaves_no_user_behind(
    everyone: Cast, keeper: Viewer, code: str, given: dict[str, Any]
) -> None:
    with refused(code):
        made(keeper, **given)
    assert not User.objects.filter(username="ly.an").exists()
    assert not AuditEntry.objects.exists()


def test_nobody_gives_themselves_a_role(everyone: Cast, keeper: Viewer) -> None:
    own = Posting.objects.get(user=everyone.admin)
    with refused("user-yourself"):
        acts.add_posting(viewer=keeper, user=everyone.admin, desk=desk())
    with refused("user-yourself"):
        acts.end_posting(viewer=keeper, posting=own, on=today())
    with refused("user-yourself"):
        acts.continue_posting(viewer=keeper, posting=own, desk=desk(role=CHIEF))
    for act in (acts.invite_user, acts.reopen_account, acts.reset_second_factor):
        with refused("user-yourself"):
            act(viewer=keeper, user=everyone.admin)
    with refused("user-yourself"):
        acts.close_account(viewer=keeper, user=everyone.admin, reason="nghỉ")
    assert list(Posting.objects.filter(user=everyone.admin)) == [own]
    # Another administrator may.
    other = viewer(officer("quan-2", "Mai Thị Hai", own.office, ADMINISTRATOR))
    acts.add_posting(viewer=other, user=everyone.admin, desk=desk(function=Function.SOCIAL))
    assert viewer(everyone.admin).roles() == {ADMINISTRATOR, SPECIALIST}


def test_without_the_right_nobody_posts(everyone: Cast) -> None:
    for who in (everyone.hoa, everyone.director, everyone.inspector, everyone.stranger):
        with refused("office-not-yours"):
            acts.add_posting(viewer=viewer(who), user=everyone.kien, desk=desk())
        with refused("office-not-yours"):
            acts.close_account(viewer=viewer(who), user=everyone.kien, reason="thử")
    commune = viewer(officer("xa", "Lò Văn Xa", Office.objects.get(code="UBND-99101"), ADMINISTRATOR))
    with refused("office-not-yours"):
        acts.end_posting(viewer=commune, posting=Posting.objects.get(user=everyone.thu), on=today())
    with refused("office-not-yours"):
        acts.add_posting(viewer=commune, user=everyone.hoa, desk=desk("SYT-38", CHIEF))
    assert viewer(everyone.thu).may("read")


def test_who_also_serves_elsewhere_is_not_one_administrators_to_close(everyone: Cast, keeper: Viewer) -> None:
    theirs = acts.add_posting(viewer=keeper, user=everyone.phuc, desk=desk("UBND-99101", COMMUNE_OFFICER))
    with refused("user-elsewhere"):
        acts.close_account(viewer=keeper, user=everyone.phuc, reason="thử")
    with refused("user-elsewhere"):
        acts.invite_user(viewer=keeper, user=everyone.phuc)
    acts.end_posting(viewer=keeper, posting=theirs, on=today())
    assert last() == ("posting-ended", "phuc")
    everyone.phuc.refresh_from_db()
    assert everyone.phuc.is_active


def test_postings_are_ended_and_continued_never_overwritten(everyone: Cast, keeper: Viewer) -> None:
    old = Posting.objects.get(user=everyone.van)
    with refused("posting-twice"):
        acts.add_posting(viewer=keeper, user=everyone.van, desk=desk(function=Function.SOCIAL))
    on = today() - timedelta(days=3)
    new = acts.continue_posting(
        viewer=keeper, posting=old, desk=desk(function=Function.CHILDREN, starts_on=on, title="Trưởng phòng")
    )
    old.refresh_from_db()
    assert (old.ends_on, old.function, new.starts_on, new.function) == (on, "social", on, "children")
    assert not viewer(everyone.van).may("read", Function.SOCIAL)
    assert viewer(everyone.van).may("read", Function.CHILDREN)
    with refused("already-ended"):
        acts.end_posting(viewer=keeper, posting=old, on=on)
    with refused("before-start"):
        acts.end_posting(viewer=keeper, posting=new, on=on - timedelta(days=1))
    short = desk(function=Function.SOCIAL, starts_on=on - timedelta(days=9), ends_on=on - timedelta(days=8))
    with refused("posting-twice"):
        acts.add_posting(viewer=keeper, user=everyone.van, desk=short)
    earlier = desk(role=CHIEF, signs=True, starts_on=on - timedelta(days=30), ends_on=on - timedelta(days=20))
    assert acts.add_posting(viewer=keeper, user=everyone.van, desk=earlier).signs
    before = desk(role=CHIEF, starts_on=on - timedelta(days=40), ends_on=on - timedelta(days=30))
    assert acts.add_posting(viewer=keeper, user=everyone.van, desk=before).pk


def link_of(page: str) -> str:
    found = re.search(r"http://testserver(/mat-khau/[^<\s]+)", page)
    assert found
    return found[1]


def test_an_invitation_sets_a_password_once(everyone: Cast, signed_in: SignIn, keeper: Viewer, client: Client) -> None:
    made(keeper, function=Function.SOCIAL)
    desk_of_admin = signed_in(everyone.admin)
    first = link_of(desk_of_admin.post("/nguoi-dung/ly.an/moi/").content.decode())
    answer = desk_of_admin.post("/nguoi-dung/ly.an/moi/")
    assert answer["Cache-Control"] == "no-store"
    second = link_of(answer.content.decode())
    assert "không còn dùng được" in client.get(first, follow=True).content.decode()
    opened = client.get(second)
    assert opened.status_code == 302
    assert second.split("/")[3] not in opened["Location"]
    form = client.get(opened["Location"])
    assert "Lý Thị An" in form.content.decode()
    short = client.post(opened["Location"], {"new_password1": "ngắn", "new_password2": "ngắn"})
    assert short.status_code == 200
    assert not User.objects.get(username="ly.an").has_usable_password()
    done = client.post(opened["Location"], {"new_password1": NEW, "new_password2": NEW})
    assert done["Location"] == "/dang-nhap/"
    assert last() == ("password-set", "ly.an")
    assert client.post("/dang-nhap/", {"login": "ly.an", "password": NEW})["Location"] == "/"
    assert "không còn dùng được" in Client().get(second, follow=True).content.decode()


def test_an_invitation_runs_out_and_is_for_open_accounts(
    everyone: Cast, keeper: Viewer, client: Client, settings: Any
) -> None:
    token = acts.invite_user(viewer=keeper, user=everyone.hoa)
    assert invitations.check_token(everyone.hoa, token)
    assert not invitations.check_token(everyone.thu, token)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not invitations.check_token(everyone.hoa, token)
    settings.PASSWORD_RESET_TIMEOUT = 3600
    acts.close_account(viewer=keeper, user=everyone.hoa, reason="nghỉ việc")
    assert "không còn dùng được" in client.get(f"/mat-khau/hoa/{token}/").content.decode()
    everyone.hoa.refresh_from_db()
    with refused("user-inactive"):
        acts.invite_user(viewer=keeper, user=everyone.hoa)


def test_tries_of_links_are_limited(everyone: Cast, client: Client) -> None:
    statuses = [client.get(f"/mat-khau/hoa/sai-{turn}/").status_code for turn in range(25)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_closed_account_is_out_at_once_and_can_come_back(everyone: Cast, keeper: Viewer, signed_in: SignIn) -> None:
    hoa = signed_in(everyone.hoa)
    assert hoa.get("/tai-khoan/").status_code == 200
    page = signed_in(everyone.admin)
    assert page.get("/nguoi-dung/hoa/dong/").status_code == 200
    assert page.post("/nguoi-dung/hoa/dong/", {"reason": " "}).status_code == 200
    assert page.post("/nguoi-dung/hoa/dong/", {"reason": "nghỉ hưu"})["Location"] == "/nguoi-dung/hoa/"
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject_code, entry.detail) == ("user-closed", "hoa", "nghỉ hưu")
    assert hoa.get("/tai-khoan/").status_code == 302
    assert "đã đóng" in page.get("/nguoi-dung/hoa/").content.decode()
    page.post("/nguoi-dung/hoa/tai-khoan/", {"do": "reopen"})
    assert last() == ("user-reopened", "hoa")
    assert User.objects.get(username="hoa").is_active


def test_a_lockout_is_ended(everyone: Cast, signed_in: SignIn, client: Client) -> None:
    for _turn in range(6):
        client.post("/dang-nhap/", {"login": "hoa", "password": "sai"})
    right = {"login": "hoa", "password": PASSWORD}
    assert client.post("/dang-nhap/", right).status_code == 200
    signed_in(everyone.admin).post("/nguoi-dung/hoa/tai-khoan/", {"do": "unlock"})
    assert last() == ("sign-in-unlocked", "hoa")
    assert client.post("/dang-nhap/", right).status_code == 302


def test_one_time_codes_are_taken_off(everyone: Cast, signed_in: SignIn, keeper: Viewer) -> None:
    TOTP.activate(everyone.hoa, SECRET)
    hoa = signed_in(everyone.hoa)
    page = signed_in(everyone.admin)
    assert "Gỡ mã dùng một lần" in page.get("/nguoi-dung/hoa/").content.decode()
    page.post("/nguoi-dung/hoa/tai-khoan/", {"do": "codes"})
    assert last() == ("second-factor-reset", "hoa")
    assert not Authenticator.objects.filter(user=everyone.hoa).exists()
    assert hoa.get("/tai-khoan/").status_code == 302
    assert page.post("/nguoi-dung/hoa/tai-khoan/", {"do": "khác"}).status_code == 302
    assert last() == ("second-factor-reset", "hoa")
    assert keeper.may(KEEP_OFFICES)
