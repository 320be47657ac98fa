"""Invitations: a signed link, good once and for some days, with which a user sets their password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry

INVITED: Final = "user-invited"


class Invitations(PasswordResetTokenGenerator):
    """Tokens over the user's password and last sign-in: either one's change voids them, as does a newer invitation."""

    key_salt = "ansinh.registry.administration.invitations"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{_last_invited(user)}"


invitations: Final = Invitations()


def new_token(user: User) -> str:
    """A token for this user; the entry of the audit log that tells of it must be written before."""
    return invitations.make_token(user)


def valid_for() -> timedelta:
    """How long a link is good."""
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def _last_invited(user: Any) -> int:
    told = AuditEntry.objects.filter(subject_kind="user", subject_code=user.username, action=INVITED)
    last = told.order_by("-number").values_list("number", flat=True).first()
    return last or 0
