"""Who asks: an access token in the header, the user behind it, and what the token opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from ansinh.kernel.accounts.purposes import said_of
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.tokens.services import Scope, read_token
from ansinh.kernel.viewer import READ, READ_SENSITIVE, Viewer
from ansinh.registry.offices.selectors import viewer_of
from ansinh.registry.people.selectors import people


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


def opened(request: Caller, scope: Scope, right: str = READ, *, about: str = "") -> Viewer:
    """The viewer, when the token opens this and its user has the right; with a purpose where one was named.

    A purpose stands in the header `X-Purpose`: its code and, after a colon, the case in words. It counts only for a
    token that opens sensitive facts, and for one person whose sensitive facts the user may see.

    Args:
        about: the code of that person; blank for answers about many, in which everything sensitive stays masked.

    Raises:
        HttpError: 403; 422 for a purpose that the law does not know.
    """
    viewer = request.auth
    if scope not in request.opens or not viewer.may(right):
        raise HttpError(403, "This token does not open that.")
    purpose = str(request.headers.get("X-Purpose", "")).strip()
    if not purpose:
        return viewer
    if Scope.SENSITIVE not in request.opens or not viewer.may(READ_SENSITIVE):
        raise HttpError(403, "This token does not open sensitive facts.")
    code, _colon, words = purpose.partition(":")
    try:
        said = said_of(code.strip(), words)
    except AnSinhError as error:
        raise HttpError(422, f"X-Purpose: {error}") from error
    reached = bool(about) and people(viewer, READ_SENSITIVE).filter(code=about).exists()
    return replace(viewer, purpose=said if reached else "")
