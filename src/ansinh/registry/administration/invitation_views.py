"""The page behind an invitation's link: a user sets their password, once."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ansinh.kernel.accounts.adapters import end_tokens
from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.services import record
from ansinh.kernel.viewer import Viewer
from ansinh.registry.administration.forms import FirstPasswordForm
from ansinh.registry.administration.invitations import invitations


class SetPasswordView(PasswordResetConfirmView):
    """Django's page of a reset link, for a user of ours who is named in the address; it moves the token out of it."""

    form_class = FirstPasswordForm
    token_generator = invitations
    template_name = "registry/administration/password.html"
    success_url = reverse_lazy("account_login")
    reset_url_token = "dat"  # noqa: S105 - a word of the address

    def get_user(self, uidb64: str) -> User | None:
        """The open account of this name."""
        return User.objects.filter(username=uidb64, is_active=True).first()

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user: User = form.user
        viewer = Viewer(user.pk, user.full_name)
        record(viewer=viewer, action="password-set", subject_kind="user", subject_code=user.username)
        end_tokens(user)
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return answer


@sensitive_post_parameters()
@never_cache
def set_password(request: HttpRequest, username: str, token: str) -> HttpResponseBase:
    """Set one's password by an invitation; tries from one address are limited."""
    limited: HttpResponse | None = consume_or_429(request, action="reset_password_from_key", limit_get=True)
    return limited or SetPasswordView.as_view()(request, uidb64=username, token=token)
