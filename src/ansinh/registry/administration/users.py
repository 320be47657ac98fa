"""Acts on users: invited, posted, closed, let in again. Nobody acts on themselves: no one gives themselves rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.views import sessions_of
from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import CHIEF, EVERY_FUNCTION, RIGHTS, Viewer
from ansinh.registry.administration.errors import refused
from ansinh.registry.administration.invitations import INVITED, new_token
from ansinh.registry.administration.selectors import offices_kept, user_is_kept, users_kept
from ansinh.registry.offices.models import Mandate, Office, Posting
from ansinh.registry.offices.selectors import holds


class Whose(TypedDict):
    """Who acts on whose account."""

    viewer: Viewer
    user: User


@dataclass(frozen=True, slots=True)
class Desk:
    """A posting to be given: half-open in time, `ends_on` None for until further notice."""

    office: Office
    role: str
    starts_on: date
    function: str = EVERY_FUNCTION
    title: str = ""
    signs: bool = False
    ends_on: date | None = None


@transaction.atomic
def create_user(*, viewer: Viewer, username: str, full_name: str, email: str, desk: Desk) -> User:
    """A user with a first posting and without a password: they set one by the link of an invitation.

    Raises:
        AdministrationError: `user-name-taken`, and what `add_posting` refuses.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise refused("user-name-taken", taken=username)
    user = User.objects.create_user(username, full_name)
    user.email = email
    user.save(update_fields=["email"])
    _tell(viewer, "user-created", user, full_name)
    _post(viewer, user, desk)
    return user


@transaction.atomic
def invite_user(*, viewer: Viewer, user: User) -> str:
    """A token with which this user sets a password once, within days; every token before it is void.

    Raises:
        AdministrationError: `user-yourself`, `user-elsewhere`, `office-not-yours`, `user-inactive`.
    """
    _must_keep(viewer, user)
    if not user.is_active:
        raise refused("user-inactive")
    _tell(viewer, INVITED, user)
    return new_token(user)


@transaction.atomic
def close_account(*, viewer: Viewer, user: User, reason: str) -> None:
    """Let nobody sign in with this account any more, and sign it out everywhere; postings and history stay."""
    _must_keep(viewer, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    for session in sessions_of(user):
        session.delete()
    _tell(viewer, "user-closed", user, reason)


@transaction.atomic
def reopen_account(*, viewer: Viewer, user: User) -> None:
    """Let a closed account sign in again."""
    _must_keep(viewer, user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _tell(viewer, "user-reopened", user)


@transaction.atomic
def unlock_sign_in(*, viewer: Viewer, user: User, request: HttpRequest) -> None:
    """Forget wrong passwords of this account, so that its lockout ends at once."""
    _must_keep(viewer, user)
    get_adapter(request).forget_failures(request, user.username)
    _tell(viewer, "sign-in-unlocked", user)


@transaction.atomic
def reset_second_factor(*, viewer: Viewer, user: User) -> None:
    """Take the one-time codes off an account (a lost telephone); where the role asks for them, they are set up anew."""
    _must_keep(viewer, user)
    Authenticator.objects.filter(user=user).delete()
    for session in sessions_of(user):
        session.delete()
    _tell(viewer, "second-factor-reset", user)


@transaction.atomic
def add_posting(*, viewer: Viewer, user: User, desk: Desk) -> Posting:
    """Let a user serve in an office in a role from a day.

    Raises:
        AdministrationError: `user-yourself`, `office-not-yours`, `office-not-then`, `role-unknown`, `posting-signs`,
            `function-not-held`, `posting-twice`, `before-start`.
    """
    if user.pk == viewer.user:
        raise refused("user-yourself")
    return _post(viewer, user, desk)


@transaction.atomic
def end_posting(*, viewer: Viewer, posting: Posting, on: date) -> None:
    """End a posting on a day; today means at once.

    Raises:
        AdministrationError: `user-yourself`, `office-not-yours`, `already-ended`, `before-start`.
    """
    held = _locked(viewer, posting)
    if held.ends_on is not None and held.ends_on <= on:
        raise refused("already-ended")
    if held.starts_on is not None and on < held.starts_on:
        raise refused("before-start")
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    _tell(viewer, "posting-ended", held.user, f"{held.office.code} {held.role} {held.function}; {on}")


@transaction.atomic
def continue_posting(*, viewer: Viewer, posting: Posting, desk: Desk) -> Posting:
    """Let a posting go on otherwise from a day (another role, function, title): the old row ends, a new one begins."""
    end_posting(viewer=viewer, posting=posting, on=desk.starts_on)
    return _post(viewer, posting.user, desk)


def _post(viewer: Viewer, user: User, desk: Desk) -> Posting:
    office = offices_kept(viewer).filter(pk=desk.office.pk).first()
    if office is None:
        raise refused("office-not-yours")
    _must_fit(office, desk)
    same = Posting.objects.filter(user=user, office=office, role=desk.role, function=desk.function)
    lasting = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=desk.starts_on))
    if desk.ends_on is not None:
        lasting = lasting.exclude(starts_on__gte=desk.ends_on)
    if lasting.exists():
        raise refused("posting-twice")
    made = Posting.objects.create(
        user=user,
        office=office,
        role=desk.role,
        function=desk.function,
        signs=desk.signs,
        title=desk.title,
        starts_on=desk.starts_on,
        ends_on=desk.ends_on,
    )
    signs = " signs" if desk.signs else ""
    _tell(viewer, "posting-given", user, f"{office.code} {desk.role} {desk.function}{signs}; {desk.starts_on}")
    return made


def _must_fit(office: Office, desk: Desk) -> None:
    if desk.role not in RIGHTS:
        raise refused("role-unknown")
    if desk.signs and desk.role != CHIEF:
        raise refused("posting-signs")
    if desk.ends_on is not None and desk.ends_on <= desk.starts_on:
        raise refused("before-start")
    if not Office.objects.filter(holds(desk.starts_on), pk=office.pk).exists():
        raise refused("office-not-then", office=office.name, day=desk.starts_on)
    held = set(Mandate.objects.filter(holds(desk.starts_on), office=office).values_list("function", flat=True))
    if desk.function != EVERY_FUNCTION and held.isdisjoint({desk.function, EVERY_FUNCTION}):
        raise refused("function-not-held", office=office.name, day=desk.starts_on)


def _locked(viewer: Viewer, posting: Posting) -> Posting:
    if posting.user_id == viewer.user:
        raise refused("user-yourself")
    if not offices_kept(viewer).filter(pk=posting.office_id).exists():
        raise refused("office-not-yours")
    return Posting.objects.select_for_update(of=("self",)).select_related("user", "office").get(pk=posting.pk)


def _must_keep(viewer: Viewer, user: User) -> None:
    if user.pk == viewer.user:
        raise refused("user-yourself")
    if not users_kept(viewer).filter(pk=user.pk).exists():
        raise refused("office-not-yours")
    if not user_is_kept(viewer, user):
        raise refused("user-elsewhere")


def _tell(viewer: Viewer, action: str, user: User, detail: str = "") -> None:
    record(viewer=viewer, action=action, subject_kind="user", subject_code=user.username, detail=detail)
