"""Who asks: an access token in the header, the user behind it, and what the token opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from ansinh.kernel.tokens.services import Scope, read_token
from ansinh.kernel.viewer import READ, READ_SENSITIVE, Viewer
from ansinh.registry.offices.selectors import viewer_of


class Caller(Protocol):
    """A request whose token was read."""

    auth: Viewer
    opens: frozenset[str]
    headers: Any


class Token(HttpBearer):
    """`Authorization: Bearer ansinh_…`. Sets the viewer, and what the token opens."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """The viewer that the token's user is today; None: 401."""
        read = read_token(token)
        if read is None:
            return None
        user, opens = read
        request.opens = opens  # type: ignore[attr-defined]
        return viewer_of(user)


def opened(request: Caller, scope: Scope, right: str = READ) -> Viewer:
    """The viewer, when the token opens this and its user has the right; with a purpose where one was named.

    A purpose stands in the header `X-Purpose`, and counts only for a token that opens sensitive facts.

    Raises:
        HttpError: 403.
    """
    viewer = request.auth
    if scope not in request.opens or not viewer.may(right):
        raise HttpError(403, "This token does not open that.")
    purpose = str(request.headers.get("X-Purpose", "")).strip()[:300]
    if purpose and (Scope.SENSITIVE not in request.opens or not viewer.may(READ_SENSITIVE)):
        raise HttpError(403, "This token does not open sensitive facts.")
    return replace(viewer, purpose=purpose)
