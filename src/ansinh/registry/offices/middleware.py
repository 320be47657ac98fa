"""Gives each request its viewer: the signed-in user with the postings that hold today."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.second_factor import must_enrol, to_enrolment
from ansinh.registry.offices.selectors import viewer_of


class ViewerMiddleware:
    """Sets `request.viewer` (None before sign-in); who owes a second factor is led to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request.user) if isinstance(request.user, User) else None
        request.viewer = viewer  # type: ignore[attr-defined]
        if viewer is not None and must_enrol(viewer, request.path):
            return to_enrolment(request)
        return self._get_response(request)
