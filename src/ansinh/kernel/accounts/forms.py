"""allauth's forms in the words of the house."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=_("User name"), password=_("Password"))
        self.fields["login"].widget.attrs["autofocus"] = True


class PasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The present password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=_("Present password"),
            password1=_("New password (12 characters or more)"),
            password2=_("New password, once more"),
        )


class AgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=_("Password"))


class CodeForm(code_forms.AuthenticateForm):  # type: ignore[misc]
    """The one-time code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=_("One-time code, or a recovery code"))
        self.fields["code"].widget.attrs["autofocus"] = True


class CodeAgainForm(code_forms.ReauthenticateForm):  # type: ignore[misc]
    """The one-time code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=_("One-time code, or a recovery code"))


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly set up telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code that the application shows now"))


def _say(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "form-control"
