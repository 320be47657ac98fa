"""Where allauth asks the house: who may sign in, what is said and recorded, how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import Viewer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; each sign-in, each failure on a real account and each way out is in the audit log."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is not right."),
        "too_many_login_attempts": (
            _("Too many wrong passwords. Signing in with this name is shut for up to {minutes} minutes.")
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right. Codes change every 30 seconds; take the newest."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def validation_error(self, code: str, *args: Any) -> Exception:
        """The sentence for a code, with the minutes of the lockout filled in."""
        error: Exception = super().validation_error(code, *args)
        if code == "too_many_login_attempts":
            error.message = str(error.message).format(minutes=settings.LOCKOUT_MINUTES)  # type: ignore[attr-defined]
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        _record("sign-in", user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            _record("sign-out", user)

    def forget_failures(self, request: HttpRequest, username: str) -> None:
        """End the lockout of this name."""
        self._delete_login_attempts_cached_email(request, username=username)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        super().set_password(user, password)
        _record("password-changed", user)
        assert isinstance(user, User)
        end_tokens(user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        # What was typed is not kept: people type passwords into the wrong field.
        user = User.objects.filter(username=credentials.get("username", "")).first()
        if user is not None:
            record(viewer=None, action="sign-in-failed", subject_kind="user", subject_code=user.username)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of one-time codes lie encrypted under a key that is made of SECRET_KEY, which is not in the database."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Another provider vouches for people, it never makes accounts: one with the same user name must be there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Bind the provider's person to the account of that user name, the first time they come."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        claims = sociallogin.account.extra_data
        name = _claim(claims, settings.OIDC_CLAIM)
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None:
            raise ImmediateHttpResponse(_no_account(request))
        sociallogin.connect(request, user)


def end_tokens(user: User) -> None:
    """Make all of a user's access tokens worthless: whoever knew the old password may have made one."""
    viewer = Viewer(user.pk, user.full_name)
    for token in user.access_tokens.filter(revoked_at=None):
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(viewer=viewer, action="token-taken-back", subject_kind="token", subject_code=token.code)


def _claim(claims: dict[str, Any], name: str) -> str:
    """A claim of the ID token or, where it is not there, of the user-info answer."""
    for part in (claims, claims.get("id_token", {}), claims.get("userinfo", {})):
        if isinstance(part.get(name), str):
            return str(part[name])
    return ""


def _no_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/no_account.html", status=403)


def _record(action: str, user: AbstractBaseUser) -> None:
    assert isinstance(user, User)
    viewer = Viewer(user.pk, user.full_name)
    record(viewer=viewer, action=action, subject_kind="user", subject_code=user.username)


def _vault() -> Fernet:
    key = hashlib.sha256(b"ansinh one-time codes\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
