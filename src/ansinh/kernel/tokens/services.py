"""Giving, reading and taking back access tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.services import record
from ansinh.kernel.codes import new_code
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.tokens.models import AccessToken
from ansinh.kernel.viewer import Viewer

PREFIX: Final = "ansinh_"
LONGEST_DAYS: Final = 366
# `used_at` is for people, not for counting: once in a while is enough.
_USED_EVERY: Final = timedelta(minutes=10)


class Scope(TextChoices):
    """What a token opens; its user's own rights and territory limit it further."""

    PEOPLE = "people", _("People and households")
    SENSITIVE = "sensitive", _("Sensitive facts, for a purpose named with each request")
    PLACES = "places", _("Places")
    CHANGES = "changes", _("Changes that wait or were made")


@transaction.atomic
def give_token(*, viewer: Viewer, name: str, scopes: Collection[str], days: int) -> tuple[AccessToken, str]:
    """A new token in the viewer's own name; its text is shown this once.

    Raises:
        AnSinhError: `token-scopes` for none or an unknown one, `token-days`, `token-name`.
    """
    if not scopes or not set(scopes) <= set(Scope.values):
        raise AnSinhError("token-scopes", N_("Choose what the token opens."))
    if not 1 <= days <= LONGEST_DAYS:
        raise AnSinhError("token-days", N_("A token is valid for 1 to {longest} days."), longest=LONGEST_DAYS)
    if not name.strip():
        raise AnSinhError("token-name", N_("Say which program the token is for."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user_id=viewer.user,
        code=new_code("MT"),
        name=name.strip(),
        digest=_digest(text),
        scopes=" ".join(sorted(scopes)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(viewer=viewer, action="token-given", subject_kind="token", subject_code=token.code, detail=token.scopes)
    return token, text


def read_token(text: str) -> tuple[User, frozenset[str]] | None:
    """Whose token it is and what it opens; None when it is unknown, taken back, over, or its user may not sign in."""
    token = AccessToken.objects.filter(digest=_digest(text), revoked_at=None).select_related("user").first()
    now = timezone.now()
    if token is None or token.expires_at <= now or not token.user.is_active:
        return None
    if token.used_at is None or now - token.used_at > _USED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(used_at=now)
    return token.user, frozenset(token.scopes.split())


@transaction.atomic
def take_back(*, viewer: Viewer, code: str) -> None:
    """Make one of the viewer's own tokens worthless.

    Raises:
        AnSinhError: `token-unknown`.
    """
    taken = tokens_of(viewer).filter(code=code, revoked_at=None).update(revoked_at=timezone.now())
    if not taken:
        raise AnSinhError("token-unknown", N_("There is no such token."))
    record(viewer=viewer, action="token-taken-back", subject_kind="token", subject_code=code)


def tokens_of(viewer: Viewer) -> QuerySet[AccessToken]:
    """The viewer's own tokens, newest first."""
    return AccessToken.objects.filter(user=viewer.user)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
