"""Who must sign in with a second factor, and the way to set one up."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ansinh.kernel.viewer import Viewer

# What stays open to somebody who has yet to set it up: their own account, the way out, how pages are shown.
OPEN: Final = ("/tai-khoan/", "/dang-xuat/", "/hien-thi/")


def must_enrol(viewer: Viewer, path: str) -> bool:
    """Whether this viewer holds a role that asks for a second factor, has none, and wants to go on working."""
    owed = not viewer.roles().isdisjoint(settings.TOTP_ROLES)
    return owed and not path.startswith(OPEN) and not has_second_factor(viewer.user)


def has_second_factor(user: int) -> bool:
    """Whether this user has set up one-time codes."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def to_enrolment(request: HttpRequest) -> HttpResponse:
    """To the page that sets it up; a fragment's request makes the whole browser go there."""
    answer = redirect("mfa_activate_totp")
    if request.headers.get("HX-Request") == "true":
        fragment = HttpResponse(status=403)
        fragment["HX-Redirect"] = answer.url
        return fragment
    return answer
