"""Pages of offices: the demo's sign-in as a role."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ansinh.registry.offices.selectors import somebody_in_role


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody with this role, without a password; outside of a demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    user = somebody_in_role(request.POST.get("role", ""))
    if user is None:
        raise Http404
    get_adapter(request).login(request, user)
    messages.warning(request, _("Demo: you are {name} now, without a password.").format(name=user.full_name))
    return redirect(settings.LOGIN_REDIRECT_URL)
