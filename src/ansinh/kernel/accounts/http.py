"""What a view is given: a request with its viewer, and the door that asks whether they may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from ansinh.kernel.accounts.models import User
from ansinh.kernel.viewer import Viewer

Given = ParamSpec("Given")


class Request(HttpRequest):
    """A request behind `needs` or `signed_in`; before them `viewer` may be None and `user` anonymous."""

    viewer: Viewer
    user: User


View = Callable[Concatenate[Request, Given], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


def needs(right: str, function: str | None = None) -> Callable[[View[Given]], Door[Given]]:
    """Let in only viewers with this right (in this function of the State, when one is named).

    Nobody signed in: to the sign-in page and back. Signed in without the right: PermissionDenied (403). What the
    viewer may see of the rows is another question, which the selectors answer.
    """

    def guard(view: View[Given]) -> Door[Given]:
        @signed_in
        @wraps(view)
        def guarded(request: Request, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
            if not request.viewer.may(right, function):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def signed_in(view: View[Given]) -> Door[Given]:
    """Let in whoever has signed in, whatever they may do."""

    @wraps(view)
    def guarded(request: Request, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        if getattr(request, "viewer", None) is None:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        # A redirect would put the sign-in page into a fragment; this header makes the browser go there instead.
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return answer
    back = request.get_full_path() if request.method == "GET" else ""
    return redirect_to_login(back, resolve_url(settings.LOGIN_URL))
